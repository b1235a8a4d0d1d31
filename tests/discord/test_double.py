"""The double is held against the client library alone: what discord.py believes of it, Curbside's adapter may."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord.double import Double
from tests.discord.entities import Channel, Guild, User
from tests.discord.people import APPLICATION

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
CONTENT_LIMIT = 2_000


class Note(discord.ui.Modal, title="Note"):
    text: discord.ui.TextInput[Note] = discord.ui.TextInput(label="Text", max_length=100)
    kind: discord.ui.Label[Note] = discord.ui.Label(
        text="Kind", component=discord.ui.Select(options=[discord.SelectOption(label="Lab", value="l")])
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.kind.component, discord.ui.Select)
        await interaction.response.send_message(f"{self.text.value}/{self.kind.component.values[0]}", ephemeral=True)


class Client(discord.Client):
    """A plain application: a few commands, and buttons and selects that it routes by custom_id."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_messages=None,
            guild_ready_timeout=0.05,
            allowed_mentions=discord.AllowedMentions.none(),
            **{"intents": discord.Intents.all(), **options},
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.edits: list[discord.RawMessageUpdateEvent] = []
        self.deletes: list[discord.RawMessageDeleteEvent] = []
        self.resumed = 0
        self.readied = 0
        self.gone: list[str] = []
        _commands(self.tree)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library would wait 5 s here, for Discord's sake."""

    async def on_ready(self) -> None:
        self.readied += 1

    async def on_resumed(self) -> None:
        self.resumed += 1

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        self.edits.append(event)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self.deletes.append(event)

    async def on_raw_member_remove(self, event: discord.RawMemberRemoveEvent) -> None:
        self.gone.append(event.user.name)

    async def on_member_ban(self, guild: discord.Guild, user: discord.User | discord.Member) -> None:
        self.gone.append(f"banned {user.name}")

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is not discord.InteractionType.component:
            return
        data: Any = interaction.data
        if data["custom_id"] == "edit":
            await interaction.response.edit_message(content="edited", view=None)
        else:
            await interaction.response.send_message(f"pressed {data['custom_id']} {data.get('values')}", ephemeral=True)

    def text(self, channel: Channel) -> discord.TextChannel:
        found = self.get_channel(channel.id)
        assert isinstance(found, discord.TextChannel)
        return found


def _commands(tree: app_commands.CommandTree[Client]) -> None:
    case = app_commands.Group(name="case", description="Cases")

    @case.command(name="reply", description="Reply to a case")
    async def reply(interaction: discord.Interaction, case: str, days: int = 1) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content=f"{case} in {days}")
        await interaction.followup.send("and more", ephemeral=True)

    @reply.autocomplete("case")
    async def offer(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}-{number}", value=f"{typed}-{number}") for number in (1, 2)]

    @tree.command(name="note", description="A form")
    async def note(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Note())

    @tree.command(name="who", description="A person")
    @app_commands.default_permissions(manage_messages=True)
    async def who(interaction: discord.Interaction, person: discord.Member) -> None:
        await interaction.response.send_message(person.display_name)

    @tree.context_menu(name="Report")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"reported: {message.content}", ephemeral=True)

    tree.add_command(case)


class Scene:
    def __init__(self, double: Double, client: Client) -> None:
        self.double, self.client = double, client
        self.guild: Guild = double.guild("Ward round")
        self.channel = double.channel(self.guild, "cases")
        self.amina: User = double.user("dr.amina")
        double.join(self.guild, self.amina)


@pytest.fixture
async def double(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Double]:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    async with Double(heartbeat_ms=50) as double:
        monkeypatch.setattr(Route, "BASE", double.api_url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(double.gateway_url))
        yield double


@contextlib.asynccontextmanager
async def running(double: Double, client: Client) -> AsyncIterator[Client]:
    async with client:
        await client.login(double.token)
        await client.tree.sync()
        task = asyncio.create_task(client.connect())
        await double.until(lambda: client.readied, "on_ready")
        yield client
        await client.close()
        await task


@pytest.fixture
async def scene(double: Double) -> AsyncIterator[Scene]:
    """A guild with a channel and a member, and the client connected to it; nothing it sent was against the contract."""
    scene = Scene(double, Client())
    async with running(double, scene.client):
        yield scene
    assert double.faults == []


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
    _on(scene.client, "on_interaction", made.append)
    double.fail("POST", "/interactions/*", 400)  # its own answer, so that nobody has acknowledged it
    shown = await double.slash(scene.guild.owner, scene.channel, "who", person=scene.amina, wait=False)
    await double.until(lambda: made)
    double.advance(4)
    await double.until(lambda: double.asked("POST", "/interactions/{interaction_id}/{interaction_token}/callback"))
    with pytest.raises(discord.NotFound) as late:
        await made[0].response.send_message("too late")
    assert late.value.code == 10062
    assert not shown.acked


def _on(client: Client, event: str, then: Callable[[Any], None]) -> None:
    async def listener(argument: Any) -> None:
        then(argument)

    setattr(client, event, listener)


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


async def test_a_command_in_a_dm_and_a_waited_for_follow_up(scene: Scene) -> None:
    shown = await scene.double.slash(scene.amina, scene.double.dm(scene.amina), "case reply", case="CASE-9")
    more = await scene.double.told(shown, "and more")
    assert (shown.text, more.only_for) == ("CASE-9 in 1", scene.amina)
    assert shown.acked_in is not None


async def test_an_interactions_token_dies_after_fifteen_minutes(scene: Scene) -> None:
    made: list[discord.Interaction] = []
    _on(scene.client, "on_interaction", made.append)
    await scene.double.slash(scene.guild.owner, scene.channel, "who", person=scene.amina)
    await scene.double.until(lambda: made)
    await made[0].edit_original_response(content="changed")
    scene.double.advance(901)
    with pytest.raises(discord.HTTPException) as late:
        await made[0].edit_original_response(content="too late")
    assert late.value.code == 50027
    assert [each.content for each in scene.double.history(scene.channel)] == ["changed"]
