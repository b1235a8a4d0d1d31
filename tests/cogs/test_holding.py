"""A community can want a moderator to look first at cases that may single a person out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands import Call, Origin
from bot.errors import Missing, Refused
from bot.model import Case, CaseState, Hold, Ref
from bot.review import RiskLevel
from cogs import cases, holding
from tests.cogs.steps import case_form, do, notices
from tests.support import Memory


def post(memory: Memory, risk: RiskLevel, **changes: object) -> Case:
    unit = memory.as_(memory.cast.author)
    origin = Origin("local", memory.cast.general.id)
    answer = cases.post(Call(unit.members.actor, case_form(**changes), None, origin, memory.clock.now(), risk), unit)
    assert isinstance(answer.subject, Ref)
    return memory.as_(memory.cast.author).cases.get(answer.subject)


@pytest.mark.parametrize(
    ("above", "risk", "waits"),
    [
        ("off", RiskLevel.HIGH, False), ("high", RiskLevel.RAISED, False), ("high", RiskLevel.HIGH, True),
        ("raised", RiskLevel.LOW, False), ("raised", RiskLevel.RAISED, True), ("raised", RiskLevel.HIGH, True),
    ],
)  # fmt: skip
def test_what_waits_is_the_communitys_choice(memory: Memory, above: str, risk: RiskLevel, waits: bool) -> None:
    do(memory, memory.cast.administrator, holding.holding, holding.Holding(above))
    assert (post(memory, risk).state is CaseState.HELD) is waits


def test_nobody_but_its_author_and_the_moderators_sees_a_held_case(memory: Memory) -> None:
    memory.as_(memory.cast.administrator).members.set_hold(Hold.HIGH)
    case = post(memory, RiskLevel.HIGH, specialty="cardiology")
    for other in (memory.cast.colleague, memory.cast.cardiologist):
        with pytest.raises(Missing):
            memory.as_(other).cases.get(case.ref)
        assert notices(memory, other) == []
    assert memory.as_(memory.cast.moderator).cases.get(case.ref).state is CaseState.HELD
    assert notices(memory, memory.cast.moderator) == ["case held"]
    assert memory.as_(memory.cast.author).posts.in_channel(memory.cast.general.id) == []


def test_let_through_it_is_posted_and_its_specialty_called(memory: Memory) -> None:
    memory.as_(memory.cast.administrator).members.set_hold(Hold.HIGH)
    case = post(memory, RiskLevel.HIGH, specialty="cardiology")
    asked = memory.as_(memory.cast.author).consults.of_case(case)[0]
    memory.clock.advance(timedelta(days=2))
    do(memory, memory.cast.moderator, holding.release, on=case.ref)
    assert memory.as_(memory.cast.colleague).cases.get(case.ref).state is CaseState.OPEN
    assert notices(memory, memory.cast.cardiologist) == ["consult asked"]
    assert notices(memory, memory.cast.author) == ["case released"]
    subjects = [post.subject for post in memory.as_(memory.cast.author).posts.in_channel(memory.cast.general.id)]
    assert subjects == [case.ref, asked.ref]
    assert memory.as_(memory.cast.author).consults.get(asked.ref).due > asked.due
    with pytest.raises(Refused):
        do(memory, memory.cast.moderator, holding.release, on=case.ref)
