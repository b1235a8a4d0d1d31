"""The lexicon that ships with the model: which words of the world are names, places, or words of a language."""

from __future__ import annotations

import gzip
import importlib
import pkgutil
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import faker.providers.lorem
import spacy.lang

from bot.anonymizer.ner import FLAGS, fold
from training import gazetteers, lists, names, real, templates, terms
from training.fragments import FRAGMENTS
from training.grammar import parse

_WORD = re.compile(r"[^\W\d_]+")
_WELL_KNOWN = 6  # sources that know a given name


def build(clean_lines: Sequence[str]) -> dict[str, str]:
    """Folded word -> flags, a subset of ``ner.FLAGS`` in this order."""
    flags: dict[str, set[str]] = {}

    def add(flag: str, phrases: Iterable[str], shortest: int = 2) -> None:
        for phrase in phrases:
            for word in _WORD.findall(phrase):
                if len(word) >= shortest:
                    flags.setdefault(fold(word), set()).add(flag)

    for pool in names.pools():
        if not pool.native:
            add("g", pool.given)
            add("s", pool.family)
    add("g", [*lists.read("short_names"), *lists.read("word_names")])
    add("s", lists.read("word_surnames"))
    add("p", names.places(), shortest=3)
    add("n", (name for name, sources in gazetteers.given().items() if sources < _WELL_KNOWN))
    add("N", (name for name, sources in gazetteers.given().items() if sources >= _WELL_KNOWN))
    add("c", gazetteers.surnames())
    add("t", gazetteers.towns(), shortest=3)
    add("w", english_words(clean_lines), shortest=1)
    add("w", foreign_words(), shortest=1)
    add("d", terms.dictionary())
    add("m", terms.drugs())
    add("m", (word for title in terms.diagnoses() for word in re.findall(r"[a-z]{4,}", title)))
    for kind in ("drugs", "problems", "bugs", "trials", "genes", "devices", "eponyms", "body"):
        add("m", lists.read(kind))
    return {word: "".join(f for f in FLAGS if f in found) for word, found in sorted(flags.items())}


def english_words(clean_lines: Sequence[str]) -> list[str]:
    """Words that English writes in lower case: in Python's own documentation, our fragments and the clean lines."""
    lower: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for text in [*terms.docstrings(), *clean_lines]:
        for word in re.findall(r"(?<![\w.])[A-Za-z]+(?![\w(.])|(?<![\w.])[A-Za-z]+(?=\.\s)", text):
            every[word.lower()] += 1
            lower[word.lower()] += word.islower()
    words = {w for w, n in lower.items() if n >= 3 and n >= 0.6 * every[w]}
    for line in [*clean_lines, *(" ".join(_literal_words(template)) for template in templates.every())]:
        words.update(w for w in _WORD.findall(line) if w.islower())
    for pieces in real.texts():
        words.update(w for part, label in pieces if not label for w in _WORD.findall(part) if w.islower())
    for value in FRAGMENTS.values():
        if not callable(value):
            words.update(w for template in value for w in _literal_words(template) if w.islower())
    return sorted(words)


def _literal_words(template: str) -> Iterator[str]:
    stack = list(parse(template))
    while stack:
        kind, value = stack.pop()
        if isinstance(value, list):
            stack.extend(node for alternative in value for node in alternative)
        elif kind == "text":
            yield from _WORD.findall(value)


def foreign_words() -> list[str]:
    """Function words of the languages that spaCy knows, and Faker's real-word lorem lists."""
    words: set[str] = set()
    for info in pkgutil.iter_modules(spacy.lang.__path__):
        try:
            module = importlib.import_module(f"spacy.lang.{info.name}.stop_words")
        except ModuleNotFoundError:
            continue
        words.update(w for w in module.STOP_WORDS if len(w) > 1)
    for info in pkgutil.iter_modules(faker.providers.lorem.__path__):
        if info.name != "la":
            module = importlib.import_module(f"faker.providers.lorem.{info.name}")
            words.update(w for w in module.Provider.word_list if w == w.lower())
    return sorted(words)


def save(flags: dict[str, str], senses: dict[str, str], path: Path) -> None:
    lines = (
        f"{word} {flags.get(word, '-')}" + (f" {senses[word]}" if word in senses else "")
        for word in sorted(flags.keys() | senses.keys(), key=str.encode)
    )
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write("".join(f"{line}\n" for line in lines).encode())


if __name__ == "__main__":
    made = build([])
    sys.stdout.write(f"{len(made)} words\n")
    random.seed(1)
    for flag in FLAGS:
        sys.stdout.write(f"{flag} {random.sample([w for w, f in made.items() if flag in f], 30)}\n")
