"""Redact: a word that slipped through is selected, and is gone from every version, entry, copy and the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from bot.commands import Call, Cog, Field
from bot.errors import Refused
from bot.i18n import say
from bot.model import Role, SubjectKind
from bot.store.unit import Unit
from bot.views import Reply, reply

cog = Cog("redaction")

cog.notices["reply redacted"] = (
    "Something was redacted in your reply under {ref}, and your own message is being taken down; if you still see it,"
    " please delete it."
)


@dataclass(frozen=True, slots=True)
class Redact:
    """Where the word stands. The word itself is never typed: it would be one more copy of it."""

    locator: Annotated[str, Field("Text", pattern=r"(part|entry|consult)-[1-9][0-9]{0,9}")]
    start: Annotated[int, Field("From")]
    end: Annotated[int, Field("To")]


@cog.command("case redact", Redact, "Take out a word that slipped through", subject=SubjectKind.CASE)
def redact(call: Call[Redact], unit: Unit) -> Reply:
    case = unit.cases.get(call.on)
    form = call.form
    if case.author != call.actor.id and not call.actor.is_at_least(Role.MODERATOR):
        raise Refused(say("Only its author or a moderator can redact in {ref}. Tell a moderator.", ref=str(case.ref)))
    if unit.redaction.case_of(form.locator) != case.id:
        raise Refused(say("That text isn't part of {ref}. Reload the page and select it again.", ref=str(case.ref)))
    count, touched = unit.redaction.everywhere(case.id, unit.redaction.selection(form.locator, form.start, form.end))
    typed = unit.posts.take_down_copies(touched)
    for author in {entry.author for entry in case.entries if entry.ref in typed} - {call.actor.id}:
        unit.posts.tell(case.ref, author, "reply redacted")
    unit.saved(case, all_of_it=True)
    unit.directory.set_flag("scrub", "due")
    return reply(
        say("Redacted in every version and every copy ({count} in all). What was sent as a notification before, and"
            " older backups until they expire, may still hold it.", count=count),
        subject=case.ref,
    )  # fmt: skip
