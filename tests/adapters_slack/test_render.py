"""Replies as Block Kit: within Slack's limits whatever stands in them, pinging nobody, forging nothing, readable."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import limits
from adapters.slack.escape import codes, cut, escape, pieces, plain, size
from adapters.slack.modals import options
from adapters.slack.render import Renderer
from bot.i18n import say
from bot.model import Ref, SubjectKind
from bot.views import Actions, Block, Button, Code, Fields, Item, Link, Reply, Style, Table, Text, Thread, reply
from tests.adapters_slack.desk import REGISTRY
from tests.slack.contract import _sdk_faults
from tests.slack.limits import message_fault, view_fault
from tests.support import clean

RENDER = Renderer(REGISTRY)
MARKUP = [
    "<!here>",
    "<!channel>",
    "<@U123|x>",
    "<https://evil.example|case>",
    "&lt;!here&gt;",
    "*b*",
    "`c`",
    ":tada:",
    "😀",
]

typed = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=40)), max_size=20).map("".join)
long = st.builds(lambda part, times: part * times, typed, st.integers(1, 300))
wrote = st.one_of(typed, long).map(clean)
said = st.one_of(typed, long).map(lambda words: say("{words}", words=words))
inline = st.one_of(wrote, said)
texts = st.builds(Text, inline, st.sampled_from(Style))
refs = st.builds(Ref, st.sampled_from(SubjectKind), st.integers(1, 10**9))
buttons = st.builds(Button, said, st.sampled_from(sorted(REGISTRY.commands)), st.none() | refs, st.booleans())
items = st.builds(Item, said, inline)
blocks: st.SearchStrategy[Block] = st.one_of(
    texts,
    st.builds(Fields, st.lists(items, max_size=12).map(tuple)),
    st.builds(Code, st.text(max_size=200)),
    st.builds(Actions, st.lists(buttons, max_size=60).map(tuple)),
    st.builds(Thread, st.lists(texts, max_size=5).map(tuple)),
    st.builds(Link, said, st.just("http://127.0.0.1:8420/join#secret")),
    st.integers(1, 4).flatmap(
        lambda width: st.builds(
            Table,
            st.lists(said, min_size=width, max_size=width).map(tuple),
            st.lists(st.lists(inline, min_size=width, max_size=width).map(tuple), max_size=60).map(tuple),
        )
    ),
)
replies = st.builds(lambda found: Reply(tuple(found)), st.lists(blocks, max_size=60))


def texts_of(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, dict):
        own = [part] if part.get("type") in ("plain_text", "mrkdwn") and isinstance(part.get("text"), str) else []
        return own + [found for value in part.values() for found in texts_of(value)]
    return [found for each in part for found in texts_of(each)] if isinstance(part, list) else []


@given(replies)
@settings(max_examples=150, deadline=None)
def test_any_reply_is_a_message_that_slack_takes_and_that_pings_nobody(answer: Reply) -> None:
    shown = RENDER.message(answer)
    sent = {"text": shown.text, "blocks": shown.blocks}
    assert message_fault(sent) is None
    assert list(_sdk_faults(sent)) == []
    assert 1 <= len(shown.text) <= limits.FALLBACK
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", shown.text)
    for text in texts_of(shown.blocks):
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", text["text"])
        if text["type"] == "plain_text":
            assert text["emoji"] is False
        else:
            assert re.fullmatch(r"`[^`\n]+`|```[^`]+```", text["text"]), (
                "markup is a code of Curbside's own, and nothing else"
            )
    ids = [e["action_id"] for b in shown.blocks if b["type"] == "actions" for e in b["elements"]]
    assert len(ids) == len(set(ids))


@given(replies)
@settings(max_examples=50, deadline=None)
def test_any_reply_is_a_view_that_slack_takes(answer: Reply) -> None:
    view = {"type": "home", "blocks": RENDER.blocks(answer.blocks, limits.VIEW_BLOCKS, limits.VIEW_JSON)}
    assert view_fault(view) is None
    assert list(_sdk_faults({"view": view})) == []


@given(st.one_of(typed, long), st.integers(10, 3000))
@settings(deadline=None)
def test_a_text_in_pieces_is_the_same_text(text: str, limit: int) -> None:
    parts = list(pieces(text, limit))
    assert all(size(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert size(cut(text, limit)) <= limit


@given(typed)
def test_what_slack_escapes_is_read_back_as_it_was_typed(text: str) -> None:
    assert plain(escape(text)) == text
    assert codes(escape(text)) == text


def test_slacks_tokens_are_read_by_their_words() -> None:
    sent = "<@U1|anna> and <@U2> in <#C1|cases>: <!here> <!subteam^S1|@cardio> <https://a.example/x|a.example/x> &amp;"
    assert plain(sent) == "@anna and @U2 in #cases: @here @cardio https://a.example/x &"
    assert plain("<mailto:a@b.c|a@b.c>") == "a@b.c"
    assert plain("<https://evil.example|your bank>") == "your bank (https://evil.example)"
    assert codes("<@U1|anna> <#C1|cases> <!subteam^S1|@cardio> &lt;x&gt;") == "U1 C1 S1 <x>"


def test_nothing_turns_the_writing_direction_of_our_words() -> None:
    turned = "\u202eevil\u2066"
    answer = reply(
        Text(clean(turned), Style.HEADING),
        say("{handle} replied", handle=turned),
        Fields((Item(say("Question"), clean(turned)), Item(say("Hoped for"), clean("x")))),
    )
    shown = RENDER.message(answer)
    menu = options([("C-1", f"C-1 {turned}")])
    sent = json.dumps([shown.text, shown.blocks, menu], ensure_ascii=False)
    assert "evil" in sent
    assert not {"\u202e", "\u2066"} & set(sent)


def test_a_long_case_is_all_there() -> None:
    text = "\n\n".join(f"Paragraph {n}. " + "word " * 100 for n in range(18))
    shown = RENDER.message(reply(Text(clean(text))))
    assert len(shown.blocks) > 3
    assert "Paragraph 17." in json.dumps(shown.blocks)
    assert all(block["text"]["text"].startswith("Paragraph") for block in shown.blocks), "parted at a paragraph"


def test_what_can_not_be_taken_back_asks_first() -> None:
    ref = Ref.parse("CASE-3")
    shown = RENDER.message(
        reply(Actions((Button(say("Withdraw"), "case withdraw", ref), Button(say("Show"), "case show", ref))))
    )
    withdraw, show = shown.blocks[0]["elements"]
    assert withdraw["confirm"]["title"]["text"] == "Withdraw"
    assert withdraw["value"] == "case withdraw|CASE-3"
    assert "confirm" not in show


def test_rows_of_a_table_say_their_labels_once() -> None:
    rows = tuple((say(f"/case {n}"), say("What it does")) for n in range(45))
    shown = RENDER.message(reply(Table((say("Command"), say("What")), rows)))
    assert json.dumps(shown.blocks).count("Command") == 1
    degraded = Reply(tuple(Fields((Item(say("Command"), a), Item(say("What"), b))) for a, b in rows))
    assert RENDER.message(degraded).blocks == shown.blocks
