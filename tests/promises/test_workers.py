"""Promise 1 where a real worker process hangs or dies over a text: it is held, it is nowhere, and others go on."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.anonymizer.service import AnonymizerService
from bot.engine import PersonKey
from bot.errors import Held, Refused
from tests.promises.scene import POST, Scene
from tests.promises.test_canary import CANARY, loud, nowhere
from tests.support import invocation, running_app

__all__ = ["loud"]  # the fixture: everything is logged

# A worker that hangs or dies where the text says so, and otherwise lets it through as it is.
WORKER = """
import json, os, sys, time
def send(m):
    b = json.dumps(m).encode(); sys.stdout.buffer.write(len(b).to_bytes(4, "big") + b); sys.stdout.buffer.flush()
send({"ready": True})
while head := sys.stdin.buffer.read(4):
    fields = json.loads(sys.stdin.buffer.read(int.from_bytes(head, "big")))["fields"]
    if any("hang" in text for text in fields.values()): time.sleep(60)
    if any("die" in text for text in fields.values()): os.abort()
    read = {name: {"spans": [], "result": text, "undecided": []} for name, text in fields.items()}
    send({"fields": read, "timeline": [], "risk": {"level": "low", "reasons": []}})
"""


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    script = tmp_path / "worker.py"
    script.write_text(WORKER, encoding="utf8")
    service = AnonymizerService((sys.executable, str(script)), deadline=0.5)
    await service.start()
    try:
        async with running_app(tmp_path / "data", reviewer=service) as (app, cast):
            yield Scene(app, cast)
    finally:
        await service.close()


@pytest.mark.parametrize("trouble", ["hang", "die"])
async def test_a_text_that_kills_its_worker_is_held_and_nowhere(
    scene: Scene, trouble: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Held):
        await scene.give("author", "case post", **(POST | {"text": f"{CANARY} {trouble}"}))
    await scene.give("author", "case post", **POST)
    await nowhere(scene, capfd)


async def test_who_keeps_killing_workers_waits_and_others_do_not(scene: Scene) -> None:
    for _ in range(3):
        with pytest.raises(Held):
            await scene.give("author", "case post", **(POST | {"text": "die"}))
    with pytest.raises(Refused, match="could not be checked in time"):
        await scene.give("author", "case post", **POST)
    theirs = invocation(scene.cast.colleague, "case post", **POST)
    await scene.app.engine.dispatch(
        dataclasses.replace(theirs, who=PersonKey(scene.cast.community.id, scene.cast.colleague.id))
    )
