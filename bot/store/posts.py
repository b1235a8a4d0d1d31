"""What stands in channels and inboxes: a row a copy, without text. Writing one puts its delivery into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.model import Ref
from bot.store import tables as t
from bot.store.base import HERE, Repository, change, rows
from bot.store.columns import Moment
from bot.store.queue import WAITING


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


POSTS = (
    rows(t.posts, t.posts, t.spaces.c.platform)
    .outerjoin(t.channels, t.channels.c.id == t.posts.c.channel)
    .outerjoin(t.spaces, t.spaces.c.id == t.channels.c.space)
)
POST = POSTS.where(t.posts.c.id == sa.bindparam("key"))
BY_EDIT_KEY = rows(t.posts, t.posts.c.id).where(t.posts.c.edit_key == sa.bindparam("edit_key"))
CHANGE = change(t.posts).where(t.posts.c.id == sa.bindparam("key"))
CHANGE_AGAIN = CHANGE.values(revision=t.posts.c.revision + 1)

# A delivery renders its post as it is then. One that waits, and that nobody has claimed, will show this change too.
_WAITS = sa.exists().where(
    t.outbox.c.community == HERE,
    t.outbox.c.post == t.posts.c.id,
    t.outbox.c.state == WAITING,
    t.outbox.c.lease_until.is_(None),
)
_CONSULTS = rows(t.consults, sa.literal("C-") + sa.cast(t.consults.c.number, sa.String)).where(
    t.consults.c.case == sa.bindparam("case", type_=t.Key)
)
_ARE_CARDS = sa.and_(
    sa.or_(t.posts.c.subject == sa.bindparam("of", type_=sa.String), t.posts.c.subject.in_(_CONSULTS)),
    t.posts.c.notice.is_(None),
)
_LANE = sa.case(
    (t.posts.c.channel.is_not(None), sa.literal("channel-") + sa.cast(t.posts.c.channel, sa.String)),
    else_=sa.literal("person-") + sa.cast(t.posts.c.person, sa.String),
)
_TO_SEND = rows(t.posts, t.posts.c.community, t.posts.c.id, _LANE, sa.bindparam("moment", type_=Moment)).where(~_WAITS)


def _send(posts: sa.Select[Any]) -> sa.Insert:
    return sa.insert(t.outbox).from_select(["community", "post", "lane", "next_at"], posts, include_defaults=False)


SEND = _send(_TO_SEND.where(t.posts.c.id == sa.bindparam("key")))
CHANGE_CARDS = change(t.posts).where(_ARE_CARDS).values(revision=t.posts.c.revision + 1)
SEND_CARDS = _send(_TO_SEND.where(_ARE_CARDS))


class Posts(Repository):
    def show(self, subject: Ref, channel: int) -> None:
        """Have the card of a subject stand in a channel, as it is now: posted if new, edited if there."""
        self._put(subject, channel=channel, person=None, notice=None)

    def tell(self, subject: Ref, person: int, notice: str) -> None:
        """Tell one person about a subject; telling the same again brings it up anew."""
        self._put(subject, channel=None, person=person, notice=notice)

    def refresh(self, subject: Ref, case: int | None = None) -> None:
        """Bring every copy up to date (and of ``case``'s consults): after an edit, a redaction, a change of state."""
        self.run(CHANGE_CARDS, of=str(subject), case=case, changed=self.now)
        self.run(SEND_CARDS, of=str(subject), case=case, moment=self.now)

    def get(self, number: int) -> Post | None:
        row = self.first(POST, key=number)
        return _post(row) if row else None

    def in_channel(self, channel: int, limit: int = 100) -> Sequence[Post]:
        """The newest cards of a channel, oldest first."""
        query = POSTS.where(t.posts.c.channel == channel).order_by(t.posts.c.id.desc()).limit(limit)
        return [_post(row) for row in reversed(self.all(query))]

    def for_person(self, person: int, limit: int = 50) -> Sequence[Post]:
        """A person's notices, newest first."""
        query = POSTS.where(t.posts.c.person == person).order_by(t.posts.c.changed.desc()).limit(limit)
        return [_post(row) for row in self.all(query)]

    def arrived(self, post: Post, native: str) -> None:
        """The receipt: where the copy stands now."""
        self.run(CHANGE, key=post.id, native=native)

    def _put(self, subject: Ref, *, channel: int | None, person: int | None, notice: str | None) -> None:
        key = f"{subject}|{channel or ''}|{person or ''}|{notice or ''}"
        row = self.first(BY_EDIT_KEY, edit_key=key)
        if row is None:
            post = self.insert(
                t.posts, subject=str(subject), channel=channel, person=person, notice=notice, made=self.now,
                changed=self.now, revision=1, edit_key=key,
            )  # fmt: skip
        else:
            post = row.id
            self.run(CHANGE_AGAIN, key=post, changed=self.now)
        self.run(SEND, key=post, moment=self.now)


def _post(row: sa.Row[Any]) -> Post:
    return Post(
        row.id, Ref.parse(row.subject), row.channel, row.person, row.notice, row.native, row.platform, row.made,
        row.changed, row.revision,
    )  # fmt: skip
