"""A real Chromium against the real server on loopback: the whole way of a case, by thumb and by mouse."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import re
import shutil
import socket
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio

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
from playwright.async_api import Browser, Locator, Page, async_playwright, expect  # noqa: E402

from adapters.web import sample  # noqa: E402
from adapters.web.identity import DemoIdentity, Identity, SessionIdentity  # noqa: E402
from adapters.web.serve import Server  # noqa: E402
from bot.app import App, running  # noqa: E402
from bot.review import Context, Decision, Review, Reviewer, Risk, RiskLevel, RiskReason  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.store import migrations  # noqa: E402
from bot.store.base import Scope  # noqa: E402
from bot.store.entrance import Errand  # noqa: E402
from bot.text import RawText  # noqa: E402
from tests.support import KEY, BraceReviewer  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}

CASE = (
    "Mr John Whitcombe, 64M, MRN 4471093, came on 12 March 2026 with two hours of chest pain. Troponin 0.42 then 1.9"
    " ng/mL, eGFR 38. His phone is 07700 900482. On 14 March another episode, with frobulation.\n\n"
    "Would you transfer him now?"
)


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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Community]:
    """The demo's community with the real anonymizer."""
    async with (
        community(tmp_path_factory.mktemp("demo"), None) as (app, number, identity),
        served(app, identity) as url,
    ):
        yield Community(app, number, url)


@pytest_asyncio.fixture(loop_scope="module")
async def braces(tmp_path: Path) -> AsyncIterator[Community]:
    """The same with a reviewer that says of a text what a test wants it to say."""
    made = community(tmp_path, WaryReviewer())
    async with made as (app, number, identity), served(app, identity) as url:
        yield Community(app, number, url)


@pytest_asyncio.fixture(loop_scope="module")
async def linked(tmp_path: Path) -> AsyncIterator[Community]:
    """A community that is entered by links."""
    async with community(tmp_path, BraceReviewer()) as (app, number, _):
        identity = SessionIdentity(app.store, app.clock, https=False)
        async with served(app, identity) as url:
            yield Community(app, number, url)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
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


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_goes_all_the_way(chromium: Browser, demo: Community, size: str) -> None:
    scheme = "dark" if size == "desktop" else "light"
    async with visiting(chromium, demo.url, size, scheme) as visit:
        page = visit.page
        case = await publish(visit)
        consult = await request(visit, case)
        await answer(visit, consult)
        await read_and_close(visit, consult)
        await find_and_redact(visit, case)
        await verify(visit)
        assert visit.complaints == []
        assert "Whitcombe" not in await page.content()


async def publish(visit: Visit) -> str:
    """Paste, look, publish: in four taps."""
    page = visit.page
    await visit.go("/")
    await visit.look()
    await visit.follow("Post a case")
    await page.wait_for_url("**/f/case/post*")
    await expect(page.locator("#f-text")).to_be_focused()
    await visit.look()
    await visit.count_taps()
    await visit.paste(CASE)
    await expect(page.locator("#review")).to_be_visible()
    await visit.tap("#f-intervention")
    await page.keyboard.type("Transfer for angiography")
    await visit.tap("#f-outcome")
    await page.keyboard.type("No further infarct")
    await expect(page.locator("#f-question")).to_have_value("Would you transfer him now?")
    await expect(page.locator("#publish")).to_be_enabled()
    result = page.locator(".pane.result .body").first
    await expect(result).not_to_contain_text("Whitcombe")
    await expect(result).not_to_contain_text("4471093")
    await expect(result).to_contain_text("Troponin 0.42")
    await expect(page.locator("#timeline")).to_contain_text("day 0")
    await visit.look()
    await visit.press("Publish")
    await expect(page.get_by_role("heading", name="Done")).to_be_focused()
    assert await visit.taps() <= 4
    await visit.look()
    await visit.follow("Back to the thread")
    await page.wait_for_url("**/s/CASE-*")
    await visit.look()
    return page.url.rsplit("/", 1)[1]


async def request(visit: Visit, case: str) -> str:
    page = visit.page
    await visit.follow("Ask a specialist")
    await page.wait_for_url("**/f/consult/request*")
    await expect(page.locator("#f-question")).to_have_value("Would you transfer him now?")
    await page.select_option("#f-specialty", "cardiology")
    await visit.look()
    await visit.press("Check")
    await expect(page.locator("#publish")).to_be_enabled()
    await visit.press("Publish")
    await expect(page.locator("#work")).to_contain_text("Not for emergencies")
    await visit.follow("Back to the thread")
    await page.wait_for_url("**/s/C-*")
    await visit.look()
    assert case in await page.locator("article").inner_text()
    return page.url.rsplit("/", 1)[1]


async def answer(visit: Visit, consult: str) -> None:
    """The specialist is told, accepts, and answers."""
    page = visit.page
    await visit.act("Dr Lena Fischer")
    await visit.go("/")
    await visit.look()
    await visit.tap(page.locator(".notice", has_text=consult).get_by_role("link", name="Open"))
    await page.wait_for_url(f"**/s/{consult}")
    await visit.press("Accept")
    await expect(page.locator("#answer")).to_contain_text(f"You have {consult}")
    await expect(page.locator("article")).to_contain_text("Accepted")  # by itself: the card lives
    await visit.look()
    await visit.go("/q/consult/queue")
    await visit.look()
    await visit.go(f"/f/consult/answer?on={consult}")
    await page.fill("#f-text", "Transfer early; give fluids before contrast.")
    await visit.press("Send")
    await expect(page.get_by_role("heading", name="Done")).to_be_visible()


async def read_and_close(visit: Visit, consult: str) -> None:
    page = visit.page
    await visit.go(f"/s/{consult}")
    await visit.act("Dr Amara Osei")
    await expect(page.locator("article")).to_contain_text("give fluids before contrast")
    await visit.follow("Thank you, read")
    await page.wait_for_url("**/f/consult/acknowledge*")
    await visit.press("Send")
    await expect(page.get_by_role("heading", name="Done")).to_be_visible()
    await visit.go(f"/s/{consult}")
    await visit.press("Close")
    await expect(page.locator("#answer")).to_contain_text("is closed")
    await expect(page.locator("article")).to_contain_text("Closed")


async def find_and_redact(visit: Visit, case: str) -> None:
    """What slipped through is found, selected, taken out, and found no more."""
    page = visit.page
    await visit.go("/q/case/search")
    await page.fill("#f-query", "frobulation")
    await page.keyboard.press("Enter")
    await expect(page.locator("#result")).to_contain_text(case)
    await visit.look()
    await visit.go(f"/s/{case}")
    await select_word(page, "p[data-locator]", "frobulation")
    await visit.tap("#selected button")
    await visit.look()
    await visit.tap("#sure-yes")
    await expect(page.locator("#answer")).to_contain_text("Redacted in")
    await expect(page.locator("article")).not_to_contain_text("frobulation")
    await visit.go("/q/case/search")
    await page.fill("#f-query", "frobulation")
    await page.keyboard.press("Enter")
    await expect(page.locator("#result")).to_contain_text("Nothing found")


async def select_word(page: Page, where: str, word: str) -> None:
    await page.evaluate(
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


async def verify(visit: Visit) -> None:
    """A moderator looks at the trace and verifies it."""
    page = visit.page
    await visit.go("/")
    await visit.act("Dr Noor Haddad")
    for path in (
        "/q/audit/show",
        "/q/delivery/list",
        "/q/member/list",
        "/s/M-1",
        "/q/help",
        "/q/case/list",
        "/c/1",
        "/c/2",
    ):
        await visit.go(path)
        await visit.look()
    await visit.go("/q/audit/show")
    await visit.follow("Verify the chain")
    await expect(page.locator("#result")).to_contain_text("The chain is whole")
    await visit.look()


@pytest.mark.parametrize("size", SIZES)
async def test_doubtful_places_are_decided_with_one_tap_each(chromium: Browser, braces: Community, size: str) -> None:
    async with visiting(chromium, braces.url, size) as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "👩‍⚕️ <Rose> saw {Mr Ash}, then <Rose> and <Grace> left. Hidden word.")
        for name in ("question", "intervention", "outcome"):
            await page.fill(f"#f-{name}", "None.")
        await visit.press("Check")
        await expect(page.locator("#state")).to_contain_text("3 doubtful places")
        await expect(page.locator("#publish")).to_be_disabled()
        await visit.look()
        rose = page.locator("#doubtful").get_by_role("group", name="<Rose>")  # twice in the text, one decision
        await visit.tap(rose.get_by_role("button", name="Redact"))
        await expect(page.locator("#state")).to_contain_text("1 doubtful place")
        await page.locator('.mark[data-focus^="mark-text"]', has_text="Grace").focus()
        await page.keyboard.press("Enter")  # redacts
        await page.keyboard.press("Enter")  # keeps: the same key on the same mark, which kept the focus
        await expect(page.locator("#publish")).to_be_enabled()
        await select_word(page, '[data-marked="text"]', "Hidden")
        await visit.tap("#selected button")
        result = page.locator(".pane.result .body").first
        expected = "👩‍⚕️ [PATIENT] saw [PATIENT], then [PATIENT] and <Grace> left. [REDACTED] word."
        await expect(result).to_have_text(expected)
        await visit.look()
        await visit.press("Publish")
        await visit.follow("Back to the thread")
        await expect(page.locator("p[data-locator]")).to_have_text(expected)
        assert visit.complaints == []


async def test_decisions_stay_with_their_words_while_the_text_changes(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "Seen by <Rose> today.")
        await visit.press("Check")
        await visit.tap(page.locator("#doubtful li").get_by_role("button", name="Keep"))
        await expect(page.locator("#state")).to_contain_text("Nothing is left")
        await page.locator("#f-text").press("Control+Home")
        await page.keyboard.type("🙂 Then ")
        await expect(page.locator(".pane.result .body").first).to_have_text("🙂 Then Seen by <Rose> today.")
        await expect(page.locator("#state")).to_contain_text("Nothing is left")


async def test_a_missed_word_is_redacted_in_the_box_by_keyboard(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "🙂 came by. Missed it.")
        await visit.press("Check")
        await expect(page.locator("#review")).to_be_visible()
        await page.locator("#f-text").focus()
        await page.keyboard.press("Control+End")
        for _ in range(10):
            await page.keyboard.press("Shift+ArrowLeft")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Redact “Missed it.”")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator(".pane.result .body").first).to_have_text("🙂 came by. [REDACTED]")


async def test_a_published_word_is_taken_out_without_a_mouse(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url, "phone") as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "👩‍⚕️ Canary sang.")
        for name in ("question", "intervention", "outcome"):
            await page.fill(f"#f-{name}", "None.")
        await visit.press("Check")
        await visit.press("Publish")
        await visit.follow("Back to the thread")
        await page.wait_for_url("**/s/CASE-*")  # loaded, its script included
        await page.get_by_role("button", name="Take out a word …").focus()
        await page.keyboard.press("Enter")
        box = page.locator("#redact-0")
        await box.focus()
        await visit.look()
        await box.evaluate("box => box.setSelectionRange(box.value.indexOf('Canary'), box.value.indexOf(' sang'))")
        await page.keyboard.press("Shift+ArrowLeft")
        await page.keyboard.press("Shift+ArrowRight")
        await visit.press("Redact “Canary”")
        await visit.press("Redact “Canary”")
        await expect(page.locator("p[data-locator]")).to_have_text("👩‍⚕️ [REDACTED] sang.")


async def test_offsets_are_converted_between_units_and_code_points(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        await visit.go("/")
        found = await visit.page.evaluate(
            """async () => {
              const { toPoints, toUnits, lineFeeds, shifted } = await import("/static/offsets.js");
              const text = lineFeeds("a\\r\\n👩‍👩‍👧 {Ash} 🙂 b");
              const start = text.indexOf("{Ash}");
              const points = toPoints(text, start);
              const all = [...Array([...text].length + 1).keys()];
              return {
                points,
                same: [...text].slice(points, points + 5).join(""),
                back: toUnits(text, points) === start,
                round: all.every((at) => toPoints(text, toUnits(text, at)) === at),
                shifted: shifted([{ start: 0, end: 2 }, { start: 5, end: 7 }], "ab cd ef", "ab XX cd ef"),
                dropped: shifted([{ start: 0, end: 5 }], "Rose left", "Ro left"),
              };
            }"""
        )
        assert found == {
            "points": 8, "same": "{Ash}", "back": True, "round": True,
            "shifted": [{"start": 0, "end": 2}, {"start": 8, "end": 10}], "dropped": [],
        }  # fmt: skip


async def test_nothing_typed_is_lost_when_the_server_fails(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "CRASH {Ash}")
        await visit.press("Check")
        await expect(page.locator("#banner")).to_contain_text("could not be checked")
        await expect(page.locator("#f-text")).to_have_value("CRASH {Ash}")
        await expect(page.locator("#publish")).to_be_disabled()
        await page.fill("#f-text", "{Ash} again")
        await page.context.set_offline(True)
        await visit.press("Check")
        await expect(page.locator("#banner")).to_contain_text("can't be reached")
        await page.context.set_offline(False)
        await visit.press("Check")
        await expect(page.locator("#banner")).to_be_empty()
        await expect(page.locator("#f-question")).to_be_focused()  # the first of what is missing
        await expect(page.locator("#f-question-error")).to_contain_text("Please fill this in")
        kept = await page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        assert kept == [0, 0, ""]


async def test_what_points_to_somebody_is_made_broader_with_one_tap(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url, "phone") as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "👩‍🌾 a dairy farmer, {Ash}.")
        await visit.press("Check")
        await expect(page.locator("#risk")).to_contain_text("narrows down who this is")
        await visit.look()
        await visit.tap(page.get_by_role("button", name="Write “manual worker”"))
        await expect(page.locator("#f-text")).to_have_value("👩‍🌾 a manual worker, {Ash}.")
        await expect(page.locator("#risk")).to_be_hidden()


async def test_what_is_still_saving_is_asked_for_by_itself(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        page = visit.page
        await visit.go("/f/case/post")
        for name in ("text", "question", "intervention", "outcome"):
            await page.fill(f"#f-{name}", "None.")
        await visit.press("Check")
        await expect(page.locator("#publish")).to_be_enabled()
        slow = asyncio.create_task(braces.app.store.write(None, lambda unit: time.sleep(4)))
        await asyncio.sleep(0.1)
        await visit.press("Publish")
        await expect(page.locator("#state")).to_contain_text("Still saving")
        await expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=15_000)
        await slow


async def test_a_native_answer_with_a_doubtful_place_is_asked_back(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "A case to reply to.")
        for name in ("question", "intervention", "outcome"):
            await page.fill(f"#f-{name}", "None.")
        await visit.press("Check")
        await visit.press("Publish")
        await visit.follow("Back to the thread")
        await visit.follow("Reply")
        await page.fill("#f-text", "Ask <Rose> about it.")
        await visit.press("Send")
        await expect(page.locator("#banner")).to_contain_text("Decide about what is marked")
        await visit.tap(page.locator("#doubtful").get_by_role("button", name="Redact"))
        await visit.press("Send")
        await visit.follow("Back to the thread")
        await expect(page.locator("article")).to_contain_text("Ask [PATIENT] about it.")


async def test_the_command_bar_completes_and_runs(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        page = visit.page
        await visit.go("/c/1")
        await page.keyboard.press("/")
        await page.keyboard.type("member sh")
        await expect(page.locator("#bar-list li")).to_have_count(1)
        await visit.look()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await page.keyboard.type("Fischer")
        await expect(page.locator("#bar-list")).to_have_text("M-2Dr Lena Fischer")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/s/M-*")
        await page.fill("#bar", "/case search nothinglikethis")
        await page.keyboard.press("Enter")
        await expect(page.locator("#answer")).to_contain_text("Nothing found")
        await page.fill("#bar", "/case post")
        await page.keyboard.press("Escape")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/f/case/post*")


async def test_a_channel_lives(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as reading, visiting(chromium, braces.url) as writing:
        await reading.go("/c/3")
        await writing.go("/f/case/post?in=3")
        page = writing.page
        await page.fill("#f-text", "A case that appears by itself.")
        for name in ("question", "intervention", "outcome"):
            await page.fill(f"#f-{name}", "None.")
        await writing.press("Check")
        await writing.press("Publish")
        await expect(reading.page.locator("#live")).to_contain_text("appears by itself")


async def test_a_link_is_scrubbed_redeemed_and_greets(chromium: Browser, linked: Community) -> None:
    async with visiting(chromium, linked.url, "phone") as visit:
        page = visit.page
        address = await linked.link("Dr Tom Beck", "case post")
        await page.goto(address)
        await expect(page.locator("#greeting")).to_contain_text("You are Dr Tom Beck.")
        assert page.url == f"{linked.url}/link"
        assert address.split("#")[1] not in await page.content()
        await visit.look()
        await visit.follow("Continue")
        await page.wait_for_url("**/f/case/post")
        await page.fill("#f-text", "{Ash} came.")
        for name in ("question", "intervention", "outcome"):
            await page.fill(f"#f-{name}", "None.")
        await page.select_option("#f-consent", "spoken, this community")
        await visit.press("Check")
        await visit.press("Publish")
        await expect(page.locator("#work")).to_contain_text("You can close this page")
        await visit.press("Keep this browser linked for 30 days")
        await expect(page.locator("#work")).to_contain_text("stays linked for 30 days")
        await visit.go("/sessions")
        await expect(page.locator("#sessions")).to_contain_text("This browser")
        await visit.look()
        assert visit.complaints == []
        await visit.press("End")
        await expect(page.get_by_role("heading")).to_contain_text("Link this browser")
        await visit.look()


async def test_an_expired_session_keeps_the_text_and_takes_a_fresh_link(chromium: Browser, linked: Community) -> None:
    async with visiting(chromium, linked.url) as visit:
        page = visit.page
        await page.goto(await linked.link("Dr Ravi Menon", "case post"))
        await visit.follow("Continue")
        await page.fill("#f-text", "{Ash} came after the session ended.")
        for name in ("question", "intervention", "outcome"):
            await page.fill(f"#f-{name}", "None.")
        await page.select_option("#f-consent", "spoken, this community")
        await linked.end_sessions("Dr Ravi Menon")
        await visit.press("Check")
        await expect(page.locator("#relink")).to_be_visible()
        await visit.look()
        await page.fill("#relink-link", "not a link")
        await visit.press("Use this link")
        await expect(page.locator("#relink-told")).to_contain_text("no link of Curbside's")
        await page.fill("#relink-link", await linked.link("Dr Ravi Menon", "case post"))
        await visit.press("Use this link")
        await expect(page.locator("#relink-told")).to_contain_text("You are Dr Ravi Menon.")
        await visit.press("Continue")
        await expect(page.locator("#publish")).to_be_enabled()
        await visit.press("Publish")
        await expect(page.get_by_role("heading", name="Done")).to_be_visible()


async def test_a_setup_code_opens_the_house(chromium: Browser, linked: Community) -> None:
    code = await linked.app.store.write(Scope(linked.number), lambda unit: unit.entrance.code("invite", "Dr New"))
    async with visiting(chromium, linked.url, "phone", "dark") as visit:
        await visit.go("/join")
        await visit.look()
        await visit.page.fill("#f-code", code)
        await visit.press("Join")
        await expect(visit.page.locator("#greeting")).to_contain_text("You are Dr New.")
        await visit.follow("Continue")
        await expect(visit.page.get_by_role("heading", level=1)).to_contain_text("For you")
        await visit.look()


async def test_leaving_a_page_with_unsaved_text_asks_first(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        asked: list[str] = []

        async def stay(dialog):  # type: ignore[no-untyped-def]
            asked.append(dialog.type)
            await dialog.dismiss()

        visit.page.on("dialog", stay)
        await visit.go("/f/case/post")
        await visit.page.click("#f-text")
        await visit.page.keyboard.type("Not saved")
        with contextlib.suppress(Exception):
            await visit.page.goto(f"{visit.url}/", timeout=3000)
        assert asked == ["beforeunload"]
        await expect(visit.page.locator("#f-text")).to_have_value("Not saved")
