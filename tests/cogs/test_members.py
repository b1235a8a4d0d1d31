from __future__ import annotations

import pytest

from bot.audit import verify
from bot.errors import Refused
from bot.model import Role
from bot.store.entrance import Errand
from cogs import consults, members
from tests.cogs.steps import asked, do, notices, state_of
from tests.support import AUDIT_KEY, Memory


def test_an_administrator_gives_roles_and_a_lost_role_ends_sessions(memory: Memory) -> None:
    cast = memory.cast
    unit = memory.as_(cast.moderator)
    unit.entrance.open(cast.moderator.id, Errand())
    do(memory, cast.administrator, members.set_role, members.SetRole("member"), cast.moderator.ref)
    assert memory.as_(cast.moderator).members.actor.role is Role.MEMBER
    assert unit.entrance.sessions(cast.moderator.id) == []


def test_the_last_administrator_stays(memory: Memory) -> None:
    with pytest.raises(Refused):
        do(memory, memory.cast.administrator, members.leave)
    with pytest.raises(Refused):
        do(
            memory,
            memory.cast.administrator,
            members.set_role,
            members.SetRole("member"),
            memory.cast.administrator.ref,
        )


def test_a_specialty_is_noted_and_taken_away_again(memory: Memory) -> None:
    cast = memory.cast
    do(memory, cast.moderator, members.set_specialty, members.Specialty("nephrology"), cast.colleague.ref)
    assert memory.as_(cast.colleague).members.actor.specialties == {"nephrology"}
    do(memory, cast.moderator, members.set_specialty, members.Specialty("nephrology"), cast.colleague.ref)
    assert memory.as_(cast.colleague).members.actor.specialties == frozenset()


def test_who_leaves_loses_everything_but_the_words(memory: Memory) -> None:
    cast = memory.cast
    consult = asked(memory)
    do(memory, cast.cardiologist, consults.accept, on=consult.ref)
    unit = memory.as_(cast.cardiologist)
    unit.entrance.open(cast.cardiologist.id, Errand())
    memory.unit(cast.scope()).members.set_specialties(cast.colleague, ["cardiology"])
    do(memory, cast.cardiologist, members.leave)
    gone = memory.unit(cast.scope()).members.get(cast.cardiologist.ref)
    assert (gone.active, gone.specialties, gone.channels) == (False, frozenset(), frozenset())
    assert memory.unit(cast.scope()).entrance.sessions(gone.id) == []
    assert state_of(memory, consult) == "open"
    assert "consult asked" in notices(memory, cast.colleague)


def test_a_moderator_can_not_remove_a_moderator(memory: Memory) -> None:
    with pytest.raises(Refused):
        do(memory, memory.cast.moderator, members.remove, on=memory.cast.administrator.ref)


def test_an_erased_members_acts_stay_in_a_whole_chain_under_no_name(memory: Memory) -> None:
    cast = memory.cast
    memory.as_(cast.outsider).audit.add("case reply")
    with pytest.raises(Refused):
        do(memory, cast.administrator, members.erase, on=cast.outsider.ref)
    do(memory, cast.outsider, members.leave)
    do(memory, cast.administrator, members.erase, on=cast.outsider.ref)
    unit = memory.as_(cast.administrator)
    assert unit.members.get(cast.outsider.ref).handle == "former member"
    row = unit.audit.latest()[-1]
    assert row.actor not in unit.audit.names()
    assert verify(AUDIT_KEY, unit.audit.walk(), unit.audit.head()).fault is None


def test_an_administrator_gives_a_member_a_new_link(memory: Memory) -> None:
    cast = memory.cast
    answer = do(memory, cast.administrator, members.give_link, on=cast.colleague.ref)
    secret = answer.blocks[1].text.removeprefix("/link#")  # type: ignore[union-attr]
    code = memory.as_(cast.administrator).directory.code(secret)
    assert code is not None
    assert (code.person, code.purpose) == (cast.colleague.id, "link")
