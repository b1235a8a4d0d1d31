"""From the fields of a form and their author's decisions to what will be posted.

``read`` is synchronous and holds nothing between calls; it runs in the worker, or in-process for the command line
and the
library. It returns plain text; only bot.anonymizer (in the parent process) turns that into ``CleanText``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.anonymizer import risk, timeline
from bot.anonymizer.detection import Detector, PackagedModel
from bot.anonymizer.findings import SURE, Finding
from bot.anonymizer.labels import Labels, is_cited, labels_of
from bot.anonymizer.operators import Replacement, Replacer
from bot.review import Action, Context, Decision, Kind, Risk, Span, Tier, TimelineEntry
from bot.text import whole_word

_ZIP = re.compile(r"\d{5}(?:-\d{4})?")


@dataclass(frozen=True, slots=True)
class FieldOutcome:
    """``undecided`` are positions in ``spans``, and so are ``kept``, which stand in the result."""

    spans: tuple[Span, ...]
    result: str
    undecided: tuple[int, ...]
    kept: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    fields: Mapping[str, FieldOutcome]
    timeline: tuple[TimelineEntry, ...]
    risk: Risk


def detector(spacy: str | None = None) -> Detector:
    """The detector with the model of the package, and beside it the spaCy pipeline of that name or folder."""
    if spacy is None:
        return Detector()
    from bot.anonymizer.beside import Beside

    return Detector(model=Beside(PackagedModel(), spacy))


class Pipeline:
    def __init__(self, detector: Detector | None = None) -> None:
        self._detector = detector or Detector()
        self._replacer = Replacer()

    def read(self, fields: Mapping[str, str], decisions: Mapping[str, Sequence[Decision]], context: Context) -> Outcome:
        found = self._detector.detect(fields, context)
        redacted = _by_hand(fields, found, decisions)
        dates = {
            name: [timeline.read(name, fields[name], f.start, f.end, context) for f in some if f.kind is Kind.DATE]
            for name, some in redacted.items()
        }
        days = timeline.labels([d for some in dates.values() for d in some])
        people = (
            (fields[name][f.start : f.end], f.role, f.score >= SURE and not is_cited(fields[name], f.start, f.end))
            for name, some in redacted.items()
            for f in some
            if f.kind is Kind.NAME
        )
        labels = labels_of(people, fields.values())
        outcomes = {
            name: self._field(name, text, redacted[name], decisions.get(name, ()), days, labels)
            for name, text in fields.items()
        }
        entries = [
            (d.day, TimelineEntry(name, d.start, d.end, days[name, d.start, d.end]))
            for name, some in dates.items()
            for d in some
            if d.day
        ]
        replaced = {
            name: [span for i, span in enumerate(field.spans) if i not in field.kept]
            for name, field in outcomes.items()
        }
        return Outcome(
            outcomes, tuple(e for _, e in sorted(entries, key=lambda e: e[0])), risk.assess(fields, replaced, context)
        )

    def _field(
        self,
        name: str,
        text: str,
        findings: Sequence[Finding],
        decisions: Sequence[Decision],
        days: Mapping[tuple[str, int, int], str],
        labels: Labels,
    ) -> FieldOutcome:
        wanted = [_replacement(name, text, f, days, labels) for f in findings]
        replaced, shown = self._replacer.replace(text, wanted)
        spans = tuple(
            Span(f.start, f.end, f.kind, Tier.AUTO if f.score >= SURE else Tier.ASK, label, round(f.score, 3), f.source)
            for f, label in zip(findings, shown, strict=True)
        )
        actions = [_action(span, decisions) for span in spans]
        taken = [w for w, action in zip(wanted, actions, strict=True) if action is not Action.KEEP]
        result = replaced if taken == wanted else self._replacer.replace(text, taken)[0]
        undecided = tuple(
            i
            for i, (span, action) in enumerate(zip(spans, actions, strict=True))
            if span.tier is Tier.ASK and action is None
        )
        kept = frozenset(i for i, action in enumerate(actions) if action is Action.KEEP)
        return FieldOutcome(spans, result, undecided, kept)


def _replacement(
    field: str, text: str, finding: Finding, days: Mapping[tuple[str, int, int], str], labels: Labels
) -> Replacement:
    typed = text[finding.start : finding.end]
    start, end = finding.start, finding.end
    if finding.kind is Kind.AGE:
        return Replacement(start, end, "age_band")
    if finding.kind is Kind.DATE:
        return Replacement(start, end, "timeline", days[field, start, end])
    if finding.role == "zip" and _ZIP.fullmatch(typed):
        return Replacement(start, end, "zip_prefix")
    if finding.kind is Kind.NAME:
        return Replacement(start, end, "role_label", labels.person(typed))
    return Replacement(start, end, "role_label", labels.thing(finding.kind, typed))


def _action(span: Span, decisions: Sequence[Decision]) -> Action | None:
    """The author's last word on a span. To keep, a decision must cover all of it; to redact, it need only touch it."""
    word = None
    for decision in decisions:
        touches = decision.start < span.end and span.start < decision.end
        covers = decision.start <= span.start and span.end <= decision.end
        if (decision.action is Action.REDACT and touches) or (decision.action is Action.KEEP and covers):
            word = decision.action
    return word


def _by_hand(
    fields: Mapping[str, str], found: Mapping[str, list[Finding]], decisions: Mapping[str, Sequence[Decision]]
) -> dict[str, list[Finding]]:
    """Add what the author redacts beyond detection, wherever it stands as a whole word in any field."""
    out = {name: list(findings) for name, findings in found.items()}
    for name, some in decisions.items():
        for decision in some:
            if decision.action is not Action.REDACT or name not in fields:
                continue
            start, end = max(0, decision.start), min(len(fields[name]), decision.end)
            missed = _uncovered(out[name], start, end, fields[name])
            for piece_start, piece_end in missed:
                _redact(fields, out, name, piece_start, piece_end)
    return {name: sorted(findings, key=lambda f: f.start) for name, findings in out.items()}


def _uncovered(findings: Sequence[Finding], start: int, end: int, text: str) -> list[tuple[int, int]]:
    pieces = [(start, end)]
    for f in findings:
        pieces = [
            piece
            for a, b in pieces
            for piece in ([(a, b)] if f.end <= a or b <= f.start else [(a, min(b, f.start)), (max(a, f.end), b)])
            if piece[0] < piece[1]
        ]
    return [(a, b) for a, b in pieces if any(c.isalnum() for c in text[a:b])]


def _redact(fields: Mapping[str, str], out: dict[str, list[Finding]], name: str, start: int, end: int) -> None:
    typed = fields[name][start:end]
    lead = len(typed) - len(typed.lstrip())
    start, end = start + lead, start + len(typed.rstrip())
    spot = Finding(start, end, Kind.OTHER, 1.0, "author")
    out[name].append(spot)
    pattern = whole_word(typed)
    for other, text in fields.items():
        for match in pattern.finditer(text) if pattern else ():
            for a, b in _uncovered(out[other], *match.span(), text):
                out[other].append(spot._replace(start=a, end=b))
