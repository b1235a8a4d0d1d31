"""Discord as the core sees it: an adapter that connects, stays connected, and says in words what it lacks."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import faults, limits
from adapters.discord.client import CurbsideClient, intents
from adapters.discord.places import PLATFORM
from bot import log
from bot.errors import DeliveryError
from bot.store.posts import Post
from bot.views import Reply

if TYPE_CHECKING:
    from bot.desk import Desk

_API = "https://discord.com/api/v10"
_GATEWAY = "wss://gateway.discord.gg/"
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 120.0  # seconds between connections that fail
_REFUSED = {4004: "the token was refused", 4013: "invalid intents", 4014: "a privileged intent is missing"}
_NOT_CONNECTED_SECONDS = 5.0  # when a delivery is tried again meanwhile

_log = log.get()


class _Then(Enum):
    """What follows a connection that ended."""

    AT_ONCE = "another at once"
    LATER = "another after a while"
    NEVER = "nothing, before a person acts"


@dataclass
class _Granted:
    """The privileged intents that are asked for; each that the portal doesn't grant is given up."""

    members: bool = True
    content: bool = True

    def give_up(self, flags: discord.ApplicationFlags | None) -> bool:
        """Ask for less, by what the application's flags say is granted; False where there is nothing to give up."""
        lacks_members = flags is not None and not (flags.gateway_guild_members or flags.gateway_guild_members_limited)
        has_content = flags is not None and (flags.gateway_message_content or flags.gateway_message_content_limited)
        if self.members and lacks_members and has_content:
            self.members = False
        elif self.content:
            self.content = False
        elif self.members:
            self.members = False
        else:
            return False
        return True


class DiscordAdapter:
    """``api_url`` and ``gateway_url`` point at another server than Discord's, for tests: one such pair a process,
    since discord.py holds them in its classes.
    """

    platform = PLATFORM
    capabilities = limits.CAPABILITIES

    def __init__(self, token: str, desk: Desk, *, api_url: str | None = None, gateway_url: str | None = None) -> None:
        self._token = token
        self._desk = desk
        self._api_url = api_url or _API
        self._gateway_url = gateway_url or _GATEWAY
        self._client: CurbsideClient | None = None
        self._granted = _Granted()
        self._state = "not started"
        self._closing = asyncio.Event()

    def status(self) -> str:
        """How it stands, in words for an administrator: 'connected', with what is missing; or why it isn't."""
        lacks = [
            words
            for granted, words in (
                (self._granted.content, "no message-content intent: the guard can't read"),
                (
                    self._granted.members,
                    "no members intent: leaving and role changes are noticed at a person's next act",
                ),
            )
            if not granted
        ]
        state = "connected" if self._client is not None and self._client.is_ready() else self._state
        return "; ".join([state, *lacks])

    async def run(self) -> None:
        """Serve until cancelled or closed. Where a person must act first (see ``status``), it waits for the restart."""
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = self._api_url, yarl.URL(self._gateway_url)
        wait = _FIRST_WAIT
        while not self._closing.is_set():
            wanted = intents(members=self._granted.members, content=self._granted.content)
            async with faults.connections() as pool:
                client = CurbsideClient(self._desk, wanted, pool)
                self._client, self._state = client, "connecting"
                try:
                    then = await self._serve(client)
                    wait = _FIRST_WAIT if client.is_ready() else wait
                finally:
                    self._client = None
                    with suppress(discord.DiscordException, *faults.NETWORK):
                        await client.close()
            if then is _Then.NEVER:
                await self._closing.wait()
            if then is _Then.LATER and not self._closing.is_set():
                _log.warning("discord not connected", reason=self._state, seconds=wait)
                # Not wait_for: on Python 3.11 it can swallow the cancellation that ends this.
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._closing.wait()
                wait = min(wait * 2, _LONGEST_WAIT)

    async def _serve(self, client: CurbsideClient) -> _Then:
        """One client's life."""
        try:
            await client.start(self._token)
        except discord.LoginFailure:
            return self._stop("the token was refused: set CURBSIDE_DISCORD__TOKEN anew")
        except discord.PrivilegedIntentsRequired:
            if not self._granted.give_up(client.application_flags):
                return self._stop(_REFUSED[4014])
            _log.warning("discord grants less than asked", reason=self.status())
            return _Then.AT_ONCE
        except discord.ConnectionClosed as error:
            if error.code in _REFUSED:
                return self._stop(_REFUSED[error.code])
            self._state = f"closed by Discord ({error.code})"
        except (discord.DiscordException, *faults.NETWORK) as error:
            self._state = f"not connected ({faults.log_code(error)})"
        except Exception as error:
            _log.error("discord connection failed", error=type(error).__name__, where=log.where(error))
            self._state = "not connected (a fault of Curbside's)"
        return _Then.LATER

    async def close(self) -> None:
        """Say goodbye; ``run`` returns then."""
        self._closing.set()
        if self._client is not None:
            await self._client.close()
        self._state = "closed"

    async def deliver(self, post: Post, answer: Reply, *, again: bool) -> str:
        return await self._connected().delivery.deliver(post, answer, again=again)

    async def take_down(self, post: Post) -> None:
        await self._connected().delivery.take_down(post)

    def _connected(self) -> CurbsideClient:
        client = self._client
        # Logged in is enough: what is posted needs no gateway.
        if client is None or client.user is None:
            raise DeliveryError(permanent=False, retry_after=_NOT_CONNECTED_SECONDS, reason="not connected")
        return client

    def _stop(self, reason: str) -> _Then:
        self._state = reason
        _log.error("discord waits for a person to act", reason=reason)
        return _Then.NEVER
