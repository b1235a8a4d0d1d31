"""JSON in and out: what a page sends becomes raw text here, at the edge, and a review becomes what a page can show.

Offsets count code points on the wire, under LF line ends; the page converts from UTF-16 (static/offsets.js).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from bot.engine import Reviewed
from bot.errors import Invalid
from bot.i18n import Message, say
from bot.model import Ref
from bot.review import Action, Decision, FieldReview, Review
from bot.text import RawText, UnreadableText

_KEY = re.compile(r"[0-9a-f]{32}")
_MOST_FIELDS = 64
_MOST_DECISIONS = 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as a page sends it."""

    path: str
    subject: Ref | None
    channel: int | None
    key: str | None  # made with the form: sent twice, it happens once
    fields: Mapping[str, RawText]
    decisions: Mapping[str, tuple[Decision, ...]]


async def body(request: Request) -> dict[str, Any]:
    """The JSON object of a request; Invalid where it is none."""
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid(say("This page sent something that can't be read. Reload it; copy your text first."))
    return found


def text(found: Mapping[str, Any], name: str) -> str:
    """A short string of a request (a link, a code, a number), or ''."""
    value = found.get(name)
    return value if isinstance(value, str) and len(value) <= 400 else ""


def asked(found: Mapping[str, Any]) -> Asked:
    """What a page asks for. Raises Invalid, naming the fields that can't be read."""
    channel, key = found.get("channel"), text(found, "key")
    return Asked(
        text(found, "path"),
        reference(text(found, "subject")),
        channel if type(channel) is int and 0 < channel < 2**31 else None,
        key if _KEY.fullmatch(key) else None,
        _fields(found.get("fields")),
        _decisions(found.get("decisions")),
    )


def reference(typed: str) -> Ref | None:
    """The subject that a page names; Invalid where it reads as none."""
    if not typed:
        return None
    try:
        return Ref.parse(typed)
    except ValueError:
        raise Invalid(say("That is no reference. They look like CASE-3, C-12 or M-4.")) from None


def _fields(found: object) -> dict[str, RawText]:
    fields: dict[str, RawText] = {}
    faults: dict[str, Message] = {}
    if not isinstance(found, dict) or len(found) > _MOST_FIELDS:
        raise _unreadable()
    for name, value in found.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise _unreadable()
        try:
            fields[name] = RawText(value)
        except UnreadableText:
            faults[name] = say("This holds a character that can't be stored. Delete it, or paste the text once more.")
    if faults:
        raise Invalid(say("Something can't be read. Look at the marked fields."), faults)
    return fields


def _decisions(found: object) -> dict[str, tuple[Decision, ...]]:
    if found is None:
        return {}
    if not isinstance(found, dict) or sum(len(some) for some in found.values() if isinstance(some, list)) > (
        _MOST_DECISIONS
    ):
        raise _unreadable()
    try:
        return {str(name): tuple(_decision(*one) for one in some) for name, some in found.items()}
    except (TypeError, ValueError):
        raise _unreadable() from None


def _decision(start: object, end: object, action: str) -> Decision:
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise ValueError("no stretch of a text")
    return Decision(start, end, Action(action))


def _unreadable() -> Invalid:
    return Invalid(say("This page sent something that can't be read. Reload it; copy your text first."))


def review_json(review: Review) -> dict[str, Any]:
    """A review as the composer shows it."""
    return {
        "fields": {name: _field_json(part) for name, part in review.fields.items()},
        "undecided": review.undecided,
        "timeline": [
            {"field": entry.field, "start": entry.start, "end": entry.end, "label": entry.label}
            for entry in review.timeline
        ],
        "risk": {
            "level": review.risk.level.value,
            "reasons": [
                {"code": r.code, "field": r.field, "start": r.start, "end": r.end, "instead": r.instead}
                for r in review.risk.reasons
            ],
        },
    }


def _field_json(part: FieldReview) -> dict[str, Any]:
    return {
        "result": str(part.result),
        "spans": [
            {
                "start": span.start, "end": span.end, "kind": span.kind.value, "tier": span.tier.value,
                "replacement": span.replacement, "undecided": span in part.undecided,
            }
            for span in part.spans
        ],
    }  # fmt: skip


def reviewed_json(reviewed: Reviewed, locale: str) -> dict[str, Any]:
    return {
        "review": review_json(reviewed.review),
        "suggestions": dict(reviewed.suggestions),
        "errors": {name: message.text(locale) for name, message in reviewed.errors.items()},
    }
