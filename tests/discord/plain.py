"""A plain discord.py application, without Curbside: what it believes of the double, an adapter may too."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from typing import Any

import discord
from discord import app_commands
from discord.gateway import KeepAliveHandler

from tests.discord.double import Double
from tests.discord.entities import Channel, Guild, User


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

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        self.gone += sorted(str(message) for message in event.message_ids)

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

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, person: discord.Member) -> None:
        place = type(interaction.channel).__name__
        await interaction.response.send_message(f"hello {person.display_name} in a {place}", ephemeral=True)

    tree.add_command(case)


class Scene:
    def __init__(self, double: Double, client: Client) -> None:
        self.double, self.client = double, client
        self.guild: Guild = double.guild("Ward round")
        self.channel = double.channel(self.guild, "cases")
        self.amina: User = double.user("dr.amina")
        double.join(self.guild, self.amina)


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
        # A heartbeat that its thread was about to hand over must still find this loop.
        for thread in threading.enumerate():
            if isinstance(thread, KeepAliveHandler):
                await asyncio.to_thread(thread.join)
