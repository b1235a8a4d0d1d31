from __future__ import annotations

import pytest

from bot.i18n import say
from bot.model import Ref, SubjectKind
from bot.text import CleanText
from bot.views import Actions, Button, Capabilities, Fields, Table, Text, degrade, parse_token, reply, words
from tests.support import clean

SMALL = Capabilities(private=False, tables=False, text_limit=40, buttons=2)
REF = Ref(SubjectKind.CASE, 3)


def shown(answer):  # type: ignore[no-untyped-def]
    return degrade(answer, SMALL, lambda ref: Text(say("The rest: {ref}", ref=str(ref))))


def test_a_table_becomes_lines_with_their_heads() -> None:
    answer = shown(reply(Table((say("Case"), say("By")), ((words("CASE-1"), words("Ann")),))))
    (block,) = answer.blocks
    assert isinstance(block, Fields)
    assert [(item.label.text(), item.body.text()) for item in block.items] == [("Case", "CASE-1"), ("By", "Ann")]  # type: ignore[union-attr]


def test_long_text_is_cut_with_a_way_to_the_rest() -> None:
    answer = shown(reply(Text(clean("word " * 40)), subject=REF))
    text, more = answer.blocks
    assert isinstance(text, Text)
    assert isinstance(text.body, CleanText)
    assert len(text.body) <= 40
    assert more.body.text() == "The rest: CASE-3"  # type: ignore[union-attr]


def test_what_fits_is_left_alone() -> None:
    answer = reply(say("Short."), Actions((Button(say("Open"), "case show", REF),)))
    assert shown(answer) == answer


def test_a_buttons_token_reads_back_and_fits_the_platforms() -> None:
    button = Button(say("Accept"), "consult acknowledge", Ref(SubjectKind.CONSULT, 1234567890))
    assert parse_token(button.token) == (button.path, button.subject)
    assert parse_token(Button(say("Help"), "help").token) == ("help", None)
    assert len(button.token) <= 100  # Discord's custom_id


@pytest.mark.parametrize("token", ["", "case show", "case show|nonsense", "case show|CASE-0", "x|EVIL-1"])
def test_a_token_that_is_none_is_an_error(token: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever of its kinds
        parse_token(token)


@pytest.mark.parametrize("typed", ["case-3", " CASE-3 ", "Case-3"])
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert Ref.parse(typed) == REF
