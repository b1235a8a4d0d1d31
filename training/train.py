"""Train the shipped NER: ``python -m training.train --clean mts_clean.jsonl``. Seeded; half an hour on one core.

``--clean`` is a JSONL file of clinical lines without identifiers ({"text": …}); the first half is trained on.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Adam, fix_random_seed, warmup_linear

from bot.anonymizer import ner
from bot.anonymizer.calendar import MONTHS, WEEKDAYS
from bot.anonymizer.lexicon import lines
from bot.anonymizer.recognizers.ages import OVER_89
from training import gazetteers, generate, lexicon, lists, senses
from training.grammar import CLEAN, UNSURE

_BATCH = 32  # texts
# How often what is known of a word is hidden.
_HIDDEN_NAMES, _HIDDEN_WIDE, _HIDDEN_SENSES, _HIDDEN_WORDS = 0.3, 0.1, 0.15, 0.08
# What a missed word costs, where one taken without need costs 1.
_MISSED = {"NAME": 3.0, "PLACE": 3.0, "FACILITY": 3.0, "ORG": 3.0, "ROOM": 2.0, "DAY": 2.0, "CODE": 2.0, "AGE": 2.0}
# Where the templates say nothing of days, rooms and ages, what may be one is not learned from.
_DAY_WORDS = frozenset(
    set(map(ner.fold, (*MONTHS, *WEEKDAYS, *lines("parts_of_day"))))
    | {
        ner.fold(word)
        for name in ("days", "festivals")
        for line in lines(name)
        for word in line.split()
        if len(word) > 3
    }
)
_ROOM = re.compile(rf"(?i)\b(?:{'|'.join(lists.read('bedside'))})\b\W{{0,2}}\w{{0,2}}\d+\w?")
Features = NDArray[np.uint64]
Labels = NDArray[np.int32]
Weights = NDArray[np.float32]
Encoded = tuple[Features, Labels, Weights]


def first_half(path: Path) -> list[str]:
    lines = [json.loads(line)["text"] for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    return lines[: len(lines) // 2]


def encode(example: generate.Example, known: Callable[[str], ner.Known], rng: random.Random) -> Encoded | None:
    """Features, label indices and weights of one text's tokens; some words lose their lexicon entry, or themselves."""
    text, spans = example
    tokens = ner.tokenize(text)
    if not tokens:
        return None
    labels = np.zeros(len(tokens), dtype=np.int32)
    weights = np.array([float(not _may_be_day_or_age(token.text)) for token in tokens], dtype=np.float32)
    starts = [token.start for token in tokens]
    for room in _ROOM.finditer(text):
        weights[bisect_left(starts, room.start()) : bisect_left(starts, room.end())] = 0.0
    for start, end, kind in spans:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if kind in (CLEAN, UNSURE):
            weights[first:last] = kind == CLEAN
            continue
        labels[first:last] = ner.LABELS.index(f"I-{kind}")
        labels[first : first + 1] = ner.LABELS.index(f"B-{kind}")
        weights[first:last] = _MISSED[kind]
    words = [_known(known(ner.fold(t.text)), bool(label), rng) for t, label in zip(tokens, labels, strict=True)]
    rows = ner.features(tokens, words, ner.style_of(tokens))
    blind = [rng.random() < (0.3 if label else 0.1) for label in labels]
    rows[blind, 0] = 1  # the word itself unknown: prefix, suffix, shape, lexicon and neighbours have to do
    return rows, labels, weights


def _may_be_day_or_age(word: str) -> bool:
    return ner.fold(word) in _DAY_WORDS or OVER_89.fullmatch(word) is not None


def _known(word: ner.Known, named: bool, rng: random.Random) -> ner.Known:
    """What may be known of a word in a stranger's text: a name that no list holds, a word that none does.

    Our own lists are the very ones that the texts are written from: without this, an unknown word would be a name. The
    large lists know a word of a stranger's text more often.
    """
    senses = "" if rng.random() < (_HIDDEN_SENSES if named else _HIDDEN_WORDS) else word.senses
    if named:
        hidden = ("gsp" if rng.random() < _HIDDEN_NAMES else "") + ("nNct" if rng.random() < _HIDDEN_WIDE else "")
        return ner.Known("".join(f for f in word.flags if f not in hidden) or "-", senses)
    return ner.Known("-" if rng.random() < _HIDDEN_WORDS else word.flags, senses)


def train(clean: Sequence[str], count: int, seed: int, out: Path, without: int | None = None) -> None:
    started = time.perf_counter()
    rng = random.Random(seed)
    fix_random_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    model = ner.build()
    model.initialize()
    lexicon.save(lexicon.build(clean), senses.senses(), out / "lexicon.txt.gz")
    gazetteers.enrol()
    known = cache(ner.Lexicon.load(out / "lexicon.txt.gz").__getitem__)
    steps = count // _BATCH
    optimizer = Adam(warmup_linear(0.003, steps // 20, steps), grad_clip=1.0, L2=1e-5, use_averages=True)  # type: ignore[arg-type]
    loss = tokens = 0.0
    for number, batch in enumerate(batches(rng, count, clean, known, without), start=1):
        loss += step(model, batch)
        model.finish_update(optimizer)
        optimizer.step_schedules()
        tokens += sum(len(labels) for _, labels, _ in batch)
        if number % 200 == 0:
            print(
                f"{number * _BATCH} texts  loss {loss / tokens:.4f}  {time.perf_counter() - started:.0f} s", flush=True
            )
            loss = tokens = 0.0
    with model.use_params(optimizer.averages):
        weights: dict[str, Any] = {name: value.astype(np.float16) for name, value in ner.parameters(model).items()}
        np.savez_compressed(out / "weights.npz", **weights)


def batches(
    rng: random.Random, count: int, clean: Sequence[str], known: Callable[[str], ner.Known], without: int | None
) -> Iterator[list[Encoded]]:
    batch: list[Encoded] = []
    for example in generate.texts(rng, count, clean, without):
        if encoded := encode(example, known, rng):
            batch.append(encoded)
        if len(batch) == _BATCH:
            yield batch
            batch = []


def step(model: ner.Network, batch: Sequence[Encoded]) -> float:
    """Cross-entropy over the batch, summed; the gradient, averaged over tokens, goes back through the model."""
    predicted, backprop = model.begin_update([rows for rows, _, _ in batch])
    tokens = sum(len(labels) for _, labels, _ in batch)
    gradients, loss = [], 0.0
    for probabilities, (_, labels, weights) in zip(predicted, batch, strict=True):
        at = np.arange(len(labels))
        loss -= float((np.log(np.maximum(probabilities[at, labels], 1e-9)) * (weights > 0)).sum())
        gradient = probabilities.copy()
        gradient[at, labels] -= 1.0
        gradients.append((gradient * weights[:, None] / tokens).astype(np.float32))
    backprop(gradients)
    return loss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", type=int, choices=(0, 1), help="leave out this half of the development texts")
    parser.add_argument("--out", type=Path, default=ner.MODEL)
    args = parser.parse_args()
    train(first_half(args.clean), args.texts, args.seed, args.out, args.without)


if __name__ == "__main__":
    main()
