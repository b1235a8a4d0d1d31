from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

import pytest

from adapters.discord import DiscordAdapter
from adapters.discord.diagnose import PERMISSIONS
from bot.desk import Desk
from bot.model import Space
from tests.adapters_discord.fake import FakeDesk
from tests.discord.double import Double
from tests.discord.entities import Channel, Guild, Role, User


@dataclass
class Stage:
    """A guild with people, and Curbside in it."""

    double: Double
    desk: FakeDesk
    guild: Guild
    cases: Channel
    doctors: Role
    amina: User
    ben: User
    adapter: DiscordAdapter | None = None

    @property
    def discord(self) -> DiscordAdapter:
        assert self.adapter
        return self.adapter

    @asynccontextmanager
    async def running(self, token: str = "") -> AsyncIterator[DiscordAdapter]:
        """Curbside connects; leaving is its process ending."""
        adapter = DiscordAdapter(
            token or self.double.token, cast(Desk, self.desk), api_url=self.double.api_url,
            gateway_url=self.double.gateway_url,
        )  # fmt: skip
        self.adapter = adapter
        task = asyncio.create_task(adapter.run())
        try:
            await self.double.until(lambda: adapter.status().startswith(("connected", "the token")), "a connection")
            yield adapter
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def text(self) -> list[str]:
        return self.desk.said


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Not connected yet. At its end, everything that was sent must have been valid by Discord's specification."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with Double() as double:
        least = (*(name for name, wanted in PERMISSIONS if wanted), "manage_messages")
        guild = double.guild("Ward round", bot_permissions=least)
        doctors = double.role(guild, "Doctors")
        cases = double.channel(guild, "cases")
        amina, ben = double.user("amina"), double.user("ben")
        double.join(guild, amina, [doctors])
        double.join(guild, ben)
        desk = FakeDesk(linked=[Space(1, 1, "discord", str(guild.id), "Ward round")])
        yield Stage(double, desk, guild, cases, doctors, amina, ben)
        assert double.faults == []


@pytest.fixture
async def here(stage: Stage) -> AsyncIterator[Stage]:
    """Connected."""
    async with stage.running():
        yield stage
