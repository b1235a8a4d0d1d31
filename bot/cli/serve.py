"""``curbside run``: the real thing."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot import app, log, settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting (see config.example.env)."""


def run(args: argparse.Namespace) -> int:
    found = settings.load()
    log.configure(found.log)
    name_strangers()
    asyncio.run(app.serve(found))
    return 0


def name_strangers() -> None:
    """Say which variables look like settings and are none: a mistyped one would otherwise pass unseen."""
    for stranger in settings.strangers():
        print(f"curbside: {stranger.text()}", file=sys.stderr)
