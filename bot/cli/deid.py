"""curbside deid: show what the anonymizer finds in a text, or answer one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from bot.anonymizer.detection import Detector
from bot.anonymizer.findings import SURE
from bot.review import Context


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("deid", help="show what the anonymizer finds in a text")
    _arguments(parser)
    parser.set_defaults(run=run)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl", action="store_true", help='read {"id", "text"} a line, answer {"id", "spans"} a line'
    )
    parser.add_argument("paths", nargs="*", metavar="FILE")


def run(args: argparse.Namespace) -> int:
    if args.jsonl:
        return answer_lines()
    return 0


def answer_lines() -> int:
    detector = Detector()
    context = Context(day_first=False)
    for line in sys.stdin:
        if not line.strip():
            continue
        asked = json.loads(line)
        spans = detector.detect({"text": asked["text"]}, context)["text"]
        told = [
            {
                "start": s.start,
                "end": s.end,
                "kind": s.kind.value,
                "tier": "auto" if s.score >= SURE else "ask",
                "source": s.source,
                "score": s.score,
            }
            for s in spans
        ]
        print(json.dumps({"id": asked["id"], "spans": told}), flush=True)
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="curbside deid")
    _arguments(parser)
    return run(parser.parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
