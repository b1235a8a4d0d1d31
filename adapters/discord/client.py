"""One connection to Discord: discord.py's client with its events handed to the parts that know what to do with them."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from adapters.discord import faults
from adapters.discord.deliver import Delivery
from adapters.discord.interactions import Interactions
from adapters.discord.listen import Listener
from adapters.discord.people import People
from adapters.discord.places import PLATFORM, Places
from adapters.discord.tree import application_commands, digest
from bot import log
from bot.model import Account, Place

if TYPE_CHECKING:
    from bot.desk import Desk

# How long after the last guild arrived a session counts as ready; discord.py's own 2 s are for bots in thousands.
_READY_SECONDS = 0.5
_LONGEST_RATE_LIMIT = 30.0  # seconds; what has to wait longer waits in the outbox
_SILENT_SECONDS = 60.0  # without a word or a heartbeat's answer, a socket is dead; Discord asks for one in 41 s
_IDENTIFY_SECONDS = 5.0  # Discord allows one new session in this time

# The library would warn at each start that voice lacks its libraries.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

_log = log.get()


def intents(*, members: bool, content: bool) -> discord.Intents:
    """What is asked of the gateway. ``members`` and ``content`` are privileged: granted in the developer portal."""
    return discord.Intents(guilds=True, guild_messages=True, moderation=True, members=members, message_content=content)


class CurbsideClient(discord.Client):
    def __init__(self, desk: Desk, wanted: discord.Intents, pool: aiohttp.BaseConnector) -> None:
        super().__init__(
            intents=wanted,
            max_messages=None,  # what members say is not kept, not even in memory
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=_READY_SECONDS,
            heartbeat_timeout=_SILENT_SECONDS,
            max_ratelimit_timeout=_LONGEST_RATE_LIMIT,
            enable_debug_events=True,  # for on_socket_raw_receive
            connector=pool,
        )
        self.desk = desk
        self.places = Places(self)
        self.people = People(self)
        self.delivery = Delivery(self, desk.registry)
        self._interactions = Interactions(self)
        self._listener = Listener(self)
        self._identified = 0.0

    async def setup_hook(self) -> None:
        """Between logging in and connecting: bring the commands up to date, if they changed."""
        commands = application_commands(self.desk.registry)
        try:
            application = self.application_id or 0
            known: list[Any] = list(await self.http.get_global_commands(application))
            if digest(known) != digest(commands):
                await self.http.bulk_upsert_global_commands(application, commands)
                _log.info("discord commands written", count=len(commands))
        except discord.HTTPException as error:
            # The old ones still work; people are told of those that don't.
            _log.error("discord commands not written", reason=faults.log_code(error))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        passed = time.monotonic() - self._identified
        if passed < _IDENTIFY_SECONDS:
            await asyncio.sleep(_IDENTIFY_SECONDS - passed)
        self._identified = time.monotonic()

    async def close(self) -> None:
        await asyncio.gather(self._listener.close(), self._interactions.close())
        # discord.py leaves the task that waits for the guilds running, to fall over what is gone by then.
        if self._connection._ready_task is not None:
            self._connection._ready_task.cancel()
        await super().close()

    # events

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._interactions.handle(interaction)

    async def on_connect(self) -> None:
        self._listener.begin()

    async def on_ready(self) -> None:
        _log.info("discord connected", count=len(self.guilds))
        await self._listener.catch_up()
        for space in await self.desk.spaces(PLATFORM):
            await self._look_at_all(space.native)

    async def on_resumed(self) -> None:
        # Discord sends what was missed before it says so; what it knows nothing new of isn't asked for.
        await self._listener.catch_up(resumed=True)

    async def on_socket_raw_receive(self, payload: str) -> None:
        """Events whose data discord.py hands on incompletely: it drops members that it doesn't hold in its cache, and
        builds of each message much that nobody here reads.
        """
        if '"MESSAGE_CREATE"' in payload or '"MESSAGE_UPDATE"' in payload or '"GUILD_MEMBER_UPDATE"' in payload:
            event = json.loads(payload)
            match event.get("t"):
                case "MESSAGE_CREATE":
                    self._listener.message(event["d"])
                case "MESSAGE_UPDATE" if event["d"].get("edited_timestamp"):
                    self._listener.message(event["d"])
                case "GUILD_MEMBER_UPDATE":
                    await self._roles(event["d"])

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self._listener.deleted(event.guild_id, event.channel_id, [event.message_id])

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        self._listener.deleted(event.guild_id, event.channel_id, sorted(event.message_ids))

    async def on_raw_member_remove(self, event: discord.RawMemberRemoveEvent) -> None:
        await self.desk.gone(Account(PLATFORM, str(event.guild_id), str(event.user.id)))

    async def on_member_ban(self, guild: discord.Guild, user: discord.User | discord.Member) -> None:
        await self.desk.gone(Account(PLATFORM, str(guild.id), str(user.id)))

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        if before.overwrites != after.overwrites:
            await self._look_at_all(str(after.guild.id))

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self._look_at_all(str(after.guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        _log.warning("discord guild left", channel=str(guild.id))

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A fault of ours, without the words that discord.py would log."""
        error = sys.exception()
        if error is not None:
            _log.error("discord event failed", path=event_method, error=type(error).__name__, where=log.where(error))

    async def _look_at_all(self, guild: str) -> None:
        for account in await self.desk.accounts(PLATFORM, guild):
            await self._look_for(account)

    async def _look_for(self, account: Account) -> None:
        """Whether somebody left, or has other roles or channels: no event tells of that."""
        try:
            member: Any = await self.http.get_member(int(account.space), int(account.native))
        except discord.NotFound as error:
            if error.code in faults.NO_MEMBER:
                await self.desk.gone(account)
        except (discord.HTTPException, *faults.NETWORK) as error:
            _log.info("discord member not looked for", reason=faults.log_code(error))
        else:
            await self._roles({**member, "guild_id": account.space})

    async def _roles(self, data: Any) -> None:
        guild, user = str(data["guild_id"]), data["user"]
        roles = frozenset({guild, *(str(role) for role in data["roles"])})
        name = data.get("nick") or user.get("global_name") or user["username"]
        account = Account(PLATFORM, guild, str(user["id"]))
        await self.desk.roles(account, roles, name)
        await self._channels(account, data)

    async def _channels(self, account: Account, data: Any) -> None:
        """Tell which closed channels somebody can't see (any more)."""
        guild = self.get_guild(int(account.space))
        if guild is None or guild.unavailable:
            return
        member = discord.Member(data=data, guild=guild, state=self._connection)
        for channel in guild.channels:
            open_to_all = channel.permissions_for(guild.default_role).view_channel
            if not open_to_all and not channel.permissions_for(member).view_channel:
                await self.desk.left_channel(account, Place(PLATFORM, account.space, str(channel.id)))
