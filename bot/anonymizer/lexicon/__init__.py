"""Word lists: one entry a line, folded to plain lower-case letters, the first line naming the source."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent
# Letters that have no decomposition into a base and marks.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def fold(word: str) -> str:
    """``word`` in plain lower-case letters: 'Yıldırım' and 'YILDIRIM' become 'yildirim'."""
    if word.isascii():
        return word.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return bare.translate(_PLAIN)


@lru_cache
def entries(name: str) -> frozenset[str]:
    """The entries of ``name``.txt."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
