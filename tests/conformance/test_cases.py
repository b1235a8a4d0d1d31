"""Cases on every platform: posted through the composer, discussed, changed, found, redacted, taken back."""

from __future__ import annotations

from bot.model import Ref, SubjectKind
from tests.conformance.conftest import CANARY
from tests.conformance.house import ref_in
from tests.conformance.steps import NONE, Fields, Platform, Seen

FORGED = "@everyone <!channel> <@U000000001> [free](https://evil.example) **big** `x`"
CASE = {
    "text": f"{{{CANARY}}}, 64 M, chest pain. {FORGED}", "question": "Heparin <@1234567890123456> or not?",
    "intervention": "Heparin", "outcome": "No infarct @here", "consent": "spoken, this community",
}  # fmt: skip


async def posted(here: Platform, more: Fields = NONE) -> tuple[Ref, Seen]:
    """A case of the author's, and its card in the channel, for which there is a receipt."""
    done = await here.do("author", "case post", None, {**CASE, **more})
    case = ref_in(done.text, SubjectKind.CASE)
    await here.house.quiet()
    return case, await here.card(str(case))


async def test_a_case_goes_through_the_composer_to_where_the_command_was_given(here: Platform) -> None:
    way: list[str] = []
    done = await here.do("author", "case post", None, CASE, way=way)
    assert way == (["form"] if here.platform == "local" else ["composer"])
    case = ref_in(done.text, SubjectKind.CASE)
    card = await here.card(str(case))
    assert "[PATIENT], 64 M, chest pain." in card.text
    assert {"Reply", "Follow"} <= set(card.buttons)
    own = await here.told("author", str(case), "Only you see the buttons below") if here.native_talk else None
    assert own is None or "Withdraw" in own.buttons


async def test_what_is_said_and_changed_later_stands_under_the_case(here: Platform) -> None:
    case, card = await posted(here)
    answered = await here.tap("colleague", card, "Reply", {"text": "Give it now."})
    assert "Your reply stands under" in answered.text
    await here.reads(card, "Give it now.")
    assert "You follow" in (await here.tap("outsider", card, "Follow")).text
    await here.do("author", "case update", case, {"text": f"Day 3: {{{CANARY}}} walks."})
    await here.reads(card, "Day 3: [PATIENT] walks.")
    await here.told("outsider", "News of", str(case))
    await here.do("author", "case edit", case, {"text": f"{{{CANARY}}}, 65 M, chest pain."})
    assert "65 M" in (await here.card("65 M")).text
    await here.no_card("64 M")


async def test_a_case_is_found_listed_and_offered(here: Platform) -> None:
    case, _ = await posted(here)
    assert "1 found for infarct" in (await here.do("colleague", "case search", None, {"query": "infarct"})).text
    assert str(case) in (await here.do("colleague", "case list")).text
    assert str(case) in await here.suggestions("colleague", "case follow", "CASE")


async def test_a_redacted_word_is_gone_from_every_copy(here: Platform) -> None:
    case, card = await posted(here, {"text": "Smithers, 64 M, chest pain."})
    await here.do("author", "case update", case, {"text": "Smithers walks."})
    await here.reads(card, "Smithers walks.")
    store, scope = here.house.app.store, here.house.cast.scope()
    part = await store.read(scope, lambda unit: unit.cases.get(case).parts[0].id)
    span = {"locator": f"part-{part}", "start": "0", "end": "8"}
    assert "Redacted in every version" in (await here.do("author", "case redact", case, span)).text
    await here.reads(card, "[REDACTED] walks.")
    await here.card("[REDACTED], 64 M")
    await here.no_card("Smithers")
    await here.house.quiet()
    assert "Smithers" not in here.standing()


async def test_a_case_taken_back_stands_nowhere(here: Platform) -> None:
    case, card = await posted(here)
    await here.tap("colleague", card, "Reply", {"text": "Give it now."})
    await here.reads(card, "Give it now.")
    taken = await here.do("author", "case withdraw", case)
    assert "no longer shown anywhere" in taken.text
    await here.card(f"{case} was withdrawn")
    await here.house.quiet()
    for words in ("chest pain", "Give it now."):
        assert words not in here.standing()


async def test_a_case_never_leaves_its_audience(here: Platform) -> None:
    """What is for a specialty alone stands on the pages, where each reader's own rights are looked at."""
    done = await here.do("author", "case post", None, CASE | {"audience": "specialty", "specialty": "cardiology"})
    case = ref_in(done.text, SubjectKind.CASE)
    await here.told("cardiologist", "C-1")
    await here.house.quiet()
    assert not [card for card in await here.cards("colleague") if str(case) in card.text]
    assert "There is no case that you can see" in (await here.do("colleague", "case show", case)).text
    assert "chest pain" in (await here.do("cardiologist", "case show", case)).text


async def test_in_a_cases_thread_a_command_is_about_that_case(chat: Platform) -> None:
    case, card = await posted(chat)
    assert f"You follow {case}" in (await chat.do("colleague", "case follow", at=card)).text
    shown = await chat.do("colleague", "case show", at=card)
    assert "[PATIENT], 64 M, chest pain." in shown.text
