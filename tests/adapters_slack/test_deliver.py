"""Copies in Slack: threads, edits, direct messages, unknown fates, limits of rate, and taking down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.slack.adapter import SlackAdapter
from adapters.slack.deliver import Pace
from bot.errors import DeliveryError
from bot.i18n import say
from bot.model import Ref
from bot.store.posts import Post
from bot.views import Actions, Button, Reply, reply
from tests.adapters_slack.conftest import Stage, keys, running, stage
from tests.adapters_slack.desk import FakeDesk
from tests.slack.double import Double
from tests.slack.state import Message
from tests.support import clean

NOW = datetime(2026, 8, 1, tzinfo=UTC)
CASE = Ref.parse("CASE-3")


def post(ward: Stage, number: int = 1, **more: object) -> Post:
    made = Post(number, CASE, 1, None, None, None, NOW, NOW, 1, "slack", ward.team.id, ward.cases.id)
    return replace(made, **more)  # type: ignore[arg-type]


def notice(ward: Stage, **more: object) -> Post:
    about = {"place": None, "person": 4, "notice": "consult asked", "account": ward.anna.id}
    return post(ward, **(about | more))


def words(text: str) -> Reply:
    return reply(say("{words}", words=text), Actions((Button(say("Reply"), "case reply", CASE),)))


async def test_a_card_is_posted_then_edited_and_its_entries_stand_in_its_thread(ward: Stage) -> None:
    root = await ward.adapter.deliver(post(ward), words("A case"), again=False)
    entry = await ward.adapter.deliver(post(ward, 2, root=root), words("A reply"), again=False)
    [card] = ward.team.history(ward.cases)
    [under] = ward.team.replies(card)
    assert (card.ts, under.ts, under.shown.splitlines()[0]) == (root, entry, "A reply")
    assert await ward.adapter.deliver(post(ward, native=root), words("A case, edited"), again=False) == root
    assert "A case, edited" in ward.team.history(ward.cases)[0].shown
    assert ward.desk.said == [], "its own words come back to it and are not heard"


async def test_a_copy_of_unknown_fate_is_found_and_not_made_twice(ward: Stage) -> None:
    for number, root in ((1, None), (2, "root")):
        card = ward.team.history(ward.cases)[0].ts if root else None
        ward.slack.trouble.cut("chat.postMessage", after=True)
        with pytest.raises(DeliveryError) as failed:
            await ward.adapter.deliver(post(ward, number, root=card), words("A case"), again=False)
        assert not failed.value.permanent
        native = await ward.adapter.deliver(post(ward, number, root=card), words("A case"), again=True)
        assert [m.ts for m in ward.team.journal].count(native) == 1
    assert len(ward.team.journal) == 2


async def test_a_copy_that_never_arrived_is_made(ward: Stage) -> None:
    ward.slack.trouble.cut("chat.postMessage")
    with pytest.raises(DeliveryError):
        await ward.adapter.deliver(post(ward), words("A case"), again=False)
    await ward.adapter.deliver(post(ward), words("A case"), again=True)
    assert len(ward.team.history(ward.cases)) == 1


async def test_a_forged_copy_is_not_taken_for_its_own(ward: Stage) -> None:
    metadata = {"event_type": "curbside_post", "event_payload": {"post": 1, "revision": 1}}
    ward.team.put(ward.cases, ward.bea, "Forged", metadata=metadata)
    await ward.adapter.deliver(post(ward), words("A case"), again=True)
    assert len(ward.team.history(ward.cases)) == 2


async def test_a_notice_is_a_direct_message_that_follows_what_it_tells_of(ward: Stage) -> None:
    """What is told anew is a post of its own: see Posts.whisper."""
    first = await ward.adapter.deliver(notice(ward), words("C-1 waits for Smith"), again=False)
    await ward.adapter.deliver(notice(ward, native=first, revision=2), words("C-1 waits"), again=False)
    ward.slack.trouble.cut("chat.postMessage", after=True)
    with pytest.raises(DeliveryError):
        await ward.adapter.deliver(notice(ward, id=8), words("C-1 is late, Smith"), again=False)
    await ward.adapter.deliver(notice(ward, id=8, revision=2), words("C-1 is late"), again=True)
    assert [m.shown.splitlines()[0] for m in ward.team.dms(ward.anna)] == ["C-1 waits", "C-1 is late"]


async def test_where_direct_messages_are_closed_it_is_shown_in_the_thread_to_that_person_alone(ward: Stage) -> None:
    root = await ward.adapter.deliver(post(ward), words("A case"), again=False)
    ward.slack.trouble.refuse("chat.postMessage", "messages_tab_disabled")
    await ward.adapter.deliver(notice(ward, thread=(ward.cases.id, root)), words("C-1 waits"), again=False)
    [shown] = ward.team.ephemerals(ward.anna)
    assert (shown.thread_ts, shown.only_for) == (root, ward.anna.id)


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        ("channel_not_found", True),
        ("is_archived", True),
        ("invalid_auth", False),
        ("fatal_error", False),
        ("a_code_of_next_year", True),
    ],
)
async def test_what_no_second_attempt_mends_is_permanent(ward: Stage, error: str, permanent: bool) -> None:
    ward.slack.trouble.refuse("chat.postMessage", error)
    with pytest.raises(DeliveryError) as failed:
        await ward.adapter.deliver(post(ward), words("A case"), again=False)
    assert (failed.value.permanent, failed.value.reason) == (permanent, error)


async def test_slacks_own_patience_is_passed_on(ward: Stage) -> None:
    ward.slack.trouble.rate_limit("chat.postMessage", retry_after=42)
    with pytest.raises(DeliveryError) as failed:
        await ward.adapter.deliver(post(ward), words("A case"), again=False)
    assert (failed.value.permanent, failed.value.retry_after) == (False, 42.0)
    ward.slack.trouble.fail("chat.postMessage")
    with pytest.raises(DeliveryError) as failed:
        await ward.adapter.deliver(post(ward), words("A case"), again=False)
    assert (failed.value.permanent, failed.value.reason) == (False, "http 503")


async def test_a_busy_channel_waits_its_turn_and_another_does_not() -> None:
    pace = Pace()
    waits = [pace.reserve("C1") for _ in range(8)]
    assert waits[:4] == [0.0] * 4
    assert sorted(waits) == waits
    pace.reserve("C1")
    with pytest.raises(DeliveryError) as failed:
        pace.reserve("C1")
    assert not failed.value.permanent
    assert failed.value.retry_after is not None
    assert pace.reserve("C2") == 0.0


async def test_a_workspace_that_is_not_connected_keeps_its_copies_waiting(ward: Stage) -> None:
    with pytest.raises(DeliveryError) as failed:
        await ward.adapter.deliver(post(ward, space="T404"), words("A case"), again=False)
    assert not failed.value.permanent


async def test_a_copy_that_is_due_at_the_start_waits_for_its_workspace(slack: Double) -> None:
    team = slack.workspace("Ward")
    adapter = SlackAdapter([keys(team)], FakeDesk(), api_url=slack.api_url)
    card = Post(1, CASE, 1, None, None, None, NOW, NOW, 1, "slack", team.id, team.channel("cases").id)
    early = asyncio.create_task(adapter.deliver(card, words("A case"), again=False))
    await asyncio.sleep(0)
    async with running(adapter):
        assert await early == team.history(team.channel("cases"))[0].ts


@pytest.fixture
async def guarded(slack: Double) -> AsyncIterator[Stage]:
    async with stage(slack, "socket", admin=True) as made:
        yield made


async def test_its_own_messages_it_takes_down_itself(ward: Stage) -> None:
    native = await ward.adapter.deliver(post(ward), words("A case"), again=False)
    await ward.adapter.take_down(post(ward, native=native))
    assert ward.team.history(ward.cases) == []
    await ward.adapter.take_down(post(ward, native=native))  # gone already: no error
    direct = await ward.adapter.deliver(notice(ward), words("C-1 waits"), again=False)
    await ward.adapter.take_down(notice(ward, native=direct))
    assert ward.team.dms(ward.anna) == []


async def test_a_members_message_needs_the_admin_token(ward: Stage) -> None:
    typed = await ward.team.say(ward.bea, ward.cases, "Anna Smith, bed 4")
    with pytest.raises(DeliveryError) as failed:
        await ward.adapter.take_down(theirs(ward, typed))
    assert (failed.value.permanent, failed.value.reason) == (True, "needs an admin token")


async def test_with_the_admin_token_a_members_message_is_deleted(guarded: Stage) -> None:
    typed = await guarded.team.say(guarded.bea, guarded.cases, "Anna Smith, bed 4")
    await guarded.adapter.take_down(theirs(guarded, typed))
    assert typed.deleted
    assert guarded.slack.traces("Smith") == []


def theirs(ward: Stage, typed: Message) -> Post:
    return post(ward, native=typed.ts, theirs=True, gone=True)


async def test_a_case_can_ping_nobody_and_forge_nothing(ward: Stage) -> None:
    evil = f"<!here> <@{ward.bea.id}> @channel <https://evil.example|your case> *bold* `code` &lt;!channel&gt; :tada:"
    answer = Reply((*reply(say("A case")).blocks, *reply(say("{words}", words=evil)).blocks))
    await ward.adapter.deliver(post(ward), answer, again=False)
    from_person = Reply((replace(reply(say("x")).blocks[0], body=clean(evil)),))  # type: ignore[type-var]
    await ward.adapter.deliver(post(ward, 2), from_person, again=False)
    for call in ward.slack.calls("chat.postMessage"):
        for text in texts(call.args["blocks"]):
            assert text["type"] == "plain_text"
            assert "<" not in text["text"]
        assert "<" not in call.args["text"]


def texts(part: object) -> list[dict[str, str]]:
    if isinstance(part, dict):
        own = [part] if part.get("type") in ("plain_text", "mrkdwn") else []
        return own + [found for value in part.values() for found in texts(value)]
    return [found for each in part for found in texts(each)] if isinstance(part, list) else []
