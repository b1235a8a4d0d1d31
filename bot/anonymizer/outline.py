"""What stands where in a text: each word by its first letters, figures and other signs. Made once for all patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from bot.anonymizer.memory import remembered

# A key says what stands at a place of a text. A word has its first letters in lower case; a shorter one ends in END,
# and has two or three keys: 'of.', '??.' of any letters, '^?.' of letters that begin with a capital. Of a word of which
# less is known, two letters are a key, too: 'of*'.
DEPTH, LEAST = 4, 2
END, OPEN, ANY, LARGE = ".", "*", "?", "^"
# The other keys: any word, any with a capital, a capital wherever it stands, a letter before an apostrophe; the first
# figure of several, any figure; a blank within a line. Every other sign is its own key.
WORD, CAPITALISED, CAPITAL, ELIDED = "<word>", "<Word>", "<capital>", "<d'>"
NUMBER, DIGIT, BLANK = "<number>", "<digit>", "<blank>"

_FIRST_LETTERS = re.compile(rf"([^\W\d_]{{1,{DEPTH}}})[^\W\d_]*")
_SOUGHT = {
    CAPITAL: re.compile(r"[^\W\d_a-z]"),
    ELIDED: re.compile(r"[^\W\d_](?=')"),
    NUMBER: re.compile(r"(?<!\d)\d"),
    DIGIT: re.compile(r"\d"),
    BLANK: re.compile(r"[^\S\n]"),
}


class Outline:
    """What stands where in one text."""

    def __init__(self, text: str, low: str) -> None:
        """``low`` is ``text`` in lower case, as long as ``text``."""
        self._text = text
        self._places: dict[str, list[int]] = {}
        for word in _FIRST_LETTERS.finditer(low):
            start = word.start()
            for key in _keys(word[1], small_letter(text[start])):
                self._places.setdefault(key, []).append(start)
        self.keys = {CAPITAL, ELIDED, BLANK}.union(self._places, text)
        if _SOUGHT[DIGIT].search(text):
            self.keys |= {NUMBER, DIGIT}

    def of(self, keys: Iterable[str]) -> Sequence[int]:
        """The places of some of its ``keys``, in their order."""
        several = [self._places[key] if key in self._places else self._sought(key) for key in keys]
        return several[0] if len(several) == 1 else sorted(chain.from_iterable(several))

    def _sought(self, key: str) -> list[int]:
        """The places of a key that few patterns begin with."""
        form = _SOUGHT.get(key) or re.compile(re.escape(key))
        self._places[key] = [match.start() for match in form.finditer(self._text)]
        return self._places[key]


def small_letter(letter: str) -> bool:
    return "a" <= letter <= "z"


@remembered(20_000)
def _keys(letters: str, small: bool) -> tuple[str, ...]:
    """The keys of a word by its first letters."""
    any_word = (WORD,) if small else (WORD, CAPITALISED)
    less = letters[:LEAST] + OPEN
    if len(letters) == DEPTH:
        return (*any_word, less, letters)
    unnamed = ANY * (len(letters) - 1) + END
    short = (less, letters + END, ANY + unnamed)
    return (*any_word, *short) if small else (*any_word, *short, LARGE + unnamed)
