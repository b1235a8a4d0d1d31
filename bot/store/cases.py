"""Cases: their versions, what was added under them, who follows them, and who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.model import Audience, Case, CaseState, Channel, Entry, EntryKind, Part, Person, Ref, Role, SubjectKind
from bot.store import tables as t
from bot.store.base import Repository, nothing_there
from bot.text import CleanText


def visible(viewer: Person | None) -> sa.ColumnElement[bool]:
    """Which cases the viewer may see: promise 4 for cases, and through them for consults, search and posts."""
    if viewer is None or viewer.is_at_least(Role.MODERATOR):
        return sa.true()
    cases, about, place = t.cases.c, t.consults.alias("about").c, t.channels.alias("place").c
    in_channel = sa.exists().where(
        place.id == cases.channel, sa.or_(place.open.is_(sa.true()), place.id.in_(viewer.channels))
    )
    asked = sa.exists().where(
        about.case == cases.id, sa.or_(about.specialty.in_(viewer.specialties), about.assignee == viewer.id)
    )
    return sa.or_(
        cases.author == viewer.id,
        cases.audience == Audience.COMMUNITY.value,
        sa.and_(cases.audience == Audience.CHANNEL.value, in_channel),
        sa.and_(cases.audience == Audience.SPECIALTY.value, cases.specialty.in_(viewer.specialties)),
        asked,
    )


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
    ) -> Case:
        case = self.insert(
            t.cases, number=self._next_number(), author=self.actor.id, channel=channel.id if channel else None,
            audience=audience.value, specialty=specialty, state=CaseState.OPEN.value, age_band=age_band, sex=sex,
            consent=consent, created=self.now, updated=self.now,
        )  # fmt: skip
        self._write_parts(case, 1, parts)
        return self._by_id(case)

    def get(self, ref: Ref) -> Case:
        """The case, whole; Missing where there is none that the viewer may see."""
        if ref.kind is not SubjectKind.CASE:
            raise nothing_there("case")
        row = self.first(self._query().where(t.cases.c.number == ref.number))
        if row is None:
            raise nothing_there("case")
        return self._case(row)

    def latest(self, channel: int | None = None, mine: bool = False, limit: int = 50) -> Sequence[Case]:
        query = self._query().order_by(t.cases.c.updated.desc(), t.cases.c.id.desc()).limit(limit)
        if channel is not None:
            query = query.where(t.cases.c.channel == channel)
        if mine:
            query = query.where(t.cases.c.author == self.actor.id)
        return [self._case(row) for row in self.all(query)]

    def revise(self, case: Case, parts: Mapping[str, CleanText]) -> Case:
        """A new version; the earlier ones stay, for the moderators and until a redaction."""
        self._write_parts(case.id, case.version + 1, parts)
        self._touch(case.id, version=case.version + 1)
        return self._by_id(case.id)

    def versions(self, case: Case) -> Sequence[tuple[int, Sequence[Part]]]:
        query = self.rows(t.case_parts).where(t.case_parts.c.case == case.id).order_by(t.case_parts.c.id)
        by_version: dict[int, list[Part]] = {}
        for row in self.all(query):
            by_version.setdefault(row.version, []).append(Part(row.id, row.name, row.text))
        return sorted(by_version.items())

    def add(self, case: Case, kind: EntryKind, text: CleanText) -> Case:
        self.insert(t.case_entries, case=case.id, kind=kind.value, author=self.actor.id, at=self.now, text=text)
        self._touch(case.id)
        return self._by_id(case.id)

    def withdraw(self, case: Case) -> None:
        self._touch(case.id, state=CaseState.WITHDRAWN.value)

    def follow(self, case: Case, person: int) -> bool:
        """Whether the person follows the case now: asking again ends it."""
        mine = (t.follows.c.case == case.id) & (t.follows.c.person == person)
        if self.conn.execute(self.drop(t.follows).where(mine)).rowcount:
            return False
        self.insert(t.follows, case=case.id, person=person)
        return True

    def followers(self, case: Case) -> Sequence[int]:
        return [r.person for r in self.all(self.rows(t.follows, t.follows.c.person).where(t.follows.c.case == case.id))]

    def _next_number(self) -> int:
        mine = t.communities.c.id == self.community
        last = t.communities.c.last_case
        self.conn.execute(sa.update(t.communities).where(mine).values(last_case=last + 1))
        return int(self.conn.execute(sa.select(last).where(mine)).scalar_one())

    def _write_parts(self, case: int, version: int, parts: Mapping[str, CleanText]) -> None:
        for name, text in parts.items():
            if text:
                self.insert(t.case_parts, case=case, version=version, name=name, text=text)

    def _touch(self, case: int, **values: Any) -> None:
        self.conn.execute(self.change(t.cases).where(t.cases.c.id == case).values(updated=self.now, **values))

    def _query(self) -> sa.Select[Any]:
        persons = t.persons
        return (
            self.rows(t.cases, t.cases, persons.c.handle)
            .join(persons, persons.c.id == t.cases.c.author)
            .where(visible(self.viewer))
        )

    def _by_id(self, case: int) -> Case:
        row = self.first(self._query().where(t.cases.c.id == case))
        if row is None:
            raise nothing_there("case")
        return self._case(row)

    def _case(self, row: sa.Row[Any]) -> Case:
        parts = (
            self.rows(t.case_parts)
            .where(t.case_parts.c.case == row.id, t.case_parts.c.version == row.version)
            .order_by(t.case_parts.c.id)
        )
        withdrawn = row.state == CaseState.WITHDRAWN.value
        return Case(
            id=row.id, number=row.number, author=row.author, handle=row.handle, channel=row.channel,
            audience=Audience(row.audience), specialty=row.specialty, state=CaseState(row.state), version=row.version,
            created=row.created, age_band=row.age_band, sex=row.sex, consent=row.consent,
            parts=() if withdrawn else tuple(Part(p.id, p.name, p.text) for p in self.all(parts)),
            entries=() if withdrawn else entries(self, t.case_entries, t.case_entries.c.case == row.id),
        )  # fmt: skip


def entries(repository: Repository, table: sa.Table, of: sa.ColumnElement[bool]) -> tuple[Entry, ...]:
    """The entries of a case or a consult, oldest first."""
    query = (
        repository.rows(table, table, t.persons.c.handle)
        .join(t.persons, t.persons.c.id == table.c.author)
        .where(of)
        .order_by(table.c.id)
    )
    return tuple(Entry(r.id, r.kind, r.author, r.handle, r.at, r.text) for r in repository.all(query))
