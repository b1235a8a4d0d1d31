"""``curbside demo``: the local community, on loopback alone."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot import app, log, settings
from bot.cli.serve import name_strangers
from bot.store import migrations


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="the port (default: CURBSIDE_WEB__PORT, 8420); 0 takes a free one")
    parser.add_argument("--data", type=Path, help="the folder of its database (default: data/demo)")


def run(args: argparse.Namespace) -> int:
    found = settings.load()
    log.configure(found.log)
    name_strangers()
    found = local(found, args.data or found.data / "demo", args.port)
    migrations.upgrade(found.database)
    asyncio.run(app.demo(found))
    return 0


def local(found: settings.Settings, folder: Path, port: int | None) -> settings.Settings:
    """The demo's own settings: its own folder, and a key made at the first start."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_file = folder / "key"
    if not key_file.exists():
        key_file.touch(mode=0o600)
        key_file.write_text(settings.new_key(), encoding="utf8")
    web = found.web.model_copy(update={"host": "127.0.0.1", "port": found.web.port if port is None else port})
    key = key_file.read_text(encoding="utf8").strip()
    return settings.Settings.model_validate(found.model_dump() | {"key": key, "data": folder, "web": web.model_dump()})
