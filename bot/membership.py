"""Who belongs here by what a chat platform says of them: accounts linked by a code, mapped roles, leaving."""

from __future__ import annotations

import itertools
import re

from bot.entrance import HANDLE, STALE, begin, find_code
from bot.errors import Refused
from bot.i18n import Message, say
from bot.model import Account, Channel, Person, Place, Ref, Role, Space, SubjectKind
from bot.store.base import Scope
from bot.store.entrance import Code
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit

MEANINGS = (Role.MEMBER.value, Role.MODERATOR.value)  # an administrator is made here alone


async def connect(
    store: SqliteStore, secret: str, who: Account, name: str, event: tuple[str, str], server: str = ""
) -> Message:
    """Redeem a code typed in chat: it links the server, joins a member, or links an account to one.

    ``event``: source and key; delivered twice, it happens once. ``server``: what the platform calls the server. Returns
    what to tell; raises Refused where the code is stale, or the server is not (or already) part of a community.
    """
    space = await store.read(None, lambda unit: unit.directory.space(who.platform, who.space))
    if space is not None and (known := await _connected_before(store, space.community, who, event)) is not None:
        return _welcome(known)
    code = await find_code(store, secret, "setup", "space", "account", "invite")
    if space is not None and space.community != code.community:
        raise Refused(say("This server belongs to another community here. Ask its administrators."))
    if space is None and code.purpose not in ("space", "setup"):
        raise Refused(
            say("This server isn't part of a community yet. Ask an administrator to link it with a code from: space"
                " code")
        )  # fmt: skip

    def work(unit: Unit) -> Message:
        before = unit.members.by_account(who)
        if before is not None and before.active and code.purpose == "invite":
            raise Refused(say("You are {handle} here already. Give the code to whom it is for.", handle=before.handle))
        if not unit.entrance.use(code):
            raise Refused(STALE)
        here = space or unit.spaces.add(who.platform, who.space, server or _name_of(unit, who.platform))
        if space is None:
            unit.audit.add("space linked", detail=who.platform)
        person = _person_of(unit, code, name)
        if before is not None and before != person:
            release(unit, before, here.id)  # whoever only that server's roles had made goes
        _link(unit, code, person, here.id, who)
        unit.elsewhere(Scope(code.community, person)).events.record(*event, "account link", person.ref)
        if space is None:
            return say("This server is part of the community now, and you are {handle} here. Go to a channel for cases"
                       " and give: channel add", handle=person.handle)  # fmt: skip
        return _welcome(person)

    return await store.write(Scope(code.community), work)


def _link(unit: Unit, code: Code, person: Person, space: int, who: Account) -> None:
    """Make the account that person's; who gave the code is told where they are already, in case it was taken."""
    if code.person is not None and unit.members.by_account(who) != person:
        unit.posts.tell(person.ref, person.id, "account linked")
    unit.accounts.link(person, space, who.native)
    unit.audit.add("account linked", person.ref, who.platform)


async def _connected_before(
    store: SqliteStore, community: int, who: Account, event: tuple[str, str]
) -> Person | None:  # fmt: skip
    """Whom this event has made the account's person, where it was delivered before."""

    def look(unit: Unit) -> Person | None:
        done, person = unit.events.find(*event), unit.members.by_account(who)
        return person if done is not None and person is not None and done.person == person.id else None

    return await store.read(Scope(community), look)


def _welcome(person: Person) -> Message:
    return say("You are {handle} here now. To ask about a patient: case post. All you can do: help",
               handle=person.handle)  # fmt: skip


def _name_of(unit: Unit, platform: str) -> str:
    """What a server is called here whose own name isn't told."""
    known = sum(space.platform == platform for space in unit.spaces.spaces())
    return platform.capitalize() + (f" {known + 1}" if known else "")


def _person_of(unit: Unit, code: Code, name: str) -> Person:
    if code.person is not None:
        known = unit.members.get(Ref(SubjectKind.MEMBER, code.person))
        if not known.active:
            raise Refused(STALE)
        return known
    if code.purpose == "setup":
        if unit.members.at_least(Role.ADMINISTRATOR):
            raise Refused(say("This community has an administrator already. Ask them to invite you."))
        person = unit.members.join(handle_of(name), Role.ADMINISTRATOR)
        begin(unit)
    else:
        person = unit.members.join(code.detail, Role.MEMBER)
    unit.audit.add("member joined", person.ref, code.purpose)
    return person


def handle_of(name: str) -> str:
    """A name as a platform has it, made into one that can stand here."""
    kept = re.sub(r"[^\w .'’-]", "", name).strip()[:40]
    return kept if re.fullmatch(HANDLE, kept) else "Dr Unnamed"


def _unlike_others(unit: Unit, handle: str) -> str:
    """A name that somebody gave themselves, told apart from those of all who are or were members."""
    taken = {each.casefold() for each in unit.members.handles()}
    numbered = (f"{handle[:36].rstrip()} {number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([handle], numbered) if each.casefold() not in taken)


async def adopt(store: SqliteStore, who: Account, roles: frozenset[str], name: str) -> None:
    """Bring what a person may do here in line with their native roles, as the administrator mapped them.

    Somebody whose role means 'member' joins by it. Raises nothing where the server isn't linked.
    """
    space = await store.read(None, lambda unit: unit.directory.space(who.platform, who.space))
    if space is None:
        return

    def wanted(unit: Unit) -> tuple[Person | None, frozenset[str], frozenset[str]]:
        meant = frozenset(m.meaning for m in unit.accounts.maps(space.id) if m.native in roles)
        person = unit.members.by_account(who)
        return person, meant, unit.accounts.grants(person, space.id) if person else frozenset()

    person, meant, had = await store.read(Scope(space.community), wanted)
    if (person is None and Role.MEMBER.value not in meant) or meant == had:
        return

    def work(unit: Unit) -> None:
        someone = unit.members.by_account(who)
        if someone is None:
            someone = unit.members.join(_unlike_others(unit, handle_of(name)), Role.MEMBER)
            unit.accounts.link(someone, space.id, who.native)
            unit.audit.add("member joined", someone.ref, "role")
        elif not someone.active and Role.MEMBER.value in meant - unit.accounts.grants(someone, space.id):
            unit.members.come_back(someone)
            someone = unit.members.get(someone.ref)
            unit.audit.add("member joined", someone.ref, "role")
        grant(unit, someone, space.id, meant)

    await store.write(Scope(space.community), work)


def grant(unit: Unit, person: Person, space: int, meant: frozenset[str]) -> None:
    """Give what is meant by a space's roles, and take what only they had given.

    Whoever was removed by hand stays so until a role makes them a member anew.
    """
    had = unit.accounts.grants(person, space)
    if had == meant:
        return
    unit.accounts.set_grants(person, space, meant)
    unit.audit.add("roles there", person.ref, ", ".join(sorted(meant))[:200] or "none")
    if not person.active:
        return
    lost = had - unit.accounts.grants(person)
    unit.members.set_specialties(person, (person.specialties | (meant - {*MEANINGS})) - lost)
    if Role.MODERATOR.value in meant and person.role is Role.MEMBER:
        unit.members.set_role(person, Role.MODERATOR)
    if Role.MODERATOR.value in lost and person.role is Role.MODERATOR:
        unit.members.set_role(person, Role.MEMBER)
        unit.entrance.void(person)
    if Role.MEMBER.value in lost:
        _end_unless_last(unit, person)


def release(unit: Unit, person: Person, space: int) -> None:
    """Take what a space's roles had given: the person is not known there any more."""
    grant(unit, person, space, frozenset())


def _end_unless_last(unit: Unit, person: Person) -> None:
    """A community is never left without an administrator by what happens on a platform."""
    if [p.id for p in unit.members.at_least(Role.ADMINISTRATOR)] == [person.id]:
        unit.audit.add("last administrator stays", person.ref)
    else:
        end(unit, person)


async def gone(store: SqliteStore, who: Account) -> None:
    """Somebody left a server or was banned from it: what that server had given them ends, and their sessions and
    one-time links wherever they are.
    """
    space = await store.read(None, lambda unit: unit.directory.space(who.platform, who.space))
    if space is None:
        return

    def work(unit: Unit) -> None:
        person = unit.members.by_account(who)
        if person is None:
            return
        unit.entrance.void(person)
        unit.audit.add("left server", person.ref, who.platform)
        for linked in unit.accounts.of(person):
            if linked.account == who:
                unit.accounts.unlink(linked.id)
        unit.spaces.leave(space, person)
        release(unit, person, space.id)

    await store.write(Scope(space.community), work)


async def left_channel(store: SqliteStore, who: Account, place: Place) -> None:
    """Somebody left a closed channel or was taken out of it: what stands there is no longer theirs to see."""
    space = await store.read(None, lambda unit: unit.directory.space(who.platform, who.space))
    if space is None:
        return

    def inside(unit: Unit) -> tuple[Channel, Person] | None:
        channel, person = unit.spaces.here(place), unit.members.by_account(who)
        is_in = channel is not None and person is not None and channel.id in person.channels
        return (channel, person) if is_in and channel and person else None

    def work(unit: Unit) -> None:
        if (found := inside(unit)) is not None:
            unit.spaces.leave_channel(*found)
            unit.audit.add("left channel", found[1].ref, str(found[0].ref))

    if await store.read(Scope(space.community), inside) is not None:  # asked more often than it is so
        await store.write(Scope(space.community), work)


def server_of(unit: Unit, place: Place | None) -> tuple[Space, Place]:
    """The linked server in which a command was given, and where in it. Raises Refused where there is none."""
    for space in unit.spaces.spaces():
        if place is not None and (space.platform, space.native) == (place.platform, place.space):
            return space, place
    raise Refused(say("Give this command in the server that it is about."))


def end(unit: Unit, person: Person) -> None:
    """End a membership: what they had accepted waits for another specialist. What they wrote stays."""
    for consult in unit.consults.release(person.id):
        for specialist in unit.members.of_specialty(consult.specialty):
            if specialist.id not in (person.id, consult.requester):
                unit.posts.tell(consult.ref, specialist.id, "consult asked")
    unit.members.leave(person)
