"""Connecting, staying connected, and answers on a bad day."""

from __future__ import annotations

import json
import logging

import pytest

from bot.i18n import say
from bot.views import reply
from tests.adapters_discord.conftest import Stage
from tests.adapters_discord.fake import post_of

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


async def test_without_the_message_content_intent_everything_but_the_guard_works(stage: Stage) -> None:
    stage.double.revoke("message_content")
    async with stage.running() as adapter:
        assert "no message-content intent" in adapter.status()
        done = await stage.double.slash(stage.amina, stage.cases, "help")
        assert done.text == "help is done."
        await adapter.deliver(post_of(place=stage.cases.id), reply(say("A card")), again=False)
        await stage.double.say(stage.amina, stage.cases, "not for us")
        stage.double.leave(stage.guild, stage.ben)
        await stage.double.until(lambda: stage.desk.left)
        assert stage.desk.messages == []


async def test_without_the_members_intent_the_guard_still_reads(stage: Stage) -> None:
    stage.double.revoke("members")
    async with stage.running() as adapter:
        assert "no members intent" in adapter.status()
        await stage.double.say(stage.amina, stage.cases, "read")
        await stage.double.until(lambda: stage.desk.messages)


async def test_a_refused_token_is_told_and_not_tried_again(stage: Stage) -> None:
    async with stage.running("wrong.token") as adapter:
        assert "CURBSIDE_DISCORD__TOKEN" in adapter.status()
        assert "wrong.token" not in adapter.status()
    assert len(stage.double.asked("GET", "/users/@me")) == 1


async def test_a_late_acknowledgement_loses_nothing(here: Stage) -> None:
    """More than 3 s passed: Discord knows the interaction no more (10062); the answer comes as a direct message."""
    here.double.fail("POST", "/interactions/*/*/callback", 404, code=10062)
    await here.double.slash(here.amina, here.cases, "help", wait=False)
    dm = await here.double.posted(here.double.dm(here.amina), "help is done.")
    assert len(here.desk.asked) == 1
    await here.double.press(here.amina, dm, "Follow")
    assert here.desk.asked[1].who.space == str(here.guild.id)


async def test_a_late_answer_to_closed_direct_messages_is_dropped_but_the_act_stands(here: Stage) -> None:
    here.double.close_dms(here.amina)
    here.double.fail("POST", "/interactions/*/*/callback", 404, code=10062)
    await here.double.slash(here.amina, here.cases, "help", wait=False)
    await here.double.until(lambda: here.double.asked("POST", "/users/@me/channels"))
    assert len(here.desk.asked) == 1


async def test_an_acknowledgement_whose_answer_got_lost_is_one(here: Stage) -> None:
    here.double.cut("POST", "/interactions/*/*/callback", after=True)
    done = await here.double.slash(here.amina, here.cases, "help", wait=False)
    assert (await here.double.told(done, "help is done.")).ephemeral
    assert here.double.dms(here.amina) == []


async def test_a_form_opens_though_the_connection_broke(here: Stage) -> None:
    for after in (False, True):
        here.double.cut("POST", "/interactions/*/*/callback", after=after)
        opened = await here.double.slash(here.amina, here.cases, "case reply", case="CASE-3")
        assert opened.modal


def deliver_again(stage: Stage) -> None:
    """The gateway sends the last interaction once more, to whoever is connected."""
    events = [json.loads(event) for session in stage.double.gateway.sessions.values() for event in session.events]
    last = next(event["d"] for event in reversed(events) if event["t"] == "INTERACTION_CREATE")
    stage.double.world.emit("INTERACTION_CREATE", 0, lambda _: last)


async def test_an_event_that_comes_twice_happens_once(stage: Stage) -> None:
    async with stage.running():
        done = await stage.double.slash(stage.amina, stage.cases, "help")
        deliver_again(stage)
        await stage.double.slash(stage.ben, stage.cases, "help")
        assert done.text == "help is done."
        deliver_again(stage)
    async with stage.running():  # and once more to the next process, which doesn't remember
        deliver_again(stage)
        again = list(stage.double.interactions.values())[-1]
        await stage.double.until(lambda: "done already" in again.text)
    assert [asked.who.native for asked in stage.desk.asked] == [str(stage.amina.id), str(stage.ben.id)]


async def test_a_session_that_ended_is_begun_anew(here: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.client._IDENTIFY_SECONDS", 0.0)
    identifies = len(here.double.gateway.identifies)
    await here.double.gateway.invalidate()
    await here.double.until(lambda: len(here.double.gateway.identifies) > identifies)
    await here.double.connected()
    done = await here.double.slash(here.amina, here.cases, "help")
    assert done.text == "help is done."


async def test_a_silently_dead_socket_is_noticed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.client._SILENT_SECONDS", 2.0)
    stage.double.gateway.heartbeat_ms = 200
    async with stage.running():
        stage.double.gateway.silence()
        await stage.double.say(stage.amina, stage.cases, "into the silence")
        await stage.double.until(lambda: stage.desk.messages, "the message after a resume", 20)
    assert stage.desk.said == ["into the silence"]
    assert stage.double.gateway.resumes


async def test_a_server_that_is_down_at_first_is_waited_for(stage: Stage) -> None:
    stage.double.fail("GET", "/users/@me", 503)
    async with stage.running() as adapter:
        await stage.double.until(lambda: adapter.status() == "connected")


async def test_no_words_of_members_reach_the_log(stage: Stage, capsys: pytest.CaptureFixture[str],
                                                 caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    caplog.set_level(logging.WARNING)
    async with stage.running():
        stage.desk.fault = RuntimeError("zqxv in an error")
        opened = await stage.double.slash(stage.amina, stage.cases, "case reply", case="CASE-3")
        done = await stage.double.submit(stage.amina, opened, {"Your reply": "zqxv in a form"})
        assert "went wrong" in done.text
        await stage.double.say(stage.amina, stage.cases, "zqxv natively")
        await stage.double.until(lambda: stage.desk.messages)
    printed = capsys.readouterr()
    assert "zqxv" not in printed.out + printed.err + caplog.text
    assert "zqxv" not in stage.double.wire()
