"""Train the shipped NER: ``python -m training.train --clean mts_clean.jsonl``. Seeded; about ten minutes on one core.

``--clean`` is a JSONL file of clinical lines without identifiers ({"text": …}); the first half is trained on.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Adam, fix_random_seed, warmup_linear

from bot.anonymizer import ner
from training import generate, lexicon

_BATCH = 32  # texts
_HIDDEN_NAMES, _HIDDEN_WORDS = 0.25, 0.08  # how often a word's flags are hidden
_MISSED = 8.0  # what a missed word costs, where one taken without need costs 1
Features = NDArray[np.uint64]
Labels = NDArray[np.int32]
Encoded = tuple[Features, Labels]


def first_half(path: Path) -> list[str]:
    lines = [json.loads(line)["text"] for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    return lines[: len(lines) // 2]


def encode(example: generate.Example, known: ner.Lexicon, rng: random.Random) -> Encoded | None:
    """Features and label indices of one text's tokens; some words lose their lexicon entry, or themselves."""
    text, spans = example
    tokens = ner.tokenize(text)
    if not tokens:
        return None
    labels = np.zeros(len(tokens), dtype=np.int32)
    at = 0
    for start, end, kind in spans:
        while at < len(tokens) and tokens[at].end <= start:
            at += 1
        position = "B"
        while at < len(tokens) and tokens[at].start < end:
            labels[at] = ner.LABELS.index(f"{position}-{kind}")
            position = "I"
            at += 1
    flags = [known[ner.fold(t.text)] for t in tokens]
    flags = [_known(flag, bool(label), rng) for flag, label in zip(flags, labels, strict=True)]
    rows = ner.features(tokens, flags)
    blind = [rng.random() < (0.3 if label else 0.1) for label in labels]
    rows[blind, 0] = 1  # the word itself unknown: prefix, suffix, shape, lexicon and neighbours have to do
    return rows, labels


def _known(flag: str, named: bool, rng: random.Random) -> str:
    """The flags of a word as a stranger's text may show them: a name that no list holds, a word that none does.

    The lexicon is made of the very lists that the texts are written from: without this, an unknown word would be a
    name.
    """
    roll = rng.random()
    if named:
        return "".join(f for f in flag if f in "wdm") or "-" if roll < _HIDDEN_NAMES else flag
    return "-" if roll < _HIDDEN_WORDS else flag


def train(clean: Sequence[str], count: int, seed: int, out: Path) -> None:
    started = time.perf_counter()
    rng = random.Random(seed)
    fix_random_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    model = ner.build()
    model.initialize()
    lexicon.save(lexicon.build(clean), out / "lexicon.txt.gz")
    known = ner.Lexicon.load(out / "lexicon.txt.gz")
    steps = count // _BATCH
    optimizer = Adam(warmup_linear(0.003, steps // 20, steps), grad_clip=1.0, L2=1e-5, use_averages=True)  # type: ignore[arg-type]
    loss = tokens = 0.0
    for number, batch in enumerate(batches(rng, count, clean, known), start=1):
        loss += step(model, batch)
        model.finish_update(optimizer)
        optimizer.step_schedules()
        tokens += sum(len(labels) for _, labels in batch)
        if number % 200 == 0:
            print(
                f"{number * _BATCH} texts  loss {loss / tokens:.4f}  {time.perf_counter() - started:.0f} s", flush=True
            )
            loss = tokens = 0.0
    with model.use_params(optimizer.averages):
        weights: dict[str, Any] = {name: value.astype(np.float16) for name, value in ner.parameters(model).items()}
        np.savez_compressed(out / "weights.npz", **weights)


def batches(rng: random.Random, count: int, clean: Sequence[str], known: ner.Lexicon) -> Iterator[list[Encoded]]:
    batch: list[Encoded] = []
    for example in generate.texts(rng, count, clean):
        if encoded := encode(example, known, rng):
            batch.append(encoded)
        if len(batch) == _BATCH:
            yield batch
            batch = []


def step(model: ner.Network, batch: Sequence[Encoded]) -> float:
    """Cross-entropy over the batch, summed; the gradient, averaged over tokens, goes back through the model."""
    predicted, backprop = model.begin_update([rows for rows, _ in batch])
    tokens = sum(len(labels) for _, labels in batch)
    gradients, loss = [], 0.0
    for probabilities, (_, labels) in zip(predicted, batch, strict=True):
        at = np.arange(len(labels))
        loss -= float(np.log(np.maximum(probabilities[at, labels], 1e-9)).sum())
        gradient = probabilities.copy()
        gradient[at, labels] -= 1.0
        weights = np.where(labels > 0, _MISSED, 1.0)
        gradients.append((gradient * weights[:, None] / tokens).astype(np.float32))
    backprop(gradients)
    return loss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=110_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ner.MODEL)
    args = parser.parse_args()
    train(first_half(args.clean), args.texts, args.seed, args.out)


if __name__ == "__main__":
    main()
