"""A search in lower case finds what the pattern finds, for every pattern of the recognizers."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.anonymizer import lowered, recognizers
from tests.anonymizer.test_properties import TEXTS


def patterns() -> Iterator[re.Pattern[str]]:
    for module in pkgutil.iter_modules(recognizers.__path__):
        for value in vars(importlib.import_module(f"{recognizers.__name__}.{module.name}")).values():
            several = value.values() if isinstance(value, dict) else value
            for one in several if isinstance(value, (list, tuple, dict)) else [value]:
                for inner in one if isinstance(one, tuple) else [one]:
                    if isinstance(inner, re.Pattern):
                        yield inner


BLIND = sorted({p for p in patterns() if not p.search("") and lowered.rewritten(p.pattern)}, key=lambda p: p.pattern)
CASES = st.sampled_from([str, str.upper, str.title, str.lower, lambda text: text.replace("i", "İ").replace("s", "ſ")])


def test_most_patterns_that_overlook_case_are_searched_for_in_lower_case() -> None:
    assert len(BLIND) > 50


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, case=CASES)
def test_the_same_is_found(text: str, case: Callable[[str], str]) -> None:
    typed = case(text)
    for pattern in BLIND:
        assert [m.span() for m in lowered.finditer(pattern, typed)] == [m.span() for m in pattern.finditer(typed)]


@pytest.mark.parametrize(
    ("source", "rewritten"),
    [
        (r"(?i)\bÄrztin\W", r"\bärztin\W"),
        (r"(?i:DR|Prof) [A-Z][^\W\d_A-Z]+", r"(?:dr|prof) [a-z][^\W\d_]+"),
        (r"(?i:dr) (?!May\b)[^A-Z]", r"(?:dr) [\s\S]"),
        (r"(?i)dr (?!MAY\b)x", r"dr (?!may\b)x"),
        (r"(?i)(?P<a>X)(?P=a)(?-i:Y)", r"(?P<a>x)(?P=a)(?:y)"),
        (r"(?im)^X", r"(?m)^x"),
        (r"[A-Z]\w+ (?i:said)", None),
        (r"(?i)[А-Я]", None),
    ],
)
def test_a_pattern_is_rewritten(source: str, rewritten: str | None) -> None:
    assert lowered.rewritten(source) == rewritten


@given(text=st.text())
def test_lower_case_is_as_long(text: str) -> None:
    assert len(lowered.lower(text)) == len(text)
