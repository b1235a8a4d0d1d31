"""Train the weigher: ``python -m training.weigher --model HALF ...``; see ``bot/anonymizer/weigh.py``.

It learns from the development texts what the recognizers' findings were worth. The statistical model has seen these
texts, too, and would look surer than it is; so each half of them is read by a model that was trained without it
(``python -m training.train --without 0``, ``--without 1``). The lines of ``--clean`` teach what is none.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Adam, Dropout, Linear, Relu, chain, fix_random_seed

from bot.anonymizer import weigh
from bot.anonymizer.candidates import candidates
from bot.anonymizer.detection import Detector, PackagedModel
from bot.anonymizer.ner import Ner
from bot.review import Context, Kind
from training import generate, real
from training.evaluate import masked
from training.train import first_half

_HIDDEN, _EPOCHS, _BATCH = 40, 30, 256
_MEMBERS = 5
_LEARNT_FROM = 0.8  # share of the places, for the curve that is printed
_CLEANED = 0.3  # of the texts that name somebody are read once more with our labels in them
_TAKEN = 0.75  # share of a stretch's words that must belong to an identifier, the first and the last among them
_WORD = re.compile(r"[^\W_]+")
Rows = NDArray[np.float32]


def read(detector: Detector, text: str, marked: bytearray, leave: frozenset[Kind] = frozenset()) -> tuple[Rows, Rows]:
    """The evidence of each place that isn't certain; whether it is an identifier, and whether it touches one."""
    _, reading, findings = detector.candidates(text, Context())
    kept = weigh.stretches(candidates(reading, findings)) if reading.text == text else []
    rows = weigh.describe(reading, kept)
    wanted = [
        not any(map(weigh.is_certain, place.findings)) and not {f.kind for f in place.findings} <= leave
        for place in kept
    ]
    truth = [_names(text, marked, place) for place in kept]
    return rows[wanted], np.array(truth, dtype=np.float32).reshape(-1, 2)[wanted]


def _names(text: str, marked: bytearray, place: weigh.Stretch) -> tuple[bool, bool]:
    words = [all(marked[m.start() : m.end()]) for m in _WORD.finditer(text, place.start, place.end)]
    return bool(words) and words[0] and words[-1] and sum(words) >= _TAKEN * len(words), any(words)


def examples(models: Sequence[Path], clean: Sequence[str]) -> Iterator[tuple[Rows, Rows]]:
    detectors = [Detector(model=PackagedModel(Ner(path)), weigh=lambda _, findings: list(findings)) for path in models]
    rng = random.Random(0)
    for block in real.blocks():
        detector = detectors[real.half(block["text"])]
        marked = masked(block["text"], [(start, end) for start, end, _ in block["spans"]])
        yield read(detector, block["text"], marked)
        if block["spans"] and rng.random() < _CLEANED:
            yield read(detector, *_cleaned(rng, block))
    for line in clean:  # days were left in them
        yield read(detectors[0], line, bytearray(len(line)), frozenset({Kind.DATE}))


def _cleaned(rng: random.Random, block: dict[str, Any]) -> tuple[str, bytearray]:
    """The text as it comes back when it was cleaned before, and what is left in it."""
    pieces = [generate.replaced(rng, piece) for piece in real.cut(block["text"], block["spans"])]
    text, spans = generate.assemble(pieces)
    return text, masked(text, [(start, end) for start, end, label in spans if generate.names_something(label)])


def train(rows: Rows, truth: Rows, seed: int) -> dict[str, Rows]:
    return together([train_one(rows, truth, seed + i) for i in range(_MEMBERS)])


def train_one(rows: Rows, truth: Rows, seed: int) -> dict[str, Rows]:
    fix_random_seed(seed)
    rng = random.Random(seed)
    model = chain(Relu(_HIDDEN, rows.shape[1]), Dropout(0.2), Linear(2, _HIDDEN))
    model.initialize()
    optimizer = Adam(0.004, L2=1e-4, use_averages=True)
    order = list(range(len(rows)))
    for _ in range(_EPOCHS):
        rng.shuffle(order)
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            logits, back = model.begin_update(rows[batch])
            back((1 / (1 + np.exp(-logits)) - truth[batch]) / len(batch))
            model.finish_update(optimizer)
    with model.use_params(optimizer.averages):
        hidden, _, last = model.layers
        return {
            "w1": hidden.get_param("W").T.copy(),
            "b1": hidden.get_param("b").copy(),
            "w2": last.get_param("W").T.copy(),
            "b2": last.get_param("b").copy(),
        }


def together(members: Sequence[dict[str, Rows]]) -> dict[str, Rows]:
    """One network that says the mean of what ``members`` say, before the chances are made of it: what one training
    learns by chance, the others don't.
    """
    return {
        "w1": np.concatenate([one["w1"] for one in members], axis=1),
        "b1": np.concatenate([one["b1"] for one in members]),
        "w2": np.concatenate([one["w2"] for one in members]) / len(members),
        "b2": np.mean([one["b2"] for one in members], axis=0),
    }


def curve(said: Rows, truth: Rows) -> str:
    """How many places got which chance, and how many of them are identifiers."""
    lines = []
    for low in (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        high = {0.9: 0.95, 0.95: 1.01, 0.05: 0.1, 0.0: 0.05}.get(low, low + 0.1)
        there = (said >= low) & (said < high)
        if there.any():
            lines.append(f"{low:.2f}  {int(there.sum()):6d}  {float(truth[there].mean()):.3f}")
    return "\n".join(lines)


def teach(models: Sequence[Path], clean: Sequence[str], seed: int, out: Path) -> None:
    """Write the weigher; ``models`` are the folders of the NER without half 0 and of that without half 1."""
    parts = list(examples(models, clean))
    rows, truth = np.concatenate([r for r, _ in parts]), np.concatenate([t for _, t in parts])
    kept = np.random.default_rng(seed).random(len(rows)) < _LEARNT_FROM
    print(f"{len(rows)} places, {int(truth[:, 0].sum())} of them identifiers.")
    np.savez(out, **train(rows[kept], truth[kept], seed))
    said = weigh.Weigher(out).chances(rows[~kept])
    for i, what in enumerate(("are identifiers", "touch one")):
        print(f"Of those not learnt from, by the chance they got, how many {what}:")
        print(curve(said[:, i], truth[~kept, i]))
    np.savez_compressed(out, **train(rows, truth, seed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, nargs=2, required=True, help="that without half 0, that without 1")
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=weigh.WEIGHTS)
    args = parser.parse_args()
    teach(args.model, first_half(args.clean), args.seed, args.out)


if __name__ == "__main__":
    main()
