"""A disk that fills in the middle of a batch: what was acknowledged is there, the rest was refused and is not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.errors import Unavailable
from bot.model import Ref
from bot.store.faults import WORDS
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from tests.store.stage import Stage, new_database, opened, seed, write_case, write_consult


async def fill(store: SqliteStore, stage: Stage, room: int, units: int = 30) -> tuple[list[Ref], int]:
    """Post cases of growing size into ``room`` free pages, all in one batch; which were acknowledged, how many not."""
    used = int(await store.pragma("page_count"))
    await store.limit_pages(used + room)

    def work(i: int, unit: Unit) -> Ref:
        case = write_case(unit, stage.channel, text=f"Case {i}. " + "breathless " * (40 * i))
        write_consult(unit, case)
        return case.ref

    outcomes = await asyncio.gather(
        *(store.write(stage.scope(), lambda unit, i=i: work(i, unit)) for i in range(units)), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert all(isinstance(error, Unavailable) for error in refused)
    return [outcome for outcome in outcomes if isinstance(outcome, Ref)], len(refused)


@pytest.mark.parametrize("room", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 80, 100])
async def test_what_was_acknowledged_is_there_and_the_rest_is_not(tmp_path: Path, room: int) -> None:
    path = new_database(tmp_path)
    async with opened(path) as store:
        stage = await store.write(None, seed)
        kept, refused = await fill(store, stage, room)
        assert refused, "the disk did not fill: the test tests nothing"
    async with opened(path) as store:
        cases = await store.read(stage.scope(), lambda unit: unit.cases.latest(limit=100))
        assert sorted(case.ref for case in cases) == sorted(kept)
        for case in cases:
            assert len(case.parts) == 4
            [consult] = await store.read(stage.scope(), lambda unit, case=case: unit.consults.of_case(case))
            assert len(consult.entries) == 3


async def test_room_again_and_it_goes_on(store: SqliteStore, stage: Stage) -> None:
    _, refused = await fill(store, stage, 5)
    assert refused
    await store.limit_pages(1_000_000)
    assert (await store.write(stage.scope(), write_case)).parts


async def test_the_sentence_says_what_to_do(store: SqliteStore, stage: Stage) -> None:
    await store.limit_pages(int(await store.pragma("page_count")))
    with pytest.raises(Unavailable) as caught:
        await store.write(stage.scope(), lambda unit: write_case(unit, text="breathless " * 5000))
    words = caught.value.message.text()
    assert caught.value.message in WORDS.values()
    assert "disk is full" in words
    assert "tell an administrator" in words
    assert "breathless" not in repr(caught.value) + str(caught.value.args)
    assert caught.value.__cause__ is None
