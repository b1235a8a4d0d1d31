"""Timers and outbox: claimed by compare-and-set under a lease with a fencing token, finished after success.

A worker that lost its lease (a long pause, a crash) can finish nothing: its fence is no longer the row's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.model import Ref
from bot.store import tables as t
from bot.store.base import Repository

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


class Queue(Repository):
    """The part that timers and outbox have in common."""

    table: sa.Table

    def _claim(self, row: sa.Row[Any], lease: timedelta) -> bool:
        claimed = self.conn.execute(
            self.change(self.table)
            .where(self.table.c.id == row.id, self.table.c.fence == row.fence, self.table.c.state == WAITING)
            .values(lease_until=self.now + lease, fence=row.fence + 1, attempts=row.attempts + 1)
        )
        return claimed.rowcount == 1

    def due(self) -> bool:
        """Whether there is anything to claim: asked on a reader, so that an idle store writes nothing."""
        return self.first(self.rows(self.table, self.table.c.id).where(self._due())) is not None

    def _due(self) -> sa.ColumnElement[bool]:
        c = self.table.c
        free = sa.or_(c.lease_until.is_(None), c.lease_until <= self.now)
        return sa.and_(c.state == WAITING, c.next_at <= self.now, free)

    def holds(self, job: Timer | Delivery) -> bool:
        """Whether the job's lease is still this worker's."""
        c = self.table.c
        return self.first(self.rows(self.table, c.id).where(c.id == job.id, c.fence == job.fence)) is not None

    def finish(self, job: Timer | Delivery) -> bool:
        """Take the job out, unless another worker holds it by now."""
        c = self.table.c
        return self.conn.execute(self.drop(self.table).where(c.id == job.id, c.fence == job.fence)).rowcount == 1

    def postpone(self, job: Timer | Delivery, reason: str, after: float | None = None) -> None:
        """Back off after a passing error; ``after`` in seconds where the platform named it."""
        seconds = BACKOFF[min(job.attempts, len(BACKOFF)) - 1] if after is None else after
        self._set(job, next_at=self.now + timedelta(seconds=seconds), lease_until=None, reason=reason)

    def bury(self, job: Timer | Delivery, reason: str) -> None:
        """A permanent error: no more attempts; moderators see it."""
        self._set(job, state=DEAD, lease_until=None, reason=reason)

    def _set(self, job: Timer | Delivery, **values: Any) -> None:
        c = self.table.c
        self.conn.execute(self.change(self.table).where(c.id == job.id, c.fence == job.fence).values(**values))


class Timers(Queue):
    table = t.timers

    def set(self, kind: str, due: datetime, subject: Ref | None = None) -> None:
        self.insert(t.timers, kind=kind, subject=str(subject) if subject else None, next_at=due)

    def cancel(self, subject: Ref) -> None:
        self.conn.execute(self.drop(t.timers).where(t.timers.c.subject == str(subject)))

    def claim(self, limit: int = 20) -> Sequence[Timer]:
        rows = self.all(self.rows(t.timers).where(self._due()).order_by(t.timers.c.next_at).limit(limit))
        return [
            Timer(r.id, r.kind, Ref.parse(r.subject) if r.subject else None, r.fence + 1, r.attempts + 1)
            for r in rows
            if self._claim(r, LEASE)
        ]

    def pending(self, kind: str) -> bool:
        return self.first(self.rows(t.timers, t.timers.c.id).where(t.timers.c.kind == kind)) is not None


class Outbox(Queue):
    """Deliveries, in the order of commit within a lane (a thread): one that waits holds back those behind it."""

    table = t.outbox

    def claim(self, limit: int = 20) -> Sequence[Delivery]:
        ahead = t.outbox.alias("ahead")
        first_in_lane = ~sa.exists().where(
            ahead.c.community == self.community,
            ahead.c.lane == t.outbox.c.lane,
            ahead.c.state == WAITING,
            ahead.c.id < t.outbox.c.id,
        )
        rows = self.all(self.rows(t.outbox).where(self._due(), first_in_lane).order_by(t.outbox.c.id).limit(limit))
        return [Delivery(r.id, r.post, r.fence + 1, r.attempts + 1) for r in rows if self._claim(r, LEASE)]

    def dead(self) -> Sequence[Stuck]:
        query = (
            self.rows(t.outbox, t.outbox.c.id, t.posts.c.subject, t.outbox.c.reason, t.channels.c.name)
            .join(t.posts, t.posts.c.id == t.outbox.c.post)
            .outerjoin(t.channels, t.channels.c.id == t.posts.c.channel)
            .where(t.outbox.c.state == DEAD)
            .order_by(t.outbox.c.id)
        )
        return [Stuck(r.id, r.subject, r.name or "direct message", r.reason or "") for r in self.all(query)]

    def retry(self, number: int) -> bool:
        """Give a dead delivery another life."""
        revived = self.conn.execute(
            self.change(t.outbox)
            .where(t.outbox.c.id == number, t.outbox.c.state == DEAD)
            .values(state=WAITING, next_at=self.now, attempts=0, reason=None)
        )
        return revived.rowcount == 1
