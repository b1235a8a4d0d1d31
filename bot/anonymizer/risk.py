"""What is left after the spans and may still single a person out.

Nobody can say that a text identifies no one. This counts what narrows the circle (a rare condition, an occupation, a
region, the
poster's own hospital, a public event, a photograph's caption of a life) and says why, so that the author can say
less.
Weights are a judgement, not a measurement: docs/anonymizer.md says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.anonymizer.lexicon import entries, fold
from bot.review import Context, Kind, Risk, RiskLevel, RiskReason

if TYPE_CHECKING:
    from bot.anonymizer.pipeline import FieldOutcome

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
}
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
_AGE = re.compile(r"(?i)\b(?:1\d|[2-8]\d|\d)[- ]?(?:y(?:ea)?rs?[- ]old|y/?o)\b|\b\d{1,2}[FM]\b")
_BIRTH = re.compile(r"(?i)\b(?:identical twins?|triplets|quadruplets|conjoined)\b")
_QUOTE = re.compile(r"[\"“][^\"”\n]{25,400}[\"”]")


@lru_cache
def _occupations() -> tuple[re.Pattern[str], Mapping[str, str]]:
    pairs = dict(line.split(" = ") for line in entries("generalisations"))
    words = "|".join(re.escape(word) for word in sorted(pairs, key=len, reverse=True))
    return re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)"), pairs


@lru_cache
def _listed(name: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(entries(name), key=len, reverse=True) if len(word) > 2)
    return re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)")


def assess(fields: Mapping[str, str], outcomes: Mapping[str, FieldOutcome], context: Context) -> Risk:
    """The reasons, in offsets of the fields as typed, and the level that they add up to."""
    reasons = []
    for name, text in fields.items():
        covered = [(s.start, s.end) for s in outcomes[name].spans]
        for reason in _reasons(name, text, context):
            if not any(start < reason.end and reason.start < end for start, end in covered):
                reasons.append(reason)
        reasons += _calendar(name, outcomes[name], context)
    score = sum(_WEIGHTS[code] for code in {reason.code for reason in reasons})
    level = RiskLevel.HIGH if score >= HIGH else RiskLevel.RAISED if score >= RAISED else RiskLevel.LOW
    return Risk(level, tuple(sorted(reasons, key=lambda r: (r.field, r.start))))


def _reasons(field: str, text: str, context: Context) -> Iterator[RiskReason]:
    occupations, instead = _occupations()
    for match in occupations.finditer(text):
        yield RiskReason("occupation", field, *match.span(), instead[match.group().lower()])
    for code, pattern in (
        ("rare condition", _listed("rare")),
        ("public event", _EVENT),
        ("told in public", _PUBLIC),
        ("people or faith", _PEOPLE),
        ("multiple birth", _BIRTH),
        ("quotation", _QUOTE),
    ):
        for match in pattern.finditer(text):
            yield RiskReason(code, field, *match.span())
    for match in _listed("regions").finditer(text):
        if match.group()[0].isupper():
            yield RiskReason("region", field, *match.span(), "[REGION]")
    for match in _AGE.finditer(text):
        yield RiskReason("exact age", field, *match.span(), _decade(match.group()))
    for place in context.places:
        words = [w for w in re.findall(r"[^\W\d_]{4,}", place) if fold(w) not in entries("words")]
        for word in words:
            for match in re.finditer(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", text):
                yield RiskReason("own institution", field, *match.span(), "[HOSPITAL]")


def _decade(said: str) -> str | None:
    number = re.search(r"\d+", said)
    if number is None or int(number.group()) < 10:
        return None
    return f"in their {int(number.group()) // 10 * 10}s"


def _calendar(field: str, outcome: FieldOutcome, context: Context) -> Iterator[RiskReason]:
    """A post carries its own date: 'at presentation' beside a numbered day tells which day is day 0."""
    labels = [s.replacement for s in outcome.spans if s.kind is Kind.DATE]
    numbered = any(label.startswith("day ") for label in labels)
    if numbered and ("at presentation" in labels or "recently" in labels):
        span = next(
            s for s in outcome.spans if s.kind is Kind.DATE and s.replacement in ("at presentation", "recently")
        )
        yield RiskReason("day meets calendar", field, span.start, span.end)
