"""``curbside audit verify``: the chain, against the head that was posted."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot import app, log, settings
from bot.audit import Head, Verdict, verify
from bot.store.base import Scope


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["verify"])
    parser.add_argument("--head", help="a head as posted in the moderators' channel (17:3f9a…): finds a cut tail")
    parser.add_argument("--community", type=int, default=1, help="the community's number (default: 1)")


def run(args: argparse.Namespace) -> int:
    try:
        head = Head.parse(args.head) if args.head else None
    except ValueError as error:
        print(f"curbside: {error}", file=sys.stderr)
        return 2
    found = settings.load()
    log.configure(found.log)
    verdict = asyncio.run(_verify(found, args.community, head))
    if verdict.fault:
        print(f"BROKEN: {verdict.fault}")
        return 1
    print(f"whole: {verdict.rows} rows, head {verdict.head}")
    if head is None:
        print("A cut tail shows only against a head kept elsewhere: give the one posted last with --head.")
    return 0


async def _verify(found: settings.Settings, community: int, head: Head | None) -> Verdict:
    async with app.opened(found, community) as store:
        return await store.read(Scope(community), lambda unit: verify(unit.audit.key, unit.audit.walk(), head))
