from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
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


WORDS = st.text(alphabet="aAbB -._\né王e\u0301", max_size=60)


@settings(max_examples=500)
@given(WORDS, st.data())
def test_what_is_selected_is_gone(text: str, data: st.DataObject) -> None:
    """Also a part of a word, in any composition: the selection itself is always among what is replaced."""
    whole = clean(text)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    pattern = whole.selection(start, end)
    if not str(whole)[start:end].strip():
        assert pattern is None
        return
    assert pattern is not None
    once, count = whole.without(pattern)
    assert count >= 1
    assert len(once) <= len(whole) + count * len("[REDACTED]")


@pytest.mark.parametrize(
    ("text", "chosen", "left"),
    [
        ("Smith and Smithson, SMITH's", "Smith", "[REDACTED] and Smithson, [REDACTED]'s"),
        ("Xylofrobulate here", "Xylofrob", "[REDACTED]ulate here"),
        ("患者王小明来院。", "王小明", "患者[REDACTED]来院。"),
        ("Whitcombe_2 seen", "Whitcombe", "[REDACTED]_2 seen"),
        ("Jose\u0301 and José", "Jose\u0301", "[REDACTED] and [REDACTED]"),
    ],
)
def test_a_whole_word_is_found_whole_and_a_part_wherever_it_stands(text: str, chosen: str, left: str) -> None:
    pattern = clean(text).selection(text.index(chosen), text.index(chosen) + len(chosen))
    assert pattern is not None
    assert str(clean(text).without(pattern)[0]) == left
