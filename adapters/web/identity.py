"""Who a browser is: a member whom a session names, or, in the demo, whichever sample member one acts as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.responses import Response

from bot import entrance
from bot.clock import Clock
from bot.engine import PersonKey
from bot.model import Person
from bot.store.base import Scope
from bot.store.entrance import STAY, BrowserSession
from bot.store.sqlite import SqliteStore


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that is known to be somebody's."""

    key: PersonKey
    secret: str  # what its CSRF tokens are bound to
    session: BrowserSession | None = None

    @property
    def form_session(self) -> BrowserSession | None:
        """The session, where it was opened for one form alone."""
        session = self.session
        return session if session is not None and not session.stay and session.errand.path is not None else None


class Identity(Protocol):
    demo: bool  # anyone acts as anyone: loopback only

    async def visitor(self, connection: HTTPConnection) -> Visitor | None: ...

    def remember(self, response: Response, secret: str) -> None:
        """Hand the browser the secret by which ``visitor`` knows it again."""

    def forget(self, response: Response) -> None: ...


class DemoIdentity:
    """Acting as any member of the demo's community, by a cookie that holds the member's number."""

    demo = True
    COOKIE = "curbside_acting"

    def __init__(self, store: SqliteStore, community: int, first: Person) -> None:
        self._store = store
        self._community = community
        self._first = first.id

    async def visitor(self, connection: HTTPConnection) -> Visitor | None:
        chosen = connection.cookies.get(self.COOKIE, "")
        known = await self._store.read(Scope(self._community), lambda unit: [p.id for p in unit.members.everyone()])
        person = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else self._first
        # Whoever left can open pages as somebody else, and switch, but sends nothing under another's name.
        sends = connection.scope.get("method") == "POST" and connection.url.path != "/api/act"
        if person not in known and not sends:
            person = self._first if self._first in known else known[0]
        return Visitor(PersonKey(self._community, person), "demo")

    def remember(self, response: Response, secret: str) -> None:
        response.set_cookie(self.COOKIE, secret, httponly=True, samesite="strict")

    def forget(self, response: Response) -> None:
        response.delete_cookie(self.COOKIE)


class SessionIdentity:
    """A session of ``bot.entrance``, by its cookie.

    The cookie is ``__Host-`` and Secure, which browsers accept over HTTPS alone; without a public address Curbside
    listens on loopback in the clear, and there it has a plain name.
    """

    demo = False

    def __init__(self, store: SqliteStore, clock: Clock, *, https: bool) -> None:
        self._store = store
        self._clock = clock
        self._https = https
        self.cookie = "__Host-curbside" if https else "curbside_session"

    async def visitor(self, connection: HTTPConnection) -> Visitor | None:
        secret = connection.cookies.get(self.cookie)
        session = await entrance.session(self._store, self._clock, secret) if secret else None
        if secret is None or session is None:
            return None
        return Visitor(PersonKey(session.community, session.person), secret, session)

    def remember(self, response: Response, secret: str) -> None:
        # As long as the longest session: when it ends is the server's to say.
        response.set_cookie(
            self.cookie, secret, max_age=int(STAY.total_seconds()), path="/", secure=self._https, httponly=True,
            samesite="lax",
        )  # fmt: skip

    def forget(self, response: Response) -> None:
        response.delete_cookie(self.cookie, path="/", secure=self._https, httponly=True, samesite="lax")
