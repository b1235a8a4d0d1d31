"""Cases: their versions, what was added under them, who follows them, and who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.model import Audience, Case, CaseState, Channel, Entry, EntryKind, Part, Person, Ref, Role, SubjectKind
from bot.store import tables as t
from bot.store.base import HERE, Repository, change, drop, nothing_there, rows
from bot.text import CleanText


def _visible() -> sa.ColumnElement[bool]:
    cases, about, place = t.cases.c, t.consults.alias("about").c, t.channels.alias("place").c
    viewer = sa.bindparam("viewer", type_=t.Key)
    channels = rows(t.channel_members, t.channel_members.c.channel).where(t.channel_members.c.person == viewer)
    specialties = rows(t.person_specialties, t.person_specialties.c.specialty).where(
        t.person_specialties.c.person == viewer
    )
    in_channel = sa.exists().where(
        place.community == HERE,
        place.id == cases.channel,
        sa.or_(place.open.is_(sa.true()), place.id.in_(channels)),
    )
    asked = sa.exists().where(
        about.community == HERE,
        about.case == cases.id,
        sa.or_(about.specialty.in_(specialties), about.assignee == viewer),
    )
    meant_for = sa.or_(
        cases.audience == Audience.COMMUNITY.value,
        sa.and_(cases.audience == Audience.CHANNEL.value, in_channel),
        sa.and_(cases.audience == Audience.SPECIALTY.value, cases.specialty.in_(specialties)),
        asked,
    )
    return sa.or_(
        sa.bindparam("sees_all", type_=sa.Boolean).is_(sa.true()),
        cases.author == viewer,
        sa.and_(cases.state != CaseState.HELD.value, meant_for),
    )


# Which cases a viewer may see: promise 4 for cases, and through them for consults, search and posts. A query that holds
# it is run with ``**eyes(viewer)``.
VISIBLE = _visible()


def eyes(viewer: Person | None) -> Mapping[str, Any]:
    """The parameters of VISIBLE. Moderators, and Curbside itself, see every case of their community."""
    if viewer is None:
        return {"sees_all": True, "viewer": None}
    return {"sees_all": viewer.is_at_least(Role.MODERATOR), "viewer": viewer.id}


CASES = rows(t.cases, t.cases, t.persons.c.handle).join(t.persons, t.persons.c.id == t.cases.c.author).where(VISIBLE)
BY_ID = CASES.where(t.cases.c.id == sa.bindparam("key"))
BY_NUMBER = CASES.where(t.cases.c.number == sa.bindparam("number"))
PARTS = (
    rows(t.case_parts)
    .where(t.case_parts.c.case == sa.bindparam("key"), t.case_parts.c.version == sa.bindparam("version"))
    .order_by(t.case_parts.c.id)
)
TOUCH = change(t.cases).where(t.cases.c.id == sa.bindparam("key"))
NEXT_NUMBER = (
    sa.update(t.communities)
    .where(t.communities.c.id == HERE)
    .values(last_case=t.communities.c.last_case + 1)
    .returning(t.communities.c.last_case)
)


def entries_of(table: sa.Table, parent: sa.ColumnElement[int]) -> sa.Select[Any]:
    """The entries under one case or consult, its ``key``, oldest first."""
    return (
        rows(table, table, t.persons.c.handle)
        .join(t.persons, t.persons.c.id == table.c.author)
        .where(parent == sa.bindparam("key"))
        .order_by(table.c.id)
    )


ENTRIES = entries_of(t.case_entries, t.case_entries.c.case).where(
    t.case_entries.c.kind.not_in([EntryKind.REPORT.value, EntryKind.DELETED.value])
)
REPORTS = entries_of(t.case_entries, t.case_entries.c.case).where(t.case_entries.c.kind == EntryKind.REPORT.value)


class Cases(Repository):
    def create(
        self,
        parts: Mapping[str, CleanText],
        *,
        channel: Channel | None,
        audience: Audience,
        consent: str,
        specialty: str | None = None,
        age_band: str | None = None,
        sex: str | None = None,
        held: bool = False,
    ) -> Case:
        """A new case; ``held`` is one that waits for a moderator."""
        case = self.insert(
            t.cases, number=self.run(NEXT_NUMBER).scalar_one(), author=self.actor.id,
            channel=channel.room if channel else None, audience=audience.value, specialty=specialty,
            state=(CaseState.HELD if held else CaseState.OPEN).value, age_band=age_band, sex=sex, consent=consent,
            created=self.now, updated=self.now,
        )  # fmt: skip
        self._write_parts(case, 1, parts)
        return self._by_id(case)

    def get(self, ref: Ref) -> Case:
        """The case, whole; Missing where there is none that the viewer may see."""
        if ref.kind is not SubjectKind.CASE:
            raise nothing_there("case")
        row = self.first(BY_NUMBER, number=ref.number, **eyes(self.viewer))
        if row is None:
            raise nothing_there("case")
        return self._case(row)

    def of_entry(self, ref: Ref) -> Case:
        """The case that a reply or an update stands under; Missing where the viewer may not see it."""
        row = self.first(rows(t.case_entries, t.case_entries.c.case).where(t.case_entries.c.id == ref.number))
        if ref.kind is not SubjectKind.ENTRY or row is None:
            raise nothing_there("reply")
        return self._by_id(row.case)

    def change(self, entry: Ref, text: CleanText) -> None:
        """An entry's author changed what they typed."""
        self.run(change(t.case_entries).where(t.case_entries.c.id == entry.number).values(text=text))

    def forget(self, entry: Ref) -> None:
        """An entry's author deleted what they typed: its words are gone, its number is never given again."""
        query = change(t.case_entries).where(t.case_entries.c.id == entry.number)
        self.run(query.values(kind=EntryKind.DELETED.value, text=CleanText.nothing()))

    def latest(self, channel: int | None = None, mine: bool = False, limit: int = 50) -> Sequence[Case]:
        query = CASES.order_by(t.cases.c.updated.desc(), t.cases.c.id.desc()).limit(limit)
        if channel is not None:
            query = query.where(t.cases.c.channel == channel)
        if mine:
            query = query.where(t.cases.c.author == self.actor.id)
        return [self._case(row) for row in self.all(query, **eyes(self.viewer))]

    def revise(self, case: Case, parts: Mapping[str, CleanText]) -> Case:
        """A new version; the earlier ones stay, for the moderators and until a redaction."""
        self._write_parts(case.id, case.version + 1, parts)
        self._touch(case.id, version=case.version + 1)
        return self._by_id(case.id)

    def versions(self, case: Case) -> Sequence[tuple[int, Sequence[Part]]]:
        query = rows(t.case_parts).where(t.case_parts.c.case == case.id).order_by(t.case_parts.c.id)
        by_version: dict[int, list[Part]] = {}
        for row in self.all(query):
            by_version.setdefault(row.version, []).append(Part(row.id, row.name, row.text))
        return sorted(by_version.items())

    def add(self, case: Case, kind: EntryKind, text: CleanText) -> Case:
        self.insert(t.case_entries, case=case.id, kind=kind.value, author=self.actor.id, at=self.now, text=text)
        self._touch(case.id)
        return self._by_id(case.id)

    def reports(self, case: Case) -> Sequence[Entry]:
        """What members told the moderators about a case."""
        return [entry_from(row) for row in self.all(REPORTS, key=case.id)]

    def release(self, case: Case) -> Case:
        self._touch(case.id, state=CaseState.OPEN.value)
        return self._by_id(case.id)

    def withdraw(self, case: Case) -> None:
        self._touch(case.id, state=CaseState.WITHDRAWN.value)

    def follow(self, case: Case, person: int) -> bool:
        """Whether the person follows the case now: asking again ends it."""
        mine = (t.follows.c.case == case.id) & (t.follows.c.person == person)
        if self.run(drop(t.follows).where(mine)).rowcount:
            return False
        self.insert(t.follows, case=case.id, person=person)
        return True

    def followers(self, case: Case) -> Sequence[int]:
        return [r.person for r in self.all(rows(t.follows, t.follows.c.person).where(t.follows.c.case == case.id))]

    def _write_parts(self, case: int, version: int, parts: Mapping[str, CleanText]) -> None:
        common = {"case": case, "version": version}
        self.insert_all(t.case_parts, [common | {"name": name, "text": text} for name, text in parts.items() if text])

    def _touch(self, case: int, **values: Any) -> None:
        self.run(TOUCH, key=case, updated=self.now, **values)

    def _by_id(self, case: int) -> Case:
        row = self.first(BY_ID, key=case, **eyes(self.viewer))
        if row is None:
            raise nothing_there("case")
        return self._case(row)

    def _case(self, row: sa.Row[Any]) -> Case:
        withdrawn = row.state == CaseState.WITHDRAWN.value
        return Case(
            id=row.id, number=row.number, author=row.author, handle=row.handle, channel=row.channel,
            audience=Audience(row.audience), specialty=row.specialty, state=CaseState(row.state), version=row.version,
            created=row.created, age_band=row.age_band, sex=row.sex, consent=row.consent,
            parts=() if withdrawn else self._parts(row.id, row.version),
            entries=() if withdrawn else tuple(entry_from(entry) for entry in self.all(ENTRIES, key=row.id)),
        )  # fmt: skip

    def _parts(self, case: int, version: int) -> tuple[Part, ...]:
        return tuple(Part(p.id, p.name, p.text) for p in self.all(PARTS, key=case, version=version))


def entry_from(row: sa.Row[Any]) -> Entry:
    return Entry(row.id, row.kind, row.author, row.handle, row.at, row.text)
