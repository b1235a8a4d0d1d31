"""Drafts and the guard: cleaned text that waits for its author's word, and what becomes of native talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from bot.commands import Call, Cog, Command, Field, Nothing
from bot.errors import Refused
from bot.guard import removing_from
from bot.i18n import say
from bot.model import Draft, DraftState, Guard, Ref, Role, SubjectKind
from bot.store.unit import Unit
from bot.views import Actions, Button, Reply, Style, Table, Text, reply, words

MODES = (
    (Guard.NUDGE.value, "Nudge: tell the author, and offer the cleaned text"),
    (Guard.REMOVE.value, "Remove: also delete the message where it holds a sure identifier"),
    (Guard.OFF.value, "Off: native messages are not read"),
)


@dataclass(frozen=True, slots=True)
class Mode:
    mode: Annotated[str, Field("What the guard does", choices=MODES)]


cog = Cog("drafts")

cog.notices["draft nudge"] = (
    "What you wrote there seems to hold something about a patient. Please delete it; below is what can stand instead."
    " ({ref})"
)
cog.notices["draft attachment"] = (
    "Pictures and files can't be checked yet. Please delete yours there; your words can stand without it. ({ref})"
)
cog.notices["draft unread"] = (
    "What you wrote there could not be checked, so it is not part of the case's record. Say it again in fewer words."
    " ({ref})"
)
cog.notices["draft removed"] = (
    "What you wrote there held something about a patient and is being taken down; if you still see it, please delete"
    " it. Below is what can stand instead. ({ref})"
)


@cog.card(SubjectKind.DRAFT)
def card(ref: Ref, unit: Unit) -> Reply:
    viewer = unit.scope.viewer
    draft = unit.drafts.get(ref)
    done = draft.state is not DraftState.OPEN
    if viewer is None or viewer.id != draft.person:  # many see it: a button, no words
        return reply(
            say("A message was taken down here.")
            if done
            else say("A message was taken down here. Its author finds the cleaned text behind the button."),
            None if done else Actions((Button(say("Open your draft"), "draft show", ref),)),
            subject=ref,
        )
    if done:
        return reply(say("{ref} is done with: {state}.", ref=str(ref), state=draft.state.value), subject=ref)
    offered = [Button(say("Post it so"), "draft post", ref, primary=True)] if draft.path else []
    return reply(
        Text(say("Seen in it: {kinds}.", kinds=", ".join(draft.kinds)), Style.SMALL) if draft.kinds else None,
        Text(draft.text) if draft.text else None,
        Actions((*offered, Button(say("Drop it"), "draft drop", ref))),
        subject=ref,
    )


@cog.query("draft show", Nothing, "Show a draft of yours", subject=SubjectKind.DRAFT)
def show(call: Call[Nothing], unit: Unit) -> Reply:
    return card(call.on, unit)


@cog.command("draft drop", Nothing, "Drop a draft of yours", subject=SubjectKind.DRAFT)
def drop(call: Call[Nothing], unit: Unit) -> Reply:
    settle(unit.drafts.get(call.on), DraftState.DROPPED, unit)
    return reply(say("Dropped: its words are gone from here."))


@cog.command("guard mode", Mode, "Choose what the guard does", who=Role.ADMINISTRATOR)
def mode(call: Call[Mode], unit: Unit) -> Reply:
    unit.members.set_guard(Guard(call.form.mode))
    unit.audit.add("guard", detail=call.form.mode)
    begins = removing_from(unit, unit.members.current())
    if call.form.mode != Guard.REMOVE or (begins is not None and begins <= unit.now):
        return reply(say("The guard's mode is now: {mode}.", mode=call.form.mode))
    counts_first = (
        say("The guard counts first: a week from the first message that it reads it deletes nothing.")
        if begins is None
        else say("The guard counts first: until {day} it deletes nothing.", day=begins)
    )
    return reply(
        counts_first,
        say("See what it would have deleted: guard counts. Notifications have carried a message before it can be"
            " deleted."),
    )  # fmt: skip


@cog.query("guard counts", Nothing, "What the guard saw, by day", who=Role.MODERATOR)
def counts(call: Call[Nothing], unit: Unit) -> Reply:
    rows = tuple((words(day), words(what), words(str(n))) for day, what, n in unit.sightings.latest())
    if not rows:
        return reply(say("Nothing was typed natively in the channels for cases yet."))
    return reply(Table((say("Day"), say("Outcome"), say("Messages")), rows))


def posting(commands: Mapping[str, Command]) -> Cog:
    """Posting a draft gives the command that it was written for."""
    cog = Cog("posting drafts")

    @cog.command("draft post", Nothing, "Post the cleaned text", subject=SubjectKind.DRAFT)
    def post(call: Call[Nothing], unit: Unit) -> Reply:
        draft = unit.drafts.get(call.on)
        command = commands.get(draft.path)
        if command is None:
            raise Refused(say("There is nothing to post in {ref}. Write it anew, or drop it.", ref=str(call.on)))
        settle(draft, DraftState.POSTED, unit)
        form = command.form(**{command.fields[0].name: draft.text})
        return command.handler(Call(call.actor, form, draft.subject, call.origin, call.now), unit)

    return cog


def settle(draft: Draft, state: DraftState, unit: Unit) -> None:
    """End a draft, once: what carried its words shows them no more."""
    if not unit.drafts.settle(draft, state):
        raise Refused(say("{ref} is done with already.", ref=str(draft.ref)))
    unit.posts.refresh(draft.ref, told=True)
