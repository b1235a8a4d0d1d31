"""Build the labelled test text from its hand-written sources.

The offsets are computed, because hand-counted ones are wrong sooner or later. A source holds one block per text::

    @ IN reply
    ask {NAME:Sharma}, she had one like this in {DATE:March}

A header names country, register and, where it is not English, the language. The text runs to the next header.

    python tests/corpus/build.py     writes own.jsonl and own_clean.jsonl beside this file
"""

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KINDS = {
    "NAME", "USERNAME", "AGE90", "DATE", "LOCATION", "ORG", "PHONE", "EMAIL", "URL", "IP", "ID",
}  # fmt: skip
REGISTERS = {"post", "reply", "narrative", "record", "handoff", "question"}
SOURCES = {"own.jsonl": "own", "own_clean.jsonl": "clean"}
HEADER = re.compile(r"@ (?P<country>[A-Z]{2}) (?P<register>[a-z]+)(?: (?P<lang>[a-z]{2}))?")
MARK = re.compile(r"\{([A-Z0-9]+):([^{}]*)\}")


def unmark(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the plain text and its spans, as (start, end, kind) in code points of that text."""
    text = ""
    spans = []
    read_to = 0
    for mark in MARK.finditer(marked):
        text += marked[read_to : mark.start()]
        start = len(text)
        text += mark[2]
        spans.append((start, len(text), mark[1]))
        read_to = mark.end()
    text += marked[read_to:]
    if "{" in text or "}" in text:
        raise ValueError(f"a brace is left over: {text[:60]!r}")
    return text, spans


def blocks(source: Path) -> list[dict[str, Any]]:
    """Return the lines of the corpus that one source file makes, in its order."""
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in source.read_text(encoding="utf-8").splitlines():
        if header := HEADER.fullmatch(line):
            found.append((header, []))
        elif found:
            found[-1][1].append(line)
        elif line.strip():
            raise ValueError(f"{source.name}: text before the first header")
    made = []
    for number, (header, lines) in enumerate(found, start=1):
        text, spans = unmark("\n".join(lines).strip())
        made.append(
            {
                "id": f"{source.stem}-{number:03d}",
                "text": text,
                "spans": spans,
                "lang": header["lang"] or "en",
                "register": header["register"],
                "country": header["country"],
            }
        )
    return made


def build(folder: Path) -> str:
    """Return the JSON lines that the sources in a folder make."""
    return "".join(
        json.dumps(line, ensure_ascii=False) + "\n"
        for source in sorted(folder.glob("*.txt"))
        for line in blocks(source)
    )


if __name__ == "__main__":
    for target, folder in SOURCES.items():
        (HERE / target).write_text(build(HERE / folder), encoding="utf-8")
