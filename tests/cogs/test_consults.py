from __future__ import annotations

from datetime import timedelta

import pytest

from bot.consult import ALLOWED, RULES, Move, moves_of, possible
from bot.errors import Refused
from bot.model import ConsultState, Urgency
from cogs import cases, consults
from tests.cogs.steps import asked, do, labels, notices, posted, ring, state_of, words_of
from tests.support import Memory, clean


def test_the_whole_way(memory: Memory) -> None:
    consult, cast = asked(memory), memory.cast
    assert notices(memory, cast.cardiologist) == ["consult asked"]
    do(memory, cast.cardiologist, consults.accept, on=consult.ref)
    do(memory, cast.cardiologist, consults.ask, consults.Ask(clean("Renal function?")), consult.ref)
    assert state_of(memory, consult) == "information asked"
    do(memory, cast.author, consults.supply, consults.Supply(clean("eGFR 55")), consult.ref)
    do(memory, cast.cardiologist, consults.answer, consults.Answer(clean("Yes, heparin.")), consult.ref)
    assert set(notices(memory, cast.author)) == {"consult accepted", "consult information", "consult answered"}
    do(memory, cast.author, consults.acknowledge, consults.Thanks(clean("Started.")), consult.ref)
    do(memory, cast.author, consults.close, on=consult.ref)
    assert state_of(memory, consult) == "closed"
    found = do(memory, cast.colleague, cases.search, cases.Search(clean("heparin eGFR")))
    assert "1 found" in words_of(found)


def test_every_request_says_not_for_emergencies(memory: Memory) -> None:
    consult = asked(memory)
    assert "Not for emergencies" in words_of(consults.card(consult.ref, memory.as_(memory.cast.cardiologist)))


def test_an_illegal_move_says_what_is_possible_instead(memory: Memory) -> None:
    consult = asked(memory)
    with pytest.raises(Refused) as refused:
        do(memory, memory.cast.author, consults.acknowledge, consults.Thanks(), consult.ref)
    assert "withdraw" in refused.value.message.text()
    with pytest.raises(Refused) as refused:
        do(memory, memory.cast.colleague, consults.accept, on=consult.ref)
    assert "cardiology" in refused.value.message.text()


def test_who_asks_can_not_answer(memory: Memory) -> None:
    unit = memory.unit(memory.cast.scope())
    unit.members.set_specialties(memory.cast.author, ["cardiology"])
    consult = asked(memory)
    with pytest.raises(Refused):
        do(memory, memory.cast.author, consults.accept, on=consult.ref)


def test_two_accepting_at_once_end_with_one(memory: Memory) -> None:
    unit = memory.unit(memory.cast.scope())
    unit.members.set_specialties(memory.cast.colleague, ["cardiology"])
    consult = asked(memory)
    do(memory, memory.cast.cardiologist, consults.accept, on=consult.ref)
    with pytest.raises(Refused):
        do(memory, memory.cast.colleague, consults.accept, on=consult.ref)
    assert memory.as_(memory.cast.author).consults.get(consult.ref).assignee == memory.cast.cardiologist.id


def test_nobody_accepts_reminds_then_widens(memory: Memory) -> None:
    consult = asked(memory)
    allowed = ALLOWED[Urgency.ROUTINE]
    memory.clock.advance(allowed / 4)
    assert ring(memory) == ["consult remind"]
    assert "consult reminder" in notices(memory, memory.cast.cardiologist)
    memory.clock.advance(allowed / 4)
    assert ring(memory) == ["consult widen"]
    assert notices(memory, memory.cast.moderator) == ["consult widened"]
    memory.unit(memory.cast.scope()).members.set_specialties(memory.cast.outsider, ["nephrology"])
    do(memory, memory.cast.outsider, consults.accept, on=consult.ref)
    assert state_of(memory, consult) == "accepted"


def test_an_accepted_consult_is_neither_reminded_nor_widened(memory: Memory) -> None:
    consult = asked(memory)
    do(memory, memory.cast.cardiologist, consults.accept, on=consult.ref)
    memory.clock.advance(ALLOWED[Urgency.ROUTINE] + timedelta(minutes=1))
    assert sorted(ring(memory)) == ["consult overdue", "consult remind", "consult widen"]
    assert sorted(notices(memory, memory.cast.cardiologist)) == ["consult asked", "consult overdue"]


def test_when_all_specialists_decline_the_call_widens_at_once(memory: Memory) -> None:
    consult = asked(memory)
    do(memory, memory.cast.cardiologist, consults.decline, on=consult.ref)
    assert memory.as_(memory.cast.author).consults.get(consult.ref).widened
    assert notices(memory, memory.cast.administrator) == ["consult widened"]


def test_handing_back_calls_the_others_again(memory: Memory) -> None:
    memory.unit(memory.cast.scope()).members.set_specialties(memory.cast.colleague, ["cardiology"])
    consult = asked(memory)
    do(memory, memory.cast.cardiologist, consults.accept, on=consult.ref)
    do(memory, memory.cast.cardiologist, consults.decline, on=consult.ref)
    now = memory.as_(memory.cast.author).consults.get(consult.ref)
    assert (now.state, now.assignee) == (ConsultState.OPEN, None)


def test_the_queue_is_by_due_time_and_by_specialty(memory: Memory) -> None:
    slow = asked(memory)
    soon = asked(memory, urgency="today")
    unit = memory.as_(memory.cast.cardiologist)
    assert [c.ref for c in unit.consults.queue()] == [soon.ref, slow.ref]
    assert unit.consults.queue("dermatology") == []


def test_a_form_begins_with_what_the_case_says(memory: Memory) -> None:
    case = posted(memory)
    begins = consults.from_case(case.ref, memory.as_(memory.cast.author))
    assert {name: str(text) for name, text in begins.items()} == {
        "question": "Anticoagulate now?", "intervention": "Heparin", "outcome": "No second infarct",
    }  # fmt: skip


def test_a_card_offers_each_viewer_the_moves_that_are_his(memory: Memory) -> None:
    consult = asked(memory)
    assert labels(consults.card(consult.ref, memory.as_(memory.cast.cardiologist))) == ["Accept", "Answer", "Not me"]
    assert labels(consults.card(consult.ref, memory.as_(memory.cast.author))) == ["Withdraw"]
    assert labels(consults.card(consult.ref, memory.as_(memory.cast.colleague))) == []


def test_every_state_has_a_way_on_but_the_last_ones(memory: Memory) -> None:
    for state in ConsultState:
        ended = state in (ConsultState.CLOSED, ConsultState.WITHDRAWN)
        assert bool(moves_of(state)) is not ended
    reachable = {ConsultState.OPEN} | {rule.target for rule in RULES.values()}
    assert reachable == set(ConsultState)


def test_only_moves_of_the_machine_have_buttons(memory: Memory) -> None:
    consult = asked(memory)
    for person in (memory.cast.author, memory.cast.cardiologist, memory.cast.moderator):
        offered = possible(consult, memory.as_(person).members.actor)
        assert {f"consult {m.value}" for m in offered} <= {c.path for c in consults.cog.commands}
    assert {f"consult {m.value}" for m in Move} <= {c.path for c in consults.cog.commands}
