"""How often a span of a given score is an identifier, and the curve of it for the documentation.

    python -m benchmarks.calibration [CORPUS ...]

Spans over the own corpus (or those named) are put into bins by score; for each, the share that meets a marked
identifier. SURE and DOUBT in bot.anonymizer.findings are read off this curve: above SURE nearly every span is one.
Writes docs/pictures/calibration.svg.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from benchmarks.table import show
from bot.anonymizer import evaluation
from bot.anonymizer.detection import Detector
from bot.anonymizer.findings import SURE
from bot.review import Context

HOME = Path(__file__).parent.parent
BINS = (0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.01)
WIDTH, HEIGHT, EDGE = 480, 300, 40


def measure(paths: list[Path]) -> list[tuple[float, float, int]]:
    """For each bin: its middle score, the share of its spans that meet an identifier, and how many there are."""
    detector, counts = Detector(), defaultdict(lambda: [0, 0])
    for path in paths:
        for document in evaluation.read_corpus(path):
            for finding in detector.detect({"t": document["text"]}, Context())["t"]:
                right = any(start < finding.end and finding.start < end for start, end, _ in document["spans"])
                low = max(edge for edge in BINS if edge <= finding.score)
                counts[low][0] += right
                counts[low][1] += 1
    middles = {low: (low + min(high, 1.0)) / 2 for low, high in pairwise(BINS)}
    return [(middles[low], right / total, total) for low, (right, total) in sorted(counts.items())]


def curve(points: list[tuple[float, float, int]]) -> str:
    def at(score: float, share: float) -> str:
        return (
            f"{EDGE + (score - 0.3) / 0.7 * (WIDTH - 2 * EDGE):.1f},{HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE):.1f}"
        )

    line = " ".join(at(score, share) for score, share, _ in points)
    dots = "".join(
        '<circle cx="{}" cy="{}" r="4" fill="#0a6"/>'.format(*at(score, share).split(",")) for score, share, _ in points
    )
    x1, y1 = at(SURE, 0).split(",")
    _, y2 = at(SURE, 1).split(",")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12" '
        'role="img" aria-label="Share of spans that are identifiers, by score">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<polyline points="{at(0.3, 0)} {at(1, 0)}" stroke="#333" fill="none"/>'
        f'<polyline points="{at(0.3, 0)} {at(0.3, 1)}" stroke="#333" fill="none"/>'
        f'<polyline points="{at(0.3, 0.3)} {at(1, 1)}" stroke="#bbb" stroke-dasharray="4" fill="none"/>'
        f'<line x1="{x1}" y1="{y1}" x2="{x1}" y2="{y2}" stroke="#c33"/>'
        f'<text x="{float(x1) + 4}" y="{float(y2) + 12}">auto</text>'
        f'<polyline points="{line}" stroke="#0a6" stroke-width="2" fill="none"/>{dots}'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">score</text>'
        f'<text x="14" y="{HEIGHT / 2}" transform="rotate(-90 14 {HEIGHT / 2})" text-anchor="middle">'
        "share that are identifiers</text></svg>"
    )


def main() -> None:
    named = [Path(p) for p in sys.argv[1:]]
    points = measure(named or [HOME / "tests" / "corpus" / f"{name}.jsonl" for name in ("own", "own_clean")])
    show(
        "score and truth",
        ("score", "share right", "spans"),
        [(f"{score:.2f}", share, count) for score, share, count in points],
    )
    (HOME / "docs" / "pictures" / "calibration.svg").write_text(curve(points) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
