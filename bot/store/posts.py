"""What stands in channels and inboxes: a row a copy, without text. Writing one puts its delivery into the outbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.model import Audience, Case, Ref, SubjectKind
from bot.store import tables as t
from bot.store.base import HERE, Repository, change, rows
from bot.store.columns import Moment
from bot.store.queue import DEAD, WAITING


@dataclass(frozen=True, slots=True)
class Post:
    """A card of ``subject`` in a channel, or a notice about it to a person; where it stands in the platform's names."""

    id: int
    subject: Ref
    channel: int | None
    person: int | None
    notice: str | None  # which sentence a person is told; a cog's choice
    native: str | None  # the platform's id, once it is there
    made: datetime
    changed: datetime
    revision: int
    platform: str = "local"
    space: str | None = None
    place: str | None = None  # the channel
    account: str | None = None  # to whom a direct message goes
    root: str | None = None  # the first message of the thread that it stands in
    thread: tuple[str, str] | None = None  # where a direct message falls back to: channel and root of its case there
    theirs: bool = False  # typed natively by a member: never edited
    gone: bool = False  # to be taken down
    sent: int = 0  # the revision that arrived last


@dataclass(frozen=True, slots=True)
class Copy:
    """A receipt: where a copy stands, and whether it shows what is said now."""

    subject: Ref
    platform: str
    channel: str
    arrived: bool
    current: bool
    stuck: bool  # it could not be delivered
    gone: bool  # somebody deleted it there


_ROOT = t.posts.alias("root_post")
_HOME = t.spaces.alias("account_space")
POSTS = (
    rows(
        t.posts, t.posts, sa.func.coalesce(t.spaces.c.platform, _HOME.c.platform, "local").label("platform"),
        sa.func.coalesce(t.spaces.c.native, _HOME.c.native).label("space"), t.channels.c.native.label("place"),
        t.channels.c.name.label("channel_name"), t.accounts.c.native.label("account_native"),
        _ROOT.c.native.label("root_native"),
    )
    .outerjoin(t.channels, t.channels.c.id == t.posts.c.channel)
    .outerjoin(t.spaces, t.spaces.c.id == t.channels.c.space)
    # Numbers of accounts that were unlinked come again: the account must still be that person's.
    .outerjoin(t.accounts, sa.and_(t.accounts.c.id == t.posts.c.account, t.accounts.c.person == t.posts.c.person))
    .outerjoin(_HOME, _HOME.c.id == t.accounts.c.space)
    .outerjoin(_ROOT, _ROOT.c.id == t.posts.c.root)
)  # fmt: skip
POST = POSTS.where(t.posts.c.id == sa.bindparam("key"))
BY_EDIT_KEY = rows(t.posts, t.posts.c.id, t.posts.c.theirs, t.posts.c.native).where(
    t.posts.c.edit_key == sa.bindparam("edit_key")
)
BY_NATIVE = POSTS.where(t.channels.c.native == sa.bindparam("place"), t.posts.c.native == sa.bindparam("native"))
# Where the thread of a case stands in a space.
IN_SPACE = POSTS.where(
    t.posts.c.subject == sa.bindparam("of"), t.spaces.c.native == sa.bindparam("space"),
    t.posts.c.native.is_not(None), t.posts.c.root.is_(None), t.channels.c.purpose == "cases",
)  # fmt: skip
CASE_OF = rows(t.consults, t.cases.c.number).join(t.cases, t.cases.c.id == t.consults.c.case)
CHANGE = change(t.posts).where(t.posts.c.id == sa.bindparam("key"))
CHANGE_AGAIN = CHANGE.values(revision=t.posts.c.revision + 1)
# The channels that show the cases of one room: itself, and those that mirror it, while they are taken in.
ROOM = (
    rows(t.channels, t.channels.c.id, t.spaces.c.platform)
    .join(t.spaces, t.spaces.c.id == t.channels.c.space)
    .where(sa.func.coalesce(t.channels.c.room, t.channels.c.id) == sa.bindparam("room", type_=t.Key))
    .where(t.channels.c.purpose != "gone")
    .order_by(t.channels.c.id)
)
# The chat account that a member used last: where they are told.
ACCOUNT = (
    rows(t.accounts, t.accounts.c.id)
    .join(t.spaces, t.spaces.c.id == t.accounts.c.space)
    .join(t.persons, sa.and_(t.persons.c.id == t.accounts.c.person, t.persons.c.active.is_(sa.true())))
    .where(t.accounts.c.person == sa.bindparam("person", type_=t.Key), t.spaces.c.platform != "local")
    .order_by(t.accounts.c.seen.desc(), t.accounts.c.id.desc())
    .limit(1)
)

# A delivery renders its post as it is then. One that waits, and that nobody has claimed, will show this change too.
_WAITS = sa.exists().where(
    t.outbox.c.community == HERE,
    t.outbox.c.post == t.posts.c.id,
    t.outbox.c.state == WAITING,
    t.outbox.c.lease_until.is_(None),
)
_STUCK = sa.exists().where(t.outbox.c.community == HERE, t.outbox.c.post == t.posts.c.id, t.outbox.c.state == DEAD)
_CONSULTS = rows(t.consults, sa.literal("C-") + sa.cast(t.consults.c.number, sa.String)).where(
    t.consults.c.case == sa.bindparam("case", type_=t.Key)
)
_ENTRIES = rows(t.case_entries, sa.literal("E-") + sa.cast(t.case_entries.c.id, sa.String)).where(
    t.case_entries.c.case == sa.bindparam("case", type_=t.Key)
)
_DRAFTS = rows(t.drafts, sa.literal("DR-") + sa.cast(t.drafts.c.id, sa.String)).where(
    sa.or_(t.drafts.c.subject == sa.bindparam("of", type_=sa.String), t.drafts.c.subject.in_(_CONSULTS))
)
_IT = t.posts.c.subject == sa.bindparam("of", type_=sa.String)
_OURS = sa.and_(t.posts.c.theirs.is_(sa.false()), t.posts.c.gone.is_(sa.false()))
_CARD = t.posts.c.notice.is_(None)
# Whatever shows words of a case: its cards, and the direct messages that carried one.
_SHOWS = sa.or_(_CARD, t.posts.c.account.is_not(None))
_ARE_CARDS = sa.and_(sa.or_(_IT, t.posts.c.subject.in_(_CONSULTS), t.posts.c.subject.in_(_ENTRIES)), _CARD)
_ON_PAGES = t.posts.c.channel.in_(
    rows(t.channels, t.channels.c.id).where(
        t.channels.c.space.in_(rows(t.spaces, t.spaces.c.id).where(t.spaces.c.platform == "local"))
    )
)
_LANE = sa.case(
    (t.posts.c.channel.is_not(None), sa.literal("channel-") + sa.cast(t.posts.c.channel, sa.String)),
    (t.posts.c.account.is_not(None), sa.literal("account-") + sa.cast(t.posts.c.account, sa.String)),
    else_=sa.literal("person-") + sa.cast(t.posts.c.person, sa.String),
)
_TO_SEND = rows(t.posts, t.posts.c.community, t.posts.c.id, _LANE, sa.bindparam("moment", type_=Moment)).where(~_WAITS)


def _send(posts: sa.Select[Any]) -> sa.Insert:
    return sa.insert(t.outbox).from_select(["community", "post", "lane", "next_at"], posts, include_defaults=False)


SEND_ANY = _send(_TO_SEND.where(t.posts.c.id == sa.bindparam("key")))
SEND = _send(_TO_SEND.where(t.posts.c.id == sa.bindparam("key"), _OURS))


def _bring_up_to_date(which: sa.ColumnElement[bool]) -> tuple[sa.Update, sa.Insert]:
    """What changes these posts of ours, and has them delivered."""
    ours = sa.and_(which, _OURS)
    return change(t.posts).where(ours).values(revision=t.posts.c.revision + 1), _send(_TO_SEND.where(ours))


REFRESH = _bring_up_to_date(sa.and_(_IT, _CARD))
REFRESH_TOLD = _bring_up_to_date(sa.and_(_IT, _SHOWS))
REFRESH_PAGES = _bring_up_to_date(sa.and_(_IT, _CARD, _ON_PAGES))
REFRESH_CASE = _bring_up_to_date(sa.and_(sa.or_(_IT, t.posts.c.subject.in_(_CONSULTS)), _CARD))
REFRESH_ALL = _bring_up_to_date(
    sa.and_(
        sa.or_(_IT, t.posts.c.subject.in_(_CONSULTS), t.posts.c.subject.in_(_ENTRIES), t.posts.c.subject.in_(_DRAFTS)),
        _SHOWS,
    )
)


class Posts(Repository):
    def show(self, subject: Ref, channel: int) -> None:
        """Have the card of a subject stand in a channel, as it is now: posted if new, edited if there."""
        self._put(subject, channel=channel)

    def spread(self, case: Case, subject: Ref | None = None) -> None:
        """Have a case stand in every channel of its room, or something under it in the case's thread there.

        What only a specialty may see stands on the web alone, where every viewer's own eyes read it.
        """
        for row in self.all(ROOM, room=case.channel) if case.channel is not None else ():
            local = row.platform == "local"
            if not local and case.audience is Audience.SPECIALTY:
                continue
            if subject is None or (local and subject.kind is SubjectKind.CONSULT):
                self._put(subject or case.ref, channel=row.id)
            elif not local and not self._typed_there(subject, row.id):
                root = self.first(BY_EDIT_KEY, edit_key=_edit_key(case.ref, channel=row.id))
                if root is not None:  # a channel that was linked later has no thread for it
                    self._put(subject, channel=row.id, root=root.id)

    def _typed_there(self, subject: Ref, channel: int) -> bool:
        row = self.first(BY_EDIT_KEY, edit_key=_edit_key(subject, channel=channel))
        return row is not None and bool(row.theirs)

    def typed(self, subject: Ref, root: Post, native: str) -> None:
        """Note that a subject is what a member typed natively in a case's thread: its copy there is theirs."""
        self.insert(
            t.posts, subject=str(subject), channel=root.channel, made=self.now, changed=self.now, revision=1, sent=1,
            theirs=True, root=root.id, native=native, edit_key=_edit_key(subject, channel=root.channel),
        )  # fmt: skip

    def tell(self, subject: Ref, person: int, notice: str, *, inbox_only: bool = False) -> None:
        """Tell one person about a subject, here and on the chat platform that they used last.

        Telling the same again brings it up anew; in chat as a new message, since an edited one rings nobody's phone.
        """
        self._put(subject, person=person, notice=notice)
        if not inbox_only:
            self.whisper(subject, person, notice)

    def whisper(self, subject: Ref, person: int, notice: str) -> None:
        """Tell one person on the chat platform that they used last, if any."""
        account = self.first(ACCOUNT, person=person)
        if account is None:
            return
        key = _edit_key(subject, person=person, notice=notice, account=account.id)
        told = self.first(BY_EDIT_KEY, edit_key=key)
        if told is not None and told.native is not None:  # it stays ours, so that a redaction reaches it
            self.run(CHANGE, key=told.id, edit_key=f"{key}|{told.id}")
        self._put(subject, person=person, notice=notice, account=account.id)

    def offer(self, draft: Ref, channel: int, root: Post) -> None:
        """Have the button that opens a draft stand where its message was taken down."""
        self._put(draft, channel=channel, root=root.id)

    def refresh(self, subject: Ref, *, told: bool = False) -> None:
        """Bring the cards of one subject up to date; with ``told``, also direct messages that carried it."""
        self._renew(REFRESH_TOLD if told else REFRESH, subject)

    def refresh_pages(self, subject: Ref) -> None:
        """Bring the pages up to date. What is said under a case stands in chat as messages of their own, and no card
        there changes by it.
        """
        self._renew(REFRESH_PAGES, subject)

    def refresh_case(self, case: Case, *, all_of_it: bool = False) -> None:
        """Bring the cards of a case and its consults up to date; with ``all_of_it`` whatever ever carried words of it:
        after a redaction or a withdrawal.
        """
        self._renew(REFRESH_ALL if all_of_it else REFRESH_CASE, case.ref, case.id)

    def _renew(self, statements: tuple[sa.Update, sa.Insert], subject: Ref, case: int | None = None) -> None:
        changed, sent = statements
        self.run(changed, of=str(subject), case=case, changed=self.now)
        self.run(sent, of=str(subject), case=case, moment=self.now)

    def take_down(self, channel: int, native: str, root: Post | None = None) -> None:
        """Have a native message deleted, once; what stood there as a reply is then posted by us, as it reads now."""
        key = f"gone|{channel}|{native}"
        if self.first(BY_EDIT_KEY, edit_key=key) is not None:
            return
        reply = self.first(
            rows(t.posts, t.posts.c.id).where(
                t.posts.c.channel == channel, t.posts.c.native == native, t.posts.c.theirs.is_(sa.true())
            )
        )
        post = self.insert(
            t.posts, subject=str(Ref(SubjectKind.CHANNEL, channel)), channel=channel, made=self.now, changed=self.now,
            revision=1, theirs=True, gone=True, native=native, edit_key=key, root=root.id if root else None,
        )  # fmt: skip
        self.run(SEND_ANY, key=post, moment=self.now)
        if reply is not None:
            self.run(CHANGE_AGAIN, key=reply.id, theirs=False, native=None, changed=self.now)
            self.run(SEND, key=reply.id, moment=self.now)

    def take_down_copies(self, entries: Collection[Ref]) -> Collection[Ref]:
        """Have the native messages deleted that these entries were typed as, which is returned: a word in them was
        redacted.
        """
        theirs = rows(t.posts).where(
            t.posts.c.subject.in_([str(ref) for ref in entries]), t.posts.c.theirs.is_(sa.true())
        )
        typed = [row for row in self.all(theirs) if not row.gone]
        for row in typed:
            self.take_down(row.channel, row.native, self.get(row.root))
        return {Ref.parse(row.subject) for row in typed}

    def never(self, channel: int, native: str) -> None:
        """Note that a native message was deleted before it was heard: it is nobody's reply any more."""
        self.insert(
            t.posts, subject=str(Ref(SubjectKind.CHANNEL, channel)), channel=channel, made=self.now, changed=self.now,
            revision=1, sent=1, theirs=True, gone=True, native=native, edit_key=f"gone|{channel}|{native}",
        )  # fmt: skip

    def lost(self, post: Post) -> None:
        """Somebody deleted our copy there: nothing posts or edits it again. Its thread may go on."""
        self.run(CHANGE, key=post.id, gone=True)

    def get(self, number: int) -> Post | None:
        row = self.first(POST, key=number)
        if row is None:
            return None
        post = _post(row)
        return post if post.account is None else replace(post, thread=self._thread(post))

    def beginning(self, channel: int) -> bool:
        """Whether a card is on its way to the top of a channel."""
        query = rows(t.posts, t.posts.c.id).where(
            t.posts.c.channel == channel, t.posts.c.root.is_(None), t.posts.c.native.is_(None)
        )
        return self.first(query) is not None

    def by_native(self, place: str, native: str) -> Post | None:
        """The post that stands as this message in a channel."""
        row = self.first(BY_NATIVE, place=place, native=native)
        return _post(row) if row else None

    def waits_for_thread(self, post: Post) -> bool:
        """Whether it belongs into a thread that isn't there (yet)."""
        in_thread = rows(t.posts, t.posts.c.id).where(t.posts.c.id == post.id, t.posts.c.root.is_not(None))
        return post.root is None and self.first(in_thread) is not None

    def in_channel(self, channel: int, limit: int = 100) -> Sequence[Post]:
        """The newest cards of a channel, oldest first."""
        query = POSTS.where(t.posts.c.channel == channel).order_by(t.posts.c.id.desc()).limit(limit)
        return [_post(row) for row in reversed(self.all(query))]

    def for_person(self, person: int, limit: int = 50) -> Sequence[Post]:
        """A person's notices, newest first."""
        query = POSTS.where(t.posts.c.person == person, t.posts.c.account.is_(None))
        return [_post(row) for row in self.all(query.order_by(t.posts.c.changed.desc()).limit(limit))]

    def copies(self, case: Case) -> Sequence[Copy]:
        """The receipts of a case and what stands under it."""
        query = POSTS.add_columns(_STUCK.label("stuck")).where(_ARE_CARDS, t.posts.c.channel.is_not(None))
        return [
            Copy(
                Ref.parse(r.subject),
                r.platform,
                r.channel_name,
                r.native is not None,
                r.sent >= r.revision,
                r.stuck,
                bool(r.gone),
            )
            for r in self.all(query.order_by(t.posts.c.id), of=str(case.ref), case=case.id)
        ]

    def arrived(self, post: Post, native: str) -> None:
        """The receipt: where the copy stands now, and what it shows."""
        self.run(CHANGE, key=post.id, native=native, sent=post.revision)

    def _thread(self, post: Post) -> tuple[str, str] | None:
        """Where the case of a notice stands in its person's space."""
        subject = post.subject
        if subject.kind is SubjectKind.DRAFT:
            row = self.first(rows(t.drafts, t.drafts.c.subject).where(t.drafts.c.id == subject.number))
            subject = Ref.parse(row.subject) if row else subject
        if subject.kind is SubjectKind.CONSULT:
            row = self.first(CASE_OF.where(t.consults.c.number == subject.number))
            subject = Ref(SubjectKind.CASE, row.number) if row else subject
        place = self.first(IN_SPACE, of=str(subject), space=post.space)
        return (place.place, place.native) if place else None

    def _put(
        self, subject: Ref, *, channel: int | None = None, person: int | None = None, notice: str | None = None,
        account: int | None = None, root: int | None = None,
    ) -> None:  # fmt: skip
        key = _edit_key(subject, channel, person, notice, account)
        row = self.first(BY_EDIT_KEY, edit_key=key)
        if row is None:
            post = self.insert(
                t.posts, subject=str(subject), channel=channel, person=person, notice=notice, made=self.now,
                changed=self.now, revision=1, edit_key=key, account=account, root=root,
            )  # fmt: skip
        else:
            post = row.id
            self.run(CHANGE_AGAIN, key=post, changed=self.now)
        self.run(SEND, key=post, moment=self.now)


def _edit_key(
    subject: Ref, channel: int | None = None, person: int | None = None, notice: str | None = None,
    account: int | None = None,
) -> str:  # fmt: skip
    parts = (subject, channel or "", person or "", notice or "", *([account] if account else []))
    return "|".join(str(part) for part in parts)


def _post(row: sa.Row[Any]) -> Post:
    return Post(
        id=row.id, subject=Ref.parse(row.subject), channel=row.channel, person=row.person, notice=row.notice,
        native=row.native, made=row.made, changed=row.changed, revision=row.revision, platform=row.platform,
        space=row.space, place=row.place, account=row.account_native, root=row.root_native, theirs=bool(row.theirs),
        gone=bool(row.gone), sent=row.sent,
    )  # fmt: skip
