"""The double is held against the client library and the published specification: both must believe it."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord.http import Route

from tests.discord import rest
from tests.discord.entities import Message
from tests.discord.plain import Client, Scene, running


async def test_the_client_finds_the_guild(scene: Scene) -> None:
    guild = scene.client.get_guild(scene.guild.id)
    assert guild is not None
    assert {member.name for member in guild.members} == {"dr.amina", "Curbside", "owner of Ward round"}
    assert guild.me.guild_permissions.manage_threads
    assert scene.client.application is not None
    assert scene.client.application.flags.gateway_message_content_limited


async def test_a_command_deferred_edited_and_followed_up(scene: Scene) -> None:
    shown = await scene.double.slash(scene.amina, scene.channel, "case reply", case="CASE-3", days=2)
    await scene.double.until(lambda: len(shown.shown) == 2)
    assert (shown.text, shown.ephemeral) == ("CASE-3 in 2", True)
    assert [each.content for each in shown.shown] == ["CASE-3 in 2", "and more"]
    assert scene.double.history(scene.channel) == []
    assert len(scene.double.history(scene.channel, scene.amina)) == 2


async def test_a_person_cannot_do_what_their_client_would_not(scene: Scene) -> None:
    double = scene.double
    with pytest.raises(LookupError):
        await double.slash(scene.amina, scene.channel, "case close")
    with pytest.raises(LookupError):
        await double.slash(scene.amina, scene.channel, "case reply")
    with pytest.raises(PermissionError):
        await double.slash(scene.amina, scene.channel, "who", person=scene.amina)
    shown = await double.slash(scene.guild.owner, scene.channel, "who", person=scene.amina)
    assert shown.text == "dr.amina"
    assert not shown.ephemeral


async def test_autocomplete(scene: Scene) -> None:
    offered = await scene.double.autocomplete(scene.amina, scene.channel, "case reply", "case", "CA")
    assert [each["value"] for each in offered] == ["CA-1", "CA-2"]


async def test_a_modal_is_filled_in(scene: Scene) -> None:
    opened = await scene.double.slash(scene.amina, scene.channel, "note")
    with pytest.raises(ValueError, match="required"):
        await scene.double.submit(scene.amina, opened, {"Kind": "Lab"})
    sent = await scene.double.submit(scene.amina, opened, {"Text": "seen", "Kind": "Lab"})
    assert sent.text == "seen/l"


async def test_a_message_command_carries_the_message(scene: Scene) -> None:
    message = await scene.double.say(scene.amina, scene.channel, "look")
    shown = await scene.double.context(scene.amina, message, "Report")
    assert shown.text == "reported: look"


async def test_a_button_works_after_a_restart(scene: Scene) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Accept", custom_id="accept:1"))
    view.add_item(discord.ui.Button(label="Change", custom_id="edit"))
    view.add_item(discord.ui.Select(custom_id="pick", options=[discord.SelectOption(label="One", value="1")]))
    await scene.client.text(scene.channel).send("a consult", view=view)
    message = await scene.double.posted(scene.channel, "a consult")
    await scene.client.close()
    async with running(scene.double, Client()):
        pressed = await scene.double.press(scene.amina, message, "Accept")
        assert pressed.text == "pressed accept:1 None"
        chosen = await scene.double.choose(scene.amina, message, "One")
        assert chosen.text == "pressed pick ['1']"
        changed = await scene.double.press(scene.amina, message, "Change")
        assert changed.message is message
        assert (message.content, message.components, bool(message.edited)) == ("edited", [], True)
        with pytest.raises(LookupError):
            await scene.double.press(scene.amina, message, "Accept")


async def test_a_thread_carries_its_messages_id_and_hears_both_sides(scene: Scene) -> None:
    sent = await scene.client.text(scene.channel).send("case 1")
    thread = await sent.create_thread(name="Case 1")
    await thread.send("first")
    mine = scene.double.thread(await scene.double.posted(scene.channel, "case 1"))
    assert mine.id == sent.id
    await scene.double.say(scene.amina, mine, "second")
    await scene.double.until(lambda: any(each.content == "second" for each in scene.client.heard))
    assert [each.content for each in scene.double.history(mine)] == ["first", "second"]
    with pytest.raises(discord.HTTPException) as again:
        await sent.create_thread(name="Case 1")
    assert again.value.code == 160004
    await thread.edit(archived=True)
    assert mine.archived


async def test_a_forum_post_with_a_tag(scene: Scene) -> None:
    forum = scene.double.channel(scene.guild, "consults", "forum", tags=("open", "answered"))
    await scene.double.until(lambda: scene.client.get_channel(forum.id))
    place = scene.client.get_channel(forum.id)
    assert isinstance(place, discord.ForumChannel)
    made = await place.create_thread(name="C-1", content="why?", applied_tags=[place.available_tags[0]])
    assert made.thread.id == made.message.id
    (post,) = scene.double.threads(forum)
    assert ([each.content for each in scene.double.history(post)], post.tag_names) == (["why?"], ["open"])
    await made.thread.edit(applied_tags=[place.available_tags[1]])
    assert post.tag_names == ["answered"]


async def test_a_dm_and_a_closed_one(scene: Scene) -> None:
    person = await scene.client.fetch_user(scene.amina.id)
    await person.send("hello")
    assert [each.content for each in scene.double.dms(scene.amina)] == ["hello"]
    scene.double.close_dms(scene.amina)
    with pytest.raises(discord.Forbidden) as refused:
        await person.send("again")
    assert refused.value.code == 50007
    scene.double.leave(scene.guild, scene.amina)
    with pytest.raises(discord.Forbidden) as refused:
        await person.send("still there?")
    assert refused.value.code == 50278


async def test_edits_and_deletes_of_both_sides(scene: Scene) -> None:
    double, channel = scene.double, scene.client.text(scene.channel)
    sent = await channel.send("draft", file=discord.File(__file__, "test.py"))
    await sent.edit(content="final")
    shown = await double.posted(scene.channel, "final")
    assert (shown.before, len(shown.attachments)) == (["draft"], 1)
    assert (await sent.attachments[0].read()).startswith(b'"""The double')
    await sent.delete()
    assert shown.deleted
    theirs = await double.say(scene.amina, scene.channel, "typo")
    await double.edit(scene.amina, theirs, "mended")
    await double.delete(scene.amina, theirs)
    await double.until(lambda: scene.client.deletes and scene.client.deletes[-1].message_id == theirs.id)
    assert scene.client.edits[-1].message.content == "mended"


async def test_history_is_listed_for_catching_up(scene: Scene) -> None:
    said = [await scene.double.say(scene.amina, scene.channel, str(number)) for number in range(5)]
    channel = scene.client.text(scene.channel)
    after = [each.content async for each in channel.history(after=discord.Object(said[1].id), limit=2)]
    before = [each.content async for each in channel.history(before=discord.Object(said[3].id), limit=2)]
    assert (after, before) == (["2", "3"], ["2", "1"])


async def test_who_is_pinged(scene: Scene) -> None:
    channel, double = scene.client.text(scene.channel), scene.double
    role = double.role(scene.guild, "Neurology", mentionable=True)
    text = f"@everyone {role.mention} {scene.amina.mention}"
    await channel.send(text)
    quiet = await double.posted(scene.channel)
    assert not quiet.pings
    await channel.send(text, allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=[_as(role)]))
    loud = await double.posted(scene.channel)
    assert (set(loud.pings.users), set(loud.pings.roles), loud.pings.everyone) == (set(), {role.id}, False)
    theirs = await double.say(scene.amina, scene.channel, text)
    assert theirs.pings.everyone
    assert theirs.pings.users == {scene.amina.id}


def _as(role: Any) -> Any:
    return discord.Object(role.id)


async def test_people_come_and_go(scene: Scene) -> None:
    ben = scene.double.user("dr.ben")
    role = scene.double.role(scene.guild, "Doctors")
    scene.double.join(scene.guild, ben, [role])
    guild = scene.client.get_guild(scene.guild.id)
    assert guild is not None
    await scene.double.until(lambda: guild.get_member(ben.id))
    assert [each.name for each in (await guild.fetch_member(ben.id)).roles] == ["@everyone", "Doctors"]
    scene.double.leave(scene.guild, ben)
    scene.double.ban(scene.guild, scene.amina)
    await scene.double.until(lambda: len(scene.client.gone) == 3)
    assert sorted(scene.client.gone) == ["banned dr.amina", "dr.amina", "dr.ben"]
    assert [entry.user.name async for entry in guild.bans()] == ["dr.amina"]


async def test_a_command_in_a_dm_and_a_waited_for_follow_up(scene: Scene) -> None:
    shown = await scene.double.slash(scene.amina, scene.double.dm(scene.amina), "case reply", case="CASE-9")
    more = await scene.double.told(shown, "and more")
    assert (shown.text, more.only_for) == ("CASE-9 in 1", scene.amina)
    assert shown.acked_in is not None


READS = sorted(template for method, template, _, _ in rest.ROUTES if method == "GET" and "attachments" not in template)


@pytest.mark.parametrize("template", READS)
async def test_every_reading_route_answers_as_the_specification_says(scene: Scene, template: str) -> None:
    shown = await scene.double.slash(scene.guild.owner, scene.channel, "who", person=scene.amina)
    assert shown.message
    await scene.double.start_thread(scene.amina, shown.message, "a thread")
    scene.double.archive(await scene.double.start_thread(scene.amina, await _said(scene), "an old one"))
    scene.guild.bans[scene.amina.id] = scene.amina
    ids: dict[str, Any] = {
        "guild_id": scene.guild.id,
        "channel_id": scene.channel.id,
        "user_id": scene.amina.id,
        "message_id": shown.message.id,
        "application_id": scene.double.bot.id,
        "webhook_id": scene.double.bot.id,
        "webhook_token": shown.token,
    }
    assert await scene.client.http.request(Route("GET", template, **ids)) is not None


async def _said(scene: Scene) -> Message:
    return await scene.double.say(scene.amina, scene.channel, "and another")


async def test_small_things_around_a_message(scene: Scene) -> None:
    channel = scene.client.text(scene.channel)
    sent = await channel.send("look")
    shown = await scene.double.posted(scene.channel, "look")
    await sent.pin()
    await sent.add_reaction("👍")
    assert (shown.pinned, list(shown.reactions.values())) == (True, [{scene.double.bot.id}])
    await sent.unpin()
    await channel.typing()
    thread = await channel.create_thread(name="apart", type=discord.ChannelType.public_thread)
    await thread.add_user(discord.Object(scene.amina.id))
    (apart,) = scene.double.threads(scene.channel)
    assert scene.amina.id in apart.members
    await thread.delete()
    assert scene.double.threads(scene.channel) == []


async def test_what_stands_in_an_archived_thread_cannot_be_edited(scene: Scene) -> None:
    sent = await scene.client.text(scene.channel).send("case 1")
    thread = await sent.create_thread(name="Case 1")
    inside = await thread.send("first")
    scene.double.archive(scene.double.thread(await scene.double.posted(scene.channel)))
    with pytest.raises(discord.HTTPException) as refused:
        await inside.edit(content="changed")
    assert refused.value.code == 50083
    await thread.send("which wakes it")
    await inside.edit(content="changed")


async def test_a_persons_command_in_a_thread(scene: Scene) -> None:
    message = await scene.double.say(scene.amina, scene.channel, "look")
    thread = await scene.double.start_thread(scene.amina, message, "Look")
    shown = await scene.double.context(scene.guild.owner, scene.amina, "Greet", channel=thread)
    assert shown.text == "hello dr.amina in a Thread"


async def test_a_channel_hidden_from_the_application_is_silent(scene: Scene) -> None:
    hidden = scene.double.channel(scene.guild, "hidden")
    scene.double.forbid(hidden, "view_channel")
    await scene.double.say(scene.amina, hidden, "not for the bot")
    await scene.double.say(scene.amina, scene.channel, "for the bot")
    await scene.double.until(lambda: scene.client.heard)
    assert [each.content for each in scene.client.heard] == ["for the bot"]


async def test_many_messages_deleted_at_once(scene: Scene) -> None:
    said = [await scene.double.say(scene.amina, scene.channel, str(number)) for number in range(3)]
    await scene.double.purge(scene.guild.owner, said[:2])
    await scene.double.until(lambda: scene.client.gone)
    assert scene.client.gone == [str(each.id) for each in said[:2]]
    assert scene.double.history(scene.channel) == said[2:]


async def test_anyone_who_may_write_in_it_wakes_an_archived_thread(scene: Scene) -> None:
    thread = await scene.double.start_thread(scene.amina, await _said(scene), "Theirs")
    scene.double.forbid(scene.channel, "manage_threads")
    scene.double.archive(thread)
    await scene.client.http.edit_channel(thread.id, archived=False)
    assert not thread.archived
    scene.double.archive(thread, locked=True)
    with pytest.raises(discord.Forbidden):
        await scene.client.http.edit_channel(thread.id, archived=False)
