"""Names of months, weekdays, festivals and relative days, as clinicians of many countries write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.anonymizer.lexicon import entries, fold, lines


def _numbered(name: str) -> dict[str, int]:
    """Word to number, from lines such as '3 = march mar marzo'."""
    rows = (line.split(" = ") for line in lines(name))
    return {word: int(number) for number, words in rows for word in words.split()}


def alternatives(words: Iterable[str], folded: bool = False) -> str:
    """A pattern of any of ``words``, the longest first, where ``folded`` also without their accents.

    What several begin with is written once, so that a list of thousands costs a few steps at each place of a text.
    """
    tree: dict[str, Any] = {}
    for word in words:
        bare = fold(word)
        # 'môre' is not 'more', and 'mâine' not 'Maine'.
        twice = folded and not any(bare in entries(some) for some in ("words", "grammar", "regions"))
        for form in {word, bare} if twice else {word}:
            node = tree
            for letter in form:
                node = node.setdefault(letter, {})
            node[""] = {}
    return _branch(tree)


_LOOSE = {" ": r"[ -]", "'": "['’]"}


def _branch(tree: dict[str, Any]) -> str:
    parts = [_LOOSE.get(letter, re.escape(letter)) + _branch(rest) for letter, rest in sorted(tree.items()) if letter]
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)})" + ("?" if "" in tree else "")


MONTHS = _numbered("months")
WEEKDAYS = _numbered("weekdays")
FESTIVALS = lines("festivals")
DAYS_SURE = lines("days")
DAYS_UNSURE = lines("days_unsure")
