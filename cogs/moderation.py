"""What moderators see: the trace, its verification, what could not be delivered, and a case's earlier versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from bot.audit import Row, verify
from bot.commands import Call, Cog, Field, Nothing
from bot.errors import Missing, Refused
from bot.i18n import say
from bot.model import EntryKind, Ref, Role, SubjectKind
from bot.store.queue import Timer
from bot.store.unit import Unit
from bot.text import CleanText
from bot.views import Actions, Button, Code, Inline, Reply, Style, Table, Text, reply, words

cog = Cog("moderation")

HEAD_EVERY = timedelta(days=1)


@cog.query("audit show", Nothing, "The latest acts", who=Role.MODERATOR)
def trace(call: Call[Nothing], unit: Unit) -> Reply:
    names = unit.audit.names()
    rows = tuple(row_of(row, names) for row in unit.audit.latest())
    head = (say("No."), say("When"), say("Who"), say("Act"), say("Subject"), say("Detail"))
    return reply(Actions((Button(say("Verify the chain"), "audit verify"),)), Table(head, rows))


def row_of(row: Row, names: dict[str, str]) -> tuple[Inline, ...]:
    return (
        words(str(row.seq)), say("{when}", when=row.at), words(names.get(row.actor, row.actor)), words(row.action),
        words(row.subject or "-"), words(row.detail or "-"),
    )  # fmt: skip


@cog.query("audit verify", Nothing, "Check that the trace is whole", who=Role.MODERATOR)
def check(call: Call[Nothing], unit: Unit) -> Reply:
    verdict = verify(unit.audit.key, unit.audit.walk(), unit.audit.head())
    if verdict.fault:
        return reply(
            Text(say("The chain is broken: {fault}.", fault=verdict.fault), Style.WARNING),
            say("Keep the database as it is, restore nothing yet, and tell an administrator."),
        )
    return reply(
        say("The chain is whole: {count} rows. Its head is below; compare it with the one posted here daily. A cut tail"
            " shows only against a head kept elsewhere: curbside audit verify --head HEAD", count=verdict.rows),
        Code(str(verdict.head)),
    )  # fmt: skip


@cog.timer("audit head")
def post_head(timer: Timer, unit: Unit) -> None:
    """Post the chain's head to the moderators' channel, and again tomorrow."""
    head = unit.audit.head()
    for channel in unit.spaces.channels(purpose="moderators"):
        if head.seq:
            unit.posts.show(Ref(SubjectKind.HEAD, head.seq), channel.id)
    unit.timers.set({"audit head": unit.now + HEAD_EVERY})


@cog.card(SubjectKind.HEAD)
def head_card(ref: Ref, unit: Unit) -> Reply:
    viewer = unit.scope.viewer
    row = unit.audit.row(ref.number) if viewer is None or viewer.is_at_least(Role.MODERATOR) else None
    if row is None:
        raise Missing(say("There is no such row of the trace that you can see."))
    return reply(
        say("The trace stood at row {seq}, {when}. Keep this line.", seq=row.seq, when=row.at),
        Code(f"{row.seq}:{row.mac[:32]}"),
        subject=ref,
    )


@cog.query("head show", Nothing, "Show a posted head", who=Role.MODERATOR, subject=SubjectKind.HEAD)
def show_head(call: Call[Nothing], unit: Unit) -> Reply:
    return head_card(call.on, unit)


@cog.query("delivery list", Nothing, "What could not be delivered", who=Role.MODERATOR)
def dead_letters(call: Call[Nothing], unit: Unit) -> Reply:
    stuck = unit.outbox.dead()
    held = unit.directory.flag("hold") is not None
    rows = tuple(
        (words(str(Ref(SubjectKind.DELIVERY, s.ref))), words(s.subject), words(s.where), words(s.reason)) for s in stuck
    )
    return reply(
        Text(say("A backup was restored: nothing is delivered until an administrator confirms."), Style.WARNING)
        if held else None,
        Actions((Button(say("Deliver again"), "delivery resume"),)) if held else None,
        Table((say("Delivery"), say("Of"), say("Where"), say("Why not")), rows) if rows
        else say("Everything was delivered, or will be tried again."),
        Actions(tuple(Button(say("Try again"), "delivery retry", Ref(SubjectKind.DELIVERY, s.ref)) for s in stuck))
        if stuck else None,
    )  # fmt: skip


cog.notices["delivery stuck"] = "{ref} could not be delivered. See: delivery list"


@cog.command("delivery retry", Nothing, "Try a delivery again", who=Role.MODERATOR, subject=SubjectKind.DELIVERY)
def retry(call: Call[Nothing], unit: Unit) -> Reply:
    if not unit.outbox.retry(call.on.number):
        raise Refused(say("{ref} isn't waiting for that any more.", ref=str(call.on)))
    return reply(say("{ref} is tried again.", ref=str(call.on)))


@cog.command("delivery resume", Nothing, "Let a restored outbox go", who=Role.ADMINISTRATOR)
def resume(call: Call[Nothing], unit: Unit) -> Reply:
    unit.directory.set_flag("hold", None)
    return reply(say("Deliveries go on."))


@dataclass(frozen=True, slots=True)
class Report:
    reason: Annotated[CleanText | None, Field("What is wrong", "Without the patient's words.", lines=2,
                                              doubt="redact")] = None  # fmt: skip


@cog.command("case report", Report, "Tell the moderators about a case", subject=SubjectKind.CASE)
def report(call: Call[Report], unit: Unit) -> Reply:
    case = unit.cases.get(call.on)
    unit.tell_moderators(case.ref, "case reported")
    if call.form.reason:
        unit.cases.add(case, EntryKind.REPORT, call.form.reason)
    return reply(say("The moderators are told about {ref}.", ref=str(case.ref)), subject=case.ref)


cog.notices["case reported"] = "{ref} was reported. Look for what should not stand there."


@cog.query(
    "case versions", Nothing, "Earlier versions of a case, and reports", who=Role.MODERATOR, subject=SubjectKind.CASE
)
def versions(call: Call[Nothing], unit: Unit) -> Reply:
    case = unit.cases.get(call.on)
    blocks: list[Text] = []
    for number, parts in unit.cases.versions(case):
        blocks.append(Text(say("Version {version}", version=number), Style.HEADING))
        blocks += [Text(part.text, locator=f"part-{part.id}") for part in parts]
    for told in unit.cases.reports(case):
        blocks += [Text(say("Reported by {handle}, {when}", handle=told.handle, when=told.at), Style.SMALL)]
        blocks += [Text(told.text, locator=f"entry-{told.id}")]
    return reply(*blocks, subject=case.ref)
