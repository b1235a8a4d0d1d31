"""``curbside link M-1``: a way back in for a member, from whoever runs the server, where no bot hands out links."""

from __future__ import annotations

import argparse
import asyncio

from bot import app, log, settings
from bot.errors import Refused
from bot.i18n import say
from bot.model import Person, Ref, SubjectKind
from bot.store.base import Scope
from bot.store.entrance import Errand
from bot.store.unit import Unit


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("member", help="a member's reference (M-1) or name")
    parser.add_argument("--community", type=int, default=1, help="the community's number (default: 1)")


def run(args: argparse.Namespace) -> int:
    found = settings.load()
    log.configure(found.log)
    secret = asyncio.run(_issue(found, args.community, args.member))
    address = found.web.public_url or f"http://{found.web.host}:{found.web.port}"
    print(f"{address}/link#{secret}")
    print("It works once, within 10 minutes, and whoever opens it acts as that member.")
    return 0


async def _issue(found: settings.Settings, community: int, member: str) -> str:
    async with app.opened(found, community) as store:
        return await store.write(Scope(community), lambda unit: issue(unit, member))


def issue(unit: Unit, member: str) -> str:
    """The link's secret. Raises Refused where there is no such member, or more than one."""
    wanted = [person for person in unit.members.everyone() if _is(person, member)]
    if len(wanted) != 1:
        raise Refused(say("There are {count} members called that. Give the reference, such as M-1.", count=len(wanted)))
    unit.audit.add("link from the command line", wanted[0].ref)
    return unit.entrance.link(wanted[0], Errand())


def _is(person: Person, member: str) -> bool:
    try:
        ref = Ref.parse(member)
    except ValueError:
        return person.handle.casefold() == member.strip().casefold()
    return ref.kind is SubjectKind.MEMBER and person.ref == ref
