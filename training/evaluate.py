"""Recall and clean words lost of the NER alone, on labelled JSONL: ``python -m training.evaluate CORPUS ...``.

Each line is {"text", "spans": [[start, end, KIND]]}. Only names, places and organisations count. Two columns a threshold:
recall (every letter of the gold span covered, generic words and titles aside) and words outside gold taken, per cent.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from pathlib import Path

from bot.anonymizer.ner import Entity, Ner

KINDS = {"NAME": "NAME", "LOCATION": "PLACE", "ORG": "ORG"}
THRESHOLDS = (0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 0.95)
_WORD = re.compile(r"[^\W_]+(?:['’.\-/][^\W_]+)*")
_GENERIC = set(
    "hospital hospitals clinic center centre medical general health the of at in on and for by to a an from near street st avenue ave road rd drive "
    "lane dr mr mrs ms miss prof doctor nurse university school department city town memorial community regional unit ward room bed".split()
)


def covered(text: str, entities: list[Entity], threshold: float) -> bytearray:
    mask = bytearray(len(text))
    for entity in entities:
        if entity.score >= threshold:
            mask[entity.start : entity.end] = b"\1" * (entity.end - entity.start)
    return mask


def is_found(text: str, start: int, end: int, mask: bytearray) -> bool:
    words = [m for m in re.finditer(r"[^\W_]+", text[:end]) if m.start() >= start]
    telling = [m for m in words if m.group().lower() not in _GENERIC and not m.group().isdigit()] or words
    return all(all(mask[m.start() : m.end()]) for m in telling)


def measure(path: Path, ner: Ner, show: float | None) -> None:
    docs = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    started = time.perf_counter()
    read = [ner(doc["text"]) for doc in docs]
    rate = len(docs) / (time.perf_counter() - started)
    print(f"{path.stem}  {len(docs)} texts, {rate:.0f}/s")
    for threshold in THRESHOLDS:
        gold: Counter[str] = Counter()
        found: Counter[str] = Counter()
        words = lost = 0
        taken: Counter[str] = Counter()
        missed = []
        for doc, entities in zip(docs, read, strict=True):
            text = doc["text"]
            mask = covered(text, entities, threshold)
            inside = bytearray(len(text))
            for start, end, kind in doc["spans"]:
                inside[start:end] = b"\1" * (end - start)
                if kind in KINDS and re.search(r"[^\W\d_]", text[start:end]):
                    gold[kind] += 1
                    if is_found(text, start, end, mask):
                        found[kind] += 1
                    else:
                        missed.append((kind, text[max(0, start - 20) : end + 15].replace("\n", "/"), text[start:end]))
            for word in _WORD.finditer(text):
                if not any(inside[word.start() : word.end()]):
                    words += 1
                    if any(mask[word.start() : word.end()]):
                        lost += 1
                        taken[text[max(0, word.start() - 12) : word.end() + 12].replace("\n", "/")] += 1
        recall = "  ".join(f"{kind} {found[kind] / gold[kind]:.3f}" for kind in sorted(gold))
        print(f"  >= {threshold:.2f}  {recall}  lost {100 * lost / max(1, words):.2f}%")
        if show is not None and abs(threshold - show) < 1e-6:
            for item in missed:
                print("     missed", item)
            for word_in_context, _ in taken.most_common(80):
                print("     taken", repr(word_in_context))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--show", type=float, help="list misses and clean words taken at this threshold")
    parser.add_argument("--model", type=Path)
    args = parser.parse_args()
    ner = Ner(args.model) if args.model else Ner()
    for path in args.corpora:
        measure(path, ner, args.show)


if __name__ == "__main__":
    main()
