"""What members type natively reaches the core: once, in order, also after a gap; and who comes and goes."""

from __future__ import annotations

import pytest

from adapters.discord import listen
from bot.desk import Cursor
from bot.i18n import say
from bot.model import Account, Place, Space
from bot.views import reply
from tests.adapters_discord.conftest import Stage
from tests.adapters_discord.fake import post_of
from tests.discord.entities import Channel


def place_of(channel: Channel) -> Place:
    assert channel.guild
    parent = channel.parent
    around = parent or channel
    return Place(
        "discord", str(channel.guild.id), str(around.id), str(channel.id) if parent else None, around.name,
        server=channel.guild.name,
    )  # fmt: skip


async def open_case(stage: Stage) -> Channel:
    await stage.discord.deliver(post_of(place=stage.cases.id), reply(say("CASE-3")), again=False)
    return stage.double.thread(await stage.double.posted(stage.cases, "CASE-3"))


async def test_messages_edits_and_deletions_are_heard(here: Stage) -> None:
    thread = await open_case(here)
    said = await here.double.say(here.amina, thread, "Anna is febrile", attachments={"scan.png": b"x"})
    await here.double.until(lambda: here.desk.messages)
    heard = here.desk.messages[0]
    assert (heard.text.expose(), heard.attachments, heard.native, heard.name) == (
        "Anna is febrile", 1, str(said.id), "amina"
    )  # fmt: skip
    assert heard.place == place_of(thread)
    assert heard.who.native == str(here.amina.id)
    await here.double.edit(here.amina, said, "She is febrile")
    await here.double.until(lambda: len(here.desk.messages) == 2)
    assert here.desk.messages[1].native == str(said.id)
    assert here.desk.messages[1].at > heard.at
    await here.double.delete(here.amina, said)
    await here.double.until(lambda: here.desk.deleted)
    assert here.desk.deleted == [(place_of(thread), str(said.id))]


async def test_bots_and_direct_messages_are_not_heard(here: Stage) -> None:
    robot = here.double.user("robot", bot=True)
    here.double.join(here.guild, robot)
    await open_case(here)
    await here.double.say(robot, here.cases, "beep")
    await here.double.say(here.amina, here.double.dm(here.amina), "hello")
    await here.double.say(here.amina, here.cases, "the last")
    await here.double.until(lambda: here.desk.messages)
    assert here.desk.said == ["the last"]


async def test_a_closed_channel_is_told_as_closed(here: Stage) -> None:
    board = here.double.channel(here.guild, "board", "private", open_to=(here.doctors,))
    await here.double.say(here.amina, board, "within")
    await here.double.until(lambda: here.desk.messages)
    assert here.desk.messages[0].place.closed


async def test_a_refreshed_connection_loses_nothing_and_doubles_nothing(here: Stage) -> None:
    """Op 7, then a close with 4000: both are resumed, and Discord sends what was missed."""
    gateway = here.double.gateway
    for number, interrupt in enumerate((gateway.reconnect(), gateway.close(4000))):
        resumes = len(gateway.resumes)
        await interrupt
        await here.double.say(here.amina, here.cases, f"meanwhile {number}")
        await here.double.until(lambda before=resumes: len(gateway.resumes) > before)
        await here.double.until(lambda n=number: f"meanwhile {n}" in here.desk.said)
    assert here.desk.said == ["meanwhile 0", "meanwhile 1"]
    done = await here.double.slash(here.amina, here.cases, "help")
    assert done.text == "help is done."


async def test_a_lost_session_is_caught_up_from_the_history_before_anything_new(stage: Stage) -> None:
    async with stage.running():
        thread = await open_case(stage)
        first = await stage.double.say(stage.amina, thread, "heard")
        await stage.double.until(lambda: stage.desk.messages)
    for number in range(105):  # more than one page
        await stage.double.say(stage.amina, thread, f"missed {number}")
    await stage.double.edit(stage.amina, first, "heard, then edited")
    stage.desk.lagging = [Cursor(place_of(thread), str(first.id)), Cursor(place_of(stage.cases), None)]
    async with stage.running():
        await stage.double.say(stage.amina, thread, "now")
        await stage.double.until(lambda: "now" in stage.desk.said)
    assert stage.desk.said == ["heard", "heard, then edited", *(f"missed {n}" for n in range(105)), "now"]


async def test_a_thread_that_was_never_heard_is_read_from_its_beginning(stage: Stage) -> None:
    async with stage.running():
        thread = await open_case(stage)
    await stage.double.say(stage.amina, thread, "missed")
    stage.desk.lagging = [Cursor(place_of(thread), None)]
    async with stage.running():
        await stage.double.until(lambda: stage.desk.messages)
    assert stage.desk.said == ["missed"]


async def test_catching_up_survives_a_server_in_trouble_and_a_place_that_is_gone(stage: Stage) -> None:
    async with stage.running():
        thread = await open_case(stage)
        lost = stage.double.channel(stage.guild, "lost")
    await stage.double.say(stage.amina, thread, "missed")
    stage.desk.lagging = [Cursor(place_of(lost), "1"), Cursor(place_of(thread), None)]
    stage.double.remove_channel(lost)
    stage.double.cut("GET", "/channels/{channel_id}/messages", times=2)
    async with stage.running():
        await stage.double.until(lambda: stage.desk.messages)
    assert stage.desk.said == ["missed"]


async def test_a_message_that_can_not_be_kept_hides_none_behind_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listen, "_LONGEST_WAIT", 0.01)
    monkeypatch.setattr(listen, "_FIRST_WAIT", 0.01)
    async with stage.running():
        thread = await open_case(stage)
    for text in ("first", "poison", "behind it"):
        await stage.double.say(stage.amina, thread, text)
    stage.desk.lagging, stage.desk.poison = [Cursor(place_of(thread), None)], "poison"
    async with stage.running():
        await stage.double.until(lambda: "behind it" in stage.desk.said)
    assert stage.desk.said == ["first", "behind it"]


async def test_places_that_discord_refuses_to_read_hold_up_no_other(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listen, "_FIRST_WAIT", 0.01)
    monkeypatch.setattr(listen, "_LONGEST_WAIT", 0.01)
    async with stage.running():
        thread = await open_case(stage)
    await stage.double.say(stage.amina, thread, "missed")
    for number in range(5):
        odd = stage.double.channel(stage.guild, f"odd-{number}")
        stage.double.fail("GET", f"/channels/{odd.id}/messages", 400, code=50024, times=None)
        stage.desk.lagging.append(Cursor(place_of(odd), "1"))
    stage.desk.lagging.append(Cursor(place_of(thread), None))
    async with stage.running():
        await stage.double.until(lambda: stage.desk.messages)
    assert stage.desk.said == ["missed"]


async def test_who_left_or_lost_a_role_in_a_gap_has_left_and_lost_it(stage: Stage) -> None:
    amina, ben = (Account("discord", str(stage.guild.id), str(user.id)) for user in (stage.amina, stage.ben))
    stage.desk.members = [amina, ben]
    stage.desk.linked = [Space(1, 1, "discord", str(stage.guild.id), stage.guild.name, False)]
    stage.double.leave(stage.guild, stage.amina)
    stage.double.set_roles(stage.guild, stage.ben, [])
    async with stage.running():
        await stage.double.until(lambda: stage.desk.people)
    assert stage.desk.left == [amina]
    assert stage.desk.people == {ben.native: {str(stage.guild.id)}}


async def test_who_can_not_see_a_closed_channel_any_more_is_told(here: Stage) -> None:
    doctors = here.double.role(here.guild, "Board")
    closed = here.double.channel(here.guild, "board", "private", open_to=(doctors, here.ben))
    amina, ben = str(here.amina.id), str(here.ben.id)
    here.double.set_roles(here.guild, here.amina, [doctors])
    here.double.set_roles(here.guild, here.ben, [])
    await here.double.until(lambda: {amina, ben} <= here.desk.people.keys())
    assert here.desk.shut_out == []
    here.double.set_roles(here.guild, here.amina, [])
    await here.double.until(lambda: here.desk.shut_out)
    assert here.desk.shut_out == [(amina, str(closed.id))]
    here.desk.members = [Account("discord", str(here.guild.id), ben)]
    here.double.forbid(closed, "view_channel", target=here.ben)
    await here.double.until(lambda: (ben, str(closed.id)) in here.desk.shut_out)


async def test_roles_leaving_and_bans_are_told(here: Stage) -> None:
    amina, ben = str(here.amina.id), str(here.ben.id)
    here.double.set_roles(here.guild, here.amina, [])
    await here.double.until(lambda: here.desk.people)
    assert here.desk.people == {amina: {str(here.guild.id)}}
    here.double.leave(here.guild, here.amina)
    await here.double.until(lambda: here.desk.left)
    here.double.ban(here.guild, here.ben)
    await here.double.until(lambda: len(here.desk.left) >= 2)
    assert {(account.space, account.native) for account in here.desk.left} == {
        (str(here.guild.id), amina), (str(here.guild.id), ben)
    }  # fmt: skip
