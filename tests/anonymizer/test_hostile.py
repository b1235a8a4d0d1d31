"""Texts built to be slow cost in proportion to their length: the work is counted in calls, not in seconds.

What goes on inside one regular expression can't be counted; ``python -m benchmarks.deid`` times that.
"""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from bot.anonymizer import memory
from bot.anonymizer.pipeline import Pipeline
from bot.review import Context

SHORT, TIMES = 600, 3
LINEAR = 1.35  # times the growth in length: lists double, and what is found once costs once
UNITS = [
    "1/", "(", "Dr ", "a.", "J o h n ", "1-", "@", "[at]", "&#", "[(", "<", "9", "St ", "A'", "3月", "床1", "a_b_",
    "Aa ", "A. ", "Dr Smith ", "her son Aa ", "MRN 1", "x@y.zz ", "12:34 ", "1 Jan ", "Monday ", "bed 4 ", "[PATIENT] ",
    "943 476 5919 ", "farmer ", '"', "1\n", "\u200bа", "Aa (94) ", "lives in Aa of the ", "day +3 ", "Elm St, ", "**1",
    "Mr Quorz [PATIENT] ",
]  # fmt: skip


def work(pipeline: Pipeline, text: str) -> int:
    """How many functions, of ours and built in, are called to read ``text``."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    memory.forget()
    sys.setprofile(count)
    try:
        pipeline.read({"t": text}, {}, Context(places=("Aa Hospital",), said=("Moyamoya.",)))
    finally:
        sys.setprofile(None)
    return calls


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    made = Pipeline()
    made.read({"t": "Seen by Dr Smith on 3/4/2020, Monday 5 May."}, {}, Context())
    return made


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_the_length(pipeline: Pipeline, unit: str) -> None:
    text = unit * SHORT * TIMES
    work(pipeline, text[:SHORT])  # patterns are rewritten once
    once, more = work(pipeline, text[:SHORT]), work(pipeline, text[: SHORT * TIMES])
    assert more < once * TIMES * LINEAR
