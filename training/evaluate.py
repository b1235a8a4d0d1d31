"""Recall and clean words taken by the NER alone, on labelled JSONL: ``python -m training.evaluate CORPUS ...``.

A line is {"text", "spans": [[start, end, KIND]]}; names, places (with rooms) and organisations count. For each
threshold: recall (every telling word of the gold span covered, whatever the label) and the share of words outside gold
that are taken.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.anonymizer.findings import Evidence
from bot.anonymizer.ner import MODEL, Ner

KINDS = ("NAME", "LOCATION", "ORG")
LEFT_OUT = {"DAY", "CODE", "AGE"}
THRESHOLDS = (0.1, 0.15, 0.2, 0.35, 0.5, 0.7, 0.85, 0.95)
_WORD = re.compile(r"[^\W_]+(?:['’.\-/][^\W_]+)*")
_GENERIC = re.compile(
    r"hospitals?|clinic|cent(er|re)|medical|general|health|the|of|at|in|on|and|for|by|to|an?|from|near|st(reet)?|ave(nue)?"
    r"|r(oa)?d|drive|lane|[dm]rs?|ms|miss|prof|doctor|nurse|university|school|department|city|town|memorial|community"
    r"|regional|unit|ward|room|bed|\d+",
    re.IGNORECASE,
)


@dataclass
class Tally:
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    words: int = 0
    taken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        recall = "".join(f"{kind} {self.found[kind] / self.gold[kind]:.3f}  " for kind in KINDS if self.gold[kind])
        return f"{recall}taken {100 * len(self.taken) / max(1, self.words):.2f}%"


def tally(docs: Sequence[dict[str, Any]], read: Sequence[list[Evidence]], threshold: float) -> Tally:
    result = Tally()
    for doc, said in zip(docs, read, strict=True):
        text: str = doc["text"]
        mask = masked(text, [(e.start, e.end) for e in said if e.score >= threshold])
        gold = masked(text, [(start, end) for start, end, _ in doc["spans"]])
        for start, end, kind in doc["spans"]:
            if kind in KINDS and any(c.isalpha() for c in text[start:end]):
                result.gold[kind] += 1
                if all(all(mask[a:b]) for a, b in _telling(text, start, end)):
                    result.found[kind] += 1
                else:
                    result.missed.append(f"{kind} {text[start:end]!r} in {_around(text, start, end)}")
        for word in _WORD.finditer(text):
            if not any(gold[word.start() : word.end()]):
                result.words += 1
                if any(mask[word.start() : word.end()]):
                    result.taken.append(_around(text, word.start(), word.end()))
    return result


def masked(text: str, spans: Sequence[tuple[int, int]]) -> bytearray:
    mask = bytearray(len(text))
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return mask


def _telling(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of a gold span that identify; all of them where none does."""
    words = list(re.compile(r"[^\W_]+").finditer(text, start, end))
    yield from (m.span() for m in [m for m in words if not _GENERIC.fullmatch(m.group())] or words)


def _around(text: str, start: int, end: int) -> str:
    return repr(text[max(0, start - 20) : start] + "«" + text[start:end] + "»" + text[end : end + 20])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--show", type=float, help="list what is missed and taken at this threshold")
    parser.add_argument("--model", type=Path, default=MODEL)
    args = parser.parse_args()
    ner = Ner(args.model)
    for path in args.corpora:
        docs = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
        started = time.perf_counter()
        read = [[entity for entity in ner(doc["text"]) if entity.label not in LEFT_OUT] for doc in docs]
        print(f"{path.stem}: {len(docs)} texts, {len(docs) / (time.perf_counter() - started):.0f} a second")
        for threshold in THRESHOLDS:
            print(f"  from {threshold:.2f}: {tally(docs, read, threshold)}")
        if args.show is not None:
            shown = tally(docs, read, args.show)
            print("\n".join([*(f"    missed {m}" for m in shown.missed), *(f"    taken {t}" for t in shown.taken)]))


if __name__ == "__main__":
    main()
