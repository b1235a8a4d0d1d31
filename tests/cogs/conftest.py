from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import Memory


@pytest.fixture
def memory() -> Iterator[Memory]:
    memory = Memory()
    yield memory
    memory.close()
