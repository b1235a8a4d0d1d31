"""What is left after the spans and may still single a person out.

Nobody can say that a text identifies no one. This counts what narrows the circle (a rare condition, an occupation, a
region, the poster's own hospital, a public event, a day that the calendar still tells) and says why, so that the
author can say less. What the earlier parts of a case said counts with it: each may tell little, and their sum much.
Weights are a judgement, not a measurement: docs/anonymizer.md says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.anonymizer import lowered
from bot.anonymizer.lexicon import entries, fold, pairs
from bot.anonymizer.normalise import lower
from bot.review import MAX_CHARACTERS, Context, Kind, Risk, RiskLevel, RiskReason, Span

_WEIGHTS = {
    "rare condition": 2,
    "occupation": 1,
    "region": 1,
    "people or faith": 1,
    "public event": 2,
    "told in public": 2,
    "own institution": 2,
    "exact age": 1,
    "day meets calendar": 1,
    "multiple birth": 1,
    "quotation": 1,
    "said to be the only one": 2,
}
SUM = "adds up with what the case said before"
RAISED, HIGH = 3, 6

_EVENT = re.compile(
    r"(?i)\b(?:earthquake|flood(?:s|ing)?|tsunami|hurricane|cyclone|typhoon|explosion|plane crash|"
    r"train crash|bus crash|stampede|shooting|terror(?:ist)? attack|"
    r"war|air ?strike|festival|olympics|marathon|world cup|wildfire|bombing|derailment|rubble|"
    r"shipwreck|(?:in|on|made) the (?:news|papers?)|local (?:paper|news|radio))\b"
)
_PUBLIC = re.compile(
    r"(?i)\b(?:viral|followers|blogs?|youtube|tiktok|instagram|celebrity|famous|well[- ]known|"
    r"in the media|go ?fund ?me|tv (?:star|presenter)|interviewed)\b"
)
_PEOPLE = re.compile(
    r"(?i)\b(?:amish|mennonite|roma|traveller|sami|inuit|m[aā]ori|aboriginal|first nations|ashkenazi|"
    r"druze|yazidi|parsi|jain|sikh|hmong|jehovah'?s witness|hutterite|bedouin|berber|tuareg|maasai|"
    r"san people)\b"
)
_AGE = re.compile(r"(?i)\b(1\d|[2-8]\d|\d)(?:[- ]?(?:y(?:ea)?rs?[- ]old|y/?o)\b|[FM]\b)")
_BIRTH = re.compile(r"(?i)\b(?:identical twins?|triplets|quadruplets|conjoined)\b")
_QUOTE = re.compile(r"[\"“][^\"”\n]{25,400}[\"”]")
_ONLY = re.compile(
    r"(?i)\b(?:first|second|third|only)(?: (?:ever|known|reported|recorded|described))? (?:case|patient|person|child|"
    r"woman|man|transplant|survivor)s?\b(?= (?:ever|worldwide|of (?:its|this) kind)\b|(?: \w+){0,3} in "
    r"(?:the|our|this|my) (?:country|state|region|district|county|province|world|island|city|hospital)\b)"
)
# A day of the stay told for the day of writing: the post carries its own date, so it dates day 0.
_TODAY = re.compile(
    r"(?i)\b(?:today is|today|it'?s now|is now|now|currently|tomorrow is),?(?: on)? "
    r"((?:(?:post[- ]?op(?:erative)? |ICU |hospital )?day|POD|HOD|DOL) ?#?\d{1,3})\b|"
    r"\b((?:day|POD|HOD|DOL) ?#?\d{1,3})(?= today\b)"
)
_NOW_LABELS = ("at presentation", "recently")
_NUMBERED = re.compile(r"\bday (?:0|[+-]\d{1,5})\b")


@lru_cache
def _occupations() -> tuple[re.Pattern[str], Mapping[str, str]]:
    instead = dict(pairs("generalisations"))
    words = "|".join(re.escape(word) for word in sorted(instead, key=len, reverse=True))
    return re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)"), instead


@lru_cache
def _listed(name: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(entries(name), key=len, reverse=True) if len(word) > 2)
    return re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)")


def assess(fields: Mapping[str, str], replaced: Mapping[str, Sequence[Span]], context: Context) -> Risk:
    """The reasons, in offsets of the fields as typed, and the level that they add up to with the earlier texts.

    ``replaced`` are the spans of each field that won't stand in the result.
    """
    reasons = []
    for name, text in fields.items():
        gone = bytearray(len(text))
        for span in replaced[name]:
            gone[span.start : span.end] = b"\1" * (span.end - span.start)
        reasons += [r for r in _reasons(name, text, context) if not any(gone[r.start : r.end])]
    reasons += _calendar(replaced, context)
    reasons.sort(key=lambda r: (r.field, r.start))
    codes = {reason.code for reason in reasons}
    said = "\n".join(context.said)[-MAX_CHARACTERS:]
    before = {reason.code for reason in _reasons("", said, context)}
    alone, together = _level(codes), _level(codes | before)
    fresh = next((reason for reason in reasons if reason.code not in before), None)
    if fresh is None or alone is together:
        return Risk(alone, tuple(reasons))
    return Risk(together, (*reasons, RiskReason(SUM, fresh.field, fresh.start, fresh.end)))


def _level(codes: Iterable[str]) -> RiskLevel:
    score = sum(_WEIGHTS[code] for code in codes)
    return RiskLevel.HIGH if score >= HIGH else RiskLevel.RAISED if score >= RAISED else RiskLevel.LOW


def _reasons(field: str, text: str, context: Context) -> Iterator[RiskReason]:
    occupations, instead = _occupations()
    for match in lowered.finditer(occupations, text):
        yield RiskReason("occupation", field, *match.span(), instead[lower(match.group())])
    for code, pattern in (
        ("rare condition", _listed("rare")),
        ("public event", _EVENT),
        ("told in public", _PUBLIC),
        ("people or faith", _PEOPLE),
        ("multiple birth", _BIRTH),
        ("quotation", _QUOTE),
        ("said to be the only one", _ONLY),
    ):
        for match in lowered.finditer(pattern, text):
            yield RiskReason(code, field, *match.span())
    for match in lowered.finditer(_listed("regions"), text):
        if match.group()[0].isupper():
            yield RiskReason("region", field, *match.span(), "[REGION]")
    for match in lowered.finditer(_AGE, text):
        yield RiskReason("exact age", field, *match.span(), _band(match))
    for match in lowered.finditer(_TODAY, text):
        yield RiskReason("day meets calendar", field, *match.span(match.lastindex or 0), _some_days(match.group()))
    yield from _own(field, text, context.places)


def _own(field: str, text: str, places: Iterable[str]) -> Iterator[RiskReason]:
    """The names of community and channel, their telling words, and the initials they go by."""
    for place in places:
        words = re.findall(r"[^\W\d_]+", place)
        telling = [re.escape(w) for w in words if len(w) > 3 and fold(w) not in entries("words")]
        initials = "".join(w[0] for w in words if w[0].isupper())
        patterns = [rf"(?i:{word})" for word in telling] + ([initials] if len(initials) > 2 else [])
        if patterns:
            for match in re.finditer(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", text):
                yield RiskReason("own institution", field, *match.span(), "[HOSPITAL]")


def _band(match: re.Match[str]) -> str | None:
    """'34-year-old' as '30-39-year-old'; a child's age stays, since doses go by it."""
    years = int(match[1])
    return f"{years // 10 * 10}-{years // 10 * 10 + 9}{match.group()[len(match[1]) :]}" if years >= 20 else None


def _some_days(said: str) -> str:
    day = int(re.findall(r"\d+", said)[-1])
    return "in the first week" if day <= 7 else "in the second week" if day <= 14 else "some weeks on"


def _calendar(replaced: Mapping[str, Sequence[Span]], context: Context) -> Iterator[RiskReason]:
    """A post carries its own date: 'at presentation' beside a numbered day, here or earlier in the case, dates it."""
    days = [(name, s) for name, spans in replaced.items() for s in spans if s.kind is Kind.DATE]
    numbered = any(s.replacement.startswith("day ") for _, s in days) or any(map(_NUMBERED.search, context.said))
    now = next(((name, s) for name, s in days if s.replacement in _NOW_LABELS), None)
    if numbered and now:
        yield RiskReason("day meets calendar", now[0], now[1].start, now[1].end)
