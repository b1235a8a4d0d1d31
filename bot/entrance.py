"""Ways in: the setup code, an invitation, a one-time link. Used by adapters before there is a session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.errors import Invalid, Refused
from bot.i18n import say
from bot.model import Person, Ref, Role, SubjectKind
from bot.store.base import Scope
from bot.store.entrance import BrowserSession, Code, Errand
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit

HANDLE = r"[^\W_][\w .'’-]{1,38}[\w.]"  # how a member may be called
TOUCH_EVERY = timedelta(minutes=5)  # so that not every page is a write
STALE = say(
    "This link or code was used already, or is too old. Ask for a new one where it came from; what you typed on a page"
    " stays in its tab."
)


@dataclass(frozen=True, slots=True)
class Entered:
    """Who came in, what for, and the secret of the session's cookie."""

    person: Person
    errand: Errand
    secret: str


async def first_code(store: SqliteStore) -> str | None:
    """A fresh setup code while there is no administrator yet; founds the community if there is none."""

    def work(unit: Unit) -> int:
        known = unit.directory.communities()
        return known[0].id if known else unit.directory.found("Our community").id

    community = await store.write(None, work)

    def issue(unit: Unit) -> str | None:
        return None if unit.members.at_least(Role.ADMINISTRATOR) else unit.entrance.code("setup")

    return await store.write(Scope(community), issue)


async def redeem_link(store: SqliteStore, secret: str) -> Entered:
    """Open a session from a link. Raises Refused where it is stale, reused or made up."""
    code = await find_code(store, secret, "link")

    def work(unit: Unit) -> Entered:
        if not unit.entrance.use(code) or code.person is None:
            raise Refused(STALE)
        person = unit.members.get(Ref(SubjectKind.MEMBER, code.person))
        errand = Errand.parse(code.detail)
        return Entered(person, errand, unit.entrance.open(person.id, errand))

    return await store.write(Scope(code.community), work)


async def join(store: SqliteStore, secret: str, handle: str) -> Entered:
    """Become a member with an invitation (which holds the name), or the first administrator with the setup code.

    Raises Refused, and Invalid where the first administrator's name can't be used.
    """
    code = await find_code(store, secret, "setup", "invite")
    if code.purpose == "setup" and not re.fullmatch(HANDLE, handle):
        why = say("2 to 40 letters, digits and spaces, as the community will see it.")
        raise Invalid(say("Please give your name."), {"handle": why})

    def work(unit: Unit) -> Entered:
        if not unit.entrance.use(code):
            raise Refused(STALE)
        if code.purpose == "setup" and unit.members.at_least(Role.ADMINISTRATOR):
            raise Refused(say("This community has an administrator already. Ask them to invite you."))
        role = Role.ADMINISTRATOR if code.purpose == "setup" else Role.MEMBER
        person = unit.members.join(handle if code.purpose == "setup" else code.detail, role)
        unit.audit.add("member joined", person.ref, code.purpose)
        if code.purpose == "setup":
            begin(unit)
        return Entered(person, Errand(), unit.entrance.open(person.id, Errand(), stay=True))

    return await store.write(Scope(code.community), work)


async def session(store: SqliteStore, clock: Clock, secret: str) -> BrowserSession | None:
    """The live session of a cookie; using it keeps it from idling out."""
    found = await store.read(None, lambda unit: unit.directory.session(secret))
    if found is not None and clock.now() - found.seen > TOUCH_EVERY:
        live = found
        await store.write(Scope(live.community), lambda unit: unit.entrance.touch(live))
    return found


def begin(unit: Unit) -> None:
    """What every new community has: a local space with its channels, and the daily head of the trace."""
    space = unit.spaces.add("local", f"community-{unit.scope.community}", "Web")
    unit.spaces.add_channel(space, "general", "general")
    unit.spaces.add_channel(space, "moderators", "moderators", closed=True, purpose="moderators")
    unit.timers.set({"audit head": unit.now})


async def find_code(store: SqliteStore, secret: str, *purposes: str) -> Code:
    """An unredeemed code for one of these purposes. Raises Refused."""
    code = await store.read(None, lambda unit: unit.directory.code(secret.strip()))
    if code is None or code.purpose not in purposes:
        raise Refused(STALE)
    return code
