"""Write the anonymizer's figures and misses into the documentation.

    python -m benchmarks.figures [CORPUS ...]

The own corpus comes first, then the development texts that are held back; CORPUS are labelled texts from elsewhere
(.jsonl), which the repository doesn't hold.
Presidio's default registry reads the same texts in the same run. Rewrites what stands between the two marks in
docs/anonymizer.md, and docs/anonymizer-misses.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.anonymizer import evaluation
from training import real

HOME = Path(__file__).parent.parent
OWN = [HOME / "tests" / "corpus" / f"{name}.jsonl" for name in ("own", "own_clean")]
PAGE, MISSES = HOME / "docs" / "anonymizer.md", HOME / "docs" / "anonymizer-misses.md"
START, END = "<!-- figures: python -m benchmarks.figures CORPUS ... -->", "<!-- end of figures -->"
ENOUGH = 10  # identifiers, below which a country's share says nothing


def share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".removeprefix("0")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1), *lines, ""]


def main() -> None:
    find, beside = evaluation.curbside(), evaluation.presidio()
    results = {}
    corpora = {path.stem: evaluation.read_corpus(path) for path in OWN}
    corpora |= real.held_back()
    corpora |= {Path(path).stem: evaluation.read_corpus(Path(path)) for path in sys.argv[1:]}
    for name, documents in corpora.items():
        ours, theirs = evaluation.evaluate(documents, find), evaluation.evaluate(documents, beside)
        results[name] = (len(documents), ours, theirs)
    own = results["own"][1]
    rows = [
        [
            name,
            str(count),
            *map(share, ours.whole.row().values()),
            *map(share, [theirs.whole.row()["found"], theirs.whole.row()["loss"]]),
        ]
        for name, (count, ours, theirs) in results.items()
    ]
    page = table(["corpus", "texts", *own.whole.row(), "Presidio: found", "loss"], rows)
    page += ["The own corpus, by kind:", ""]
    page += table(
        ["kind", "n", "found", "auto"],
        [[k, str(f.gold), *map(share, list(f.row().values())[:2])] for k, f in sorted(own.kinds.items())],
    )
    page += [f"The own corpus, by country of the author ({ENOUGH} identifiers or more):", ""]
    countries = [(k, f) for k, f in sorted(own.countries.items()) if f.gold >= ENOUGH]
    page += table(
        ["country", "n", "found", "auto", "perfect"],
        [[k, str(f.gold), *map(share, list(f.row().values())[:3])] for k, f in countries],
    )
    page += [
        "Presidio is its default registry of patterns, without a spaCy pipeline; found counts every span of it.",
        "",
    ]
    text = PAGE.read_text(encoding="utf8")
    fresh = "\n".join([START, *page, END])
    PAGE.write_text(
        re.sub(r"<!-- figures:.*?<!-- end of figures -->", lambda _: fresh, text, flags=re.DOTALL), encoding="utf8"
    )
    missed = [[i, kind, "`" + said.replace("\n", " ").replace("|", "/") + "`"] for i, kind, said in own.misses]
    head = [
        "# What it misses on its own corpus",
        "",
        "Written by `python -m benchmarks.figures`. All people are invented.",
        "",
    ]
    head += [f"{len(missed)} of {own.whole.gold}.", ""]
    MISSES.write_text("\n".join([*head, *table(["text", "kind", "missed"], missed)]), encoding="utf8")


if __name__ == "__main__":
    main()
