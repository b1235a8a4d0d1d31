"""The hand-written development texts (``training/dev``) as training text: their marks in the labels of the NER.

Kinds that belong to the rules (dates, numbers, user names, numbered beds) become plain text. Most of the marked names
and places are swapped for others of the same form, so that the network learns what stands around them, not these few.
"""

from __future__ import annotations

import random
import re
import runpy
from functools import cache
from pathlib import Path

from training import lists, people, places
from training.grammar import Piece

_ROOT = Path(__file__).parent.parent
_SWAPPED = 0.8
_HOSPITAL = re.compile(
    r"hosp|hôp|clinic|klin|clínic|krankenh|sairaal|sykehus|sjukhus|sygehus|szpital|nemocnice|kórház|spital|больниц|รพ|病院"
    r"|医院|醫院|infirm|medical|sanator|polyclin|hastane|\b(?:CHU|UBS|UPA|ICU|ward|unit|health|dispensary|mission)\b",
    re.IGNORECASE,
)
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{3,}")


@cache
def texts() -> list[list[Piece]]:
    """Every development text as pieces."""
    blocks = runpy.run_path(str(_ROOT / "tests" / "corpus" / "build.py"))["blocks"]
    sources = sorted((_ROOT / "training" / "dev").glob("*.txt"))
    return [_pieces(block["text"], block["spans"]) for source in sources for block in blocks(source)]


def _pieces(text: str, spans: list[tuple[int, int, str]]) -> list[Piece]:
    pieces: list[Piece] = []
    read_to = 0
    for start, end, kind in spans:
        pieces += [(text[read_to:start], None), (text[start:end], label(kind, text[start:end]))]
        read_to = end
    return [*pieces, (text[read_to:], None)]


def label(kind: str, marked: str) -> str | None:
    """What the NER calls a mark of the corpus; None for what it leaves to the rules."""
    if kind in {"NAME", "ORG"}:
        return kind
    # 'bed 4', 'Ward 7B', 'B12', '7 West', '12床'
    words = re.findall(r"[^\W\d_]+", marked)
    numbered = any(c.isdigit() for c in marked) and all(
        len(w) <= 2 or w.lower() in lists.read("bedside") for w in words
    )
    if kind != "LOCATION" or numbered:
        return None
    initials = marked.isupper() and marked.isalpha() and marked.isascii()  # 'KNH'
    return "FACILITY" if initials or _HOSPITAL.search(marked) else "PLACE"


def example(rng: random.Random) -> list[Piece]:
    """One of the texts, some of what it names swapped."""
    return [swapped for piece in rng.choice(texts()) for swapped in _swap(rng, piece)]


def _swap(rng: random.Random, piece: Piece) -> list[Piece]:
    text, kind = piece
    words = text.split()
    plain = all(_LATIN_WORD.fullmatch(word) and not word.isupper() for word in words)
    if kind is None or not plain or rng.random() >= _SWAPPED:
        return [piece]
    if kind == "NAME":
        maker = people.full if len(words) > 1 else rng.choice((people.first, people.last))
    elif kind == "PLACE":
        maker = places.town
    else:
        maker = places.facility if kind == "FACILITY" else places.organisation
    made = maker(rng)
    return [(part.lower(), label) for part, label in made] if text.islower() else made
