"""Commands a second through the engine, beside the same handler called bare.

    python -m benchmarks.engine [COMMANDS]

'case show' and 'case reply', one after another: once through ``Engine.dispatch`` (who is this, may they, form, stubbed
reviewer, snapshot or durable unit, idempotency, audit), once as the cog's handler on a unit of its own, without a
transaction around each. The ratio is what the engine and durability cost one member who waits for nobody else.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import sqlalchemy as sa

from benchmarks.table import show
from bot.clock import FixedClock
from bot.commands import Call, Command, Origin
from bot.engine import Engine
from bot.model import Case, Person
from bot.store.base import Scope
from bot.store.unit import Unit
from tests.store.stage import (
    AUDIT_KEY,
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

WARM = 20
WRITES_A_MEMBER = 25  # a member may write 30 times a minute, also in a benchmark
FIELDS: dict[str, dict[str, str]] = {"case show": {}, "case reply": {"text": "Seen this twice. Look at the potassium."}}


def author_of(stage: Stage, i: int) -> Person:
    return stage.authors[i // WRITES_A_MEMBER]


async def rate(run: Callable[[int], Awaitable[object]], count: int) -> float:
    for i in range(WARM):
        await run(i)
    began = time.perf_counter()
    for i in range(WARM, WARM + count):
        await run(i)
    return count / (time.perf_counter() - began)


async def through_engine(path: Path, stage: Stage, cases: list[Case], command: Command, count: int) -> float:
    async with opened(path) as store:
        engine = Engine(store, Verbatim(), registry(), FixedClock())
        return await rate(
            lambda i: engine.dispatch(
                invocation(author_of(stage, i), command.path, subject=cases[i].ref, **FIELDS[command.path])
            ),
            count,
        )


async def bare(path: Path, stage: Stage, cases: list[Case], command: Command, count: int) -> float:
    engine = sa.create_engine(f"sqlite:///{path}")
    form = command.form(**{name: clean(text) for name, text in FIELDS[command.path].items()})
    with engine.connect() as conn:

        async def run(i: int) -> None:
            author = author_of(stage, i)
            call = Call(author, form, cases[i].ref, Origin("local"), FixedClock().now())
            command.handler(call, Unit(conn, Scope(stage.community, author), FixedClock().now(), AUDIT_KEY))

        found = await rate(run, count)
        conn.rollback()
    engine.dispose()
    return found


async def prepare(database: Path, count: int) -> tuple[Stage, list[Case]]:
    """As many cases as commands: one that grew by every reply would take longer and longer."""
    async with opened(database) as store:
        stage = await store.write(None, lambda unit: seed(unit, authors=count // WRITES_A_MEMBER + 1))
        posts = (store.write(stage.scope(), lambda unit: write_case(unit, stage.channel)) for _ in range(count))
        return stage, await asyncio.gather(*posts)


async def main(count: int) -> None:
    rows = []
    for path in FIELDS:
        command = registry().commands[path]
        rates = []
        for way in (bare, through_engine):
            with tempfile.TemporaryDirectory() as folder:
                database = new_database(Path(folder))
                stage, cases = await prepare(database, count + WARM)
                rates.append(await way(database, stage, cases, command, count))
        rows.append((path, rates[0], rates[1], f"{rates[0] / rates[1]:.1f}"))
    show("one client", ("command", "bare/s", "engine/s", "bare / engine"), rows)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
