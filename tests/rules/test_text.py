from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import CleanText, RawText, UnreadableText
from tests.support import clean


def test_raw_text_refuses_to_become_a_string() -> None:
    raw = RawText("Anna Smith")
    with pytest.raises(TypeError):
        str(raw)
    with pytest.raises(TypeError):
        f"{raw}"
    with pytest.raises(TypeError):
        pickle.dumps(raw)
    with pytest.raises(TypeError):
        hash(raw)
    assert repr(raw) == "<RawText of 10>"


def test_clean_text_has_no_public_constructor() -> None:
    with pytest.raises(TypeError):
        CleanText("anything")


@pytest.mark.parametrize("typed", ["a\x00b", "\ud83d", "x\udfff"])
def test_nul_and_lone_surrogates_are_refused_at_the_edge(typed: str) -> None:
    with pytest.raises(UnreadableText):
        RawText(typed)


def test_line_ends_are_lf() -> None:
    assert RawText("a\r\nb\rc").expose() == "a\nb\nc"


def test_control_characters_do_not_reach_a_reader() -> None:
    assert str(clean("a\x1b[31mb\x07\tc\n")) == "a[31mb\tc\n"


@given(st.text(alphabet="abc def,\n", max_size=300), st.integers(2, 80))
def test_an_excerpt_is_one_line_within_its_limit(text: str, limit: int) -> None:
    excerpt = clean(text).excerpt(limit)
    assert len(excerpt) <= limit
    assert "\n" not in str(excerpt)


@given(st.text(alphabet="aAbB -.,\né", max_size=80), st.sampled_from(["ab", "a b", "é", "A.B"]))
def test_a_redacted_word_stands_nowhere_on_its_own(text: str, word: str) -> None:
    once = clean(text).without(word)
    assert once.without(word) == once
    assert f" {word.lower()} " not in f" {str(once).lower()} ".replace("\n", " ")
