"""The whole adapter on npm's local-slack: the same path on a Slack that somebody else wrote, and how it looks there.

CURBSIDE_PICTURES names a folder for screenshots of the page; docs/pictures holds those that were looked at.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from adapters.slack.adapter import SlackAdapter
from adapters.slack.workspace import Workspace
from bot.desk import Answered
from bot.i18n import say
from bot.model import Ref
from bot.store.posts import Post
from bot.views import Actions, Button, Fields, Item, Reply, Style, Table, Text, words
from tests.adapters_slack.conftest import known, running
from tests.adapters_slack.desk import FakeDesk
from tests.slack.local import MISSING, LocalSlack, Setup, channel_id
from tests.support import clean

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.skipif(bool(MISSING), reason=MISSING)]

NOW = datetime(2026, 8, 1, tzinfo=UTC)
CASE, CONSULT = Ref.parse("CASE-3"), Ref.parse("C-12")
STORY = (
    "[PATIENT], a dairy worker in the sixth decade, has had fever to 39.2 °C & drenching sweats since day 0; on day +3"
    " a new diastolic murmur, CRP <150 mg/L.\n\nTreatment so far: ceftriaxone 2 g daily, gentamicin withheld (eGFR 34)."
)


def case() -> Reply:
    """A card much like the one that a cog makes."""
    return Reply(
        (
            Text(say("{ref} · Dr Amina, cardiology", ref=str(CASE)), Style.HEADING),
            Text(clean(STORY)),
            Fields(
                (
                    Item(say("Question"), clean("Would you add gentamicin?")),
                    Item(say("In mind"), clean("TOE today, surgery this week")),
                )
            ),
            Text(say("Consent: spoken, this community. Not for emergencies."), Style.SMALL),
            Actions(
                (
                    Button(say("Reply"), "case reply", CASE, primary=True),
                    Button(say("Follow"), "case follow", CASE),
                    Button(say("Withdraw"), "case withdraw", CASE),
                )
            ),
        ),
        subject=CASE,
    )


def queue() -> Reply:
    rows = tuple(
        (words(f"C-{n}"), words(specialty), words("today"))
        for n, specialty in enumerate(("cardiology", "neurology", "infectious diseases"), 11)
    )
    return Reply(
        (
            Text(say("Consults that wait"), Style.HEADING),
            Table((say("Consult"), say("Specialty"), say("Due")), rows),
            Text(say("One is late."), Style.WARNING),
        )
    )


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    from tests.web.browser import launched  # which skips where there is no Chromium

    async with launched() as browser:
        yield await browser.new_page(viewport={"width": 1100, "height": 820})


async def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("CURBSIDE_PICTURES"):
        await page.wait_for_timeout(300)  # fonts and transitions, for the eye alone
        await page.screenshot(path=Path(folder) / f"slack-{name}.png")


async def test_the_path_and_its_looks(page: Page) -> None:
    desk = FakeDesk()
    async with LocalSlack(Setup()) as local:
        keys = Workspace(local.setup.bot_token, local.setup.app_token)
        adapter = SlackAdapter([keys], desk, api_url=local.api_url)
        async with running(adapter):
            await known(adapter)
            await page.goto(f"{local.page_url}/archives/{channel_id('cases')}")
            [status] = adapter.status()
            place = channel_id("cases")
            root = Post(1, CASE, 1, None, None, None, NOW, NOW, 1, "slack", status.team, place)
            native = await adapter.deliver(root, case(), again=False)
            entry = replace(root, id=2, root=native)
            await adapter.deliver(
                entry, Reply((Text(clean("Start with 1 mg/kg, then watch the trough.")),)), again=False
            )
            await page.get_by_text("drenching sweats").wait_for()
            await picture(page, "case")

            desk.answers["consult queue"] = Answered(queue())
            await local.command("amina", "cases", "/curbside consult queue")
            await local.until(lambda: shown(local, "Consults that wait"))
            await picture(page, "queue")

            await local.command("amina", "cases", f"/curbside consult answer {CONSULT}")
            await local.until(lambda: modal(local, "Your answer"))
            await picture(page, "form")
            desk.answers["consult answer"] = Answered(Reply(()), {"text": say("Too short to help anybody.")})
            await local.submit("amina", {"text": "Yes"})
            await local.until(lambda: refused(local))
            await picture(page, "form-errors")
            desk.answers.clear()
            desk.done.clear()
            await local.submit("amina", {"text": "Add it, and watch the kidneys"})
            await local.until(lambda: shown(local, "Done: consult answer C-12."))

            await local.command("amina", "cases", "/curbside")
            await local.until(lambda: modal(local, "Consult"))
            await picture(page, "help")
            await local.open_home("amina")
            await local.until(lambda: home(local))
            await local.say("bo", "cases", "I would wait & see", thread_ts=native)
            await desk.hears(1)
            assert desk.said == ["I would wait & see"]


async def shown(local: LocalSlack, text: str) -> Any:
    return next((m for m in await local.messages("cases") if text in str(m)), None)


async def modal(local: LocalSlack, text: str) -> Any:
    return next((view for view in local.modals if text in str(view)), None)


async def refused(local: LocalSlack) -> Any:
    return local.errors


async def home(local: LocalSlack) -> Any:
    return local.homes
