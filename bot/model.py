"""The domain's frozen types. What a person wrote is ``CleanText``; a plain ``str`` is a choice, a name or a key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.text import CleanText


class Role(StrEnum):
    """What a person may do, lowest first. Being a specialist is not a rank: it is having specialties."""

    MEMBER = "member"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"

    @property
    def rank(self) -> int:
        return list(Role).index(self)


class SubjectKind(StrEnum):
    """What a reference, and so a button, can point at. The value is its prefix."""

    CASE = "CASE"
    CONSULT = "C"
    MEMBER = "M"
    DELIVERY = "D"
    HEAD = "HEAD"  # of the audit chain, by its sequence number
    ENTRY = "E"  # a reply or an update under a case
    DRAFT = "DR"  # a member's own cleaned text that waits for their word
    CHANNEL = "CH"


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """'C-12': how a subject is called in chat, in a button's token and in the audit log."""

    kind: SubjectKind
    number: int

    def __str__(self) -> str:
        return f"{self.kind.value}-{self.number}"

    @property
    def show(self) -> str:
        """The path of the query that shows it."""
        return f"{self.kind.name.lower()} show"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Reads ``str(ref)`` back, in any case; ValueError on anything else."""
        match = re.fullmatch(r"([A-Z]+)-([1-9][0-9]{0,9})", text.strip().upper())
        if not match:
            raise ValueError("not a reference")
        return cls(SubjectKind(match[1]), int(match[2]))


class Byline(StrEnum):
    """How an author is shown to others."""

    NAME = "name"
    ROLE = "role"
    BOTH = "both"


class Hold(StrEnum):
    """From which risk on a new case waits for a moderator."""

    OFF = "off"
    HIGH = "high"
    RAISED = "raised"


class Guard(StrEnum):
    """What becomes of what members type natively in case channels and threads."""

    OFF = "off"
    NUDGE = "nudge"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Community:
    id: int
    name: str
    day_first: bool  # its order for dates such as 3/4
    regions: tuple[str, ...]  # ISO 3166, for phone numbers
    byline: Byline
    guard: Guard
    hold: Hold
    guard_since: datetime | None  # since when the guard has counted without a break


@dataclass(frozen=True, slots=True)
class Space:
    """A guild, a workspace or the local community: one place on one platform."""

    id: int
    community: int
    platform: str
    native: str
    name: str
    native_entry: bool = False  # forms about a patient open on the platform itself


@dataclass(frozen=True, slots=True)
class Channel:
    id: int
    space: int
    platform: str
    native: str
    name: str
    open: bool  # to every member of the community; otherwise to its members alone
    purpose: str  # 'cases', or 'moderators' for the one that gets the audit head
    room: int  # the channel whose cases it shows: itself, or the one that it mirrors

    @property
    def ref(self) -> Ref:
        return Ref(SubjectKind.CHANNEL, self.id)

    def newcomer(self, person: Person) -> bool:
        """Whether somebody who writes in this closed channel was not known to be in it, and so in its room."""
        return not self.open and self.purpose == "cases" and not {self.id, self.room} <= person.channels


@dataclass(frozen=True, slots=True)
class Account:
    """An identity on a platform, as the platform names it."""

    platform: str
    space: str
    native: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a platform something happens, in the platform's own names."""

    platform: str
    space: str
    channel: str | None = None  # the channel around a thread, too; None in a direct message
    thread: str | None = None  # the native id of the thread's first message
    name: str = ""  # of the channel
    closed: bool = False  # not everyone in the space may read it
    server: str = ""  # how the space is called, where that is known

    @property
    def source(self) -> str:
        """Where its events come from: their keys are unique within it."""
        return f"{self.platform}-{self.space}"


@dataclass(frozen=True, slots=True)
class Person:
    """A clinician within one community: the same human in two communities is two persons."""

    id: int
    community: int
    handle: str
    role: Role
    specialties: frozenset[str]
    channels: frozenset[int]  # the closed channels that this person is in
    active: bool = True

    @property
    def ref(self) -> Ref:
        return Ref(SubjectKind.MEMBER, self.id)

    def is_at_least(self, role: Role) -> bool:
        return self.role.rank >= role.rank


class Audience(StrEnum):
    """Who may see a case, beside its author, the moderators, and the specialties that were asked about it."""

    COMMUNITY = "community"
    CHANNEL = "channel"
    SPECIALTY = "specialty"


class CaseState(StrEnum):
    OPEN = "open"
    HELD = "held"  # seen by its author and the moderators alone
    WITHDRAWN = "withdrawn"


class EntryKind(StrEnum):
    UPDATE = "update"
    REPLY = "reply"
    REPORT = "report"  # for the moderators' eyes alone
    DELETED = "deleted"  # by its author, natively: nothing of it is left


class DraftState(StrEnum):
    OPEN = "open"
    POSTED = "posted"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a case's text under its name in the template ('text', 'question', 'findings')."""

    id: int
    name: str
    text: CleanText


@dataclass(frozen=True, slots=True)
class Entry:
    """What was added under a case or a consult."""

    id: int
    kind: str
    author: int
    handle: str
    at: datetime
    text: CleanText

    @property
    def ref(self) -> Ref:
        return Ref(SubjectKind.ENTRY, self.id)


@dataclass(frozen=True, slots=True)
class Draft:
    """Cleaned text of a member's that waits for their word: what it would say, and under which command."""

    id: int
    person: int
    path: str
    subject: Ref
    kinds: tuple[str, ...]  # what was taken out
    at: datetime
    state: DraftState
    text: CleanText

    @property
    def ref(self) -> Ref:
        return Ref(SubjectKind.DRAFT, self.id)


@dataclass(frozen=True, slots=True)
class Case:
    id: int
    number: int
    author: int
    handle: str
    channel: int | None
    audience: Audience
    specialty: str | None  # where the audience is one
    state: CaseState
    version: int
    created: datetime
    age_band: str | None
    sex: str | None
    consent: str
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]

    @property
    def ref(self) -> Ref:
        return Ref(SubjectKind.CASE, self.number)

    def part(self, name: str) -> CleanText | None:
        return next((p.text for p in self.parts if p.name == name), None)

    @property
    def headline(self) -> CleanText:
        """Its question, or its beginning where it asks none, on one line."""
        return (self.part("question") or self.part("text") or CleanText.nothing()).excerpt(100)


class Urgency(StrEnum):
    ROUTINE = "routine"
    SOON = "soon"
    TODAY = "today"


class ConsultState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    INFORMATION = "information asked"
    ANSWERED = "answered"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Consult:
    id: int
    number: int
    case: Ref
    case_id: int
    requester: int
    requester_handle: str
    specialty: str
    urgency: Urgency
    state: ConsultState
    assignee: int | None
    assignee_handle: str | None
    asked: datetime
    due: datetime
    widened: bool
    entries: tuple[Entry, ...]

    @property
    def ref(self) -> Ref:
        return Ref(SubjectKind.CONSULT, self.number)

    def latest(self, kind: str) -> CleanText | None:
        return next((e.text for e in reversed(self.entries) if e.kind == kind), None)


SPECIALTIES = (
    "anaesthesia", "cardiology", "critical care", "dentistry", "dermatology", "emergency medicine", "endocrinology",
    "ENT", "family medicine", "gastroenterology", "general surgery", "genetics", "geriatrics", "gynaecology",
    "haematology", "infectious diseases", "internal medicine", "neonatology", "nephrology", "neurology",
    "neurosurgery", "obstetrics", "oncology", "ophthalmology", "orthopaedics", "paediatrics", "palliative care",
    "pathology", "pharmacy", "psychiatry", "pulmonology", "radiology", "rheumatology", "toxicology",
    "tropical medicine", "urology", "vascular surgery",
)  # fmt: skip
