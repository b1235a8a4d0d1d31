"""Nothing typed is lost, whatever fails: the server, the network, the session, the hand; in a real Chromium."""

from __future__ import annotations

import asyncio
import contextlib
import time

from tests.web.browser import MARKS, Browser, Community, expect, visiting

pytestmark = MARKS


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


async def test_what_is_still_saving_is_asked_for_by_itself(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "None.")
        await visit.fill_required()
        await visit.press("Check")
        await expect(page.locator("#publish")).to_be_enabled()
        slow = asyncio.create_task(braces.app.store.write(None, lambda unit: time.sleep(4)))
        await asyncio.sleep(0.1)
        await visit.press("Publish")
        await expect(page.locator("#state")).to_contain_text("Still saving")
        await expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=15_000)
        await slow


async def test_an_expired_session_keeps_the_text_and_takes_a_fresh_link(chromium: Browser, linked: Community) -> None:
    async with visiting(chromium, linked.url) as visit:
        page = visit.page
        await page.goto(await linked.link("Dr Ravi Menon", "case post"))
        await visit.follow("Continue")
        await page.fill("#f-text", "{Ash} came after the session ended.")
        await visit.fill_required()
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
