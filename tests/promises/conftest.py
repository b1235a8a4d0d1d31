from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.promises.scene import Scene
from tests.support import running_app


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with running_app(tmp_path / "data") as (app, cast):
        scene = Scene(app, cast)
        await scene.give("author", "case post", **POSTED)  # so that the trace and the queue hold something
        yield scene


POSTED = {"text": "Seen.", "question": "Q?", "intervention": "I", "outcome": "O", "consent": "spoken, this community",
          "specialty": "cardiology"}  # fmt: skip
