"""A Slack on loopback with Curbside's adapter on it, over Socket Mode and over HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import pytest
import uvicorn
from starlette.applications import Starlette

from adapters.slack.adapter import SlackAdapter
from adapters.slack.manifest import manifest
from adapters.slack.workspace import Workspace
from tests.adapters_slack.desk import REGISTRY, FakeDesk
from tests.slack import people
from tests.slack.conftest import no_proxy
from tests.slack.double import Double
from tests.slack.state import Channel, User

assert no_proxy  # autouse here, too
PING = 0.2


@dataclass
class Stage:
    """One workspace, its people, and the adapter that serves it."""

    slack: Double
    team: people.Workspace
    desk: FakeDesk
    adapter: SlackAdapter
    anna: User
    bea: User
    cases: Channel
    restart: Callable[[], Awaitable[None]]
    life: AsyncExitStack  # closing it stops the adapter


@pytest.fixture
async def slack() -> AsyncIterator[Double]:
    """At its end it must have found nothing that the real Slack forbids."""
    async with Double() as double:
        yield double
        assert double.faults == []


def keys(team: people.Workspace, admin: bool = False, http: bool = False) -> Workspace:
    admin_token = team.admin_token if admin else None
    if http:
        return Workspace(team.bot_token, None, team.line.signing_secret, admin_token)
    return Workspace(team.bot_token, team.app_token, None, admin_token)


@asynccontextmanager
async def running(adapter: SlackAdapter) -> AsyncIterator[None]:
    task = asyncio.create_task(adapter.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def web(adapter: SlackAdapter) -> AsyncIterator[str]:
    """The adapter's routes on loopback; the address of Slack's deliveries."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=adapter.routes()), log_level="warning", lifespan="off"))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    finally:
        server.should_exit = True
        await task
        listening.close()


async def known(adapter: SlackAdapter, count: int = 1) -> None:
    """Until so many workspaces are connected."""
    while sum(status.connected for status in adapter.status()) < count:  # noqa: ASYNC110 - nothing else tells
        await asyncio.sleep(0.01)


@asynccontextmanager
async def stage(slack: Double, mode: str, admin: bool = False) -> AsyncIterator[Stage]:
    """The adapter on one workspace, over 'socket' or 'http'. ``restart`` stops it and starts a fresh one."""
    team = slack.workspace("Ward")
    team.install(manifest(REGISTRY))  # the scopes and events of the manifest are enough for all of it
    anna, bea = team.user("anna"), team.user("bea")
    cases = team.channel("cases", members=[anna, bea])
    desk = FakeDesk()
    async with AsyncExitStack() as outer:
        life = AsyncExitStack()  # closed and filled again by a restart

        async def start() -> SlackAdapter:
            adapter = SlackAdapter([keys(team, admin, mode == "http")], desk, api_url=slack.api_url, ping=PING)
            await life.enter_async_context(running(adapter))
            if mode == "http":
                team.use_http(await life.enter_async_context(web(adapter)))
            async with asyncio.timeout(10):
                await known(adapter)
            return adapter

        async def restart() -> None:
            await life.aclose()
            made.adapter = await start()

        outer.push_async_callback(life.aclose)
        made = Stage(slack, team, desk, await start(), anna, bea, cases, restart, life)
        yield made
        await slack.settled()


@pytest.fixture(params=["socket", "http"])
async def both(request: pytest.FixtureRequest, slack: Double) -> AsyncIterator[Stage]:
    async with stage(slack, request.param) as made:
        yield made


@pytest.fixture
async def ward(slack: Double) -> AsyncIterator[Stage]:
    async with stage(slack, "socket") as made:
        yield made
