"""``curbside deid``: what the anonymizer takes out of a text, a file, a folder, or one JSON object a line."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot import settings
from bot.anonymizer import Anonymizer, evaluation
from bot.anonymizer.pipeline import Pipeline, detector
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
    anonymizer = Anonymizer(Pipeline(detector(settings.load().anonymizer.spacy)))
    gc.freeze()  # what is loaded stays: looking through it for garbage again and again costs a twentieth of the time
    context = Context(day_first=not args.month_first)
    if args.jsonl:
        return answer_lines(anonymizer, context)
    if not args.paths:
        return _show(args, anonymizer, context, Path("standard input"), sys.stdin.buffer.read())
    files, failed = _files(args.paths)
    for name, path in _progress(files, show=args.out is not None):
        failed += _show(args, anonymizer, context, name, path.read_bytes())
    return 1 if failed else 0


def evaluate(args: argparse.Namespace) -> int:
    """Print a table for each corpus: the whole, each kind, each country with ten identifiers or more."""
    finders = {"curbside": evaluation.curbside(settings.load().anonymizer.spacy)}
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
    """The protocol of scorers: one answer a line, flushed; offsets count code points of the text as given.

    A line that can't be read is answered with an error, and the next one is read.
    """
    failed = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        asked: Any = None
        try:
            asked = json.loads(line)
            field = anonymizer.review({"text": RawText(asked["text"])}, context=context).fields["text"]
            answer = {"id": asked["id"], "spans": _spans(field)}
        except (ValueError, KeyError, TypeError, CurbsideError) as error:
            why = error.message.text() if isinstance(error, CurbsideError) else 'not {"id", "text"} as JSON in UTF-8'
            failed += _fault(f"line {number}: {why}")
            answer = {"id": asked.get("id") if isinstance(asked, dict) else None, "error": why, "spans": []}
        print(json.dumps(answer), flush=True)
    return 1 if failed else 0


def _show(args: argparse.Namespace, anonymizer: Anonymizer, context: Context, name: Path, content: bytes) -> int:
    """Print or write one result; 1 where the text can't be read or its result would overwrite a file."""
    try:
        raw = RawText(content.decode("utf8"))
        field = anonymizer.review({"text": raw}, context=context).fields["text"]
    except (UnicodeDecodeError, UnreadableText):
        return _fault(f"{name} isn't readable text in UTF-8; left out.")
    except CurbsideError as error:
        return _fault(f"{name}: {error.message.text()}")
    if args.json:
        found = {"name": str(name), "spans": _spans(field), "result": str(field.result)}
        shown = json.dumps(found, ensure_ascii=False)
    elif args.clean or args.out:
        shown = str(field.result)
    else:
        shown = marked(raw, field, colour=sys.stdout.isatty())
    if not args.out:
        print(shown)
        return 0
    target = args.out / name
    if target.exists():
        return _fault(f"{target} is there already and is not overwritten; choose another --out.")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(shown, encoding="utf8")
    return 0


def _fault(words: str) -> int:
    print(f"curbside: {words}", file=sys.stderr)
    return 1


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


def _files(paths: Iterable[Path]) -> tuple[list[tuple[Path, Path]], int]:
    """Each file under the name that its result has, and how many paths lead nowhere."""
    found: list[tuple[Path, Path]] = []
    missing = 0
    for path in paths:
        if path.is_dir():
            found += [(p.relative_to(path), p) for p in sorted(path.rglob("*")) if p.suffix in SUFFIXES]
        elif path.exists():
            found.append((Path(path.name), path))
        else:
            missing += _fault(f"there is no {path}")
    return found, missing


def _progress(files: list[tuple[Path, Path]], *, show: bool) -> Iterator[tuple[Path, Path]]:
    """A bar on standard error, where somebody watches."""
    for number, item in enumerate(files, 1):
        yield item
        if show and sys.stderr.isatty():
            done = 30 * number // len(files)
            print(f"\r[{'#' * done}{'.' * (30 - done)}] {number}/{len(files)}", end="", file=sys.stderr, flush=True)
    if show and sys.stderr.isatty():
        print(file=sys.stderr)
