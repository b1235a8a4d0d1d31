"""Timers and outbox: claimed by compare-and-set under a lease with a fencing token, finished after success.

A worker that lost its lease (a long pause, a crash) can finish nothing: its fence is no longer the row's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.model import Ref
from bot.store import tables as t
from bot.store.base import HERE, Repository, change, drop, rows
from bot.store.columns import Moment

LEASE = timedelta(seconds=30)
WAITING, DEAD = "waiting", "dead"
BACKOFF = (2.0, 8.0, 30.0, 120.0, 600.0, 1800.0)  # seconds; the last one repeats


@dataclass(frozen=True, slots=True)
class Timer:
    id: int
    kind: str
    subject: Ref | None
    fence: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Delivery:
    id: int
    post: int
    fence: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """A delivery that can't arrive, as the moderators see it."""

    ref: int
    subject: str
    where: str
    reason: str


NOW = sa.bindparam("now", type_=Moment)


def _due(table: sa.Table) -> sa.Select[Any]:
    """What may be claimed now, at most ``limit`` of it."""
    c = table.c
    free = sa.or_(c.lease_until.is_(None), c.lease_until <= NOW)
    return rows(table).where(c.state == WAITING, c.next_at <= NOW, free).limit(sa.bindparam("limit", type_=sa.Integer))


def _first_in_lane() -> sa.ColumnElement[bool]:
    ahead = t.outbox.alias("ahead").c
    return ~sa.exists().where(
        ahead.community == HERE, ahead.lane == t.outbox.c.lane, ahead.state == WAITING, ahead.id < t.outbox.c.id
    )


def _to(platform: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """What goes to one platform: it waits there for itself alone, however slow or far away another one is."""
    home = t.spaces.alias("home")
    towards = (
        sa.select(sa.func.coalesce(t.spaces.c.platform, home.c.platform, "local"))
        .select_from(t.posts)
        .outerjoin(t.channels, t.channels.c.id == t.posts.c.channel)
        .outerjoin(t.spaces, t.spaces.c.id == t.channels.c.space)
        .outerjoin(t.accounts, sa.and_(t.accounts.c.id == t.posts.c.account, t.accounts.c.person == t.posts.c.person))
        .outerjoin(home, home.c.id == t.accounts.c.space)
        .where(t.posts.c.community == HERE, t.posts.c.id == t.outbox.c.post)
    )
    return sa.or_(platform.is_(None), towards.correlate(t.outbox).scalar_subquery() == platform)


TIMERS_DUE = _due(t.timers).order_by(t.timers.c.next_at)
OUTBOX_DUE = (
    _due(t.outbox).where(_first_in_lane(), _to(sa.bindparam("platform", type_=sa.String))).order_by(t.outbox.c.id)
)
NO_THREAD = "its thread is not there"


CANCEL = drop(t.timers).where(t.timers.c.subject == sa.bindparam("subject"))


@cache
def _held(table: sa.Table) -> sa.ColumnElement[bool]:
    """The job ``key``, while its fence is still ``held``."""
    return sa.and_(table.c.id == sa.bindparam("key"), table.c.fence == sa.bindparam("held"))


@cache
def _change(table: sa.Table) -> sa.Update:
    return change(table).where(_held(table), table.c.state == WAITING)


@cache
def _drop(table: sa.Table) -> sa.Delete:
    return drop(table).where(_held(table))


class Queue(Repository):
    """The part that timers and outbox have in common."""

    table: sa.Table
    ready: sa.Select[Any]

    def _due(self, **which: Any) -> bool:
        """Whether there is anything to claim: asked on a reader, so that an idle store writes nothing."""
        return self.first(self.ready, now=self.now, limit=1, **which) is not None

    def _claim(self, limit: int, **which: Any) -> list[sa.Row[Any]]:
        return [
            row
            for row in self.all(self.ready, now=self.now, limit=limit, **which)
            if self.run(
                _change(self.table), key=row.id, held=row.fence, fence=row.fence + 1, attempts=row.attempts + 1,
                lease_until=self.now + LEASE,
            ).rowcount == 1
        ]  # fmt: skip

    def finish(self, job: Timer | Delivery) -> bool:
        """Take the job out, unless another worker holds it by now."""
        return self.run(_drop(self.table), key=job.id, held=job.fence).rowcount == 1

    def postpone(self, job: Timer | Delivery, reason: str, after: float | None = None) -> None:
        """Back off after a passing error; ``after`` in seconds where the platform named it."""
        seconds = BACKOFF[min(job.attempts, len(BACKOFF)) - 1] if after is None else after
        self._set(job, next_at=self.now + timedelta(seconds=seconds), lease_until=None, reason=reason)

    def bury(self, job: Timer | Delivery, reason: str) -> None:
        """A permanent error: no more attempts; moderators see it."""
        self._set(job, state=DEAD, lease_until=None, reason=reason)

    def _set(self, job: Timer | Delivery, **values: Any) -> None:
        self.run(_change(self.table), key=job.id, held=job.fence, **values)


class Timers(Queue):
    table = t.timers
    ready = TIMERS_DUE

    def set(self, due: Mapping[str, datetime], subject: Ref | None = None) -> None:
        """Timers about a subject: when each kind rings."""
        about = str(subject) if subject else None
        self.insert_all(t.timers, [{"kind": kind, "subject": about, "next_at": at} for kind, at in due.items()])

    def cancel(self, subject: Ref) -> None:
        self.run(CANCEL, subject=str(subject))

    def due(self) -> bool:
        return self._due()

    def claim(self, limit: int = 20) -> Sequence[Timer]:
        return [
            Timer(r.id, r.kind, Ref.parse(r.subject) if r.subject else None, r.fence + 1, r.attempts + 1)
            for r in self._claim(limit)
        ]

    def pending(self, kind: str) -> bool:
        return self.first(rows(t.timers, t.timers.c.id).where(t.timers.c.kind == kind)) is not None


class Outbox(Queue):
    """Deliveries, in the order of commit within a lane (a thread): one that waits holds back those behind it."""

    table = t.outbox
    ready = OUTBOX_DUE

    def due(self, platform: str | None = None) -> bool:
        return self._due(platform=platform)

    def claim(self, limit: int = 20, platform: str | None = None) -> Sequence[Delivery]:
        """What may go now, of one platform or of all."""
        return [Delivery(r.id, r.post, r.fence + 1, r.attempts + 1) for r in self._claim(limit, platform=platform)]

    def first_of_its_kind(self, delivery: Delivery) -> bool:
        """Whether nothing else failed for the same reason in the same place: moderators are told of that once."""
        mine, other = t.outbox.alias("mine").c, t.outbox.alias("other").c
        same = sa.and_(other.lane == mine.lane, other.reason == mine.reason, other.state == DEAD, other.id != mine.id)
        query = sa.select(other.id).join_from(mine.id.table, other.id.table, same)
        return self.first(query.where(mine.id == delivery.id, mine.community == HERE, other.community == HERE)) is None

    def follow(self, root: int) -> None:
        """A thread is there at last: what could not arrive without it goes after it."""
        under = rows(t.posts, t.posts.c.id).where(t.posts.c.root == root)
        self.run(
            change(t.outbox)
            .where(t.outbox.c.post.in_(under), t.outbox.c.state == DEAD, t.outbox.c.reason == NO_THREAD)
            .values(state=WAITING, next_at=self.now, attempts=0, reason=None)
        )

    def dead(self) -> Sequence[Stuck]:
        query = (
            rows(t.outbox, t.outbox.c.id, t.posts.c.subject, t.outbox.c.reason, t.channels.c.name)
            .join(t.posts, t.posts.c.id == t.outbox.c.post)
            .outerjoin(t.channels, t.channels.c.id == t.posts.c.channel)
            .where(t.outbox.c.state == DEAD)
            .order_by(t.outbox.c.id)
        )
        return [Stuck(r.id, r.subject, r.name or "direct message", r.reason or "") for r in self.all(query)]

    def retry(self, number: int) -> bool:
        """Give a dead delivery another life."""
        revived = self.run(
            change(t.outbox)
            .where(t.outbox.c.id == number, t.outbox.c.state == DEAD)
            .values(state=WAITING, next_at=self.now, attempts=0, reason=None)
        )
        return revived.rowcount == 1
