"""The ways in, the command bar, and pages that change as it happens; in a real Chromium."""

from __future__ import annotations

from bot.store.base import Scope
from tests.web.browser import MARKS, Browser, Community, expect, visiting

pytestmark = MARKS


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
        await writing.fill_required()
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
        await visit.fill_required()
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


async def test_a_page_of_a_case_without_a_channel_lives(chromium: Browser, linked: Community) -> None:
    """Its card stands in no channel: the page hears of it by the notice that its author gets."""
    async with visiting(chromium, linked.url) as asking, visiting(chromium, linked.url) as replying:
        page = asking.page
        await page.goto(await linked.link("Dr Tom Beck", "case post"))
        await asking.follow("Continue")
        await page.fill("#f-text", "{Ash} came.")
        await asking.fill_required()
        await page.select_option("#f-consent", "spoken, this community")
        await asking.press("Check")
        await asking.press("Publish")
        await asking.press("Keep this browser linked for 30 days")
        await expect(page.locator("#work")).to_contain_text("stays linked for 30 days")
        await asking.go("/s/CASE-1")
        await replying.page.goto(await linked.link("Dr Ravi Menon"))
        await replying.follow("Continue")
        await expect(replying.page.get_by_role("heading", level=1)).to_contain_text("For you")
        await replying.go("/f/case/reply?on=CASE-1")
        await replying.page.fill("#f-text", "A reply that appears by itself.")
        await replying.press("Send")
        await expect(page.locator("article")).to_contain_text("appears by itself")
        await expect(page.locator("#new-for-you")).to_be_visible()
        await asking.go("/")
        await expect(page.locator("#live")).to_contain_text("CASE-1")
        await expect(page.locator("#new-for-you")).to_be_hidden()
