"""The adapter on the real core: from linking a server to a withdrawn case, with a restart and a bad line between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.discord.diagnose import PERMISSIONS
from bot.app import App, running
from bot.commands import Origin
from bot.model import Channel as Linked
from bot.model import Person
from bot.settings import Discord, Settings
from bot.store.base import Scope
from tests.discord.double import Double
from tests.discord.entities import Channel, Guild, Message, User
from tests.discord.interactions import Interaction
from tests.support import KEY, BraceReviewer, Cast, invocation, migrated, seed_community

LEAST = (*(name for name, wanted in PERMISSIONS if wanted), "manage_messages")


@dataclass
class House:
    """A community and a guild that isn't linked yet."""

    folder: Path
    double: Double
    guild: Guild
    cases: Channel
    amina: User
    ben: User
    people: Cast | None = None
    app: App | None = None

    @property
    def cast(self) -> Cast:
        assert self.people
        return self.people

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        """Curbside's process."""
        own = Discord(
            token=SecretStr(self.double.token), api_url=self.double.api_url, gateway_url=self.double.gateway_url
        )
        settings = Settings(key=KEY, data=self.folder, discord=own)  # type: ignore[arg-type]
        if not settings.database.exists():
            settings.database.write_bytes(migrated())
        async with running(settings, reviewer=BraceReviewer(), chat=True) as app:
            if self.people is None:
                self.people = await app.store.write(None, lambda unit: seed_community(unit.elsewhere))
            self.app = app
            before = len(self.double.gateway.identifies)
            await self.double.until(lambda: before or self.double.gateway.live)
            await self.double.connected()
            yield app

    async def link(self, user: User, purpose: str, person: Person) -> Interaction:
        assert self.app
        scope = Scope(self.cast.community.id, person)
        code = await self.app.store.write(scope, lambda unit: unit.entrance.code(purpose, person=person))
        return await self.double.slash(user, self.cases, "account link", code=code)

    async def settle(self) -> Linked:
        """The server and its people are linked, and the channel shows cases."""
        await self.link(self.guild.owner, "space", self.cast.administrator)
        await self.link(self.amina, "account", self.cast.author)
        await self.link(self.ben, "account", self.cast.cardiologist)
        await self.double.slash(self.guild.owner, self.cases, "channel add", purpose="cases")
        assert self.app
        channels = await self.app.store.read(
            Scope(self.cast.community.id), lambda unit: list(unit.spaces.channels("cases"))
        )
        return next(channel for channel in channels if channel.native == str(self.cases.id))

    async def publish(self, channel: Linked) -> Message:
        """What the composer does when the author publishes."""
        assert self.app
        given = invocation(
            self.cast.author, "case post", text="A man of 50, {Anna}'s father", question="Which drug?",
            intervention="a", outcome="b", consent="spoken, this community", specialty="cardiology",
        )  # fmt: skip
        await self.app.engine.dispatch(
            replace(given, event="form-1", source="web", origin=Origin("discord", channel.room))
        )
        card = await self.double.posted(self.cases, "CASE-1")
        await self.double.until(lambda: card.thread)
        return card

    async def dm(self, user: User, text: str) -> Message:
        return await self.double.posted(self.double.dm(user), text)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with Double() as double:
        guild = double.guild("Ward round", bot_permissions=LEAST)
        amina, ben = double.user("amina"), double.user("ben")
        double.join(guild, amina)
        double.join(guild, ben)
        yield House(tmp_path, double, guild, double.channel(guild, "cases"), amina, ben)
        assert double.faults == []


async def test_from_a_case_to_its_answer_with_a_restart_between(house: House) -> None:
    double = house.double
    async with house.running():
        told = await double.slash(house.amina, house.cases, "help")
        assert "isn't part of a community yet" in told.text
        channel = await house.settle()
        opened = await double.slash(house.amina, house.cases, "case post")
        assert opened.message
        assert [part["label"] for part in opened.message.parts() if "url" in part] == ["Open the form"]
        card = await house.publish(channel)
        assert "[PATIENT]" in card.content
        request = await house.dm(house.ben, "C-1")
    async with house.running():
        accepted = await double.press(house.ben, request, "Accept")
        assert accepted.text.startswith("You have C-1.")
        thread = double.thread(card)
        words = await double.say(house.ben, thread, "Stop the drug, then wait.")
        done = await double.context(house.ben, words, "This is the answer")
        again = await double.context(house.ben, words, "This is the answer")
        assert "nothing was done twice" in again.text or "done already" in again.text, done.text
        answered = await house.dm(house.amina, "C-1 is answered.")
        assert "Stop the drug" in answered.content
        opened = await double.press(house.amina, answered, "Thank you, read")
    async with house.running():
        await double.submit(house.amina, opened, {})
        listed = await double.slash(house.ben, house.cases, "case list")
        assert "CASE-1" in listed.text
        sure = await double.slash(house.amina, thread, "case withdraw")
        assert sure.message
        await double.press(house.amina, sure.message, "Yes")
        await double.until(lambda: "withdrawn" in card.content)
        await double.until(lambda: thread.name == "CASE-1")
        assert "50" not in "".join(message.seen() for message in double.history(thread) if message.author is double.bot)
    assert "Anna" not in double.wire()


async def test_the_guard_nudges_and_what_was_said_meanwhile_is_heard(house: House) -> None:
    double = house.double
    async with house.running():
        channel = await house.settle()
        card = await house.publish(channel)
        thread = double.thread(card)
        typed = await double.say(house.ben, thread, "Ask {Zqxv} again")
        nudge = await house.dm(house.ben, "DR-1")
        assert "Ask [PATIENT] again" in nudge.content
        await double.delete(house.ben, typed)
        await double.press(house.ben, nudge, "Post it so")
        await double.posted(thread, "Ask [PATIENT] again")
    await double.say(house.ben, thread, "And {Zqxv} once more")
    async with house.running():
        await house.dm(house.ben, "DR-2")
        await double.say(house.amina, thread, "Thank you")
        assert house.app
        scope = Scope(house.cast.community.id, house.cast.author)
        for _ in range(100):
            case = await house.app.store.read(scope, lambda unit: unit.cases.latest()[0])
            if len(case.entries) == 2:
                break
            await asyncio.sleep(0.05)
        assert [str(entry.text) for entry in case.entries] == ["Ask [PATIENT] again", "Thank you"]
    assert "Zqxv" not in double.wire()


async def test_leaving_the_server_ends_what_it_gave(house: House) -> None:
    double = house.double
    async with house.running():
        await house.settle()
        double.leave(house.guild, house.ben)
        double.join(house.guild, house.ben)
        for _ in range(100):
            told = await double.slash(house.ben, house.cases, "case list")
            if "No case yet" not in told.text:
                break
        assert "invite" in told.text


async def test_a_bad_line_loses_nothing_and_doubles_nothing(house: House) -> None:
    double = house.double
    async with house.running():
        channel = await house.settle()
        card = await house.publish(channel)
        thread = double.thread(card)
        double.drop(0.1, seed=5)
        for number in range(15):
            opened = await double.slash(house.ben, thread, "case reply", wait=False)
            await double.until(lambda one=opened: one.modal)
            await double.submit(house.ben, opened, {"Your reply": f"Reply {number} of many"}, wait=False)
        double.mend()

        def copies() -> list[str]:
            return [m.content.splitlines()[-1] for m in double.history(thread) if "of many" in m.content]

        await double.until(lambda: len(set(copies())) == 15, "all replies", 60)
        assert len(copies()) == 15


async def test_what_is_typed_through_restarts_and_broken_connections_is_kept_once_and_in_order(house: House) -> None:
    double, said = house.double, 0
    async with house.running():
        card = await house.publish(await house.settle())
    thread = double.thread(card)
    double.drop(0.1, seed=2)
    for interrupt in ("close", "cut", "none"):
        async with house.running():
            for _ in range(12):
                await double.say(house.ben, thread, f"message {said}")
                said += 1
            if interrupt == "close":
                await double.gateway.close(4000)
            elif interrupt == "cut":
                double.gateway.cut()
            await double.say(house.ben, thread, f"message {said}")
            said += 1
        await double.say(house.ben, thread, f"message {said}")
        said += 1
    double.mend()
    async with house.running() as app:
        scope = Scope(house.cast.community.id, house.cast.author)
        for _ in range(200):
            kept = await app.store.read(scope, lambda unit: [str(e.text) for e in unit.cases.latest()[0].entries])
            if len(kept) >= said:
                break
            await asyncio.sleep(0.05)
    assert kept == [f"message {number}" for number in range(said)]
