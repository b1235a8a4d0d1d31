"""What stands between an application on Discord and Curbside: asked of Discord, told in words with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord
from discord.http import Route

from adapters.discord import faults
from bot.i18n import Message, say

API = "https://discord.com/api/v10"

# What Curbside does in a channel, and no more. docs/discord.md says what each is for.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    read_message_history=True,
)
# Where a community lets the guard remove messages, or a forum's tags are for moderators alone.
OPTIONAL = discord.Permissions(manage_messages=True, manage_threads=True)
SCOPES = ("bot", "applications.commands")
_PAGE = 200  # guilds of one request


def invitation(application: int, *, removing: bool = False) -> str:
    """The address that brings the application into a guild; ``removing``: where the guard may delete messages."""
    permissions = PERMISSIONS | OPTIONAL if removing else PERMISSIONS
    return discord.utils.oauth_url(application, permissions=permissions, scopes=SCOPES)


async def diagnose(token: str, api_url: str | None = None, channels: Sequence[str] = ()) -> list[Message]:
    """Every fault found, worst first; nothing where all is well. ``channels``: ids of those that show cases.

    Only reads, and connects to no gateway, so that it can run beside a Curbside that serves.
    """
    Route.BASE = api_url or API
    intents = discord.Intents(guilds=True)
    async with (
        faults.connections() as pool,
        discord.Client(intents=intents, max_messages=None, connector=pool) as client,
    ):
        try:
            await client.login(token)
        except discord.LoginFailure:
            return [say("Discord refuses the token. Reset it on the application's page, under Bot, and set it anew.")]
        except (discord.HTTPException, *faults.NETWORK) as error:
            return [say("Discord can't be asked ({reason}). Check the network and CURBSIDE_DISCORD__API_URL.",
                        reason=faults.log_code(error))]  # fmt: skip
        return [*_of_the_application(client), *await _of_guilds(client), *await _of_channels(client, channels)]


async def invitations(token: str, api_url: str | None = None) -> tuple[str, str] | None:
    """The application's two invitations, the second with what removing needs; None where the token isn't accepted."""
    Route.BASE = api_url or API
    async with discord.Client(intents=discord.Intents(guilds=True), max_messages=None) as client:
        try:
            await client.login(token)
        except (discord.DiscordException, *faults.NETWORK):
            return None
        application = client.application_id or 0
    return invitation(application), invitation(application, removing=True)


def _of_the_application(client: discord.Client) -> Iterator[Message]:
    application, flags = client.application, client.application_flags
    if application is not None and application.interactions_endpoint_url:
        yield say("An Interactions Endpoint URL is set, so no command reaches Curbside. Clear it under General.")
    if application is not None and application.bot_require_code_grant:
        yield say("'Requires OAuth2 Code Grant' is on, so nobody can invite the bot. Turn it off under Bot.")
    if not (flags.gateway_message_content or flags.gateway_message_content_limited):
        yield say("The message-content intent is off: the guard can't read. Turn it on under Bot, or do without.")
    if not (flags.gateway_guild_members or flags.gateway_guild_members_limited):
        yield say("The server-members intent is off: who leaves or is banned stays signed in. Turn it on under Bot.")


async def _of_guilds(client: discord.Client) -> list[Message]:
    guilds = await client.http.get_guilds(_PAGE)
    if not guilds:
        return [say("The application is in no server. Invite it: {url}", url=invitation(client.application_id or 0))]
    told = []
    for guild in guilds:
        lacking = _lacking(discord.Permissions(int(guild["permissions"])))
        if lacking:
            told.append(say("In {guild} the bot's role lacks: {names}. Change the role, or invite the bot again.",
                            guild=guild["name"], names=lacking))  # fmt: skip
    return told


async def _of_channels(client: discord.Client, channels: Sequence[str]) -> list[Message]:
    told = []
    for native in channels:
        try:
            found = await client.fetch_channel(int(native))
            if not isinstance(found, discord.abc.GuildChannel):
                continue
            guild = await client.fetch_guild(found.guild.id)
            me = await guild.fetch_member(client.user.id if client.user else 0)
            # Anew from the guild just fetched: permissions are computed from its roles.
            channel = await guild.fetch_channel(found.id)
        except (discord.Forbidden, discord.NotFound):
            told.append(say("The bot can't see channel {native}. Let its role view it, or unlink it.", native=native))
            continue
        lacking = _lacking(channel.permissions_for(me))
        if lacking:
            told.append(say("In #{channel} the bot lacks: {names}. Check the channel's permissions.",
                            channel=channel.name, names=lacking))  # fmt: skip
    return told


def _lacking(held: discord.Permissions) -> str:
    """Names of what is missing, as Discord's own settings call them, roughly; '' where nothing is."""
    if held.administrator:
        return ""
    missing = discord.Permissions(PERMISSIONS.value & ~held.value)
    return ", ".join(name.replace("_", " ") for name, wanted in missing if wanted)
