"""One case on many platforms: every copy says what is said now, in the order in which it was said, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.commands import Origin
from bot.engine import Invocation, PersonKey
from bot.errors import DeliveryError
from bot.model import Byline, Person, Ref, Role, SubjectKind
from bot.text import RawText
from bot.views import Reply
from tests.core.chat import Chat, Standing, Town, words_of

POST = {"text": "72F, chest pain.", "question": "Heparin now?", "intervention": "Heparin", "outcome": "Home",
        "consent": "spoken, this community"}  # fmt: skip


async def on_pages(town: Town, who: Person, path: str, on: Ref | None = None, /, **fields: str) -> Reply:
    """A command given on the pages, and whatever follows from it delivered."""
    typed = {name: RawText(text) for name, text in fields.items()}
    origin = Origin("local", town.cast.general.id)
    key = PersonKey(who.community, who.id)
    answer = await town.app.engine.dispatch(Invocation(key, path, typed, on, origin))
    await town.delivered()
    return answer


async def posted(town: Town, **more: str) -> Ref:
    case = (await on_pages(town, town.cast.author, "case post", None, **(POST | more))).subject
    assert case is not None
    return case


def root(chat: Chat, case: Ref) -> Standing:
    [found] = [m for m in chat.in_channel("ward") if m.text.startswith(f"{case} ·")]
    return found


def threads(town: Town, case: Ref) -> list[list[str]]:
    """What stands under a case on each platform, the last line of each message."""
    return [[m.text.splitlines()[-1] for m in chat.in_thread(root(chat, case))] for chat in (town.discord, town.slack)]


async def test_a_case_stands_in_every_channel_of_its_room_with_its_replies_in_order(town: Town) -> None:
    cast = town.cast
    case = await posted(town)
    for chat in (town.discord, town.slack):
        card = root(chat, case)
        assert "72F, chest pain." in card.text
        assert {b.path for b in card.buttons} == {"case reply", "case follow"}
    await on_pages(town, cast.colleague, "case reply", case, text="First.")
    await on_pages(town, cast.author, "case update", case, text="Second.")
    slack = await town.link(cast.colleague, "slack")
    await town.give(slack, "case reply", town.place("slack", thread=root(town.slack, case)), fields={"text": "Third."})
    assert threads(town, case) == [["First.", "Second.", "Third."]] * 2
    assert [m.edits for m in (root(town.discord, case), root(town.slack, case))] == [0, 0], "a reply edits no card"


async def test_a_consult_stands_in_the_thread_with_its_buttons_and_follows_its_state(town: Town) -> None:
    case = await posted(town, specialty="cardiology")
    for chat in (town.discord, town.slack):
        [card] = chat.in_thread(root(chat, case))
        assert card.text.startswith("C-1 · cardiology")
        assert [b.path for b in card.buttons][:2] == ["consult accept", "consult answer"]
    heart = await town.link(town.cast.cardiologist, "discord")
    await town.give(heart, "consult accept", on=Ref(SubjectKind.CONSULT, 1))
    for chat in (town.discord, town.slack):
        [card] = chat.in_thread(root(chat, case))
        assert "with cardiologist" in card.text
        assert "Accepted" in card.text


async def test_an_edit_a_redaction_and_a_withdrawal_reach_every_copy(town: Town) -> None:
    cast = town.cast
    case = await posted(town)
    await on_pages(town, cast.colleague, "case reply", case, text="Mr Xyzzywick has pain.")
    kept = {name: POST[name] for name in ("question", "intervention", "outcome")}
    await on_pages(town, cast.author, "case edit", case, text="73F, chest pain.", **kept)
    assert all("73F" in root(chat, case).text for chat in (town.discord, town.slack))
    entry = await town.app.store.read(town.scope, lambda unit: unit.cases.get(case).entries[0])
    await on_pages(town, cast.author, "case redact", case, locator=f"entry-{entry.id}", start="3", end="12")
    assert threads(town, case) == [["Mr [REDACTED] has pain."]] * 2
    await on_pages(town, cast.author, "case withdraw", case)
    for chat in (town.discord, town.slack):
        assert "chest" not in chat.everything()
        assert "pain" not in chat.everything()
        assert chat.in_channel("ward")[0].text == f"{case} was withdrawn."


async def test_a_direct_message_that_carried_a_word_is_redacted_too_and_one_told_again_rings_again(town: Town) -> None:
    cast = town.cast
    account = await town.link(cast.author, "slack")
    case = await posted(town)
    for text in ("First.", "Second."):
        await on_pages(town, cast.colleague, "case reply", case, text=text)
    told = [m for m in town.slack.in_channel(f"@{account.native}") if "A new reply" in m.text]
    assert [m.edits for m in told] == [0, 0], "two messages: an edited one rings nobody's phone"
    assert all("chest pain" in m.text for m in told)
    part = await town.app.store.read(town.scope, lambda unit: unit.cases.get(case).parts[0])
    await on_pages(town, cast.author, "case redact", case, locator=f"part-{part.id}", start="5", end="10")
    assert "chest" not in town.slack.everything()


async def test_receipts_say_what_arrived_where(town: Town) -> None:
    town.slack.refuses["ward"] = DeliveryError(permanent=True, reason="not in channel")
    case = await posted(town)
    receipts = words_of(await on_pages(town, town.cast.author, "case copies", case))
    assert f"{case} | discord | ward | arrived" in receipts
    assert f"{case} | slack | ward | could not be delivered" in receipts
    await town.delete("discord", root(town.discord, case).native)
    receipts = words_of(await on_pages(town, town.cast.author, "case copies", case))
    assert f"{case} | discord | ward | deleted there by hand" in receipts
    await on_pages(town, town.cast.author, "case withdraw", case)  # and nothing is posted there again
    assert town.discord.messages == {}


async def test_what_only_a_specialty_may_see_stands_in_no_channel(town: Town) -> None:
    case = await posted(town, specialty="cardiology", audience="specialty")
    await on_pages(town, town.cast.cardiologist, "case reply", case, text="Yes.")
    assert town.discord.sent == []
    assert town.slack.sent == []


async def test_a_native_reply_stands_once_everywhere_and_is_never_said_back(town: Town) -> None:
    case = await posted(town)
    colleague = await town.link(town.cast.colleague, "discord")
    here = root(town.discord, case)
    native = await town.say(colleague, "Check the potassium.", here)
    assert [m.by for m in town.discord.in_thread(here)] == [colleague.native], "its author's own message alone"
    [copy] = town.slack.in_thread(root(town.slack, case))
    assert copy.text.endswith("Check the potassium.")
    for platform, chat, message in (("slack", town.slack, copy.native), ("discord", town.discord, here.native)):
        await town.hear(town.account(town.cast.colleague, platform), message)  # our own, heard again
        assert len([m for m in chat.messages.values() if "potassium" in m.text]) == 1
    await town.hear(colleague, native)  # delivered twice
    assert threads(town, case) == [["Check the potassium."]] * 2


async def test_a_channel_linked_later_shows_what_comes_then(town: Town) -> None:
    administrator = await town.link(town.cast.administrator, "discord")
    old = await posted(town)
    there = town.place("discord", "second")
    answer = await town.give(administrator, "channel add", there, fields={"purpose": "cases", "mirrors": "ch-1"})
    assert "It mirrors CH-1" in words_of(answer.reply)
    new = await posted(town)
    await on_pages(town, town.cast.colleague, "case reply", old, text="Late.")
    assert [m.text.split(" ")[0] for m in town.discord.in_channel("second")] == [str(new)]
    assert not [m for m in town.discord.messages.values() if m.where == "second" and m.thread]


async def test_a_removed_channel_gets_nothing_new_but_what_stands_there_follows(town: Town) -> None:
    administrator = await town.link(town.cast.administrator, "discord")
    case = await posted(town)
    await town.give(administrator, "channel remove")
    await on_pages(town, town.cast.colleague, "case reply", case, text="Late.")
    assert len(town.discord.messages) == 1
    await posted(town)
    assert len(town.discord.messages) == 1
    await on_pages(town, town.cast.author, "case withdraw", case)
    assert town.discord.in_channel("ward")[0].text == f"{case} was withdrawn."
    await town.give(administrator, "channel add", fields={"purpose": "cases", "mirrors": "CH-1"})
    again = await posted(town)
    assert root(town.discord, again)


async def test_the_cases_of_a_removed_channel_go_on_in_its_mirror(town: Town) -> None:
    administrator, author = (
        await town.link(town.cast.administrator, "discord"),
        await town.link(town.cast.author, "slack"),
    )
    alone = town.place("discord", "alone")
    await town.give(administrator, "channel add", alone, fields={"purpose": "cases"})
    number = (await town.app.store.read(town.scope, lambda unit: unit.spaces.here(alone))).id  # type: ignore[union-attr]
    mirror = town.place("slack", "mirror")
    boss = await town.link(town.cast.administrator, "slack")
    await town.give(boss, "channel add", mirror, fields={"purpose": "cases", "mirrors": f"CH-{number}"})
    key = PersonKey(town.cast.author.community, town.cast.author.id)
    typed = {name: RawText(text) for name, text in POST.items()}
    given = Invocation(key, "case post", typed, None, Origin("local", number))
    case = (await town.app.engine.dispatch(given)).subject
    await town.delivered()
    await town.give(administrator, "channel remove", alone)
    [card] = town.slack.in_channel("mirror")
    await town.give(author, "case reply", town.place("slack", "mirror", card), on=case, fields={"text": "Go on."})
    assert [m.text.splitlines()[-1] for m in town.slack.in_thread(card)] == ["Go on."]
    assert not [m for m in town.discord.messages.values() if m.thread]


async def test_a_closed_channel_and_an_open_one_do_not_mirror_each_other(town: Town) -> None:
    administrator = await town.link(town.cast.administrator, "discord")
    for mirrored, closed in ((town.cast.general, True), (town.cast.closed, False)):
        there = town.place("discord", "third", closed=closed)
        answer = await town.give(administrator, "channel add", there, fields={"mirrors": str(mirrored.ref)})
        assert "can't mirror each other" in words_of(answer.reply)
    answer = await town.give(
        administrator, "channel add", town.place("discord", "third", closed=True),
        fields={"mirrors": str(town.cast.closed.ref)},
    )  # fmt: skip
    assert "mirrors" in words_of(answer.reply)


@pytest.mark.parametrize(
    ("byline", "shown", "hidden"), [(Byline.NAME, "author", "(member)"), (Byline.ROLE, "member", "author")]
)
async def test_authors_are_shown_as_the_community_chose(town: Town, byline: Byline, shown: str, hidden: str) -> None:
    await on_pages(town, town.cast.administrator, "community names", shown=byline.value)
    case = await posted(town, specialty="cardiology")
    await on_pages(town, town.cast.author, "case reply", case, text="Thank you.")
    assert shown in root(town.discord, case).text
    assert hidden not in town.discord.everything()


# delivery


async def test_a_platform_that_is_away_delays_no_other_and_gets_everything_later(town: Town) -> None:
    town.discord.away = True
    case = await posted(town)
    await on_pages(town, town.cast.colleague, "case reply", case, text="First.")
    assert len(town.slack.messages) == 2
    for _ in range(30):  # a day and more away buries nothing
        town.clock.advance(timedelta(hours=1))
        await town.delivered()
    town.discord.away = False
    town.clock.advance(timedelta(hours=1))
    await town.delivered()
    assert threads(town, case) == [["First."]] * 2
    assert "could not" not in words_of(await on_pages(town, town.cast.moderator, "delivery list"))[:9]


async def test_a_platform_that_hangs_delays_no_other(town: Town) -> None:
    town.discord.answers.clear()
    town.jobs.start()
    try:
        typed = {name: RawText(text) for name, text in POST.items()}
        key = PersonKey(town.cast.author.community, town.cast.author.id)
        for _ in range(3):
            origin = Origin("local", town.cast.general.id)
            await town.app.engine.dispatch(Invocation(key, "case post", typed, None, origin))
        async with asyncio.timeout(10):
            while len(town.slack.messages) < 3:  # noqa: ASYNC110 - nobody tells a fake's visitor
                await asyncio.sleep(0.01)
        assert town.discord.messages == {}
    finally:
        await town.jobs.close()


async def test_what_may_have_arrived_is_looked_up_before_it_is_posted_again(town: Town) -> None:
    town.discord.loses_answers = 1
    case = await posted(town)
    town.clock.advance(timedelta(minutes=1))
    await town.delivered()
    assert len(town.discord.messages) == 1
    await on_pages(town, town.cast.colleague, "case reply", case, text="First.")
    assert threads(town, case) == [["First."]] * 2


async def test_moderators_are_told_once_of_what_can_never_arrive_and_not_by_the_way_that_failed(town: Town) -> None:
    moderator = await town.link(town.cast.moderator, "discord")
    town.discord.closed.add(moderator.native)
    town.slack.refuses["ward"] = DeliveryError(permanent=True, reason="channel is gone")
    case = await posted(town)
    for text in ("First.", "Second."):
        await on_pages(town, town.cast.colleague, "case reply", case, text=text)
    for person in (town.cast.moderator, town.cast.administrator):
        inbox = await town.app.store.read(town.scope, lambda unit, p=person: unit.posts.for_person(p.id))  # type: ignore[misc]
        assert [post.notice for post in inbox] == ["delivery stuck"] * len(inbox)
        assert len(inbox) == 2, "the channel's, and that of the direct messages: once each"
    del town.slack.refuses["ward"]
    listed = await on_pages(town, town.cast.moderator, "delivery list")
    retry = next(b.subject for block in listed.blocks for b in getattr(block, "buttons", ()))
    await on_pages(town, town.cast.moderator, "delivery retry", retry)
    assert threads(town, case) == [["First.", "Second."]] * 2, "what waited for the thread follows it"


async def test_a_notice_carries_the_card_as_that_person_may_see_it(town: Town) -> None:
    heart = await town.link(town.cast.cardiologist, "slack")
    await posted(town, specialty="cardiology")
    [told] = town.slack.in_channel(f"@{heart.native}")
    assert told.text.startswith("A colleague asks your specialty: C-1.")
    assert "Heparin now?" in told.text
    assert [b.path for b in told.buttons] == ["consult accept", "consult answer", "consult decline"]


async def test_who_has_closed_their_direct_messages_is_called_in_the_thread(town: Town) -> None:
    author = await town.link(town.cast.author, "discord")
    town.discord.closed.add(author.native)
    case = await posted(town, specialty="cardiology")
    await on_pages(town, town.cast.cardiologist, "consult accept", Ref(SubjectKind.CONSULT, 1))
    assert any("A specialist accepted C-1" in m.text for m in town.discord.in_thread(root(town.discord, case)))


async def test_who_left_is_told_nothing_more(town: Town) -> None:
    account = await town.link(town.cast.author, "slack")
    case = await posted(town)
    town.slack.messages.clear()
    await on_pages(town, town.cast.author, "member leave")
    await on_pages(town, town.cast.colleague, "case reply", case, text="Late.")
    assert town.slack.in_channel(f"@{account.native}") == []


async def test_notices_go_to_the_account_used_last(town: Town) -> None:
    cast = town.cast
    accounts = [await town.link(cast.author, platform) for platform in ("discord", "slack")]
    case = await posted(town)
    for used in (accounts[0], accounts[1], accounts[0]):
        town.clock.advance(timedelta(minutes=1))
        await town.give(used, "case follow", on=case)
        town.discord.messages = {k: m for k, m in town.discord.messages.items() if not m.where.startswith("@")}
        town.slack.messages = {k: m for k, m in town.slack.messages.items() if not m.where.startswith("@")}
        await on_pages(town, cast.colleague, "case reply", case, text="Anything?")
        for account in accounts:
            told = town.chat(account.platform).in_channel(f"@{account.native}")
            assert bool(told) == (account == used)


async def test_an_administrator_of_one_community_is_not_one_of_another(town: Town) -> None:
    assert town.cast.stranger.role is Role.ADMINISTRATOR
    case = await posted(town)
    where = Origin("local", town.cast.general.id)
    key = PersonKey(town.cast.stranger.community, town.cast.stranger.id)
    with pytest.raises(Exception, match="There is no"):
        await town.app.engine.dispatch(Invocation(key, "case copies", {}, case, where))
