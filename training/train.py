"""Train the shipped NER: ``python -m training.train --clean mts_clean.jsonl``. Seeded; about ten minutes on one core.

``--clean`` is a JSONL file of clinical lines without identifiers ({"text": …}); the first half is trained on.
A second pass (``--start FOLDER --texts 32000``, about three minutes) goes on from a trained model with the development
texts in the mix. What ships is the first pass alone; the model card says what the second one gave.
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
_HANDWRITTEN = 0.2  # of the texts of a second pass
_MISSED = 14.0  # what a missed word of a handwritten text costs, where one taken without need costs 1
Features = NDArray[np.uint64]
Labels = NDArray[np.int32]
Weights = NDArray[np.float32]
Encoded = tuple[Features, Labels, Weights]


def first_half(path: Path) -> list[str]:
    lines = [json.loads(line)["text"] for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    return lines[: len(lines) // 2]


def encode(example: generate.Example, known: ner.Lexicon, rng: random.Random, missed: float = 1.0) -> Encoded | None:
    """Features, label indices and weights in the loss of one text's tokens; those of entities weigh ``missed``.

    Some words lose their lexicon entry, or themselves, in training.
    """
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
    hidden = [labels[i] and rng.random() < 0.25 for i in range(len(tokens))]
    flags = [_hide(flag) if hide else flag for flag, hide in zip(flags, hidden, strict=True)]
    rows = ner.features(tokens, flags)
    blind = [rng.random() < (0.3 if label else 0.1) for label in labels]
    rows[blind, 0] = 1  # the word itself unknown: prefix, suffix, shape, lexicon and neighbours have to do
    return rows, labels, np.where(labels > 0, missed, 1.0).astype(np.float32)


def _hide(flag: str) -> str:
    return "".join(f for f in flag if f in "wdm") or "-"


def train(clean: Sequence[str], count: int, seed: int, out: Path, start: Path | None = None) -> None:
    """A first pass, or, from the model in the folder ``start``, a second one at a lower rate, with its lexicon."""
    started = time.perf_counter()
    rng = random.Random(seed)
    fix_random_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    model = ner.build()
    model.initialize()
    if start:
        (out / "lexicon.txt.gz").write_bytes((start / "lexicon.txt.gz").read_bytes())
        _load(model, start / "weights.npz")
    else:
        lexicon.save(lexicon.build(clean), out / "lexicon.txt.gz")
    known = ner.Lexicon.load(out / "lexicon.txt.gz")
    rate, handwritten = (0.001, _HANDWRITTEN) if start else (0.003, 0.0)
    steps = count // _BATCH
    optimizer = Adam(warmup_linear(rate, steps // 20, steps), grad_clip=1.0, L2=1e-5, use_averages=True)  # type: ignore[arg-type]
    loss = tokens = 0.0
    for number, batch in enumerate(batches(rng, count, clean, known, handwritten), start=1):
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


def _load(model: ner.Network, path: Path) -> None:
    with np.load(path, allow_pickle=False) as stored:
        for i, node in enumerate(model.walk()):
            for name in node.param_names:
                node.set_param(name, stored[f"{i}.{name}"].astype(np.float32))


def batches(
    rng: random.Random, count: int, clean: Sequence[str], known: ner.Lexicon, handwritten: float
) -> Iterator[list[Encoded]]:
    """Of ``count`` texts, of which this share is handwritten and the rest generated."""
    generated = generate.texts(rng, count, clean)
    batch: list[Encoded] = []
    for _ in range(count):
        if handwritten and rng.random() < handwritten:
            encoded = encode(generate.handwritten(rng), known, rng, _MISSED)
        else:
            encoded = encode(next(generated), known, rng)
        if encoded:
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
        loss -= float(np.log(np.maximum(probabilities[at, labels], 1e-9)).sum())
        gradient = probabilities.copy()
        gradient[at, labels] -= 1.0
        gradients.append((gradient * weights[:, None] / tokens).astype(np.float32))
    backprop(gradients)
    return loss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=140_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="folder of a first pass to go on from")
    parser.add_argument("--out", type=Path, default=ner.MODEL)
    args = parser.parse_args()
    train(first_half(args.clean), args.texts, args.seed, args.out, args.start)


if __name__ == "__main__":
    main()
