"""The hand-written development texts (``training/dev``) as templates: what they mark becomes a slot of its kind.

Most of the marked names and places are written anew in the same form, and figures are thrown again, so that the network
learns what stands around them, not these few. ``HELD_BACK`` are never trained on: they measure.
"""

from __future__ import annotations

import random
import re
import runpy
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from bot.anonymizer.recognizers.ages import OVER_89
from training import lists, people, places
from training.grammar import CLEAN, Maker, Piece

HELD_BACK = frozenset({"a3", "b3", "c2", "held", "colleagues_held", "strangers_held"})
_ROOT = Path(__file__).parent.parent
_SWAPPED = 0.75
_HOSPITAL = re.compile(
    r"hosp|hôp|clinic|klin|clínic|krankenh|sairaal|sykehus|sjukhus|sygehus|szpital|nemocnice|kórház|spital|больниц|รพ|病院"
    r"|医院|醫院|infirm|medical|sanator|polyclin|hastane|\b(?:CHU|UBS|UPA|ICU|ward|unit|health|dispensary|mission)\b",
    re.IGNORECASE,
)
_LATIN_WORDS = re.compile(r"[A-Za-zÀ-ɏ'’-]{2,}(?: [A-Za-zÀ-ɏ'’-]{2,}){0,3}")
_ABBREVIATED = re.compile(r"[A-Za-zÀ-ɏ'’-]+ [A-Za-z]\.?|[A-Za-z]\. ?[A-Za-zÀ-ɏ'’-]+")  # 'Marisol V.', 'P. Singh'
_NAMED = {"NAME", "PLACE", "FACILITY", "ORG"}
_ENDS = re.compile(r"(?<=[.?!])\s+|\n")
_OVER_89 = 0.15
_AGE = re.compile(
    r"(?<![\w.,/-])[2-8]\d"
    r"(?=[ -]?(?:y/?o|y\.o|yrs? old|years?[ -]old|y|[FMfm]|ans|años|anos|Jahre|anni|lat)\b|[歳岁세])"
    r"|(?:(?<=^, )|(?<=^ \()|(?<=^ ))[2-8]\d(?=[,;)]|\.(?!\d))"  # right behind a name, or whatever else is marked
)
_FIGURES = re.compile(r"(?<![\w.,])[1-9]\d*(?![\w.,]\w)")


@cache
def blocks() -> list[dict[str, Any]]:
    """Every development text that may be trained on, with its marks."""
    return [block for name, read in _files().items() if name not in HELD_BACK for block in read]


def held_back() -> dict[str, list[dict[str, Any]]]:
    """The texts that are never trained on, by the name of their file."""
    return {name: read for name, read in _files().items() if name in HELD_BACK}


@cache
def _files() -> dict[str, list[dict[str, Any]]]:
    read = runpy.run_path(str(_ROOT / "tests" / "corpus" / "build.py"))["blocks"]
    return {source.stem: read(source) for source in sorted((_ROOT / "training" / "dev").glob("*.txt"))}


@cache
def texts(without: int | None = None) -> list[list[Piece]]:
    """These texts as pieces; only half of them where ``without`` is 0 or 1: the weigher is taught on the other."""
    return [cut(b["text"], b["spans"]) for b in blocks() if without is None or half(b["text"]) != without]


def half(text: str) -> int:
    """0 or 1: which half of the development texts ``text`` belongs to, whatever others are added."""
    return zlib.crc32(text.encode()) & 1


def cut(text: str, spans: list[tuple[int, int, str]]) -> list[Piece]:
    pieces: list[Piece] = []
    read_to = 0
    for start, end, kind in spans:
        pieces += [(text[read_to:start], CLEAN), (text[start:end], label(kind, text[start:end]))]
        read_to = end
    return [*pieces, (text[read_to:], CLEAN)]


def label(kind: str, marked: str) -> str:
    """What the NER calls a mark of the corpus."""
    if kind in {"NAME", "ORG"}:
        return kind
    if kind != "LOCATION":
        return {"DATE": "DAY", "AGE90": "AGE"}.get(kind, "CODE")
    # 'bed 4', 'Ward 7B', 'B12', '7 West', '12床'
    words = re.findall(r"[^\W\d_]+", marked)
    numbered = any(c.isdigit() for c in marked) and all(
        len(w) <= 2 or w.lower() in lists.read("bedside") for w in words
    )
    if numbered:
        return "ROOM"
    initials = marked.isupper() and marked.isalpha() and marked.isascii()  # 'KNH'
    return "FACILITY" if initials or _HOSPITAL.search(marked) else "PLACE"


def example(rng: random.Random, without: int | None = None) -> list[Piece]:
    """One of the texts or some lines of it, most of what it names swapped."""
    pieces = rng.choice(texts(without))
    if rng.random() < 0.35:
        pieces = _some_lines(rng, pieces)
    if rng.random() < 0.6:
        pieces = [(figures(rng, text) if kind in (CLEAN, "CODE", "AGE") else text, kind) for text, kind in pieces]
    pieces = [part for piece in pieces for part in aged(rng, piece)]
    return [swapped for piece in pieces for swapped in _swap(rng, piece)]


def _some_lines(rng: random.Random, pieces: list[Piece]) -> list[Piece]:
    """A run of lines or sentences, cut only outside the marks."""
    sentences: list[list[Piece]] = [[]]
    for text, kind in pieces:
        first, *others = _ENDS.split(text) if kind == CLEAN else [text]
        sentences[-1].append((first, kind))
        sentences += [[(other, kind)] for other in others]
    start = rng.randrange(len(sentences))
    some = sentences[start : start + rng.randint(1, 3)]
    return [piece for sentence in some for piece in (*sentence, (" ", CLEAN))][:-1]


def figures(rng: random.Random, text: str) -> str:
    """The text with its figures thrown again."""
    return _FIGURES.sub(lambda match: _figure(rng, match), text)


def _figure(rng: random.Random, match: re.Match[str]) -> str:
    """As many figures; what may be an age over 89 stays one, and nothing else becomes one."""
    if OVER_89.fullmatch(match.group()):
        return str(rng.randint(90, 109))
    while OVER_89.fullmatch(figure := "".join(rng.choice("123456789") for _ in match.group())):
        pass
    return figure


def aged(rng: random.Random, piece: Piece, often: float = _OVER_89) -> list[Piece]:
    """Some of those whose age is stated are over 89: few of the texts' people are."""
    text, kind = piece
    if kind != CLEAN or not (age := _AGE.search(text)) or rng.random() > often:
        return [piece]
    return [(text[: age.start()], CLEAN), (str(rng.randint(90, 104)), "AGE"), (text[age.end() :], CLEAN)]


def _swap(rng: random.Random, piece: Piece) -> list[Piece]:
    text, kind = piece
    maker = _maker(rng, text, kind) if kind in _NAMED and rng.random() < _SWAPPED else None
    if not maker:
        return [piece]
    made = maker(rng)
    if text.islower():
        return [(part.lower(), label) for part, label in made]
    return [(part.upper(), label) for part, label in made] if text.isupper() and len(text) > 4 else made


def _maker(rng: random.Random, text: str, kind: str | None) -> Maker | None:
    """What writes something of the same form; None where nothing does."""
    one_word = " " not in text
    initials = one_word and text.isupper() and text.isascii() and text.isalpha()
    if kind == "NAME" and _ABBREVIATED.fullmatch(text):
        return people.abbreviated
    if kind == "NAME" and "," in text and text[0].isalpha() and text[0] < "ɐ":
        return people.record
    if kind == "FACILITY" and initials:
        return places.hospital_initials
    if not _LATIN_WORDS.fullmatch(text) or (initials and len(text) < 5):
        return None
    if kind == "NAME":
        return rng.choice((people.first, people.last)) if one_word else people.full
    if kind == "PLACE":
        return places.town
    return places.facility if kind == "FACILITY" else places.organisation
