"""The whole path across the platforms, with a restart in between: one case, one consult, two accounts each."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import SubjectKind
from tests.conformance.conftest import made
from tests.conformance.house import House, ref_in
from tests.conformance.steps import until
from tests.conformance.test_cases import CASE
from tests.conformance.test_consults import ASKED

pytestmark = pytest.mark.slow


@pytest.fixture(params=["slack", "slack-http"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """One community on the pages, on Discord and on Slack; their channels for cases are one room."""
    async with made(tmp_path, "web", "discord", request.param, mirrored=True) as house:
        yield house


async def everywhere(house: House, text: str) -> None:
    """Waits until the card of each platform has this on it."""
    for platform in house.platforms:
        await platform.card(text)


async def nowhere(house: House, *texts: str) -> None:
    await house.quiet()
    for platform in house.platforms:
        for text in texts:
            assert text not in platform.standing(), platform.name


async def under_each(house: House, case: str, text: str) -> None:
    for platform in house.platforms:
        await platform.reads(await platform.card(case), text)


async def test_one_case_on_all_platforms_through_a_restart(house: House) -> None:
    web, discord, slack = house.platforms

    posted = await slack.do("author", "case post", None, CASE)
    case = ref_in(posted.text, SubjectKind.CASE)
    await everywhere(house, str(case))
    await everywhere(house, "64 M, chest pain.")
    await house.quiet()
    await discord.tap("colleague", await discord.card(f"{case} ·"), "Reply", {"text": "Give it now."})
    await under_each(house, f"{case} ·", "Give it now.")
    typed = await slack.type("colleague", "And an ECG.", await slack.card(f"{case} ·"))
    for each in (web, discord):
        await each.reads(await each.card(f"{case} ·"), "And an ECG.")
    await house.quiet()
    in_thread = await slack.under(await slack.card(f"{case} ·"))
    assert sum("And an ECG." in said for said in in_thread) == 1, "what was typed there isn't posted there again"

    await discord.tap("cardiologist", await discord.card(f"{case} ·"), "Follow")  # now Discord is where they are told
    opened = await slack.do("author", "consult request", case, ASKED)
    consult = ref_in(opened.text, SubjectKind.CONSULT)
    offered = await discord.told("cardiologist", str(consult), "asks your specialty")

    await house.restart()

    taken = await discord.tap("cardiologist", offered, "Accept")  # a button from before the restart
    assert f"You have {consult}" in taken.text
    await slack.told("author", str(consult), "A specialist accepted")
    answered = await discord.tap("cardiologist", taken, "Answer", {"text": "Give heparin, then the film."})
    assert "author is told" in answered.text
    told = await slack.told("author", str(consult), "is answered", "Give heparin, then the film.")
    read = await slack.tap("author", told, "Thank you, read", {"text": "Thank you all."})
    assert "The specialist is told" in read.text
    await discord.told("cardiologist", str(consult), "was read")
    closed = await slack.do("author", "consult close", consult)
    assert f"{consult} is closed" in closed.text

    await slack.do("author", "case edit", case, {"text": "{Xyzzywick}, 65 M, chest pain."})
    await everywhere(house, "65 M, chest pain.")
    await slack.retype("colleague", typed, "And two ECGs.")
    for each in (web, discord):
        await each.reads(await each.card(f"{case} ·"), "And two ECGs.")

    receipts = await web.do("colleague", "case copies", case)
    for platform in house.platforms:
        assert platform.platform in receipts.text
    await house.quiet()
    receipts = await slack.do("colleague", "case copies", case)
    assert "arrived" in receipts.text
    assert "on its way" not in receipts.text

    taken_back = await slack.do("author", "case withdraw", case)
    assert "no longer shown anywhere" in taken_back.text
    await everywhere(house, f"{case} was withdrawn")
    await slack.unsay("colleague", typed)  # what a member typed is theirs to delete
    await nowhere(house, "chest pain", "Give it now.", "ECG", "Give heparin", "Thank you all.")
    verified = await web.do("moderator", "audit verify")
    assert "The chain is whole" in verified.text
    assert re.search(r"\d+ rows", verified.text)


async def test_one_person_on_two_platforms_is_the_same_member(house: House) -> None:
    """A newcomer joins on Slack by an invitation and links Discord by a code; a draft of one is open on the other."""
    web, discord, slack = house.platforms
    refused = await discord.do("newcomer", "case list")
    assert "You aren't a member yet" in refused.text
    invited = await discord.do("administrator", "member invite", None, {"handle": "Dr New"})
    assert "Dr New" in (await slack.do("newcomer", "account link", None, {"code": code_in(invited.text)})).text
    mine = await slack.do("newcomer", "account code")
    linked = await discord.do("newcomer", "account link", None, {"code": code_in(mine.text)})
    assert "You are Dr New here now" in linked.text
    again = await discord.do("newcomer", "account link", None, {"code": code_in(mine.text)})
    assert "You are Dr New here now" not in again.text
    shown = await discord.do("newcomer", "account list")
    assert {"discord", "slack"} <= set(re.findall("discord|slack", shown.text))
    assert (await web.do("moderator", "member list")).text.count("Dr New") == 1


async def test_a_platform_that_is_down_stops_no_other(house: House) -> None:
    from tests.conformance.on_discord import OnDiscord

    _, discord, slack = house.platforms
    assert isinstance(discord, OnDiscord)
    discord.double.down()
    posted = await slack.do("author", "case post", None, CASE)
    case = str(ref_in(posted.text, SubjectKind.CASE))
    await slack.card(case)
    await slack.tap("colleague", await slack.card(case), "Reply", {"text": "Give it now."})
    await slack.reads(await slack.card(case), "Give it now.")
    discord.double.up()
    await house.restart()  # which does not wait for the next attempt

    async def caught_up() -> bool:
        house.clock.turned += type(house.clock.turned)(minutes=5)
        return any(case in card.text for card in await discord.cards())

    await until(caught_up, "Discord to have the case")
    await discord.reads(await discord.card(case), "Give it now.")


def code_in(text: str) -> str:
    """The one-time code of an answer."""
    found = re.search(r"(?:`|^|\s)([A-Za-z0-9_-]{12,64})(?:`|\s|$)", text)
    assert found, text
    return found[1]
