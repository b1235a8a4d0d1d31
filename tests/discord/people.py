"""What people do on the double's Discord: join, write, press, choose, fill in.

Each act is what their client would send; one that it would not allow raises LookupError, ValueError or PermissionError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from tests.discord import components, payloads
from tests.discord.entities import (
    DEFAULT,
    FORUM,
    REPLY,
    TEXT,
    Channel,
    Guild,
    Json,
    Message,
    Role,
    Tag,
    User,
)
from tests.discord.gateway import Gateway
from tests.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction, begin
from tests.discord.world import ALL, GUILDS, MEMBERS, MODERATION, World, member_of, permission_bits

if TYPE_CHECKING:
    from tests.discord.double import Double

EVERYONE = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "read_message_history",
    "embed_links",
    "attach_files",
    "add_reactions",
    "use_application_commands",
    "mention_everyone",
)
"""What @everyone may in a new guild, `mention_everyone` included: a ping must be held back by the application."""
APPLICATION = (*EVERYONE, "manage_threads", "manage_messages", "ban_members")
PATIENCE = 10.0
"""Seconds that an act waits for the application's answer."""


class People:
    """The part of the double that plays people and administrators. `Double` is what tests make."""

    world: World
    gateway: Gateway
    interactions: dict[str, Interaction]

    # the places

    def guild(self, name: str, *, bot_permissions: tuple[str, ...] = APPLICATION) -> Guild:
        """A guild with an owner, @everyone, the application's own role, and the application in it."""
        world = self.world
        guild_id, owner = world.new_id(), self.user(f"owner of {name}")
        guild = Guild(guild_id, name, owner, [Role(guild_id, "@everyone", permission_bits(EVERYONE), 0)])
        own = Role(world.new_id(), world.bot.name, permission_bits(bot_permissions), 1, managed=True)
        guild.roles.append(own)
        member_of(guild, owner, world.stamp(), [])
        member_of(guild, world.bot, world.stamp(), [own])
        world.guilds[guild.id] = guild
        self.gateway.tell_guild(guild)
        return guild

    def role(self, guild: Guild, name: str, *permissions: str, mentionable: bool = False) -> Role:
        role = Role(self.world.new_id(), name, permission_bits(permissions), len(guild.roles), mentionable)
        guild.roles.append(role)
        body = {"guild_id": str(guild.id), "role": payloads.role(role)}
        self.world.emit("GUILD_ROLE_CREATE", GUILDS, lambda _: body)
        return role

    def channel(
        self,
        guild: Guild,
        name: str,
        kind: Literal["text", "forum", "private"] = "text",
        *,
        tags: tuple[str, ...] = (),
        open_to: tuple[Role | User, ...] = (),
    ) -> Channel:
        """`tags`: a forum's. `open_to`: who sees a private channel, beside the application."""
        world = self.world
        channel = Channel(world.new_id(), FORUM if kind == "forum" else TEXT, name, guild)
        channel.tags = [Tag(world.new_id(), tag) for tag in tags]
        if kind == "private":
            view = permission_bits(("view_channel",))
            world.overwrite(channel, guild.roles[0], deny=view)
            for target in (world.bot, *open_to):
                world.overwrite(channel, target, allow=view)
        return world.add_channel(channel)

    def forbid(self, channel: Channel, *permissions: str, target: Role | User | None = None) -> None:
        """Take permissions from the application (or from `target`) in a channel: 50013, or 50001 for view_channel."""
        self.world.overwrite(channel, target or self.world.bot, deny=permission_bits(permissions))
        self.world.channel_changed(channel)

    def permit(self, channel: Channel, *permissions: str, target: Role | User | None = None) -> None:
        self.world.overwrite(channel, target or self.world.bot, allow=permission_bits(permissions))
        self.world.channel_changed(channel)

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel with its threads, or one thread."""
        self.world.remove_channel(channel)

    def archive(self, thread: Channel, *, archived: bool = True, locked: bool = False) -> None:
        thread.archived, thread.locked = archived, locked
        self.world.channel_changed(thread)

    def forget(self, guild: Guild) -> None:
        """The application is removed from a guild."""
        del self.world.guilds[guild.id]
        for channel in [each for each in self.world.channels.values() if each.guild is guild]:
            del self.world.channels[channel.id]
        self.world.emit("GUILD_DELETE", GUILDS, lambda _: {"id": str(guild.id)})

    # members

    def user(self, name: str, *, bot: bool = False) -> User:
        user = User(self.world.new_id(), name, bot=bot)
        self.world.users[user.id] = user
        return user

    def join(self, guild: Guild, user: User, roles: list[Role] | None = None) -> None:
        member = member_of(guild, user, self.world.stamp(), list(roles or []))
        guild.bans.pop(user.id, None)
        body = payloads.member(member) | {"guild_id": str(guild.id)}
        self.world.emit("GUILD_MEMBER_ADD", MEMBERS, lambda _: body)

    def leave(self, guild: Guild, user: User) -> None:
        del guild.members[user.id]
        body = {"guild_id": str(guild.id), "user": payloads.user(user)}
        self.world.emit("GUILD_MEMBER_REMOVE", MEMBERS, lambda _: body)

    def ban(self, guild: Guild, user: User) -> None:
        guild.bans[user.id] = user
        body = {"guild_id": str(guild.id), "user": payloads.user(user)}
        self.world.emit("GUILD_BAN_ADD", MODERATION, lambda _: body)
        if user.id in guild.members:
            self.leave(guild, user)

    def set_roles(self, guild: Guild, user: User, roles: list[Role]) -> None:
        member = guild.members[user.id]
        member.roles = list(roles)
        body = payloads.member(member) | {"guild_id": str(guild.id)}
        self.world.emit("GUILD_MEMBER_UPDATE", MEMBERS, lambda _: body)

    def close_dms(self, user: User, *, closed: bool = True) -> None:
        """From now on a message to this person is refused with 50007."""
        user.dms_open = not closed

    # writing

    async def say(
        self,
        user: User,
        channel: Channel,
        text: str,
        *,
        attachments: dict[str, bytes] | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """`attachments`: file name -> content. In a DM (`double.dm(user)`) only its person writes."""
        if channel.guild is not None:
            needed = "send_messages_in_threads" if channel.is_thread else "send_messages"
            self._require(user, channel, "view_channel", needed)
            if channel.locked:
                raise PermissionError(f"{channel.name} is locked")
        files = [self.world.attach(channel, name, content) for name, content in (attachments or {}).items()]
        kind = REPLY if reply_to else DEFAULT
        return self.world.post(channel, user, text, kind=kind, attachments=files, reply_to=reply_to)

    async def edit(self, user: User, message: Message, text: str) -> None:
        if message.author is not user:
            raise PermissionError(f"{user.name} did not write this")
        self.world.change(message, content=text)

    async def delete(self, user: User, message: Message) -> None:
        if message.author is not user:
            self._require(user, message.channel, "manage_messages")
        self.world.remove(message)

    async def purge(self, user: User, messages: list[Message]) -> None:
        """A moderator (or another bot) deletes many messages of a channel at once: one event for all."""
        channel = messages[0].channel
        self._require(user, channel, "manage_messages")
        self.world.purge(channel, messages)

    async def start_thread(self, user: User, where: Message | Channel, name: str, text: str = "") -> Channel:
        """A thread from a message, or, in a forum, a post whose first message is `text`."""
        if isinstance(where, Message):
            self._require(user, where.channel, "create_public_threads")
            return self.world.start_thread(where.channel, name, user, message=where)
        self._require(user, where, "send_messages")
        thread = self.world.start_thread(where, name, user)
        self.world.post(thread, user, text, message_id=thread.id)
        return thread

    # commands

    async def slash(
        self, user: User, channel: Channel, command: str, /, *, wait: bool = True, **options: Any
    ) -> Interaction:
        """'case reply' with its options. With `wait` it returns once the person has an answer before them (a message,
        a form); a bare deferral is none. `wait=False` returns at once, for an application that is late or gone."""
        found, steps = components.find_command(self._commands(user, channel), command)
        self._allowed(user, channel, found)
        data = components.command_data(found, steps, options, channel.guild, "")
        return await self._begin(COMMAND, user, channel, data, None, wait)

    async def autocomplete(
        self, user: User, channel: Channel, command: str, option: str, typed: str, /, **others: Any
    ) -> list[Json]:
        """What is offered for `option` while `typed` stands in it: [{'name': ..., 'value': ...}]."""
        found, steps = components.find_command(self._commands(user, channel), command)
        data = components.command_data(found, steps, {**others, option: typed}, channel.guild, option)
        declared = (steps or [found])[-1]["options"]
        if not any(each["name"] == option and each.get("autocomplete") for each in declared):
            raise LookupError(f"option {option!r} has no autocomplete")
        made = await self._begin(AUTOCOMPLETE, user, channel, data, None, wait=True)
        assert made.choices is not None
        return made.choices

    async def context(
        self, user: User, target: Message | User, name: str, *, channel: Channel | None = None, wait: bool = True
    ) -> Interaction:
        """A command of a message's or (in `channel`) a user's context menu."""
        where = target.channel if isinstance(target, Message) else channel
        assert where is not None, "a user's command is given in a channel"
        kind = 3 if isinstance(target, Message) else 2
        found, _ = components.find_command(self._commands(user, where), name, kind)
        self._allowed(user, where, found)
        return await self._begin(COMMAND, user, where, components.target_data(found, target, where.guild), None, wait)

    # components and modals

    async def press(self, user: User, message: Message, name: str, *, wait: bool = True) -> Interaction:
        """Press a button, named by its label or custom_id."""
        self._sees(user, message)
        part = components.find_button(message, name)
        data = {"component_type": 2, "custom_id": part["custom_id"], "id": part.get("id", 0)}
        return await self._begin(COMPONENT, user, message.channel, data, message, wait)

    async def choose(
        self, user: User, message: Message, *values: Any, select: str | None = None, wait: bool = True
    ) -> Interaction:
        """Choose options by label or value, or users, roles and channels; `select`: its custom_id or placeholder."""
        self._sees(user, message)
        part = components.find_select(message, select)
        resolved: Json = {}
        chosen = components.selected(part, list(values), resolved)
        data: Json = {"component_type": part["type"], "custom_id": part["custom_id"], "values": chosen}
        data |= {"resolved": resolved} if resolved else {}
        return await self._begin(COMPONENT, user, message.channel, data, message, wait)

    async def submit(
        self, user: User, opened: Interaction, values: dict[str, Any], *, wait: bool = True
    ) -> Interaction:
        """Fill in the modal that an interaction opened, by labels or custom_ids, and send it."""
        if opened.modal is None:
            raise LookupError("no modal was opened")
        if opened.user is not user:
            raise PermissionError("another person's modal")
        data = components.modal_data(opened.modal, values)
        return await self._begin(MODAL_SUBMIT, user, opened.channel, data, opened.source, wait, opened)

    # the inside

    async def _begin(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: Json,
        source: Message | None,
        wait: bool,
        opener: Interaction | None = None,
    ) -> Interaction:
        made = begin(self._double(), kind, user, channel, data, source, opener)
        if wait:
            name = data.get("name") or data.get("custom_id")
            await self.world.until(lambda: made.done, f"an answer to {name!r}", PATIENCE)
        return made

    def _double(self) -> Double:
        raise NotImplementedError

    def _commands(self, user: User, channel: Channel) -> list[Json]:
        """Those offered there: the guild's own before the global ones, which in DMs stand alone."""
        guild = channel.guild
        own = self.world.commands.get(guild.id, []) if guild else []
        named = {(each["name"], each["type"]) for each in own}
        everywhere = [each for each in self.world.commands[None] if (each["name"], each["type"]) not in named]
        place = 1 if guild is None else 0
        return own + [each for each in everywhere if each["contexts"] is None or place in each["contexts"]]

    def _allowed(self, user: User, channel: Channel, command: Json) -> None:
        self._require(user, channel, "view_channel", "use_application_commands")
        needed, held = command["default_member_permissions"], self.world.permissions(user, channel)
        if needed is None or channel.guild is None or held == ALL:
            return
        if needed == "0" or held & int(needed) != int(needed):
            raise PermissionError(f"{user.name} is not offered {command['name']}")

    def _require(self, user: User, channel: Channel, *permissions: str) -> None:
        if not self.world.may(user, channel, *permissions):
            raise PermissionError(f"{user.name} may not {permissions} in {channel.name}")

    def _sees(self, user: User, message: Message) -> None:
        if message.deleted:
            raise LookupError("the message is deleted")
        if message.only_for not in (None, user):
            raise PermissionError("an ephemeral message of another person")
        self._require(user, message.channel, "view_channel")
