"""The composition root: the only file that names adapters and cogs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points

from adapters.web import serve as web
from adapters.web.local import LocalAdapter
from bot import entrance, keys
from bot.anonymizer.service import AnonymizerService
from bot.clock import Clock, SystemClock
from bot.commands import Cog, Registry
from bot.engine import Engine
from bot.errors import Missing
from bot.i18n import say
from bot.jobs import Jobs
from bot.links import Links
from bot.review import Reviewer
from bot.settings import Misconfigured, Settings, Web
from bot.store import migrations
from bot.store.sqlite import SqliteStore
from cogs import accounts, cases, channels, consults, drafts, home, members, moderation, redaction
from cogs import help as helping


@dataclass(frozen=True, slots=True)
class App:
    """Everything that runs, wired together."""

    settings: Settings
    store: SqliteStore
    engine: Engine
    jobs: Jobs
    local: LocalAdapter
    clock: Clock


@asynccontextmanager
async def running(
    settings: Settings, *, reviewer: Reviewer | None = None, clock: Clock | None = None
) -> AsyncIterator[App]:
    """The whole of Curbside but its web server. Tests bring a reviewer and a clock of their own.

    Raises Misconfigured or Unavailable where it can't start.
    """
    clock = clock or SystemClock()
    links = Links(settings.web)
    commands = registry(settings.cogs, links)
    store = open_store(settings, clock)
    async with AsyncExitStack() as stack:
        await store.open()
        stack.push_async_callback(store.close)
        if reviewer is None:
            service = AnonymizerService()
            await service.start()
            stack.push_async_callback(service.close)
            reviewer = service
        local = LocalAdapter()
        jobs = Jobs(store, commands, {local.platform: local}, links)
        jobs.start()
        stack.push_async_callback(jobs.close)
        yield App(settings, store, Engine(store, reviewer, commands, clock), jobs, local, clock)


def registry(others: Iterable[str] = (), links: Links | None = None) -> Registry:
    """All commands: Curbside's own cogs, and those of others that the settings name."""
    cogs = [
        cases.cog, consults.cog, redaction.cog, members.cog, accounts.cog, channels.cog, moderation.cog,
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
    store = open_store(settings, SystemClock())
    await store.open()
    try:
        known = await store.read(None, lambda unit: [found.id for found in unit.directory.communities()])
        if community not in known:
            raise Missing(say("There is no community {number} here.", number=community))
        yield store
    finally:
        await store.close()


async def demo(settings: Settings) -> None:
    """The local community on loopback, anyone acting as anyone. Raises Refused where that would be reachable."""
    async with running(settings) as app:
        await web.serve(app, demo=True)


async def serve(settings: Settings) -> None:
    """A community of its own; the setup code is printed while there is no administrator."""
    async with running(settings) as app:
        code = await entrance.first_code(app.store)
        if code is not None:
            print(f"Setup code (once, within 7 days, on the page /join): {code}", flush=True)  # noqa: T201
        await web.serve(app)
