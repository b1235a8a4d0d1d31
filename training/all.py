"""Train all that ships: ``python -m training.all --clean mts_clean.jsonl``. Seeded; three quarters of an hour on two
cores.

First the NER without either half of the development texts, for the weigher to be taught on what they have not seen;
then the weigher, and beside it the NER that ships, with both halves.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bot.anonymizer import ner
from training import weigher
from training.train import first_half, train

_HALF, _WHOLE = 130_000, 300_000  # texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ner.MODEL)
    args = parser.parse_args()
    clean = first_half(args.clean)
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(2) as pool:
        halves = [Path(folder) / str(without) for without in (0, 1)]
        taught = [pool.submit(train, clean, _HALF, args.seed, half, without) for without, half in enumerate(halves)]
        for half in taught:
            half.result()
        made = Path(folder) / "whole"
        whole = pool.submit(train, clean, _WHOLE, args.seed, made)
        weigher.teach(halves, clean, args.seed, Path(folder) / "weigher.npz")
        whole.result()
        args.out.mkdir(parents=True, exist_ok=True)
        for file in (*made.iterdir(), Path(folder) / "weigher.npz"):  # all or none: they belong together
            shutil.copy(file, args.out)


if __name__ == "__main__":
    main()
