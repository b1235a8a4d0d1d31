"""The audit chain and the idempotency keys: what was done, by whom, and that it was done once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.audit import GENESIS, Head, Row, mac_of, pseudonym
from bot.model import Ref
from bot.store import tables as t
from bot.store.base import Repository, change, rows

HEAD = rows(t.audit_heads)
NEW_HEAD = change(t.audit_heads)
SALT = rows(t.persons, t.persons.c.salt).where(t.persons.c.id == sa.bindparam("person"))
EVENT = rows(t.events).where(t.events.c.source == sa.bindparam("source"), t.events.c.event == sa.bindparam("key"))


class Audit(Repository):
    def add(self, action: str, subject: Ref | None = None, detail: str | None = None) -> None:
        """Append a row in the name of the viewer, or of Curbside itself."""
        head = self.head()
        row = Row(
            self.community, head.seq + 1, self.now, self._actor(), action, str(subject) if subject else None, detail
        )
        mac = mac_of(self.session.audit_key, head.mac, row)
        self.insert(
            t.audit, seq=row.seq, at=row.at, actor=row.actor, action=action, subject=row.subject, detail=detail, mac=mac
        )
        if head.seq == 0:
            self.insert(t.audit_heads, seq=1, mac=mac)
        else:
            self.run(NEW_HEAD, seq=row.seq, mac=mac)

    def head(self) -> Head:
        row = self.first(HEAD)
        return Head(row.seq, row.mac) if row else Head(0, GENESIS)

    def walk(self) -> Iterator[Row]:
        """The whole chain in its order, without holding it in memory."""
        for row in self.run(rows(t.audit).order_by(t.audit.c.seq)):
            yield _row(row)

    @property
    def key(self) -> bytes:
        return self.session.audit_key

    def row(self, seq: int) -> Row | None:
        found = self.first(rows(t.audit).where(t.audit.c.seq == seq))
        return _row(found) if found else None

    def latest(self, limit: int = 100) -> Sequence[Row]:
        return [_row(row) for row in self.all(rows(t.audit).order_by(t.audit.c.seq.desc()).limit(limit))]

    def names(self) -> dict[str, str]:
        """Pseudonym to handle, for those whose salt is still there."""
        query = rows(t.persons, t.persons.c.id, t.persons.c.handle, t.persons.c.salt)
        return {pseudonym(row.salt, row.id): row.handle for row in self.all(query) if row.salt}

    def _actor(self) -> str:
        if self.viewer is None:
            return "curbside"
        row = self.first(SALT, person=self.viewer.id)
        return pseudonym(row.salt, self.viewer.id) if row and row.salt else "erased"


def _row(row: sa.Row[Any]) -> Row:
    return Row(row.community, row.seq, row.at, row.actor, row.action, row.subject, row.detail, row.mac)


@dataclass(frozen=True, slots=True)
class Done:
    """What an event that was delivered before has led to."""

    path: str
    subject: Ref | None
    person: int


class Events(Repository):
    """A key never expires: a retry is not dropped, it finds what is there."""

    def find(self, source: str, event: str) -> Done | None:
        row = self.first(EVENT, source=source, key=event)
        return None if row is None else Done(row.path, Ref.parse(row.subject) if row.subject else None, row.person)

    def any_between(self, source: str, first: str, last: str) -> bool:
        """Whether anything came of an event whose key lies between these two."""
        c = t.events.c
        return (
            self.first(rows(t.events, c.event).where(c.source == source, c.event >= first, c.event <= last)) is not None
        )

    def record(self, source: str, event: str, path: str, subject: Ref | None) -> None:
        self.insert(
            t.events, source=source, event=event, path=path, subject=str(subject) if subject else None,
            person=self.actor.id, at=self.now,
        )  # fmt: skip
