"""SIGKILL at random moments while 8 clients post: nothing acknowledged is lost, nothing is half, nothing is twice.

A killed process loses what it had not written; a machine that loses power loses also what its disk only promised.
``synchronous=FULL`` is for that, and is read on the live writer in tests/store/test_writer.py, but power loss itself is
untested: it needs a disk that can be made to forget.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.audit import verify
from bot.clock import FixedClock
from bot.jobs import Jobs
from bot.model import ConsultState
from bot.store.base import Scope
from bot.store.sqlite import SqliteStore
from tests.crash import driver
from tests.store.stage import AUDIT_KEY, Shelf, Stage, new_database, opened, registry, seed

AUTHORS = 64
SOON, LATEST = 0.02, 0.25  # seconds of a life, once it is ready


def lives(path: Path, stage: Stage, kills: int) -> dict[str, set[str]]:
    """Start and kill so many processes; which case each acknowledged event was told."""
    context = multiprocessing.get_context("forkserver")  # imports once: a process starts in milliseconds
    context.set_forkserver_preload(["__main__", "tests.crash.driver"])
    told: dict[str, set[str]] = {}
    for life in range(kills):
        hear, say = context.Pipe(duplex=False)
        process = context.Process(target=driver.live, args=(path, stage, life, say))
        process.start()
        say.close()
        assert hear.poll(60), "the process did not become ready"
        while (heard := hear.recv()) != "ready":
            note(told, *heard)
        time.sleep(random.uniform(SOON, LATEST))
        process.kill()
        process.join()
        assert process.exitcode == -9, "it ended before it was killed"
        try:
            while True:
                note(told, *hear.recv())
        except EOFError:
            hear.close()
    return told


def note(told: dict[str, set[str]], event: str, case: str) -> None:
    told.setdefault(event, set()).add(case)


async def check(path: Path, stage: Stage, told: dict[str, set[str]]) -> None:
    clock = FixedClock(datetime.now(UTC) + timedelta(minutes=5))  # when every lease of the dead is over
    async with opened(path, clock) as store:
        await check_cases(store, stage, told)
        await check_work_goes_on(store, stage, clock)
        scope = Scope(stage.community)
        verdict = await store.read(scope, lambda unit: verify(AUDIT_KEY, unit.audit.walk(), unit.audit.head()))
        assert verdict.fault is None
        rows = await store.read(scope, lambda unit: list(unit.audit.walk()))
        posted = Counter(row.subject for row in rows if row.action == "crash post")
        rang = Counter(row.subject for row in rows if row.action == "rang")
        assert set(posted.values()) == {1}
        assert rang == posted, "each timer rang once"


async def check_cases(store: SqliteStore, stage: Stage, told: dict[str, set[str]]) -> None:
    scope = Scope(stage.community)
    assert all(len(cases) == 1 for cases in told.values()), "an event delivered again found the same case"
    cases = await store.read(scope, lambda unit: unit.cases.latest(limit=1_000_000))
    by_event = {str(case.part("text"))[len("Event ") : -1]: case for case in cases}
    assert len(by_event) == len(cases), "no event made two cases"
    assert sorted(case.number for case in cases) == list(range(1, len(cases) + 1))
    for event, [ref] in told.items():
        assert str(by_event[event].ref) == ref

    def whole(unit) -> None:
        for event, case in by_event.items():
            assert {str(part.text) for part in case.parts} == {f"Event {event}.", *list(driver.TEXTS.values())[1:]}
            [consult] = unit.consults.of_case(case)
            assert consult.state is ConsultState.OPEN
            assert {entry.kind for entry in consult.entries} == {"question", "intervention", "outcome"}
        subjects = {post.subject for post in unit.posts.in_channel(stage.channel.id, limit=1_000_000)}
        assert {case.ref for case in cases} <= subjects
        assert len(subjects) == 2 * len(cases)
        assert len(unit.posts.for_person(stage.specialist.id, limit=1_000_000)) == len(cases)

    await store.read(scope, whole)


async def check_work_goes_on(store: SqliteStore, stage: Stage, clock: FixedClock) -> None:
    """Outbox rows and timers of the dead are taken up: every post arrives, every consult is reminded and widened."""
    scope = Scope(stage.community)
    jobs = Jobs(store, registry(driver.cog), {"local": Shelf()})

    async def work() -> None:
        while await jobs.run_due():
            pass

    await work()
    posts = await store.read(scope, lambda unit: unit.posts.in_channel(stage.channel.id, limit=1_000_000))
    assert [post.subject for post in posts if post.native is None] == []
    clock.advance(timedelta(days=4))
    await work()
    consults = {post.subject for post in posts if str(post.subject).startswith("C-")}
    notices = Counter(
        (post.subject, post.notice)
        for post in await store.read(scope, lambda unit: unit.posts.for_person(stage.specialist.id, limit=1_000_000))
    )
    for kind in ("consult asked", "consult reminder"):
        assert {ref for ref, notice in notices if notice == kind} == consults
    assert set(notices.values()) <= {1}
    assert not await store.read(scope, lambda unit: unit.outbox.due() or unit.timers.due())
    assert await store.read(scope, lambda unit: all(unit.consults.get(ref).widened for ref in consults))


async def crash(folder: Path, kills: int) -> int:
    path = new_database(folder)
    async with opened(path) as store:
        stage = await store.write(None, lambda unit: seed(unit, authors=AUTHORS))
    told = await asyncio.to_thread(lives, path, stage, kills)
    await check(path, stage, told)
    return len(told)


async def test_twenty_kills(tmp_path: Path) -> None:
    assert await crash(tmp_path, 20) > 20  # acknowledged: enough to have lost some


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_two_hundred_kills(tmp_path: Path) -> None:
    assert await crash(tmp_path, 200) > 200
