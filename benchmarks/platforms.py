"""``python -m benchmarks.platforms``: the adapters' cost beside their bare libraries, and how soon they acknowledge.

Each way runs in a process of its own against a platform on loopback: messages are sent as fast as they are taken, and
the process's CPU time is divided by their number. Then the whole of Curbside, anonymizer and all, takes 50 events a
second over both platforms: six in ten are messages to be read, the others commands whose acknowledgements are timed.
Aims: 1 ms of CPU an event above the bare library; acknowledged within 500 ms at the 99th percentile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.table import percentile, show
from bot.store.base import Scope
from bot.store.unit import Unit
from tests.discord.double import Double as Discord
from tests.slack.double import Double as Slack
from tests.store.stage import opened
from tests.support import migrated, seed_community

RATE = 50  # events a second, over both platforms
TEXT = "72F, chest pain for two days, seen by Dr Maria Lopez at St Mary's on 3 March. Troponin 0.4, would you wait?"


class Platforms:
    """A guild and a workspace, each with a channel and one member who is busy."""

    async def open(self, stack: AsyncExitStack) -> None:
        self.discord = await stack.enter_async_context(Discord())
        self.slack = await stack.enter_async_context(Slack())
        self.guild, self.team = self.discord.guild("Ward round"), self.slack.workspace("Ward")
        self.here, self.there = self.discord.user("amina"), self.team.user("amina")
        self.discord.join(self.guild, self.here, [])
        self.guild_channel = self.discord.channel(self.guild, "cases")
        self.team_channel = self.team.channel("cases", members=[self.there])

    def keys(self, platform: str) -> dict[str, Any]:
        if platform == "discord":
            double = self.discord
            return {"token": double.token, "api_url": double.api_url, "gateway_url": double.gateway_url}
        return {"bot_token": self.team.bot_token, "app_token": self.team.app_token, "api_url": self.slack.api_url}

    async def connected(self, platform: str) -> None:
        await (self.discord.connected() if platform == "discord" else self.team.connected())

    async def say(self, platform: str, number: int) -> None:
        if platform == "discord":
            await self.discord.say(self.here, self.guild_channel, f"{number} {TEXT}")
        else:
            await self.team.say(self.there, self.team_channel, f"{number} {TEXT}")

    async def command(self, platform: str) -> float:
        """Seconds to the acknowledgement of a command."""
        if platform == "discord":
            given = await self.discord.slash(self.here, self.guild_channel, "case list", wait=False)
            await self.discord.until(lambda: given.acked_in is not None, "its acknowledgement")
            assert given.acked_in is not None
            return given.acked_in
        begun = time.monotonic()
        await self.team.command(self.there, self.team_channel, "/curbside case list")
        return time.monotonic() - begun


@asynccontextmanager
async def process(name: str, told: dict[str, Any]) -> AsyncIterator[asyncio.subprocess.Process]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.served", name, json.dumps(told), stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, limit=2**20,
    )  # fmt: skip
    try:
        yield child
    finally:
        child.kill()
        await child.wait()


async def line(child: asyncio.subprocess.Process) -> str:
    assert child.stdout is not None
    return (await child.stdout.readline()).decode()


async def cost(name: str, platform: str, events: int) -> tuple[float, float]:
    """Milliseconds of CPU an event, and events a second."""
    async with AsyncExitStack() as stack:
        platforms = Platforms()
        await platforms.open(stack)
        child = await stack.enter_async_context(process(name, platforms.keys(platform) | {"expected": events}))
        assert await line(child) == "up\n"
        await platforms.connected(platform)
        await asyncio.sleep(1)  # whatever a connection begins with is over
        for number in range(events):
            await platforms.say(platform, number)
        while not (told := await line(child)).startswith("["):  # Bolt greets
            assert told
        cpu, wall = json.loads(told)
        return cpu / events * 1000, events / wall


async def acknowledged(seconds: int) -> dict[str, list[float]]:
    """Seconds to each acknowledgement, by platform, while messages are read at the same time."""
    took: dict[str, list[float]] = {"discord": [], "slack": []}
    async with AsyncExitStack() as stack:
        platforms = Platforms()
        await platforms.open(stack)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        await _seed(folder, platforms)
        told = {"folder": str(folder), "discord": platforms.keys("discord"), "slack": platforms.keys("slack")}
        child = await stack.enter_async_context(process("whole", told))
        assert await line(child) == "up\n"
        for platform in took:
            await platforms.connected(platform)
        await asyncio.sleep(5)  # the commands are registered, the anonymizer's workers are warm
        acts: set[asyncio.Task[None]] = set()

        async def act(platform: str, number: int) -> None:
            if number % 10 < 6:
                await platforms.say(platform, number)
            else:
                took[platform].append(await platforms.command(platform))

        for number in range(seconds * RATE):
            acts.add(asyncio.create_task(act(("discord", "slack")[number % 2], number // 2)))
            await asyncio.sleep(1 / RATE)
        await asyncio.gather(*acts)
    return took


async def _seed(folder: Path, platforms: Platforms) -> None:
    (folder / "curbside.db").write_bytes(migrated())

    def work(unit: Unit) -> None:
        cast = seed_community(unit.elsewhere)
        here = unit.elsewhere(Scope(cast.community.id))
        guild = here.spaces.add("discord", str(platforms.guild.id), "Guild")
        team = here.spaces.add("slack", platforms.team.id, "Team")
        here.accounts.link(cast.author, guild.id, str(platforms.here.id))
        here.accounts.link(cast.author, team.id, platforms.there.id)
        here.spaces.add_channel(guild, str(platforms.guild_channel.id), "cases")
        here.spaces.add_channel(team, platforms.team_channel.id, "cases")

    async with opened(folder / "curbside.db") as store:
        await store.write(None, work)


async def main(events: int, seconds: int) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        os.environ.pop(name, None)
    for platform, bare, own in (
        ("discord", "discord.py alone", "Curbside on discord.py"), ("slack", "Bolt alone", "Curbside on Bolt"),
    ):  # fmt: skip
        rows = []
        for name in (bare, own):
            cpu, rate = await cost(name, platform, events)
            rows.append((name, cpu, rate))
        rows.append(("above it", rows[1][1] - rows[0][1], rows[1][2] / rows[0][2]))
        show(f"{platform}: {events} messages", ("", "ms of CPU an event", "events a second (or share)"), rows)
    took = await acknowledged(seconds)
    rows_ = [
        (name, len(found), percentile(found, 0.5) * 1000, percentile(found, 0.99) * 1000)
        for name, found in took.items()
    ]
    show(f"acknowledging at {RATE} events a second", ("", "commands", "median ms", "p99 ms"), rows_)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="?", default=2000)
    parser.add_argument("seconds", type=int, nargs="?", default=20)
    args = parser.parse_args()
    asyncio.run(main(args.events, args.seconds))
