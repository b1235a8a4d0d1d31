"""The labelled text is well-formed, and is what its sources say."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
BUILD = runpy.run_path(str(HERE / "build.py"))


def lines_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def every_line() -> list[dict[str, Any]]:
    return lines_of("own.jsonl") + lines_of("own_clean.jsonl")


@pytest.mark.parametrize(("target", "folder"), BUILD["SOURCES"].items())
def test_the_file_is_what_the_sources_make(target: str, folder: str) -> None:
    assert (HERE / target).read_text(encoding="utf-8") == BUILD["build"](HERE / folder), "run tests/corpus/build.py"


def test_ids_and_texts_are_unique() -> None:
    lines = every_line()
    assert len({line["id"] for line in lines}) == len(lines)
    assert len({line["text"] for line in lines}) == len(lines)


def test_spans_lie_in_the_text_and_apart() -> None:
    for line in every_line():
        read_to = 0
        for start, end, kind in line["spans"]:
            assert kind in BUILD["KINDS"], line["id"]
            assert read_to <= start < end <= len(line["text"]), line["id"]
            marked = line["text"][start:end]
            assert marked == marked.strip(), line["id"]
            read_to = end


def test_every_line_is_of_a_known_register() -> None:
    assert {line["register"] for line in every_line()} == BUILD["REGISTERS"]


def test_the_halves_are_large_and_what_they_claim() -> None:
    identifying = lines_of("own.jsonl")
    clean = lines_of("own_clean.jsonl")
    assert len(identifying) >= 320
    assert len(clean) >= 320
    assert all(line["spans"] for line in identifying)
    assert not any(line["spans"] for line in clean)
    assert {kind for line in identifying for _, _, kind in line["spans"]} == BUILD["KINDS"]
    assert len({line["country"] for line in identifying}) >= 40
    assert len({line["country"] for line in clean}) >= 40


def test_a_left_over_brace_is_refused() -> None:
    with pytest.raises(ValueError, match="brace"):
        BUILD["unmark"]("seen by {NAME:Sharma")
