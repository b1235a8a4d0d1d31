"""A store with a community in it, without the composition root: the anonymizer's libraries take seconds to import,
and the crash test starts hundreds of processes. Also used by the benchmarks.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot import consult as machine
from bot.clock import Clock, FixedClock
from bot.commands import Cog, Registry
from bot.engine import Invocation, PersonKey
from bot.links import Links
from bot.minting import mint
from bot.model import Audience, Case, Channel, Consult, Person, Ref, SubjectKind, Urgency
from bot.ports import Adapter
from bot.review import Context, Decision, FieldReview, Review
from bot.settings import Web
from bot.store import migrations
from bot.store.base import Scope
from bot.store.posts import Post
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from bot.text import CleanText, RawText
from bot.views import Capabilities, Reply
from cogs import accounts, cases, channels, consults, drafts, holding, home, members, moderation, redaction

AUDIT_KEY = b"k" * 32
SPECIALTY = "cardiology"


class Verbatim:
    """A reviewer that finds nothing: what was typed is what is posted."""

    async def review(
        self, fields: Mapping[str, RawText], decisions: Mapping[str, Sequence[Decision]], context: Context
    ) -> Review:
        return Review({name: FieldReview((), mint(raw.expose()), ()) for name, raw in fields.items()})


class Shelf:
    """An adapter that keeps what it was given: ``arrived`` in order, and what each post shows last."""

    platform = "local"
    capabilities = Capabilities(private=True, tables=True, text_limit=None, buttons=None)

    def __init__(self) -> None:
        self.arrived: list[tuple[int, int]] = []  # post, revision
        self.shown: dict[int, Reply] = {}

    async def take_down(self, post: Post) -> None:
        self.shown.pop(post.id, None)

    async def deliver(self, post: Post, answer: Reply, *, again: bool) -> str:
        self.arrived.append((post.id, post.revision))
        self.shown[post.id] = answer
        return f"native-{post.id}"


_: type[Adapter] = Shelf


@dataclass(frozen=True, slots=True)
class Stage:
    """A community with an open channel, authors, and one cardiologist."""

    community: int
    channel: Channel
    authors: tuple[Person, ...]
    specialist: Person

    @property
    def author(self) -> Person:
        return self.authors[0]

    def scope(self, person: Person | None = None) -> Scope:
        return Scope(self.community, person or self.author)


def seed(unit: Unit, authors: int = 1) -> Stage:
    here = unit.directory.found("Test community")
    inside = unit.elsewhere(Scope(here.id))
    space = inside.spaces.add("local", f"local-{here.id}", "Web")
    channel = inside.spaces.add_channel(space, "general", "general")
    people = tuple(inside.members.join(f"author {i}", space=space.id, native=f"author{i}") for i in range(authors))
    specialist = inside.members.join("specialist", space=space.id, native="specialist")
    inside.members.set_specialties(specialist, [SPECIALTY])
    return Stage(here.id, channel, people, inside.members.get(specialist.ref))


def registry(*more: Cog) -> Registry:
    cogs = [
        cases.cog, holding.cog, consults.cog, redaction.cog, members.cog, accounts.cog, channels.cog, moderation.cog,
        drafts.cog,
        home.make(Links(Web())), *more,
    ]  # fmt: skip
    return Registry([*cogs, drafts.posting(Registry(cogs).commands)])


@cache
def _template() -> Path:
    """One migrated, empty database, copied by whoever needs a fresh one."""
    folder = Path(tempfile.mkdtemp(prefix="curbside-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "empty.db"
    migrations.upgrade(path)
    return path


def new_database(folder: Path) -> Path:
    path = folder / "curbside.db"
    shutil.copyfile(_template(), path)
    return path


@asynccontextmanager
async def opened(path: Path, clock: Clock | None = None) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(path, clock or FixedClock(), AUDIT_KEY)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


def clean(text: str) -> CleanText:
    return mint(text)


TEXTS = {"text": "Breathless for three weeks.", "question": "Stop the amiodarone?", "intervention": "Stop it.",
         "outcome": "Breathe again."}  # fmt: skip


def write_case(unit: Unit, channel: Channel | None = None, text: str = TEXTS["text"], **more: str) -> Case:
    """A case as its command would write it."""
    parts = {name: clean(words) for name, words in (TEXTS | {"text": text} | more).items()}
    case = unit.cases.create(parts, channel=channel, audience=Audience.COMMUNITY, consent="not required")
    if channel is not None:
        unit.posts.show(case.ref, channel.id)
    unit.saved(case)
    return case


def write_consult(unit: Unit, case: Case) -> Consult:

    texts = {name: clean(TEXTS[name]) for name in ("question", "intervention", "outcome")}
    return machine.request(unit, case, SPECIALTY, Urgency.ROUTINE, texts)


def invocation(
    person: Person, path: str, *, event: str | None = None, subject: Ref | None = None, **fields: str
) -> Invocation:
    typed = {name: RawText(text) for name, text in fields.items()}
    who = PersonKey(person.community, person.id)
    if event is None:
        return Invocation(who, path, typed, subject)
    return Invocation(who, path, typed, subject, event=event)


def case_ref(number: int) -> Ref:
    return Ref(SubjectKind.CASE, number)
