"""Every statement of every command, card and timer names its community. ``Directory``, which finds out which community
it is, is the one exception."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.sql import visitors

from bot.clock import FixedClock
from bot.commands import Origin
from bot.engine import Engine, Invocation, PersonKey
from bot.errors import CurbsideError
from bot.jobs import Jobs
from bot.model import Person, Ref, Role
from bot.store import tables
from bot.store.base import Scope
from bot.store.sqlite import SqliteStore
from bot.text import RawText
from tests.store.stage import SPECIALTY, TEXTS, Shelf, Stage, Verbatim, registry, seed

OWNED = {table for table in tables.metadata.sorted_tables if "community" in table.c}


@dataclass
class Watch:
    """Every statement that a store runs from now on."""

    communities: set[int]
    seen: int = 0
    unbound: list[str] = field(default_factory=list)

    def on(self, connection: sa.Connection) -> None:
        sa.event.listen(connection, "before_execute", self._check)

    def _check(self, conn: Any, statement: Any, multiparams: Any, params: Any, options: Any) -> None:
        if isinstance(statement, sa.sql.ClauseElement) and not _in_directory():
            self.seen += 1
            values = multiparams[0] if multiparams else params
            if not all(_bound(part, values, self.communities) for part in _parts(statement)):
                self.unbound.append(str(statement))


def _in_directory() -> bool:
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        if frame.f_code.co_filename.endswith("store/directory.py"):
            return True
    return False


def _parts(statement: Any) -> Iterator[Any]:
    """The statement and every SELECT inside it."""
    yield statement
    yield from (part for part in visitors.iterate(statement) if isinstance(part, sa.Select) and part is not statement)


def _bound(part: Any, values: Any, communities: set[int]) -> bool:
    """Whether a SELECT, UPDATE or DELETE compares the community of a table it is about, or an INSERT sets it."""
    if isinstance(part, sa.CompoundSelect):
        return True  # its SELECTs are parts of their own
    if isinstance(part, sa.Insert):
        if part.select is not None:
            return True  # its SELECT is a part of its own
        return part.table not in OWNED or values.get("community") in communities
    if isinstance(part, sa.Select):
        about = {getattr(source, "element", source) for source in _sources(part)}
    else:
        about = {part.table}
    if not about & (OWNED | {tables.communities}):
        return True
    return any(_names_community(clause, values, communities) for clause in _clauses(part.whereclause))


def _sources(select: sa.Select[Any]) -> Iterator[Any]:
    for source in select.get_final_froms():
        yield from (leaf for leaf in visitors.iterate(source) if isinstance(leaf, (sa.Table, sa.sql.expression.Alias)))


def _clauses(clause: Any) -> Iterator[Any]:
    """A condition's own parts, without those of a SELECT inside it."""
    if clause is not None and not isinstance(clause, sa.sql.selectable.SelectBase):
        yield clause
        for child in clause.get_children():
            yield from _clauses(child)


def _names_community(clause: Any, values: Any, communities: set[int]) -> bool:
    if not (isinstance(clause, sa.BinaryExpression) and isinstance(clause.right, sa.BindParameter)):
        return False
    column = clause.left
    is_it = isinstance(column, sa.Column) and (
        column.name == "community" or (column.table is tables.communities and column.name == "id")
    )
    return is_it and values.get(clause.right.key, clause.right.value) in communities


@pytest.fixture
async def watched(store: SqliteStore, stage: Stage) -> Watch:
    watch = Watch({stage.community})
    connections = [store._writer, *(store._readers.get_nowait() for _ in range(store._readers.qsize()))]
    for connection in connections[1:]:
        store._readers.put_nowait(connection)
    for connection in connections:
        watch.on(connection.core)
    return watch


SEARCH = {"query": "amiodarone"}
CASE = {name: TEXTS[name] for name in ("text", "question", "intervention", "outcome")}
ASK = {name: TEXTS[name] for name in ("question", "intervention", "outcome")} | {"specialty": SPECIALTY}
POST = CASE | {"consent": "not required", "specialty": SPECIALTY}
WORDS = {"text": "Since when?"}

# Who, what, about what, with which fields. 'member leave' and what ends people comes last.
SCRIPT: list[tuple[str, str, str | None, dict[str, str]]] = [
    ("author", "case post", None, POST),
    ("author", "case edit", "CASE-1", CASE),
    ("author", "case update", "CASE-1", WORDS),
    ("specialist", "case follow", "CASE-1", {}),
    ("specialist", "case reply", "CASE-1", WORDS),
    ("specialist", "case search", None, SEARCH),
    ("specialist", "case list", None, {}),
    ("specialist", "case show", "CASE-1", {}),
    ("administrator", "case versions", "CASE-1", {}),
    ("author", "consult request", "CASE-1", ASK),
    ("author", "consult request", "CASE-1", ASK),
    ("specialist", "consult queue", None, {}),
    ("specialist", "consult show", "C-1", {}),
    ("specialist", "consult accept", "C-1", {}),
    ("specialist", "consult ask", "C-1", WORDS),
    ("author", "consult supply", "C-1", WORDS),
    ("specialist", "consult answer", "C-1", WORDS),
    ("author", "consult acknowledge", "C-1", WORDS),
    ("author", "consult close", "C-1", {}),
    ("specialist", "consult decline", "C-2", {}),
    ("author", "consult withdraw", "C-3", {}),
    ("author", "case redact", "CASE-1", {"locator": "part-1", "start": "0", "end": "10"}),
    ("author", "case post", None, POST | {"audience": "specialty"}),
    ("author", "case withdraw", "CASE-2", {}),
    ("author", "member list", None, {}),
    ("author", "member show", "M-1", {}),
    ("administrator", "member invite", None, {"handle": "Colleague"}),
    ("administrator", "member link", "M-2", {}),
    ("administrator", "member specialty", "M-2", {"specialty": "urology"}),
    ("administrator", "member role", "M-2", {"role": "moderator"}),
    ("administrator", "space code", None, {}),
    ("administrator", "audit show", None, {}),
    ("administrator", "audit verify", None, {}),
    ("administrator", "head show", "HEAD-1", {}),
    ("administrator", "delivery list", None, {}),
    ("administrator", "delivery resume", None, {}),
    ("administrator", "delivery retry", "D-1", {}),
    ("administrator", "case release", "CASE-1", {}),
    ("administrator", "community hold", None, {"above": "high"}),
    ("author", "case copies", "CASE-1", {}),
    ("author", "case report", "CASE-1", {}),
    ("author", "account code", None, {}),
    ("author", "account link", None, {"code": "abcdefgh1234"}),
    ("author", "account list", None, {}),
    ("author", "account unlink", None, {"server": "1"}),
    ("administrator", "role map", None, {"native": "100000000000000001", "meaning": "moderator"}),
    ("administrator", "role list", None, {}),
    ("administrator", "role unmap", None, {"native": "100000000000000002", "meaning": "moderator"}),
    ("administrator", "channel add", None, {"purpose": "cases"}),
    ("administrator", "channel remove", None, {}),
    ("administrator", "channel list", None, {}),
    ("administrator", "channel show", "CH-1", {}),
    ("administrator", "community names", None, {"shown": "both"}),
    ("administrator", "space entry", None, {"allowed": "off"}),
    ("author", "draft show", "DR-1", {}),
    ("author", "draft post", "DR-1", {}),
    ("author", "draft drop", "DR-1", {}),
    ("administrator", "guard mode", None, {"mode": "remove"}),
    ("administrator", "guard counts", None, {}),
    ("author", "home", None, {}),
    ("author", "web open", None, {}),
    ("author", "member sessions", None, {}),
    ("administrator", "member remove", "M-2", {}),
    ("administrator", "member erase", "M-2", {}),
    ("author", "member leave", None, {}),
]
# Nothing is dead here, the desk redeems codes, and the rest has no draft, no linked server, or nothing mapped.
REFUSED = {
    "delivery retry", "account link", "account unlink", "role map", "role unmap", "draft show", "draft post",
    "draft drop", "case release", "channel add", "channel remove", "space entry",
}  # fmt: skip


def test_the_script_holds_every_command() -> None:
    assert {path for _, path, _, _ in SCRIPT} == set(registry().commands)


async def test_every_statement_names_its_community(
    store: SqliteStore, stage: Stage, watched: Watch, clock: FixedClock
) -> None:
    administrator = await store.write(
        Scope(stage.community), lambda unit: unit.members.join("administrator", Role.ADMINISTRATOR)
    )
    people: dict[str, Person] = {
        "author": stage.author, "specialist": stage.specialist, "administrator": administrator
    }  # fmt: skip
    commands = registry()
    engine = Engine(store, Verbatim(), commands, clock)
    jobs = Jobs(store, commands, {"local": Shelf()})
    refused = set()
    for who, path, subject, fields in SCRIPT:
        command = Invocation(
            PersonKey(stage.community, people[who].id), path, {name: RawText(text) for name, text in fields.items()},
            Ref.parse(subject) if subject else None, Origin("local", stage.channel.id),
        )  # fmt: skip
        try:
            await engine.dispatch(command)
        except CurbsideError:
            refused.add(path)
        await engine.open_form(PersonKey(stage.community, administrator.id), "case post", None)
    assert refused == REFUSED
    await store.write(Scope(stage.community), lambda unit: unit.timers.set({"audit head": unit.now}))
    watched.communities.add(stage.community + 1)  # the jobs go through all communities
    assert (await store.write(None, seed)).community == stage.community + 1
    for _ in range(4):
        while await jobs.run_due():
            pass
        clock.advance(timedelta(days=1))
    assert watched.seen > 300
    assert watched.unbound == []


async def test_the_watch_sees_what_it_should(store: SqliteStore, stage: Stage, watched: Watch) -> None:
    def careless(unit: Any) -> None:
        unit.members.conn.execute(sa.select(tables.cases))
        unit.members.conn.execute(sa.update(tables.cases).values(version=2))
        unit.members.conn.execute(sa.select(tables.cases).where(tables.cases.c.community == stage.community + 1))

    await store.write(stage.scope(), careless)
    assert len(watched.unbound) == 3
