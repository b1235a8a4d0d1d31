"""``curbside check``: what is there, what is missing, and what to do about it."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.error import URLError

from bot import app, log, settings, tokens
from bot.errors import CurbsideError
from bot.store import migrations
from bot.store.base import Scope
from bot.store.sqlite import SqliteStore

ROOM = 200 * 1024 * 1024  # bytes: a redaction rewrites the database beside itself


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--new-key", action="store_true", help="print a fresh CURBSIDE_KEY and do nothing else")


def run(args: argparse.Namespace) -> int:
    if args.new_key:
        print(settings.new_key())
        return 0
    found = settings.load()
    log.configure(found.log)
    for stranger in settings.strangers():
        print(f"WARNING  settings  {stranger.text()}")
    rows = [
        (name, fault)
        for name, look in (
            ("key", _key), ("database", _database), ("clock", _clock), ("disk", _disk), ("sqlite", _sqlite),
            ("address", address), ("proxy", _proxy),
        )
        for fault in _faults(look, found)
    ]  # fmt: skip
    rows += asyncio.run(_platforms(found))
    for name, fault in rows:
        print(f"{'MISSING' if fault else 'ok     '}  {name:<9} {fault or ''}".rstrip())
    if not found.discord.token:
        print("-        discord   not set up: curbside setup discord")
    if "slack" not in dict(rows):
        print("-        slack     not set up: curbside setup slack")
    return 1 if any(fault for _, fault in rows) else 0


Look = Callable[[settings.Settings], Iterator[str]]
Row = tuple[str, str | None]  # what was looked at, and what is missing there


def _faults(look: Look, found: settings.Settings) -> list[str] | list[None]:
    """What a look finds missing; a single None where nothing is."""
    try:
        return list(look(found)) or [None]
    except CurbsideError as error:
        return [error.message.text()]


async def _platforms(found: settings.Settings) -> list[Row]:
    """What Discord and Slack say of their tokens. Without a database, of those of the settings."""
    given = tokens.given(found)
    workspaces = {"CURBSIDE_SLACK__BOT_TOKEN": given} if given else {}
    channels: list[str] = []
    rows: list[Row] = []
    try:
        async with app.bare_store(found) as store:
            channels = await _discord_channels(store)
            try:
                workspaces |= await tokens.sealed(found, store)
            except CurbsideError as error:  # with another key
                rows.append(("slack", error.message.text()))
    except CurbsideError:  # the rows of the key and the database say why
        pass
    if found.discord.token:
        faults = await app.discord_faults(found, found.discord.token.get_secret_value(), channels)
        rows += [("discord", fault.text()) for fault in faults] or [("discord", None)]
    for name, workspace in workspaces.items():
        faults = await app.slack_faults(found, workspace)
        team = await app.slack_team(found, workspace["bot_token"])
        shown = f"{team[1]} ({team[0]})" if team else name
        rows += [("slack", f"{shown}: {fault.text()}") for fault in faults] or [("slack", None)]
    return rows


async def _discord_channels(store: SqliteStore) -> list[str]:
    """The ids of the linked channels that are on Discord."""
    found = []
    for community in await store.read(None, lambda unit: unit.directory.communities()):
        channels = await store.read(Scope(community.id), lambda unit: unit.spaces.channels())
        found += [channel.native for channel in channels if channel.platform == "discord"]
    return found


def _key(found: settings.Settings) -> Iterator[str]:
    found.secret()
    yield from ()


def _database(found: settings.Settings) -> Iterator[str]:
    migrations.check(found.database)
    yield from ()


def _clock(found: settings.Settings) -> Iterator[str]:
    """The clock may not run behind what was written: timers and the trace would run backwards."""
    if datetime.now(UTC).year < 2026:
        yield "The clock is years behind. Set it, and keep it with NTP."
    elif found.database.exists() and migrations.current(found.database):
        with sqlite3.connect(f"file:{found.database}?mode=ro", uri=True) as raw:
            latest = raw.execute("SELECT max(at) FROM audit").fetchone()[0]
        if latest and latest / 1_000_000 > datetime.now(UTC).timestamp() + 60:
            yield "The clock is behind the database's newest row. Set it, and keep it with NTP."


def _disk(found: settings.Settings) -> Iterator[str]:
    folder = next(p for p in (found.data, *found.data.absolute().parents) if p.exists())
    free = shutil.disk_usage(folder).free
    size = found.database.stat().st_size if found.database.exists() else 0
    if free < ROOM + 2 * size:
        yield f"Only {free // 2**20} MiB are free beside the database: make room."


def _sqlite(_: settings.Settings) -> Iterator[str]:
    if sqlite3.sqlite_version_info < (3, 35):  # UPDATE … RETURNING
        yield f"This Python's SQLite is {sqlite3.sqlite_version}: install a Python with SQLite 3.35 or newer."
    try:
        with sqlite3.connect(":memory:") as raw:
            raw.execute("CREATE VIRTUAL TABLE probe USING fts5(body)")
    except sqlite3.OperationalError:
        yield "This Python's SQLite has no FTS5: install a Python that has."


def address(found: settings.Settings) -> Iterator[str]:
    """Fetch our own page from outside in, as a member's phone would."""
    url = found.web.public_url
    if url is None:
        yield "CURBSIDE_WEB__PUBLIC_URL is not set: members can't open a form. It is your https:// address."
        return
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=10) as answer:  # noqa: S310 - https:// by validation
            if answer.read(64) != b"curbside":
                yield f"{url} answers, but it isn't Curbside. Check the proxy."
    except (URLError, OSError, ValueError):
        yield f"{url} can't be reached from here. Start `curbside run`, then check the proxy and its certificate."


def _proxy(found: settings.Settings) -> Iterator[str]:
    if found.web.public_url and not found.web.trusted_proxies and found.web.host in ("127.0.0.1", "localhost", "::1"):
        yield "CURBSIDE_WEB__TRUSTED_PROXIES is not set: name the proxy's address (127.0.0.1 if it runs here)."
