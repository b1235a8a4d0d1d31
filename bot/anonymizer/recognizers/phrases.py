"""Phrases that name a place or an institution: shared by the recognizers of both."""

from __future__ import annotations

import re

from bot.anonymizer import veto
from bot.anonymizer.lexicon import entries, fold

_CAP = r"(?<![^\W\d_])[^\W\d_a-z][^\W\d_]{0,30}+(?:['.\-][^\W\d_]{1,30}+){0,3}+"

_LINK = (
    r"(?:of|the|and|&|for|de|del|de la|la|le|les|du|des|di|da|do|dos|della|st\.?|St\.|Mt\.|"
    r"ki|al|el|an|upon|van|der|den|y|und)"
)

_MONTHLY = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept?|Oct|Nov|Dec|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?|DOB|MRN)\b)"
)

_GENERIC_HEAD = entries("generic_heads")

_DEPARTMENT = entries("departments")


def _medical_phrase(phrase: str) -> bool:
    return all(
        veto.medical(part) or veto.common(part) or fold(part) in entries("abbreviations")
        for part in re.split(r"[ \-/]", phrase)
        if part
    )


def is_place(phrase: str) -> bool:
    plain = fold(phrase.strip(".'"))
    return plain in entries("towns") or (len(plain) > 3 and plain in entries("places"))


_HEADS = frozenset(["new", "old", "first", "north", "south", "east", "west", "upper", "lower"])
