"""How likely a stretch is an identifier where it stands, all evidence for it taken together.

The recognizers each tell how sure they are; which of them to believe when they agree, differ or stand alone is learnt
from the development texts (``training/weigher.py``): a small network over who found the stretch or a part of it, what
the statistical model says of its words and their neighbours, and what the lists know of them. What a recognizer is
certain of by form (a check digit, a full date, a ZIP code) stays as it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.anonymizer import veto
from bot.anonymizer.findings import DOUBT, SURE, WORD, Finding, Reading
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.ner import TYPES
from bot.anonymizer.recognizers.people import known_name
from bot.anonymizer.recognizers.phrases import is_place
from bot.review import Kind

Weigh = Callable[[Reading, Sequence[Finding]], list[Finding]]
WEIGHTS: Final = Path(__file__).parent / "model" / "weigher.npz"
# From which score of its own a recognizer is believed: those that go by a form sooner, what goes by a title never
# ('Dr Google').
CERTAIN: Final = 0.9
_CERTAIN: Final = {
    "AddressRecognizer": 0.85,
    "TelephoneRecognizer": 0.85,
    "NationalIdentifierRecognizer": 0.85,
    "ContextNameRecognizer": 2.0,
}
# The chance to touch an identifier from which a place is asked about, and the chance to be one, no more and no less,
# from which it is replaced: read off the curves that ``training/weigher.py`` prints.
ASKED_FROM: Final = 0.08
SURE_FROM: Final = 0.4
_TYPES = len(TYPES)
_NEAR = 6  # findings on either side that are looked at for an overlap
_GROUPS: Final = {
    Kind.NAME: 0,
    Kind.LOCATION: 1,
    Kind.FACILITY: 1,
    Kind.ORGANISATION: 2,
    Kind.WARD: 3,
    Kind.DATE: 4,
    Kind.AGE: 5,
}
_NUMBER: Final = 6  # every other kind
_KINDS: Final = 7
# These have a form of their own, and what they say is hardly ever in doubt.
FORMED: Final = frozenset({Kind.EMAIL, Kind.URL, Kind.IP, Kind.USERNAME})
SOURCES: Final = (
    "AgeRecognizer",
    "TelephoneRecognizer",
    "CalendarRecognizer",
    "NamedDayRecognizer",
    "NationalIdentifierRecognizer",
    "LabelledNumberRecognizer",
    "CodeRecognizer",
    "VehicleRecognizer",
    "ContextNameRecognizer",
    "RecordNameRecognizer",
    "FieldRecognizer",
    "FacilityRecognizer",
    "OrganisationRecognizer",
    "KindWordRecognizer",
    "AddressRecognizer",
    "AddressBlockRecognizer",
    "PlaceRecognizer",
    "WardRecognizer",
    "OpenerRecognizer",
    "ListedNameRecognizer",
    "ListedPlaceRecognizer",
    "ModelRecognizer",
)
_COLUMN: Final = {source: i for i, source in enumerate(SOURCES)}
_SHADE: Final = 0.001
_MOST: Final = 4000  # places in a text: where more is found, it is no text, and each recognizer is believed
_WORDS = 20
COLUMNS: Final = 2 * len(SOURCES) + _KINDS + 2 * _TYPES + 5 + _WORDS


@dataclass(frozen=True, slots=True)
class Stretch:
    """One place, with all that was found there."""

    start: int
    end: int
    findings: tuple[Finding, ...]


def is_weighed(finding: Finding) -> bool:
    """Whether the weigher was taught of such findings; others keep the score of their recognizer."""
    return finding.source in _COLUMN and finding.kind not in FORMED and not finding.disguised


def is_certain(finding: Finding) -> bool:
    return finding.score >= _CERTAIN.get(finding.source, CERTAIN)


def stretches(findings: Iterable[Finding]) -> list[Stretch]:
    """The places to be weighed, in order."""
    by_place: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        if is_weighed(finding):
            by_place.setdefault((finding.start, finding.end), []).append(finding)
    return [Stretch(start, end, tuple(by_place[start, end])) for start, end in sorted(by_place)]


def describe(reading: Reading, places: Sequence[Stretch]) -> NDArray[np.float32]:
    """(places, COLUMNS): the evidence for each."""
    rows = np.zeros((len(places), COLUMNS), dtype=np.float32)
    style = _style(reading)
    for i, place in enumerate(places):
        row = rows[i]
        for finding in place.findings:
            column = _COLUMN[finding.source]
            row[column] = max(row[column], finding.score)
        for other in (*places[max(0, i - _NEAR) : i], *places[i + 1 : i + 1 + _NEAR]):
            if other.start < place.end and place.start < other.end:
                for finding in other.findings:
                    column = len(SOURCES) + _COLUMN[finding.source]
                    row[column] = max(row[column], finding.score)
        at = 2 * len(SOURCES)
        best = max(place.findings, key=lambda f: f.score)
        row[at + _GROUPS.get(best.kind, _NUMBER)] = 1.0
        at += _KINDS
        _chances(reading, place, row[at : at + 2 * _TYPES + 5])
        row[at + 2 * _TYPES + 5 :] = [*_of_words(reading, place), *style]
    return rows


def _chances(reading: Reading, place: Stretch, row: NDArray[np.float32]) -> None:
    if reading.chances is None:
        return
    inside, anything = reading.chances.within(place.start, place.end)
    if anything:
        row[:_TYPES], row[_TYPES : 2 * _TYPES] = np.add.reduce(inside) / len(inside), np.maximum.reduce(inside)
        row[2 * _TYPES : 2 * _TYPES + 3] = sum(anything) / len(anything), min(anything), max(anything)
    row[2 * _TYPES + 3 :] = reading.chances.around(place.start, place.end)


def _style(reading: Reading) -> tuple[float, float, float]:
    """Shares of words that are in capitals, and in lower case; whether the text is long."""
    words = [t.text for t in reading.tokens if t.text.isalpha() and len(t.text) > 1]
    count = max(1, len(words))
    return sum(w.isupper() for w in words) / count, sum(w.islower() for w in words) / count, float(count > 60)


def _of_words(reading: Reading, place: Stretch) -> list[float]:
    words = [m.group() for m in WORD.finditer(reading.text, place.start, place.end)] or [""]
    letters = [w for w in words if w and w[0].isalpha()]
    before = reading.before(place.start, 3).rstrip(" \"'(")
    count = len(letters) or 1
    return [
        float(len(words) == 1),
        float(len(words) == 2),
        float(len(words) >= 4),
        sum(map(veto.medical, letters)) / count,
        sum(map(veto.common, letters)) / count,
        sum(map(known_name, letters)) / count,
        float(is_place(reading.text[place.start : place.end])),
        float(any(fold(w) in entries("abbreviations") for w in letters)),
        float(words[0][:1].islower()),
        sum(w.isupper() and len(w) > 1 for w in letters) / count,
        float(all(len(w) == 1 for w in letters)),
        float(any(c.isdigit() for w in words for c in w)),
        float(not letters),
        float(max(map(len, words)) <= 3),
        float(reading.opens_sentence(place.start)),
        float(before.endswith("\n") or not before),
        float(reading.after(place.end, 1) in (":", ",")),
    ]


def _weighed(finding: Finding, said: Mapping[tuple[int, int], tuple[float, Kind]]) -> Finding:
    """The finding with its place's score; a shade less where the surest one there is of another kind: that prevails."""
    place = (finding.start, finding.end)
    if not is_weighed(finding) or place not in said:
        return finding
    score, kind = said[place]
    return finding._replace(score=score if finding.kind is kind else max(0.0, score - _SHADE))


def _scores(chances: NDArray[np.float32]) -> NDArray[np.float64]:
    """The chances on the scale of the recognizers' scores, where SURE replaces and DOUBT asks."""
    exact, touching = chances.T
    doubted = np.interp(touching, (0, ASKED_FROM, 1), (0, DOUBT, SURE - 0.01))
    scores: NDArray[np.float64] = np.where(exact >= SURE_FROM, np.interp(exact, (SURE_FROM, 1), (SURE, 1)), doubted)
    return scores


class Weigher:
    """Loads what ships in the package; a call gives every finding the score of its place."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        with np.load(path, allow_pickle=False) as stored:
            self._layers = [stored[name].astype(np.float32) for name in ("w1", "b1", "w2", "b2")]

    def __call__(self, reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
        places = stretches(findings)
        if not 0 < len(places) <= _MOST:
            return list(findings)
        scores = _scores(self.chances(describe(reading, places)))
        said = {
            (place.start, place.end): (float(score), max(place.findings, key=lambda f: f.score).kind)
            for place, score in zip(places, scores, strict=True)
            if not any(map(is_certain, place.findings))
        }
        return [_weighed(f, said) for f in findings]

    def chances(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """(places, COLUMNS) evidence to (places, 2) chances: that each is an identifier, and that it touches one."""
        w1, b1, w2, b2 = self._layers
        hidden = np.maximum(rows @ w1 + b1, 0.0)
        said: NDArray[np.float32] = 1.0 / (1.0 + np.exp(-(hidden @ w2 + b2)))
        return said
