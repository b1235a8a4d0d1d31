"""What the guard keeps of native talk: cleaned drafts, counts by day, and how far it has heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.model import Channel, Draft, DraftState, Ref, SubjectKind
from bot.store import tables as t
from bot.store.base import HERE, Repository, change, drop, nothing_there, rows
from bot.text import CleanText

LIVE = timedelta(days=30)  # threads of cases that changed since are caught up on

DRAFT = rows(t.drafts).where(t.drafts.c.id == sa.bindparam("number"))
COUNT = change(t.sightings).where(
    t.sightings.c.day == sa.bindparam("on"), t.sightings.c.outcome == sa.bindparam("what")
)
COUNT_ONE = COUNT.values(times=t.sightings.c.times + 1)
ROOTS = (
    rows(t.posts, t.posts.c.channel, t.posts.c.native, t.cursors.c.native.label("after"))
    .join(t.cases, t.posts.c.subject == sa.literal("CASE-") + sa.cast(t.cases.c.number, sa.String))
    .outerjoin(t.cursors, sa.and_(t.cursors.c.channel == t.posts.c.channel, t.cursors.c.thread == t.posts.c.native))
    .where(t.cases.c.community == t.posts.c.community, t.posts.c.root.is_(None), t.posts.c.native.is_not(None))
    .where(t.cases.c.updated > sa.bindparam("since", type_=t.cases.c.updated.type))
    .where(t.posts.c.channel == sa.bindparam("channel", type_=t.Key))
)


class Drafts(Repository):
    def add(self, person: int, path: str, subject: Ref, kinds: Sequence[str], text: CleanText) -> Ref:
        number = self.insert(
            t.drafts, person=person, path=path, subject=str(subject), kinds=",".join(kinds)[:200], at=self.now,
            state=DraftState.OPEN.value, text=text,
        )  # fmt: skip
        return Ref(SubjectKind.DRAFT, number)

    def get(self, ref: Ref) -> Draft:
        """The draft, for its author alone; Missing for anybody else. Curbside's own work sees it, too."""
        row = self.first(DRAFT, number=ref.number) if ref.kind is SubjectKind.DRAFT else None
        if row is None or (self.viewer is not None and row.person != self.viewer.id):
            raise nothing_there("draft")
        return _draft(row)

    def open_of(self, person: int) -> Sequence[Draft]:
        """A person's drafts that wait for their word, newest first."""
        query = rows(t.drafts).where(t.drafts.c.person == person, t.drafts.c.state == DraftState.OPEN.value)
        return [_draft(row) for row in self.all(query.order_by(t.drafts.c.id.desc()).limit(25))]

    def settle(self, draft: Draft, state: DraftState) -> bool:
        """Whether this call was the one that ended the draft. Its words go with it."""
        query = change(t.drafts).where(t.drafts.c.id == draft.id, t.drafts.c.state == DraftState.OPEN.value)
        return self.run(query.values(state=state.value, text=CleanText.nothing())).rowcount == 1


class Sightings(Repository):
    def count(self, outcome: str) -> None:
        """One more of 'clean', 'nudged', 'would remove', 'removed' or 'not a member's' today."""
        day = self.now.date().isoformat()
        if self.run(COUNT_ONE, on=day, what=outcome).rowcount == 0:
            self.insert(t.sightings, day=day, outcome=outcome, times=1)

    def first_since(self, since: datetime) -> datetime | None:
        """The first day, from this one on, of which anything was counted."""
        query = sa.select(sa.func.min(t.sightings.c.day)).where(t.sightings.c.community == HERE)
        row = self.first(query.where(t.sightings.c.day >= since.date().isoformat()))
        return datetime.fromisoformat(row[0]).replace(tzinfo=since.tzinfo) if row and row[0] else None

    def latest(self, days: int = 14) -> Sequence[tuple[str, str, int]]:
        """(day, outcome, count), newest day first."""
        since = (self.now - timedelta(days=days)).date().isoformat()
        query = rows(t.sightings).where(t.sightings.c.day > since)
        return [
            (row.day, row.outcome, row.times)
            for row in self.all(query.order_by(t.sightings.c.day.desc(), t.sightings.c.outcome))
        ]


class Cursors(Repository):
    def advance(self, channel: int, thread: str | None, native: str) -> None:
        """What came up to this message of a channel or thread has been heard."""
        c = t.cursors.c
        mine = sa.and_(c.channel == channel, c.thread == (thread or ""))
        known = self.first(rows(t.cursors).where(mine))
        if known is not None and _order(known.native) >= _order(native):
            return
        self.run(drop(t.cursors).where(mine))
        self.insert(t.cursors, channel=channel, thread=thread or "", native=native, at=self.now)

    def of(self, channel: Channel) -> Sequence[tuple[str | None, str | None]]:
        """(thread, after) of the channel itself and of its live threads."""
        own = self.first(rows(t.cursors).where(t.cursors.c.channel == channel.id, t.cursors.c.thread == ""))
        threads = self.all(ROOTS, channel=channel.id, since=self.now - LIVE)
        return [(None, own.native if own else None), *((row.native, row.after or row.native) for row in threads)]


def _order(native: str) -> tuple[float, str]:
    """Platforms number messages by time: a snowflake, or seconds with a fraction."""
    try:
        return float(native), native
    except ValueError:
        return 0.0, native


def _draft(row: sa.Row[Any]) -> Draft:
    return Draft(
        row.id, row.person, row.path, Ref.parse(row.subject), tuple(k for k in row.kinds.split(",") if k), row.at,
        DraftState(row.state), row.text,
    )  # fmt: skip
