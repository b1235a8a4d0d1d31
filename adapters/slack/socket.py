"""Socket Mode, watched: a socket that nothing comes over any more is dropped and made anew, and the gap caught up on.

The SDK pings, too; but it goes on asking an address that expired, and a task of it that died leaves an open socket to
nobody. So the watch is here, and goes by what arrived.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from adapters.slack.answers import reason
from adapters.slack.workspace import PLATFORM, TOKEN_FAULTS, UNREACHABLE, Team, code_of
from bot import log

CONNECT_SECONDS = 20.0
SILENT_PINGS = 3  # unanswered ones, after which a socket is dead
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0  # seconds between attempts

_log = log.get()


class Socket:
    """Keeps one workspace's Socket Mode connection. ``ping`` in seconds; a dead socket is noticed after three."""

    def __init__(self, team: Team, app: AsyncApp, connected: Callable[[], Awaitable[None]], ping: float) -> None:
        self._team = team
        self._app = app
        self._connected = connected
        self._ping = ping
        self._heard = 0.0
        self._pong: float | None = None
        self._work: set[asyncio.Future[None]] = set()
        self.up = False

    async def keep(self) -> None:
        """Connect, and connect again, until cancelled. Raises SlackApiError where the token is of no use."""
        pause = FIRST_PAUSE
        try:
            while True:
                began = time.monotonic()
                try:
                    await self._once()
                except SlackApiError as error:
                    if code_of(error) in TOKEN_FAULTS:
                        raise
                    _log.warning("socket not opened", platform=PLATFORM, reason=reason(error))
                except UNREACHABLE as error:
                    _log.warning("socket not opened", platform=PLATFORM, reason=reason(error))
                self.up = False
                # One that spoke is made anew soon; one that can't be opened, ever more rarely.
                pause = FIRST_PAUSE if self._heard > began else min(pause * 2, LONGEST_PAUSE)
                await asyncio.sleep(pause)
        finally:
            self.up = False
            for work in self._work:
                work.cancel()

    async def _once(self) -> None:
        """One client's life: it returns when its socket is dead."""
        token = self._team.keys.app_token or ""
        handler = AsyncSocketModeHandler(
            self._app, token, web_client=self._team.client_of(token), ping_interval=self._ping, logger=self._app.logger
        )
        client = handler.client
        client.message_listeners.append(self._frame)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                # Asked for here: the client's own way hides why it was refused.
                client.wss_uri = await client.issue_new_wss_url()
                await client.connect()  # type: ignore[no-untyped-call]
            self._heard = time.monotonic()
            while time.monotonic() - self._heard < SILENT_PINGS * self._ping:
                await asyncio.sleep(self._ping / 2)
                self._answered(client.last_ping_pong_time)
            _log.warning("socket silent", platform=PLATFORM)
        finally:
            with suppress(*UNREACHABLE):
                await handler.close_async()  # type: ignore[no-untyped-call]

    async def _frame(self, client: Any, message: dict[str, Any], raw: str | None) -> None:
        """Each frame is a sign of life; 'hello' is a new connection, the SDK's own reconnections too."""
        self._heard = time.monotonic()
        if message.get("type") == "hello":
            self.up = True
            work = asyncio.ensure_future(self._connected())
            self._work.add(work)
            work.add_done_callback(self._work.discard)

    def _answered(self, pong: float | None) -> None:
        """The SDK notes its last answered ping by the wall clock, which may jump: so it counts that it is another."""
        if pong != self._pong:
            self._pong = pong
            self._heard = time.monotonic()
