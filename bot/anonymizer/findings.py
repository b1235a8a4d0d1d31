"""What a recognizer reads and what it finds: the language inside the anonymizer.

Offsets count code points of the normalised text of one view (bot.anonymizer.normalise); the pipeline maps them back.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from presidio_analyzer import EntityRecognizer, RecognizerResult

from bot.anonymizer import lowered
from bot.review import Context, Kind

# A score at or above SURE is replaced without asking, one below DOUBT is dropped; between them the author is asked.
SURE = 0.72
DOUBT = 0.35

WORD = re.compile(r"[^\W_]+(?:['.\-][^\W_]+)*")


_LETTERS = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"\.[^\W\d_]")


class Token(NamedTuple):
    start: int
    end: int
    text: str


class Evidence(NamedTuple):
    """A stretch of the text that a statistical model says may identify someone, with a confidence in 0..1."""

    start: int
    end: int
    label: str  # one of ``ner.TYPES``
    score: float
    beside: bool = False  # from a pipeline of the community's choice, of which the weigher knows nothing


class Chances:
    """What the model says of each token of a text: a row of chances, one for each type of identifier."""

    def __init__(self, starts: Sequence[int], rows: NDArray[np.float32]) -> None:
        """``rows`` is (tokens, types); a token begins at its place in ``starts`` and holds letters or digits."""
        self._starts = starts
        self._rows = rows
        self._anything: list[float] = rows.sum(axis=1).tolist()

    def within(self, start: int, end: int) -> tuple[NDArray[np.float32], list[float]]:
        """Of the tokens that begin in ``[start, end)``: their rows, and how likely each belongs to any identifier."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._rows[first:last], self._anything[first:last]

    def around(self, start: int, end: int) -> tuple[float, float]:
        """How likely the token before ``start``, and the one from ``end`` on, belong to any identifier."""
        before, after = bisect_left(self._starts, start) - 1, bisect_left(self._starts, end)
        return (
            self._anything[before] if before >= 0 else 0.0,
            self._anything[after] if after < len(self._starts) else 0.0,
        )


@dataclass(slots=True)
class Reading:
    """One text as the recognizers see it; takes the place of presidio's ``NlpArtifacts``."""

    text: str
    context: Context = field(default_factory=Context)
    evidence: Sequence[Evidence] = ()
    chances: Chances | None = None
    tokens: list[Token] = field(init=False)
    vocabulary: set[str] = field(init=False)  # every run of letters, in lower case: to tell at once what can't be there
    dotted: bool = field(init=False)  # whether a dot stands before a letter, as in every address of the web

    def __post_init__(self) -> None:
        self.dotted = _DOTTED.search(self.text) is not None
        self.vocabulary = {word.lower() for word in _LETTERS.findall(self.text)}
        self.tokens = [Token(m.start(), m.end(), m.group()) for m in WORD.finditer(self.text)]

    def before(self, position: int, length: int = 40) -> str:
        return self.text[max(0, position - length) : position]

    def after(self, position: int, length: int = 40) -> str:
        return self.text[position : position + length]

    def opens_sentence(self, position: int) -> bool:
        """Whether a sentence or a line begins at ``position``, be it in quotation marks or a bracket."""
        before = self.before(position, 3).rstrip(" \"'(")
        return not before or before[-1] in ".!?:\n"


class Finding(NamedTuple):
    """A stretch that may identify someone. ``role`` names the person or place where the context tells ('son',
    'clinician').
    """

    start: int
    end: int
    kind: Kind
    score: float
    source: str
    role: str | None = None
    disguised: bool = False  # seen only in a view that undid a disguise

    def overlaps(self, other: Finding) -> bool:
        return self.start < other.end and other.start < self.end


class Recognizer(EntityRecognizer):
    """A presidio recognizer that reads a ``Reading``. Subclasses write ``find``; each is linear in the text's
    length.
    """

    kinds: tuple[Kind, ...] = ()
    name: str

    def __init__(self) -> None:
        super().__init__(supported_entities=[kind.name for kind in self.kinds], name=type(self).__name__)

    def load(self) -> None:
        """Nothing to load: patterns are compiled when the module is imported."""

    @abstractmethod
    def find(self, reading: Reading) -> Iterable[Finding]: ...

    def found(self, start: int, end: int, kind: Kind, score: float, role: str | None = None) -> Finding:
        return Finding(start, end, kind, score, self.name, role)

    def analyze(
        self, text: str, entities: Sequence[str] | None = None, nlp_artifacts: Any = None
    ) -> list[RecognizerResult]:
        reading = nlp_artifacts if isinstance(nlp_artifacts, Reading) else Reading(text)
        wanted = set(entities) if entities else None
        return [as_result(f) for f in self.find(reading) if wanted is None or f.kind.name in wanted]


def as_result(finding: Finding) -> RecognizerResult:
    return RecognizerResult(
        finding.kind.name,
        finding.start,
        finding.end,
        finding.score,
        recognition_metadata={"recognizer_name": finding.source, "role": finding.role},
    )


def matches(pattern: re.Pattern[str], text: str, group: int | str = 0) -> Iterable[tuple[int, int, re.Match[str]]]:
    """Where ``group`` of ``pattern`` stands, for every match in which it took part."""
    found = lowered.finditer(pattern, text)
    return _spans(found, group) if found else ()  # mostly there is none


def _spans(found: Iterable[re.Match[str]], group: int | str) -> Iterator[tuple[int, int, re.Match[str]]]:
    for match in found:
        start, end = match.span(group)
        if start < end:
            yield start, end, match
