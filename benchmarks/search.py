"""How long a search takes, at 10,000 cases.

    python -m benchmarks.search [CASES]

A community with so many cases, and one with a hundredth of it in the same index, are searched by a member (not a
moderator, so that every audience is checked) for a rare word, a common word, a phrase, an exclusion, and a word that is
in every case. What is timed is a read of the store: snapshot, query, rights, ranking, excerpts. Words are drawn with
Zipf's frequencies, as in real text. Aim: p99 under 25 ms.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.table import percentile, show
from bot.search import Query, parse
from bot.store.base import Scope
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from tests.store.stage import Stage, new_database, opened, seed, write_case

VOCABULARY = 20_000
WORDS_A_CASE = 120
SEARCHES = 200
BATCH = 250


def words(rng: random.Random, count: int) -> list[str]:
    """Words zqa … by Zipf's law: the first stands in most cases, the last in hardly any."""
    return [f"zq{name(min(VOCABULARY - 1, int(VOCABULARY ** rng.random())))}" for _ in range(count)]


def name(number: int) -> str:
    letters = ""
    while number >= 0:
        letters = chr(97 + number % 26) + letters
        number = number // 26 - 1
    return letters


async def fill(store: SqliteStore, stage: Stage, cases: int, rng: random.Random) -> None:
    for start in range(0, cases, BATCH):
        texts = ["patient " + " ".join(words(rng, WORDS_A_CASE)) for _ in range(min(BATCH, cases - start))]

        def work(unit: Unit, texts: list[str] = texts) -> None:
            for text in texts:
                write_case(unit, text=text)

        await store.write(stage.scope(), work)


QUERIES: dict[str, Callable[[random.Random], str]] = {
    "a rare word": lambda rng: f"zq{name(rng.randrange(VOCABULARY // 2, VOCABULARY))}",
    "a common word": lambda rng: f"zq{name(rng.randrange(20, 60))}",
    "two words": lambda rng: " ".join(words(rng, 2)),
    "a phrase": lambda rng: '"' + " ".join(words(rng, 2)) + '"',
    "an exclusion": lambda rng: f"zq{name(rng.randrange(20, 60))} -zq{name(rng.randrange(0, 20))}",
    "a word of every case": lambda rng: "patient",
}


def search(query: Query, unit: Unit) -> tuple[int, float]:
    """How many were found, and the CPU time in ms, which says the same also on a machine that others use."""
    began = time.thread_time()
    return len(unit.index.search(query)), 1000 * (time.thread_time() - began)


async def timed(store: SqliteStore, scope: Scope, kind: str, rng: random.Random) -> tuple[float, float, float, float]:
    """Median and p99 in ms, p99 of the CPU time, and how many were found on average."""
    waits, work, found = [], [], 0
    for _ in range(SEARCHES):
        query = parse(QUERIES[kind](rng))
        assert query is not None
        began = time.perf_counter()
        count, cpu = await store.read(scope, partial(search, query))
        waits.append(1000 * (time.perf_counter() - began))
        work.append(cpu)
        found += count
    return percentile(waits, 0.5), percentile(waits, 0.99), percentile(work, 0.99), found / SEARCHES


async def main(cases: int) -> None:
    rng = random.Random(7)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        async with opened(new_database(Path(folder))) as store:
            for size in (cases, cases // 100):
                stage = await store.write(None, seed)
                await fill(store, stage, size, rng)
                reader = stage.scope(stage.specialist)
                rows += [(f"{kind}, {size} cases", *await timed(store, reader, kind, rng)) for kind in QUERIES]
    show(f"searches among {cases} cases", ("looked for", "median ms", "p99 ms", "p99 CPU ms", "found"), rows)
    print(f"slowest p99: {max(row[2] for row in rows):.1f} ms, of CPU {max(row[3] for row in rows):.1f} ms (aim: 25)")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
