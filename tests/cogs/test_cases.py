from __future__ import annotations

import pytest

from bot import template
from bot.errors import Missing, Refused
from bot.model import CaseState
from cogs import cases
from tests.cogs.steps import case_form, do, labels, notices, posted, words_of
from tests.support import Memory, clean


def test_a_posted_case_stands_in_its_channel_and_is_found(memory: Memory) -> None:
    case = posted(memory)
    unit = memory.as_(memory.cast.colleague)
    assert [p.subject for p in unit.posts.in_channel(memory.cast.general.id)] == [case.ref]
    answer = do(memory, memory.cast.colleague, cases.search, cases.Search(clean("troponin")))
    assert "1 found" in words_of(answer)


def test_its_consent_is_the_next_forms_default(memory: Memory) -> None:
    posted(memory, consent="written, teaching")
    assert cases.last_consent(None, memory.as_(memory.cast.author)) == {"consent": "written, teaching"}


@pytest.mark.parametrize("audience", ["channel", "specialty"])
def test_an_audience_needs_its_channel_or_specialty(memory: Memory, audience: str) -> None:
    with pytest.raises(Refused):
        do(memory, memory.cast.author, cases.post, case_form(audience=audience))


def test_a_case_of_a_closed_channel_is_nowhere_for_those_outside(memory: Memory) -> None:
    case = posted(memory, channel=memory.cast.closed.id, audience="channel")
    assert memory.as_(memory.cast.colleague).cases.get(case.ref).number == case.number
    for person in (memory.cast.outsider, memory.cast.stranger):
        with pytest.raises(Missing):
            memory.as_(person).cases.get(case.ref)
    answer = do(memory, memory.cast.outsider, cases.search, cases.Search(clean("troponin")))
    assert "Nothing found" in words_of(answer)


def test_asking_a_specialty_shows_it_the_case(memory: Memory) -> None:
    case = posted(memory, channel=memory.cast.closed.id, audience="channel", specialty="cardiology")
    assert memory.as_(memory.cast.cardiologist).cases.get(case.ref).ref == case.ref


def test_an_edit_makes_a_version_and_moderators_see_the_earlier_one(memory: Memory) -> None:
    case = posted(memory)
    form = cases.Edit(clean("[PATIENT], 72F, pain gone."), clean("Still?"), clean("Nothing"), clean("Home"))
    do(memory, memory.cast.author, cases.edit, form, case.ref)
    now = memory.as_(memory.cast.author).cases.get(case.ref)
    assert (now.version, str(now.part("text"))) == (2, "[PATIENT], 72F, pain gone.")
    assert len(memory.as_(memory.cast.moderator).cases.versions(now)) == 2


def test_only_its_author_edits_or_updates(memory: Memory) -> None:
    case = posted(memory)
    with pytest.raises(Refused):
        do(memory, memory.cast.colleague, cases.update, cases.Update(clean("Better.")), case.ref)


def test_replies_and_updates_reach_author_and_followers(memory: Memory) -> None:
    case = posted(memory)
    do(memory, memory.cast.cardiologist, cases.follow, on=case.ref)
    do(memory, memory.cast.colleague, cases.add_reply, cases.Say(clean("Check the left main.")), case.ref)
    do(memory, memory.cast.author, cases.update, cases.Update(clean("Stented on day +2.")), case.ref)
    assert notices(memory, memory.cast.author) == ["case reply"]
    assert sorted(notices(memory, memory.cast.cardiologist)) == ["case reply", "case update"]
    do(memory, memory.cast.cardiologist, cases.follow, on=case.ref)
    assert memory.as_(memory.cast.author).cases.followers(case) == []


def test_a_withdrawn_case_shows_no_text_anywhere(memory: Memory) -> None:
    case = posted(memory, specialty="cardiology")
    do(memory, memory.cast.author, cases.withdraw, on=case.ref)
    gone = memory.as_(memory.cast.moderator).cases.get(case.ref)
    assert gone.state is CaseState.WITHDRAWN
    assert gone.parts == ()
    assert "Nothing found" in words_of(do(memory, memory.cast.colleague, cases.search, cases.Search(clean("troponin"))))
    with pytest.raises(Refused):
        do(memory, memory.cast.colleague, cases.add_reply, cases.Say(clean("?")), case.ref)


def test_buttons_are_what_the_viewer_may_do(memory: Memory) -> None:
    case = posted(memory)
    assert "Update" in labels(cases.card(case.ref, memory.as_(memory.cast.author)))
    assert labels(cases.card(case.ref, memory.as_(memory.cast.colleague))) == ["Reply", "Follow"]
    assert "Withdraw" in labels(cases.card(case.ref, memory.as_(memory.cast.moderator)))


@pytest.mark.parametrize(
    ("text", "age_band", "sex"),
    [
        ("72F with chest pain", "70-79", "female"),
        ("a 4 year old boy, fever", "child", "male"),
        ("35 yo man", "30-39", "male"),
        ("M, 90+", None, None),
        ("Woman, 19 years", "18-29", "female"),
    ],
)
def test_the_template_is_filled_from_the_text(text: str, age_band: str | None, sex: str | None) -> None:
    found = template.suggest({"text": clean(text)})
    assert (found.get("age_band"), found.get("sex")) == (age_band, sex)


def test_the_last_question_is_suggested() -> None:
    found = template.suggest({"text": clean("Is it sepsis? CRP 200. Would you stop the DOAC?")})
    assert found["question"] == "Would you stop the DOAC?"
