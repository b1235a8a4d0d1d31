"""Where something happens, in the core's terms: a thread's place names the channel around it."""

from __future__ import annotations

from collections import OrderedDict

import discord

from bot.model import Place

PLATFORM = "discord"
_REMEMBERED = 1000  # threads that discord.py's cache doesn't hold: the archived ones


class Places:
    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._parents: OrderedDict[int, int | None] = OrderedDict()

    def known(self, guild_id: int, channel_id: int) -> Place | None:
        """The place of a channel or thread in discord.py's cache; None where it isn't there. No I/O."""
        guild = self._client.get_guild(guild_id)
        channel = guild.get_channel_or_thread(channel_id) if guild else None
        if isinstance(channel, discord.Thread):
            return self._thread(guild_id, channel.id, channel.parent_id, private=channel.is_private())
        if isinstance(channel, discord.abc.GuildChannel):
            return self._channel(guild_id, channel.id)
        if channel_id in self._parents:
            return self._assembled(guild_id, channel_id, self._parents[channel_id])
        return None

    async def find(self, guild_id: int, channel_id: int) -> Place:
        """The same, asking Discord where the cache doesn't know. Raises discord.HTTPException."""
        found = self.known(guild_id, channel_id)
        if found is not None:
            return found
        data = await self._client.http.get_channel(channel_id)
        parent = data.get("parent_id") if data["type"] in (10, 11, 12) else None
        self._parents[channel_id] = int(parent) if isinstance(parent, str | int) else None
        if len(self._parents) > _REMEMBERED:
            self._parents.popitem(last=False)
        return self._assembled(guild_id, channel_id, self._parents[channel_id])

    def of(self, interaction: discord.Interaction) -> Place | None:
        """Where an interaction was begun, as it tells itself; None in a direct message. No I/O."""
        guild_id, channel = interaction.guild_id, interaction.channel
        if guild_id is None:
            return None
        if channel is None:  # of a kind that discord.py doesn't know
            return Place(PLATFORM, str(guild_id), closed=True)
        if isinstance(channel, discord.Thread):
            return self._thread(guild_id, channel.id, channel.parent_id, private=channel.is_private())
        return self._channel(guild_id, channel.id)

    def _assembled(self, guild_id: int, channel_id: int, parent_id: int | None) -> Place:
        if parent_id is None:
            return self._channel(guild_id, channel_id)
        return self._thread(guild_id, channel_id, parent_id, private=False)

    def _thread(self, guild_id: int, thread_id: int, parent_id: int, *, private: bool) -> Place:
        around = self._channel(guild_id, parent_id)
        return Place(
            PLATFORM, around.space, around.channel, str(thread_id), around.name, closed=around.closed or private,
            server=around.server,
        )  # fmt: skip

    def _channel(self, guild_id: int, channel_id: int) -> Place:
        guild = self._client.get_guild(guild_id)
        channel = guild.get_channel(channel_id) if guild else None
        if guild is None or channel is None:
            return Place(PLATFORM, str(guild_id), str(channel_id), closed=True)  # not known to be open
        everyone = channel.permissions_for(guild.default_role)
        return Place(
            PLATFORM, str(guild_id), str(channel_id), name=channel.name, closed=not everyone.view_channel,
            server=guild.name,
        )  # fmt: skip
