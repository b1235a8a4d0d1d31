"""Workers that hang, die or talk nonsense hold the text; nothing passes, nothing leaks, and others go on."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from bot.anonymizer import wire
from bot.anonymizer.service import AnonymizerService
from bot.errors import Held, Invalid
from bot.review import MAX_CHARACTERS, Action, Context, Decision
from bot.text import RawText

SECRET = "Zorbinax"
# A worker that does as it is told: reads a form, and hangs, dies, or answers nonsense by what the text says.
FAKE = """
import json, sys, time
def send(m):
    b = json.dumps(m).encode(); sys.stdout.buffer.write(len(b).to_bytes(4, "big") + b); sys.stdout.buffer.flush()
send({"ready": True})
while head := sys.stdin.buffer.read(4):
    text = json.loads(sys.stdin.buffer.read(int.from_bytes(head, "big")))["fields"]["t"]
    span = {"start": 0, "end": 4, "kind": "name", "tier": "auto", "replacement": "[X]", "score": 1.0, "source": "fake"}
    field = {"spans": [span], "result": "[X]", "undecided": []}
    good = {"fields": {"t": field}, "timeline": [], "risk": {"level": "low", "reasons": []}}
    if "hang" in text: time.sleep(60)
    if "die" in text: sys.exit(3)
    if "garbage" in text: sys.stdout.buffer.write(b"\\xff" * 64); sys.stdout.buffer.flush(); continue
    if "outside" in text: span["end"] = 4000
    if "other field" in text: good["fields"] = {"u": good["fields"]["t"]}
    send(good)
"""


@pytest_asyncio.fixture
async def service(tmp_path: Path) -> AsyncIterator[AnonymizerService]:
    script = tmp_path / "fake.py"
    script.write_text(FAKE)
    made = AnonymizerService((sys.executable, str(script)), deadline=0.5)
    await made.start()
    yield made
    await made.close()


async def say(service: AnonymizerService, text: str) -> str:
    review = await service.review({"t": RawText(text)}, {}, Context())
    return str(review.fields["t"].result)


@pytest.mark.parametrize("trouble", ["hang", "die", "garbage", "outside", "other field"])
async def test_trouble_holds_the_text_and_says_nothing_of_it(service: AnonymizerService, trouble: str) -> None:
    with pytest.raises(Held) as held:
        await say(service, f"{SECRET} {trouble}")
    assert held.value.killed
    told = repr(held.value) + held.value.message.text() + repr(held.value.__cause__)
    assert SECRET not in told
    assert "nothing was sent" in held.value.message.text()
    assert await say(service, "all well") == "[X]"  # the spare took over


async def test_one_who_kills_workers_does_not_stop_the_others(service: AnonymizerService) -> None:
    many = await asyncio.gather(
        *(say(service, "hang" if i % 2 else "all well") for i in range(8)), return_exceptions=True
    )
    assert [r for r in many if isinstance(r, str)] == ["[X]"] * 4
    assert all(isinstance(r, Held) for r in many if not isinstance(r, str))


async def test_a_caller_that_goes_away_does_not_leave_its_answer_to_the_next(service: AnonymizerService) -> None:
    task = asyncio.create_task(say(service, "hang"))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await say(service, "all well") == "[X]"


def test_all_that_is_known_beside_the_text_reaches_the_worker() -> None:
    context = Context(False, ("NZ",), date(2024, 1, 5), ("Zorbury",), ("Worse on day +3.",))
    asked = wire.request({"t": "x"}, {"t": [Decision(0, 1, Action.KEEP)]}, context)
    assert wire.read_request(asked) == ({"t": "x"}, {"t": [Decision(0, 1, Action.KEEP)]}, context)


async def test_too_long_is_refused_before_a_worker_sees_it(service: AnonymizerService) -> None:
    with pytest.raises(Invalid):
        await say(service, "a" * (MAX_CHARACTERS + 1))


async def test_real_workers_read_and_end_with_their_parent() -> None:
    service = AnonymizerService(deadline=20)  # a busy machine must not fail this test
    await service.start()
    processes = [worker._process for worker in service._idle._queue]  # type: ignore[attr-defined]
    assert await say(service, "Mr Okafor has a fever") == "Mr [PATIENT] has a fever"
    await service.close()
    assert [process.returncode for process in processes] == [0] * len(processes)
