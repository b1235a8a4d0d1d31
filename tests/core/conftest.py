from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.core import chat
from tests.core.chat import Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with chat.town(tmp_path / "data") as town:
        yield town
