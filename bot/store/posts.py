"""What stands in channels and inboxes: a row a copy, without text. Writing one puts its delivery into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.model import Ref
from bot.store import tables as t
from bot.store.base import Repository


@dataclass(frozen=True, slots=True)
class Post:
    """A card of ``subject`` in a channel, or a notice about it to a person."""

    id: int
    subject: Ref
    channel: int | None
    person: int | None
    notice: str | None  # which sentence a person is told; a cog's choice
    native: str | None  # the platform's id, once it is there
    platform: str | None
    made: datetime
    changed: datetime
    revision: int


class Posts(Repository):
    def show(self, subject: Ref, channel: int) -> None:
        """Have the card of a subject stand in a channel, as it is now: posted if new, edited if there."""
        self._put(subject, channel=channel, person=None, notice=None)

    def tell(self, subject: Ref, person: int, notice: str) -> None:
        """Tell one person about a subject; telling the same again brings it up anew."""
        self._put(subject, channel=None, person=person, notice=notice)

    def refresh(self, subject: Ref) -> None:
        """Bring every copy of a subject up to date: after an edit, a redaction, a change of state."""
        for row in self.all(self.rows(t.posts).where(t.posts.c.subject == str(subject), t.posts.c.notice.is_(None))):
            self._changed(row)

    def get(self, number: int) -> Post | None:
        row = self.first(self._query().where(t.posts.c.id == number))
        return _post(row) if row else None

    def in_channel(self, channel: int, limit: int = 100) -> Sequence[Post]:
        """The newest cards of a channel, oldest first."""
        query = self._query().where(t.posts.c.channel == channel).order_by(t.posts.c.id.desc()).limit(limit)
        return [_post(row) for row in reversed(self.all(query))]

    def for_person(self, person: int, limit: int = 50) -> Sequence[Post]:
        """A person's notices, newest first."""
        query = self._query().where(t.posts.c.person == person).order_by(t.posts.c.changed.desc()).limit(limit)
        return [_post(row) for row in self.all(query)]

    def arrived(self, post: Post, native: str) -> None:
        """The receipt: where the copy stands now."""
        self.conn.execute(self.change(t.posts).where(t.posts.c.id == post.id).values(native=native))

    def _put(self, subject: Ref, *, channel: int | None, person: int | None, notice: str | None) -> None:
        key = f"{subject}|{channel or ''}|{person or ''}|{notice or ''}"
        row = self.first(self.rows(t.posts).where(t.posts.c.edit_key == key))
        if row is None:
            self.insert(
                t.posts, subject=str(subject), channel=channel, person=person, notice=notice, made=self.now,
                changed=self.now, edit_key=key,
            )  # fmt: skip
            row = self.first(self.rows(t.posts).where(t.posts.c.edit_key == key))
        if row is not None:
            self._changed(row)

    def _changed(self, row: sa.Row[Any]) -> None:
        self.conn.execute(
            self.change(t.posts).where(t.posts.c.id == row.id).values(changed=self.now, revision=row.revision + 1)
        )
        lane = f"channel-{row.channel}" if row.channel is not None else f"person-{row.person}"
        self.insert(t.outbox, post=row.id, lane=lane, next_at=self.now)

    def _query(self) -> sa.Select[Any]:
        return (
            self.rows(t.posts, t.posts, t.spaces.c.platform)
            .outerjoin(t.channels, t.channels.c.id == t.posts.c.channel)
            .outerjoin(t.spaces, t.spaces.c.id == t.channels.c.space)
        )


def _post(row: sa.Row[Any]) -> Post:
    return Post(
        row.id, Ref.parse(row.subject), row.channel, row.person, row.notice, row.native, row.platform, row.made,
        row.changed, row.revision,
    )  # fmt: skip
