"""The web adapter in-process: real app, real store, the fake reviewer, no socket. And, at the end, with a Chromium."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio

from adapters.web.app import make
from adapters.web.identity import DemoIdentity, Identity, SessionIdentity
from bot.app import App
from bot.clock import FixedClock
from bot.model import Person, Ref
from bot.store.base import Scope
from bot.store.entrance import Errand
from tests.support import BraceReviewer, Cast, running_app

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium

    from tests.web.browser import Community

ORIGIN = "http://127.0.0.1:8420"
KEY = "0123456789abcdef" * 2


@dataclass
class Browser:
    """A browser without a screen: cookies, the page's token, and the Origin header that a browser sends."""

    client: httpx.AsyncClient
    csrf: str = ""

    async def open(self, path: str) -> httpx.Response:
        response = await self.client.get(path)
        if found := re.search(r'<meta name="csrf" content="([^"]*)"', response.text):
            self.csrf = found[1]
        return response

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        sent = {"Origin": ORIGIN, "X-CSRF": self.csrf} | headers
        return await self.client.post(path, content=json.dumps(body), headers=sent)  # escapes, as a browser does

    async def submit(self, path: str, subject: str = "", key: str = KEY, **more: Any) -> httpx.Response:
        fields = more.pop("fields", {})
        return await self.post("/api/submit", {"path": path, "subject": subject, "key": key, "fields": fields} | more)


@dataclass
class Web:
    """A running community and browsers that visit it."""

    app: App
    cast: Cast
    clock: FixedClock

    def browser(self, identity: Identity) -> Browser:
        transport = httpx.ASGITransport(app=make(self.app, identity), raise_app_exceptions=True)
        return Browser(httpx.AsyncClient(transport=transport, base_url=ORIGIN))

    @property
    def sessions(self) -> SessionIdentity:
        return SessionIdentity(self.app.store, self.clock, https=False)

    async def acting(self, person: Person) -> Browser:
        """A browser of the local community, acting as this member."""
        browser = self.browser(DemoIdentity(self.app.store, person.community, person))
        await browser.open("/")
        return browser

    async def link(self, person: Person, path: str | None = None, subject: Ref | None = None) -> str:
        """What the bot would hand out in chat."""
        errand = Errand(path, subject, self.cast.general.id if path else None)
        return await self.app.store.write(
            Scope(person.community, person), lambda unit: unit.entrance.link(person, errand)
        )

    async def linked(self, person: Person, path: str | None = None, subject: Ref | None = None) -> Browser:
        """A browser that came in by a link."""
        browser = self.browser(self.sessions)
        await browser.open("/link")
        entered = await browser.post("/api/link", {"secret": await self.link(person, path, subject)})
        assert entered.status_code == 200, entered.text
        browser.csrf = entered.json()["csrf"]
        return browser


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[Web]:
    clock = FixedClock()
    async with running_app(tmp_path / "data", clock) as (app, cast):
        yield Web(app, cast, clock)


def a_case(text: str = "{Mr Ash}, 64 M, chest pain.", **more: str) -> dict[str, str]:
    """The fields of a case, with what is required."""
    return {
        "text": text, "question": "Transfer now?", "intervention": "Angiography", "outcome": "No infarct",
        "consent": "spoken, this community",
    } | more  # fmt: skip


# tests.web.browser skips whoever imports it where there is no Chromium: so it is imported inside these, not for all.


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    from tests.web.browser import launched

    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def braces(tmp_path: Path) -> AsyncIterator[Community]:
    """The demo's community with a reviewer that says of a text what a test wants it to say."""
    from tests.web.browser import Community, WaryReviewer, community, served

    made = community(tmp_path, WaryReviewer())
    async with made as (app, number, identity), served(app, identity) as url:
        yield Community(app, number, url)


@pytest_asyncio.fixture(loop_scope="module")
async def linked(tmp_path: Path) -> AsyncIterator[Community]:
    """A community that is entered by links."""
    from tests.web.browser import Community, community, served

    async with community(tmp_path, BraceReviewer()) as (app, number, _):
        identity = SessionIdentity(app.store, app.clock, https=False)
        async with served(app, identity) as url:
            yield Community(app, number, url)
