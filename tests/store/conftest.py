from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.store.sqlite import SqliteStore
from tests.store.stage import Stage, new_database, opened, seed


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return new_database(tmp_path)


@pytest.fixture
async def store(database: Path, clock: FixedClock) -> AsyncIterator[SqliteStore]:
    async with opened(database, clock) as store:
        yield store


@pytest.fixture
async def stage(store: SqliteStore) -> Stage:
    return await store.write(None, seed)
