"""Consults accepted a second: durable, 64 clients at once, the anonymizer stubbed.

    python -m benchmarks.consults [CONSULTS]

Four ways to write the same rows by the same statements (those of 'consult request': idempotency key, consult, its
texts, timers, posts, outbox, search index, audit) into the same tables, each with synchronous=FULL:

- *Curbside's store*: units in savepoints on the writer's thread, one synced commit for all that wait;
- *the engine*: the same with everything around it (who is this, form, reviewer, reads), as a member meets it;
- *SQLAlchemy's async engine* on aiosqlite: the same unit by ``run_sync``, a hop a statement and a commit each;
- *bare sqlite3*: the recorded statements replayed in commits of 64. No Python between them, so this is the limit.

Aims: the store at least 5 times the async engine, and an acknowledgement's p99 under 100 ms.
"""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.table import percentile, show
from bot.clock import FixedClock
from bot.commands import Call, Origin
from bot.engine import Engine
from bot.model import Case, Person
from bot.store.base import Scope
from bot.store.sqlite import WRITER_PRAGMAS
from bot.store.unit import Unit
from cogs.consults import Request, request
from tests.store.stage import (
    AUDIT_KEY,
    SPECIALTY,
    TEXTS,
    Stage,
    Verbatim,
    clean,
    invocation,
    new_database,
    opened,
    registry,
    seed,
    write_case,
)

CLIENTS = 64
WARM = 64  # units before the clock starts: imports, compiled statements, pages
# A member may write 30 times a minute, also in a benchmark.
WRITES_A_MEMBER = 25

Write = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Measured:
    rate: float  # units a second
    p99: str  # of an acknowledgement, in ms
    cpu: float  # ms a unit: says the same also on a machine that others use


def work(stage: Stage, cases: list[Case], i: int) -> tuple[Scope, Callable[[Unit], None]]:
    """What the engine does in its unit of work for the i-th consult request."""
    case = cases[i]
    author = author_of(stage, i)
    form = Request(SPECIALTY, clean(TEXTS["question"]), clean(TEXTS["intervention"]), clean(TEXTS["outcome"]))
    call = Call(author, form, case.ref, Origin("local", stage.channel.id), FixedClock().now())

    def unit_of_work(unit: Unit) -> None:
        if unit.events.find("bench", str(i)) is None and unit.members.get(author.ref) == author:
            answer = request(call, unit)
            unit.events.record("bench", str(i), "consult request", answer.subject)
            unit.audit.add("consult request", answer.subject)

    return Scope(stage.community, author), unit_of_work


def author_of(stage: Stage, i: int) -> Person:
    return stage.authors[i % len(stage.authors)]


async def prepare(folder: Path, count: int) -> tuple[Path, Stage, list[Case]]:
    """A database with as many cases as consults are to come."""
    path = new_database(folder)
    async with opened(path) as store:
        stage = await store.write(None, lambda unit: seed(unit, authors=count // WRITES_A_MEMBER + 1))
        cases = await asyncio.gather(
            *(
                store.write(stage.scope(author_of(stage, i)), lambda unit: write_case(unit, stage.channel))
                for i in range(count)
            )
        )
    return path, stage, cases


async def timed(write: Write, count: int) -> Measured:
    """For 64 clients that each write one after another."""
    numbers = itertools.count()
    waits: list[float] = []

    async def client(limit: int) -> None:
        while (i := next(numbers)) < limit:
            began = time.perf_counter()
            await write(i)
            waits.append(time.perf_counter() - began)

    await asyncio.gather(*(client(WARM) for _ in range(CLIENTS)))
    waits.clear()
    numbers = itertools.count(WARM)
    began, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(*(client(count) for _ in range(CLIENTS)))
    elapsed, worked = time.perf_counter() - began, time.process_time() - worked
    return Measured(len(waits) / elapsed, f"{1000 * percentile(waits, 0.99):,.1f}", 1000 * worked / len(waits))


async def through_store(path: Path, stage: Stage, cases: list[Case]) -> Measured:
    async with opened(path) as store:
        return await timed(lambda i: store.write(*work(stage, cases, i)), len(cases))


async def through_engine(path: Path, stage: Stage, cases: list[Case]) -> Measured:
    async with opened(path) as store:
        engine = Engine(store, Verbatim(), registry(), FixedClock())
        fields = {name: TEXTS[name] for name in ("question", "intervention", "outcome")}
        commands = [
            invocation(
                author_of(stage, i), "consult request", event=str(i), subject=cases[i].ref, specialty=SPECIALTY,
                **fields,
            )
            for i in range(len(cases))
        ]  # fmt: skip
        return await timed(lambda i: engine.dispatch(commands[i]), len(cases))


async def through_async_engine(path: Path, stage: Stage, cases: list[Case]) -> Measured:
    # One connection: SQLite has one writer, and more of them would only meet its lock.
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_size=1, max_overflow=0, pool_timeout=600)

    @sa.event.listens_for(engine.sync_engine, "connect")
    def configure(raw: Any, _: object) -> None:
        raw.isolation_level = None
        for pragma in WRITER_PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin(conn: sa.Connection) -> None:
        conn.exec_driver_sql("BEGIN IMMEDIATE")

    now = FixedClock().now()

    async def write(i: int) -> None:
        scope, unit_of_work = work(stage, cases, i)
        async with engine.begin() as conn:
            await conn.run_sync(lambda sync: unit_of_work(Unit(sync, scope, now, AUDIT_KEY)))

    try:
        return await timed(write, len(cases))
    finally:
        await engine.dispose()


def recorded(path: Path, stage: Stage, cases: list[Case]) -> list[list[tuple[str, Any]]]:
    """The statements of every unit, as the driver gets them."""
    units: list[list[tuple[str, Any]]] = []
    engine = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(engine, "before_cursor_execute")
    def record(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        units[-1].extend((statement, row) for row in (parameters if many else [parameters]))

    with engine.connect() as conn:
        for i in range(len(cases)):
            units.append([])
            scope, unit_of_work = work(stage, cases, i)
            unit_of_work(Unit(conn, scope, FixedClock().now(), AUDIT_KEY))
        conn.rollback()  # the file stays as it was for the replay
    engine.dispose()
    return units


def bare(path: Path, stage: Stage, cases: list[Case]) -> Measured:
    units = recorded(path, stage, cases)
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in WRITER_PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
    began, worked = time.perf_counter(), time.process_time()
    for start in range(0, len(units), CLIENTS):
        raw.execute("BEGIN IMMEDIATE")
        for unit in units[start : start + CLIENTS]:
            for statement, parameters in unit:
                raw.execute(statement, parameters).fetchall()
        raw.execute("COMMIT")
    elapsed, worked = time.perf_counter() - began, time.process_time() - worked
    raw.close()
    return Measured(len(units) / elapsed, "-", 1000 * worked / len(units))


async def main(count: int) -> None:
    rows: list[tuple[str, Measured]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, way in (
            ("SQLAlchemy's async engine, a commit each", through_async_engine),
            ("Curbside's store", through_store),
            ("Curbside's engine", through_engine),
        ):
            place = Path(folder) / way.__name__
            place.mkdir()
            rows.append((name, await way(*await prepare(place, count))))
        place = Path(folder) / "bare"
        place.mkdir()
        rows.append(("bare sqlite3 (the limit)", bare(*await prepare(place, count))))
    show(
        f"{count} consults, {CLIENTS} clients, synchronous=FULL",
        ("way", "consults/s", "ack p99 ms", "CPU ms each", "ratio"),
        [(name, m.rate, m.p99, m.cpu, m.rate / rows[0][1].rate) for name, m in rows],
    )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
