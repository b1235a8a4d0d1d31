"""What is typed by hand: heard once, edits and deletions in order, gaps caught up on, and who came and went."""

from __future__ import annotations

import pytest

from adapters.slack import listen
from bot.desk import Cursor
from bot.model import Account, Place
from tests.adapters_slack.conftest import Stage
from tests.slack.delivery import Delivery


async def test_a_message_is_kept_before_it_is_acknowledged(both: Stage) -> None:
    both.desk.free.clear()
    both.slack.patience = 0.3
    await both.team.say(both.anna, both.cases, "Give <b>5 mg</b> & wait; see https://example.org/x")
    delivery = both.team.line.deliveries[-1]
    assert not delivery.acked
    both.slack.patience = 3.0
    both.desk.free.set()
    assert await both.team.line.retry() == 1
    assert delivery.acked
    assert both.desk.said == ["Give <b>5 mg</b> & wait; see https://example.org/x"]
    [[heard]] = both.desk.messages.values()
    assert (heard.who.native, heard.place.channel, heard.place.thread) == (both.anna.id, both.cases.id, None)


async def test_what_could_not_be_kept_is_sent_again(both: Stage) -> None:
    both.desk.broken = 1
    both.slack.patience = 0.3
    await both.team.say(both.anna, both.cases, "Keep this")
    assert both.desk.said == []
    assert await both.team.line.retry() == 1
    assert both.desk.said == ["Keep this"]


async def test_duplicates_and_late_retries_are_one_message(both: Stage) -> None:
    await both.team.say(both.anna, both.cases, "Once")
    delivery = both.team.line.deliveries[-1]
    for number in (1, 2, 3):
        await both.team.line.send(delivery, number=number, reason="timeout")
    assert delivery.acked
    [versions] = both.desk.messages.values()
    assert len(versions) == 1


async def test_edits_deletions_and_files_are_told(both: Stage) -> None:
    root = both.team.put(both.cases, both.team.bot, "CASE-1", bot_id=both.team.bot_id)
    message = await both.team.say(both.bea, both.cases, "First", thread=root, files=["ecg.png"])
    await both.team.edit(message, "Second")
    versions = both.desk.messages[message.ts]
    assert [v.text.expose() for v in versions] == ["First", "Second"]
    assert versions[0].attachments == 1
    assert versions[0].place.thread == root.ts
    assert versions[1].at > versions[0].at
    await both.team.delete(message)
    [(place, native)] = both.desk.deleted
    assert (place.channel, native) == (both.cases.id, message.ts)


async def test_a_deleted_message_with_replies_is_told_too(both: Stage) -> None:
    first = await both.team.say(both.anna, both.cases, "First")
    await both.team.say(both.bea, both.cases, "Under it", thread=first)
    await both.team.delete(first)
    [(place, native)] = both.desk.deleted
    assert (place.channel, native) == (both.cases.id, first.ts)
    assert both.desk.said == ["First", "Under it"]


async def test_a_shared_message_is_read_and_a_links_preview_is_not(both: Stage) -> None:
    said = {"type": "message", "channel": both.cases.id, "channel_type": "channel", "user": both.anna.id, "ts": "9.1"}
    shared = {"is_share": True, "text": "Bed 4 &amp; worse", "from_url": "https://ward.slack.example/p1"}
    preview = {"title": "A journal", "text": "An abstract", "from_url": "https://journal.example"}
    await both.team.emit(said | {"text": "See", "attachments": [shared, preview]})
    before = said | {"text": "See", "attachments": [shared]}
    changed = {"subtype": "message_changed", "message": said | {"text": "See", "attachments": [shared, preview]}}
    await both.team.emit(said | changed | {"previous_message": before, "user": None})
    [[heard]] = both.desk.messages.values()
    assert heard.text.expose() == "See\n\nBed 4 & worse"


async def test_an_edit_waits_for_the_message_that_it_changes(ward: Stage) -> None:
    ward.desk.free.clear()
    ward.slack.patience = 0.2
    message = await ward.team.say(ward.anna, ward.cases, "First")
    await ward.team.edit(message, "Second")
    ward.desk.free.set()
    await ward.desk.hears(1, versions=2)
    assert [v.text.expose() for v in ward.desk.messages[message.ts]] == ["First", "Second"]


async def test_its_own_words_and_those_of_others_apps_are_not_heard(both: Stage) -> None:
    posted = {"type": "message", "channel": both.cases.id, "channel_type": "channel", "ts": "1.2", "text": "Beep"}
    await both.team.emit(posted | {"subtype": "bot_message", "bot_id": "B99"})
    await both.team.emit(posted | {"user": both.team.bot.id, "bot_id": both.team.bot_id})
    await both.team.emit(posted | {"user": both.anna.id, "subtype": "channel_join"})
    assert all(delivery.acked for delivery in both.team.line.deliveries)
    assert both.desk.said == []


async def test_unknown_deliveries_are_acknowledged(both: Stage) -> None:
    await both.team.emit({"type": "star_added", "user": both.anna.id})
    view = {"type": "modal", "callback_id": "form"}
    body = {"type": "view_closed", "team": {"id": both.team.id}, "user": {"id": both.anna.id}, "view": view}
    await both.team.line.send(Delivery("interactive", body))
    assert all(delivery.acked for delivery in both.team.line.deliveries)


async def test_groups_and_leaving_are_told(both: Stage) -> None:
    group = both.team.group("cardiology", [both.bea])
    await both.team.regroup(group, [both.bea, both.anna])
    assert both.desk.groups[both.anna.id] == {group.id}
    await both.team.regroup(group, [both.anna])
    assert both.desk.groups[both.bea.id] == frozenset()
    shown = await both.team.command(both.anna, both.cases, "/curbside case list")
    await both.slack.until(lambda: shown.answers)
    assert both.desk.asked[-1].roles == {group.id}
    await both.team.deactivate(both.bea)
    assert [account.native for account in both.desk.left] == [both.bea.id]


async def test_what_was_said_in_a_gap_is_heard_once_and_in_order(both: Stage) -> None:
    root = both.team.put(both.cases, both.team.bot, "CASE-1", bot_id=both.team.bot_id)
    before = await both.team.say(both.anna, both.cases, "Before")
    await both.life.aclose()
    texts = [f"in the gap {n}" for n in range(250)]
    for text in texts[:-1]:
        both.team.put(both.cases, both.bea, text)
    reply = both.team.put(both.cases, both.bea, texts[-1], thread_ts=root.ts)
    place = Place("slack", both.team.id, both.cases.id)
    gone = Place("slack", both.team.id, "C404")
    thread = Place("slack", both.team.id, both.cases.id, root.ts)
    both.desk.gaps = [Cursor(gone, "1.0"), Cursor(place, before.ts), Cursor(thread, root.ts), Cursor(place, None)]
    both.slack.trouble.cut("conversations.history")
    both.slack.trouble.rate_limit("conversations.replies", retry_after=0)
    await both.restart()
    await both.desk.hears(251)
    after = await both.team.say(both.anna, both.cases, "After")
    assert both.desk.said == ["Before", *texts, "After"]
    assert both.desk.messages[reply.ts][0].place.thread == root.ts
    assert list(both.desk.messages)[-1] == after.ts


async def test_a_message_that_can_not_be_kept_hides_none_behind_it(
    ward: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listen, "AGAIN_SECONDS", 0.01)
    before = await ward.team.say(ward.anna, ward.cases, "Before")
    await ward.life.aclose()
    for text in ("poison", "behind it"):
        ward.team.put(ward.cases, ward.bea, text)
    ward.desk.gaps = [Cursor(Place("slack", ward.team.id, ward.cases.id), before.ts)]
    ward.desk.poison = "poison"
    await ward.restart()
    await ward.desk.hears(2)
    assert ward.desk.said == ["Before", "behind it"]


async def test_a_passing_fault_of_ours_loses_nothing_of_a_gap(ward: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "AGAIN_SECONDS", 0.01)
    before = await ward.team.say(ward.anna, ward.cases, "Before")
    await ward.life.aclose()
    ward.team.put(ward.cases, ward.bea, "In the gap")
    ward.desk.gaps = [Cursor(Place("slack", ward.team.id, ward.cases.id), before.ts)]
    ward.desk.broken = 2
    await ward.restart()
    await ward.desk.hears(2)
    assert ward.desk.said == ["Before", "In the gap"]


async def test_who_leaves_a_channel_is_told(both: Stage) -> None:
    await both.team.leave(both.bea, both.cases)
    assert both.desk.parted == [(both.bea.id, both.cases.id)]


async def test_who_left_in_a_gap_is_gone(both: Stage) -> None:
    both.desk.members = [Account("slack", both.team.id, user.id) for user in (both.anna, both.bea)]
    await both.life.aclose()
    await both.team.deactivate(both.bea)
    assert both.desk.left == []
    await both.restart()
    await both.slack.until(lambda: both.desk.left)
    assert [account.native for account in both.desk.left] == [both.bea.id]


async def test_a_message_waits_until_the_gap_before_it_is_closed(ward: Stage) -> None:
    before = await ward.team.say(ward.anna, ward.cases, "Before")
    await ward.life.aclose()
    ward.team.put(ward.cases, ward.bea, "In the gap")
    ward.desk.gaps = [Cursor(Place("slack", ward.team.id, ward.cases.id), before.ts)]
    ward.desk.free.clear()
    await ward.restart()
    ward.slack.patience = 0.3
    await ward.team.say(ward.anna, ward.cases, "After")
    assert ward.desk.said == ["Before"]
    ward.desk.free.set()
    await ward.desk.hears(3)
    assert ward.desk.said == ["Before", "In the gap", "After"]


async def test_a_message_waits_for_its_own_place_alone(ward: Stage) -> None:
    other = ward.team.channel("other", members=[ward.anna])
    before = await ward.team.say(ward.anna, ward.cases, "Before")
    await ward.life.aclose()
    ward.team.put(ward.cases, ward.bea, "In the gap")
    ward.desk.gaps = [Cursor(Place("slack", ward.team.id, ward.cases.id), before.ts)]
    ward.slack.trouble.rate_limit("conversations.history", retry_after=1)
    await ward.restart()
    ward.slack.patience = 0.3
    await ward.team.say(ward.anna, ward.cases, "After")
    await ward.team.say(ward.anna, other, "Elsewhere")
    assert ward.desk.said == ["Before", "Elsewhere"]
    await ward.desk.hears(4)
    assert ward.desk.said == ["Before", "Elsewhere", "In the gap", "After"]
