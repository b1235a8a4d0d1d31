"""Holding: which cases wait for a moderator before anybody else sees them, and letting them through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from bot import consult as consults
from bot.commands import Call, Cog, Field, Nothing
from bot.errors import Refused
from bot.i18n import say
from bot.model import CaseState, Hold, Role, SubjectKind
from bot.store.unit import Unit
from bot.views import Reply, reply

cog = Cog("holding")

HOLDS = (
    (Hold.OFF.value, "No case waits"),
    (Hold.HIGH.value, "Cases of high risk wait for a moderator"),
    (Hold.RAISED.value, "Cases of raised or high risk wait for a moderator"),
)


@dataclass(frozen=True, slots=True)
class Holding:
    above: Annotated[str, Field("Which cases wait", choices=HOLDS)]


@cog.command("community hold", Holding, "Choose which cases wait for a moderator", who=Role.ADMINISTRATOR)
def holding(call: Call[Holding], unit: Unit) -> Reply:
    unit.members.set_hold(Hold(call.form.above))
    unit.audit.add("hold", detail=call.form.above)
    return reply(say("From now on: {what}.", what=dict(HOLDS)[call.form.above]))


cog.notices["case held"] = "{ref} waits for a moderator: what is left in it may single a person out."
cog.notices["case released"] = "A moderator let {ref} through: it is posted now."


@cog.command("case release", Nothing, "Let a held case through", who=Role.MODERATOR, subject=SubjectKind.CASE)
def release(call: Call[Nothing], unit: Unit) -> Reply:
    case = unit.cases.get(call.on)
    if case.state is not CaseState.HELD:
        raise Refused(say("{ref} doesn't wait for a moderator.", ref=str(case.ref)))
    case = unit.cases.release(case)
    unit.posts.spread(case)
    for consult in unit.consults.of_case(case):
        consults.call_out(unit, case, unit.consults.restart(consult))
    unit.saved(case)
    unit.posts.tell(case.ref, case.author, "case released")
    return reply(say("{ref} is posted now.", ref=str(case.ref)), subject=case.ref)
