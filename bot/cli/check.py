"""``curbside check``: what is there, what is missing, and what to do about it."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.error import URLError

from bot import log, settings
from bot.errors import CurbsideError
from bot.store import migrations

ROOM = 200 * 1024 * 1024  # bytes: a redaction rewrites the database beside itself


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--new-key", action="store_true", help="print a fresh CURBSIDE_KEY and do nothing else")


def run(args: argparse.Namespace) -> int:
    if args.new_key:
        print(settings.new_key())
        return 0
    found = settings.load()
    log.configure(found.log)
    faults = 0
    for name, look in (
        ("key", _key), ("database", _database), ("clock", _clock), ("disk", _disk), ("sqlite", _sqlite),
        ("address", _address), ("proxy", _proxy),
    ):  # fmt: skip
        fault = _fault(look, found)
        faults += fault is not None
        print(f"{'MISSING' if fault else 'ok     '}  {name:<9} {fault or ''}".rstrip())
    return 1 if faults else 0


Look = Callable[[settings.Settings], Iterator[str]]


def _fault(look: Look, found: settings.Settings) -> str | None:
    try:
        return next(look(found), None)
    except CurbsideError as error:
        return error.message.text()


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


def _address(found: settings.Settings) -> Iterator[str]:
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
