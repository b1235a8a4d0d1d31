"""A small desk: the real registry and the real way of a command, answers by a table, everything that came noted."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.app import registry
from bot.desk import Answered, Asked, Cursor, Desk, Way
from bot.guard import Heard
from bot.i18n import say
from bot.model import Account, Place, Ref
from bot.views import Actions, Button, Capabilities, Link, Reply, Style, Text, reply

REGISTRY = registry()
LINK = "http://127.0.0.1:8420/join#0123456789abcdef"


class FakeDesk(Desk):
    def __init__(self) -> None:
        self.registry = REGISTRY
        self._native_entry = set()
        self.asked: list[Asked] = []
        self.done: dict[str, Answered] = {}  # by event: delivered twice, it happens once
        self.answers: dict[str, Answered] = {}  # by path
        self.messages: dict[str, list[Heard]] = {}  # versions by native id
        self.deleted: list[tuple[Place, str]] = []
        self.left: list[Account] = []
        self.groups: dict[str, frozenset[str]] = {}
        self.gaps: list[Cursor] = []
        self.free = asyncio.Event()
        self.free.set()
        self._heard = asyncio.Event()
        self.members: list[Account] = []
        self.parted: list[tuple[str, str | None]] = []
        self.broken = 0  # so many calls fail first
        self.poison = "\0"  # a message that says this can't be kept

    async def answer(self, asked: Asked, to: Capabilities) -> Answered:
        await self.free.wait()
        self._fail()
        self.asked.append(asked)
        if asked.event not in self.done:
            self.done[asked.event] = self._first(asked, to)
        return self.done[asked.event]

    def _first(self, asked: Asked, to: Capabilities) -> Answered:
        if asked.path in self.answers:
            return self.answers[asked.path]
        place = replace(asked.place, thread=asked.place.thread or "0")
        if self.way(asked.path, asked.subject, asked.fields.keys(), place, to) is Way.LINK:
            return Answered(reply(say("Write it on the page:"), Link(say("Open the form"), LINK)))
        return Answered(reply(say("Done: {what}.", what=f"{asked.path} {asked.subject or ''}".strip())))

    async def suggest(self, who: Account, place: Place, path: str, field: str, typed: str) -> list[tuple[str, str]]:
        known = [("C-1", "C-1 cardiology <open>"), ("C-2", "C-2 neurology & more")]
        return [pair for pair in known if typed.lower() in pair[1].lower()]

    async def heard(self, message: Heard) -> None:
        await self.free.wait()
        self._fail()
        if self.poison in message.text.expose():
            raise RuntimeError("this one never")
        versions = self.messages.setdefault(message.native, [])
        if all(known.at != message.at for known in versions):
            versions.append(message)
            self._heard.set()

    def _fail(self) -> None:
        if self.broken:
            self.broken -= 1
            raise RuntimeError("the disk is full, and this sentence names Anna Smith")

    async def unsaid(self, place: Place, native: str) -> None:
        self.deleted.append((place, native))

    async def roles(self, who: Account, roles: frozenset[str], name: str = "") -> None:
        self.groups[who.native] = roles

    async def gone(self, who: Account) -> None:
        self.left.append(who)

    async def home(self, who: Account) -> Reply:
        waiting = Actions((Button(say("Accept"), "consult accept", Ref.parse("C-7"), primary=True),))
        return reply(Text(say("My cases"), Style.HEADING), say("{who} has one.", who=who.native), waiting)

    async def left_channel(self, who: Account, place: Place) -> None:
        self.parted.append((who.native, place.channel))

    async def accounts(self, platform: str, space: str) -> list[Account]:
        return [account for account in self.members if account.space == space]

    async def cursors(self, platform: str, space: str) -> list[Cursor]:
        return [gap for gap in self.gaps if gap.place.space == space]

    async def hears(self, messages: int, versions: int = 1) -> None:
        """Until so many messages were heard, the last of them in so many versions."""
        async with asyncio.timeout(10):
            while len(self.messages) < messages or len([*self.messages.values()][-1]) < versions:
                self._heard.clear()
                await self._heard.wait()

    @property
    def said(self) -> list[str]:
        """The newest words of each message, in the order they were first heard."""
        return [versions[-1].text.expose() for versions in self.messages.values()]
