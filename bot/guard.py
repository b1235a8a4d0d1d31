"""The guard: what members type natively in case channels and threads is read there, since it has passed the platform.

Clean words join the case's record. Of the others the author privately learns what was seen, and gets the cleaned text
to post with one tap; only that is kept. Notifications have carried the words already: the guard limits damage.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import case as cases
from bot import log
from bot.clock import Clock
from bot.errors import Held, Invalid, Missing, Refused
from bot.model import Account, Case, CaseState, Channel, Community, EntryKind, Guard, Person, Place, Ref, SubjectKind
from bot.policy import RateLimits
from bot.review import Context, Kind, Review, Reviewer, Tier
from bot.store.base import Scope
from bot.store.posts import Post
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from bot.text import CleanText, RawText

RECEIPT_TRIES, RECEIPT_SECONDS = 20, 0.25  # how often, how far apart, a thread's receipt is waited for
COUNTING = timedelta(days=7)  # before anything is removed, moderators see what would have been
SURE_NAME = 0.95
UNCERTAIN = frozenset(
    {Kind.LOCATION, Kind.FACILITY, Kind.WARD, Kind.ORGANISATION, Kind.DATE, Kind.AGE, Kind.USERNAME, Kind.OTHER}
)

_log = log.get()


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that somebody typed natively, or its edited form."""

    who: Account
    place: Place
    native: str  # the message's id
    text: RawText
    at: datetime
    attachments: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a message was typed, as the store knows it."""

    community: Community
    channel: Channel
    person: Person | None
    root: Post | None  # the card whose thread it is in
    known: Post | None  # what stands as this message already
    beginning: bool  # a thread in this channel has just begun, and its receipt is on its way

    @property
    def around(self) -> str:
        return self.channel.native

    def strange_thread(self, message: Heard) -> bool:
        """Whether it stands in a thread of which nothing is known; perhaps its receipt is still on its way."""
        return message.place.thread is not None and self.root is None

    @property
    def matters(self) -> bool:
        """Whether the message is somebody's own: not ours, not deleted or about to be."""
        return self.known is None or (self.known.theirs and not self.known.gone)


class NativeGuard:
    def __init__(self, store: SqliteStore, reviewer: Reviewer, clock: Clock) -> None:
        self._store = store
        self._reviewer = reviewer
        self._clock = clock
        self._limits = RateLimits()

    async def heard(self, message: Heard) -> None:
        """Read a message or its edit, and do with it as the community chose. Durable when this returns."""
        scene = await self._settled(message)
        if scene is None or not scene.matters:
            return
        off = scene.community.guard is Guard.OFF
        review = None if off else await self._read(message, scene)

        def work(unit: Unit) -> None:
            if not scene.strange_thread(message):
                unit.cursors.advance(scene.channel.id, message.place.thread, message.native)
            if off:
                return  # not read now, and not caught up on when the guard is on again
            if scene.person is None:
                unit.sightings.count("not a member's" if held(message, review) else "clean")
                return
            person = unit.spaces.let_in(scene.channel, scene.person)
            mine = unit.elsewhere(Scope(scene.community.id, person))
            now = replace(scene, known=mine.posts.by_native(scene.around, message.native))
            if now.matters and not _heard_before(mine, message):
                self._act(mine, now, message, review)

        await self._store.write(Scope(scene.community.id), work)

    def _act(self, unit: Unit, scene: Scene, message: Heard, review: Review | None) -> None:
        unit.accounts.used(message.who)
        act = self._keep_back if held(message, review) else self._take_in
        subject = act(unit, scene, message, review)
        if subject is not None or not scene.strange_thread(message):
            unit.events.record(*_event(message), "case reply", subject)

    async def unsaid(self, place: Place, native: str) -> None:
        """A native message was deleted by hand: what it said goes from the record and every copy."""
        space = await self._store.read(None, lambda unit: unit.directory.space(place.platform, place.space))
        if space is None or place.channel is None:
            return
        channel = place.channel

        def work(unit: Unit) -> None:
            post = unit.posts.by_native(channel, native)
            if post is None and (around := unit.spaces.here(place)) is not None:
                unit.posts.never(around.id, native)  # it may be heard yet: events come in any order
            if post is None or post.gone:
                return
            if not post.theirs:
                unit.posts.lost(post)
                unit.audit.add("copy deleted there", post.subject)
                return
            case = unit.cases.of_entry(post.subject)
            unit.cases.forget(post.subject)
            unit.audit.add("native reply deleted", case.ref)
            unit.posts.refresh(post.subject)
            unit.said(case)
            unit.directory.set_flag("scrub", "due")

        await self._store.write(Scope(space.community), work)

    async def _settled(self, message: Heard) -> Scene | None:
        """The scene; a quick reply in a thread that has just begun waits a moment for the thread to be known."""
        for _ in range(RECEIPT_TRIES):
            scene = await self._scene(message)
            if scene is None or not (scene.strange_thread(message) and scene.beginning):
                return scene
            await asyncio.sleep(RECEIPT_SECONDS)
        return scene

    async def _scene(self, message: Heard) -> Scene | None:
        place = message.place
        space = await self._store.read(None, lambda unit: unit.directory.space(place.platform, place.space))
        if space is None or place.channel is None:
            return None
        around = place.channel

        def look(unit: Unit) -> Scene | None:
            channel = unit.spaces.here(place)
            if channel is None or channel.purpose != "cases":
                return None
            person = unit.members.by_account(message.who)
            root = unit.posts.by_native(around, place.thread) if place.thread else None
            known = unit.posts.by_native(around, message.native)
            active = person if person is not None and person.active else None
            beginning = unit.posts.beginning(channel.id)
            return Scene(unit.members.current(), channel, active, root, known, beginning)

        return await self._store.read(Scope(space.community), look)

    async def _read(self, message: Heard, scene: Scene) -> Review | None:
        """What the anonymizer says of it; None where it could not be read, which is no all-clear."""
        community = scene.community
        places = (community.name, scene.channel.name)
        context = Context(community.day_first, community.regions, self._clock.now().date(), places)
        author = scene.person or message.who
        try:
            self._limits.check_kills(author)
            return await self._reviewer.review({"text": message.text}, {}, context)
        except (Held, Invalid, Refused) as error:  # too slow, too long, or from somebody whose texts stop the workers
            if isinstance(error, Held) and error.killed:
                self._limits.count_kill(author)
            _log.warning("native text could not be checked", platform=message.place.platform)
            return None

    def _take_in(self, unit: Unit, scene: Scene, message: Heard, review: Review | None) -> Ref | None:
        """A clean message in a case's thread joins its record, once; its edit changes it there."""
        unit.sightings.count("clean")
        text = review.fields["text"].result if review else CleanText.nothing()
        case = self._case(unit, scene)
        if case is None or not text or scene.root is None:
            return None
        if scene.known is None:
            cases.add(unit, case, EntryKind.REPLY, text, notice="case reply", typed=(scene.root, message.native))
            unit.audit.add("case reply", case.ref, "native")
        else:
            self._change(unit, case, scene.known.subject, text)
        return case.ref

    def _change(self, unit: Unit, case: Case, entry: Ref, text: CleanText) -> None:
        """What stands as this message says something else now."""
        if any(known.ref == entry and known.text == text for known in case.entries):
            return
        unit.cases.change(entry, text)
        unit.posts.refresh(entry)
        unit.said(unit.cases.get(case.ref))
        unit.audit.add("native reply changed", case.ref)

    def _keep_back(self, unit: Unit, scene: Scene, message: Heard, review: Review | None) -> Ref:
        """Draft, nudge, and where the community chose so, removal. The store never sees what was typed."""
        case = self._case(unit, scene)
        text = review.fields["text"].result if review else CleanText.nothing()
        kinds = sorted({span.kind.value for span in review.fields["text"].spans}) if review else []
        kinds += ["attachment"] if message.attachments else []
        if scene.known is not None and case is not None and text:  # an edit brought it in
            self._change(unit, case, scene.known.subject, text)
        subject = case.ref if case is not None else scene.channel.ref
        path = "case reply" if case is not None and scene.known is None and text else ""
        draft = unit.drafts.add(unit.members.actor.id, path, subject, kinds, text)
        removed = self._removes(unit, scene, message, review)
        unit.posts.tell(draft, unit.members.actor.id, "draft removed" if removed else _nudge(message, review))
        if removed:
            unit.posts.take_down(scene.channel.id, message.native, scene.root)
            if case is not None and scene.root is not None:
                unit.posts.offer(draft, scene.channel.id, scene.root)
            unit.audit.add("native message removed", subject, ",".join(kinds)[:200])
        return draft

    def _removes(self, unit: Unit, scene: Scene, message: Heard, review: Review | None) -> bool:
        """Whether it is taken down; counted, so that moderators see beforehand what would have been."""
        unit.sightings.count("nudged")
        if not message.attachments and not (review is not None and sure(review)):
            return False
        begins = removing_from(unit, scene.community)
        removed = scene.community.guard is Guard.REMOVE and begins is not None and begins <= unit.now
        unit.sightings.count("removed" if removed else "would remove")
        return removed

    def _case(self, unit: Unit, scene: Scene) -> Case | None:
        """The open case whose thread it is, if its author may see it."""
        if scene.root is None or scene.root.subject.kind is not SubjectKind.CASE:
            return None
        try:
            found = unit.cases.get(scene.root.subject)
        except Missing:
            return None
        return found if found.state is CaseState.OPEN else None


def held(message: Heard, review: Review | None) -> bool:
    """Whether a message is no clean text."""
    return review is None or bool(review.fields["text"].spans) or message.attachments > 0


def _event(message: Heard) -> tuple[str, str]:
    """Source and key of a message's version; the keys of later versions sort behind."""
    return message.place.source, f"heard-{message.native}@{message.at.timestamp():017.6f}"


def _heard_before(unit: Unit, message: Heard) -> bool:
    """Whether this version of a message was heard, or a later one: events come twice, and in any order."""
    source, event = _event(message)
    return unit.events.any_between(source, event, f"heard-{message.native}@~")


def removing_from(unit: Unit, community: Community) -> datetime | None:
    """When 'remove' begins to remove: a week after the first message that was counted. None while none was."""
    if community.guard_since is None:
        return None
    first = unit.sightings.first_since(community.guard_since)
    return None if first is None else max(first, community.guard_since) + COUNTING


def _nudge(message: Heard, review: Review | None) -> str:
    """Which sentence its author is told."""
    if message.attachments:
        return "draft attachment"
    return "draft unread" if review is None else "draft nudge"


def sure(review: Review) -> bool:
    """Whether it holds a structured identifier, or a name beyond doubt: nothing less is ever removed."""
    return any(
        span.tier is Tier.AUTO
        and span.kind not in UNCERTAIN
        and (span.kind is not Kind.NAME or span.score >= SURE_NAME)
        for span in review.fields["text"].spans
    )
