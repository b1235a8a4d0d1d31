"""What an author decides about a text: doubtful places, missed words, offsets; in a real Chromium."""

from __future__ import annotations

import asyncio

import pytest

from tests.web.browser import MARKS, SIZES, Browser, Community, Route, Visit, expect, visiting

pytestmark = MARKS


@pytest.mark.parametrize("size", SIZES)
async def test_doubtful_places_are_decided_with_one_tap_each(chromium: Browser, braces: Community, size: str) -> None:
    async with visiting(chromium, braces.url, size) as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "👩‍⚕️ <Rose> saw {Mr Ash}, then <Rose> and <Grace> left. Hidden word.")
        await visit.fill_required()
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
        await visit.select_word('[data-marked="text"]', "Hidden")
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
        offer = page.get_by_role("button", name="Redact “Missed it.”")
        await expect(offer).to_be_visible()  # it follows the selection, a moment later
        await page.keyboard.press("Tab")
        await expect(offer).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator(".pane.result .body").first).to_have_text("🙂 came by. [REDACTED]")


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


async def send_a_doubtful_reply(visit: Visit) -> None:
    await visit.go("/f/case/post")
    await visit.page.fill("#f-text", "A case to reply to.")
    await visit.fill_required()
    await visit.press("Check")
    await visit.press("Publish")
    await visit.follow("Back to the thread")
    await visit.follow("Reply")
    await visit.page.fill("#f-text", "Ask <Rose> about it.")
    await visit.press("Send")


async def test_a_native_answer_with_a_doubtful_place_is_asked_back(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url) as visit:
        page = visit.page
        await send_a_doubtful_reply(visit)
        await expect(page.locator("#banner")).to_contain_text("Decide about what is marked")
        await visit.tap(page.locator("#doubtful").get_by_role("button", name="Redact"))
        await visit.press("Send")
        await visit.follow("Back to the thread")
        await expect(page.locator("article")).to_contain_text("Ask [PATIENT] about it.")


async def test_a_tap_is_not_lost_to_the_check_that_follows_a_decision(chromium: Browser, braces: Community) -> None:
    asked, answer = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await answer.wait()
        await route.continue_()

    async with visiting(chromium, braces.url) as visit:
        page = visit.page
        await send_a_doubtful_reply(visit)
        await page.route("**/api/review", hold)
        await visit.tap(page.locator("#doubtful").get_by_role("button", name="Redact"))
        await asked.wait()
        send = page.locator("#publish")
        await expect(send).to_be_enabled()
        place = await send.bounding_box()
        async with page.expect_response("**/api/review"):
            answer.set()
        await expect(page.locator("#state")).to_contain_text("Nothing is left")
        assert await send.bounding_box() == place


async def test_a_published_word_is_taken_out_without_a_mouse(chromium: Browser, braces: Community) -> None:
    async with visiting(chromium, braces.url, "phone") as visit:
        page = visit.page
        await visit.go("/f/case/post")
        await page.fill("#f-text", "👩‍⚕️ Canary sang.")
        await visit.fill_required()
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
