"""Word lists: one entry a line, the first line naming the source. All but those of days are folded to plain lower-case
letters.
"""

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


def lines(name: str) -> list[str]:
    """The lines of ``name``.txt as they stand, without comments."""
    text = (_HERE / f"{name}.txt").read_text(encoding="utf8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pairs(name: str) -> list[tuple[str, str]]:
    """The lines of ``name``.txt such as 'SON = son hijo', parted at the sign."""
    return [(key, words) for key, _, words in (line.partition(" = ") for line in lines(name))]


@lru_cache
def entries(name: str) -> frozenset[str]:
    """The entries of ``name``.txt."""
    return frozenset(lines(name))
