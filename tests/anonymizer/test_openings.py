"""No match begins where the plan of its pattern says that none can, for every pattern of the recognizers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.anonymizer import lowered
from bot.anonymizer.normalise import lower
from bot.anonymizer.openings import plan
from bot.anonymizer.outline import CAPITALISED, DIGIT, ELIDED, NUMBER, Outline
from tests.anonymizer.test_lowered import CASES, patterns
from tests.anonymizer.test_properties import TEXTS

PATTERNS = sorted({p for p in patterns() if not p.search("")}, key=lambda p: p.pattern)
PLANS = [(pattern, plan(pattern)) for pattern in PATTERNS]


def test_most_patterns_are_tried_and_not_looked_for() -> None:
    assert sum(bool(known.begins) for _, known in PLANS) > 150


@settings(max_examples=150, deadline=None)
@given(text=TEXTS | st.text(max_size=40), case=CASES)
def test_a_match_begins_and_holds_what_its_plan_says(text: str, case: Callable[[str], str]) -> None:
    typed = case(text)
    outline = Outline(typed, lower(typed))
    for pattern, (begins, holds) in PLANS:
        starts = {match.start() for match in pattern.finditer(typed)}
        assert not starts or not any(keys.isdisjoint(outline.keys) for keys in holds), pattern.pattern
        assert begins is None or starts <= set(outline.of(begins & outline.keys)), pattern.pattern
        assert [m.span() for m in lowered.finditer(pattern, typed)] == [m.span() for m in pattern.finditer(typed)]


@pytest.mark.parametrize(
    ("source", "begins", "holds"),
    [
        (r"(?i)\b(?:of|Ward|hospitals?) \d", {"of.", "ward", "hosp"}, {NUMBER}),
        (r"(?<!\w)[A-Z]\w+ said\b", {CAPITALISED}, {"said"}),
        (r"(?:\bthe )?(?<![\w@])[A-Z]\w+/", {"the.", CAPITALISED}, {"/"}),
        (r"d'\w+@", {ELIDED}, {"@"}),
        (r"\b(?:on\w*|dr(?!\w|[.]\d))", {"on*", "on.", "dr."}, None),
        (r"(?<!\w)[A-Z]\d[A-Z]{2}\b", {"^."}, {"^?."}),
        (r"(?<![a-z])ward(?![a-z])", None, None),
        (r"\b(?:a{2,9}|bc?)\b", {"aa.", "aaa.", "aaaa", "b.", "bc."}, None),
        (r"\d\d(?=%)", {DIGIT}, {"%"}),
        (r"[^\s<>]+@", None, {"@"}),
        (r"ward", None, None),  # it may stand in the middle of a word
    ],
)
def test_a_plan(source: str, begins: set[str] | None, holds: set[str] | None) -> None:
    known = plan(re.compile(source))
    assert known.begins == begins
    assert holds is None or holds in known.holds
