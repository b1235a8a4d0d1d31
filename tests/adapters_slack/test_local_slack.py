"""The whole of Curbside on npm's local-slack: the path on a Slack that somebody else wrote, and how it looks there.

CURBSIDE_PICTURES names a folder for screenshots of the page; docs/pictures holds those that were looked at.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.app import App, running
from bot.commands import Origin
from bot.model import Person
from bot.settings import Settings, Slack
from bot.views import Code
from tests.slack.local import MISSING, LocalSlack, Setup, channel_id
from tests.support import KEY, BraceReviewer, Cast, invocation, migrated, seed_community

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.skipif(bool(MISSING), reason=MISSING)]

PEOPLE = ["amina", "bo", "carla"]
CASE = {
    "text": "A dairy worker in the sixth decade has had fever to 39.2 °C and drenching sweats since day 0. On day +3 a"
    " new diastolic murmur.\n\nCRP 150 mg/L, ceftriaxone 2 g daily.",
    "question": "Would you add gentamicin?",
    "intervention": "TOE today, surgery this week",
    "outcome": "Cure without losing the kidneys",
    "consent": "spoken, this community",
    "specialty": "cardiology",
    "urgency": "today",
    "findings": "Diastolic murmur, splinter haemorrhages",
}


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    from tests.web.browser import launched  # which skips where there is no Chromium

    async with launched() as browser:
        yield await browser.new_page(viewport={"width": 1100, "height": 900})


async def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("CURBSIDE_PICTURES"):
        await page.wait_for_timeout(500)  # fonts and transitions, for the eye alone
        await page.screenshot(path=Path(folder) / f"slack-{name}.png")


async def code(app: App, person: Person, path: str) -> str:
    answer = await app.engine.dispatch(invocation(person, path))
    return next(block.text for block in answer.blocks if isinstance(block, Code))


async def post(app: App, cast: Cast) -> None:
    """As the composer does, from a link that was handed out in the channel."""
    channels = await app.store.read(cast.scope(), lambda unit: unit.spaces.channels("cases"))
    room = next(channel.id for channel in channels if channel.platform == "slack")
    await app.engine.dispatch(replace(invocation(cast.author, "case post", **CASE), origin=Origin("slack", room)))


async def test_the_path_and_its_looks(page: Page, tmp_path: Path) -> None:
    async with LocalSlack(Setup(users=PEOPLE, channels={"cases": PEOPLE})) as local:

        async def shown(*words: str) -> Any:
            everything = await local.messages("cases")
            return next((m for m in everything if all(word in str(m) for word in words)), None)

        async def says(user: str, typed: str, words: str) -> None:
            """Typed again after a while of nothing: what comes before the app's socket stands is told to nobody."""
            while not await shown(words):
                await local.command(user, "cases", f"/curbside {typed}")
                with suppress(TimeoutError):
                    await local.until(lambda: shown(words), within=5)

        async def modal(words: str) -> Any:
            return next((view for view in local.modals if words in str(view)), None)

        setup = local.setup
        keys = Slack(bot_token=setup.bot_token, app_token=setup.app_token, api_url=local.api_url)  # type: ignore[arg-type]
        settings = Settings(key=KEY, data=tmp_path, slack=keys)  # type: ignore[arg-type]
        settings.database.write_bytes(migrated())
        async with running(settings, reviewer=BraceReviewer(), chat=True) as app:
            cast = await app.store.write(None, lambda unit: seed_community(unit.elsewhere))
            space = await code(app, cast.administrator, "space code")
            await says("amina", f"account link {space}", "part of the community now")
            await says("amina", "channel add cases", "is CH-")
            await says("bo", f"account link {await code(app, cast.author, 'account code')}", "You are author here")
            mine = await code(app, cast.cardiologist, "account code")
            await says("carla", f"account link {mine}", "You are cardiologist here")
            await post(app, cast)
            consult = await local.until(lambda: shown("C-1 · cardiology", "Accept"))
            await page.goto(f"{local.page_url}/archives/{channel_id('cases')}")
            await page.get_by_text("1 reply").first.click()
            await page.get_by_role("button", name="Not me").wait_for()
            await picture(page, "case")

            await local.press("carla", consult, "Accept")
            await local.until(lambda: shown("You have C-1"))
            consult = await local.until(lambda: shown("C-1 · cardiology", "Need information"))
            await local.press("carla", consult, "Answer")
            await local.until(lambda: modal("Your answer"))
            await picture(page, "form")
            await local.submit("carla", {"text": "Operate this week, and watch the kidneys"})
            await local.until(lambda: shown("Operate this week"))

            await says("amina", "case list", "Would you add gentamicin? · author")
            await says("amina", "account code", "On the other platform")
            await says("amina", "case post", "Open the form")
            await page.reload()
            await page.get_by_text("For you alone").wait_for()
            await picture(page, "answers")

            await local.say("bo", "cases", "I would wait & see", thread_ts=consult["thread_ts"])
            await local.command("amina", "cases", "/curbside")
            await local.until(lambda: modal("case search"))
            await picture(page, "help")
            case: Any = await app.store.read(cast.scope(), lambda unit: unit.cases.latest()[0])
            assert [str(entry.text) for entry in case.entries] == ["I would wait & see"]
