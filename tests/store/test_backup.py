"""Backups: whole, private, verified before they replace anything, and mortal."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.errors import CurbsideError, Unavailable
from bot.jobs import Jobs
from bot.store import backup
from bot.store.sqlite import SqliteStore
from tests.store.stage import Shelf, Stage, opened, registry, seed, write_case

KEY = b"b" * 32
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WORD = "Xylophrastus"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


async def made(store: SqliteStore, stage: Stage, folder: Path, size: int = 1) -> Path:
    await store.write(stage.scope(), lambda unit: write_case(unit, stage.channel, text=f"{WORD} " * size))
    return await asyncio.to_thread(backup.backup, store.path, folder, KEY, NOW)


async def test_a_live_database_comes_back_and_holds_its_outbox(
    store: SqliteStore, stage: Stage, folder: Path, tmp_path: Path
) -> None:
    file = await made(store, stage, folder)
    await store.write(stage.scope(), lambda unit: write_case(unit, text="after the backup"))
    target = tmp_path / "other" / "curbside.db"
    assert backup.restore(file, target, KEY) is None
    clock = FixedClock()
    async with opened(target, clock) as restored:
        cases = await restored.read(stage.scope(), lambda unit: unit.cases.latest())
        assert [str(case.part("text")).strip() for case in cases] == [WORD]
        shelf = Shelf()
        jobs = Jobs(restored, registry(), {"local": shelf})
        await jobs.run_due()
        assert shelf.arrived == []
        await restored.write(None, lambda unit: unit.directory.set_flag("hold", None))
        await jobs.run_due()
        assert len(shelf.arrived) == 1


async def test_it_is_private_and_says_nothing(store: SqliteStore, stage: Stage, folder: Path) -> None:
    file = await made(store, stage, folder, size=100)
    assert file.stat().st_mode & 0o777 == 0o600
    sealed = file.read_bytes()
    assert WORD.encode() not in sealed
    assert b"SQLite format" not in sealed
    assert sorted(path.name for path in folder.iterdir()) == [file.name]
    assert not [path for path in store.path.parent.iterdir() if path.name.startswith(".")]


async def test_backups_of_one_second_do_not_meet(store: SqliteStore, stage: Stage, folder: Path) -> None:
    first, second = await made(store, stage, folder), await made(store, stage, folder)
    assert first != second
    assert first.read_bytes()[:100] != second.read_bytes()[:100]


async def test_whatever_is_damaged_is_found_and_nothing_is_touched(
    store: SqliteStore, stage: Stage, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "CHUNK", 4096)
    file = await made(store, stage, folder, size=2000)
    whole = file.read_bytes()
    head, step = len(backup.MAGIC) + backup.SALT_BYTES, 4096 + backup.TAG_BYTES
    chunks = [whole[i : i + step] for i in range(head, len(whole), step)]
    assert len(chunks) > 5
    flipped = bytearray(whole)
    flipped[head + 5000] ^= 1
    salted = bytearray(whole)
    salted[len(backup.MAGIC)] ^= 1
    damaged = {
        "a bit": bytes(flipped),
        "the salt": bytes(salted),
        "cut at a chunk": whole[:head] + b"".join(chunks[:-1]),
        "cut in a chunk": whole[:-100],
        "swapped": whole[:head] + b"".join([chunks[1], chunks[0], *chunks[2:]]),
        "left out": whole[:head] + b"".join([chunks[0], *chunks[2:]]),
        "more at the end": whole + chunks[-1],
        "header alone": whole[:head],
        "empty": b"",
        "something else": b"PK" + whole,
    }
    target = tmp_path / "elsewhere" / "curbside.db"
    for what, content in damaged.items():
        bad = tmp_path / "bad.backup"
        bad.write_bytes(content)
        with pytest.raises(CurbsideError):
            backup.restore(bad, target, KEY)
        assert list(target.parent.iterdir()) == [], what
    with pytest.raises(CurbsideError) as caught:
        backup.restore(file, target, b"c" * 32)
    assert "key" in caught.value.message.text()
    backup.restore(file, target, KEY)
    assert target.exists()


async def test_an_existing_database_is_refused_then_kept_aside(database: Path, folder: Path) -> None:
    async with opened(database) as store:
        stage = await store.write(None, seed)
        file = await made(store, stage, folder)
        await store.write(stage.scope(), lambda unit: write_case(unit, text="newer"))
        with pytest.raises(CurbsideError):
            backup.restore(file, database, KEY)
        with pytest.raises(CurbsideError) as caught:
            backup.restore(file, database, KEY, replace=True)
        assert "running" in caught.value.message.text()
        assert len(await store.read(stage.scope(), lambda unit: unit.cases.latest())) == 2
    aside = backup.restore(file, database, KEY, replace=True)
    assert aside is not None
    for path, count in ((database, 1), (aside, 2)):
        async with opened(path) as store:
            assert len(await store.read(stage.scope(), lambda unit: unit.cases.latest())) == count


async def test_a_damaged_database_can_be_replaced(database: Path, folder: Path) -> None:
    async with opened(database) as store:
        stage = await store.write(None, seed)
        file = await made(store, stage, folder)
    database.write_bytes(b"not a database at all " * 500)
    aside = backup.restore(file, database, KEY, replace=True)
    assert aside is not None
    assert aside.read_bytes().startswith(b"not a database")
    async with opened(database) as store:
        assert len(await store.read(stage.scope(), lambda unit: unit.cases.latest())) == 1


async def test_no_database_no_file(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(Unavailable):
        backup.backup(tmp_path / "none.db", folder, KEY, NOW)
    with pytest.raises(CurbsideError) as caught:
        backup.restore(tmp_path / "none.backup", tmp_path / "new.db", KEY)
    assert "No such file" in caught.value.message.text()


async def test_a_database_that_is_not_curbsides(tmp_path: Path, folder: Path) -> None:
    other = tmp_path / "other.db"
    raw = sqlite3.connect(other)
    raw.execute("CREATE TABLE recipes (name)")
    raw.commit()
    raw.close()
    file = backup.backup(other, folder, KEY, NOW)
    with pytest.raises(CurbsideError):
        backup.restore(file, tmp_path / "curbside.db", KEY)


async def test_a_failed_backup_leaves_nothing(database: Path, folder: Path) -> None:
    database.write_bytes(b"not a database at all " * 500)
    with pytest.raises(Unavailable):
        backup.backup(database, folder, KEY, NOW)
    assert list(folder.iterdir()) == []
    assert [path.name for path in database.parent.iterdir() if path.name.startswith(".")] == []


async def test_what_a_killed_backup_left_is_removed_by_the_next(store: SqliteStore, stage: Stage, folder: Path) -> None:
    left = store.path.parent / ".backup-killed"
    left.mkdir()
    (left / "copy.db").write_bytes(b"plain")
    fresh = store.path.parent / ".backup-running"
    fresh.mkdir()
    os.utime(left, (time.time() - 7200,) * 2)
    await made(store, stage, folder)
    assert not left.exists()
    assert fresh.exists()


async def test_a_backup_is_one_moment(store: SqliteStore, stage: Stage, folder: Path, tmp_path: Path) -> None:
    """Taken while cases are written, it holds the first so many of them, each whole."""
    stop = asyncio.Event()

    async def write_on() -> None:
        while not stop.is_set():
            await store.write(stage.scope(), lambda unit: write_case(unit, stage.channel))

    writing = asyncio.create_task(write_on())
    await asyncio.sleep(0.05)
    file = await asyncio.to_thread(backup.backup, store.path, folder, KEY, NOW)
    stop.set()
    await writing
    target = tmp_path / "other.db"
    backup.restore(file, target, KEY)
    async with opened(target) as restored:
        cases = await restored.read(stage.scope(), lambda unit: unit.cases.latest(limit=10_000))
        assert sorted(case.number for case in cases) == list(range(1, len(cases) + 1))
        assert all(len(case.parts) == 4 for case in cases)


def test_old_backups_go_and_nothing_else(folder: Path) -> None:
    folder.mkdir()
    old, young = NOW - timedelta(days=31), NOW - timedelta(days=29)
    names = [f"curbside-{moment.strftime(backup.STAMP)}.backup" for moment in (old, young)]
    for name in (*names, names[0].replace(".backup", "-2.backup"), "curbside-notes.backup", "letter.txt"):
        (folder / name).write_bytes(b"x")
    gone = backup.prune(folder, 30, NOW)
    assert sorted(path.name for path in gone) == sorted([names[0], names[0].replace(".backup", "-2.backup")])
    assert sorted(path.name for path in folder.iterdir()) == sorted([names[1], "curbside-notes.backup", "letter.txt"])
