"""The whole way of a case in a real Chromium, by thumb and by mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.web.browser import MARKS, SIZES, Browser, Community, Visit, community, expect, served, visiting

pytestmark = MARKS

CASE = (
    "Mr John Whitcombe, 64M, MRN 4471093, came on 12 March 2026 with two hours of chest pain. Troponin 0.42 then 1.9"
    " ng/mL, eGFR 38. His phone is 07700 900482. On 14 March another episode, with frobulation.\n\n"
    "Would you transfer him now?"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Community]:
    """The demo's community with the real anonymizer."""
    async with (
        community(tmp_path_factory.mktemp("demo"), None) as (app, number, identity),
        served(app, identity) as url,
    ):
        yield Community(app, number, url)


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
    await visit.select_word("p[data-locator]", "frobulation")
    await visit.tap("#selected button")
    await visit.look()
    await visit.tap("#sure-yes")
    await expect(page.locator("#answer")).to_contain_text("Redacted in")
    await expect(page.locator("article")).not_to_contain_text("frobulation")
    await visit.go("/q/case/search")
    await page.fill("#f-query", "frobulation")
    await page.keyboard.press("Enter")
    await expect(page.locator("#result")).to_contain_text("Nothing found")


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
