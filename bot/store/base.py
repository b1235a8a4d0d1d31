"""What every repository of a unit of work stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.errors import Missing
from bot.i18n import say
from bot.model import Person


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose eyes a unit sees with. Without a viewer it is Curbside's own work (a timer, a delivery)."""

    community: int
    viewer: Person | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One transaction: its connection, scope, moment and the key of the audit chain."""

    conn: sa.Connection
    scope: Scope
    now: datetime
    audit_key: bytes


class Repository:
    """Queries bound to one community: they begin with ``rows``, ``change`` or ``drop``, which name it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.conn = session.conn
        self.community = session.scope.community
        self.viewer = session.scope.viewer
        self.now = session.now

    def rows(self, table: sa.Table, *columns: sa.ColumnElement[Any] | sa.Table) -> sa.Select[Any]:
        return sa.select(*(columns or (table,))).select_from(table).where(table.c.community == self.community)

    def change(self, table: sa.Table) -> sa.Update:
        return sa.update(table).where(table.c.community == self.community)

    def drop(self, table: sa.Table) -> sa.Delete:
        return sa.delete(table).where(table.c.community == self.community)

    def insert(self, table: sa.Table, **values: Any) -> int:
        """Insert one row of this community and return its number (0 where the table has none)."""
        key = self.conn.execute(sa.insert(table).values(community=self.community, **values)).inserted_primary_key
        return int(key[0]) if key and isinstance(key[0], int) else 0

    def all(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        return self.conn.execute(query).all()

    def first(self, query: sa.Select[Any]) -> sa.Row[Any] | None:
        return self.conn.execute(query.limit(1)).first()

    @property
    def actor(self) -> Person:
        """The viewer, where an act needs one."""
        if self.viewer is None:
            raise LookupError("this unit has no viewer")
        return self.viewer


def nothing_there(what: str) -> Missing:
    return Missing(say("There is no {what} that you can see. Check the reference, or search.", what=what))
