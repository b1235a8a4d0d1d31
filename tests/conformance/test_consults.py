"""Consults on every platform: asked, taken, passed on, answered, acknowledged, closed, taken back."""

from __future__ import annotations

from bot.model import Ref, SubjectKind
from tests.conformance.house import ref_in
from tests.conformance.steps import Platform, Seen
from tests.conformance.test_cases import CASE, posted

ASKED = {key: CASE[key] for key in ("question", "intervention", "outcome")} | {"specialty": "cardiology"}


async def asked(here: Platform) -> tuple[Ref, Ref, Seen]:
    """A case with a consult of cardiology, and what the cardiologist was told."""
    case, _ = await posted(here)
    opened = await here.do("author", "consult request", case, ASKED)
    assert "cardiology is asked" in opened.text
    consult = ref_in(opened.text, SubjectKind.CONSULT)
    return case, consult, await here.told("cardiologist", str(consult), "asks your specialty")


async def test_from_request_to_close_by_buttons(here: Platform) -> None:
    _, consult, told = await asked(here)
    assert str(consult) in (await here.do("cardiologist", "consult queue")).text
    offer = told if "Accept" in told.buttons else await here.press("cardiologist", told, "Open")
    taken = await here.tap("cardiologist", offer, "Accept")
    assert f"You have {consult}" in taken.text
    await here.told("author", str(consult), "A specialist accepted")
    await here.tap("cardiologist", taken, "Need information", {"text": "Renal function?"})
    await here.told("author", str(consult), "needs information")
    await here.do("author", "consult supply", consult, {"text": "Creatinine 0.9, {Mr Ash} is well."})
    await here.told("cardiologist", str(consult), "is there")
    answered = await here.do("cardiologist", "consult answer", consult, {"text": "Give heparin."})
    assert "author is told" in answered.text
    await here.told("author", str(consult), "is answered")
    shown = await here.do("author", "consult show", consult)
    for words in ("Renal function?", "Creatinine 0.9, [PATIENT] is well.", "Give heparin."):
        assert words in shown.text
    read = await here.tap("author", shown, "Thank you, read", {"text": "Thanks"})
    assert "The specialist is told" in read.text
    await here.told("cardiologist", str(consult), "was read")
    closed = await here.do("author", "consult close", consult)
    assert "is closed" in closed.text


async def test_a_consult_is_passed_on_and_taken_back(here: Platform) -> None:
    _, consult, _ = await asked(here)
    assert "Thank you for saying so" in (await here.do("cardiologist", "consult decline", consult)).text
    await here.told("moderator", str(consult), "Nobody has accepted")
    taken = await here.do("author", "consult withdraw", consult)
    assert f"{consult} is withdrawn" in taken.text
    late = await here.do("cardiologist", "consult accept", consult)
    assert "You have" not in late.text


async def test_what_was_written_in_the_thread_becomes_the_answer_once(chat: Platform) -> None:
    case, consult, _ = await asked(chat)
    card = await chat.card(str(case))
    await chat.do("cardiologist", "consult accept", consult)
    written = await chat.type("cardiologist", "Stop the drug.", card)
    done = await chat.menu("cardiologist", written, "This is the answer")
    assert "author is told" in done.text
    await chat.menu("cardiologist", written, "This is the answer")
    shown = await chat.do("author", "consult show", consult)
    assert shown.text.count("Stop the drug.") == 1
    other = await chat.type("colleague", "I would not.", card)
    assert "author is told" not in (await chat.menu("cardiologist", other, "This is the answer")).text


async def test_the_menu_of_a_message_asks_and_reports(chat: Platform) -> None:
    case, card = await posted(chat)
    written = await chat.type("author", "Who knows?", card)
    opened = await chat.finish("author", await chat.menu("author", written, "Ask a consult about this"), ASKED)
    assert "cardiology is asked" in opened.text
    reported = await chat.finish(
        "colleague", await chat.menu("colleague", written, "Report"), {"reason": "It names {Mr Ash}"}
    )
    assert f"The moderators are told about {case}" in reported.text
    await chat.told("moderator", str(case), "was reported")
