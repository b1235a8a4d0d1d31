"""One small query grammar for both databases: terms, "phrases", -exclusions.

A doctor's words ('beta-blocker', 'C++', '5% dextrose?', an unclosed quote) never are a syntax error: whatever is not
a letter or a digit only separates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Words that stand in every case; FTS5 has no stop words of its own, PostgreSQL's are English alone.
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "was",
        "were",
        "what",
        "with",
    ]
)
MAX_TERMS = 24

_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<term>[^\s"]+))')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Query:
    """Each wanted or unwanted item is a phrase of one or more words, lower case."""

    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[tuple[str, ...], ...]

    def fts5(self, scope: str) -> str:
        """An FTS5 expression over the columns ``scope`` and ``body``; every word quoted."""
        wanted = " AND ".join(f"body : {_quoted(words)}" for words in self.wanted)
        unwanted = "".join(f" NOT body : {_quoted(words)}" for words in self.unwanted)
        return f"(scope : {_quoted((scope,))} AND {wanted}){unwanted}"

    def websearch(self) -> str:
        """The same for PostgreSQL's websearch_to_tsquery."""
        return " ".join([_quoted(words) for words in self.wanted] + [f"-{_quoted(words)}" for words in self.unwanted])


def parse(text: str) -> Query | None:
    """The query that ``text`` asks for; None where it holds nothing to look for."""
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    for piece in _PIECE.finditer(text):
        words = tuple(_WORD.findall((piece["phrase"] if piece["phrase"] is not None else piece["term"]).lower()))
        if words and not (len(words) == 1 and words[0] in STOP_WORDS):
            (unwanted if piece["minus"] else wanted).append(words)
    if not wanted:
        return None
    return Query(tuple(wanted[:MAX_TERMS]), tuple(unwanted[:MAX_TERMS]))


def _quoted(words: tuple[str, ...]) -> str:
    return '"' + " ".join(words) + '"'
