"""The adapter on the real core: accounts linked, a case mirrored, a consult answered, talk guarded, restarts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, running
from bot.commands import Origin
from bot.model import Person, Ref
from bot.settings import Settings, Slack
from bot.views import Code, Reply
from tests.adapters_slack.conftest import Double, manifest
from tests.adapters_slack.desk import REGISTRY
from tests.slack.people import Workspace
from tests.slack.state import Channel, Message, User
from tests.support import KEY, BraceReviewer, Cast, invocation, migrated, seed_community

CASE = {
    "text": "A patient has had fever since day 0.",
    "question": "Would you add gentamicin?",
    "intervention": "Surgery",
    "outcome": "Cure",
    "consent": "spoken, this community",
}


class Ward:
    """A community that spans its own pages and one workspace."""

    def __init__(self, slack: Double, folder: Path) -> None:
        self.slack = slack
        self.team: Workspace = slack.workspace("Ward")
        self.team.install(manifest(REGISTRY))
        self.anna: User = self.team.user("anna")
        self.bea: User = self.team.user("bea")
        self.cases: Channel = self.team.channel("cases", members=[self.anna, self.bea])
        keys = Slack(bot_token=self.team.bot_token, app_token=self.team.app_token, api_url=slack.api_url)  # type: ignore[arg-type]
        self.settings = Settings(key=KEY, data=folder, slack=keys)  # type: ignore[arg-type]
        self.cast: Cast
        self.app: App

    @asynccontextmanager
    async def up(self) -> AsyncIterator[None]:
        async with running(self.settings, reviewer=BraceReviewer(), chat=True) as self.app:
            await self.team.connected()
            yield

    async def begin(self) -> None:
        self.cast = await self.app.store.write(None, lambda unit: seed_community(unit.elsewhere))
        space = code_of(await self.dispatch(self.cast.administrator, "space code"))
        await self.told(self.bea, f"account link {space}", "This server is part of the community now")
        await self.told(self.bea, "channel add cases", "is CH-")

    async def join(self, user: User, person: Person) -> None:
        code = code_of(await self.dispatch(person, "account code"))
        await self.told(user, f"account link {code}", f"You are {person.handle} here now")

    async def dispatch(self, person: Person, path: str, subject: str = "", **fields: str) -> Reply:
        """As the composer gives it, from a link that was handed out in the channel."""
        channels = await self.app.store.read(self.cast.scope(), lambda unit: unit.spaces.channels("cases"))
        room = next((c.id for c in channels if c.platform == "slack"), None)
        given = replace(invocation(person, path, **fields), origin=Origin("slack", room))
        return await self.app.engine.dispatch(replace(given, subject=Ref.parse(subject) if subject else None))

    async def told(self, user: User, typed: str, words: str) -> None:
        shown = await self.team.command(user, self.cases, f"/curbside {typed}")
        await self.slack.until(lambda: words in shown.text)

    async def card(self, words: str, where: Callable[[], list[Message]] | None = None) -> Message:
        """The message that holds these words, once it is there."""

        def find() -> Message | None:
            return next((m for m in (where or (lambda: self.team.history(self.cases)))() if words in m.shown), None)

        await self.slack.until(find)
        found = find()
        assert found is not None
        return found

    async def case(self) -> Message:
        """A case of the author's in the channel, known to the store by where it stands."""
        await self.dispatch(self.cast.author, "case post", **CASE)
        root = await self.card("has had fever")
        async with asyncio.timeout(10):
            while not await self.app.store.read(  # noqa: ASYNC110 - the store tells nobody
                self.cast.scope(), lambda unit: unit.posts.by_native(self.cases.id, root.ts)
            ):
                await asyncio.sleep(0.05)
        return root


def code_of(answer: Reply) -> str:
    return next(block.text for block in answer.blocks if isinstance(block, Code))


@pytest.fixture
async def ward(slack: Double, tmp_path: Path) -> AsyncIterator[Ward]:
    made = Ward(slack, tmp_path)
    made.settings.database.write_bytes(migrated())
    yield made
    await slack.settled()


async def test_the_whole_path_with_a_restart_in_between(ward: Ward) -> None:
    async with ward.up():
        await ward.begin()
        await ward.join(ward.anna, ward.cast.author)
        root = await ward.case()
        await ward.dispatch(
            ward.cast.author, "consult request", "CASE-1", specialty="cardiology", question="Surgery?",
            intervention="Surgery", outcome="Cure",
        )  # fmt: skip
        consult = await ward.card("C-1", lambda: ward.team.replies(root))
        carla = ward.team.user("carla")
        ward.cases.members.append(carla.id)
        await ward.join(carla, ward.cast.cardiologist)
        pressed = await ward.team.press(carla, consult, "Accept")
        await ward.slack.until(lambda: "You have C-1" in pressed.text)
    async with ward.up():
        # Pressed on a message from before the restart.
        consult = await ward.card("C-1", lambda: ward.team.replies(root))
        await ward.slack.until(lambda: "Answer" in consult.labels)
        asked = await ward.team.press(carla, consult, "Answer")
        await ward.slack.until(lambda: asked.view)
        assert asked.view is not None
        sent = await ward.team.submit(carla, asked.view, {"text": "Operate this week"})
        await ward.slack.until(lambda: "is told" in sent.text)
        await ward.card("Operate this week", lambda: ward.team.replies(root))
        await ward.card("Operate this week", lambda: ward.team.dms(ward.anna))
    assert ward.slack.faults == []


async def test_native_talk_joins_the_record_and_the_guard_nudges(ward: Ward) -> None:
    async with ward.up():
        await ward.begin()
        await ward.join(ward.anna, ward.cast.author)
        root = await ward.case()
        clean = await ward.team.say(ward.anna, ward.cases, "No change overnight", thread=root)
        assert await entries(ward) == ["No change overnight"]
        await ward.team.edit(clean, "No change until noon")
        assert await entries(ward) == ["No change until noon"]
        await ward.team.say(ward.anna, ward.cases, "{Anna Smith} is better", thread=root)
        nudge = await ward.card("[PATIENT] is better", lambda: ward.team.dms(ward.anna))
        await ward.team.press(ward.anna, nudge, "Post it so")
        await ward.card("[PATIENT] is better", lambda: ward.team.replies(root))
        assert await entries(ward) == ["No change until noon", "[PATIENT] is better"]
        assert ward.slack.traces("Smith") == []


async def entries(ward: Ward) -> list[str]:
    case: Any = await ward.app.store.read(ward.cast.scope(), lambda unit: unit.cases.get(Ref.parse("CASE-1")))
    return [str(entry.text) for entry in case.entries]


async def test_a_gap_in_the_connection_loses_nothing(ward: Ward) -> None:
    async with ward.up():
        await ward.begin()
        await ward.join(ward.anna, ward.cast.author)
        root = await ward.case()
    for n in range(3):
        ward.team.put(ward.cases, ward.anna, f"Said in the gap {n}", thread_ts=root.ts)
    async with ward.up():
        async with asyncio.timeout(10):
            while len(await entries(ward)) < 3:  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0.05)
        assert await entries(ward) == [f"Said in the gap {n}" for n in range(3)]
