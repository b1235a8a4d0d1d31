"""Timers and outbox at work. A job is done when its unit commits; a crash before that leaves it to the next lease."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace

from bot import log
from bot.commands import Registry
from bot.engine import card
from bot.errors import DeliveryError, Missing
from bot.i18n import Message, say
from bot.links import Links
from bot.model import Ref, SubjectKind
from bot.ports import Adapter
from bot.settings import Web
from bot.store.base import Scope
from bot.store.posts import Post
from bot.store.queue import NO_THREAD, Delivery, Timer
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from bot.views import Actions, Button, Reply, Text, degrade, reply

IDLE_SECONDS = 5.0  # how late a timer may ring when nothing else happens
DELIVERY_SECONDS = 20.0  # below the lease, so that a slow platform doesn't get a message twice
MAX_ATTEMPTS = 12  # of what fails by a fault of ours
LONGEST_OUTAGE = 150  # attempts, about three days: a platform that is away may come back
AT_ONCE = 20  # deliveries to one platform
CLOSING_SECONDS = 2.0

_log = log.get()


class Jobs:
    def __init__(
        self, store: SqliteStore, registry: Registry, adapters: Mapping[str, Adapter], links: Links | None = None
    ) -> None:
        self._links = links or Links(Web())
        self._store = store
        self._registry = registry
        self._adapters = adapters
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self._underway: dict[str, set[asyncio.Task[None]]] = {platform: set() for platform in adapters}

    def start(self) -> None:
        self._task = asyncio.create_task(self._forever(), name="jobs")

    async def close(self) -> None:
        """Begin nothing more; what is underway may end, so that it isn't sent again after the next start.

        The loop isn't cancelled at once: between a claim's commit and its delivery, its leases would hold their lanes.
        """
        self._closing = True
        self._store.committed.set()
        await _ended([self._task] if self._task else [])
        await _ended([task for tasks in self._underway.values() for task in tasks])

    async def _forever(self) -> None:
        while not self._closing:
            self._store.committed.clear()
            try:
                busy = await self._begin_due()
            except Exception as error:  # the database is full or busy, or a row can't be read: what is due stays due
                _log.error("jobs paused", error=type(error).__name__, where=log.where(error))
                busy = False
                await asyncio.sleep(IDLE_SECONDS)
            if not busy:
                # Not wait_for: on Python 3.11 it can swallow the cancellation that ends this task.
                with suppress(TimeoutError):
                    async with asyncio.timeout(IDLE_SECONDS):
                        await self._store.committed.wait()

    async def run_due(self) -> bool:
        """Ring and deliver what is due now, to its end; whether there was anything."""
        busy = await self._begin_due()
        if underway := [task for tasks in self._underway.values() for task in tasks]:
            await asyncio.wait(underway)
        return busy

    async def _begin_due(self) -> bool:
        """Ring what is due now, and begin to deliver what is; whether there was anything.

        Deliveries go side by side, a platform's own few at a time: one that hangs keeps no other waiting.
        """
        communities = await self._store.read(None, lambda unit: unit.directory.communities())
        held = await self._store.read(None, lambda unit: unit.directory.flag("hold"))
        busy = False
        for community in communities:
            scope = Scope(community.id)
            if await self._store.read(scope, lambda unit: unit.timers.due()):
                timers = await self._store.write(scope, lambda unit: unit.timers.claim())
                for timer in timers:
                    await self._ring(scope, timer)
                busy = busy or bool(timers)
            for platform in self._adapters if not held else ():
                busy = await self._begin_deliveries(scope, platform) or busy
        return busy

    async def _begin_deliveries(self, scope: Scope, platform: str) -> bool:
        underway = self._underway[platform]
        free = AT_ONCE - len(underway)
        if free <= 0 or not await self._store.read(scope, lambda unit: unit.outbox.due(platform)):
            return False
        deliveries = await self._store.write(scope, lambda unit: unit.outbox.claim(free, platform))
        for delivery in deliveries:
            task = asyncio.create_task(self._deliver(scope, delivery), name=f"delivery-{delivery.id}")
            underway.add(task)
            task.add_done_callback(underway.discard)
            task.add_done_callback(self._there_is_room)
            task.add_done_callback(_look)
        return bool(deliveries)

    def _there_is_room(self, _: asyncio.Task[None]) -> None:
        """Look again: at the commit of a delivery it was underway still, and the next may have found no room."""
        self._store.committed.set()

    async def _ring(self, scope: Scope, timer: Timer) -> None:
        """The timer's work and its end are one unit: it rings once, however often the process dies."""

        def work(unit: Unit) -> None:
            if unit.timers.finish(timer):
                self._registry.timers[timer.kind](timer, unit)

        try:
            await self._store.write(scope, work)
        except Exception as error:
            _log.error("timer failed", path=timer.kind, error=type(error).__name__, where=log.where(error))
            reason, attempts = type(error).__name__, timer.attempts

            def later(unit: Unit) -> None:
                if attempts >= MAX_ATTEMPTS:
                    unit.timers.bury(timer, reason)
                else:
                    unit.timers.postpone(timer, reason)

            await self._store.write(scope, later)

    async def _deliver(self, scope: Scope, delivery: Delivery) -> None:
        try:
            await self._attempt(scope, delivery)
        except DeliveryError as error:
            await self._failed(scope, delivery, error)
        except TimeoutError:
            await self._failed(scope, delivery, DeliveryError(permanent=False, reason="timeout"))
        except Exception as error:
            _log.error("delivery failed", error=type(error).__name__, where=log.where(error))
            await self._failed(scope, delivery, DeliveryError(permanent=False, reason=type(error).__name__), ours=True)

    async def _attempt(self, scope: Scope, delivery: Delivery) -> None:
        post, answer = await self._store.read(scope, lambda unit: self._rendered(unit, delivery))
        native = ""
        if post is not None:
            adapter = self._adapters.get(post.platform)
            if adapter is None:
                raise DeliveryError(permanent=False, retry_after=600, reason="platform not connected")
            async with asyncio.timeout(DELIVERY_SECONDS):
                if answer is None:
                    await adapter.take_down(post)
                    native = post.native or ""
                else:
                    shown = degrade(answer, adapter.capabilities, self._links.rest)
                    native = await adapter.deliver(post, shown, again=delivery.attempts > 1)

        def done(unit: Unit) -> None:
            if unit.outbox.finish(delivery) and post is not None:
                unit.posts.arrived(post, native)
                if post.native is None:
                    unit.outbox.follow(post.id)

        await self._store.write(scope, done)

    def _rendered(self, unit: Unit, delivery: Delivery) -> tuple[Post | None, Reply | None]:
        """The post and what it shows now: nothing, where it is to be taken down."""
        post = unit.posts.get(delivery.post)
        if post is None or post.gone:
            return post, None
        if unit.posts.waits_for_thread(post):
            raise DeliveryError(permanent=True, reason=NO_THREAD)
        return post, rendered(self._registry, unit, post)

    async def _failed(self, scope: Scope, delivery: Delivery, error: DeliveryError, *, ours: bool = False) -> None:
        final = error.permanent or delivery.attempts >= (MAX_ATTEMPTS if ours else LONGEST_OUTAGE)

        def work(unit: Unit) -> None:
            if final:
                unit.outbox.bury(delivery, error.reason)
                if error.reason != NO_THREAD and unit.outbox.first_of_its_kind(delivery):
                    tell_moderators(unit, delivery)
            else:
                unit.outbox.postpone(delivery, error.reason, error.retry_after)

        await self._store.write(scope, work)
        _log.warning("not delivered", reason=error.reason, attempts=delivery.attempts)


async def _ended(tasks: Collection[asyncio.Task[None]]) -> None:
    """Wait for these; what takes longer is cancelled."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=CLOSING_SECONDS)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


def _look(task: asyncio.Task[None]) -> None:
    """A delivery that the store itself failed is due again when its lease ends."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("delivery paused", error=type(error).__name__, where=log.where(error))


def rendered(registry: Registry, unit: Unit, post: Post) -> Reply:
    """A post as it looks now to the unit's viewer: a card, or a notice with a button that opens its subject."""
    if post.notice is not None:
        return _notice(registry, unit, post, say(registry.notices[post.notice], ref=str(post.subject)))
    try:
        return card(registry, post.subject, unit)
    except Missing:
        return reply(say("{ref} is not there any more.", ref=str(post.subject)), subject=post.subject)


def _notice(registry: Registry, unit: Unit, post: Post, words: Message) -> Reply:
    """What a person is told; in a direct message with the card itself below it, as that person may see it."""
    sentence = Text(words)
    if post.account is not None and post.person is not None:
        person = unit.members.get(Ref(SubjectKind.MEMBER, post.person))
        if not person.active:
            return reply(sentence, subject=post.subject)
        try:
            shown = card(registry, post.subject, unit.elsewhere(Scope(person.community, person)))
        except Missing:
            return reply(sentence, subject=post.subject)
        return replace(shown, blocks=(sentence, *shown.blocks))
    opens = post.subject.show in registry.commands
    button = Actions((Button(say("Open"), post.subject.show, post.subject),)) if opens else None
    return reply(sentence, button, subject=post.subject)


def tell_moderators(unit: Unit, delivery: Delivery) -> None:
    """What can never arrive is told; not by the way that has just failed where that was a direct message."""
    post = unit.posts.get(delivery.post)
    direct = post is not None and post.account is not None
    unit.tell_moderators(Ref(SubjectKind.DELIVERY, delivery.id), "delivery stuck", inbox_only=direct)
