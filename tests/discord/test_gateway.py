"""Sessions on the double: resumed, lost, silent, refused."""

from __future__ import annotations

import asyncio
import random

import discord
import pytest

from tests.discord.double import Double
from tests.discord.plain import Client, Scene, running


async def test_op_7_and_close_4000_resume_with_what_was_missed(scene: Scene) -> None:
    double = scene.double
    await double.gateway.reconnect()
    await double.until(lambda: scene.client.resumed == 1 and double.gateway.live, "the first RESUME")
    await double.gateway.close(4000)
    await double.say(scene.amina, scene.channel, "missed")
    await double.until(lambda: scene.client.resumed == 2, "the second RESUME")
    assert [each.content for each in scene.client.heard] == ["missed"]
    assert len(double.gateway.identifies) == 1


async def test_a_lost_session_identifies_anew(scene: Scene) -> None:
    await scene.double.gateway.invalidate()
    await scene.double.until(lambda: scene.client.readied == 2, "a second READY")
    assert len(scene.double.gateway.identifies) == 2


async def test_a_silent_socket_is_left_and_resumed(double: Double) -> None:
    double.gateway.heartbeat_ms = 50
    scene = Scene(double, Client(heartbeat_timeout=0.4))
    async with running(double, scene.client):
        double.gateway.silence()
        await double.say(scene.amina, scene.channel, "into the silence")
        await double.until(lambda: scene.client.heard, "the message after RESUME")
        assert scene.client.resumed == 1


async def test_a_wrong_token_and_a_refused_intent(double: Double) -> None:
    async with Client() as client:
        with pytest.raises(discord.LoginFailure):
            await client.login("wrong")
    double.revoke("message_content")
    async with Client() as client:
        await client.login(double.token)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await client.connect()


async def test_without_the_content_intent_only_what_concerns_the_bot_is_read(double: Double) -> None:
    intents = discord.Intents.default()
    scene = Scene(double, Client(intents=intents))
    async with running(double, scene.client):
        for text in ("a patient", f"{double.bot.mention} look"):
            await double.say(scene.amina, scene.channel, text)
        await double.say(scene.amina, double.dm(scene.amina), "in private")
        await double.until(lambda: len(scene.client.heard) == 3)
        assert [each.content for each in scene.client.heard] == ["", f"{double.bot.mention} look", "in private"]


FATAL = [(4004, discord.ConnectionClosed), (4014, discord.PrivilegedIntentsRequired)]


@pytest.mark.parametrize(("code", "error"), FATAL)
async def test_a_close_that_is_final_ends_the_client(double: Double, code: int, error: type[Exception]) -> None:
    async with Client() as client:
        await client.login(double.token)
        task = asyncio.create_task(client.connect())
        await double.connected()
        await double.gateway.close(code)
        with pytest.raises(error):
            await task


async def test_a_platform_that_was_away_is_resumed(scene: Scene) -> None:
    scene.double.down()
    with pytest.raises(discord.DiscordServerError):
        await scene.client.text(scene.channel).send("nobody there")
    scene.double.up()
    await scene.double.say(scene.amina, scene.channel, "back")
    await scene.double.until(lambda: scene.client.heard)
    assert scene.client.resumed == 1
    assert [each.content for each in scene.double.history(scene.channel)] == ["back"]


async def test_events_cross_every_kind_of_break_once_and_in_order(scene: Scene) -> None:
    gateway, expected = scene.double.gateway, []
    chance = random.Random(7)
    for number in range(200):
        expected.append(str(number))
        await scene.double.say(scene.amina, scene.channel, str(number))
        if number % 20 == 10:
            await scene.double.connected()
            match chance.choice(["op 7", "4000", "cut"]):
                case "op 7":
                    await gateway.reconnect()
                case "4000":
                    await gateway.close(4000)
                case _:
                    gateway.cut()
    await scene.double.until(lambda: len(scene.client.heard) >= len(expected), "all 200 messages")
    assert [each.content for each in scene.client.heard] == expected
    assert len(gateway.identifies) == 1
    assert scene.client.resumed > 1
