"""The double's state and what may happen to it. Each change is whole at once and tells the gateway of itself."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import discord

from tests.discord import payloads
from tests.discord.entities import (
    DEFAULT,
    DM,
    PUBLIC_THREAD,
    REPLY,
    THREAD_STARTER,
    Attachment,
    Channel,
    Guild,
    Json,
    Member,
    Message,
    Overwrite,
    Role,
    User,
)
from tests.discord.mentions import pings

T = TypeVar("T")
Render = Callable[[int], Json]
"""An event's body, for a session with these intents."""

DISCORD_EPOCH_MS = 1_420_070_400_000
GUILDS, MEMBERS, MODERATION, GUILD_MESSAGES, DIRECT_MESSAGES, CONTENT = 1, 1 << 1, 1 << 2, 1 << 9, 1 << 12, 1 << 15
ALL = discord.Permissions.all().value
PERMISSIONS = discord.Permissions.VALID_FLAGS


def permission_bits(names: tuple[str, ...]) -> int:
    bits = 0
    for name in names:
        bits |= PERMISSIONS[name]
    return bits


class World:
    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.offset = 0.0
        self.base = ""
        """Where the double listens, for attachments' addresses."""
        self._last_id = 0
        self._changed = asyncio.Event()
        self.emit: Callable[[str, int, Render], None] = lambda event, intent, render: None
        self.privileged = {"members", "message_content"}
        self.bot = User(self.new_id(), "Curbside", bot=True)
        self.token = f"{self.bot.id}.{secrets.token_hex(8)}"
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.commands: dict[int | None, list[Json]] = {None: []}
        """Of each guild; under None the global ones."""
        self.nonces: dict[str, tuple[float, Message]] = {}

    # time, ids, waiting

    def now(self) -> float:
        """Seconds since 1970 by the double's clock, which `advance` moves."""
        return self.clock() + self.offset

    def stamp(self) -> str:
        return datetime.fromtimestamp(self.now(), UTC).isoformat()

    def new_id(self) -> int:
        """A snowflake: grows always, and holds the double's time."""
        self._last_id = max(self._last_id + 1, (int(self.now() * 1000) - DISCORD_EPOCH_MS) << 22)
        return self._last_id

    def touch(self) -> None:
        """Wake those who wait in `until`."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, condition: Callable[[], T], what: str = "", within: float = 10.0) -> T:
        """Wait until `condition` gives something true, and return it; AssertionError after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                while not (found := condition()):
                    # The condition may look at the client too, whose changes nobody announces: look again soon.
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(0.02):
                            await self._changed.wait()
                return found
        except TimeoutError:
            raise AssertionError(f"did not happen within {within} s: {what or condition}") from None

    # permissions

    def permissions(self, user: User, channel: Channel) -> int:
        """The permissions that a user has in a channel, as Discord computes them."""
        guild = channel.guild
        if guild is None:
            return ALL
        if user.id not in guild.members:
            return 0
        bits = self.guild_permissions(user, guild)
        if bits == ALL:
            return ALL
        roles = [guild.roles[0], *guild.members[user.id].roles]
        overwrites = (channel.parent if channel.is_thread and channel.parent else channel).overwrites
        for group in (roles[:1], roles[1:], [user]):
            applying = [over for over in overwrites if over.target in group]
            for over in applying:
                bits &= ~over.deny
            for over in applying:
                bits |= over.allow
        return bits

    def guild_permissions(self, user: User, guild: Guild) -> int:
        """What a member's roles give, before any channel's overwrites."""
        bits = 0
        for role in [guild.roles[0], *guild.members[user.id].roles]:
            bits |= role.permissions
        return ALL if user is guild.owner or bits & PERMISSIONS["administrator"] else bits

    def may(self, user: User, channel: Channel, *names: str) -> bool:
        """Whether the user has all of discord.Permissions' `names` there."""
        wanted = permission_bits(names)
        return self.permissions(user, channel) & wanted == wanted

    def overwrite(self, channel: Channel, target: Role | User, *, allow: int = 0, deny: int = 0) -> None:
        over = next((over for over in channel.overwrites if over.target is target), None)
        if over is None:
            over = Overwrite(target)
            channel.overwrites.append(over)
        over.allow, over.deny = over.allow & ~deny | allow, over.deny & ~allow | deny

    # channels

    def add_channel(self, channel: Channel) -> Channel:
        channel.created = self.stamp()
        self.channels[channel.id] = channel
        if channel.guild is not None:
            event = "THREAD_CREATE" if channel.is_thread else "CHANNEL_CREATE"
            self.emit(event, GUILDS, lambda _: payloads.channel(channel) | {"newly_created": True})
        return channel

    def dm(self, person: User) -> Channel:
        """The DM between the bot and a person, made on first use."""
        for channel in self.channels.values():
            if channel.type == DM and channel.person is person:
                return channel
        return self.add_channel(Channel(self.new_id(), DM, "", person=person))

    def start_thread(
        self,
        parent: Channel,
        name: str,
        owner: User,
        *,
        message: Message | None = None,
        tags: list[int] | None = None,
        kind: int = PUBLIC_THREAD,
    ) -> Channel:
        """A thread, whose id is its message's where it has one; Discord puts a line of its own at its top then."""
        thread = Channel(
            message.id if message else self.new_id(), kind, name, parent.guild, parent, owner, applied_tags=tags or []
        )
        thread.members.add(owner.id)
        self.add_channel(thread)
        if message is not None:
            message.thread = thread
            self.tell("MESSAGE_UPDATE", message)
            self.post(thread, message.author, "", kind=THREAD_STARTER, reply_to=message)
        return thread

    def channel_changed(self, channel: Channel) -> None:
        event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self.emit(event, GUILDS, lambda _: payloads.channel(channel))

    def remove_channel(self, channel: Channel) -> None:
        del self.channels[channel.id]
        for thread in [each for each in self.channels.values() if each.parent is channel and each.is_thread]:
            del self.channels[thread.id]
        for message in channel.messages.values():
            message.deleted = True
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        self.emit(event, GUILDS, lambda _: payloads.channel(channel))

    # messages

    def post(
        self,
        channel: Channel,
        author: User,
        content: str,
        *,
        kind: int = DEFAULT,
        flags: int = 0,
        embeds: list[Json] | None = None,
        components: list[Json] | None = None,
        attachments: list[Attachment] | None = None,
        allowed: Json | None = None,
        nonce: str | None = None,
        reply_to: Message | None = None,
        only_for: User | None = None,
        interaction: Json | None = None,
        message_id: int | None = None,
    ) -> Message:
        """`message_id`: of a forum post's first message, which carries its thread's."""
        message = Message(
            message_id or self.new_id(),
            channel,
            author,
            content,
            self.stamp(),
            kind,
            flags,
            embeds or [],
            numbered(components or []),
            attachments or [],
            nonce=nonce,
            reply_to=reply_to,
            only_for=only_for,
            interaction=interaction,
        )
        self.count_pings(message, allowed)
        channel.messages[message.id] = message
        if channel.archived and not channel.locked:
            channel.archived = False
            self.channel_changed(channel)
        self.tell("MESSAGE_CREATE", message)
        return message

    def change(
        self,
        message: Message,
        *,
        content: str | None = None,
        embeds: list[Json] | None = None,
        components: list[Json] | None = None,
        attachments: list[Attachment] | None = None,
        flags: int | None = None,
    ) -> None:
        """An edit; what is None stays. Edits notify nobody."""
        message.before.append(message.content)
        message.content = message.content if content is None else content
        message.embeds = message.embeds if embeds is None else embeds
        message.components = message.components if components is None else numbered(components)
        message.attachments = message.attachments if attachments is None else attachments
        message.flags = message.flags if flags is None else flags
        message.edited = self.stamp()
        self.tell("MESSAGE_UPDATE", message)

    def remove(self, message: Message) -> None:
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        if message.only_for is None:
            ids = {"id": str(message.id), "channel_id": str(message.channel.id)}
            if message.channel.guild is not None:
                ids["guild_id"] = str(message.channel.guild.id)
            self.emit("MESSAGE_DELETE", _messages_intent(message.channel), lambda _: ids)
        self.touch()

    def purge(self, channel: Channel, messages: list[Message]) -> None:
        for message in messages:
            message.deleted = True
            channel.messages.pop(message.id, None)
        body = {"ids": [str(each.id) for each in messages], "channel_id": str(channel.id)}
        body |= {"guild_id": str(channel.guild.id)} if channel.guild else {}
        self.emit("MESSAGE_DELETE_BULK", _messages_intent(channel), lambda _: body)
        self.touch()

    def attach(self, channel: Channel, name: str, content: bytes) -> Attachment:
        file_id = self.new_id()
        return Attachment(file_id, name, content, f"{self.base}/attachments/{channel.id}/{file_id}/{name}")

    def readable(self, message: Message, *, has_intent: bool) -> bool:
        """Whether the bot is given the content: its own, in DMs, where it is mentioned, or by the intent."""
        mine = message.author is self.bot or message.channel.guild is None
        return has_intent or mine or self.bot.id in message.pings.users

    def count_pings(self, message: Message, allowed: Json | None) -> None:
        """Work out whom the message notifies, on its being shown first."""
        if message.kind == THREAD_STARTER:
            return
        answered = message.reply_to.author.id if message.reply_to and message.kind == REPLY else None
        may_all = self.may(message.author, message.channel, "mention_everyone")
        guild = message.channel.guild
        message.pings = pings(message.content, allowed, guild, may_mention_all=may_all, answered=answered)

    def tell(self, event: str, message: Message) -> None:
        """Give a message's event to those sessions that may see it, with as much of the content as each may."""
        self.touch()
        if message.only_for is not None or not self.may(self.bot, message.channel, "view_channel"):
            return

        def render(intents: int) -> Json:
            content = self.readable(message, has_intent=bool(intents & CONTENT))
            return payloads.message(message, content=content, event=True)

        self.emit(event, _messages_intent(message.channel), render)


def _messages_intent(channel: Channel) -> int:
    return GUILD_MESSAGES if channel.guild is not None else DIRECT_MESSAGES


def numbered(components: list[Json]) -> list[Json]:
    """Discord gives every component that comes without one an id, a number unique in its message."""
    count = itertools.count(1)

    def number(part: Json) -> Json:
        inner: Json = {key: number(part[key]) for key in ("component", "accessory") if key in part}
        if "components" in part:
            inner["components"] = [number(each) for each in part["components"]]
        return {"id": next(count)} | part | inner

    return [number(part) for part in components]


def member_of(guild: Guild, user: User, stamp: str, roles: list[Role]) -> Member:
    member = Member(user, stamp, roles)
    guild.members[user.id] = member
    return member
