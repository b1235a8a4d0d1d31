"""Copies on Discord: cards, threads, forum posts, edits, direct messages, and what goes wrong with them."""

from __future__ import annotations

import pytest

from bot.errors import DeliveryError
from bot.i18n import say
from bot.model import Ref, SubjectKind
from bot.store.posts import Post
from bot.views import Actions, Button, Fields, Item, Reply, Style, Text, reply, words
from tests.adapters_discord.conftest import Stage
from tests.adapters_discord.fake import post_of
from tests.discord.entities import Channel, Message
from tests.support import clean

CASE = Ref(SubjectKind.CASE, 3)
ARCHIVE = 10080


def card(body: str = "A fever", specialty: str = "cardiology", state: str = "waiting for a specialist") -> Reply:
    return reply(
        Text(say("{ref} · {question}", ref="CASE-3", question=clean(body)), Style.HEADING),
        Fields((Item(say("Specialty"), words(specialty)), Item(say("State"), words(state)))),
        Actions((Button(say("Reply"), "case reply", CASE, primary=True),)),
        subject=CASE,
    )


def only(messages: list[Message]) -> Message:
    assert len(messages) == 1, [message.seen() for message in messages]
    return messages[0]


async def test_a_card_stands_in_its_channel_and_opens_a_thread(here: Stage) -> None:
    native = await here.discord.deliver(post_of(place=here.cases.id), card(), again=False)
    message = only(here.double.history(here.cases))
    assert native == str(message.id)
    assert message.content.startswith("**CASE-3 · A fever**\n**Specialty:** cardiology")
    assert message.labels == ["Reply"]
    thread = here.double.thread(message)
    assert thread.name == "CASE-3 · A fever"
    assert here.double.requests[-1].body["auto_archive_duration"] == ARCHIVE


async def test_entries_stand_in_the_thread_and_are_edited_there(here: Stage) -> None:
    root = int(await here.discord.deliver(post_of(place=here.cases.id), card(), again=False))
    entry = post_of("E-7", number=2, place=here.cases.id, root=root)
    native = await here.discord.deliver(entry, reply(Text(clean("Give fluids"))), again=False)
    thread = here.double.thread(only(here.double.history(here.cases)))
    assert only(here.double.history(thread)).content == "Give fluids"
    changed = post_of("E-7", number=2, place=here.cases.id, root=root, native=native, revision=2)
    assert await here.discord.deliver(changed, reply(Text(clean("[REDACTED]"))), again=False) == native
    assert only(here.double.history(thread)).content == "[REDACTED]"


async def test_a_notice_in_a_channel_opens_no_thread(here: Stage) -> None:
    await here.discord.deliver(post_of("HEAD-1", place=here.cases.id), reply(say("The head of today.")), again=False)
    assert only(here.double.history(here.cases)).thread is None


async def test_a_forum_gets_a_post_with_the_tags_that_the_card_names(here: Stage) -> None:
    forum = here.double.channel(here.guild, "consults", "forum", tags=("Open", "Answered", "Cardiology", "Urology"))
    post = post_of(place=forum.id)
    native = await here.discord.deliver(post, card(), again=False)
    thread = here.double.threads(forum)[0]
    assert (str(thread.id), thread.name) == (native, "CASE-3 · A fever")
    assert set(thread.tag_names) == {"Open", "Cardiology"}
    here.double.archive(thread)
    changed = post_of(place=forum.id, native=native, revision=2)
    await here.discord.deliver(changed, card("A rash", state="answered"), again=False)
    assert thread.name == "CASE-3 · A rash"
    assert set(thread.tag_names) == {"Answered", "Cardiology"}
    assert here.double.history(thread)[0].content.startswith("**CASE-3 · A rash**")
    entry = post_of("E-7", number=2, place=forum.id, root=int(native))
    await here.discord.deliver(entry, reply(Text(clean("Give fluids"))), again=False)
    assert here.double.history(thread)[-1].content == "Give fluids"


async def test_a_withdrawn_case_leaves_no_headline_behind(here: Stage) -> None:
    forum = here.double.channel(here.guild, "consults", "forum")
    for place in (forum, here.cases):
        native = await here.discord.deliver(post_of(place=place.id), card(), again=False)
        gone = post_of(place=place.id, native=native, revision=2)
        await here.discord.deliver(gone, reply(say("{ref} was withdrawn.", ref="CASE-3")), again=False)
    threads = here.double.threads(forum) + here.double.threads(here.cases)
    assert [thread.name for thread in threads] == ["CASE-3", "CASE-3"]
    assert all("fever" not in message.seen() for thread in threads for message in here.double.history(thread))


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_a_delivery_of_unknown_fate_is_not_made_twice(here: Stage, kind: str) -> None:
    """The connection broke after Discord took it, and the process was away for longer than a nonce holds."""
    channel = here.double.channel(here.guild, "board", "forum") if kind == "forum" else here.cases
    post = post_of(space=here.guild.id, place=channel.id)
    route = "/channels/{channel_id}/threads" if kind == "forum" else "/channels/{channel_id}/messages"
    here.double.cut("POST", route, after=True)
    with pytest.raises(DeliveryError) as refused:
        await here.discord.deliver(post, card(), again=False)
    assert not refused.value.permanent
    here.double.advance(600)
    native = await here.discord.deliver(post, card(), again=True)
    thread = only_thread(here, channel)
    assert str(thread.id) == native
    assert await here.discord.deliver(post, card(), again=True) == native
    only_thread(here, channel)


def only_thread(stage: Stage, channel: Channel) -> Channel:
    threads = stage.double.threads(channel)
    assert len(threads) == 1
    return threads[0]


async def test_a_reply_of_unknown_fate_is_not_made_twice_and_not_taken_for_another(here: Stage) -> None:
    said = reply(Text(clean("I agree")))
    await here.discord.deliver(post_of("E-7", number=2, place=here.cases.id), said, again=False)
    other = post_of("E-8", number=3, place=here.cases.id)
    here.double.cut("POST", "/channels/{channel_id}/messages", after=True)
    with pytest.raises(DeliveryError):
        await here.discord.deliver(other, said, again=False)
    await here.discord.deliver(other, said, again=True)
    assert [message.content for message in here.double.history(here.cases)] == ["I agree", "I agree"]
    here.double.advance(600)
    await here.discord.deliver(other, said, again=True)
    assert len(here.double.history(here.cases)) == 2


async def test_an_edit_reaches_an_archived_thread(here: Stage) -> None:
    root = int(await here.discord.deliver(post_of(place=here.cases.id), card(), again=False))
    entry = post_of("E-7", number=2, place=here.cases.id, root=root)
    native = await here.discord.deliver(entry, reply(Text(clean("Anna is well"))), again=False)
    thread = here.double.thread(only(here.double.history(here.cases)))
    here.double.archive(thread)
    changed = post_of("E-7", number=2, place=here.cases.id, root=root, native=native, revision=2)
    await here.discord.deliver(changed, reply(Text(clean("[PATIENT] is well"))), again=False)
    assert only(here.double.history(thread)).content == "[PATIENT] is well"


def notice_to(stage: Stage, native: str | None = None, root: int | None = None) -> Post:
    thread = (stage.cases.id, root) if root else None
    return post_of(
        "C-1", number=5, space=stage.guild.id, account=stage.amina.id, native=native, thread=thread, notice="answer"
    )


ANSWERED = reply(
    say("Your consult {ref} was answered.", ref="C-1"),
    Text(clean("For your eyes")),
    Actions((Button(say("Acknowledge"), "consult acknowledge", Ref(SubjectKind.CONSULT, 1)),)),
)


async def test_a_direct_message_knows_its_guild(here: Stage) -> None:
    native = await here.discord.deliver(notice_to(here), ANSWERED, again=False)
    message = only(here.double.dms(here.amina))
    opened = await here.double.press(here.amina, message, "Acknowledge")
    done = await here.double.submit(here.amina, opened, {"What happened": "Thank you"})
    assert done.text == "consult acknowledge is done."
    assert done.message
    await here.double.press(here.amina, done.message, "Follow")
    assert {(asked.who.space, asked.place.space, asked.place.channel) for asked in here.desk.asked} == {
        (str(here.guild.id), str(here.guild.id), None)
    }
    await here.discord.deliver(notice_to(here, native), reply(say("It was withdrawn.")), again=False)
    assert message.content == "It was withdrawn."


async def test_a_direct_message_of_unknown_fate_is_not_made_twice(here: Stage) -> None:
    here.double.cut("POST", "/channels/{channel_id}/messages", after=True)
    with pytest.raises(DeliveryError):
        await here.discord.deliver(notice_to(here), ANSWERED, again=False)
    here.double.advance(600)
    await here.discord.deliver(notice_to(here), ANSWERED, again=True)
    only(here.double.dms(here.amina))


async def test_closed_direct_messages_call_the_person_into_the_thread(here: Stage) -> None:
    root = int(await here.discord.deliver(post_of(place=here.cases.id), card(), again=False))
    thread = here.double.thread(only(here.double.history(here.cases)))
    here.double.close_dms(here.amina)
    native = await here.discord.deliver(notice_to(here, root=root), ANSWERED, again=False)
    call = only(here.double.history(thread))
    assert call.pings.users == {here.amina.id}
    assert "For your eyes" not in call.content
    assert call.labels == ["Show it to me"]
    shown = await here.double.press(here.amina, call, "Show it to me")
    assert shown.ephemeral
    assert (here.desk.asked[0].path, str(here.desk.asked[0].subject)) == ("consult show", "C-1")
    await here.discord.deliver(notice_to(here, native, root), ANSWERED, again=False)
    assert "For your eyes" not in call.content, "an edit must not tell either"


async def test_closed_direct_messages_without_a_thread_are_permanent(here: Stage) -> None:
    here.double.close_dms(here.amina)
    with pytest.raises(DeliveryError) as refused:
        await here.discord.deliver(notice_to(here), ANSWERED, again=False)
    assert refused.value.permanent
    assert refused.value.reason == "discord 403/50007"


async def test_a_missing_permission_and_a_gone_channel_are_permanent(here: Stage) -> None:
    here.double.forbid(here.cases, "send_messages")
    with pytest.raises(DeliveryError) as refused:
        await here.discord.deliver(post_of(place=here.cases.id), card(), again=False)
    assert (refused.value.permanent, refused.value.reason) == (True, "discord 403/50013")
    here.double.remove_channel(here.cases)
    with pytest.raises(DeliveryError) as refused:
        await here.discord.deliver(post_of(place=here.cases.id), card(), again=False)
    assert (refused.value.permanent, refused.value.reason) == (True, "discord 404/10003")


async def test_a_short_rate_limit_is_waited_out_and_a_long_one_told(here: Stage) -> None:
    route = "/channels/{channel_id}/messages"
    here.double.fail("POST", route, 429, retry_after=0.1)
    await here.discord.deliver(post_of("E-7", place=here.cases.id), card(), again=False)
    only(here.double.history(here.cases))
    here.double.fail("POST", route, 429, retry_after=90)
    with pytest.raises(DeliveryError) as refused:
        await here.discord.deliver(post_of("E-8", number=2, place=here.cases.id), card(), again=False)
    assert not refused.value.permanent
    assert refused.value.retry_after == pytest.approx(90)


async def test_a_native_message_is_taken_down_once_or_twice_but_not_without_permission(here: Stage) -> None:
    said = await here.double.say(here.amina, here.cases, "Anna Smith, bed 4")
    post = post_of("E-7", place=here.cases.id, native=str(said.id))
    await here.discord.take_down(post)
    assert said.deleted
    await here.discord.take_down(post)
    other = await here.double.say(here.amina, here.cases, "Anna Smith, bed 4")
    here.double.forbid(here.cases, "manage_messages")
    with pytest.raises(DeliveryError) as refused:
        await here.discord.take_down(post_of("E-8", place=here.cases.id, native=str(other.id)))
    assert refused.value.permanent


async def test_while_nobody_is_connected_deliveries_wait(stage: Stage) -> None:
    async with stage.running() as adapter:
        pass
    with pytest.raises(DeliveryError) as refused:
        await adapter.deliver(post_of(place=stage.cases.id), card(), again=False)
    assert not refused.value.permanent


async def test_a_case_can_ping_nobody(here: Stage) -> None:
    forged = f"@everyone <@{here.amina.id}> <@&{here.doctors.id}> @here"
    answer = reply(
        Text(clean(forged), Style.HEADING),
        Text(clean(forged)),
        Text(say("{handle} replied", handle=forged), Style.SMALL),
    )
    await here.discord.deliver(post_of(place=here.cases.id), answer, again=False)
    message = only(here.double.history(here.cases))
    assert not message.pings
    assert here.double.requests[-2].body["allowed_mentions"] == {"parse": []}
