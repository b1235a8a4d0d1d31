"""Fakes and seeds that many tests share. A fake is a small working thing, never a recorded mock."""

from __future__ import annotations

import asyncio
import functools
import re
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from bot.app import App, running
from bot.clock import FixedClock
from bot.engine import Invocation, PersonKey
from bot.errors import Held
from bot.i18n import say
from bot.minting import mint
from bot.model import Channel, Community, Person, Role
from bot.review import Action, Context, Decision, FieldReview, Kind, Review, Reviewer, Span, Tier
from bot.settings import Settings
from bot.store import migrations
from bot.store.base import Scope
from bot.store.unit import Unit
from bot.text import CleanText, RawText

KEY = "ab" * 32
AUDIT_KEY = b"k" * 32


class BraceReviewer:
    """Takes out what stands in {braces} ({mrn …} is a record number), asks about what stands in <angles>.

    'CRASH' and 'SLOW' fail as workers do.
    """

    def __init__(self) -> None:
        self.seen = 0

    async def review(
        self, fields: Mapping[str, RawText], decisions: Mapping[str, Sequence[Decision]], context: Context
    ) -> Review:
        self.seen += 1
        await asyncio.sleep(0)
        return Review({name: self._field(raw.expose(), decisions.get(name, ())) for name, raw in fields.items()})

    def _field(self, text: str, decisions: Sequence[Decision]) -> FieldReview:
        if "CRASH" in text or "SLOW" in text:
            raise Held(say("The text could not be checked. Nothing was sent; it is still on this page."), killed=True)
        spans = [
            Span(
                m.start(),
                m.end(),
                Kind.RECORD if m[0].startswith("{mrn") else Kind.NAME,
                Tier.AUTO if m[0][0] == "{" else Tier.ASK,
                "[PATIENT]",
                0.9,
                "brace",
            )
            for m in re.finditer(r"\{[^}]*\}|<[^>]*>", text)
        ]
        kept = [d for d in decisions if d.action is Action.KEEP]
        cut = [d for d in decisions if d.action is Action.REDACT]
        decided = {(d.start, d.end) for d in decisions}
        undecided = tuple(s for s in spans if s.tier is Tier.ASK and (s.start, s.end) not in decided)
        replaced = {
            (s.start, s.end): s.replacement for s in spans if (s.start, s.end) not in {(k.start, k.end) for k in kept}
        }
        replaced |= {(d.start, d.end): "[REDACTED]" for d in cut if (d.start, d.end) not in replaced}
        result = text
        for (start, end), replacement in sorted(replaced.items(), reverse=True):
            result = result[:start] + replacement + result[end:]
        return FieldReview(tuple(spans), mint(result), undecided)


@functools.cache
def migrated() -> bytes:
    """An empty database at the present migration: made once, copied for each test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        migrations.upgrade(path)
        return path.read_bytes()


def clean(text: str) -> CleanText:
    return mint(text)


@dataclass
class Cast:
    """A seeded community and the people in it."""

    community: Community
    general: Channel
    closed: Channel
    author: Person
    colleague: Person
    cardiologist: Person
    moderator: Person
    administrator: Person
    outsider: Person  # member, but not in the closed channel
    stranger: Person  # of another community
    people: dict[str, Person] = field(default_factory=dict)

    def scope(self, person: Person | None = None) -> Scope:
        return Scope((person or self.author).community, person)


def seed_community(unit_of: Callable[[Scope], Unit], name: str = "Test community") -> Cast:
    """Two communities; the first with an open and a closed channel and one person of each role."""
    directory = unit_of(Scope(0)).directory
    here, elsewhere = directory.found(name), directory.found("Another community")
    unit = unit_of(Scope(here.id))
    space = unit.spaces.add("local", f"local-{here.id}", "Web")
    general = unit.spaces.add_channel(space, "general", "general")
    closed = unit.spaces.add_channel(space, "board", "tumour board", closed=True)
    unit.spaces.add_channel(space, "moderators", "moderators", closed=True, purpose="moderators")

    def join(handle: str, role: Role = Role.MEMBER, specialty: str | None = None, inside: bool = True) -> Person:
        person = unit.members.join(handle, role, space.id, handle)
        if specialty:
            unit.members.set_specialties(person, [specialty])
        if inside:
            unit.spaces.add_to_channel(closed, person)
        return unit.members.get(person.ref)

    return Cast(
        here, general, closed,
        author=join("author"),
        colleague=join("colleague"),
        cardiologist=join("cardiologist", specialty="cardiology", inside=False),
        moderator=join("moderator", Role.MODERATOR),
        administrator=join("administrator", Role.ADMINISTRATOR),
        outsider=join("outsider", inside=False),
        stranger=unit_of(Scope(elsewhere.id)).members.join("stranger", Role.ADMINISTRATOR),
    )  # fmt: skip


class Memory:
    """A unit on an in-memory database, for tests of a handler: no event loop, no file."""

    def __init__(self, clock: FixedClock | None = None) -> None:
        self.clock = clock or FixedClock()
        self.engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool, isolation_level="AUTOCOMMIT")
        self.conn = self.engine.connect()
        raw = self.conn.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.deserialize(migrated())
        self.cast = seed_community(self.unit)

    def unit(self, scope: Scope) -> Unit:
        return Unit(self.conn, scope, self.clock.now(), AUDIT_KEY)

    def as_(self, person: Person) -> Unit:
        """A unit with the person's present rights."""
        fresh = self.unit(Scope(person.community)).members.get(person.ref)
        return self.unit(Scope(person.community, fresh))

    def close(self) -> None:
        self.conn.close()
        self.engine.dispose()


@asynccontextmanager
async def running_app(
    folder: Path, clock: FixedClock | None = None, reviewer: Reviewer | None = None
) -> AsyncIterator[tuple[App, Cast]]:
    """The whole of Curbside on a fresh database with a seeded community; the reviewer is the fake one unless given."""
    settings = Settings(key=KEY, data=folder)  # type: ignore[arg-type]
    folder.mkdir(parents=True, exist_ok=True)
    settings.database.write_bytes(migrated())
    async with running(settings, reviewer=reviewer or BraceReviewer(), clock=clock or FixedClock()) as app:
        cast = await app.store.write(None, lambda unit: seed_community(unit.elsewhere))
        yield app, cast


def invocation(person: Person, path: str, **fields: str) -> Invocation:
    return Invocation(
        PersonKey(person.community, person.id), path, {name: RawText(text) for name, text in fields.items()}
    )
