"""Routes of the application, its commands, users, guilds, members, roles and bans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.discord import payloads
from tests.discord.entities import DM, Guild, Json, Member, User
from tests.discord.rest import Answer, ApiError, Request, route, whole
from tests.discord.world import PERMISSIONS

if TYPE_CHECKING:
    from tests.discord.double import Double

LIMITED = {"members": 1 << 15, "message_content": 1 << 19}
"""Application flags: a privileged intent is switched on in the developer portal (of an unverified application)."""


@route("GET", "/gateway")
@route("GET", "/gateway/bot")
def gateway(double: Double, request: Request) -> Answer:
    limit = {"total": 1000, "remaining": 1000 - len(double.gateway.identifies), "reset_after": 0, "max_concurrency": 1}
    return 200, {"url": double.gateway.url, "shards": 1, "session_start_limit": limit}


@route("GET", "/users/@me")
def me(double: Double, request: Request) -> Answer:
    return 200, payloads.user(double.world.bot) | {"mfa_enabled": False, "locale": "en-US", "verified": True}


@route("GET", "/users/{user_id}")
def get_user(double: Double, request: Request) -> Answer:
    return 200, payloads.user(_user(double, request))


@route("GET", "/users/@me/guilds")
def my_guilds(double: Double, request: Request) -> Answer:
    return 200, [
        {
            "id": str(each.id),
            "name": each.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(double.world.guild_permissions(double.world.bot, each)),
            "features": [],
        }
        for each in double.world.guilds.values()
    ]


@route("DELETE", "/users/@me/guilds/{guild_id}")
def leave_guild(double: Double, request: Request) -> Answer:
    double.forget(_guild(double, request))
    return 204, None


@route("POST", "/users/@me/channels")
def open_dm(double: Double, request: Request) -> Answer:
    """Opening a DM always succeeds; whether it is closed shows only when something is sent."""
    user = double.world.users.get(int(whole(request.body)["recipient_id"]))
    if user is None or user.bot:
        raise ApiError(400, 50033, "Invalid Recipient(s)")
    return 200, payloads.channel(double.world.dm(user))


@route("GET", "/oauth2/applications/@me")
@route("GET", "/applications/@me")
def application(double: Double, request: Request) -> Answer:
    flags = sum(LIMITED[name] for name in double.world.privileged)
    owner = next(iter(double.world.guilds.values())).owner if double.world.guilds else double.world.bot
    return 200, {
        "id": str(double.world.bot.id),
        "name": double.world.bot.name,
        "icon": None,
        "description": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": payloads.user(owner),
        "team": None,
        "type": None,
        "flags": flags,
        "flags_new": str(flags),
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "redirect_uris": [],
        "eligible_oauth2_scopes": [],
        "explicit_content_filter": 0,
        "approximate_guild_count": len(double.world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
    }


# commands


@route("GET", "/applications/{application_id}/commands")
@route("GET", "/applications/{application_id}/guilds/{guild_id}/commands")
def list_commands(double: Double, request: Request) -> Answer:
    return 200, double.world.commands.get(_place(request), [])


@route("PUT", "/applications/{application_id}/commands")
@route("PUT", "/applications/{application_id}/guilds/{guild_id}/commands")
def overwrite_commands(double: Double, request: Request) -> Answer:
    """Puts this list in the place of all; a command that keeps its name and kind keeps its id."""
    world, place = double.world, _place(request)
    if not isinstance(request.body, list):
        raise ApiError(400, 50035, "Invalid Form Body")
    if place is not None and place not in world.guilds:
        raise ApiError(403, 50001)
    ids = {(each["name"], each["type"]): each["id"] for each in world.commands.get(place, [])}
    world.commands[place] = [_registered(double, each, place, ids) for each in request.body]
    return 200, world.commands[place]


def _registered(double: Double, command: Json, place: int | None, ids: dict[tuple[str, int], str]) -> Json:
    kind = command.get("type", 1)
    known = {
        "id": ids.get((command["name"], kind)) or str(double.world.new_id()),
        "application_id": str(double.world.bot.id),
        "version": str(double.world.new_id()),
        "type": kind,
        "name": command["name"],
        "description": command.get("description", ""),
        "options": command.get("options") or [],
        "nsfw": command.get("nsfw", False),
        "contexts": command.get("contexts"),
        "integration_types": command.get("integration_types") or [0],
        "default_member_permissions": command.get("default_member_permissions"),
    }
    if known["default_member_permissions"] is not None:
        known["default_member_permissions"] = str(known["default_member_permissions"])
    for key in ("name_localizations", "description_localizations", "dm_permission"):
        if key in command:
            known[key] = command[key]
    return known | ({"guild_id": str(place)} if place is not None else {})


def _place(request: Request) -> int | None:
    return int(request.params["guild_id"]) if "guild_id" in request.params else None


# guilds


def _guild(double: Double, request: Request, permission: str = "") -> Guild:
    """The guild in the path, if the bot is in it and has this permission through its roles."""
    world = double.world
    guild = world.guilds.get(int(request.params["guild_id"]))
    if guild is None:
        raise ApiError(404, 10004, "Unknown Guild")
    if permission and not world.guild_permissions(world.bot, guild) & PERMISSIONS[permission]:
        raise ApiError(403, 50013)
    return guild


def _user(double: Double, request: Request) -> User:
    user = double.world.users.get(int(request.params["user_id"]))
    if user is None:
        raise ApiError(404, 10013, "Unknown User")
    return user


def _member(double: Double, request: Request, guild: Guild) -> Member:
    member = guild.members.get(int(request.params["user_id"]))
    if member is None:
        raise ApiError(404, 10007, "Unknown Member")
    return member


@route("GET", "/guilds/{guild_id}")
def get_guild(double: Double, request: Request) -> Answer:
    guild = _guild(double, request)
    body = payloads.guild(guild, [], []) | {"approximate_member_count": len(guild.members)}
    return 200, {key: value for key, value in body.items() if key not in ("channels", "threads", "members")}


@route("GET", "/guilds/{guild_id}/channels")
def guild_channels(double: Double, request: Request) -> Answer:
    guild = _guild(double, request)
    channels = [each for each in double.world.channels.values() if each.guild is guild and each.type != DM]
    return 200, [payloads.channel(each) for each in channels if not each.is_thread]


@route("GET", "/guilds/{guild_id}/threads/active")
def active_threads(double: Double, request: Request) -> Answer:
    guild = _guild(double, request)
    threads = [each for each in double.world.channels.values() if each.guild is guild and each.is_thread]
    return 200, {
        "threads": [payloads.channel(each) for each in threads if not each.archived],
        "members": [],
        "has_more": False,
    }


@route("GET", "/guilds/{guild_id}/roles")
def roles(double: Double, request: Request) -> Answer:
    return 200, [payloads.role(each) for each in _guild(double, request).roles]


@route("GET", "/guilds/{guild_id}/members")
def members(double: Double, request: Request) -> Answer:
    """Needs the members intent, as the real one does."""
    guild = _guild(double, request)
    if "members" not in double.world.privileged:
        raise ApiError(403, 50001)
    after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 1))
    found = [guild.members[each] for each in sorted(guild.members) if each > after]
    return 200, [payloads.member(each) for each in found[:limit]]


@route("GET", "/guilds/{guild_id}/members/{user_id}")
def get_member(double: Double, request: Request) -> Answer:
    return 200, payloads.member(_member(double, request, _guild(double, request)))


@route("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
@route("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def member_role(double: Double, request: Request) -> Answer:
    guild = _guild(double, request, "manage_roles")
    member = _member(double, request, guild)
    role = next((each for each in guild.roles if each.id == int(request.params["role_id"])), None)
    if role is None:
        raise ApiError(404, 10011, "Unknown Role")
    kept = [each for each in member.roles if each is not role]
    double.set_roles(guild, member.user, kept + ([role] if request.method == "PUT" else []))
    return 204, None


@route("GET", "/guilds/{guild_id}/bans")
def bans(double: Double, request: Request) -> Answer:
    guild = _guild(double, request, "ban_members")
    return 200, [{"reason": None, "user": payloads.user(each)} for each in guild.bans.values()]


@route("GET", "/guilds/{guild_id}/bans/{user_id}")
def get_ban(double: Double, request: Request) -> Answer:
    guild = _guild(double, request, "ban_members")
    if int(request.params["user_id"]) not in guild.bans:
        raise ApiError(404, 10026, "Unknown Ban")
    return 200, {"reason": None, "user": payloads.user(_user(double, request))}
