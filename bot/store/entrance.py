"""One-time links and codes, and the browser sessions that they open. Secrets are kept as their hash alone."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.model import Person, Ref
from bot.store import tables as t
from bot.store.base import Repository, change, drop, rows

LINK_LIFE = timedelta(minutes=10)
CODE_LIFE = timedelta(days=7)
# Whoever redeems one of these is that person from then on: they live no longer than it takes to use them.
PERSONAL_LIFE = {"account": timedelta(minutes=30), "space": timedelta(hours=1)}
IDLE = timedelta(hours=12)
STAY = timedelta(days=30)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Errand:
    """What a link leads to: a command's form and its subject, given in a channel. Empty: the community's front page."""

    path: str | None = None
    subject: Ref | None = None
    channel: int | None = None

    def __str__(self) -> str:
        return f"{self.path or ''}|{self.subject or ''}|{self.channel or ''}"

    @classmethod
    def parse(cls, text: str) -> Errand:
        path, subject, channel = text.split("|")
        return cls(path or None, Ref.parse(subject) if subject else None, int(channel) if channel else None)


@dataclass(frozen=True, slots=True)
class Code:
    """An unredeemed link ('link') or code ('setup', 'space', 'invite')."""

    hash: str
    community: int
    purpose: str
    person: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class BrowserSession:
    hash: str
    community: int
    person: int
    errand: Errand  # what a form session is for; empty for a browser that stays linked
    stay: bool
    seen: datetime


class Entrance(Repository):
    def link(self, person: Person, errand: Errand) -> str:
        """A fresh link's secret (256 bits, URL-safe); the person's older links are void from now on."""
        self.run(drop(t.codes).where(t.codes.c.person == person.id, t.codes.c.purpose == "link"))
        return self._issue("link", LINK_LIFE, person=person.id, detail=str(errand))

    def code(self, purpose: str, detail: str = "", *, person: Person | None = None) -> str:
        """A code to be typed once: 'setup', 'invite', or a person's own for a 'space' or another 'account', of which
        an older one is void from now on.
        """
        if person is not None:
            self.run(drop(t.codes).where(t.codes.c.person == person.id, t.codes.c.purpose == purpose))
        life = PERSONAL_LIFE.get(purpose, CODE_LIFE)
        return self._issue(purpose, life, detail=detail, bits=80, person=person.id if person else None)

    def use(self, code: Code) -> bool:
        """Whether this call was the one that redeemed the code, which is gone then."""
        return self.run(drop(t.codes).where(t.codes.c.hash == code.hash, t.codes.c.expires > self.now)).rowcount == 1

    def open(self, person: int, errand: Errand, *, stay: bool = False) -> str:
        """A session's secret, for a cookie."""
        secret = secrets.token_urlsafe(32)
        self.insert(
            t.sessions, hash=digest(secret), person=person, path=errand.path, stay=stay, channel=errand.channel,
            subject=str(errand.subject) if errand.subject else None, created=self.now, seen=self.now,
            expires=self.now + (STAY if stay else IDLE),
        )  # fmt: skip
        return secret

    def touch(self, session: BrowserSession) -> None:
        """An idle session ends; one in use goes on."""
        if not session.stay:
            mine = t.sessions.c.hash == session.hash
            self.run(change(t.sessions).where(mine).values(seen=self.now, expires=self.now + IDLE))

    def stay(self, session: BrowserSession) -> None:
        mine = t.sessions.c.hash == session.hash
        self.run(change(t.sessions).where(mine).values(stay=True, expires=self.now + STAY))

    def close(self, person: int, hash_: str | None = None) -> int:
        """End one session of a person, or all of them; how many there were."""
        query = drop(t.sessions).where(t.sessions.c.person == person)
        return self.run(query if hash_ is None else query.where(t.sessions.c.hash == hash_)).rowcount

    def void(self, person: Person) -> None:
        """End a person's sessions, and what would open another: their links and codes."""
        self.close(person.id)
        self.run(drop(t.codes).where(t.codes.c.person == person.id))

    def sessions(self, person: int) -> list[BrowserSession]:
        query = rows(t.sessions).where(t.sessions.c.person == person, t.sessions.c.expires > self.now)
        return [session_from(row) for row in self.all(query.order_by(t.sessions.c.created))]

    def _issue(
        self, purpose: str, life: timedelta, *, person: int | None = None, detail: str = "", bits: int = 256
    ) -> str:
        secret = secrets.token_urlsafe(bits // 8)
        self.insert(
            t.codes, hash=digest(secret), purpose=purpose, person=person, detail=detail, expires=self.now + life
        )
        return secret


def session_from(row: sa.Row[Any]) -> BrowserSession:
    errand = Errand(row.path, Ref.parse(row.subject) if row.subject else None, row.channel)
    return BrowserSession(row.hash, row.community, row.person, errand, bool(row.stay), row.seen)
