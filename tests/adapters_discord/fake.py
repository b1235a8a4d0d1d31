"""A small Desk for the adapter's tests: it answers, hears and remembers, and knows a few commands of every kind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from bot.commands import Call, Cog, Field, Nothing, Registry
from bot.desk import Answered, Asked, Cursor, Way
from bot.errors import Invalid, Missing
from bot.guard import Heard
from bot.i18n import say
from bot.model import SPECIALTIES, Account, Place, Ref, Role, Space, SubjectKind
from bot.store.posts import Post
from bot.store.unit import Unit
from bot.text import CleanText
from bot.views import Actions, Button, Capabilities, Link, Reply, Text, reply

MADE = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CasePost:
    text: Annotated[CleanText, Field("The case", lines=10, patient=True)]
    consent: Annotated[str, Field("Consent", choices=("spoken", "written"))]


@dataclass(frozen=True, slots=True)
class Say:
    text: Annotated[CleanText, Field("Your reply", lines=4)]


@dataclass(frozen=True, slots=True)
class MaybeSay:
    text: Annotated[CleanText | None, Field("What happened", lines=4)] = None


@dataclass(frozen=True, slots=True)
class Search:
    query: Annotated[CleanText, Field("Search", "Words, phrases, exclusions.", limit=200, doubt="redact")]


@dataclass(frozen=True, slots=True)
class GiveRole:
    role: Annotated[str, Field("Role", choices=("member", "moderator", "administrator"))]
    reason: Annotated[CleanText, Field("Why", lines=2)]


@dataclass(frozen=True, slots=True)
class GiveSpecialty:
    specialty: Annotated[str, Field("Specialty", choices=SPECIALTIES)]


@dataclass(frozen=True, slots=True)
class MapRole:
    native: Annotated[str, Field("Role there", pattern="[0-9]{15,20}")]


@dataclass(frozen=True, slots=True)
class Quiet:
    hours: Annotated[int, Field("Hours")]
    everywhere: Annotated[bool, Field("Everywhere")] = False


def make_registry() -> Registry:
    cog = Cog("test")

    def handler(call: Call[object], unit: Unit) -> Reply:
        return reply()

    case, consult = SubjectKind.CASE, SubjectKind.CONSULT
    cog.command("case post", CasePost, "Post a case")(handler)
    cog.command("case reply", Say, "Reply to a case", subject=case)(handler)
    cog.command("case report", Say, "Tell moderators about a case", subject=case)(handler)
    cog.command("case withdraw", Nothing, "Take a case back", subject=case, final=True)(handler)
    cog.command("case follow", Nothing, "Follow a case", subject=case)(handler)
    cog.query("case search", Search, "Search the cases")(handler)
    cog.query("case show", Nothing, "Show a case", subject=case)(handler)
    cog.command("consult request", CasePost, "Ask a specialist", subject=case)(handler)
    cog.query("consult show", Nothing, "Show a consult", subject=consult)(handler)
    cog.command("consult accept", Nothing, "Take a consult", subject=consult)(handler)
    cog.command("consult answer", Say, "Answer a consult", subject=consult)(handler)
    cog.command("consult acknowledge", MaybeSay, "Say that you read it", subject=consult)(handler)
    member = SubjectKind.MEMBER
    cog.command("member role", GiveRole, "Give a role", subject=member, who=Role.ADMINISTRATOR)(handler)
    cog.command("member specialty", GiveSpecialty, "Note a specialty", subject=member, who=Role.MODERATOR)(handler)
    cog.query("audit show", Nothing, "The latest acts", who=Role.MODERATOR)(handler)
    cog.query("audit quiet", Quiet, "Quiet hours", who=Role.MODERATOR)(handler)
    cog.command("role map", MapRole, "Say what a role means", who=Role.ADMINISTRATOR)(handler)
    cog.query("help", Nothing, "What you can do here")(handler)
    return Registry([cog])


@dataclass
class FakeDesk:
    """``asked`` and ``heard`` are what came in. What was asked twice under one event counts once, as in the core."""

    registry: Registry = field(default_factory=make_registry)
    asked: list[Asked] = field(default_factory=list)
    messages: list[Heard] = field(default_factory=list)
    deleted: list[tuple[Place, str]] = field(default_factory=list)
    people: dict[str, frozenset[str]] = field(default_factory=dict)
    left: list[Account] = field(default_factory=list)
    shut_out: list[tuple[str, str | None]] = field(default_factory=list)  # who cannot see which closed channel
    linked: list[Space] = field(default_factory=list)
    lagging: list[Cursor] = field(default_factory=list)
    answers: dict[str, Answered] = field(default_factory=dict)  # by path, where not the usual one
    fault: Exception | None = None
    members: list[Account] = field(default_factory=list)
    poison: str = ""  # a message that says this can't be kept

    def way(self, path: str, subject: Ref | None, filled: Collection[str], place: Place, to: Capabilities) -> Way:
        command = self.registry.commands.get(path)
        if command is None:
            raise Missing(say("There is no such command. See: help"))
        if command.subject is not None and subject is None and place.thread is None:
            raise Invalid(say("This command needs a reference, such as CASE-3 or C-12. Use its button, or search."))
        missing = [spec for spec in command.fields if spec.name not in filled]
        if not missing or (filled and not any(spec.required for spec in missing)):
            return Way.ACT
        return Way.LINK if command.about_patient else Way.FORM

    async def answer(self, asked: Asked, to: Capabilities) -> Answered:
        if self.fault:
            raise self.fault
        if any(done.event == asked.event and done.path == asked.path for done in self.asked):
            return Answered(reply(say("That was done already.")))
        self.asked.append(asked)
        if asked.path in self.answers:
            return self.answers[asked.path]
        if self.way(asked.path, asked.subject, asked.fields.keys(), asked.place, to) is Way.LINK:
            return Answered(reply(Link(say("Open the form"), "http://127.0.0.1:8000/#one-time")))
        follow = Button(say("Follow"), "case follow", asked.subject or Ref(SubjectKind.CASE, 3))
        return Answered(reply(Text(say("{path} is done.", path=asked.path)), Actions((follow,))))

    async def suggest(self, who: Account, place: Place, path: str, field_: str, typed: str) -> list[tuple[str, str]]:
        return [("CASE-3", "CASE-3 · a question"), ("CASE-4", "CASE-4 · another")] if field_ == "subject" else []

    async def heard(self, message: Heard) -> None:
        """What was heard already, and is no edit, changes nothing: as in the core."""
        if self.poison and self.poison in message.text.expose():
            raise RuntimeError("this one never")
        if not any((m.native, m.text) == (message.native, message.text) for m in self.messages):
            self.messages.append(message)

    async def unsaid(self, place: Place, native: str) -> None:
        self.deleted.append((place, native))

    async def roles(self, who: Account, roles: frozenset[str], name: str = "") -> None:
        self.people[who.native] = roles

    async def left_channel(self, who: Account, place: Place) -> None:
        self.shut_out.append((who.native, place.channel))

    async def gone(self, who: Account) -> None:
        self.left.append(who)

    async def spaces(self, platform: str) -> list[Space]:
        return self.linked

    async def accounts(self, platform: str, space: str) -> list[Account]:
        return [account for account in self.members if account.space == space]

    async def cursors(self, platform: str, space: str) -> list[Cursor]:
        return [cursor for cursor in self.lagging if cursor.place.space == space]

    @property
    def said(self) -> list[str]:
        return [message.text.expose() for message in self.messages]


def post_of(
    subject: str = "CASE-3", *, number: int = 1, space: int = 0, place: int | None = None, root: int | None = None,
    native: str | None = None, account: int | None = None, thread: tuple[int, int] | None = None,
    notice: str | None = None, revision: int = 1,
) -> Post:  # fmt: skip
    def text(value: int | None) -> str | None:
        return None if value is None else str(value)

    return Post(
        number, Ref.parse(subject), 1, None, notice, native, MADE, MADE, revision, platform="discord",
        space=str(space), place=text(place), account=text(account), root=text(root),
        thread=(str(thread[0]), str(thread[1])) if thread else None,
    )  # fmt: skip
