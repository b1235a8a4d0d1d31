"""A redacted word is nowhere in the bytes of the database, its log and its log's index, also after a crash between the
redaction's commit and its scrub."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path

from bot.engine import Engine
from bot.model import Case, EntryKind
from bot.search import parse
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from tests.store.stage import (
    Stage,
    Verbatim,
    clean,
    invocation,
    new_database,
    opened,
    registry,
    seed,
    write_case,
    write_consult,
)

WORD = "Xylophrastus"
TRACES = [WORD.lower().encode(), WORD[:8].lower().encode()]  # FTS5 keeps its terms lower case and by their stems


def traces_in(path: Path) -> list[str]:
    """The files in which the word stands, of the database and what SQLite puts beside it."""
    files = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
    return [file.name for file in files if any(trace in file.read_bytes().lower() for trace in TRACES)]


async def write_everywhere(store: SqliteStore, stage: Stage) -> Case:
    """The word in two versions of a case, an update, a reply and a consult, among enough others to fill pages."""

    def work(unit: Unit) -> Case:
        for i in range(30):
            write_case(unit, stage.channel, text=f"Another patient, {i}. " + "breathless " * 50)
        case = write_case(unit, stage.channel, text=f"{WORD} is breathless. " * 200, findings=f"{WORD}'s heart")
        case = unit.cases.revise(case, {"text": clean(f"{WORD} again"), "question": clean("Why?")})
        case = unit.cases.add(case, EntryKind.REPLY, clean(f"Is {WORD.upper()} well?"))
        consult = write_consult(unit, case)
        unit.consults.add(consult, {"answer": clean(f"Tell {WORD}: rest.")})
        unit.saved(case)
        return unit.cases.get(case.ref)

    case = await store.write(stage.scope(), work)
    for i in range(20):  # and pages written over
        await store.write(stage.scope(), lambda unit, i=i: write_case(unit, stage.channel, text=f"{i} " * 500))
    return case


def redact(unit: Unit, case: Case) -> int:
    """What the command does in its unit."""
    part = case.parts[0]
    word = unit.redaction.selection(f"part-{part.id}", 0, len(WORD))
    count = unit.redaction.everywhere(case.id, word)
    unit.saved(case)
    unit.directory.set_flag("scrub", "due")
    return count


async def test_the_command_leaves_the_word_nowhere(store: SqliteStore, stage: Stage, clock) -> None:
    case = await write_everywhere(store, stage)
    assert traces_in(store.path), "the word was there"
    engine = Engine(store, Verbatim(), registry(), clock)
    locator = f"part-{case.parts[0].id}"
    await engine.dispatch(
        invocation(stage.author, "case redact", subject=case.ref, locator=locator, start="0", end=str(len(WORD)))
    )
    assert traces_in(store.path) == []
    assert await store.read(None, lambda unit: unit.directory.flag("scrub")) is None
    now = await store.read(stage.scope(), lambda unit: unit.cases.get(case.ref))
    assert "[REDACTED] again" in str(now.part("text"))


async def test_a_crash_before_the_scrub_is_made_good_at_the_next_start(tmp_path: Path) -> None:
    """The files as a killed process leaves them: copied while the store is open."""
    path = new_database(tmp_path)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    async with opened(path) as store:
        stage = await store.write(None, seed)
        case = await write_everywhere(store, stage)
        assert await store.write(stage.scope(), lambda unit: redact(unit, case)[0]) == 204  # times, in five texts
        for file in tmp_path.glob("curbside.db*"):
            shutil.copy(file, crashed / file.name)
    assert traces_in(crashed / path.name), "before the scrub it still stands in the files"
    async with opened(crashed / path.name) as store:
        assert traces_in(store.path) == []
        assert await store.read(None, lambda unit: unit.directory.flag("scrub")) is None
        assert len(await store.read(stage.scope(), lambda unit: unit.cases.latest(limit=100))) == 51
    assert traces_in(crashed / path.name) == []


async def test_scrubs_at_once_wait_for_each_other_and_for_readers(store: SqliteStore, stage: Stage) -> None:
    async def read() -> None:
        await store.read(stage.scope(), lambda unit: unit.cases.latest())

    reading = [asyncio.create_task(read()) for _ in range(20)]
    await asyncio.sleep(0)
    await asyncio.wait_for(asyncio.gather(*(store.scrub() for _ in range(5)), *reading), 30)
    reading = [asyncio.create_task(read()) for _ in range(3)]
    await asyncio.sleep(0)
    for task in reading:
        task.cancel()
    await asyncio.wait_for(store.scrub(), 30)


async def test_a_redaction_during_a_scrub_stays_due(store: SqliteStore, stage: Stage) -> None:
    case = await write_everywhere(store, stage)
    scrubbing = asyncio.create_task(store.scrub())
    await asyncio.sleep(0)
    await store.write(stage.scope(), lambda unit: redact(unit, case))
    await scrubbing
    if traces_in(store.path):
        assert await store.read(None, lambda unit: unit.directory.flag("scrub")) == "due"
        await store.scrub()
    assert traces_in(store.path) == []


async def test_a_scrub_in_the_way_of_another_process_stays_due(store: SqliteStore, stage: Stage) -> None:
    case = await write_everywhere(store, stage)
    await store._writer.run(lambda: store._writer.raw.execute("PRAGMA busy_timeout=50").fetchone())
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM cases").fetchone()
    await store.write(stage.scope(), lambda unit: redact(unit, case))
    await store.scrub()
    assert await store.read(None, lambda unit: unit.directory.flag("scrub")) == "due"
    other.execute("ROLLBACK")
    other.close()
    await store.scrub()
    assert traces_in(store.path) == []
    assert await store.read(None, lambda unit: unit.directory.flag("scrub")) is None


async def test_the_search_forgets_too(store: SqliteStore, stage: Stage) -> None:
    case = await write_everywhere(store, stage)
    query = parse(WORD)
    assert query is not None
    assert len(await store.read(stage.scope(), lambda unit: unit.index.search(query))) == 1
    await store.write(stage.scope(), lambda unit: redact(unit, case))
    await store.scrub()
    assert await store.read(stage.scope(), lambda unit: unit.index.search(query)) == []
    raw = sqlite3.connect(store.path)
    raw.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_index, row)")
    assert raw.execute("SELECT term FROM words WHERE term LIKE 'xylo%'").fetchall() == []
    raw.close()
