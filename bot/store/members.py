"""Communities, spaces, channels and the people in them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from bot.model import Account, Byline, Channel, Community, Guard, Hold, Person, Place, Ref, Role, Space, SubjectKind
from bot.store import tables as t
from bot.store.base import HERE, Repository, change, drop, nothing_there, rows


def _gathered(column: sa.ColumnElement[str]) -> sa.ScalarSelect[str]:
    """All a person has of something, comma-separated: one statement reads a whole community with what it holds."""
    table = column.table
    query = sa.select(sa.func.aggregate_strings(sa.cast(column, sa.Text), ","))
    return query.where(table.c.community == HERE, table.c.person == t.persons.c.id).scalar_subquery()


PERSONS = rows(
    t.persons,
    t.persons,
    _gathered(t.person_specialties.c.specialty).label("specialties"),
    _gathered(t.channel_members.c.channel).label("channels"),
)
PERSON = PERSONS.where(t.persons.c.id == sa.bindparam("number"))
PRESENT = PERSONS.where(t.persons.c.active.is_(sa.true())).order_by(t.persons.c.handle)
OF_SPECIALTY = PRESENT.where(
    sa.exists().where(
        t.person_specialties.c.community == HERE,
        t.person_specialties.c.person == t.persons.c.id,
        t.person_specialties.c.specialty == sa.bindparam("specialty"),
    )
)
COMMUNITY = sa.select(t.communities).where(t.communities.c.id == HERE)
CHANNELS = (
    rows(t.channels, t.channels, t.spaces.c.platform)
    .join(t.spaces, t.spaces.c.id == t.channels.c.space)
    .order_by(t.channels.c.id)
)
CONSENT = change(t.persons).where(t.persons.c.id == sa.bindparam("number"))


class Members(Repository):
    def current(self) -> Community:
        """The community of this unit."""
        return community_from(self.run(COMMUNITY).one())

    def get(self, ref: Ref) -> Person:
        row = self.first(PERSON, number=ref.number)
        if ref.kind is not SubjectKind.MEMBER or row is None:
            raise nothing_there("member")
        return person_from(row)

    def everyone(self) -> Sequence[Person]:
        return [person_from(row) for row in self.all(PRESENT)]

    def handles(self) -> Sequence[str]:
        """What all who are or were members are called."""
        return [row.handle for row in self.all(rows(t.persons, t.persons.c.handle))]

    def of_specialty(self, specialty: str) -> Sequence[Person]:
        return [person_from(row) for row in self.all(OF_SPECIALTY, specialty=specialty)]

    def at_least(self, role: Role) -> Sequence[Person]:
        return [person for person in self.everyone() if person.is_at_least(role)]

    def by_account(self, account: Account) -> Person | None:
        accounts, spaces = t.accounts, t.spaces
        query = (
            rows(accounts, accounts.c.person)
            .join(spaces, spaces.c.id == accounts.c.space)
            .where(spaces.c.platform == account.platform, spaces.c.native == account.space)
            .where(accounts.c.native == account.native)
        )
        row = self.first(query)
        return None if row is None else self.get(Ref(SubjectKind.MEMBER, row.person))

    def join(
        self, handle: str, role: Role = Role.MEMBER, space: int | None = None, native: str | None = None
    ) -> Person:
        """A new person, with an account where one is known."""
        person = self.insert(
            t.persons, handle=handle, role=role.value, salt=secrets.token_hex(16), active=True, joined=self.now
        )
        if space is not None and native is not None:
            self.insert(t.accounts, space=space, native=native, person=person)
        return self.get(Ref(SubjectKind.MEMBER, person))

    def set_byline(self, byline: Byline) -> None:
        self.run(sa.update(t.communities).where(t.communities.c.id == HERE).values(byline=byline.value))

    def set_hold(self, hold: Hold) -> None:
        self.run(sa.update(t.communities).where(t.communities.c.id == HERE).values(hold=hold.value))

    def set_guard(self, guard: Guard) -> None:
        """The guard's counting begins anew when it was off."""
        before = self.current()
        since = None if guard is Guard.OFF else before.guard_since or self.now
        values = {"guard": guard.value, "guard_since": since}
        self.run(sa.update(t.communities).where(t.communities.c.id == HERE).values(**values))

    def byline(self, person: int, handle: str) -> str:
        """How an author is shown to others, as the community's policy says."""
        policy = self.current().byline
        if policy is Byline.NAME:
            return handle
        author = self.get(Ref(SubjectKind.MEMBER, person))
        rank = ", ".join(sorted(author.specialties)) or author.role.value
        return rank if policy is Byline.ROLE else f"{handle} ({rank})"

    def come_back(self, person: Person) -> None:
        """Somebody who left is a member again, without what they had been."""
        self.run(change(t.persons).where(t.persons.c.id == person.id).values(active=True))

    def set_role(self, person: Person, role: Role) -> None:
        self.run(change(t.persons).where(t.persons.c.id == person.id).values(role=role.value))

    def set_specialties(self, person: Person, specialties: Iterable[str]) -> None:
        mine = t.person_specialties.c.person == person.id
        self.run(drop(t.person_specialties).where(mine))
        for specialty in sorted(set(specialties)):
            self.insert(t.person_specialties, person=person.id, specialty=specialty)

    def leave(self, person: Person) -> None:
        """What ends when someone leaves: role, specialties, closed channels, sessions, links. What they wrote stays."""
        self.run(change(t.persons).where(t.persons.c.id == person.id).values(active=False, role=Role.MEMBER.value))
        for table in (t.person_specialties, t.channel_members, t.sessions, t.codes, t.follows):
            self.run(drop(table).where(table.c.person == person.id))

    def erase(self, person: Person) -> None:
        """Destroy what tells who a person was: name, accounts, and the salt of the trace's pseudonym.

        What they wrote stays, under no name; the chain of the trace stays whole.
        """
        nobody = {"handle": "former member", "salt": None, "consent": None}
        self.run(change(t.persons).where(t.persons.c.id == person.id).values(**nobody))
        self.run(drop(t.accounts).where(t.accounts.c.person == person.id))

    def consent_of(self, person: Person) -> str | None:
        """The member's last choice, which is the next form's default."""
        row = self.first(rows(t.persons, t.persons.c.consent).where(t.persons.c.id == person.id))
        return row.consent if row else None

    def remember_consent(self, consent: str) -> None:
        self.run(CONSENT, number=self.actor.id, consent=consent)


class Spaces(Repository):
    """Where a community lives: its guilds and workspaces, and their channels."""

    def add(self, platform: str, native: str, name: str) -> Space:
        space = self.insert(t.spaces, platform=platform, native=native, name=name, linked=self.now)
        return Space(space, self.community, platform, native, name)

    def add_channel(
        self, space: Space, native: str, name: str, *, closed: bool = False, purpose: str = "cases",
        room: int | None = None,
    ) -> Channel:  # fmt: skip
        """Take in a channel, perhaps again; with a ``room``, as a mirror of that channel."""
        values = {"name": name, "open": not closed, "purpose": purpose, "room": room}
        c = t.channels.c
        known = self.first(rows(t.channels, c.id).where(c.space == space.id, c.native == native))
        if known is None:
            channel = self.insert(t.channels, space=space.id, native=native, **values)
        else:
            channel = known.id
            self.run(change(t.channels).where(c.id == channel).values(**values))
        return Channel(channel, space.id, space.platform, native, name, not closed, purpose, room or channel)

    def drop_channel(self, channel: Channel) -> None:
        """Nothing new is posted there any more. What stands there stays, and follows redactions and withdrawals.

        Its cases go on in a channel that mirrored it, if there is one.
        """
        c = t.channels.c
        self.run(change(t.channels).where(c.id == channel.id).values(purpose="gone", room=None))
        mirrors = [m.id for m in self.all(rows(t.channels, c.id).where(c.room == channel.id).order_by(c.id))]
        if mirrors:
            heir = mirrors[0]
            self.run(change(t.channels).where(c.id == heir).values(room=None))
            self.run(change(t.channels).where(c.room == channel.id).values(room=heir))
            for table in (t.cases, t.sessions):  # what is being written goes there, too
                self.run(change(table).where(table.c.channel == channel.id).values(channel=heir))

    def rename(self, channel: Channel, name: str) -> None:
        self.run(change(t.channels).where(t.channels.c.id == channel.id).values(name=name))

    def add_to_channel(self, channel: Channel, person: Person) -> None:
        """Note that the platform let a person into a closed channel, and so into its room."""
        for number in {channel.id, channel.room}:
            if number not in person.channels:
                self.insert(t.channel_members, channel=number, person=person.id)

    def let_in(self, channel: Channel, person: Person) -> Person:
        """The person as somebody whom the platform let into this channel: a closed one and its room are theirs."""
        if not channel.newcomer(person):
            return person
        self.add_to_channel(channel, person)
        return replace(person, channels=person.channels | {channel.id, channel.room})

    def leave(self, space: Space, person: Person) -> None:
        """Note that a person left a space: the closed channels that the platform let them into there are no longer
        theirs, nor what these mirror, unless another mirror is.
        """
        theirs = [c for c in self.channels() if c.id in person.channels]
        kept = {c.id for c in theirs if c.space != space.id and c.id != c.room}
        kept |= {c.room for c in theirs if c.id in kept}
        self._forget(person, {n for c in theirs if c.space == space.id for n in (c.id, c.room)} - kept)

    def leave_channel(self, channel: Channel, person: Person) -> None:
        """Note that a person is no longer in a closed channel, nor in its room, unless a mirror lets them in."""
        mirrors = (c for c in self.channels() if c.id in person.channels and c.id not in (channel.id, c.room))
        self._forget(person, {channel.id, channel.room} - {c.room for c in mirrors})

    def _forget(self, person: Person, channels: set[int]) -> None:
        members = t.channel_members.c
        self.run(drop(t.channel_members).where(members.person == person.id, members.channel.in_(channels)))

    def here(self, place: Place) -> Channel | None:
        """The linked channel of a place on a platform."""
        query = CHANNELS.where(
            t.spaces.c.platform == place.platform, t.spaces.c.native == place.space,
            t.channels.c.native == (place.channel or ""), t.channels.c.purpose != "gone",
        )  # fmt: skip
        row = self.first(query)
        return _channel(row) if row else None

    def set_native_entry(self, space: Space, allowed: bool) -> None:
        self.run(change(t.spaces).where(t.spaces.c.id == space.id).values(native_entry=allowed))

    def spaces(self) -> Sequence[Space]:
        return [space_from(row) for row in self.all(rows(t.spaces).order_by(t.spaces.c.id))]

    def channel(self, number: int) -> Channel:
        """A channel that the viewer may see; Missing otherwise."""
        found = next((c for c in self.channels() if c.id == number), None)
        if found is None:
            raise nothing_there("channel")
        return found

    def channels(self, purpose: str | None = None) -> Sequence[Channel]:
        """The channels that the viewer may see, in the order they were made."""
        query = CHANNELS
        if purpose is not None:
            query = query.where(t.channels.c.purpose == purpose)
        if self.viewer is not None and not self.viewer.is_at_least(Role.MODERATOR):
            query = query.where(sa.or_(t.channels.c.open.is_(sa.true()), t.channels.c.id.in_(self.viewer.channels)))
        return [_channel(row) for row in self.all(query.where(t.channels.c.purpose != "gone"))]


def _channel(r: sa.Row[Any]) -> Channel:
    return Channel(r.id, r.space, r.platform, r.native, r.name, bool(r.open), r.purpose, r.room or r.id)


def space_from(row: sa.Row[Any]) -> Space:
    return Space(row.id, row.community, row.platform, row.native, row.name, bool(row.native_entry))


def person_from(row: sa.Row[Any]) -> Person:
    specialties = frozenset(row.specialties.split(",")) if row.specialties else frozenset()
    channels = frozenset(int(channel) for channel in row.channels.split(",")) if row.channels else frozenset()
    return Person(row.id, row.community, row.handle, Role(row.role), specialties, channels, bool(row.active))


def community_from(row: sa.Row[Any]) -> Community:
    return Community(
        row.id, row.name, bool(row.day_first), tuple(row.regions.split(",")), Byline(row.byline),
        Guard(row.guard), Hold(row.hold), row.guard_since,
    )  # fmt: skip
