from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import say
from bot.model import Ref, SubjectKind
from bot.text import CleanText
from bot.views import (
    Actions,
    Block,
    Button,
    Capabilities,
    Code,
    Fields,
    Item,
    Reply,
    Table,
    Text,
    Thread,
    degrade,
    parse_token,
    reply,
    words,
)
from tests.support import clean

SMALL = Capabilities(private=False, tables=False, text_limit=40, buttons=2)
REF = Ref(SubjectKind.CASE, 3)


def shown(answer: Reply) -> Reply:
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


PARAGRAPHS = st.lists(st.text("abc déf\n", max_size=120), max_size=6).map("\n\n".join)
INLINES = st.one_of(PARAGRAPHS.map(clean), st.text("xyz ", max_size=60).map(words))
BUTTONS = st.integers(0, 9).map(lambda n: Button(words(f"b{n}"), "case show", Ref(SubjectKind.CASE, n + 1)))
BLOCKS = st.one_of(
    INLINES.map(Text),
    st.lists(st.builds(Item, st.text("lbl", max_size=9).map(words), INLINES), max_size=4).map(
        lambda i: Fields(tuple(i))
    ),
    st.lists(st.tuples(INLINES, INLINES), max_size=4).map(lambda rows: Table((words("a"), words("b")), tuple(rows))),
    st.lists(BUTTONS, max_size=6).map(lambda buttons: Actions(tuple(buttons))),
    st.lists(INLINES.map(Text), max_size=3).map(lambda texts: Thread(tuple(texts))),
    st.text("0f", max_size=200).map(Code),
)
MEANS = st.builds(
    Capabilities, private=st.booleans(), tables=st.booleans(), text_limit=st.none() | st.integers(30, 300),
    buttons=st.none() | st.integers(0, 8), total=st.none() | st.integers(200, 900), threads=st.booleans(),
)  # fmt: skip


@given(st.lists(BLOCKS, max_size=9), MEANS)
def test_a_reply_is_within_every_adapters_means_and_keeps_its_buttons(blocks: list[Block], to: Capabilities) -> None:
    answer = degrade(reply(*blocks, subject=REF), to, lambda ref: Text(say("The rest: {ref}", ref=str(ref))))
    sizes = [len(words) for block in answer.blocks for words in said_in(block)]
    assert to.total is None or sum(sizes) <= to.total
    assert to.text_limit is None or all(size <= max(to.text_limit, len("The rest: CASE-3")) for b in answer.blocks
                                        if isinstance(b, Text) for size in map(len, said_in(b)))  # fmt: skip
    given_ = [button for block in blocks if isinstance(block, Actions) for button in block.buttons]
    kept = [button for block in answer.blocks if isinstance(block, Actions) for button in block.buttons]
    assert kept == given_[: to.buttons]
    assert to.tables or not any(isinstance(block, Table) for block in answer.blocks)
    assert not any(isinstance(block, Thread) for block in answer.blocks)


@given(st.lists(BLOCKS, max_size=9))
def test_without_limits_nothing_is_lost(blocks: list[Block]) -> None:
    unlimited = Capabilities(private=True, tables=True, text_limit=None, buttons=None)
    answer = degrade(reply(*blocks), unlimited, lambda ref: Text(say("cut")))
    assert [w for b in answer.blocks for w in said_in(b)] == [w for b in blocks for w in said_in(b)]


def said_in(block: Block) -> list[str]:
    if isinstance(block, Text):
        return [str(block.body) if isinstance(block.body, CleanText) else block.body.text()]
    if isinstance(block, Fields):
        return [w for item in block.items for w in (item.label.text(), *said_in(Text(item.body)))]
    if isinstance(block, Table):
        return [w for row in (block.head, *block.rows) for cell in row for w in said_in(Text(cell))]
    if isinstance(block, Thread):
        return [w for text in block.blocks for w in said_in(text)]
    return [block.text] if isinstance(block, Code) else []
