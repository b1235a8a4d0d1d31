"""Every command of the registry, given on every platform: by whom, on what, and what its asker then reads.

Who gives it and with which choices stands in tests.promises.scene, which fails for a command that it doesn't know.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.model import Person, Ref, Role, SubjectKind
from bot.store.base import Scope
from bot.store.unit import Unit
from tests.conformance.steps import NEWCOMER, Platform
from tests.promises.scene import STEPS, Scene, texts

WORDS = "plain words"

# What its asker reads when it is done.
SAYS = {
    "case post": "is posted, and consult",
    "case edit": "now reads as you wrote it (version 2)",
    "case update": "Your update stands under",
    "case reply": "Your reply stands under",
    "case withdraw": "is withdrawn: its text is no longer shown anywhere",
    "case follow": "You follow",
    "case search": "found for plain words",
    "case list": "Heparin?",
    "case show": "72F, chest pain.",
    "case redact": "Redacted in every version and every copy",
    "case versions": "Version 1",
    "case release": "is posted now",
    "case copies": "tumour board",
    "case report": "The moderators are told about",
    "consult request": "is open. neurology is asked",
    "consult accept": "Answer by",
    "consult decline": "Thank you for saying so",
    "consult ask": "author is asked",
    "consult supply": "The specialist is told",
    "consult answer": "Thank you: author is told",
    "consult acknowledge": "The specialist is told",
    "consult close": "is closed. Its answer stays",
    "consult withdraw": "is withdrawn",
    "consult queue": "cardiology",
    "consult show": "Heparin?",
    "member list": "cardiologist",
    "member show": "colleague",
    "member invite": "Give this code to Dr New",
    "member link": "whoever opens it acts as colleague",
    "member role": "is now: member",
    "member specialty": "specialties: neurology",
    "member remove": "is removed: sessions, links",
    "member leave": "You left",
    "member erase": "Erased: name, accounts",
    "member sessions": "browser sessions. Ask for a new link",
    "space code": "works once, within an hour",
    "audit show": "case post",
    "audit verify": "The chain is whole",
    "head show": "The trace stood at row 1",
    "delivery list": "Everything was delivered",
    "delivery retry": "is tried again",
    "delivery resume": "Deliveries go on",
    "help": "Not for emergencies",
    "community hold": "Cases of high risk wait for a moderator",
    "community names": "Copies follow as they change",
    "account code": "whoever uses it is you here",
    "account link": "You are Dr New here now",
    "account list": "Ward",
    "account unlink": "Unlinked: you are nobody on",
    "role map": "is here: moderator",
    "role list": "cardiology",
    "role unmap": "Taken back",
    "channel add": "is CH-",
    "channel remove": "Nothing is posted here any more",
    "channel list": "general",
    "channel show": "for cases",
    "space entry": "passes through Slack before it is cleaned",
    "draft show": "[PATIENT] sat up today",
    "draft post": "Your reply stands under",
    "draft drop": "Dropped: its words are gone",
    "guard mode": "The guard counts first",
    "guard counts": "typed natively",
    "home": "Waiting for you",
    "web open": "whoever opens it acts as you",
}

# What a platform declines, why, and in which words its asker reads so.
IN_THE_SERVER = "Give this command in the server that it is about"
DECLINES: Mapping[str, Mapping[str, str]] = {
    "local": {  # these are about the chat server or account in which they are given, and the pages are none
        "account link": "Give this command in the chat that you want to link",
        "role map": IN_THE_SERVER,
        "role unmap": IN_THE_SERVER,
        "channel add": IN_THE_SERVER,
        "channel remove": IN_THE_SERVER,
        "space entry": IN_THE_SERVER,
    },
    "discord": {  # Discord's policy forbids apps to carry patients' data at all
        "space entry": "Only a Slack workspace can choose this",
    },
    "slack": {},
}

# These end what others need: last, in this order.
LAST = ("member remove", "member erase", "member leave", "account unlink")


def order() -> list[str]:
    return [path for path in STEPS if path not in LAST] + list(LAST)


class Walk:
    """Gives each command on one platform, on a subject in the state that it needs."""

    def __init__(self, here: Platform) -> None:
        self.here = here
        self.house = here.house

    @property
    def scene(self) -> Scene:
        return Scene(self.house.app, self.house.cast)

    async def give(self, path: str) -> str:
        """What its asker reads in the end."""
        step, who = STEPS[path], STEPS[path].who
        subject = await self.subject(path)
        fields = dict(step.choices) | texts(self.house.app.desk.registry.commands[path], WORDS)
        fields |= await self._prepared(path, who, subject)
        if path == "case post":  # its 'more' stays empty
            fields = dict(step.choices) | {"specialty": "cardiology"}
        if path == "account link" and self.here.platform != "local":  # whoever sees a page is a member
            who = NEWCOMER
        at = "second" if path in ("channel add", "channel remove") else "cases"
        return (await self.here.do(who, path, subject, fields, at=at)).text

    async def _prepared(self, path: str, who: str, subject: Ref | None) -> dict[str, str]:
        """See to what a command needs to be there; the fields that name it."""
        match path:
            case "case redact" if subject is not None:
                return {"locator": f"part-{await self._part(subject)}"}
            case "account link":
                return {"code": await self._invitation()}
            case "account unlink":
                return {"server": await self._account(who)}
            case "account list":
                await self._account(who)
            case "role list":
                await self._mapping()
            case "role map":
                return {"native": self.here.role()}
            case "role unmap":
                await self._mapping("moderator")
                return {"native": self.here.role()}
        return {}

    async def subject(self, path: str) -> Ref | None:
        step = STEPS[path]
        match path:
            case "member remove":
                return await self._extra("Dr Extra")
            case "member erase":
                return await self._left()
            case "delivery retry":
                return await self._dead()
            case _:
                await self.house.quiet()
                return await self.scene.subject(step)

    # -- what there must be first

    def _scope(self) -> Scope:
        return Scope(self.house.cast.community.id)

    async def _part(self, case: Ref) -> int:
        return await self.house.app.store.read(self._scope(), lambda unit: unit.cases.get(case).parts[0].id)

    async def _invitation(self) -> str:
        return await self.house.app.store.write(self._scope(), lambda unit: unit.entrance.code("invite", "Dr New"))

    async def _account(self, who: str) -> str:
        """The number of somebody's linked account; on the pages alone, of one elsewhere."""

        def work(unit: Unit) -> str:
            person = self.house.person(who)
            if not unit.accounts.of(person):
                unit.accounts.link(person, unit.spaces.add("slack", "T404", "Ward").id, "U404")
            return str(unit.accounts.of(person)[0].id)

        return await self.house.app.store.write(self._scope(), work)

    async def _mapping(self, meaning: str = "cardiology") -> None:
        """The platform's native role means something."""
        native = self.here.role()

        def work(unit: Unit) -> None:
            space = unit.directory.space(self.here.platform, self.here.space) or unit.spaces.spaces()[0]
            unit.accounts.map(space.id, native, meaning)

        await self.house.app.store.write(self._scope(), work)

    async def _extra(self, handle: str) -> Ref:
        def work(unit: Unit) -> Person:
            return unit.members.join(handle, Role.MEMBER)

        return (await self.house.app.store.write(self._scope(), work)).ref

    async def _left(self) -> Ref:
        ref = await self._extra("Dr Gone")
        await self.house.app.store.write(self._scope(), lambda unit: unit.members.leave(unit.members.get(ref)))
        return ref

    async def _dead(self) -> Ref:
        """A notice to somebody that could not be delivered."""
        await self.house.quiet()

        def work(unit: Unit) -> Ref:
            unit.posts.tell(Ref(SubjectKind.CASE, 1), self.house.person("outsider").id, "case reply", inbox_only=True)
            delivery = unit.outbox.claim()[-1]
            unit.outbox.bury(delivery, "test")
            return Ref(SubjectKind.DELIVERY, delivery.id)

        return await self.house.app.store.write(self._scope(), work)
