"""Consults: a request to a specialty, and its way to an answer. The machine itself stands in bot/consult.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from bot import consult as machine
from bot.commands import Call, Cog, Field, Nothing
from bot.consult import Move
from bot.errors import Refused
from bot.i18n import Message, say
from bot.model import SPECIALTIES, CaseState, Consult, ConsultState, Person, Ref, SubjectKind, Urgency
from bot.store.queue import Timer
from bot.store.unit import Unit
from bot.text import CleanText
from bot.views import Actions, Button, Fields, Item, Reply, Style, Table, Text, reply, words

cog = Cog("consults")


@dataclass(frozen=True, slots=True)
class Request:
    specialty: Annotated[str, Field("Specialty", choices=SPECIALTIES)]
    question: Annotated[CleanText, Field("Your question", lines=3, patient=True)]
    intervention: Annotated[CleanText, Field("What you have in mind", "The test, treatment or decision you consider.",
                                             lines=2, patient=True)]  # fmt: skip
    outcome: Annotated[CleanText, Field("What you hope for", lines=2, patient=True)]
    urgency: Annotated[str, Field("How soon", machine.NOT_FOR_EMERGENCIES, choices=tuple(Urgency))] = "routine"


@dataclass(frozen=True, slots=True)
class Ask:
    text: Annotated[CleanText, Field("What do you need to know?", lines=3)]


@dataclass(frozen=True, slots=True)
class Supply:
    text: Annotated[CleanText, Field("The information", lines=5, patient=True)]


@dataclass(frozen=True, slots=True)
class Answer:
    text: Annotated[CleanText, Field("Your answer", "Begin with the question as you understood it.", lines=6)]


@dataclass(frozen=True, slots=True)
class Thanks:
    text: Annotated[CleanText | None, Field("A word back", "What you will do; or leave it empty.", lines=2)] = None


@dataclass(frozen=True, slots=True)
class Queue:
    specialty: Annotated[str | None, Field("Specialty", choices=SPECIALTIES)] = None


def from_case(ref: Ref | None, unit: Unit) -> Mapping[str, str | CleanText]:
    case = unit.cases.get(ref) if ref else None
    names = ("question", "intervention", "outcome")
    return {name: text for name in names if case and (text := case.part(name))}


@cog.command("consult request", Request, "Ask a specialist about a case", subject=SubjectKind.CASE, prefill=from_case)
def request(call: Call[Request], unit: Unit) -> Reply:
    case = unit.cases.get(call.on)
    if case.author != call.actor.id:
        raise Refused(say("Only the author of {ref} can ask a specialist about it.", ref=str(case.ref)))
    if case.state is CaseState.WITHDRAWN:
        raise Refused(say("{ref} was withdrawn.", ref=str(case.ref)))
    form = call.form
    texts = {"question": form.question, "intervention": form.intervention, "outcome": form.outcome}
    consult = machine.request(unit, case, form.specialty, Urgency(form.urgency), texts)
    return reply(
        say("Consult {ref} is open. {specialty} is asked; you are told when somebody accepts.", ref=str(consult.ref),
            specialty=consult.specialty),
        Text(say(machine.NOT_FOR_EMERGENCIES), Style.WARNING),
        subject=consult.ref,
    )  # fmt: skip


@cog.command("consult accept", Nothing, "Take a consult", subject=SubjectKind.CONSULT)
def accept(call: Call[Nothing], unit: Unit) -> Reply:
    consult = move(call, unit, Move.ACCEPT, assignee=call.actor.id)
    unit.posts.tell(consult.ref, consult.requester, "consult accepted")
    return done(say("You have {ref}. Answer by {due}.", ref=str(consult.ref), due=consult.due), consult, call.actor)


@cog.command("consult decline", Nothing, "Pass a consult on", subject=SubjectKind.CONSULT)
def decline(call: Call[Nothing], unit: Unit) -> Reply:
    before = unit.consults.get(call.on)
    consult = move(call, unit, Move.DECLINE, assignee=None)
    unit.consults.decline(consult)
    if before.assignee is not None:  # it was accepted: the call goes out again
        for person in unit.members.of_specialty(consult.specialty):
            if machine.may_take(consult, person) and person.id not in unit.consults.declined_by(consult):
                unit.posts.tell(consult.ref, person.id, "consult asked")
    elif everyone_declined(unit, consult):
        widen(unit, consult)
    return reply(say("Thank you for saying so. {ref} goes to others.", ref=str(consult.ref)), subject=consult.ref)


@cog.command("consult ask", Ask, "Ask for information", subject=SubjectKind.CONSULT)
def ask(call: Call[Ask], unit: Unit) -> Reply:
    consult = move(call, unit, Move.ASK, text=call.form.text)
    unit.posts.tell(consult.ref, consult.requester, "consult information")
    return done(say("{handle} is asked.", handle=consult.requester_handle), consult, call.actor)


@cog.command("consult supply", Supply, "Give the information asked for", subject=SubjectKind.CONSULT)
def supply(call: Call[Supply], unit: Unit) -> Reply:
    consult = move(call, unit, Move.SUPPLY, text=call.form.text)
    tell_assignee(unit, consult, "consult supplied")
    return done(say("The specialist is told."), consult, call.actor)


@cog.command("consult answer", Answer, "Answer a consult", subject=SubjectKind.CONSULT)
def answer(call: Call[Answer], unit: Unit) -> Reply:
    consult = move(call, unit, Move.ANSWER, text=call.form.text, assignee=call.actor.id)
    unit.timers.cancel(consult.ref)
    unit.posts.tell(consult.ref, consult.requester, "consult answered")
    return done(say("Thank you: {handle} is told.", handle=consult.requester_handle), consult, call.actor)


@cog.command("consult acknowledge", Thanks, "Say that you read the answer", subject=SubjectKind.CONSULT)
def acknowledge(call: Call[Thanks], unit: Unit) -> Reply:
    consult = move(call, unit, Move.ACKNOWLEDGE, text=call.form.text)
    tell_assignee(unit, consult, "consult acknowledged")
    return done(say("The specialist is told."), consult, call.actor)


@cog.command("consult close", Nothing, "Close a consult", subject=SubjectKind.CONSULT)
def close(call: Call[Nothing], unit: Unit) -> Reply:
    consult = move(call, unit, Move.CLOSE)
    return done(say("{ref} is closed. Its answer stays where the next doctor finds it.", ref=str(consult.ref)), consult,
                call.actor)  # fmt: skip


@cog.command("consult withdraw", Nothing, "Take a consult back", subject=SubjectKind.CONSULT, final=True)
def withdraw(call: Call[Nothing], unit: Unit) -> Reply:
    consult = move(call, unit, Move.WITHDRAW)
    unit.timers.cancel(consult.ref)
    tell_assignee(unit, consult, "consult withdrawn")
    return reply(say("{ref} is withdrawn.", ref=str(consult.ref)), subject=consult.ref)


@cog.query("consult queue", Queue, "Consults that wait")
def queue(call: Call[Queue], unit: Unit) -> Reply:
    waiting = unit.consults.queue(call.form.specialty)
    if not waiting:
        return reply(say("Nothing waits."))
    rows = tuple(
        (words(str(c.ref)), words(c.specialty), headline(c), words(machine.STATE_WORDS[c.state]),
         words(c.assignee_handle or "-"), say("{due}", due=c.due))
        for c in waiting
    )  # fmt: skip
    head = (say("Consult"), say("Specialty"), say("Question"), say("State"), say("With"), say("Due"))
    return reply(Table(head, rows))


@cog.query("consult show", Nothing, "Show a consult", subject=SubjectKind.CONSULT)
def show(call: Call[Nothing], unit: Unit) -> Reply:
    return card(call.on, unit)


LABELS = {
    "question": "Question", "intervention": "In mind", "outcome": "Hoped for", Move.ASK: "Information asked",
    Move.SUPPLY: "Information", Move.ANSWER: "Answer", Move.ACKNOWLEDGE: "Word back",
}  # fmt: skip


@cog.card(SubjectKind.CONSULT)
def card(ref: Ref, unit: Unit) -> Reply:
    consult = unit.consults.get(ref)
    viewer = unit.scope.viewer
    items = tuple(Item(say(LABELS[entry.kind]), entry.text, f"consult-{entry.id}") for entry in consult.entries)
    if unit.cases.get(consult.case).state is CaseState.WITHDRAWN:
        return reply(say("{ref} was withdrawn with its case.", ref=str(ref)), subject=ref)
    return reply(
        Text(say("{ref} · {specialty}", ref=str(ref), specialty=consult.specialty), Style.HEADING),
        Text(state(consult, unit), Style.SMALL),
        Text(say("About {case}, asked by {handle}, {when}", case=str(consult.case),
                 handle=unit.members.byline(consult.requester, consult.requester_handle), when=consult.asked),
             Style.SMALL),
        Fields(items),
        Text(say(machine.NOT_FOR_EMERGENCIES), Style.WARNING),
        buttons(consult, viewer),
        subject=ref,
    )  # fmt: skip


def state(consult: Consult, unit: Unit) -> Message:
    name = say(machine.STATE_WORDS[consult.state]).text()
    if consult.state in (ConsultState.OPEN,):
        return say("{state} · {urgency}, due {due}", state=name, urgency=consult.urgency.value, due=consult.due)
    if consult.assignee is None:
        return say(machine.STATE_WORDS[consult.state])
    handle = unit.members.byline(consult.assignee, consult.assignee_handle or "")
    return say("{state} · with {handle}", state=name, handle=handle)


def buttons(consult: Consult, viewer: Person | None) -> Actions | None:
    moves = machine.possible(consult, viewer) if viewer is not None else machine.moves_of(consult.state)
    offered = [
        Button(say(machine.RULES[m].label), f"consult {m.value}", consult.ref, primary=i == 0)
        for i, m in enumerate(moves)
    ]
    return Actions(tuple(offered)) if offered else None


def headline(consult: Consult) -> CleanText:
    question = consult.latest("question")
    return question.excerpt(80) if question is not None else CleanText.nothing()


def move(call: Call[Any], unit: Unit, step: Move, *, text: CleanText | None = None, **values: Any) -> Consult:
    """Make one move of the machine: its state, its words, its copies in the channels."""
    consult = unit.consults.get(call.on)
    target = machine.target(consult, call.actor, step)
    consult = unit.consults.move(consult, target, **values)
    if text is not None:
        unit.consults.add(consult, {step: text})
    unit.saved(unit.cases.get(consult.case))
    return unit.consults.get(consult.ref)


def done(sentence: Any, consult: Consult, actor: Person) -> Reply:
    return reply(sentence, buttons(consult, actor), subject=consult.ref)


def tell_assignee(unit: Unit, consult: Consult, notice: str) -> None:
    if consult.assignee is not None:
        unit.posts.tell(consult.ref, consult.assignee, notice)


def everyone_declined(unit: Unit, consult: Consult) -> bool:
    able = {p.id for p in unit.members.of_specialty(consult.specialty) if machine.may_take(consult, p)}
    return able <= unit.consults.declined_by(consult)


def widen(unit: Unit, consult: Consult) -> None:
    """Nobody accepts: every specialist may, and the moderators, who know whom to ask, are told."""
    if consult.widened:
        return
    unit.consults.widen(consult)
    unit.audit.add("consult widened", consult.ref)
    unit.tell_moderators(consult.ref, "consult widened")
    unit.posts.refresh(consult.ref)


cog.notices.update(
    {
        "consult asked": "A colleague asks your specialty: {ref}.",
        "consult reminder": "{ref} still waits for your specialty. Can you take it?",
        "consult widened": "Nobody has accepted {ref}: any specialist may take it now. Do you know whom to ask?",
        "consult overdue": "{ref} is past its time. Please answer it, or pass it on.",
        "consult accepted": "A specialist accepted {ref}.",
        "consult information": "The specialist needs information for {ref}.",
        "consult supplied": "The information for {ref} is there.",
        "consult answered": "{ref} is answered.",
        "consult acknowledged": "Your answer to {ref} was read.",
        "consult withdrawn": "{ref} was withdrawn; nothing is left to do.",
    }
)


def open_still(timer: Timer, unit: Unit, *states: ConsultState) -> Consult | None:
    """The consult that a timer is about, if it is in one of these states."""
    if timer.subject is None:
        return None
    consult = unit.consults.get(timer.subject)
    return consult if consult.state in states else None


@cog.timer("consult remind")
def remind(timer: Timer, unit: Unit) -> None:
    if consult := open_still(timer, unit, ConsultState.OPEN):
        for person in unit.members.of_specialty(consult.specialty):
            if machine.may_take(consult, person) and person.id not in unit.consults.declined_by(consult):
                unit.posts.tell(consult.ref, person.id, "consult reminder")


@cog.timer("consult widen")
def widen_call(timer: Timer, unit: Unit) -> None:
    if consult := open_still(timer, unit, ConsultState.OPEN):
        widen(unit, consult)


@cog.timer("consult overdue")
def overdue(timer: Timer, unit: Unit) -> None:
    if consult := open_still(timer, unit, ConsultState.OPEN, ConsultState.ACCEPTED):
        tell_assignee(unit, consult, "consult overdue")
        unit.tell_moderators(consult.ref, "consult overdue")
