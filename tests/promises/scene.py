"""One running Curbside, and for every command of the registry a way to give it: who, about what, with which fields.

A command that is declared and not listed here fails ``test_every_command_is_here``: nothing can be forgotten.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.app import App
from bot.commands import Command, Origin
from bot.engine import Invocation
from bot.model import Audience, Person, Place, Ref, SubjectKind
from bot.review import Action, Decision
from bot.store.base import Scope
from bot.store.unit import Unit
from bot.views import Reply
from tests.support import Cast, clean, invocation

POST = {"text": "72F, chest pain.", "question": "Heparin?", "intervention": "Heparin", "outcome": "Home",
        "consent": "spoken, this community"}  # fmt: skip
ASKED = POST | {"specialty": "cardiology"}


@dataclass(frozen=True)
class Step:
    """How a command is given: by whom, after which other commands on its subject, and with which choices."""

    who: str
    subject: SubjectKind | None = None
    after: Sequence[tuple[str, str]] = ()  # (who, path) on the consult
    choices: dict[str, str] = field(default_factory=dict)
    chat: bool = False  # given in a channel of a linked server, not on the web


CASE, CONSULT, MEMBER = SubjectKind.CASE, SubjectKind.CONSULT, SubjectKind.MEMBER
ACCEPTED = (("cardiologist", "consult accept"),)
ANSWERED = (*ACCEPTED, ("cardiologist", "consult answer"))

STEPS: dict[str, Step] = {
    "case post": Step("author", choices=POST),
    "case edit": Step("author", CASE),
    "case update": Step("author", CASE),
    "case reply": Step("colleague", CASE),
    "case withdraw": Step("author", CASE),
    "case follow": Step("colleague", CASE),
    "case search": Step("colleague"),
    "case list": Step("colleague"),
    "case show": Step("colleague", CASE),
    "case redact": Step("author", CASE, choices={"locator": "part-1", "start": "0", "end": "3"}),
    "case versions": Step("moderator", CASE),
    "consult request": Step("author", CASE, choices={"specialty": "neurology"}),
    "consult accept": Step("cardiologist", CONSULT),
    "consult decline": Step("cardiologist", CONSULT),
    "consult ask": Step("cardiologist", CONSULT, ACCEPTED),
    "consult supply": Step("author", CONSULT, (*ACCEPTED, ("cardiologist", "consult ask"))),
    "consult answer": Step("cardiologist", CONSULT, ACCEPTED),
    "consult acknowledge": Step("author", CONSULT, ANSWERED),
    "consult close": Step("author", CONSULT, ANSWERED),
    "consult withdraw": Step("author", CONSULT),
    "consult queue": Step("colleague"),
    "consult show": Step("cardiologist", CONSULT),
    "member list": Step("colleague"),
    "member show": Step("colleague", MEMBER),
    "member invite": Step("moderator", choices={"handle": "Dr New"}),
    "member link": Step("administrator", MEMBER),
    "member role": Step("administrator", MEMBER, choices={"role": "member"}),
    "member specialty": Step("moderator", MEMBER, choices={"specialty": "neurology"}),
    "member remove": Step("moderator", MEMBER),
    "member leave": Step("outsider"),
    "member erase": Step("administrator", MEMBER),
    "member sessions": Step("colleague"),
    "space code": Step("administrator"),
    "audit show": Step("moderator"),
    "audit verify": Step("moderator"),
    "head show": Step("moderator", SubjectKind.HEAD),
    "delivery list": Step("moderator"),
    "delivery retry": Step("moderator", SubjectKind.DELIVERY),
    "delivery resume": Step("administrator"),
    "help": Step("colleague"),
    "case release": Step("moderator", CASE),
    "community hold": Step("administrator", choices={"above": "high"}),
    "case copies": Step("colleague", CASE),
    "case report": Step("colleague", CASE),
    "account code": Step("colleague"),
    "account link": Step("colleague", choices={"code": "abcdefgh12345"}, chat=True),
    "account list": Step("colleague"),
    "account unlink": Step("colleague"),
    "role map": Step("administrator", choices={"native": "100000000000000001", "meaning": "moderator"}, chat=True),
    "role list": Step("moderator"),
    "role unmap": Step("administrator", choices={"native": "100000000000000002", "meaning": "moderator"}, chat=True),
    "channel add": Step("administrator", choices={"purpose": "cases"}, chat=True),
    "channel remove": Step("administrator", chat=True),
    "channel list": Step("colleague"),
    "channel show": Step("colleague", SubjectKind.CHANNEL),
    "community names": Step("administrator", choices={"shown": "role"}),
    "space entry": Step("administrator", choices={"allowed": "on"}, chat=True),
    "draft show": Step("colleague", SubjectKind.DRAFT),
    "draft post": Step("colleague", SubjectKind.DRAFT),
    "draft drop": Step("colleague", SubjectKind.DRAFT),
    "guard mode": Step("administrator", choices={"mode": "remove"}),
    "guard counts": Step("moderator"),
    "home": Step("colleague"),
    "web open": Step("colleague"),
}


class Scene:
    def __init__(self, app: App, cast: Cast) -> None:
        self.app = app
        self.cast = cast

    def person(self, name: str) -> Person:
        found: Person = getattr(self.cast, name)
        return found

    async def give(self, who: str, path: str, subject: Ref | None = None, **fields: str) -> Reply:
        given = invocation(self.person(who), path, **fields)
        origin = await self.origin(path)
        return await self.app.engine.dispatch(dataclasses.replace(given, subject=subject, origin=origin))

    async def origin(self, path: str) -> Origin:
        """Where a command is given: a case in the closed channel, so that strangers must not see it."""
        if STEPS[path].chat:
            return Origin("slack", None, await self._server(added=path == "channel remove"))
        return Origin("local", self.cast.closed.id) if path == "case post" else Origin("local")

    async def subject(self, step: Step) -> Ref | None:
        """A fresh subject of the step's kind, in the state that its command needs; it stands in the closed channel."""
        if step.subject is None:
            return None
        if step is STEPS["member erase"]:
            await self.give("outsider", "member leave")
            return self.cast.outsider.ref
        standing = {
            MEMBER: self.cast.colleague.ref,
            SubjectKind.CHANNEL: self.cast.closed.ref,
            SubjectKind.HEAD: Ref(SubjectKind.HEAD, 1),
        }
        made = {SubjectKind.DRAFT: self._draft, SubjectKind.DELIVERY: self._dead_delivery}
        if step.subject in standing:
            return standing[step.subject]
        if step.subject in made:
            return await made[step.subject]()
        if step is STEPS["case release"]:
            return await self._held()
        case = (await self.give("author", "case post", **ASKED, audience="channel")).subject
        assert case is not None
        if step.subject is SubjectKind.CASE:
            return case
        scope = Scope(self.cast.community.id)
        consult = (await self.app.store.read(scope, lambda unit: unit.consults.of_case(unit.cases.get(case))))[0].ref
        for who, path in step.after:
            await self.give(who, path, consult, **texts(self.app.engine.registry.commands[path], "plain words"))
        return consult

    async def fields(self, command: Command, step: Step, subject: Ref | None, text: str) -> dict[str, str]:
        """Valid choices, and ``text`` in every free-text field."""
        choices = dict(step.choices)
        if command.path == "case redact" and subject is not None:
            scope = Scope(self.cast.community.id)
            part = await self.app.store.read(scope, lambda unit: unit.cases.get(subject).parts[0].id)
            choices["locator"] = f"part-{part}"
        if command.path == "account unlink":
            await self._server()
            mine = await self.app.store.read(self.cast.scope(), lambda unit: unit.accounts.of(self.person("colleague")))
            choices["server"] = str(mine[0].id)
        return choices | texts(command, text)

    async def _server(self, *, added: bool = False) -> Place:
        """A place in a linked workspace, in which the colleague has an account."""
        place = Place("slack", "T1", "C1", name="ward")

        def work(unit: Unit) -> None:
            if unit.directory.space("slack", "T1") is not None:
                return
            space = unit.spaces.add("slack", "T1", "Hospital")
            unit.accounts.link(self.person("colleague"), space.id, "U1")
            unit.accounts.map(space.id, "100000000000000002", "moderator")
            if added:
                unit.spaces.add_channel(space, "C1", "ward")

        await self.app.store.write(Scope(self.cast.community.id), work)
        return place

    async def _held(self) -> Ref:
        """A case that waits for a moderator."""
        texts = {name: clean("plain words") for name in ("text", "question")}

        def work(unit: Unit) -> Ref:
            case = unit.cases.create(
                texts, channel=self.cast.closed, audience=Audience.CHANNEL, consent="not required", held=True
            )
            unit.saved(case)
            return case.ref

        return await self.app.store.write(self.cast.scope(self.cast.author), work)

    async def _draft(self) -> Ref:
        case = (await self.give("author", "case post", **POST)).subject
        assert case is not None
        colleague, text = self.person("colleague"), clean("[PATIENT] sat up today")
        return await self.app.store.write(
            Scope(self.cast.community.id),
            lambda unit: unit.drafts.add(colleague.id, "case reply", case, ["name"], text),
        )

    async def _dead_delivery(self) -> Ref:
        def work(unit):  # type: ignore[no-untyped-def]
            unit.posts.tell(Ref(SubjectKind.CASE, 1), self.cast.administrator.id, "case reply")  # a lane of its own
            delivery = unit.outbox.claim()[-1]
            unit.outbox.bury(delivery, "test")
            return Ref(SubjectKind.DELIVERY, delivery.id)

        return await self.app.store.write(Scope(self.cast.community.id), work)


def texts(command: Command, text: str) -> dict[str, str]:
    return {spec.name: text for spec in command.free_text}


def redacted(given: Invocation, word: str) -> Invocation:
    """The same with the word taken out by its author's hand, wherever it stands."""
    decisions = {}
    for name, raw in given.fields.items():
        typed = raw.expose()
        if word in typed:
            start = typed.index(word)
            decisions[name] = [Decision(start, start + len(word), Action.REDACT)]
    return dataclasses.replace(given, decisions=decisions)
