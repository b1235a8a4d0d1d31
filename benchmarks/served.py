"""One process of ``benchmarks.platforms``: a bare library or an adapter that counts messages, or all of Curbside."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.discord.adapter import DiscordAdapter
from adapters.slack.adapter import SlackAdapter
from adapters.slack.workspace import Workspace
from bot import log
from bot.app import registry, running
from bot.desk import Cursor, Desk
from bot.guard import Heard
from bot.model import Account, Space
from bot.settings import Log, Settings
from tests.support import KEY


class Count:
    """CPU and wall time from the first of ``expected`` messages to the last."""

    def __init__(self, expected: int) -> None:
        self.expected, self.seen = expected, 0

    def one(self) -> None:
        if self.seen == 0:
            self.cpu, self.wall = time.process_time(), time.monotonic()
        self.seen += 1
        if self.seen == self.expected:
            print(json.dumps([time.process_time() - self.cpu, time.monotonic() - self.wall]), flush=True)


class CountingDesk(Desk):
    """Hears and forgets: what is left is the adapter's own cost."""

    def __init__(self, count: Count) -> None:
        self.registry = registry()
        self._native_entry = set()
        self._count = count

    async def heard(self, message: Heard) -> None:
        self._count.one()

    async def spaces(self, platform: str) -> list[Space]:
        return []

    async def cursors(self, platform: str, space: str) -> list[Cursor]:
        return []

    async def roles(self, who: Account, roles: frozenset[str], name: str = "") -> None: ...


async def bare_discord(count: Count, keys: dict[str, Any]) -> None:
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = keys["api_url"], yarl.URL(keys["gateway_url"])
    client = discord.Client(intents=discord.Intents.all(), max_messages=None, guild_ready_timeout=0.05)

    @client.event
    async def on_message(message: discord.Message) -> None:
        count.one()

    await client.start(keys["token"])


async def own_discord(count: Count, keys: dict[str, Any]) -> None:
    await DiscordAdapter(**keys, desk=CountingDesk(count)).run()


async def bare_slack(count: Count, keys: dict[str, Any]) -> None:
    app = AsyncApp(client=AsyncWebClient(token=keys["bot_token"], base_url=keys["api_url"]))

    @app.event("message")
    async def heard() -> None:
        count.one()

    web = AsyncWebClient(token=keys["app_token"], base_url=keys["api_url"])
    await AsyncSocketModeHandler(app, keys["app_token"], web_client=web).start_async()


async def own_slack(count: Count, keys: dict[str, Any]) -> None:
    workspace = Workspace(keys["bot_token"], keys["app_token"])
    await SlackAdapter([workspace], CountingDesk(count), api_url=keys["api_url"]).run()


async def whole(folder: Path, platforms: dict[str, Any]) -> None:
    async with running(Settings(key=KEY, data=folder, **platforms), chat=True):  # type: ignore[arg-type]
        print("up", flush=True)
        await asyncio.Event().wait()


WAYS = {
    "discord.py alone": bare_discord, "Curbside on discord.py": own_discord, "Bolt alone": bare_slack,
    "Curbside on Bolt": own_slack,
}  # fmt: skip

if __name__ == "__main__":
    log.configure(Log(level="error"))
    name, told = sys.argv[1], json.loads(sys.argv[2])
    if name == "whole":
        asyncio.run(whole(Path(told.pop("folder")), told))
    else:
        print("up", flush=True)
        asyncio.run(WAYS[name](Count(told.pop("expected")), told))
