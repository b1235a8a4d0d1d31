"""Discord's JSON for what the double keeps. Snowflakes are strings, as on the wire."""

from __future__ import annotations

from tests.discord.entities import DM, FORUM, HAS_THREAD, Attachment, Channel, Guild, Json, Member, Message, Role, User


def user(one: User) -> Json:
    return {
        "id": str(one.id),
        "username": one.name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": one.bot,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
    }


def role(one: Role) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "description": None,
        "permissions": str(one.permissions),
        "position": one.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "managed": one.managed,
        "mentionable": one.mentionable,
        "flags": 0,
    }


def member(one: Member, *, with_user: bool = True) -> Json:
    body: Json = {
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role.id) for role in one.roles],
        "joined_at": one.joined,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    if with_user:
        body["user"] = user(one.user)
    return body


def channel(one: Channel) -> Json:
    if one.type == DM:
        assert one.person
        return {
            "id": str(one.id),
            "type": DM,
            "flags": 0,
            "last_message_id": _last(one),
            "recipients": [user(one.person)],
        }
    assert one.guild
    body: Json = {
        "id": str(one.id),
        "type": one.type,
        "name": one.name,
        "guild_id": str(one.guild.id),
        "parent_id": str(one.parent.id) if one.parent else None,
        "last_message_id": _last(one),
        "rate_limit_per_user": 0,
        "flags": 0,
    }
    return body | (_thread(one) if one.is_thread else _guild_channel(one))


def _guild_channel(one: Channel) -> Json:
    body: Json = {
        "position": one.position,
        "topic": None,
        "nsfw": False,
        "permission_overwrites": [
            {
                "id": str(over.target.id),
                "type": 0 if isinstance(over.target, Role) else 1,
                "allow": str(over.allow),
                "deny": str(over.deny),
            }
            for over in one.overwrites
        ],
    }
    if one.type == FORUM:
        body["available_tags"] = [
            {"id": str(tag.id), "name": tag.name, "moderated": tag.moderated, "emoji_id": None, "emoji_name": None}
            for tag in one.tags
        ]
        body |= {"default_reaction_emoji": None, "default_sort_order": None, "default_forum_layout": 0}
    return body


def _thread(one: Channel) -> Json:
    assert one.owner
    return {
        "owner_id": str(one.owner.id),
        "message_count": len(one.messages),
        "total_message_sent": len(one.messages),
        "member_count": len(one.members),
        "applied_tags": [str(tag) for tag in one.applied_tags],
        "thread_metadata": {
            "archived": one.archived,
            "locked": one.locked,
            "auto_archive_duration": one.auto_archive,
            "archive_timestamp": one.created,
            "create_timestamp": one.created,
        },
    }


def _last(one: Channel) -> str | None:
    return str(max(one.messages)) if one.messages else None


def attachment(one: Attachment) -> Json:
    return {
        "id": str(one.id),
        "filename": one.name,
        "size": len(one.content),
        "url": one.url,
        "proxy_url": one.url,
        "content_type": "application/octet-stream",
    }


def message(one: Message, *, content: bool = True, event: bool = False) -> Json:
    """`content=False`: what an application without the message-content intent sees. `event`: with guild and member."""
    body: Json = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "type": one.kind,
        "author": user(one.author),
        "content": one.content if content else "",
        "embeds": one.embeds if content else [],
        "components": one.components if content else [],
        "attachments": [attachment(file) for file in one.attachments] if content else [],
        "timestamp": one.created,
        "edited_timestamp": one.edited,
        "tts": False,
        "pinned": one.pinned,
        "flags": one.flags | (HAS_THREAD if one.thread else 0),
        "mention_everyone": one.pings.everyone,
        "mention_roles": [str(role) for role in sorted(one.pings.roles)],
        "mentions": _mentions(one),
    }
    if one.nonce is not None:
        body["nonce"] = one.nonce
    if one.interaction is not None:
        body |= {"interaction_metadata": one.interaction}
        body |= {"webhook_id": str(one.author.id), "application_id": str(one.author.id)}
    if one.reply_to is not None:
        replied = one.reply_to
        body["message_reference"] = {"type": 0, "message_id": str(replied.id), "channel_id": str(replied.channel.id)}
    if one.thread is not None:
        body["thread"] = channel(one.thread)
    guild = one.channel.guild
    if event and guild is not None:
        body["guild_id"] = str(guild.id)
        if one.author.id in guild.members:
            body["member"] = member(guild.members[one.author.id], with_user=False)
    return body


def _mentions(one: Message) -> list[Json]:
    guild = one.channel.guild
    if guild is None:
        return []
    return [user(guild.members[known].user) for known in sorted(one.pings.users) if known in guild.members]


OTHER_CHANNELS = tuple(
    f"{name}_channel_id" for name in ("afk", "system", "widget", "rules", "public_updates", "safety_alerts")
)
"""The channels of special use, of which the double's guilds have none."""


def guild(one: Guild, channels: list[Channel], members: list[Member]) -> Json:
    """GUILD_CREATE: `members` is everyone for an application with the members intent, else the bot alone."""
    return {
        "id": str(one.id),
        "name": one.name,
        "owner_id": str(one.owner.id),
        "icon": None,
        "splash": None,
        "description": None,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [role(each) for each in one.roles],
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "banner": None,
        "home_header": None,
        "discovery_splash": None,
        "application_id": None,
        "region": "deprecated",
        "nsfw": False,
        "max_members": 500_000,
        "max_presences": None,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "widget_enabled": False,
        "incidents_data": None,
        **dict.fromkeys(OTHER_CHANNELS),
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
        "afk_timeout": 300,
        "large": False,
        "unavailable": False,
        "member_count": len(one.members),
        "members": [member(each) for each in members],
        "channels": [channel(each) for each in channels if not each.is_thread],
        "threads": [channel(each) for each in channels if each.is_thread and not each.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
    }
