"""The double with the client library pointed at it, and a small scene on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord.contract import answer_faults
from tests.discord.double import Double
from tests.discord.plain import Client, Scene, running

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.fixture
async def double(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Double]:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    async with Double() as double:
        monkeypatch.setattr(Route, "BASE", double.api_url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(double.gateway_url))
        yield double


@pytest.fixture
async def scene(double: Double) -> AsyncIterator[Scene]:
    """A guild with a channel and a member, and the client connected to it; in the end neither broke the contract."""
    scene = Scene(double, Client())
    async with running(double, scene.client):
        yield scene
    assert double.faults == []
    assert [fault for request in double.requests for fault in answer_faults(request)] == []
