"""A chat platform in memory: channels, threads and direct messages, and what stands there.

It implements ``bot.ports.Adapter``, and it can refuse, be away or be slow, close somebody's direct messages, and delete
nobody's message but its own. ``town`` is a community on two of them and on its own pages.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.app import App, running
from bot.clock import FixedClock
from bot.desk import Answered, Asked
from bot.errors import DeliveryError
from bot.guard import Heard
from bot.jobs import Jobs
from bot.links import Links
from bot.model import Account, Channel, Person, Place, Ref, Space
from bot.ports import Adapter
from bot.settings import Settings
from bot.store.base import Scope
from bot.store.posts import Post
from bot.store.unit import Unit
from bot.text import CleanText, RawText
from bot.views import Actions, Button, Capabilities, Code, Fields, Inline, Link, Reply, Table, Text, Thread
from tests.support import KEY, BraceReviewer, Cast, migrated, seed_community

CAPABILITIES = Capabilities(
    private=False, tables=False, text_limit=2000, buttons=20, total=3000, fields=5, threads=True
)  # fmt: skip


@dataclass
class Standing:
    """A message as it stands on the platform."""

    native: str
    where: str  # the channel, or '@USER' for a direct message
    thread: str | None
    by: str  # 'curbside', or a user
    text: str
    buttons: tuple[Button, ...] = ()
    edits: int = 0
    again: bool = False


class Chat:
    """One platform. ``messages`` is what anybody would see there now, in the order that it was posted."""

    capabilities = CAPABILITIES

    def __init__(self, platform: str) -> None:
        self.platform = platform
        self.messages: dict[str, Standing] = {}
        self.away = False  # every call fails by the network
        self.answers = asyncio.Event()  # while it is clear, no call comes back
        self.answers.set()
        self.refuses: dict[str, DeliveryError] = {}  # by channel or '@USER'
        self.closed: set[str] = set()  # users without direct messages
        self.loses_answers = 0  # so many posts arrive, and nobody is told
        self.deletes_others = True
        self.sent: list[str] = []  # everything that ever left Curbside for it
        self._ids = itertools.count(1_000_000_000_000_000_000 + (10**15 if platform == "slack" else 0))

    async def deliver(self, post: Post, answer: Reply, *, again: bool) -> str:
        shown, buttons = words_of(answer), buttons_of(answer)
        self.sent.append(shown)
        where, thread = self._address(post)
        await self._call(where)
        if post.native is not None:
            if post.native not in self.messages:
                raise DeliveryError(permanent=True, reason="unknown message")
            standing = self.messages[post.native]
            standing.text, standing.buttons, standing.edits = shown, buttons, standing.edits + 1
            return post.native
        if again and (left := self._left_by(post)) is not None:
            return left
        native = str(next(self._ids))
        self.messages[native] = Standing(native, where, thread, f"curbside {post.id}-{post.revision}", shown, buttons)
        self.messages[native].again = again
        if self.loses_answers:
            self.loses_answers -= 1
            raise DeliveryError(permanent=False, reason="no answer")
        return native

    async def take_down(self, post: Post) -> None:
        await self._call(self._address(post)[0])
        standing = self.messages.get(post.native or "")
        if standing is None:
            return
        if not standing.by.startswith("curbside") and not self.deletes_others:
            raise DeliveryError(permanent=True, reason="can't delete others")
        del self.messages[standing.native]

    def _address(self, post: Post) -> tuple[str, str | None]:
        if post.account is None:
            assert post.place is not None
            return post.place, post.root
        if post.account not in self.closed:
            return f"@{post.account}", None
        if post.thread is None:
            return f"@{post.account}", None
        return post.thread

    async def _call(self, where: str) -> None:
        await self.answers.wait()
        if self.away:
            raise DeliveryError(permanent=False, reason="away")
        if where in self.refuses:
            raise self.refuses[where]
        if where.startswith("@") and where[1:] in self.closed:
            raise DeliveryError(permanent=True, reason="direct messages closed")

    def _left_by(self, post: Post) -> str | None:
        mine = f"curbside {post.id}-"
        return next((m.native for m in self.messages.values() if m.by.startswith(mine)), None)

    # what people do there

    def type(self, user: str, where: str, text: str, thread: str | None = None) -> str:
        native = str(next(self._ids))
        self.messages[native] = Standing(native, where, thread, user, text)
        return native

    # what a test looks at

    def in_channel(self, where: str) -> list[Standing]:
        """What stands at the top of a channel, or somebody's direct messages."""
        return [m for m in self.messages.values() if m.where == where and m.thread is None]

    def in_thread(self, root: Standing) -> list[Standing]:
        return [m for m in self.messages.values() if m.thread == root.native]

    def everything(self) -> str:
        return "\n".join(m.text for m in self.messages.values())


def words_of(answer: Reply) -> str:
    """A reply as a platform without tables would show it."""
    lines: list[str] = []
    for block in answer.blocks:
        if isinstance(block, Text):
            lines.append(inline(block.body))
        elif isinstance(block, Fields):
            lines += [f"{item.label.text()}: {inline(item.body)}" for item in block.items]
        elif isinstance(block, Table):
            lines += [" | ".join(inline(cell) for cell in row) for row in block.rows]
        elif isinstance(block, Code):
            lines.append(block.text)
        elif isinstance(block, Thread):
            lines += [inline(text.body) for text in block.blocks]
    return "\n".join(lines)


def inline(words: Inline) -> str:
    return str(words) if isinstance(words, CleanText) else words.text()


def buttons_of(answer: Reply) -> tuple[Button, ...]:
    return tuple(button for block in answer.blocks if isinstance(block, Actions) for button in block.buttons)


def url_of(answer: Reply) -> str | None:
    return next((block.url for block in answer.blocks if isinstance(block, Link)), None)


def code_of(answer: Reply) -> str:
    return next(block.text for block in answer.blocks if isinstance(block, Code))


@dataclass
class Town:
    """A community over a guild, a workspace and its own pages; what each platform shows, and who is who there."""

    app: App
    cast: Cast
    clock: FixedClock
    discord: Chat
    slack: Chat
    guild: Space
    team: Space
    wards: dict[str, Channel] = field(default_factory=dict)  # the mirrored channels, by platform
    jobs: Jobs = field(init=False)
    events: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        chats: dict[str, Adapter] = {"local": self.app.local, "discord": self.discord, "slack": self.slack}
        self.jobs = Jobs(self.app.store, self.app.engine.registry, chats, Links(self.app.settings.web))

    @property
    def scope(self) -> Scope:
        return Scope(self.cast.community.id)

    async def delivered(self) -> None:
        """Let everything that is due go out."""
        while await self.jobs.run_due():
            pass

    def chat(self, platform: str) -> Chat:
        return self.discord if platform == "discord" else self.slack

    def account(self, who: Person, platform: str) -> Account:
        return Account(platform, "G1" if platform == "discord" else "T1", f"U-{who.handle}")

    def place(self, platform: str, channel: str = "ward", thread: Standing | None = None, **more: object) -> Place:
        space = "G1" if platform == "discord" else "T1"
        return replace(Place(platform, space, channel, thread.native if thread else None, channel), **more)  # type: ignore[arg-type]

    async def link(self, who: Person, platform: str) -> Account:
        """Give a member an account there."""
        space = self.guild if platform == "discord" else self.team
        account = self.account(who, platform)
        await self.app.store.write(self.scope, lambda unit: unit.accounts.link(who, space.id, account.native))
        return account

    async def give(
        self, who: Account, path: str, place: Place | None = None, *, on: Ref | None = None, event: str | None = None,
        fields: Mapping[str, str] | None = None, **more: object,
    ) -> Answered:  # fmt: skip
        """A command given in chat, and whatever follows from it delivered."""
        typed = {name: RawText(text) for name, text in (fields or {}).items()}
        asked = Asked(
            who, path, place or self.place(who.platform), event or f"event-{next(self.events)}", on, typed,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip
        answered = await self.app.desk.answer(asked, self.chat(who.platform).capabilities)
        await self.delivered()
        return answered

    async def say(
        self, who: Account, text: str, thread: Standing | None = None, *, channel: str = "ward", attachments: int = 0
    ) -> str:
        """Somebody types a message on their platform."""
        native = self.chat(who.platform).type(who.native, channel, text, thread.native if thread else None)
        await self.hear(who, native, attachments=attachments)
        return native

    async def hear(self, who: Account, native: str, *, edited: str | None = None, attachments: int = 0) -> None:
        """The platform tells of a message as it stands now, or of its edit."""
        standing = self.chat(who.platform).messages[native]
        if edited is not None:
            standing.text = edited
            standing.edits += 1
        at: datetime = self.clock.now()
        place = replace(self.place(who.platform, standing.where), thread=standing.thread)
        heard = Heard(who, place, native, RawText(standing.text), at.replace(microsecond=standing.edits), attachments)
        await self.app.desk.heard(heard)
        await self.delivered()

    async def delete(self, platform: str, native: str) -> None:
        """Somebody deletes a message on its platform."""
        standing = self.chat(platform).messages.pop(native)
        await self.app.desk.unsaid(replace(self.place(platform, standing.where), thread=standing.thread), native)
        await self.delivered()


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    settings = Settings(key=SecretStr(KEY), data=folder)
    folder.mkdir(parents=True, exist_ok=True)
    settings.database.write_bytes(migrated())
    clock = FixedClock()
    async with running(settings, reviewer=BraceReviewer(), clock=clock) as app:
        await app.jobs.close()  # the town's own jobs know its platforms, and run when a test says so
        cast = await app.store.write(None, lambda unit: seed_community(unit.elsewhere))

        def settle(unit: Unit) -> tuple[Space, Space, dict[str, Channel]]:
            guild, team = unit.spaces.add("discord", "G1", "Guild"), unit.spaces.add("slack", "T1", "Team")
            general = cast.general.id
            wards = {s.platform: unit.spaces.add_channel(s, "ward", "ward", room=general) for s in (guild, team)}
            return guild, team, wards | {"local": cast.general}

        guild, team, wards = await app.store.write(Scope(cast.community.id), settle)
        yield Town(app, cast, clock, Chat("discord"), Chat("slack"), guild, team, wards)
