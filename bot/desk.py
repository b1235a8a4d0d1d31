"""What a chat adapter asks of the core: a command given in chat, words heard there, and who came or went.

An adapter turns a platform's events into these few calls, and a Reply into the platform's messages. It decides nothing
about members, patients or consults.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from weakref import WeakValueDictionary

from bot import membership
from bot.commands import Command, FieldSpec, Origin
from bot.consult import Move, possible
from bot.engine import Engine, Invocation, card, fault
from bot.errors import CurbsideError, Held, Internal, Invalid, Missing, Refused, StillSaving, Undecided
from bot.guard import Heard, NativeGuard
from bot.i18n import Message, say
from bot.links import Links
from bot.model import Account, Channel, Person, Place, Ref, Space, SubjectKind
from bot.policy import check_may
from bot.store.base import Scope
from bot.store.entrance import Errand
from bot.store.unit import Unit
from bot.text import RawText
from bot.views import Capabilities, Link, Reply, Style, Text, degrade, reply


class Way(Enum):
    """How a command goes on from where it was given."""

    ACT = "act"  # nothing is missing: answer it
    FORM = "form"  # open its form natively; this needs no I/O
    LINK = "link"  # its form opens on the composer: ``answer`` hands out a one-time link


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it was given in chat."""

    who: Account
    path: str
    place: Place
    event: str  # the platform's key of this event: delivered twice, it happens once
    subject: Ref | None = None  # where None and the place is a case's thread: that case, or its consult
    fields: Mapping[str, RawText] = field(default_factory=dict)
    name: str = ""  # how the platform calls this person
    roles: frozenset[str] | None = None  # their native roles or groups, where the event tells them


@dataclass(frozen=True, slots=True)
class Answered:
    """For the asker alone. ``errors`` says, by field, what to mend where the form is still open."""

    reply: Reply
    errors: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A channel or case thread to catch up on: what was said there ``after`` this message's id wasn't heard yet."""

    place: Place
    after: str | None


class Desk:
    def __init__(self, engine: Engine, guard: NativeGuard, links: Links) -> None:
        self.registry = engine.registry
        self._engine = engine
        self._store = engine.store
        self._guard = guard
        self._links = links
        self._native_entry: set[tuple[str, str]] = set()  # spaces that chose native forms about patients
        self._roles: dict[Account, frozenset[str]] = {}  # as last brought in line
        # What a platform tells of somebody is taken in one after the other: a role that is taken back at once would
        # else be compared with what was before it was given.
        self._turns: WeakValueDictionary[Account, asyncio.Lock] = WeakValueDictionary()

    async def start(self) -> None:
        """Learn what ``way`` must know without I/O."""
        spaces = await self._store.read(None, lambda unit: unit.directory.spaces())
        self._native_entry = {(space.platform, space.native) for space in spaces if space.native_entry}

    def way(self, path: str, subject: Ref | None, filled: Collection[str], place: Place, to: Capabilities) -> Way:
        """How a command goes on; no I/O. Raises Missing for an unknown command, Invalid where a reference is needed."""
        command = self.registry.commands.get(path)
        if command is None:
            raise Missing(say("There is no such command. See: help"))
        if command.subject is not None and subject is None and place.thread is None:
            raise Invalid(say("This command needs a reference, such as CASE-3 or C-12. Use its button, or search."))
        native = to.private or (place.platform, place.space) in self._native_entry
        if command.about_patient and not native:
            return Way.LINK  # also where words were typed already: they go no further
        missing = [spec for spec in command.fields if spec.name not in filled]
        if not missing or (not command.writes and not any(spec.required for spec in missing)):
            return Way.ACT
        if filled and not any(spec.required for spec in missing):
            return Way.ACT
        too_large = to.fields is not None and len(missing) > to.fields
        return Way.LINK if too_large and not command.chat else Way.FORM

    async def answer(self, asked: Asked, to: Capabilities) -> Answered:
        """Carry a command out, or hand out the link to its form, within an adapter's means.

        Every error comes back as words for the asker.
        """
        errors: Mapping[str, Message] = {}
        try:
            try:
                answer = await self._answer(asked, to)
            except Undecided as error:
                answer = await self._kept_back(asked, error)
        except Exception as error:
            answer, errors = self._said(asked, error)
        return Answered(degrade(answer, to, self._links.rest), errors)

    def _said(self, asked: Asked, error: Exception) -> tuple[Reply, Mapping[str, Message]]:
        """An error as its asker is told of it, and what to mend by field. A fault of ours is told by its number."""
        if not isinstance(error, CurbsideError):
            error = fault(asked.path if asked.path in self.registry.commands else "unknown", error)
        if isinstance(error, StillSaving):
            return reply(say("Still saving; nothing is lost. It appears as soon as it is known to be kept.")), {}
        if isinstance(error, Held):
            why = say("What you wrote could not be checked, so it went nowhere. Make it shorter, and try again.")
            return reply(Text(why, Style.WARNING)), {}
        if isinstance(error, Internal):
            why = say(
                "Something went wrong here, and nothing was saved. Try again, or give a moderator this number:"
                " {correlation}", correlation=error.message.params["correlation"],
            )  # fmt: skip
            return reply(Text(why, Style.WARNING)), {}
        fields = error.fields if isinstance(error, Invalid) else {}
        labels = {spec.name: spec.field.label for spec in self._fields(asked.path)}
        wrong = [
            Text(say("{field}: {why}", field=labels.get(name, name), why=why.text()),
                 Style.SMALL)
            for name, why in fields.items()
        ]  # fmt: skip
        return reply(Text(error.message, Style.WARNING), *wrong), fields

    def _fields(self, path: str) -> tuple[FieldSpec, ...]:
        command = self.registry.commands.get(path)
        return command.fields if command else ()

    async def suggest(self, who: Account, place: Place, path: str, field_: str, typed: str) -> list[tuple[str, str]]:
        """What a half-typed field may become, at most 25: (value, label). 'subject' stands for the reference."""
        command = self.registry.commands.get(path)
        spec = next((spec for spec in command.fields if spec.name == field_), None) if command else None
        if spec is not None:
            found = list(spec.choices)
        elif command is not None and command.subject is not None:
            found = await self._references(who, command, command.subject)
        else:
            found = []
        return [(value, label) for value, label in found if typed.casefold() in f"{value} {label}".casefold()][:25]

    async def heard(self, message: Heard) -> None:
        """A message was typed or edited natively; durable when this returns."""
        await self._guard.heard(message)

    async def unsaid(self, place: Place, native: str) -> None:
        """A message was deleted natively."""
        await self._guard.unsaid(place, native)

    async def roles(self, who: Account, roles: frozenset[str], name: str = "") -> None:
        """Somebody's native roles are these now."""
        async with self._turns.setdefault(who, asyncio.Lock()):
            if self._roles.get(who) != roles:
                await membership.adopt(self._store, who, roles, name)
                self._roles[who] = roles

    async def gone(self, who: Account) -> None:
        """Somebody left the server, or was banned."""
        async with self._turns.setdefault(who, asyncio.Lock()):
            self._roles.pop(who, None)
            await membership.gone(self._store, who)

    async def left_channel(self, who: Account, place: Place) -> None:
        """Somebody is no longer in a channel."""
        async with self._turns.setdefault(who, asyncio.Lock()):
            await membership.left_channel(self._store, who, place)

    async def accounts(self, platform: str, space: str) -> list[Account]:
        """Whom a server knows, of those linked here: after a gap it is asked whether they are there still."""
        found = await self._store.read(None, lambda unit: unit.directory.space(platform, space))
        if found is None:
            return []
        natives = await self._store.read(Scope(found.community), lambda unit: unit.accounts.natives(found.id))
        return [Account(platform, space, native) for native in natives]

    async def home(self, who: Account) -> Reply:
        """What waits for somebody, as a page of their own on the platform."""
        return (await self.answer(Asked(who, "home", Place(who.platform, who.space), "home"), EVERYTHING)).reply

    async def spaces(self, platform: str) -> list[Space]:
        return list(await self._store.read(None, lambda unit: unit.directory.spaces(platform)))

    async def cursors(self, platform: str, space: str) -> list[Cursor]:
        """Where to catch up after a gap: linked channels, and the threads of their live cases."""
        found = await self._store.read(None, lambda unit: unit.directory.space(platform, space))
        if found is None:
            return []

        def look(unit: Unit) -> list[Cursor]:
            return [
                Cursor(Place(platform, space, channel.native, thread, channel.name, not channel.open), after)
                for channel in unit.spaces.channels("cases")
                if channel.space == found.id
                for thread, after in unit.cursors.of(channel)
            ]

        return await self._store.read(Scope(found.community), look)

    async def _answer(self, asked: Asked, to: Capabilities) -> Reply:
        if asked.path == "account link" and "code" in asked.fields:
            code = asked.fields["code"].expose()
            event = (asked.place.source, asked.event)
            told = await membership.connect(self._store, code, asked.who, asked.name, event, asked.place.server)
            self._roles.pop(asked.who, None)  # it is somebody else's account now
            if asked.roles is not None:
                await self.roles(asked.who, asked.roles, asked.name)
            return reply(told)
        if asked.roles is not None:
            await self.roles(asked.who, asked.roles, asked.name)
        person = await self._engine.person(asked.who)
        channel, subject = await self._store.read(Scope(person.community), lambda u: self._here(u, person, asked))
        if channel is not None and person.active and channel.newcomer(person):
            # The platform let them in there; what they may see here follows.
            here = channel
            person = await self._store.write(Scope(person.community), lambda unit: unit.spaces.let_in(here, person))
        way = self.way(asked.path, subject, asked.fields, asked.place, to)
        if way is not Way.ACT and not self.registry.commands[asked.path].chat:  # whose form no page can carry out
            return await self._hand_out(asked, subject, channel)
        origin = Origin(asked.place.platform, channel.room if channel else None, asked.place)
        answer = await self._engine.dispatch(
            Invocation(asked.who, asked.path, asked.fields, subject, origin, asked.place.source, asked.event)
        )
        if asked.path == "space entry":
            await self.start()
        if asked.path in ("role map", "role unmap"):
            self._roles.clear()  # everybody's roles mean something else now, when they are next seen
        return answer

    def _here(self, unit: Unit, person: Person, asked: Asked) -> tuple[Channel | None, Ref | None]:
        """The linked channel for cases of a place, and what a command given there is about."""
        here = unit.spaces.here(asked.place)
        channel = here if here is not None and here.purpose == "cases" else None
        command = self.registry.commands.get(asked.path)
        if asked.subject is not None or command is None or command.subject is None or not asked.place.thread:
            return channel, asked.subject
        root = unit.posts.by_native(asked.place.channel or "", asked.place.thread)
        if root is None or root.subject.kind is not SubjectKind.CASE or command.subject is SubjectKind.CASE:
            return channel, root.subject if root else None
        if command.subject is SubjectKind.CONSULT:
            return channel, self._consult_meant(unit.elsewhere(Scope(person.community, person)), root.subject, asked)
        return channel, None

    def _consult_meant(self, unit: Unit, case: Ref, asked: Asked) -> Ref:
        """Which of a case's consults a command in its thread is about: the one where its asker may do that now.

        Raises Refused, saying what to name, where there is none or more than one.
        """
        person = unit.members.actor
        all_of_it = unit.consults.of_case(unit.cases.get(case))
        move = next((move for move in Move if asked.path == f"consult {move.value}"), None)
        fit = [c for c in all_of_it if move is None or move in possible(c, person)]
        mine = [c for c in fit if c.assignee == person.id] or fit
        if len(mine) == 1:
            return mine[0].ref
        if mine:
            refs = ", ".join(str(c.ref) for c in mine)
            raise Refused(say("There are several: {refs}. Say which, or use its button.", refs=refs))
        if len(all_of_it) == 1:
            return all_of_it[0].ref  # which says itself what is possible instead
        raise Refused(say("No consult of {case} waits for that from you. See: consult queue", case=str(case)))

    async def _hand_out(self, asked: Asked, subject: Ref | None, channel: Channel | None) -> Reply:
        """A one-time link to the form, for the asker alone. Raises what opening the form would raise."""
        opened = await self._engine.open_form(asked.who, asked.path, subject)
        errand = Errand(asked.path, subject, channel.id if channel else None)
        scope = Scope(opened.person.community)
        secret = await self._store.write(scope, lambda unit: unit.entrance.link(opened.person, errand))
        why = (
            say("Write it on the community's own page, so that the patient does not pass through here:")
            if opened.command.about_patient
            else say("This form opens on the community's own page:")
        )
        return reply(
            why,
            Link(say("Open the form"), self._links.redeem(secret)),
            Text(say("For you alone: it works once, within 10 minutes."), Style.SMALL),
        )

    async def _kept_back(self, asked: Asked, error: Undecided) -> Reply:
        """What was typed holds a doubt, and here nothing can be decided span by span: a draft, cleaned of all of it.

        Where it is more than one text, or about nothing yet, its form on the page is offered instead.
        """
        command = self.registry.commands[asked.path]
        person = await self._engine.person(asked.who)
        channel, subject = await self._store.read(Scope(person.community), lambda u: self._here(u, person, asked))
        if len(error.review.fields) != 1 or subject is None or len(command.fields) != 1:
            return await self._hand_out(asked, subject, channel)
        [(_, field_)] = error.review.fields.items()
        kinds = sorted({span.kind.value for span in field_.spans})

        def work(unit: Unit) -> Reply:
            done = unit.events.find(asked.place.source, asked.event)
            ref = done.subject if done is not None else None
            if ref is None:
                ref = unit.drafts.add(person.id, asked.path, subject, kinds, field_.result)
                unit.events.record(asked.place.source, asked.event, asked.path, ref)
            shown = card(self.registry, ref, unit)
            why = say("This may hold something about a patient. It was not posted; below it stands without that.")
            return replace(shown, blocks=(Text(why), *shown.blocks))

        return await self._store.write(Scope(person.community, person), work)

    async def _references(self, who: Account, command: Command, kind: SubjectKind) -> list[tuple[str, str]]:
        try:
            person = await self._engine.person(who)
            check_may(person, command)  # somebody who was removed is told no titles
        except CurbsideError:
            return []

        def look(unit: Unit) -> list[tuple[str, str]]:
            if kind is SubjectKind.CASE:
                return [(str(c.ref), f"{c.ref} {c.part('question') or ''}"[:100]) for c in unit.cases.latest()]
            if kind is SubjectKind.CONSULT:
                return [(str(c.ref), f"{c.ref} {c.specialty}, {c.state.value}") for c in unit.consults.queue()]
            if kind is SubjectKind.MEMBER:
                return [(str(p.ref), f"{p.ref} {p.handle}"[:100]) for p in unit.members.everyone()]
            if kind is SubjectKind.DRAFT:
                return [(str(d.ref), f"{d.ref} {d.text.excerpt(60)}") for d in unit.drafts.open_of(person.id)]
            if kind is SubjectKind.CHANNEL:
                return [(str(c.ref), f"{c.ref} {c.platform} {c.name}"[:100]) for c in unit.spaces.channels()]
            return []

        return await self._store.read(Scope(person.community, person), look)


EVERYTHING = Capabilities(private=True, tables=True, text_limit=None, buttons=None)
