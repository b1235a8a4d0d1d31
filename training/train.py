"""Train the shipped NER: ``python -m training.train --clean mts_clean.jsonl``. Seeded; about ten minutes on one core.

``--clean`` is a JSONL file of clinical lines without identifiers ({"text": …}); the first half is trained on.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from thinc.api import Adam, fix_random_seed, warmup_linear

from bot.anonymizer import ner
from training import generate, lexicon

_BATCH = 32  # texts


def first_half(path: Path) -> list[str]:
    lines = [json.loads(line)["text"] for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    return lines[: len(lines) // 2]


def encode(example: generate.Example, known: ner.Lexicon, rng: random.Random) -> tuple[np.ndarray, np.ndarray] | None:
    """Features and label indices of one text. Some words lose their lexicon entry, or themselves, in training."""
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
    blind = np.array([rng.random() < (0.3 if label else 0.1) for label in labels])
    rows[blind, 0] = 1  # the word itself unknown: prefix, suffix, shape, lexicon and neighbours have to do
    return rows, labels


def _hide(flag: str) -> str:
    return "".join(f for f in flag if f in "wm") or "-"


def train(clean: Sequence[str], count: int, seed: int, out: Path) -> None:
    started = time.perf_counter()
    rng = random.Random(seed)
    fix_random_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    flags = lexicon.build(clean)
    lexicon.save(flags, out / "lexicon.txt.gz")
    known = ner.Lexicon(flags)
    model = ner.build()
    model.initialize()
    steps_total = count // _BATCH
    optimizer = Adam(warmup_linear(0.003, steps_total // 20, steps_total), grad_clip=1.0, L2=1e-5, use_averages=True)
    examples = generate.texts(rng, count, clean)
    loss_sum = tokens_sum = 0.0
    batch: list[tuple[np.ndarray, np.ndarray]] = []
    for number, example in enumerate(examples, start=1):
        encoded = encode(example, known, rng)
        if encoded:
            batch.append(encoded)
        if len(batch) == _BATCH:
            loss_sum += step(model, optimizer, batch)
            tokens_sum += sum(len(labels) for _, labels in batch)
            batch = []
        if number % (_BATCH * 200) == 0:
            print(
                f"{number} texts  loss {loss_sum / tokens_sum:.4f}  {time.perf_counter() - started:.0f} s", flush=True
            )
            loss_sum = tokens_sum = 0.0
    with model.use_params(optimizer.averages):
        np.savez_compressed(out / "weights.npz", **{k: v.astype(np.float16) for k, v in ner.parameters(model).items()})
    print(f"done in {time.perf_counter() - started:.0f} s")


def step(model, optimizer: Adam, batch: list[tuple[np.ndarray, np.ndarray]]) -> float:  # type: ignore[no-untyped-def]
    predicted, backprop = model.begin_update([rows for rows, _ in batch])
    gradients = []
    loss = 0.0
    for probabilities, (_, labels) in zip(predicted, batch, strict=True):
        gradient = probabilities.copy()
        at = np.arange(len(labels))
        loss -= float(np.log(np.maximum(probabilities[at, labels], 1e-9)).sum())
        gradient[at, labels] -= 1.0
        gradients.append(gradient)
    scale = sum(len(labels) for _, labels in batch)
    backprop([g / scale for g in gradients])
    model.finish_update(optimizer)
    optimizer.step_schedules()
    return loss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=120_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ner.MODEL)
    args = parser.parse_args()
    train(first_half(args.clean), args.texts, args.seed, args.out)


if __name__ == "__main__":
    main()
