"""Cases: post, update, edit, reply, withdraw, search, follow. Redaction stands in cogs/redaction.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from bot import consult as consults
from bot.case import add
from bot.commands import Call, Cog, Field, Nothing
from bot.errors import Refused
from bot.i18n import Message, say
from bot.model import (
    SPECIALTIES,
    Audience,
    Case,
    CaseState,
    Channel,
    Consult,
    Entry,
    EntryKind,
    Hold,
    Person,
    Ref,
    Role,
    SubjectKind,
    Urgency,
)  # fmt: skip
from bot.review import RiskLevel
from bot.search import parse
from bot.store.posts import Copy
from bot.store.unit import Unit
from bot.template import AGE_BANDS, AUDIENCES, CONSENTS, PARTS, SEXES, suggest
from bot.text import CleanText
from bot.views import Actions, Button, Fields, Item, Reply, Style, Table, Text, Thread, reply, words

cog = Cog("cases")


@dataclass(frozen=True, slots=True)
class Post:
    text: Annotated[CleanText, Field("The case", "Paste or type it as it is: the patient is taken out before anyone"
                                     " sees it.", lines=10, patient=True)]  # fmt: skip
    question: Annotated[CleanText, Field("Your question", lines=2, patient=True)]
    intervention: Annotated[CleanText, Field("What you have in mind", "The test, treatment or decision you consider.",
                                             lines=2, patient=True)]  # fmt: skip
    outcome: Annotated[CleanText, Field("What you hope for", "The outcome wanted, for the patient or from this.",
                                        lines=2, patient=True)]  # fmt: skip
    consent: Annotated[str, Field("Consent", "Never the patient's name.", choices=CONSENTS)]
    specialty: Annotated[str | None, Field("Also ask a specialist", choices=SPECIALTIES)] = None
    urgency: Annotated[str, Field("How soon", consults.NOT_FOR_EMERGENCIES, choices=tuple(Urgency))] = "routine"
    audience: Annotated[str, Field("Who may see it", choices=AUDIENCES)] = "community"
    age_band: Annotated[str | None, Field("Age", choices=AGE_BANDS, more=True)] = None
    sex: Annotated[str | None, Field("Sex", choices=SEXES, more=True)] = None
    region: Annotated[CleanText | None, Field("Country or region", patient=True, more=True)] = None
    setting: Annotated[CleanText | None, Field("Setting", "Rural post, district hospital, teaching hospital …",
                                               patient=True, more=True)] = None  # fmt: skip
    available: Annotated[CleanText | None, Field("What is available there", "Advice that can't be"
                                                 " followed helps nobody.", patient=True,
                                                 more=True)] = None  # fmt: skip
    timeline: Annotated[CleanText | None, Field("Timeline", lines=2, patient=True, more=True)] = None
    findings: Annotated[CleanText | None, Field("Findings", lines=2, patient=True, more=True)] = None
    tests: Annotated[CleanText | None, Field("Tests", lines=2, patient=True, more=True)] = None
    treatment: Annotated[CleanText | None, Field("Treatment so far", lines=2, patient=True, more=True)] = None
    differential: Annotated[CleanText | None, Field("Differential", lines=2, patient=True, more=True)] = None


@dataclass(frozen=True, slots=True)
class Edit:
    text: Annotated[CleanText, Field("The case", lines=10, patient=True)]
    question: Annotated[CleanText, Field("Your question", lines=2, patient=True)]
    intervention: Annotated[CleanText, Field("What you have in mind", lines=2, patient=True)]
    outcome: Annotated[CleanText, Field("What you hope for", lines=2, patient=True)]


@dataclass(frozen=True, slots=True)
class Update:
    text: Annotated[CleanText, Field("What happened since", "Say on which day of the course it was.", lines=6,
                                     patient=True)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Say:
    text: Annotated[CleanText, Field("Your reply", lines=4)]


@dataclass(frozen=True, slots=True)
class Search:
    query: Annotated[CleanText, Field("Search", 'Words, "phrases", -exclusions.', limit=200, doubt="redact")]


def last_consent(_: Ref | None, unit: Unit) -> Mapping[str, str | CleanText]:
    consent = unit.members.consent_of(unit.members.actor)
    return {"consent": consent} if consent else {}


def mine_alone(ref: Ref | None, unit: Unit) -> Mapping[str, str | CleanText]:
    """Nothing to begin with, but Refused now, and not after everything was written."""
    if ref is not None:
        own(unit, ref)
    return {}


def present(ref: Ref | None, unit: Unit) -> Mapping[str, str | CleanText]:
    """The text as it stands, for an edit."""
    case = own(unit, ref) if ref else None
    return {part.name: part.text for part in case.parts} if case else {}


@cog.command("case post", Post, "Post a case, without the patient in it", suggest=suggest, prefill=last_consent)
def post(call: Call[Post], unit: Unit) -> Reply:
    form = call.form
    channel = unit.spaces.channel(call.origin.channel) if call.origin.channel is not None else None
    audience = Audience(form.audience)
    check_audience(audience, form.specialty, channel)
    case = unit.cases.create(
        {name: text for name in PARTS if (text := getattr(form, name))},
        channel=channel, audience=audience, consent=form.consent, age_band=form.age_band, sex=form.sex,
        specialty=form.specialty if audience is Audience.SPECIALTY else None, held=must_wait(call.risk, unit),
    )  # fmt: skip
    unit.members.remember_consent(form.consent)
    if case.state is CaseState.HELD:
        return hold(case, form, unit)
    unit.posts.spread(case)
    unit.saved(case)
    unit.posts.whisper(case.ref, call.actor.id, "case posted")  # in chat, with Withdraw beside it
    if form.specialty is None:
        return reply(say("{ref} is posted.", ref=str(case.ref)), buttons(case, call.actor), subject=case.ref)
    consult = ask(case, form, unit, form.specialty)
    return reply(
        say("{ref} is posted, and consult {consult} is open.", ref=str(case.ref), consult=str(consult.ref)),
        Text(say(consults.NOT_FOR_EMERGENCIES), Style.WARNING),
        buttons(case, call.actor),
        subject=case.ref,
    )


def ask(case: Case, form: Post, unit: Unit, specialty: str) -> Consult:
    asked = {name: part for name in ("question", "intervention", "outcome") if (part := case.part(name))}
    return consults.request(unit, case, specialty, Urgency(form.urgency), asked)


def must_wait(risk: RiskLevel, unit: Unit) -> bool:
    """Whether the community wants a moderator to look first at what carries this risk."""
    hold = unit.members.current().hold
    return (risk is RiskLevel.HIGH and hold is not Hold.OFF) or (risk is RiskLevel.RAISED and hold is Hold.RAISED)


def hold(case: Case, form: Post, unit: Unit) -> Reply:
    if form.specialty is not None:
        ask(case, form, unit, form.specialty)
    unit.tell_moderators(case.ref, "case held")
    return reply(
        say("{ref} is kept, and waits for a moderator: what is left in it may single a person out. You are told when it"
            " is posted; editing it can help.", ref=str(case.ref)),
        buttons(case, unit.members.actor),
        subject=case.ref,
    )  # fmt: skip


def check_audience(audience: Audience, specialty: str | None, channel: Channel | None) -> None:
    if audience is Audience.SPECIALTY and specialty is None:
        raise Refused(say("To show it to one specialty alone, choose the specialty to ask."))
    if audience is Audience.CHANNEL and channel is None:
        raise Refused(say("To show it in one channel alone, start from that channel."))


@cog.command("case edit", Edit, "Change the text of a case", subject=SubjectKind.CASE, prefill=present)
def edit(call: Call[Edit], unit: Unit) -> Reply:
    case = own(unit, call.on)
    kept = {part.name: part.text for part in case.parts}
    changed = {name: getattr(call.form, name) for name in ("text", "question", "intervention", "outcome")}
    case = unit.cases.revise(case, {name: text for name in PARTS if (text := (kept | changed).get(name))})
    unit.saved(case)
    return reply(say("{ref} now reads as you wrote it (version {version}).", ref=str(case.ref), version=case.version),
                 subject=case.ref)  # fmt: skip


@cog.command("case update", Update, "Tell how a case went on", subject=SubjectKind.CASE, prefill=mine_alone)
def update(call: Call[Update], unit: Unit) -> Reply:
    case = add(unit, own(unit, call.on), EntryKind.UPDATE, call.form.text, notice="case update")
    return reply(say("Your update stands under {ref}.", ref=str(case.ref)), subject=case.ref)


@cog.command("case reply", Say, "Reply to a case", subject=SubjectKind.CASE)
def add_reply(call: Call[Say], unit: Unit) -> Reply:
    case = unit.cases.get(call.on)
    check_open(case)
    case = add(unit, case, EntryKind.REPLY, call.form.text, notice="case reply")
    return reply(say("Your reply stands under {ref}.", ref=str(case.ref)), subject=case.ref)


@cog.command("case withdraw", Nothing, "Take a case back", subject=SubjectKind.CASE, final=True)
def withdraw(call: Call[Nothing], unit: Unit) -> Reply:
    case = unit.cases.get(call.on)
    if case.author != call.actor.id and not call.actor.is_at_least(Role.MODERATOR):
        raise Refused(say("Only its author or a moderator can withdraw {ref}.", ref=str(case.ref)))
    check_open(case)
    for consult in unit.consults.of_case(case):
        if consults.Move.WITHDRAW in consults.moves_of(consult.state):
            unit.consults.move(consult, consults.RULES[consults.Move.WITHDRAW].target)
            unit.timers.cancel(consult.ref)
    unit.cases.withdraw(case)
    unit.saved(case, all_of_it=True)
    return reply(say("{ref} is withdrawn: its text is no longer shown anywhere.", ref=str(case.ref)), subject=case.ref)


@cog.command("case follow", Nothing, "Follow a case, or stop following it", subject=SubjectKind.CASE)
def follow(call: Call[Nothing], unit: Unit) -> Reply:
    case = unit.cases.get(call.on)
    follows = unit.cases.follow(case, call.actor.id)
    sentence = (
        say("You follow {ref}: you are told of replies and updates.", ref=str(case.ref))
        if follows
        else say("You no longer follow {ref}.", ref=str(case.ref))
    )
    return reply(sentence, subject=case.ref)


@cog.query("case search", Search, "Search the community's cases and answers")
def search(call: Call[Search], unit: Unit) -> Reply:
    query = parse(str(call.form.query))
    if query is None:
        raise Refused(say("Type at least one word to look for."))
    found = unit.index.search(query)
    if not found:
        return reply(say("Nothing found for {query}. Try fewer or other words.", query=call.form.query))
    rows = tuple((words(str(f.case)), f.excerpt, words(f.handle)) for f in found)
    return reply(
        say("{count} found for {query}.", count=len(found), query=call.form.query),
        Table((say("Case"), say("Begins"), say("By")), rows),
    )


@cog.query("case copies", Nothing, "Where a case stands", subject=SubjectKind.CASE)
def copies(call: Call[Nothing], unit: Unit) -> Reply:
    """The receipts: each copy, and whether it shows what is said now."""
    case = unit.cases.get(call.on)
    rows = tuple(
        (words(str(c.subject)), words(c.platform), words(c.channel), receipt(c)) for c in unit.posts.copies(case)
    )
    if not rows:
        return reply(say("{ref} stands on its own page alone.", ref=str(case.ref)), subject=case.ref)
    return reply(Table((say("What"), say("Platform"), say("Channel"), say("Receipt")), rows), subject=case.ref)


def receipt(copy: Copy) -> Message:
    if copy.gone:
        return say("deleted there by hand")
    if copy.stuck:
        return say("could not be delivered")
    if not copy.arrived:
        return say("on its way")
    return say("arrived") if copy.current else say("a change is on its way")


@cog.query("case list", Nothing, "The newest cases")
def newest(call: Call[Nothing], unit: Unit) -> Reply:
    cases = unit.cases.latest()
    if not cases:
        return reply(say("No case yet. Post the first one: case post"))
    rows = tuple((words(str(c.ref)), c.headline, words(c.handle)) for c in cases)
    return reply(Table((say("Case"), say("Question"), say("By")), rows))


@cog.query("case show", Nothing, "Show a case", subject=SubjectKind.CASE)
def show(call: Call[Nothing], unit: Unit) -> Reply:
    return card(call.on, unit)


cog.notices["case posted"] = "{ref} is posted. Only you see the buttons below: change it, or take it back."
cog.notices["case reply"] = "A new reply under {ref}."
cog.notices["case update"] = "News of {ref}: how it went on."


@cog.card(SubjectKind.CASE)
def card(ref: Ref, unit: Unit) -> Reply:
    case = unit.cases.get(ref)
    if case.state is CaseState.WITHDRAWN:
        return reply(say("{ref} was withdrawn.", ref=str(ref)), subject=ref)
    items = tuple(
        Item(say(PARTS[part.name]), part.text, f"part-{part.id}") for part in case.parts if part.name != "text"
    )
    who = ", ".join(word for word in (case.age_band, case.sex) if word)
    text = next(part for part in case.parts if part.name == "text")
    return reply(
        Text(say("{ref} · {question}", ref=str(ref), question=case.headline), Style.HEADING),
        Text(say("{handle}, {when}", handle=unit.members.byline(case.author, case.handle), when=case.created),
             Style.SMALL),
        Text(say("Patient: {who}", who=who), Style.SMALL) if who else None,
        Text(say("It waits for a moderator; nobody else sees it."), Style.WARNING)
        if case.state is CaseState.HELD else None,
        Text(text.text, locator=f"part-{text.id}"),
        Fields(items),
        Thread(tuple(block for entry in case.entries for block in said(unit, entry))) if case.entries else None,
        *(
            Text(say("Consult {ref}: {specialty}, {state}", ref=str(c.ref), specialty=c.specialty,
                     state=consults.STATE_WORDS[c.state].lower()), Style.SMALL)
            for c in unit.consults.of_case(case)
        ),
        buttons(case, unit.scope.viewer),
        subject=ref,
    )  # fmt: skip


@cog.card(SubjectKind.ENTRY)
def entry_card(ref: Ref, unit: Unit) -> Reply:
    """A reply or an update on its own, as it stands in a thread."""
    case = unit.cases.of_entry(ref)
    entry = next((e for e in case.entries if e.ref == ref), None)
    if entry is None and case.state is CaseState.WITHDRAWN:
        return reply(say("{ref} was withdrawn, and this with it.", ref=str(case.ref)), subject=case.ref)
    if entry is None:
        return reply(say("Its author deleted this reply."), subject=case.ref)
    return reply(*said(unit, entry), subject=case.ref)


def said(unit: Unit, entry: Entry) -> tuple[Text, Text]:
    """Who said something under a case, and what."""
    by = unit.members.byline(entry.author, entry.handle)
    sentence = (
        say("Update, {when}", when=entry.at)
        if entry.kind == EntryKind.UPDATE
        else say("{handle} replied, {when}", handle=by, when=entry.at)
    )
    return Text(sentence, Style.SMALL), Text(entry.text, locator=f"entry-{entry.id}")


def buttons(case: Case, viewer: Person | None) -> Actions:
    """What the viewer may do; on a card that many see, what anyone may."""
    mine = viewer is not None and viewer.id == case.author
    if case.state is CaseState.HELD and viewer is not None and viewer.is_at_least(Role.MODERATOR):
        return Actions((
            Button(say("Let it through"), "case release", case.ref, primary=True),
            Button(say("Withdraw"), "case withdraw", case.ref),
        ))  # fmt: skip
    offered = [Button(say("Reply"), "case reply", case.ref, primary=not mine)]
    if mine:
        offered += [
            Button(say("Ask a specialist"), "consult request", case.ref, primary=True),
            Button(say("Update"), "case update", case.ref),
            Button(say("Edit"), "case edit", case.ref),
        ]
    else:
        offered.append(Button(say("Follow"), "case follow", case.ref))
    if mine or (viewer is not None and viewer.is_at_least(Role.MODERATOR)):
        offered.append(Button(say("Withdraw"), "case withdraw", case.ref))
    return Actions(tuple(offered))


def own(unit: Unit, ref: Ref) -> Case:
    """The case, if the unit's viewer wrote it and it stands; Refused otherwise."""
    case = unit.cases.get(ref)
    check_open(case)
    if case.author != unit.cases.actor.id:
        raise Refused(say("Only its author can change {ref}. You can reply to it.", ref=str(ref)))
    return case


def check_open(case: Case) -> None:
    if case.state is CaseState.WITHDRAWN:
        raise Refused(say("{ref} was withdrawn.", ref=str(case.ref)))
