"""The chain: whatever is done to it behind Curbside's back shows."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.audit import GENESIS, Head, Verdict, pseudonym, verify
from bot.store.sqlite import SqliteStore
from tests.store.stage import AUDIT_KEY, Stage, case_ref, opened, seed

ROWS = 12


async def written(path: Path) -> tuple[Stage, Head]:
    """A chain of one community, and the head that was posted."""
    async with opened(path) as store:
        stage = await store.write(None, seed)
        for i in range(ROWS):
            await store.write(stage.scope(), lambda unit, i=i: unit.audit.add("case post", case_ref(i + 1), "a choice"))
        return stage, await store.read(stage.scope(), lambda unit: unit.audit.head())


async def verdict(path: Path, stage: Stage, head: Head | None = None, key: bytes = AUDIT_KEY) -> Verdict:
    async with opened(path) as store:
        return await store.read(stage.scope(), lambda unit: verify(key, unit.audit.walk(), head))


def tamper(path: Path, *statements: str) -> None:
    raw = sqlite3.connect(path)
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


async def test_an_untouched_chain_is_whole(database: Path) -> None:
    stage, head = await written(database)
    found = await verdict(database, stage, head)
    assert found == Verdict(ROWS, None, head)
    assert Head.parse(str(head)).seq == ROWS
    assert (await verdict(database, stage, Head.parse(str(head)))).fault is None


CHANGES = {
    "an action": "UPDATE audit SET action = 'case show' WHERE seq = 5",
    "an actor": "UPDATE audit SET actor = 'curbside' WHERE seq = 5",
    "a subject": "UPDATE audit SET subject = 'CASE-99' WHERE seq = 5",
    "a subject taken away": "UPDATE audit SET subject = NULL WHERE seq = 5",
    "a detail": "UPDATE audit SET detail = 'another' WHERE seq = 5",
    "a moment": "UPDATE audit SET at = at + 1 WHERE seq = 5",
    "a MAC": "UPDATE audit SET mac = '" + "0" * 64 + "' WHERE seq = 5",
    "the last": "UPDATE audit SET action = 'x' WHERE seq = 12",
    "the first": "UPDATE audit SET action = 'x' WHERE seq = 1",
    "a removal": "DELETE FROM audit WHERE seq = 5",
    "a removal of the first": "DELETE FROM audit WHERE seq = 1",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_one_row_changed_or_removed_is_found_without_the_head(database: Path, change: str) -> None:
    stage, _ = await written(database)
    tamper(database, change)
    assert (await verdict(database, stage)).fault is not None


async def test_a_removal_that_closes_the_gap_is_found(database: Path) -> None:
    stage, _ = await written(database)
    tamper(database, "DELETE FROM audit WHERE seq = 5", *(f"UPDATE audit SET seq = {i - 1} WHERE seq = {i}"
                                                          for i in range(6, ROWS + 1)))  # fmt: skip
    assert "row 5" in str((await verdict(database, stage)).fault)


async def test_two_rows_swapped_are_found(database: Path) -> None:
    stage, _ = await written(database)
    tamper(
        database, "UPDATE audit SET seq = 99 WHERE seq = 5", "UPDATE audit SET seq = 5 WHERE seq = 6",
        "UPDATE audit SET seq = 6 WHERE seq = 99",
    )  # fmt: skip
    assert "row 5" in str((await verdict(database, stage)).fault)


@pytest.mark.parametrize("left", [11, 6, 0])
async def test_a_cut_tail_shows_against_the_posted_head_alone(database: Path, left: int) -> None:
    stage, head = await written(database)
    tamper(
        database, f"DELETE FROM audit WHERE seq > {left}",
        f"UPDATE audit_heads SET seq = {left}, mac = coalesce((SELECT mac FROM audit WHERE seq = {left}), '{GENESIS}')",
    )  # fmt: skip
    assert (await verdict(database, stage)).fault is None
    assert "tail was cut" in str((await verdict(database, stage, head)).fault)


async def test_a_tail_cut_and_written_anew_is_found(database: Path) -> None:
    """By one who has the application's key but not yesterday's post."""
    stage, head = await written(database)
    tamper(
        database, "DELETE FROM audit WHERE seq > 6",
        "UPDATE audit_heads SET seq = 6, mac = (SELECT mac FROM audit WHERE seq = 6)",
    )  # fmt: skip
    async with opened(database) as store:
        for _ in range(ROWS):
            await store.write(stage.scope(), lambda unit: unit.audit.add("case show"))
    assert (await verdict(database, stage)).fault is None
    assert "not the one whose head was posted" in str((await verdict(database, stage, head)).fault)


async def test_a_chain_forged_without_the_key_is_found(database: Path) -> None:
    stage, _ = await written(database)
    assert "row 1" in str((await verdict(database, stage, key=b"x" * 32)).fault)


async def test_a_row_of_another_community_does_not_fit(database: Path) -> None:
    stage, _ = await written(database)
    async with opened(database) as store:
        other = await store.write(None, seed)
        await store.write(other.scope(), lambda unit: unit.audit.add("case post"))
    tamper(
        database, f"DELETE FROM audit WHERE community = {stage.community} AND seq = 1",
        f"UPDATE audit SET community = {stage.community} WHERE community = {other.community}",
    )  # fmt: skip
    assert "row 1" in str((await verdict(database, stage)).fault)


async def test_an_erased_person_is_gone_from_a_chain_that_stays_whole(database: Path) -> None:
    stage, head = await written(database)
    raw = sqlite3.connect(database)
    [(salt,)] = raw.execute("SELECT salt FROM persons WHERE id = ?", (stage.author.id,)).fetchall()
    raw.close()
    async with opened(database) as store:
        names = await store.read(stage.scope(), lambda unit: unit.audit.names())
        assert names[pseudonym(salt, stage.author.id)] == stage.author.handle
    tamper(database, f"UPDATE persons SET salt = NULL WHERE id = {stage.author.id}")
    assert (await verdict(database, stage, head)).fault is None
    async with opened(database) as store:
        names = await store.read(stage.scope(), lambda unit: unit.audit.names())
        assert stage.author.handle not in names.values()
        await store.write(stage.scope(), lambda unit: unit.audit.add("case post"))
        [latest] = await store.read(stage.scope(), lambda unit: unit.audit.latest(1))
        assert latest.actor == "erased"


async def test_concurrent_acts_make_one_chain(store: SqliteStore, stage: Stage) -> None:
    await asyncio.gather(*(store.write(stage.scope(), lambda unit: unit.audit.add("case post")) for _ in range(50)))
    head = await store.read(stage.scope(), lambda unit: unit.audit.head())
    found = await store.read(stage.scope(), lambda unit: verify(AUDIT_KEY, unit.audit.walk(), head))
    assert (found.rows, found.fault) == (50, None)


@pytest.mark.parametrize("text", ["", "17", "17:", ":abc", "x:0123456789abcdef", "17:0123", "17:0123456789ABCDEZ"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a head reads like"):
        Head.parse(text)
