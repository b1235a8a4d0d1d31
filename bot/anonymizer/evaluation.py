"""How well it does on labelled text: what is found, what is asked, what medicine is lost, by kind and by country.

A line of a corpus is ``{"id", "text", "spans": [[start, end, KIND], ...], "country"}``; offsets count code points.
Kinds are not
compared: an identifier is found when every telling word of it lies in a span, whatever the span is called.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bot.anonymizer import veto
from bot.anonymizer.findings import SURE
from bot.anonymizer.pipeline import detector
from bot.review import Context

_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[^\W_]+(?:['’.\-/][^\W_]+)*")
# Words that identify nobody inside an identifier.
_GENERIC_WORDS = (
    "the of at in on and for a an st street road rd avenue lane drive hospital clinic centre center "
    "medical health university school college dr mr mrs ms miss prof doctor nurse ward room bed unit no "
    "number id mrn last this next patient general county city town office department dept community "
    "family service services care date "
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
_NOT_IDENTIFYING = frozenset({"AGE", "NRP", "TITLE", "PROFESSION"})  # kinds of other corpora that may stay
_ASKED_AT_MOST = 8  # words: a longer question asks nothing in particular


class Marked(NamedTuple):
    start: int
    end: int
    sure: bool


Finder = Callable[[str], Sequence[Marked]]


@dataclass(slots=True)
class Figures:
    """Counts over some texts; the properties are shares, None where there is nothing to share."""

    gold: int = 0
    found: int = 0
    sure: int = 0
    documents: int = 0
    perfect: int = 0
    words: int = 0
    lost: int = 0
    asked: int = 0
    clean: int = 0
    changed: int = 0

    @staticmethod
    def _share(part: float, whole: int) -> float | None:
        return part / whole if whole else None

    def row(self) -> dict[str, float | None]:
        return {
            "found": self._share(self.found, self.gold),
            "auto": self._share(self.sure, self.gold),
            "perfect": self._share(self.perfect, self.documents),
            "loss": self._share(self.lost, self.words),
            "changed": self._share(self.changed, self.clean),
            "asked": self._share(100 * self.asked, self.words),
        }


@dataclass(slots=True)
class Evaluation:
    whole: Figures = field(default_factory=Figures)
    kinds: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    countries: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    misses: list[tuple[str, str, str]] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)


def read_corpus(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def curbside(spacy: str | None = None) -> Finder:
    """Curbside itself, with the spaCy pipeline of that name or folder beside its own model."""
    ours, context = detector(spacy), Context()
    return lambda text: [Marked(f.start, f.end, f.score >= SURE) for f in ours.detect({"t": text}, context)["t"]]


def presidio() -> Finder:
    """Presidio's default registry; with its spaCy pipeline where that is installed, else its patterns alone."""
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine
    from spacy.util import is_package

    setattr(tldextract, "extract", tldextract.TLDExtract(suffix_list_urls=()))  # noqa: B010  # the list in the package; nothing is fetched
    if is_package("en_core_web_lg"):
        engine = AnalyzerEngine()
    else:
        registry = RecognizerRegistry()
        registry.load_predefined_recognizers(languages=["en"])
        registry.remove_recognizer("SpacyRecognizer")
        engine = AnalyzerEngine(
            registry=registry, nlp_engine=NoOpNlpEngine([{"lang_code": "en", "model_name": "none"}])
        )
    return lambda text: [Marked(r.start, r.end, True) for r in engine.analyze(text, "en")]


def evaluate(documents: Iterable[dict[str, Any]], find: Finder) -> Evaluation:
    evaluation = Evaluation()
    for document in documents:
        _document(evaluation, document, find(document["text"]))
    return evaluation


def _document(evaluation: Evaluation, document: dict[str, Any], spans: Sequence[Marked]) -> None:
    text, country = document["text"], document.get("country") or document.get("lang") or "?"
    sure = _mask(text, [s for s in spans if s.sure])
    narrow = _mask(text, [s for s in spans if s.sure or len(_TOKEN.findall(text[s.start : s.end])) <= _ASKED_AT_MOST])
    asking = _mask(text, [s for s in spans if not s.sure])
    gold = _mask(text, [Marked(start, end, True) for start, end, _ in document["spans"]])
    figures = [evaluation.whole, evaluation.countries[country]]
    perfect = True
    for start, end, kind in document["spans"]:
        if kind in _NOT_IDENTIFYING:
            continue
        found = _covers(narrow, text, start, end)
        perfect &= found
        for count in (*figures, evaluation.kinds[kind]):
            count.gold += 1
            count.found += found
            count.sure += _covers(sure, text, start, end)
        if not found:
            evaluation.misses.append((document["id"], kind, text[start:end]))
    lost = asked = words = 0
    for token in _TOKEN.finditer(text):
        if any(gold[token.start() : token.end()]):
            continue
        words += 1
        if any(sure[token.start() : token.end()]):
            lost += 1
            evaluation.taken[token.group()] += 1
        elif any(asking[token.start() : token.end()]):
            asked += 1
    for count in figures:
        count.words += words
        count.lost += lost
        count.asked += asked
        count.documents += bool(document["spans"])
        count.perfect += bool(document["spans"]) and perfect
        count.clean += not document["spans"]
        count.changed += not document["spans"] and lost > 0


def _mask(text: str, spans: Iterable[Marked]) -> bytearray:
    mask = bytearray(len(text))
    for span in spans:
        mask[span.start : span.end] = b"\1" * (span.end - span.start)
    return mask


def _covers(mask: bytearray, text: str, start: int, end: int) -> bool:
    words = [m.span() for m in _WORD.finditer(text, start, end)]
    telling = [span for span in words if not _says_nothing(text[slice(*span)])]
    return all(all(mask[a:b]) for a, b in telling)


def _says_nothing(word: str) -> bool:
    """Generic words, bare years, states and countries: what Safe Harbor lets stand."""
    return word.lower() in _GENERIC or bool(re.fullmatch(r"(?:19|20)\d\d", word)) or veto.region(word)
