"""``curbside run``: the real thing."""

from __future__ import annotations

import argparse
import asyncio

from bot import app, log, settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting (see config.example.env)."""


def run(args: argparse.Namespace) -> int:
    found = settings.load()
    log.configure(found.log)
    asyncio.run(app.serve(found))
    return 0
