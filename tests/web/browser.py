"""Driving a real Chromium against the real server on loopback. Where there is none, whoever imports this is skipped."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import shutil
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium")
MISSING = [
    what
    for what, there in (
        ("chromium", CHROMIUM is not None),
        ("playwright", importlib.util.find_spec("playwright") is not None),
        ("axe-playwright-python", importlib.util.find_spec("axe_playwright_python") is not None),
    )
    if not there
]
if MISSING:
    pytest.skip(f"not installed: {', '.join(MISSING)}", allow_module_level=True)

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # noqa: E402
from playwright.async_api import Browser as Browser  # noqa: E402  # tests take it, and expect, from here: below the skip
from playwright.async_api import Locator, Page, async_playwright  # noqa: E402
from playwright.async_api import Route as Route  # noqa: E402
from playwright.async_api import expect as expect  # noqa: E402

from adapters.web import sample  # noqa: E402
from adapters.web.identity import DemoIdentity, Identity  # noqa: E402
from adapters.web.serve import Server  # noqa: E402
from bot.app import App, running  # noqa: E402
from bot.review import Context, Decision, Review, Reviewer, Risk, RiskLevel, RiskReason  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.store import migrations  # noqa: E402
from bot.store.base import Scope  # noqa: E402
from bot.store.entrance import Errand  # noqa: E402
from bot.text import RawText  # noqa: E402
from tests.support import KEY, BraceReviewer  # noqa: E402

MARKS = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}


class WaryReviewer(BraceReviewer):
    """Also says what may still point to somebody: farmers."""

    async def review(
        self, fields: Mapping[str, RawText], decisions: Mapping[str, Sequence[Decision]], context: Context
    ) -> Review:
        found = await super().review(fields, decisions, context)
        reasons = [
            RiskReason("occupation", name, match.start(), match.end(), "manual worker")
            for name, raw in fields.items()
            for match in re.finditer("dairy farmer", raw.expose())
        ]
        return replace(found, risk=Risk(RiskLevel.RAISED if reasons else RiskLevel.LOW, tuple(reasons)))


@dataclass
class Community:
    """A running server, and who is in it."""

    app: App
    number: int
    url: str

    async def link(self, handle: str, path: str | None = None) -> str:
        """The address that the bot would hand out in chat."""

        def work(unit):  # type: ignore[no-untyped-def]
            person = next(p for p in unit.members.everyone() if p.handle == handle)
            return unit.entrance.link(person, Errand(path))

        return f"{self.url}/link#{await self.app.store.write(Scope(self.number), work)}"

    async def end_sessions(self, handle: str) -> None:
        def work(unit):  # type: ignore[no-untyped-def]
            unit.entrance.close(next(p.id for p in unit.members.everyone() if p.handle == handle))

        await self.app.store.write(Scope(self.number), work)


@dataclass
class Visit:
    """One page at one size, with what its console complained of."""

    page: Page
    url: str
    phone: bool
    complaints: list[str] = field(default_factory=list)

    async def go(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def tap(self, what: Locator | str) -> None:
        target = self.page.locator(what) if isinstance(what, str) else what
        await (target.tap() if self.phone else target.click())

    async def press(self, name: str) -> None:
        await self.tap(self.page.get_by_role("button", name=name, exact=True).first)

    async def follow(self, name: str) -> None:
        await self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    async def act(self, handle: str) -> None:
        options = await self.page.locator("#acting option").all_text_contents()
        async with self.page.expect_event("load"):
            chosen = next(option.strip() for option in options if option.strip().startswith(handle))
            await self.page.select_option("#acting", label=chosen)

    async def paste(self, text: str) -> None:
        await self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        await self.page.keyboard.press("Control+V")

    async def fill_required(self) -> None:
        """What a case asks for besides its text."""
        for name in ("question", "intervention", "outcome"):
            await self.page.fill(f"#f-{name}", "None.")

    async def select_word(self, where: str, word: str) -> None:
        await self.page.evaluate(
            """([where, word]) => {
              const element = document.querySelector(where);
              const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
              while (walk.nextNode()) {
                const at = walk.currentNode.data.indexOf(word);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walk.currentNode, at);
                range.setEnd(walk.currentNode, at + word.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                element.scrollIntoView({ block: "center" });
                return;
              }
            }""",
            [where, word],
        )

    async def look(self) -> None:
        """No barrier that axe knows of, and nothing wider than the screen."""
        results = await Axe().run(self.page)
        assert results.violations_count == 0, f"{self.page.url}\n{results.generate_report()}"
        wide = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"

    async def count_taps(self) -> None:
        await self.page.evaluate("window.taps = 0; addEventListener('pointerup', () => window.taps++, true)")

    async def taps(self) -> int:
        found: int = await self.page.evaluate("window.taps")
        return found


@asynccontextmanager
async def served(app: App, identity: Identity) -> AsyncIterator[str]:
    """The web server on a free port of loopback; its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(app, identity, app.settings)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
            await asyncio.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def community(folder: Path, reviewer: Reviewer | None) -> AsyncIterator[tuple[App, int, DemoIdentity]]:
    settings = Settings(key=KEY, data=folder)
    migrations.upgrade(settings.database)
    async with running(settings, reviewer=reviewer) as app:
        number, first = await app.store.write(None, sample.seed)
        yield app, number, DemoIdentity(app.store, number, first)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@asynccontextmanager
async def visiting(chromium: Browser, url: str, size: str = "desktop", scheme: str = "light") -> AsyncIterator[Visit]:
    width, height = SIZES[size]
    context = await chromium.new_context(
        viewport={"width": width, "height": height}, has_touch=size == "phone", color_scheme=scheme,  # type: ignore[arg-type]
        permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    page = await context.new_page()
    page.set_default_timeout(15_000)
    visit = Visit(page, url, size == "phone")
    page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    try:
        yield visit
    finally:
        await context.close()
