"""A consult's life, declared once: which move leads from which state to which, who may make it, and its clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import Refused
from bot.i18n import Message, say
from bot.model import Case, CaseState, Consult, ConsultState, Person, Role, Urgency
from bot.text import CleanText

if TYPE_CHECKING:
    from bot.store.unit import Unit

S = ConsultState


class Move(StrEnum):
    """The value is the second word of the command that makes the move."""

    ACCEPT = "accept"
    DECLINE = "decline"
    ASK = "ask"
    SUPPLY = "supply"
    ANSWER = "answer"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"
    WITHDRAW = "withdraw"


def is_requester(consult: Consult, person: Person) -> bool:
    return consult.requester == person.id


def is_assignee(consult: Consult, person: Person) -> bool:
    return consult.assignee == person.id


def may_take(consult: Consult, person: Person) -> bool:
    """A specialist of the specialty asked; once the call is widened, any specialist. Never who asked."""
    if is_requester(consult, person):
        return False
    return consult.specialty in person.specialties or (consult.widened and bool(person.specialties))


def takes_part(consult: Consult, person: Person) -> bool:
    """The assignee; while nobody is, whoever may take it."""
    return is_assignee(consult, person) or (consult.assignee is None and may_take(consult, person))


def may_end(consult: Consult, person: Person) -> bool:
    return is_requester(consult, person) or person.is_at_least(Role.MODERATOR)


@dataclass(frozen=True, slots=True)
class Rule:
    sources: frozenset[S]
    target: S
    who: Callable[[Consult, Person], bool]
    label: str  # of its button, a message id


# In the order of their buttons: what moves the consult on comes first.
RULES: dict[Move, Rule] = {
    Move.ACCEPT: Rule(frozenset({S.OPEN}), S.ACCEPTED, may_take, "Accept"),
    Move.ANSWER: Rule(frozenset({S.OPEN, S.ACCEPTED, S.INFORMATION}), S.ANSWERED, takes_part, "Answer"),
    Move.ASK: Rule(frozenset({S.ACCEPTED}), S.INFORMATION, is_assignee, "Need information"),
    Move.DECLINE: Rule(frozenset({S.OPEN, S.ACCEPTED, S.INFORMATION}), S.OPEN, takes_part, "Not me"),
    Move.SUPPLY: Rule(frozenset({S.INFORMATION}), S.ACCEPTED, is_requester, "Supply information"),
    Move.ACKNOWLEDGE: Rule(frozenset({S.ANSWERED}), S.ACKNOWLEDGED, is_requester, "Thank you, read"),
    Move.CLOSE: Rule(frozenset({S.ANSWERED, S.ACKNOWLEDGED}), S.CLOSED, may_end, "Close"),
    Move.WITHDRAW: Rule(frozenset({S.OPEN, S.ACCEPTED, S.INFORMATION}), S.WITHDRAWN, may_end, "Withdraw"),
}

# The time allowed until an answer. A consult is not for emergencies: the shortest is hours.
ALLOWED = {
    Urgency.ROUTINE: timedelta(hours=72),
    Urgency.SOON: timedelta(hours=24),
    Urgency.TODAY: timedelta(hours=4),
}
# Shares of it after which nobody's acceptance is followed up: a reminder, then the call widens (FIELD: 'reassign at
# half the time allowed').
REMIND_AT = 0.25
WIDEN_AT = 0.5

NOT_FOR_EMERGENCIES = "Not for emergencies: if this patient can't wait, call the service on duty."

STATE_WORDS: dict[S, str] = {
    S.OPEN: "Waiting for a specialist",
    S.ACCEPTED: "Accepted",
    S.INFORMATION: "Information asked for",
    S.ANSWERED: "Answered",
    S.ACKNOWLEDGED: "Answer read",
    S.CLOSED: "Closed",
    S.WITHDRAWN: "Withdrawn",
}


def request(unit: Unit, case: Case, specialty: str, urgency: Urgency, texts: Mapping[str, CleanText]) -> Consult:
    """Open a consult about a case, set its clocks, and call those who may take it.

    ``texts`` holds the question, the intervention in mind and the outcome wanted: naming both of these roughly halves
    the requests that stay unanswered (OR 0.54 and 0.46 in 708 e-mail consults).
    """
    consult = unit.consults.open(case, specialty, urgency)
    unit.consults.add(consult, texts)
    if case.state is not CaseState.HELD:  # nobody is called before a moderator has let the case through
        call_out(unit, case, consult)
    unit.saved(case)
    return consult


def call_out(unit: Unit, case: Case, consult: Consult) -> None:
    """Set a consult's clocks, show it beside its case, and call those who may take it."""
    allowed = ALLOWED[consult.urgency]
    clocks = {"consult remind": REMIND_AT * allowed, "consult widen": WIDEN_AT * allowed, "consult overdue": allowed}
    unit.timers.set({kind: unit.now + after for kind, after in clocks.items()}, consult.ref)
    unit.posts.spread(case, consult.ref)
    for person in unit.members.of_specialty(consult.specialty):
        if may_take(consult, person):
            unit.posts.tell(consult.ref, person.id, "consult asked")


def possible(consult: Consult, person: Person) -> tuple[Move, ...]:
    """The moves open to this person now, in the order of their buttons."""
    return tuple(m for m, rule in RULES.items() if consult.state in rule.sources and rule.who(consult, person))


def moves_of(state: S) -> tuple[Move, ...]:
    """The moves that a state allows to somebody: the buttons of a card that many people see."""
    return tuple(m for m, rule in RULES.items() if state in rule.sources)


def target(consult: Consult, person: Person, move: Move) -> S:
    """The state that the move leads to; Refused, with what is possible instead, where it is not allowed."""
    if move in possible(consult, person):
        return RULES[move].target
    instead = ", ".join(m.value for m in possible(consult, person))
    state = STATE_WORDS[consult.state].lower()
    if instead:
        refusal = say(
            "{ref} is now: {state}. What you can do: {moves}.", ref=str(consult.ref), state=state, moves=instead
        )
    else:
        refusal = _why_nothing(consult, move, state)
    raise Refused(refusal)


def _why_nothing(consult: Consult, move: Move, state: str) -> Message:
    if consult.state in RULES[move].sources and move in (Move.ACCEPT, Move.DECLINE, Move.ANSWER):
        return say(
            "{ref} waits for {specialty}. Write a reply in its thread, or ask a moderator to note your specialties.",
            ref=str(consult.ref), specialty=consult.specialty,
        )  # fmt: skip
    return say("{ref} is now: {state}. Nothing is left for you to do there; you can reply in its thread.",
               ref=str(consult.ref), state=state)  # fmt: skip
