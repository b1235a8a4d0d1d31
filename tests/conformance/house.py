"""One Curbside with the platforms that it serves: its data folder, its community, its composer, its restarts."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from adapters.web.app import make
from adapters.web.identity import SessionIdentity
from bot.app import App, running
from bot.model import Person, Ref, SubjectKind
from bot.settings import Settings
from bot.store.base import Scope
from bot.store.entrance import Errand
from bot.store.unit import Unit
from tests.conformance import html
from tests.conformance.steps import MEMBERS, NONE, Fields, Platform, Seen, until
from tests.support import KEY, BraceReviewer, Cast, migrated, seed_community
from tests.web.conftest import ORIGIN, Browser

FORM_KEY = "0123456789abcdef" * 2


class TurnedClock:
    """The real time, and what it was turned on by."""

    def __init__(self) -> None:
        self.turned = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.turned


@dataclass
class Composer:
    """The community's own pages, in-process, as browsers that come by one-time links."""

    house: House
    shown: list[str] = field(default_factory=list)  # every answer of them

    def browser(self) -> Browser:
        app = self.house.app
        web = make(app, SessionIdentity(app.store, app.clock, https=False))
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app=web, raise_app_exceptions=True), base_url=ORIGIN)
        return Browser(client)

    async def redeem(self, url: str) -> tuple[Browser, str]:
        """Open a one-time link: the browser that is linked now, and where it was led. AssertionError if refused."""
        browser = self.browser()
        await browser.open("/link")
        entered = await browser.post("/api/link", {"secret": url.partition("#")[2]})
        assert entered.status_code == 200, entered.text
        browser.csrf = entered.json()["csrf"]
        return browser, str(entered.json()["go"])

    async def publish(self, url: str, fields: Fields) -> Seen:
        """Open a form's one-time link, write, decide to keep what is asked about, publish."""
        browser, go = await self.redeem(url)
        found = re.fullmatch(r"/[fq]/([\w/]+)(?:\?on=([\w-]+))?", go)
        assert found, go
        page = await browser.open(go)
        assert page.status_code == 200, html.words(page.text)
        return await self.submit(browser, found[1].replace("/", " "), found[2] or "", fields, html.values(page.text))

    async def submit(
        self, browser: Browser, path: str, subject: str, fields: Fields, begun: Fields = NONE,
        **more: Any,
    ) -> Seen:  # fmt: skip
        """Send a form with what already stood in it; a span that is asked about is kept."""
        typed = {**begun, **fields}
        decisions = {
            name: [[m.start(), m.end(), "keep"] for m in re.finditer(r"<[^>]*>", text)]
            for name, text in typed.items()
            if "<" in text
        }
        found = await browser.submit(path, subject, fields=typed, decisions=decisions, **more)
        body = found.json()
        self.shown.append(found.text)
        if found.status_code != 200:
            said = [body["message"], *body.get("fields", {}).values()]
            return Seen("\n".join(said))
        return html.seen(body["html"])


class House:
    """Everything of one scenario. ``platforms`` exist before it starts and outlive it."""

    def __init__(self, folder: Path, platforms: Sequence[Platform]) -> None:
        self.folder = folder
        self.platforms = list(platforms)
        self.clock = TurnedClock()
        self.composer = Composer(self)
        self.app: App
        self.cast: Cast
        self._life = AsyncExitStack()
        for platform in self.platforms:
            platform.house = self

    async def start(self) -> None:
        """Start Curbside on the data folder as it is, and wait until it serves every platform."""
        merged: dict[str, Any] = {}
        for platform in self.platforms:
            merged |= platform.settings()
        settings = Settings(key=KEY, data=self.folder, **merged)
        if not settings.database.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            settings.database.write_bytes(migrated())
        self._life = AsyncExitStack()
        self.app = await self._life.enter_async_context(
            running(settings, reviewer=BraceReviewer(), clock=self.clock, chat=True)
        )
        for platform in self.platforms:
            await platform.connected(self._life)

    async def stop(self) -> None:
        await self._life.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def seed(self, *, mirrored: bool = False) -> None:
        """The community of tests.support, its members' accounts, and a channel for cases on each platform.

        ``mirrored``: these channels and the local 'general' are one room.
        """
        self.cast = await self.app.store.write(None, lambda unit: seed_community(unit.elsewhere))

        def link(unit: Unit) -> None:
            for platform in self.platforms:
                if platform.platform == "local":
                    continue
                space = unit.spaces.add(platform.platform, platform.space, "Ward")
                for who in MEMBERS:
                    unit.accounts.link(self.person(who), space.id, platform.account(who))
                room = self.cast.general.room if mirrored else None
                unit.spaces.add_channel(space, platform.channel("cases"), "cases", room=room)

        await self.app.store.write(Scope(self.cast.community.id), link)

    def person(self, who: str) -> Person:
        found: Person = getattr(self.cast, who)
        return found

    async def whole_session(self, who: str) -> Browser:
        """A browser that came in by a link to all of the pages, as /web open hands it out."""
        scope, person = self.cast.scope(self.person(who)), self.person(who)
        secret = await self.app.store.write(scope, lambda unit: unit.entrance.link(person, Errand()))
        browser, _ = await self.composer.redeem(f"{ORIGIN}/link#{secret}")
        return browser

    async def cases(self) -> list[Ref]:
        """The cases that the author may see, newest first."""
        return await self.app.store.read(self.cast.scope(), lambda unit: [case.ref for case in unit.cases.latest()])

    async def quiet(self) -> None:
        """Wait until nothing waits to be delivered."""

        async def nothing() -> bool:
            return not self._waiting()

        try:
            await until(nothing, "the outbox to be empty", within=30)
        except AssertionError:
            raise AssertionError(f"these still wait: {self._waiting()}") from None

    def _waiting(self) -> list[tuple[object, ...]]:
        query = (
            "SELECT o.id, o.lane, p.subject, o.attempts, o.reason, o.next_at, o.lease_until FROM outbox o JOIN posts p"
        )
        with closing(sqlite3.connect(f"file:{self.app.settings.database}?mode=ro", uri=True)) as database:
            return list(database.execute(f"{query} ON p.id = o.post WHERE o.state = 'waiting'"))

    async def forgive(self) -> None:
        """Take out what can never arrive, where that was expected."""
        await self.quiet()
        with closing(sqlite3.connect(self.app.settings.database)) as database:
            database.execute("DELETE FROM outbox WHERE state = 'dead'")
            database.commit()

    async def stuck(self) -> list[str]:
        """Why deliveries can never arrive."""
        scope = Scope(self.cast.community.id)
        return await self.app.store.read(scope, lambda unit: [dead.reason for dead in unit.outbox.dead()])


def ref_in(text: str, kind: SubjectKind) -> Ref:
    """The first reference of a kind in a text: 'CASE-3 is posted.'"""
    found = re.search(rf"\b{kind.value}-\d+", text)
    assert found, f"no {kind.value} in {text!r}"
    return Ref.parse(found[0])
