"""Dates to days. Day 0 is the onset or the admission, or the earliest date; intervals survive, the calendar does not.

An expression tied to the moment of writing ('yesterday', 'on Tuesday', 'this morning') never gets a day number: the
post carries
its own time stamp, and the number would date day 0. It becomes 'at presentation', 'recently', 'soon' or 'then'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.anonymizer.calendar import FESTIVALS, MONTHS, WEEKDAYS
from bot.review import Context

_ANCHOR = re.compile(
    r"(?i)\b(?:admi(?:tted|ssion)|onset|presented|presents|came|brought|since|began|started|first "
    r"seen|arrived|injur\w+|fell)\b[^.\n]{0,40}$"
)
_BIRTH = re.compile(
    r"(?i)(?:\b(?:d\.?o\.?b\.?|born|birth(?: ?date)?|date of birth|geb\.?|nacimiento|nata?|né|"
    r"née)\b[\s:.(on]{0,6}|\(\*\s?)$"
)
_NOW = re.compile(
    r"(?i)\b(?:today|2day|hoy|hoje|heute|oggi|aujourd['’]hui|leo|aaj|vandaag|idag|dzisiaj|bugün|"
    r"this (?:morning|am|pm|afternoon|evening|lunchtime)|tonight|tonite|2nite|esta|ce matin|stamattina|"
    r"earlier today|later today)\b"
)
_SOON = re.compile(
    r"(?i)\b(?:tomorrow|tmr\w*|tomoz|2mor\w+|tomorow|next|coming|mañana|amanhã|morgen|demain|"
    r"domani|kesho|besok|bukas|jutro|imorgen|yarın|until|till?|day after)\b|\bweek$"
)
# 'wait till Monday', 'not before Friday': neither 'till soon' nor 'till recently' can be read.
_LIMIT = re.compile(r"(?i)\b(?:until|till?|before|by)\s$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_TIME = re.compile(r"(?i)^\D{0,3}\d{1,2}(?::\d\d(?::\d\d)?|[.h]\d\d)\s?(?:[ap]\.?m\.?|hrs?|h)?$")
_DEFAULT_YEAR = 2023  # any year will do while only intervals matter


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression: where it stands, and what day it means if it can be told. ``label`` is fixed for the
    others.
    """

    field: str
    start: int
    end: int
    day: date | None
    label: str | None
    anchors: bool = False


def read(field: str, text: str, start: int, end: int, context: Context) -> Dated:
    """The meaning of the expression at ``[start, end)``."""
    said = text[start:end]
    before = text[max(0, start - 60) : start]
    if _BIRTH.search(before):
        return Dated(field, start, end, None, "[DATE OF BIRTH]")
    day = _calendar_day(said, context)
    dotted = day is not None and text[end : end + 1] == "."  # '12.10.' is a day, '12.10' the time of one
    if _TIME.match(said) and not dotted:
        return Dated(field, start, end, None, "[TIME]")
    if day:
        return Dated(field, start, end, day, None, bool(_ANCHOR.search(before)))
    return Dated(field, start, end, None, _label(said, before))


def _label(said: str, before: str) -> str:
    if _NOW.search(said):
        return "at presentation"
    year = _YEAR.search(said)
    if year:
        return year.group(1)  # 'July 2022' keeps what Safe Harbor lets stand
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", said.lower())
    if _LIMIT.search(before):
        return "then"
    if any(w in WEEKDAYS for w in words) or _names_festival(said.lower()):
        return "soon" if _SOON.search(said) or re.search(r"(?i)\bnext\s$", before) else "recently"
    if _SOON.search(said):
        return "soon"
    if any(w in MONTHS for w in words):
        return "[MONTH]"
    return "[DATE]" if re.search(r"\d", said) else "recently"


_FESTIVALS: dict[str, tuple[str, ...]] = {
    begin: tuple(f for f in FESTIVALS if f[:2] == begin) for begin in {f[:2] for f in FESTIVALS}
}


def _names_festival(said: str) -> bool:
    """Whether one of the festivals, of which there are hundreds, is named in ``said``."""
    return any(said.startswith(_FESTIVALS.get(said[i : i + 2], ()), i) for i in range(len(said)))


_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2}) ?[-/. ] ?(\d{1,2})(?: ?[-/. ] ?((?:19|20)\d\d|\d\d))?(?![\d:]|[-/.]\d)")
_NAMED = re.compile(
    r"(?i)([^\W\d_]{3,})\.?[\s-]?(?:the )?(\d{1,2})(?!\d)|(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?[\s-]{0,2}(?:of "
    r"|de |di |do )?([^\W\d_]{3,})"
)


def _calendar_day(said: str, context: Context) -> date | None:
    if found := _ISO.search(said):
        return _day(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
    if found := _NUMBERS.search(said):
        a, b = int(found[1]), int(found[2])
        day, month = (a, b) if (context.day_first or a > 12) and b <= 12 else (b, a)
        return _day(_year(found[3], month, day, context), month, day)
    for found in _NAMED.finditer(said):
        word, number = (found[1], found[2]) if found[1] else (found[4], found[3])
        month = MONTHS.get(word.lower().rstrip("."), 0)
        if month:
            year = _YEAR.search(said)
            return _day(_year(year and year[1], month, int(number), context), month, int(number))
    return None


def _year(said: str | None, month: int, day: int, context: Context) -> int:
    if said:
        number = int(said)
        return number if number > 99 else 2000 + number if number < 50 else 1900 + number
    if context.written is None:
        return _DEFAULT_YEAR
    candidate = _day(context.written.year, month, day)
    late = candidate is not None and candidate > context.written + timedelta(days=31)
    return context.written.year - 1 if late else context.written.year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def labels(dated: Sequence[Dated]) -> dict[tuple[str, int, int], str]:
    """The label of every expression: 'day 0', 'day +3', 'day -2', or the fixed one."""
    days = [d for d in dated if d.day]
    anchor = next((d.day for d in days if d.anchors), None) or min((d.day for d in days if d.day), default=None)
    out = {}
    for d in dated:
        if d.day and anchor:
            distance = (d.day - anchor).days
            out[d.field, d.start, d.end] = f"day {distance:+d}" if distance else "day 0"
        else:
            out[d.field, d.start, d.end] = d.label or "[DATE]"
    return out
