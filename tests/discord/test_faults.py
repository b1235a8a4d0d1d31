"""What goes wrong on the double goes wrong as it does on Discord."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
import pytest

from tests.discord.double import Double
from tests.discord.people import APPLICATION
from tests.discord.plain import Client, Scene, running

CONTENT_LIMIT = 2_000


def on(client: Client, event: str, then: Callable[[Any], None]) -> None:
    async def listener(argument: Any) -> None:
        then(argument)

    setattr(client, event, listener)


async def test_a_429_is_waited_out_and_a_limit_in_the_headers_is_kept(scene: Scene) -> None:
    double, channel = scene.double, scene.client.text(scene.channel)
    fault = double.fail("POST", "/channels/{channel_id}/messages", 429, retry_after=0.05, times=2)
    await channel.send("late")
    assert (fault.hits, [each.status for each in double.asked("POST", "/channels/{channel_id}/messages")]) == (
        2,
        [429, 429, 200],
    )
    bucket = double.limit("POST", "/channels/{channel_id}/messages", limit=2, per=0.1)
    for number in range(5):
        await channel.send(str(number))
    assert bucket.refused == 0
    assert len(double.history(scene.channel)) == 6


@pytest.mark.parametrize(("after", "there"), [(False, 0), (True, 1)])
async def test_a_connection_cut_before_or_after_the_effect(scene: Scene, after: bool, there: int) -> None:
    scene.double.cut("POST", "/channels/{channel_id}/messages", after=after)
    channel = scene.client.text(scene.channel)
    with pytest.raises(aiohttp.ClientError):
        await channel.send("once", nonce="n-1")
    assert len(scene.double.history(scene.channel)) == there
    again = await channel.send("once", nonce="n-1")
    assert [each.id for each in scene.double.history(scene.channel)] == [again.id]


async def test_a_nonce_is_forgotten_after_minutes(scene: Scene) -> None:
    channel = scene.client.text(scene.channel)
    first = await channel.send("once", nonce="n-1")
    assert (await channel.send("once", nonce="n-1")).id == first.id
    scene.double.advance(600)
    assert (await channel.send("once", nonce="n-1")).id != first.id


async def test_a_share_of_the_calls_is_dropped(scene: Scene) -> None:
    scene.double.drop(0.5, seed=3)
    failed = 0
    for number in range(20):
        try:
            await scene.client.text(scene.channel).send(str(number))
        except aiohttp.ClientError:
            failed += 1
    scene.double.drop(0)
    there = len(scene.double.history(scene.channel))
    assert scene.double.orders.dropped == failed
    assert 20 - failed < there < 20, "some of the failed ones took effect, some did not"


async def test_missing_permissions_and_a_late_answer(scene: Scene) -> None:
    double = scene.double
    double.forbid(scene.channel, "send_messages")
    with pytest.raises(discord.Forbidden) as refused:
        await scene.client.text(scene.channel).send("no")
    assert refused.value.code == 50013
    made: list[discord.Interaction] = []
    on(scene.client, "on_interaction", made.append)
    double.fail("POST", "/interactions/*", 400)  # its own answer, so that nobody has acknowledged it
    shown = await double.slash(scene.guild.owner, scene.channel, "who", person=scene.amina, wait=False)
    await double.until(lambda: made)
    double.advance(4)
    await double.until(lambda: double.asked("POST", "/interactions/{interaction_id}/{interaction_token}/callback"))
    with pytest.raises(discord.NotFound) as late:
        await made[0].response.send_message("too late")
    assert late.value.code == 10062
    assert not shown.acked


async def test_a_private_channel_is_for_those_it_is_open_to(scene: Scene) -> None:
    role = scene.double.role(scene.guild, "Neurology")
    private = scene.double.channel(scene.guild, "neuro", "private", open_to=(role,))
    with pytest.raises(PermissionError):
        await scene.double.say(scene.amina, private, "let me in")
    scene.double.set_roles(scene.guild, scene.amina, [role])
    await scene.double.say(scene.amina, private, "thank you")
    scene.double.forbid(private, "view_channel")
    await scene.double.until(lambda: scene.client.get_channel(private.id))
    with pytest.raises(discord.Forbidden) as refused:
        await scene.client.text(private).send("hidden")
    assert refused.value.code == 50001


async def test_least_permissions_are_the_guilds_to_give(double: Double) -> None:
    scene = Scene(double, Client())
    bare = double.guild("Bare", bot_permissions=APPLICATION[:4])
    channel = double.channel(bare, "cases")
    message = await double.say(bare.owner, channel, "mine")
    async with running(double, scene.client):
        with pytest.raises(discord.Forbidden) as refused:
            await scene.client.text(channel).get_partial_message(message.id).delete()
    assert refused.value.code == 50013


async def test_a_too_long_content_is_refused_and_told(double: Double) -> None:
    scene = Scene(double, Client())
    async with running(double, scene.client):
        with pytest.raises(discord.HTTPException) as refused:
            await scene.client.text(scene.channel).send("x" * (CONTENT_LIMIT + 1))
    assert refused.value.code == 50035
    assert len(double.faults) == 1
    assert "content: 2001 characters, 2000 allowed" in double.faults[0]
    assert "x" * 10 not in double.faults[0]
    assert "x" * (CONTENT_LIMIT + 1) in double.wire()


async def test_an_interactions_token_dies_after_fifteen_minutes(scene: Scene) -> None:
    made: list[discord.Interaction] = []
    on(scene.client, "on_interaction", made.append)
    await scene.double.slash(scene.guild.owner, scene.channel, "who", person=scene.amina)
    await scene.double.until(lambda: made)
    await made[0].edit_original_response(content="changed")
    scene.double.advance(901)
    with pytest.raises(discord.HTTPException) as late:
        await made[0].edit_original_response(content="too late")
    assert late.value.code == 50027
    assert [each.content for each in scene.double.history(scene.channel)] == ["changed"]


NEEDED = ["create_public_threads", "send_messages_in_threads", "attach_files", "manage_messages", "manage_threads"]


@pytest.mark.parametrize("permission", NEEDED)
async def test_each_act_needs_its_permission(scene: Scene, permission: str) -> None:
    double, channel = scene.double, scene.client.text(scene.channel)
    theirs = await double.say(scene.amina, scene.channel, "theirs")
    thread = await double.start_thread(scene.amina, theirs, "Theirs")
    mine = await channel.send("mine")
    await double.until(lambda: scene.client.get_channel(thread.id))
    place = scene.client.get_channel(thread.id)
    assert isinstance(place, discord.Thread)
    acts: dict[str, Callable[[], Awaitable[object]]] = {
        "create_public_threads": lambda: mine.create_thread(name="Mine"),
        "send_messages_in_threads": lambda: place.send("inside"),
        "attach_files": lambda: channel.send(file=discord.File(io.BytesIO(b"x"), "x.txt")),
        "manage_threads": lambda: place.edit(name="Renamed"),
        "manage_messages": lambda: channel.get_partial_message(theirs.id).delete(),
    }
    double.forbid(scene.channel, permission)
    with pytest.raises(discord.Forbidden) as refused:
        await acts[permission]()
    assert refused.value.code == 50013
    double.permit(scene.channel, permission)
    await acts[permission]()


async def test_a_429_of_the_global_limit_holds_every_call(scene: Scene) -> None:
    scene.double.fail("GET", "/users/{user_id}", 429, everywhere=True, retry_after=0.05)
    await scene.client.fetch_user(scene.amina.id)
    first, second = scene.double.asked("GET", "/users/{user_id}")
    assert (first.status, first.answer["global"], second.status) == (429, True, 200)


async def test_an_event_comes_twice(scene: Scene) -> None:
    message = await scene.double.say(scene.amina, scene.channel, "once said")
    shown = await scene.double.context(scene.amina, message, "Report")
    scene.double.repeat(message)
    scene.double.repeat(shown)
    await scene.double.until(lambda: len(scene.client.heard) == 2)
    assert scene.client.heard[0].id == scene.client.heard[1].id
    callbacks = "/interactions/{interaction_id}/{interaction_token}/callback"
    await scene.double.until(lambda: len(scene.double.asked("POST", callbacks)) == 2)
    await scene.double.until(lambda: scene.double.asked("POST", callbacks)[1].status == 400, "40060 for the second")
    assert len(shown.answers) == 1
