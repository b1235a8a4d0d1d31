"""All findings of one text: views, recognizers, judgement, and the way back to what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.anonymizer.candidates import NUMBERS
from bot.anonymizer.findings import SURE, Chances, Evidence, Finding, Reading, Recognizer
from bot.anonymizer.judgement import echoes, judge, names_in, resolve
from bot.anonymizer.ner import Ner, decode
from bot.anonymizer.normalise import View, views
from bot.anonymizer.recognizers import registry
from bot.anonymizer.weigh import FORMED, Weigh, Weigher
from bot.review import Context, Kind

# What a line break may stand in the middle of.
_STRUCTURED = NUMBERS | FORMED | {Kind.DATE}


# Recognizers that know where a number ends: by its check digit, or by the word before it.
_EXACT = frozenset({"NationalIdentifierRecognizer", "LabelledNumberRecognizer", "MailRecognizer"})


class Model(Protocol):
    """A statistical model of names, places, organisations, rooms, days and numbers."""

    def __call__(self, text: str) -> tuple[Sequence[Evidence], Chances | None]: ...


class PackagedModel:
    """The model that ships with the package."""

    def __init__(self, ner: Ner | None = None) -> None:
        self._ner = ner or Ner()

    def __call__(self, text: str) -> tuple[Sequence[Evidence], Chances]:
        tokens, rows = self._ner.chances(text)
        said = [i for i, token in enumerate(tokens) if token.text.isalnum()]
        told = rows[said]
        chances = Chances([tokens[i].start for i in said], told[:, 1::2] + told[:, 2::2])
        return decode(tokens, rows), chances


@dataclass(slots=True)
class Detected:
    """One field read: the base view, and the findings in it."""

    view: View
    reading: Reading
    findings: list[Finding]


class Detector:
    """Reads the fields of one form together. Holds no text between calls."""

    def __init__(
        self,
        recognizers: Sequence[Recognizer] | None = None,
        model: Model | None = None,
        weigh: Weigh | None = None,
    ) -> None:
        self._recognizers = list(recognizers) if recognizers is not None else registry()
        self._model = model or PackagedModel()
        self._weigh = weigh or Weigher()

    def detect(self, fields: Mapping[str, str], context: Context) -> dict[str, list[Finding]]:
        """The findings of every field, sorted, never overlapping, in offsets of the text as typed."""
        read = {name: self._field(text, context) for name, text in fields.items()}
        words: dict[str, Finding] = {}
        for one in read.values():
            for word, finding in names_in(one.reading.text, one.findings).items():
                if word not in words or words[word].score < finding.score:
                    words[word] = finding
        found = {}
        for name, one in read.items():
            more = echoes(one.reading, one.findings, words)
            judged = resolve([*one.findings, *more], one.reading.text) if more else one.findings
            found[name] = [_typed(one.view, f) for f in judged] if one.view.starts else judged
        return found

    def _field(self, text: str, context: Context) -> Detected:
        base, reading, findings = self.candidates(text, context)
        return Detected(base, reading, judge(reading, findings, self._weigh))

    def candidates(self, text: str, context: Context) -> tuple[View, Reading, list[Finding]]:
        """What the recognizers say of one field, before anything is judged."""
        base, *others = views(text)
        reading = Reading(base.text, context, *self._model(base.text))
        findings = self._recognize(reading)
        for view in others:
            if view.spaced:  # single letters say nothing to who reads words; the joined view does
                findings = [f for f in findings if f.source != "ModelRecognizer" or not _inside(f, view, base)]
            hidden = self._recognize(Reading(view.text, context, self._model(view.text)[0] if view.spaced else ()))
            findings += [
                moved for f in hidden if _touches(f, view) and _news(moved := _moved(f, view, base), findings, view)
            ]
        return base, reading, findings

    def _recognize(self, reading: Reading) -> list[Finding]:
        # Asked one by one: presidio's AnalyzerEngine would add a pass of context words and a quadratic removal of
        # duplicates, and our judgement replaces both.
        return [finding for recognizer in self._recognizers for finding in recognizer.find(reading)]


def _typed(view: View, finding: Finding) -> Finding:
    start, end = view.typed(finding.start, finding.end)
    return finding._replace(start=start, end=end)


def _moved(finding: Finding, view: View, base: View) -> Finding:
    start, end = view.typed(finding.start, finding.end)
    return finding._replace(start=base.position(start), end=base.position(end), disguised=True)


def _inside(finding: Finding, view: View, base: View) -> bool:
    """Whether the finding in the base view lies within what ``view`` changed."""
    start, end = base.typed(finding.start, finding.end)
    return any(view.starts[a] <= start and end <= view.ends[b - 1] for a, b in view.altered)


def _news(finding: Finding, known: Sequence[Finding], view: View) -> bool:
    """Whether a joined view shows what the base view did not: two lines of a list must not be glued to one number."""
    if finding.kind in _STRUCTURED:
        told = (f for f in known if f.source != "ModelRecognizer")  # what the model said is still to be weighed
        return finding.source in _EXACT or not any(f.overlaps(finding) and f.score >= SURE for f in told)
    return view.spaced


def _touches(finding: Finding, view: View) -> bool:
    """Whether the finding rests on what this view changed: it must run across the change, not only stand beside it."""
    return any(finding.start < end - 1 and start + 1 < finding.end for start, end in view.altered)
