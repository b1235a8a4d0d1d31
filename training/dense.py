"""Shorthand as dense as clinicians type it: results, drugs, scores and eponyms in a row; phrases of other languages."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from functools import cache

import faker.providers.lorem

from training import lists, terms
from training.fragments import FRAGMENTS
from training.grammar import Piece, expand


def shorthand(rng: random.Random) -> list[Piece]:
    """Four to sixteen items in a row; nothing in it names anyone."""
    text = ""
    for _ in range(rng.randint(4, 16)):
        item = "".join(part for part, _ in expand("{item}", FRAGMENTS, rng))
        if not text or (text.endswith((". ", "! ", "? ", "\n")) and rng.random() < 0.8):
            item = item[:1].upper() + item[1:]
        text += item + rng.choice(lists.read("joints")).replace("\\n", "\n")
    return [(text.rstrip(" ,;/-=(→+&:"), None)]


@cache
def _lorem() -> list[list[str]]:
    """The words of each Latin-script language of which Faker has real ones."""
    found = []
    for info in pkgutil.iter_modules(faker.providers.lorem.__path__):
        if info.name not in {"la", "en_US", "en_PH"}:
            module = importlib.import_module(f"faker.providers.lorem.{info.name}")
            german = info.name.startswith("de")  # where nouns have a capital
            words = [w for w in module.Provider.word_list if (german or w == w.lower()) and re.match("[A-Za-z]", w)]
            if len(words) > 50:
                found.append(words)
    return found


def foreign(rng: random.Random) -> list[Piece]:
    """Words of another language, in no sensible order."""
    language = rng.choice(_lorem())
    text = " ".join(rng.choice(language) for _ in range(rng.randint(2, 8)))
    return [(text[0].upper() + text[1:] if rng.random() < 0.3 else text, None)]


@cache
def _sentences() -> list[str]:
    """English sentences of Python's own documentation with no capital but the first, so that they name nobody."""
    plain = re.compile(r"(?<![^\s])[A-Z][a-z]+(?: [a-z]+(?:'[a-z]+)?,?){3,18}[.?!](?=\s|$)")
    return sorted({" ".join(s.split()) for text in terms.docstrings() for s in plain.findall(" ".join(text.split()))})


def prose(rng: random.Random) -> list[Piece]:
    """A real English sentence or two, about anything but a patient."""
    return [(" ".join(rng.choice(_sentences()) for _ in range(rng.choice((1, 1, 2)))), None)]
