"""A Reply as a message: within Discord's limits whatever it holds, and a person's words shown as words."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import render
from adapters.discord.escape import escape
from adapters.discord.tokens import Token
from bot.i18n import say
from bot.model import Ref, SubjectKind
from bot.views import (
    Actions,
    Block,
    Button,
    Code,
    Fields,
    Item,
    Link,
    Reply,
    Style,
    Table,
    Text,
    reply,
    words,
)  # fmt: skip
from tests.adapters_discord.reader import INVISIBLE, read
from tests.discord import contract
from tests.discord.mentions import pings
from tests.discord.rest import Request
from tests.support import clean

MARKUP = [
    *("*", "**", "_", "__", "~", "~~", "`", "```", "|", "||", "\\", "#", "##", "-", "-#", ">", ">>>", "1.", "12.", "+"),
    *("<", "[", "](", ")", "@", "@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "<:a:1>", "<a:b:2>", "<t:1:R>"),
    *("</case post:1>", "<id:home>", "https://evil.example", "<https://evil.example>", "HTTP://a.b", "discord.gg/abc"),
    *("discord.com/invite/x", "\n", "\n", " ", " ", "\t", "\u202e", "\u2066", "a", "9", "é", "🙂"),
]
HOSTILE = st.lists(st.sampled_from(MARKUP), max_size=25).map("".join)
WORDS = st.one_of(HOSTILE, st.text(max_size=40), st.text("a* \n", max_size=3000), HOSTILE.map(lambda t: t * 40))


@given(HOSTILE)
def test_a_persons_text_is_shown_as_it_was_typed(typed: str) -> None:
    shown, marks = read(escape(typed))
    assert marks == []
    assert INVISIBLE.sub("", shown) == INVISIBLE.sub("", typed)


@pytest.mark.parametrize(
    "typed",
    [
        "BP 120/80, Na <130, K >5.5, SpO2 92% at 3-5 L; [PATIENT] (age 90+) since day +3.",
        "pH < 7.1 and lactate > 4: start? ~5 mg/kg | 3x daily",
        "anna@example.org wrote @ noon",
        "Findings:\nA: fine\nB: fine",
    ],
)
def test_what_is_no_markup_stays_untouched(typed: str) -> None:
    assert escape(typed) == typed


def test_numbers_at_the_start_of_a_line_are_not_counted_on() -> None:
    assert escape("5. first\n3. second") == "5\\. first\n3\\. second"


TEXTS = WORDS.map(clean)
INLINES = st.one_of(TEXTS, WORDS.map(lambda t: say("{handle} said {text}", handle=t, text=clean(t))))
REFS = st.builds(Ref, st.sampled_from(SubjectKind), st.integers(1, 10**9))
BUTTONS = st.builds(
    Button,
    st.sampled_from([say("Reply"), say("{text}", text="x" * 200), say("{text}", text="")]),
    st.sampled_from(["case reply", "consult acknowledge"]),
    st.none() | REFS,
    st.booleans(),
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, INLINES, st.sampled_from(Style)),
    st.lists(st.builds(Item, st.just(say("Findings")), INLINES), max_size=12).map(lambda i: Fields(tuple(i))),
    st.lists(st.tuples(INLINES, INLINES), max_size=8).map(lambda r: Table((say("Case"), say("By")), tuple(r))),
    st.lists(BUTTONS, max_size=30).map(lambda b: Actions(tuple(b))),
    st.text("abc`", max_size=80).map(Code),
    st.sampled_from(["http://127.0.0.1:8000/#a", "https://example.org/" + "x" * 600]).map(
        lambda url: Link(say("Open the form"), url)
    ),
)


@given(st.lists(BLOCKS, max_size=8).map(tuple), st.none() | st.just("12345678901234567890"))
def test_every_reply_is_a_valid_message_that_pings_nobody(blocks: tuple[Block, ...], guild: str | None) -> None:
    body = render.message(Reply(blocks), guild=guild)
    raw = json.dumps(body).encode()
    request = Request("POST", "/channels/{channel_id}/messages", "/channels/1/messages", {}, {}, body, raw)
    assert contract.check(request) == []
    assert body["content"] or body["components"]
    assert not pings(body["content"], body["allowed_mentions"], None, may_mention_all=True)
    assert not pings(body["content"], None, None, may_mention_all=True), "not even where mentions were allowed"
    for row in body["components"]:
        for part in row["components"]:
            if "custom_id" in part:
                assert Token.parse(part["custom_id"]).guild == guild


@given(TEXTS, HOSTILE)
def test_a_person_can_forge_no_heading_of_ours(body: object, handle: str) -> None:
    """What stands around a person's words keeps its shape, whatever they are."""
    typed = str(body)[:300]
    answer = reply(
        Text(clean(typed), Style.HEADING), Text(say("{handle} replied", handle=handle[:40]), Style.SMALL),
        Text(clean(typed)), subject=None,
    )  # fmt: skip
    _, marks = read(render.content(answer.blocks))
    heading = ["*"] * 4 if INVISIBLE.sub("", typed).strip() else []
    assert sorted(mark.strip() for mark in marks) == sorted([*heading, "-#"])


def test_the_way_to_the_rest_survives_a_cut() -> None:
    long = clean("*" * 1900)
    answer = reply(Text(clean("Fever"), Style.HEADING), Text(long), Text(say("The rest is elsewhere."), Style.SMALL))
    content = render.content(answer.blocks)
    assert len(content) <= 2000
    assert content.startswith("**Fever**\n\\*")
    assert content.endswith("…\n\n-# The rest is elsewhere.")


def test_what_a_phones_notification_shows_comes_first() -> None:
    answer = reply(
        Text(say("{ref} · {question}", ref="CASE-3", question=clean("Which drug?")), Style.HEADING),
        Text(say("{handle}", handle="amina"), Style.SMALL),
        Text(clean("A man of 50.")),
        Fields((Item(say("Hoped for"), clean("Relief")), Item(say("Setting"), words("rural")))),
    )
    assert render.content(answer.blocks) == (
        "**CASE-3 · Which drug?**\n-# amina\nA man of 50.\n\n**Hoped for:** Relief\n**Setting:** rural"
    )
    assert "embeds" not in render.message(answer)


@given(
    st.sampled_from(["case reply", "help", "consult acknowledge"]), st.none() | REFS,
    st.none() | st.integers(1, 2**63).map(str), st.booleans(),
)  # fmt: skip
def test_a_token_reads_back(path: str, subject: Ref | None, guild: str | None, sure: bool) -> None:
    token = Token(path, subject, guild, sure)
    assert Token.parse(str(token)) == token
    assert len(str(token)) <= 100


@given(st.text(max_size=100))
def test_what_is_no_token_raises_valueerror_alone(custom_id: str) -> None:
    with contextlib.suppress(ValueError):
        Token.parse(custom_id)
