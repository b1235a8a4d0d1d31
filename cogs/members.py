"""Members: inviting, roles, specialties, leaving; and how a guild or workspace joins the community."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from bot.commands import Call, Cog, Field, Nothing
from bot.entrance import HANDLE
from bot.errors import Refused
from bot.i18n import say
from bot.membership import end
from bot.model import SPECIALTIES, Person, Ref, Role, SubjectKind
from bot.store.entrance import Errand
from bot.store.unit import Unit
from bot.views import Actions, Button, Code, Fields, Item, Reply, Style, Table, Text, reply, words

cog = Cog("members")


@dataclass(frozen=True, slots=True)
class Invite:
    handle: Annotated[
        str, Field("Name of the colleague", "As the community will see it: 2 to 40 letters.", pattern=HANDLE)
    ]


@dataclass(frozen=True, slots=True)
class SetRole:
    role: Annotated[str, Field("Role", choices=tuple(Role))]


@dataclass(frozen=True, slots=True)
class Specialty:
    specialty: Annotated[str, Field("Specialty", "Chosen again, it is taken away.", choices=SPECIALTIES)]


@cog.query("member list", Nothing, "Who is in this community")
def everyone(call: Call[Nothing], unit: Unit) -> Reply:
    rows = tuple(
        (words(str(p.ref)), words(p.handle), words(p.role.value), words(", ".join(sorted(p.specialties)) or "-"))
        for p in unit.members.everyone()
    )
    invite = Button(say("Invite a colleague"), "member invite")
    return reply(
        Table((say("Member"), say("Name"), say("Role"), say("Specialties")), rows),
        Actions((invite,)) if call.actor.is_at_least(Role.MODERATOR) else None,
    )


@cog.query("member show", Nothing, "Show a member", subject=SubjectKind.MEMBER)
def show(call: Call[Nothing], unit: Unit) -> Reply:
    return card(call.on, unit)


@cog.card(SubjectKind.MEMBER)
def card(ref: Ref, unit: Unit) -> Reply:
    person = unit.members.get(ref)
    return reply(
        Text(words(person.handle), Style.HEADING),
        Fields((
            Item(say("Role"), words(person.role.value if person.active else "left")),
            Item(say("Specialties"), words(", ".join(sorted(person.specialties)) or "-")),
        )),
        Actions(offered) if (offered := tuple(buttons(person, unit.scope.viewer))) else None,
        subject=ref,
    )  # fmt: skip


def buttons(person: Person, viewer: Person | None) -> Iterator[Button]:
    """What the viewer may do about a member."""
    if viewer is None or not viewer.is_at_least(Role.MODERATOR):
        return
    administrator = viewer.is_at_least(Role.ADMINISTRATOR)
    if not person.active:
        if administrator:
            yield Button(say("Erase"), "member erase", person.ref)
        return
    yield Button(say("Specialties"), "member specialty", person.ref)
    if administrator:
        yield Button(say("Role"), "member role", person.ref)
        yield Button(say("New link"), "member link", person.ref)
    if viewer.id != person.id:
        yield Button(say("Remove"), "member remove", person.ref)


@cog.command("member invite", Invite, "Invite a colleague", who=Role.MODERATOR)
def invite(call: Call[Invite], unit: Unit) -> Reply:
    code = unit.entrance.code("invite", call.form.handle)
    return reply(
        say("Give this code to {handle}. It works once, within 7 days: on the Join page, or in chat with /account link"
            " (in Slack: /curbside account link).",
            handle=call.form.handle),
        Code(code),
    )  # fmt: skip


@cog.command("member link", Nothing, "Give a member a new link", who=Role.ADMINISTRATOR, subject=SubjectKind.MEMBER)
def give_link(call: Call[Nothing], unit: Unit) -> Reply:
    """The way back in for somebody whose session ended and whom no bot can hand a link."""
    person = active(unit, call.on)
    secret = unit.entrance.link(person, Errand())
    return reply(
        say("Give this to {handle}, and to nobody else: whoever opens it acts as {handle}. It works once, within 10"
            " minutes, behind this server's address.", handle=person.handle),
        Code(f"/link#{secret}"),
        subject=person.ref,
    )  # fmt: skip


@cog.command("member role", SetRole, "Give a member a role", who=Role.ADMINISTRATOR, subject=SubjectKind.MEMBER)
def set_role(call: Call[SetRole], unit: Unit) -> Reply:
    person, role = active(unit, call.on), Role(call.form.role)
    check_an_administrator_stays(unit, person, role)
    unit.members.set_role(person, role)
    if role.rank < person.role.rank:
        unit.entrance.close(person.id)  # a lost role ends sessions
    unit.audit.add("role given", person.ref, role.value)
    return reply(say("{handle} is now: {role}.", handle=person.handle, role=role.value), subject=person.ref)


@cog.command("member specialty", Specialty, "Note a specialty", who=Role.MODERATOR, subject=SubjectKind.MEMBER)
def set_specialty(call: Call[Specialty], unit: Unit) -> Reply:
    person = active(unit, call.on)
    unit.members.set_specialties(person, person.specialties ^ {call.form.specialty})
    unit.audit.add("specialty changed", person.ref, call.form.specialty)
    now = ", ".join(sorted(unit.members.get(person.ref).specialties)) or "-"
    return reply(say("{handle}'s specialties: {now}.", handle=person.handle, now=now), subject=person.ref)


@cog.command("member remove", Nothing, "Remove a member", who=Role.MODERATOR, subject=SubjectKind.MEMBER, final=True)
def remove(call: Call[Nothing], unit: Unit) -> Reply:
    person = active(unit, call.on)
    if person.role.rank >= call.actor.role.rank and person.id != call.actor.id:
        raise Refused(say("Only an administrator can remove {handle}.", handle=person.handle))
    end_membership(unit, person)
    return reply(say("{handle} is removed: sessions, links and accepted consults ended.", handle=person.handle))


@cog.command("member leave", Nothing, "Leave this community", final=True)
def leave(call: Call[Nothing], unit: Unit) -> Reply:
    end_membership(unit, call.actor)
    return reply(say("You left. What you wrote stays, under your name; ask a moderator to withdraw a case."))


@cog.command(
    "member erase", Nothing, "Erase who a former member was", who=Role.ADMINISTRATOR, subject=SubjectKind.MEMBER
)
def erase(call: Call[Nothing], unit: Unit) -> Reply:
    person = unit.members.get(call.on)
    if person.active:
        raise Refused(say("{handle} is still a member. Remove them first.", handle=person.handle))
    unit.members.erase(person)
    unit.directory.set_flag("scrub", "due")
    return reply(say("Erased: name, accounts and the link between the trace and the person. What they wrote stays."))


@cog.command("member sessions", Nothing, "End all your browser sessions")
def end_sessions(call: Call[Nothing], unit: Unit) -> Reply:
    ended = unit.entrance.close(call.actor.id)
    return reply(say("Ended {count} browser sessions. Ask for a new link to go on.", count=ended))


@cog.command("space code", Nothing, "Get a code that links a server", who=Role.ADMINISTRATOR)
def space_code(call: Call[Nothing], unit: Unit) -> Reply:
    return reply(
        say(
            "In the server that is to join, give this code with /account link (in Slack: /curbside account link). It"
            " works once, within an hour. Show it to nobody: whoever uses it is you here."
        ),
        Code(unit.entrance.code("space", person=call.actor)),
    )


def active(unit: Unit, ref: Ref) -> Person:
    person = unit.members.get(ref)
    if not person.active:
        raise Refused(say("{handle} left this community.", handle=person.handle))
    return person


def end_membership(unit: Unit, person: Person) -> None:
    check_an_administrator_stays(unit, person, Role.MEMBER)
    end(unit, person)


def check_an_administrator_stays(unit: Unit, person: Person, role: Role) -> None:
    administrators = [p.id for p in unit.members.at_least(Role.ADMINISTRATOR)]
    if role is not Role.ADMINISTRATOR and administrators == [person.id]:
        raise Refused(say("{handle} is the only administrator. Make someone else one first.", handle=person.handle))
