"""Discord: the real discord.py against the double of tests/discord."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from typing import Any

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.tree import subject_option
from bot.model import Ref
from bot.text import CleanText
from tests.conformance.steps import MEMBERS, NEWCOMER, Fields, Platform, Seen
from tests.discord.components import LINK_STYLE
from tests.discord.contract import answer_faults
from tests.discord.double import Double
from tests.discord.entities import Channel, Message, User
from tests.discord.interactions import Interaction

_FORGED = re.compile(r"(?<!\\)\]\(|(?<!\\)<[@#:/]|(?<!\\)@(everyone|here)|https?://(?!127\.0\.0\.1)")


class OnDiscord(Platform):
    name = platform = "discord"

    async def open(self, stack: AsyncExitStack) -> None:
        self.double = double = await stack.enter_async_context(Double())
        self.guild = double.guild("Ward round")
        self.staff = double.role(self.guild, "Staff", "manage_messages", "manage_guild")
        self.hearts = double.role(self.guild, "Cardiologists")
        self.users: dict[str, User] = {}
        for who in (*MEMBERS, NEWCOMER):
            self.users[who] = double.user(who)
            double.join(self.guild, self.users[who], [self.staff] if who in ("moderator", "administrator") else [])
        self._channels = {where: double.channel(self.guild, where) for where in ("cases", "second")}
        inside = tuple(self.users[who] for who in MEMBERS if who != "outsider")
        self._channels["closed"] = double.channel(self.guild, "closed", "private", open_to=inside)

    def settings(self) -> dict[str, Any]:
        double = self.double
        return {
            "discord": {"token": double.token, "api_url": double.api_url, "gateway_url": double.gateway_url},
        }

    async def connected(self, stack: AsyncExitStack) -> None:
        adapter = self.house.app.jobs._adapters["discord"]  # nothing else tells that it is ready to deliver
        assert isinstance(adapter, DiscordAdapter)
        await self.double.until(lambda: adapter.status() == "connected", "Discord to be connected")

    @property
    def space(self) -> str:
        return str(self.guild.id)

    def account(self, who: str) -> str:
        return str(self.users[who].id)

    def channel(self, where: str) -> str:
        return str(self._channels[where].id)

    def role(self) -> str:
        return str(self.hearts.id)

    async def hand(self, who: str, *, given: bool) -> None:
        self.double.set_roles(self.guild, self.users[who], [self.hearts] if given else [])

    async def give(self, who: str, path: str, subject: Ref | None, fields: Fields, *, at: Seen | str = "cases") -> Seen:
        command = self.house.app.desk.registry.commands[path]
        options: dict[str, Any] = {}
        if subject is not None:
            options[subject_option(command)] = str(subject)
        for spec in command.fields if not command.about_patient else ():
            long = spec.type is CleanText and spec.field.lines > 1  # better written in its form, which opens
            if spec.name in fields and not long:
                options[spec.name] = int(fields[spec.name]) if spec.type is int else fields[spec.name]
        where = self._channels[at] if isinstance(at, str) else self.double.thread(at.native)
        return _seen(await self.double.slash(self.users[who], where, path, **options))

    async def press(self, who: str, on: Seen, label: str) -> Seen:
        message: Any = on.native.message if isinstance(on.native, Interaction) else on.native
        return _seen(await self.double.press(self.users[who], message, label))

    async def fill(self, who: str, form: Seen, fields: Fields) -> Seen:
        return _seen(await self.double.submit(self.users[who], form.native, dict(fields)))

    async def type(self, who: str, text: str, under: Seen | None = None, files: tuple[str, ...] = ()) -> Seen:
        where = self.double.thread(under.native) if under else self._channels["cases"]
        attachments = dict.fromkeys(files, b"\x89PNG")
        return _of(await self.double.say(self.users[who], where, text, attachments=attachments))

    async def retype(self, who: str, message: Seen, text: str) -> None:
        await self.double.edit(self.users[who], message.native, text)

    async def unsay(self, who: str, message: Seen) -> None:
        await self.double.delete(self.users[who], message.native)

    async def menu(self, who: str, on: Seen, name: str) -> Seen:
        return _seen(await self.double.context(self.users[who], on.native, name))

    async def suggestions(self, who: str, path: str, typed: str) -> list[str]:
        option = subject_option(self.house.app.desk.registry.commands[path])
        offered = await self.double.autocomplete(self.users[who], self._channels["cases"], path, option, typed)
        return [each["value"] for each in offered]

    async def cards(self, who: str = "colleague", where: str = "cases") -> list[Seen]:
        return [_of(each) for each in self._ours(self._channels[where]) if not each.ephemeral]

    async def under(self, card: Seen) -> list[str]:
        thread = card.native.thread
        return [each.seen() for each in self.double.history(thread)] if thread is not None else []

    async def notices(self, who: str) -> list[Seen]:
        return [_of(each) for each in self._ours(self.double.dm(self.users[who]))]

    def sent(self) -> str:
        return self.double.wire()

    def forget_sent(self) -> None:
        self.double.requests.clear()

    def standing(self) -> str:
        return "\n".join(
            message.seen() for channel in self.double.world.channels.values() for message in channel.messages.values()
            if not message.deleted
        ) + "\n".join(channel.name for channel in self.double.world.channels.values())  # fmt: skip

    def faults(self) -> list[str]:
        return self.double.faults + [fault for each in self.double.requests for fault in answer_faults(each)]

    def forged(self) -> list[str]:
        ours = [
            message for channel in self.double.world.channels.values() for message in channel.messages.values()
            if message.author is self.double.bot
        ]  # fmt: skip
        return [m.content for m in ours if m.pings or _FORGED.search(m.content)]

    def _ours(self, channel: Channel) -> list[Message]:
        return [each for each in self.double.history(channel) if each.author is self.double.bot]


def _seen(done: Interaction) -> Seen:
    if done.modal is not None:
        names = tuple(label["component"]["custom_id"] for label in done.modal["components"])
        return Seen(str(done.modal["title"]), form=names, native=done)
    assert done.message is not None
    shown = _of(done.message)
    return Seen(shown.text, shown.buttons, shown.link, native=done)


def _of(message: Message) -> Seen:
    links = [part["url"] for part in message.parts() if part["type"] == 2 and part.get("style") == LINK_STYLE]
    return Seen(message.seen(), tuple(message.labels), links[0] if links else None, native=message)
