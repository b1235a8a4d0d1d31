"""What every repository of a unit of work stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
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


# The community of whoever asks. Statements are built once, with parameters, since building one in SQLAlchemy costs ten
# times what running it does, and the writer's thread is what all members share.
HERE: sa.BindParameter[int] = sa.bindparam("here")


def rows(table: sa.Table, *columns: sa.ColumnElement[Any] | sa.Table) -> sa.Select[Any]:
    """Rows of one community: every query begins with this, ``change`` or ``drop``."""
    return sa.select(*(columns or (table,))).select_from(table).where(table.c.community == HERE)


def change(table: sa.Table) -> sa.Update:
    return sa.update(table).where(table.c.community == HERE)


def drop(table: sa.Table) -> sa.Delete:
    return sa.delete(table).where(table.c.community == HERE)


@cache
def _insert(table: sa.Table) -> sa.Insert:
    return sa.insert(table)


class Repository:
    """Queries bound to one community: whatever is run here is given it as ``here``."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.conn = session.conn
        self.community = session.scope.community
        self.viewer = session.scope.viewer
        self.now = session.now

    def run(self, statement: sa.Executable, **values: Any) -> sa.CursorResult[Any]:
        """Run one statement with its parameters; those that name a column of an insert or update are its values."""
        result: sa.CursorResult[Any] = self.conn.execute(statement, values | {"here": self.community})
        return result

    def insert(self, table: sa.Table, **values: Any) -> int:
        """Insert one row of this community and return its number (0 where the table has none)."""
        key = self.conn.execute(_insert(table), values | {"community": self.community}).inserted_primary_key
        return int(key[0]) if key and isinstance(key[0], int) else 0

    def insert_all(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows of this community with one statement."""
        if rows:
            self.conn.execute(_insert(table), [{**row, "community": self.community} for row in rows])

    def all(self, query: sa.Select[Any], **values: Any) -> Sequence[sa.Row[Any]]:
        return self.run(query, **values).all()

    def first(self, query: sa.Select[Any], **values: Any) -> sa.Row[Any] | None:
        return self.run(query, **values).first()

    @property
    def actor(self) -> Person:
        """The viewer, where an act needs one."""
        if self.viewer is None:
            raise LookupError("this unit has no viewer")
        return self.viewer


def nothing_there(what: str) -> Missing:
    return Missing(say("There is no {what} that you can see. Check the reference, or search.", what=what))
