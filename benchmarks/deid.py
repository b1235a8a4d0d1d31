"""How fast the anonymizer reads, beside Presidio's default registry (patterns alone) on the same texts in the same run.

    python -m benchmarks.deid

Texts are the repository's own test corpus. CPU seconds are this process's own: a busy machine distorts them less.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.table import show
from bot.anonymizer import evaluation, memory
from bot.anonymizer.pipeline import Pipeline
from bot.review import MAX_CHARACTERS, Context

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
ROUNDS, TURN = 5, 25  # texts
PRESIDIO = "Presidio, default patterns"
HOSTILE = (
    "a.",
    "1-",
    "Aa ",
    "Aa-",
    "A ",
    "Dr Smith ",
    "MRN 1",
    "name: Aa Bb ",
    "lives in Aa of the ",
    "a b c d e ",
    "\u200bа",
    "1\n",
    "1/",
    "(",
    "@",
    "[at]",
    "&#",
    "9",
    "[(",
    "J o h n ",
    "Dr ",
    "St ",
    "A'",
    "3月",
    "床1",
    "a_b_",
    "x@y.zz ",
    "Apt 4 ",
    "lives at 1 Aa ",
)


def texts() -> list[str]:
    return [d["text"] for name in ("own", "own_clean") for d in evaluation.read_corpus(CORPUS / f"{name}.jsonl")]


def timed(readers: dict[str, Callable[[str], object]], several: Sequence[str]) -> dict[str, float]:
    """Texts a CPU second for each reader: the best of some rounds. In a round the readers take turns after every few
    texts, so that whatever else the machine does falls on all of them. Patterns are compiled before; no word is known.
    """
    for read in readers.values():
        for text in several:
            read(text)
    gc.collect()
    gc.freeze()  # as a worker and the command line do once they have loaded
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(ROUNDS):
        memory.forget()
        spent = dict.fromkeys(readers, 0.0)
        for at in range(0, len(several), TURN):
            for name, read in readers.items():
                begun = time.process_time()
                for text in several[at : at + TURN]:
                    read(text)
                spent[name] += time.process_time() - begun
        best = {name: min(best[name], seconds) for name, seconds in spent.items()}
    return {name: len(several) / seconds for name, seconds in best.items()}


def through_the_pipe(several: Sequence[str]) -> tuple[float, float]:
    """Seconds until ``curbside deid --jsonl`` gives its first answer, and texts a second after that."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "deid", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(text: str) -> None:
            process.stdin.write(json.dumps({"id": "0", "text": text}) + "\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            process.stdout.readline()  # type: ignore[union-attr]

        ask("Seen by Dr Smith on 3/4/2020.")
        ready = time.perf_counter()
        for text in several:
            ask(text)
        done = time.perf_counter()
        process.stdin.close()
    return ready - begun, len(several) / (done - ready)


def main() -> None:
    several = texts()
    pipeline = Pipeline()

    def whole(text: str) -> object:
        return pipeline.read({"text": text}, {}, Context())

    ready, piped = through_the_pipe(several)
    rates = timed(
        {"detection": evaluation.curbside(), "detection, labels, risk": whole, PRESIDIO: evaluation.presidio()}, several
    )
    show(
        f"{len(several)} texts, one core",
        ("", "texts/CPU s", "beside Presidio"),
        [(name, rate, rate / rates[PRESIDIO]) for name, rate in rates.items()],
    )
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    show("curbside deid --jsonl", ("ready, s", "texts/s", "memory, MB"), [(f"{ready:.2f}", piped, megabytes)])
    long = (" ".join(several) * 2)[:MAX_CHARACTERS]
    rows2 = []
    for name, text in [
        ("ordinary text", long),
        *((repr(unit), (unit * MAX_CHARACTERS)[:MAX_CHARACTERS]) for unit in HOSTILE),
    ]:
        seconds = []
        for length in (MAX_CHARACTERS // 2, MAX_CHARACTERS):
            begun = time.process_time()
            whole(text[:length])
            seconds.append(time.process_time() - begun)
        rows2.append((name, *seconds, seconds[1] / max(seconds[0], 1e-9)))
    show("CPU seconds by length, linear is 2", ("", f"{MAX_CHARACTERS // 2}", f"{MAX_CHARACTERS}", "ratio"), rows2)


if __name__ == "__main__":
    main()
