"""``curbside deid``: what the anonymizer takes out of a text, a file, a folder, or one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.anonymizer import Anonymizer, evaluation
from bot.errors import CurbsideError
from bot.review import Context, FieldReview, Tier
from bot.text import RawText, UnreadableText

SUFFIXES = (".txt", ".md", ".text")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="files or folders; none: standard input; evaluate CORPUS...: figures on labelled text",
    )
    parser.add_argument("--clean", action="store_true", help="print the result alone, as it would be posted")
    parser.add_argument("--json", action="store_true", help="print the spans and the result as JSON")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the results there, under the same names")
    parser.add_argument("--jsonl", action="store_true", help='answer {"id", "text"} a line with {"id", "spans"} a line')
    parser.add_argument(
        "--beside", choices=("presidio",), help="evaluate: the same texts read by Presidio's default registry"
    )
    parser.add_argument("--misses", action="store_true", help="evaluate: list what was not found")
    parser.add_argument("--month-first", action="store_true", help="read 3/4 as March 4th")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 where a text could not be read."""
    if args.paths and args.paths[0] == Path("evaluate"):
        return evaluate(args)
    anonymizer = Anonymizer()
    context = Context(day_first=not args.month_first)
    if args.jsonl:
        return answer_lines(anonymizer, context)
    files = list(_files(args.paths))
    if not files:
        return _show(args, anonymizer, context, "standard input", sys.stdin.buffer.read())
    failed = 0
    for path in _progress(files, show=args.out is not None):
        failed += _show(args, anonymizer, context, path.name, path.read_bytes())
    return 1 if failed else 0


def evaluate(args: argparse.Namespace) -> int:
    """Print a table for each corpus: the whole, each kind, each country with ten identifiers or more."""
    finders = {"curbside": evaluation.curbside()}
    if args.beside:
        finders[args.beside] = evaluation.presidio()
    for path in args.paths[1:]:
        documents = evaluation.read_corpus(path)
        for name, find in finders.items():
            result = evaluation.evaluate(documents, find)
            print(f"\n{path.name}, {len(documents)} texts, {name}")
            print(f"{'':<12}{'n':>6}" + "".join(f"{head:>9}" for head in result.whole.row()))
            rows = {"all": result.whole} | dict(sorted(result.kinds.items()))
            rows |= {
                f"in {k}": v for k, v in sorted(result.countries.items()) if v.gold >= 10 and len(result.countries) > 1
            }
            for label, figures in rows.items():
                cells = "".join(
                    f"{value:>9.4f}" if value is not None else f"{'-':>9}" for value in figures.row().values()
                )
                print(f"{label:<12}{figures.gold:>6}{cells}")
            for miss in result.misses if args.misses and name == "curbside" else ():
                print("missed: " + json.dumps(miss, ensure_ascii=False))
    return 0


def answer_lines(anonymizer: Anonymizer, context: Context) -> int:
    """The protocol of scorers: one answer a line, flushed; offsets count code points of the text as given."""
    for line in sys.stdin:
        if line.strip():
            asked = json.loads(line)
            field = anonymizer.review({"text": RawText(asked["text"])}, context=context).fields["text"]
            print(json.dumps({"id": asked["id"], "spans": _spans(field)}), flush=True)
    return 0


def _show(args: argparse.Namespace, anonymizer: Anonymizer, context: Context, name: str, content: bytes) -> int:
    try:
        raw = RawText(content.decode("utf8"))
        field = anonymizer.review({"text": raw}, context=context).fields["text"]
    except (UnicodeDecodeError, UnreadableText):
        print(f"curbside: {name} isn't readable text in UTF-8; left out.", file=sys.stderr)
        return 1
    except CurbsideError as error:
        print(f"curbside: {name}: {error.message.text()}", file=sys.stderr)
        return 1
    if args.json:
        shown = json.dumps({"name": name, "spans": _spans(field), "result": str(field.result)}, ensure_ascii=False)
    elif args.clean or args.out:
        shown = str(field.result)
    else:
        shown = marked(raw, field, colour=sys.stdout.isatty())
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / name).write_text(shown, encoding="utf8")
    else:
        print(shown)
    return 0


def marked(raw: RawText, field: FieldReview, *, colour: bool) -> str:
    """The text with what is replaced struck out and what is doubtful in question: '{Anna -> [PATIENT]}', '{Rose ?}'."""
    text, at, pieces = raw.expose(), 0, []
    for span in field.spans:
        doubtful = span.tier is Tier.ASK
        word = text[span.start : span.end]
        mark = f"{{{word} ? {span.replacement}}}" if doubtful else f"{{{word} -> {span.replacement}}}"
        pieces += [text[at : span.start], f"\033[{33 if doubtful else 31}m{mark}\033[0m" if colour else mark]
        at = span.end
    return "".join(pieces) + text[at:]


def _spans(field: FieldReview) -> list[dict[str, Any]]:
    return [
        {
            "start": span.start, "end": span.end, "kind": span.kind.value, "tier": span.tier.value,
            "replacement": span.replacement, "score": round(span.score, 3), "source": span.source,
        }
        for span in field.spans
    ]  # fmt: skip


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES)
        elif path.exists():
            yield path
        else:
            print(f"curbside: there is no {path}", file=sys.stderr)


def _progress(files: list[Path], *, show: bool) -> Iterator[Path]:
    """A bar on standard error, where somebody watches."""
    for number, path in enumerate(files, 1):
        yield path
        if show and sys.stderr.isatty():
            done = 30 * number // len(files)
            print(f"\r[{'#' * done}{'.' * (30 - done)}] {number}/{len(files)}", end="", file=sys.stderr, flush=True)
    if show and sys.stderr.isatty():
        print(file=sys.stderr)
