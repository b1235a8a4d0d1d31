"""What the anonymizer says of a text, and what its author decides: what engine, adapters and anonymizer speak.

Offsets count code points of the field as typed (under LF line ends). Nothing here holds raw text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.text import CleanText, RawText

MAX_CHARACTERS = 20_000  # of all fields of one form together; DESIGN section 5


class Kind(StrEnum):
    """What an identifying span is."""

    NAME = "name"
    USERNAME = "username"
    AGE = "age over 89"
    DATE = "date"
    LOCATION = "place"
    FACILITY = "hospital"
    WARD = "ward"
    ORGANISATION = "organisation"
    PHONE = "phone or fax"
    EMAIL = "e-mail"
    URL = "web address"
    IP = "network address"
    RECORD = "record number"
    NATIONAL_ID = "national identifier"
    LICENCE = "licence"
    ACCOUNT = "account"
    INSURANCE = "insurance"
    VEHICLE = "vehicle"
    DEVICE = "device"
    OTHER = "other"


class Tier(StrEnum):
    AUTO = "auto"  # sure enough to replace
    ASK = "ask"  # the author decides, one tap each


class Action(StrEnum):
    REDACT = "redact"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one field that may identify someone; ``replacement`` is what would stand there ('[PATIENT]')."""

    start: int
    end: int
    kind: Kind
    tier: Tier
    replacement: str
    score: float
    source: str  # the recognizer's name, for misses and tuning


@dataclass(frozen=True, slots=True)
class Decision:
    """The author's word on a stretch of one field; one that meets no span redacts or keeps what detection missed."""

    start: int
    end: int
    action: Action


@dataclass(frozen=True, slots=True)
class Context:
    """What the anonymizer may know beside the text."""

    day_first: bool = True  # the community's order for 3/4/2020
    regions: tuple[str, ...] = ("US", "GB", "IN")  # ISO 3166 regions for phone numbers without a country code
    written: date | None = None  # the day of posting
    places: tuple[str, ...] = ()  # names of community and channel, which say where the poster works
    said: tuple[str, ...] = ()  # the clean texts that the case holds already: risk adds up over them


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A date of the text and what it becomes, in the order of the calendar."""

    field: str
    start: int
    end: int
    label: str  # 'day 0', 'day +3'


class RiskLevel(StrEnum):
    LOW = "low"
    RAISED = "raised"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class RiskReason:
    """Something left that narrows down who it is, with a one-tap generalisation where there is one."""

    code: str  # 'rare condition', 'occupation', …
    field: str
    start: int
    end: int
    instead: str | None = None  # 'manual worker' for 'dairy farmer'


@dataclass(frozen=True, slots=True)
class Risk:
    level: RiskLevel = RiskLevel.LOW
    reasons: tuple[RiskReason, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldReview:
    """One field: its spans (sorted, never overlapping) and the result with every undecided span redacted."""

    spans: tuple[Span, ...]
    result: CleanText
    undecided: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Review:
    fields: Mapping[str, FieldReview]
    timeline: tuple[TimelineEntry, ...] = ()
    risk: Risk = field(default_factory=Risk)

    @property
    def undecided(self) -> int:
        return sum(len(f.undecided) for f in self.fields.values())


class Reviewer(Protocol):
    """The anonymizer as the engine sees it: asynchronous, under a deadline, failing closed."""

    async def review(
        self, fields: Mapping[str, RawText], decisions: Mapping[str, Sequence[Decision]], context: Context
    ) -> Review:
        """Detect in all fields of one form together (labels and timeline are shared) and apply the decisions.

        Raises ``errors.Held`` when the text could not be read in time, and ``errors.Invalid`` when it is too long.
        """
        ...
