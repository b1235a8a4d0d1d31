"""``curbside export``: a community's cases with their consults, as JSON lines. Clean text alone is there to export."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import app, log, settings
from bot.model import Case, Consult, Ref
from bot.store.base import Scope
from bot.store.unit import Unit
from bot.text import CleanText


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--community", type=int, default=1, help="the community's number (default: 1)")
    parser.add_argument("--out", type=Path, help="the file to write (default: standard output)")


def run(args: argparse.Namespace) -> int:
    found = settings.load()
    log.configure(found.log)
    lines = asyncio.run(_lines(found, args.community))
    if args.out is None:
        sys.stdout.writelines(line + "\n" for line in lines)
    else:
        args.out.write_text("".join(line + "\n" for line in lines), encoding="utf8")
        print(f"{len(lines)} cases written to {args.out}.", file=sys.stderr)
    return 0


async def _lines(found: settings.Settings, community: int) -> list[str]:
    async with app.opened(found, community) as store:
        return await store.read(Scope(community), lambda unit: list(lines(unit)))


def lines(unit: Unit) -> Iterator[str]:
    """One JSON object a case, oldest first."""
    for case in reversed(unit.cases.latest(limit=1_000_000)):
        consults = [_plain(consult) for consult in unit.consults.of_case(case)]
        yield json.dumps(_plain(case) | {"consults": consults}, ensure_ascii=False)


def _plain(thing: Case | Consult) -> dict[str, Any]:
    return {field.name: _value(getattr(thing, field.name)) for field in dataclasses.fields(thing)}


def _value(value: Any) -> Any:
    if isinstance(value, CleanText | Ref):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _value(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value
