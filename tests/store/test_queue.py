"""Timers and outbox: in order, under leases, once, and through failures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.commands import Cog
from bot.errors import DeliveryError
from bot.jobs import MAX_ATTEMPTS, Jobs
from bot.store.base import Scope
from bot.store.posts import Post
from bot.store.queue import BACKOFF, LEASE, Delivery, Timer
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from bot.views import Reply
from tests.store.stage import Shelf, Stage, case_ref, registry, write_case


class Moody(Shelf):
    """An adapter that fails as it is told, by the post's number."""

    def __init__(self, mood: Callable[[Post], Exception | None]) -> None:
        super().__init__()
        self.mood = mood

    async def deliver(self, post: Post, answer: Reply, *, again: bool) -> str:
        if error := self.mood(post):
            raise error
        return await super().deliver(post, answer, again=again)


bell = Cog("bell")


@bell.timer("bell")
def ring(timer: Timer, unit: Unit) -> None:
    unit.audit.add("rang", timer.subject)


@bell.timer("broken bell")
def ring_badly(timer: Timer, unit: Unit) -> None:
    unit.audit.add("rang", timer.subject)
    raise ZeroDivisionError


def jobs_of(store: SqliteStore, adapter: Shelf) -> Jobs:
    return Jobs(store, registry(bell), {"local": adapter})


async def run_all(jobs: Jobs) -> None:
    while await jobs.run_due():
        pass


async def rang(store: SqliteStore, scope: Scope) -> int:
    return await store.read(scope, lambda unit: sum(row.action == "rang" for row in unit.audit.walk()))


def claim(unit: Unit) -> list[Delivery]:
    return list(unit.outbox.claim())


async def waiting(store: SqliteStore, scope: Scope) -> bool:
    return await store.read(scope, lambda unit: unit.outbox.due())


async def test_a_lane_keeps_its_order(store: SqliteStore, stage: Stage, clock: FixedClock) -> None:
    scope = stage.scope()
    for _ in range(5):
        await store.write(scope, lambda unit: write_case(unit, stage.channel))
    [first] = await store.write(scope, claim)
    assert await store.write(scope, claim) == [], "the first of the lane is out: those behind it wait"
    await store.write(scope, lambda unit: unit.outbox.postpone(first, "busy"))
    assert not await waiting(store, scope), "and while it backs off there is nothing to do"
    clock.advance(timedelta(seconds=BACKOFF[0]))
    shelf = Shelf()
    await run_all(jobs_of(store, shelf))
    assert [post for post, _ in shelf.arrived] == sorted(post for post, _ in shelf.arrived)
    assert len(shelf.arrived) == 5


async def test_lanes_do_not_hold_each_other_up(store: SqliteStore, stage: Stage) -> None:
    scope = stage.scope()
    case = await store.write(scope, lambda unit: write_case(unit, stage.channel))
    await store.write(scope, lambda unit: unit.posts.tell(case.ref, stage.specialist.id, "case reply"))
    shelf = Moody(lambda post: DeliveryError(permanent=False) if post.channel else None)
    await run_all(jobs_of(store, shelf))
    assert len(shelf.arrived) == 1


async def test_a_card_that_changes_while_it_waits_is_delivered_once_as_it_is_then(
    store: SqliteStore, stage: Stage
) -> None:
    scope = stage.scope()
    case = await store.write(scope, lambda unit: write_case(unit, stage.channel))
    for _ in range(3):
        await store.write(scope, lambda unit: unit.saved(case))
    shelf = Shelf()
    await run_all(jobs_of(store, shelf))
    assert len(shelf.arrived) == 1


async def test_a_change_during_a_delivery_is_delivered_after_it(store: SqliteStore, stage: Stage) -> None:
    scope = stage.scope()
    case = await store.write(scope, lambda unit: write_case(unit, stage.channel))
    [out] = await store.write(scope, claim)
    await store.write(scope, lambda unit: unit.saved(case))
    assert await store.write(scope, lambda unit: unit.outbox.finish(out))
    assert len(await store.write(scope, claim)) == 1


async def test_a_lease_expires_and_a_late_worker_finishes_nothing(
    store: SqliteStore, stage: Stage, clock: FixedClock
) -> None:
    scope = stage.scope()
    await store.write(scope, lambda unit: write_case(unit, stage.channel))
    [late] = await store.write(scope, claim)
    clock.advance(LEASE - timedelta(seconds=1))
    assert await store.write(scope, claim) == []
    clock.advance(timedelta(seconds=1))
    [fresh] = await store.write(scope, claim)
    assert fresh.fence > late.fence
    for stale_act in (
        lambda unit: unit.outbox.finish(late),
        lambda unit: unit.outbox.postpone(late, "late"),
        lambda unit: unit.outbox.bury(late, "late"),
    ):
        assert not await store.write(scope, stale_act)
    assert await store.read(scope, lambda unit: unit.outbox.dead()) == []
    assert await store.write(scope, lambda unit: unit.outbox.finish(fresh))
    assert not await store.write(scope, lambda unit: unit.outbox.finish(fresh))


async def test_passing_errors_back_off_and_then_it_arrives(store: SqliteStore, stage: Stage, clock: FixedClock) -> None:
    scope = stage.scope()
    await store.write(scope, lambda unit: write_case(unit, stage.channel))
    failures = iter(range(3))
    shelf = Moody(lambda post: DeliveryError(permanent=False) if next(failures, None) is not None else None)
    jobs = jobs_of(store, shelf)
    for seconds in BACKOFF[:3]:
        await run_all(jobs)
        assert shelf.arrived == []
        clock.advance(timedelta(seconds=seconds) - timedelta(microseconds=1))
        assert not await waiting(store, scope)
        clock.advance(timedelta(microseconds=1))
    await run_all(jobs)
    assert len(shelf.arrived) == 1


async def test_a_platform_names_its_own_pause(store: SqliteStore, stage: Stage, clock: FixedClock) -> None:
    await store.write(stage.scope(), lambda unit: write_case(unit, stage.channel))
    jobs = jobs_of(store, Moody(lambda post: DeliveryError(permanent=False, retry_after=77)))
    await run_all(jobs)
    clock.advance(timedelta(seconds=76))
    assert not await waiting(store, stage.scope())
    clock.advance(timedelta(seconds=1))
    assert await waiting(store, stage.scope())


@pytest.mark.parametrize("error", [DeliveryError(permanent=True, reason="no such channel"), None])
async def test_dead_letters_are_shown_hold_up_nobody_and_can_be_revived(
    store: SqliteStore, stage: Stage, clock: FixedClock, error: DeliveryError | None
) -> None:
    """At once on a permanent error; after so many attempts on a passing one (here: an adapter's own fault)."""
    scope = stage.scope()
    await store.write(scope, lambda unit: write_case(unit, stage.channel))
    ill = [True]
    shelf = Moody(lambda post: (error or ZeroDivisionError()) if ill[0] and post.id == 1 else None)
    jobs = jobs_of(store, shelf)
    for _ in range(1 if error else MAX_ATTEMPTS):
        await run_all(jobs)
        clock.advance(timedelta(seconds=BACKOFF[-1]))
    [stuck] = await store.read(scope, lambda unit: unit.outbox.dead())
    assert stuck.subject == "CASE-1"
    assert stuck.reason == (error.reason if error else "ZeroDivisionError")
    await store.write(scope, lambda unit: write_case(unit, stage.channel))
    await run_all(jobs)
    assert len(shelf.arrived) == 1, "the next in the lane goes on"
    ill[0] = False
    assert await store.write(scope, lambda unit: unit.outbox.retry(stuck.ref))
    assert not await store.write(scope, lambda unit: unit.outbox.retry(stuck.ref))
    await run_all(jobs)
    assert len(shelf.arrived) == 2


async def test_a_held_outbox_delivers_nothing_and_timers_still_ring(store: SqliteStore, stage: Stage) -> None:
    scope = stage.scope()
    await store.write(None, lambda unit: unit.directory.set_flag("hold", "restored"))
    await store.write(scope, lambda unit: write_case(unit, stage.channel))
    await store.write(scope, lambda unit: unit.timers.set({"bell": unit.now}))
    shelf = Shelf()
    await run_all(jobs_of(store, shelf))
    assert shelf.arrived == []
    assert await rang(store, scope) == 1
    assert await waiting(store, scope)


async def test_a_timer_rings_once_though_the_process_dies_between_claim_and_finish(
    store: SqliteStore, stage: Stage, clock: FixedClock
) -> None:
    scope = stage.scope()
    await store.write(scope, lambda unit: unit.timers.set({"bell": unit.now}, case_ref(1)))
    [dead] = await store.write(scope, lambda unit: unit.timers.claim())  # and here the process dies
    jobs = jobs_of(store, Shelf())
    await run_all(jobs)
    assert await rang(store, scope) == 0
    clock.advance(LEASE)
    await run_all(jobs)
    assert await rang(store, scope) == 1
    await jobs._ring(scope, dead)  # the first worker was only slow
    clock.advance(timedelta(days=1))
    await run_all(jobs)
    assert await rang(store, scope) == 1


async def test_a_timer_that_fails_leaves_no_trace_and_comes_again(
    store: SqliteStore, stage: Stage, clock: FixedClock
) -> None:
    scope = stage.scope()
    await store.write(scope, lambda unit: unit.timers.set({"broken bell": unit.now}))
    jobs = jobs_of(store, Shelf())
    await run_all(jobs)
    assert await rang(store, scope) == 0
    assert not await store.read(scope, lambda unit: unit.timers.due())
    for _ in range(MAX_ATTEMPTS):
        clock.advance(timedelta(seconds=BACKOFF[-1]))
        await run_all(jobs)
    clock.advance(timedelta(days=365))
    assert not await store.read(scope, lambda unit: unit.timers.due()), "buried in the end"


async def test_a_timer_of_a_removed_cog_harms_no_other(store: SqliteStore, stage: Stage) -> None:
    scope = stage.scope()
    await store.write(scope, lambda unit: unit.timers.set({"no such bell": unit.now}))
    await store.write(scope, lambda unit: unit.timers.set({"bell": unit.now}))
    await run_all(jobs_of(store, Shelf()))
    assert await rang(store, scope) == 1


async def test_cancelled_timers_do_not_ring(store: SqliteStore, stage: Stage) -> None:
    scope = stage.scope()
    for number in (1, 2):
        await store.write(scope, lambda unit, n=number: unit.timers.set({"bell": unit.now}, case_ref(n)))
    await store.write(scope, lambda unit: unit.timers.cancel(case_ref(1)))
    await run_all(jobs_of(store, Shelf()))
    assert await rang(store, scope) == 1
