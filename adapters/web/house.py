"""What the rooms of the web adapter share: the running app, who came in, and how an error is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from starlette.requests import Request

from adapters.web.identity import Identity, Visitor
from adapters.web.render import Renderer
from adapters.web.security import Gate
from bot.errors import CurbsideError, Held, Invalid, Missing, Refused, StillSaving, Unavailable, Undecided
from bot.i18n import say
from bot.model import Channel, Community, Person, Ref
from bot.policy import check_may
from bot.store.base import Scope
from bot.store.unit import Unit

if TYPE_CHECKING:
    from bot.app import App  # the root imports this package


class Unlinked(CurbsideError):
    """Nobody whom a session names, or one whose session ended."""


@dataclass(frozen=True, slots=True)
class House:
    app: App
    identity: Identity
    gate: Gate
    render: Renderer


def house(request: Request) -> House:
    return cast(House, request.app.state.house)


@dataclass(frozen=True, slots=True)
class Here:
    """A visitor at a page or at the API: who they are and what they may open."""

    web: House
    request: Request
    visitor: Visitor
    person: Person
    community: Community
    channels: tuple[Channel, ...]

    @property
    def scope(self) -> Scope:
        return Scope(self.person.community, self.person)

    def allows(self, path: str, subject: Ref | None) -> bool:
        """Whether this session is good for a command: a form session for its own alone."""
        session = self.visitor.form_session
        return session is None or (session.errand.path, session.errand.subject) == (path, subject)

    def check_whole(self) -> None:
        """Raise Refused for a session of one form, which opens no page."""
        if self.visitor.form_session is not None:
            raise Refused(ONE_FORM)


ONE_FORM = say("Your link is for one form only. Ask the bot for a new link to open other pages.")


async def arrive(request: Request) -> Here:
    """Who this is. Raises Unlinked, or Refused for one who left."""
    web = house(request)
    visitor = await web.identity.visitor(request)
    if visitor is None:
        raise Unlinked(
            say("This browser isn't linked, or its session has ended. Ask the bot for a fresh link and paste it here.")
        )
    person = await web.app.engine.person(visitor.key)
    if not person.active:
        raise Refused(say("You left this community. Ask an administrator to invite you again."))

    def look(unit: Unit) -> tuple[Community, tuple[Channel, ...]]:
        return unit.members.current(), tuple(unit.spaces.channels())

    community, channels = await web.app.store.read(Scope(person.community, person), look)
    return Here(web, request, visitor, person, community, channels)


def may(person: Person, path: str, web: House) -> bool:
    """Whether a command is there and this person's role allows it."""
    command = web.app.engine.registry.commands.get(path)
    if command is None:
        return False
    try:
        check_may(person, command)
    except Refused:
        return False
    return True


_STATUS: tuple[tuple[type[CurbsideError], int, str], ...] = (
    (Unlinked, 401, "unlinked"),
    (Undecided, 409, "undecided"),
    (Invalid, 422, "invalid"),
    (Missing, 404, "missing"),
    (Refused, 403, "refused"),
    (StillSaving, 202, "saving"),
    (Held, 503, "held"),
    (Unavailable, 503, "unavailable"),
)


def status_of(error: CurbsideError) -> tuple[int, str]:
    """The HTTP status and the name under which the pages' script knows an error."""
    return next(((status, name) for kind, status, name in _STATUS if isinstance(error, kind)), (500, "internal"))
