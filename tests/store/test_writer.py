"""The one writer: what is committed together, what fails alone, and what a caller may rely on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.errors import Missing, Refused, Unavailable
from bot.i18n import say
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from tests.store.stage import Stage, opened, seed, write_case


async def together(store: SqliteStore, *works):
    """Queue units before the writer's task runs again, so that they are one batch."""
    return await asyncio.gather(*(store.write(None, work) for work in works), return_exceptions=True)


async def test_units_of_a_batch_share_one_commit(store: SqliteStore) -> None:
    commits: list[str] = []
    trace = lambda sql: commits.append(sql) if sql == "COMMIT" else None  # noqa: E731
    await store._writer.run(lambda: store._writer.raw.set_trace_callback(trace))
    names = [f"community {i}" for i in range(10)]
    found = await together(store, *(lambda unit, name=name: unit.directory.found(name) for name in names))
    assert [community.name for community in found] == names
    assert len(commits) == 1


async def test_one_failing_unit_takes_no_other_with_it(store: SqliteStore) -> None:
    def fails(unit: Unit) -> None:
        unit.directory.found("half")
        raise Refused(say("No."))

    outcomes = await together(
        store, lambda unit: unit.directory.found("before"), fails, lambda unit: unit.directory.found("after")
    )
    assert isinstance(outcomes[1], Refused)
    communities = await store.read(None, lambda unit: unit.directory.communities())
    assert [community.name for community in communities] == ["before", "after"]


@pytest.mark.parametrize("error", [StopIteration, asyncio.CancelledError, ZeroDivisionError])
async def test_no_error_of_a_unit_stops_the_writer(store: SqliteStore, error: type[BaseException]) -> None:
    def fails(unit: Unit) -> None:
        unit.directory.found("half")
        raise error

    task = asyncio.ensure_future(store.write(None, fails))
    await asyncio.wait([task], timeout=10)
    assert task.done()
    assert task.cancelled() or task.exception() is not None
    assert (await store.write(None, lambda unit: unit.directory.found("next"))).name == "next"
    assert len(await store.read(None, lambda unit: unit.directory.communities())) == 1


async def test_a_query_that_runs_off_an_iterator_does_not_hang(store: SqliteStore) -> None:
    with pytest.raises(RuntimeError):
        await asyncio.wait_for(store.read(None, lambda unit: next(iter(()))), 10)


async def test_a_cancelled_callers_unit_is_whole_or_absent_and_leaves_nothing_open(store: SqliteStore) -> None:
    async def write(i: int) -> None:
        def work(unit: Unit) -> None:
            unit.directory.found(f"{i} first")
            unit.directory.found(f"{i} second")

        await store.write(None, work)

    for i in range(100):
        task = asyncio.create_task(write(i))
        for _ in range(i % 5):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await store.write(None, lambda unit: unit.directory.found("last"))
    names = [c.name for c in await store.read(None, lambda unit: unit.directory.communities())]
    firsts = {name.split()[0] for name in names if name.endswith("first")}
    seconds = {name.split()[0] for name in names if name.endswith("second")}
    assert firsts == seconds
    assert names[-1] == "last"
    assert not store._writer.raw.in_transaction


async def test_a_cancelled_reader_leaves_its_connection_usable(store: SqliteStore) -> None:
    for _ in range(50):
        task = asyncio.create_task(store.read(None, lambda unit: unit.directory.communities()))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    assert list(await store.read(None, lambda unit: unit.directory.communities())) == []


async def test_concurrent_read_modify_writes_all_count(store: SqliteStore) -> None:
    def increment(unit: Unit) -> None:
        unit.directory.set_flag("counter", str(int(unit.directory.flag("counter") or 0) + 1))

    await asyncio.gather(*(store.write(None, increment) for _ in range(80)))
    assert await store.read(None, lambda unit: unit.directory.flag("counter")) == "80"


async def test_readers_cannot_write(store: SqliteStore) -> None:
    with pytest.raises(Unavailable):
        await store.read(None, lambda unit: unit.directory.found("by a reader"))
    assert list(await store.read(None, lambda unit: unit.directory.communities())) == []


async def test_the_live_writers_settings(store: SqliteStore) -> None:
    assert await store.pragma("journal_mode") == "wal"
    assert await store.pragma("synchronous") == "2"  # FULL
    assert await store.pragma("foreign_keys") == "1"
    assert await store.pragma("secure_delete") == "1"


async def test_a_reader_sees_what_was_acknowledged(store: SqliteStore, stage: Stage) -> None:
    for _ in range(20):
        case = await store.write(stage.scope(), write_case)
        assert (await store.read(stage.scope(), lambda unit, ref=case.ref: unit.cases.get(ref))).ref == case.ref


async def test_a_reader_sees_one_snapshot(store: SqliteStore, stage: Stage) -> None:
    """A query that looks twice sees the same, whatever commits between."""
    loop = asyncio.get_running_loop()

    def query(unit: Unit) -> tuple[int, int]:
        before = len(unit.directory.communities())
        asyncio.run_coroutine_threadsafe(store.write(None, seed), loop).result(10)
        return before, len(unit.directory.communities())

    before, after = await store.read(None, query)
    assert before == after


async def test_close_finishes_what_waits(database: Path) -> None:
    async with opened(database) as store:
        waiting = [asyncio.create_task(store.write(None, seed)) for _ in range(20)]
        await asyncio.sleep(0)
    assert len(await asyncio.gather(*waiting)) == 20
    async with opened(database) as store:
        assert len(await store.read(None, lambda unit: unit.directory.communities())) == 20


async def test_who_comes_after_the_close_is_told(database: Path) -> None:
    async with opened(database) as store:
        pass
    for late in (store.write(None, seed), store.read(None, lambda unit: unit.directory.communities())):
        with pytest.raises(Unavailable) as caught:
            await asyncio.wait_for(late, 10)
        assert "being stopped" in caught.value.message.text()


async def test_another_communitys_case_is_missing(store: SqliteStore, stage: Stage) -> None:
    other = await store.write(None, seed)
    case = await store.write(stage.scope(), write_case)
    with pytest.raises(Missing):
        await store.read(other.scope(), lambda unit: unit.cases.get(case.ref))
