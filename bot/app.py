"""The composition root: the only file that names adapters and cogs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Protocol

from adapters.web import serve as web
from adapters.web.local import LocalAdapter
from bot import entrance, keys, log, tokens
from bot.anonymizer.service import AnonymizerService, worker
from bot.clock import Clock, SystemClock
from bot.commands import Cog, Registry
from bot.desk import Desk
from bot.engine import Engine
from bot.errors import Missing
from bot.guard import NativeGuard
from bot.i18n import Message, say
from bot.jobs import Jobs
from bot.links import Links
from bot.ports import Adapter
from bot.review import Reviewer
from bot.settings import Misconfigured, Settings, Web
from bot.store import migrations
from bot.store.sqlite import SqliteStore
from cogs import accounts, cases, channels, consults, drafts, holding, home, members, moderation, redaction
from cogs import help as helping

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from adapters.slack.workspace import Workspace

RESTART_SECONDS = 10.0  # before a platform's adapter that fell over is started again

_log = log.get()


@dataclass(frozen=True, slots=True)
class App:
    """Everything that runs, wired together."""

    settings: Settings
    store: SqliteStore
    engine: Engine
    jobs: Jobs
    local: LocalAdapter
    clock: Clock
    desk: Desk
    links: Links
    routes: tuple[BaseRoute, ...] = ()  # where platforms deliver over HTTP


class Chat(Adapter, Protocol):
    """A chat platform that is connected, and stays so until its task is cancelled."""

    async def run(self) -> None: ...


@asynccontextmanager
async def running(
    settings: Settings, *, reviewer: Reviewer | None = None, clock: Clock | None = None, chat: bool = False
) -> AsyncIterator[App]:
    """The whole of Curbside but its web server; with ``chat``, connected to the platforms that the settings name.

    Tests bring a reviewer and a clock of their own. Raises Misconfigured or Unavailable where it can't start.
    """
    clock = clock or SystemClock()
    links = Links(settings.web)
    commands = registry(settings.cogs, links)
    store = open_store(settings, clock)
    async with AsyncExitStack() as stack:
        await store.open()
        stack.push_async_callback(store.close)
        workspaces = await slack_workspaces(settings, store) if chat else []  # before anything that takes long to start
        if reviewer is None:
            service = AnonymizerService(worker(settings.anonymizer.spacy))
            await service.start()
            stack.push_async_callback(service.close)
            reviewer = service
        engine = Engine(store, reviewer, commands, clock)
        desk = Desk(engine, NativeGuard(store, reviewer, clock), links)
        await desk.start()
        local = LocalAdapter()
        chats, routes = _chats(settings, workspaces, desk) if chat else ([], [])
        jobs = Jobs(store, commands, {local.platform: local} | {each.platform: each for each in chats}, links)
        for each in chats:
            stack.push_async_callback(_ended, asyncio.create_task(_kept_up(each), name=each.platform))
        jobs.start()
        stack.push_async_callback(jobs.close)  # before the platforms go: what is being delivered needs them
        yield App(settings, store, engine, jobs, local, clock, desk, links, tuple(routes))


def _chats(settings: Settings, workspaces: list[Workspace], desk: Desk) -> tuple[list[Chat], list[BaseRoute]]:
    """The adapters of the platforms that there are tokens for: their libraries are imported for those alone."""
    found: list[Chat] = []
    routes: list[BaseRoute] = []
    if settings.discord.token:  # a line left empty in .env is no token
        from adapters.discord import DiscordAdapter

        token, own = settings.discord.token.get_secret_value(), settings.discord
        found.append(DiscordAdapter(token, desk, api_url=own.api_url, gateway_url=own.gateway_url))
    if workspaces:
        from adapters.slack.adapter import SlackAdapter

        slack = SlackAdapter(workspaces, desk, api_url=settings.slack.api_url)
        found.append(slack)
        routes += slack.routes()
    return found, routes


async def slack_workspaces(settings: Settings, store: SqliteStore) -> list[Workspace]:
    """The workspace of the settings, and those whose tokens the store keeps sealed."""
    from adapters.slack.workspace import Workspace

    given = tokens.given(settings)
    kept = await tokens.sealed(settings, store)
    return [Workspace(**each) for each in ([given] if given else []) + list(kept.values())]


async def _kept_up(chat: Chat) -> None:
    """An adapter's own faults don't end it, and never touch another platform."""
    while True:
        try:
            await chat.run()
        except Exception as error:
            _log.error("platform failed", platform=chat.platform, error=type(error).__name__, where=log.where(error))
        await asyncio.sleep(RESTART_SECONDS)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def registry(others: Iterable[str] = (), links: Links | None = None) -> Registry:
    """All commands: Curbside's own cogs, and those of others that the settings name."""
    cogs = [
        cases.cog,
        holding.cog, consults.cog, redaction.cog, members.cog, accounts.cog, channels.cog, moderation.cog,
        drafts.cog,
        home.make(links or Links(Web())), *(_other(name) for name in others),
    ]  # fmt: skip
    commands = Registry(cogs).commands
    return Registry([*cogs, drafts.posting(commands), helping.make(commands)])


def _other(name: str) -> Cog:
    for point in entry_points(group="curbside.cogs", name=name):
        cog = point.load()
        if isinstance(cog, Cog):
            return cog
    raise Misconfigured(say("CURBSIDE_COGS names {name}, which no installed package offers.", name=name))


def open_store(settings: Settings, clock: Clock) -> SqliteStore:
    """The store of an up-to-date database. Raises Unavailable."""
    migrations.check(settings.database)
    return SqliteStore(settings.database, clock, keys.derive(settings.secret(), "audit"))


@asynccontextmanager
async def opened(settings: Settings, community: int) -> AsyncIterator[SqliteStore]:
    """The store alone, for a command about one community.

    Raises Unavailable, or Missing where there is no such community: a mistyped number is no empty one.
    """
    async with bare_store(settings) as store:
        known = await store.read(None, lambda unit: [found.id for found in unit.directory.communities()])
        if community not in known:
            raise Missing(say("There is no community {number} here.", number=community))
        yield store


@asynccontextmanager
async def bare_store(settings: Settings) -> AsyncIterator[SqliteStore]:
    """The store alone, for a command about the whole installation. Raises Unavailable."""
    store = open_store(settings, SystemClock())
    await store.open()
    try:
        yield store
    finally:
        await store.close()


async def demo(settings: Settings) -> None:
    """The local community on loopback, anyone acting as anyone. Raises Refused where that would be reachable."""
    async with running(settings) as app:
        await web.serve(app, demo=True)


async def serve(settings: Settings) -> None:
    """A community of its own; the setup code is printed while there is no administrator."""
    async with running(settings, chat=True) as app:
        code = await entrance.first_code(app.store)
        if code is not None:
            print(f"Setup code (once, within 7 days, on the page /join): {code}", flush=True)  # noqa: T201
        await web.serve(app)


def slack_manifest(settings: Settings, *, socket: bool = False) -> dict[str, Any]:
    """What a workspace's own Slack app is made from. ``socket``: it shall not deliver to the public address."""
    from adapters.slack.manifest import manifest

    return manifest(registry(settings.cogs), None if socket else settings.web.public_url)


async def slack_faults(settings: Settings, keys_to_it: Mapping[str, str]) -> list[Message]:
    """What keeps a workspace with these tokens (by name) from being served, as Slack tells."""
    from adapters.slack.diagnose import diagnose
    from adapters.slack.workspace import Workspace

    return await diagnose(Workspace(**keys_to_it), settings.slack.api_url)


async def slack_team(settings: Settings, bot_token: str) -> tuple[str, str] | None:
    """The id and the name of the workspace that a token opens; None where Slack doesn't say."""
    from adapters.slack.diagnose import identity

    return await identity(bot_token, settings.slack.api_url)


async def discord_faults(settings: Settings, token: str, channels: Sequence[str] = ()) -> list[Message]:
    """What keeps the application with this token from serving, there and in the channels of these ids."""
    from adapters.discord.diagnose import diagnose

    return await diagnose(token, settings.discord.api_url, channels)


async def discord_invitations(settings: Settings, token: str) -> tuple[str, str] | None:
    """The addresses that bring the application into a server, the second with what the guard needs to remove messages.

    None where Discord doesn't accept the token or can't be asked.
    """
    from adapters.discord.diagnose import invitations

    return await invitations(token, settings.discord.api_url)
