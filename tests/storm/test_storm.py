"""A thousand events in random order, a fifth of them twice, on both platforms at once, while both servers break one
call in ten and the process is killed ten times: afterwards everything is there, once.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot import keys
from bot.audit import verify
from bot.clock import SystemClock
from bot.model import Audience, Channel, Person
from bot.store.base import Scope
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from tests.discord.double import Double as Discord
from tests.slack.double import Double as Slack
from tests.support import KEY, clean, migrated, seed_community

EVENTS = 1000
KILLS = 10
ROOMS = 12  # a channel is posted to about once a second: several keep the storm short
SEED = 20_26
WRITERS = ("author", "colleague", "cardiologist", "moderator")
WORD = re.compile(r"word-\d+v\d+")
SECRET = "Zorbinax"


class Storm:
    """Both platforms, the process between them, and what was typed."""

    def __init__(self, folder: Path, discord: Discord, slack: Slack) -> None:
        self.folder, self.discord, self.slack = folder, discord, slack
        self.dice = random.Random(SEED)
        self.guild = discord.guild("Ward round")
        self.team = slack.workspace("Ward")
        self.process: asyncio.subprocess.Process | None = None
        self.typed: dict[str, object] = {}  # what is typed there now, by its word
        self.reports: list[tuple[str, object]] = []
        self.rooms: list[tuple[object, object]] = []  # the channels of a room: on Discord, on Slack
        self.released: list[asyncio.Task[object]] = []

    # the stage

    async def seed(self) -> None:
        self.folder.mkdir()
        (self.folder / "curbside.db").write_bytes(migrated())
        self.users = {who: (self.discord.user(who), self.team.user(who)) for who in WRITERS}
        for here, _ in self.users.values():
            self.discord.join(self.guild, here, [])
        for number in range(ROOMS):
            there = self.team.channel(f"cases-{number}", members=[there for _, there in self.users.values()])
            self.rooms.append((self.discord.channel(self.guild, f"cases-{number}"), there))
        async with self.store() as store:
            await store.write(None, self._people)

    def _people(self, unit: Unit) -> None:
        cast = seed_community(unit.elsewhere)
        self.community = cast.community.id
        inside = unit.elsewhere(Scope(self.community))
        spaces = [
            inside.spaces.add("discord", str(self.guild.id), "Guild"), inside.spaces.add("slack", self.team.id, "Team")
        ]  # fmt: skip
        for who, (here, there) in self.users.items():
            inside.accounts.link(getattr(cast, who), spaces[0].id, str(here.id))
            inside.accounts.link(getattr(cast, who), spaces[1].id, there.id)
        for number, (here, there) in enumerate(self.rooms):
            room = inside.spaces.add_channel(spaces[0], str(here.id), f"cases-{number}")
            inside.spaces.add_channel(spaces[1], there.id, f"cases-{number}", room=room.id)
            self._case(unit.elsewhere(Scope(self.community, cast.author)), room, cast.author)

    def _case(self, unit: Unit, room: Channel, author: Person) -> None:
        texts = {"text": clean(f"A case of room {room.id}."), "question": clean("What next?")}
        case = unit.cases.create(texts, channel=room, audience=Audience.COMMUNITY, consent="not required")
        unit.posts.spread(case)
        unit.saved(case)

    @asynccontextmanager
    async def store(self) -> AsyncIterator[SqliteStore]:
        """The database, while no process has it."""
        store = SqliteStore(self.folder / "curbside.db", SystemClock(), keys.derive(bytes.fromhex(KEY), "audit"))
        await store.open()
        try:
            yield store
        finally:
            await store.close()

    # the process

    async def start(self) -> None:
        platforms = {
            "discord": {
                "token": self.discord.token, "api_url": self.discord.api_url, "gateway_url": self.discord.gateway_url
            },
            "slack": {
                "bot_token": self.team.bot_token, "app_token": self.team.app_token, "api_url": self.slack.api_url
            },
        }  # fmt: skip
        with (self.folder / "log.txt").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.storm.driver", str(self.folder), json.dumps(platforms),
                stdout=asyncio.subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self.process.stdout is not None
        assert await self.process.stdout.readline() == b"up\n", (self.folder / "log.txt").read_text()[-2000:]
        await self.discord.connected()
        await self.team.connected()

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    # what people do

    async def happen(self, number: int) -> None:
        act = self.dice.choices((self.say, self.slip, self.edit, self.delete), (70, 10, 14, 6))[0]
        await act(number)

    async def say(self, number: int, words: str = "") -> None:
        who, (here, there) = self.dice.choice(WRITERS), self.dice.choice(self.rooms)
        word = f"word-{number}v1"
        text = f"{word} {words}".strip()
        if self.dice.random() < 0.5:
            message = await self.discord.say(self.users[who][0], self.discord_thread(here), text)
            if self.dice.random() < 0.2:
                self.discord.repeat(message)
        else:
            message = await self.team.say(self.users[who][1], there, text, thread=self.slack_root(there))
        if not words:
            self.typed[word] = message

    async def slip(self, number: int) -> None:
        await self.say(number, f"{{{SECRET}}} came in")

    async def edit(self, number: int) -> None:
        if not self.typed:
            return
        word, message = self.typed.popitem()
        base, _, version = word.rpartition("v")
        changed = f"{base}v{int(version) + 1}"
        if self.on_discord(message):
            author = next(here for here, _ in self.users.values() if message.author is here)  # type: ignore[attr-defined]
            await self.discord.edit(author, message, changed)  # type: ignore[arg-type]
        else:
            message = await self.team.edit(message, changed)  # type: ignore[arg-type]
        self.typed[changed] = message

    async def delete(self, number: int) -> None:
        if not self.typed:
            return
        _, message = self.typed.popitem()
        if self.on_discord(message):
            await self.discord.delete(message.author, message)  # type: ignore[attr-defined, arg-type]
        else:
            await self.team.delete(message)  # type: ignore[arg-type]

    def on_discord(self, message: object) -> bool:
        return type(message).__module__ == "tests.discord.entities"

    def discord_thread(self, channel):  # type: ignore[no-untyped-def]
        return self.discord.thread(self.discord_root(channel))

    def discord_root(self, channel):  # type: ignore[no-untyped-def]
        return next(m for m in self.discord.history(channel) if "CASE-" in m.seen())

    def slack_root(self, channel):  # type: ignore[no-untyped-def]
        return next(m for m in self.team.history(channel) if "CASE-" in m.shown)

    # what is there afterwards

    def rows(self, query: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(f"file:{self.folder / 'curbside.db'}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()

    def words_in_store(self) -> Counter[str]:
        return Counter(word for (text,) in self.rows("SELECT text FROM case_entries") for word in WORD.findall(text))

    def ours(self, room: tuple[object, object]) -> Iterator[list[str]]:
        """What the bot posted in a room's two threads: the words in their order."""
        here, there = room
        thread = self.discord.history(self.discord_thread(here))
        yield [word for m in thread if m.author is self.discord.bot for word in WORD.findall(m.seen())]
        replies = self.team.replies(self.slack_root(there))
        yield [word for m in replies if m.user == self.team.bot.id and not m.deleted for word in WORD.findall(m.shown)]

    async def quiet(self) -> None:
        """Wait until nothing is to be delivered, twice in a row."""
        calm = 0
        async with asyncio.timeout(200):
            while calm < 2:
                await asyncio.sleep(1)
                waiting = self.rows("SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1")
                calm = 0 if waiting else calm + 1


@pytest.fixture
async def storm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Storm]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with Discord() as discord, Slack() as slack:
        storm = Storm(tmp_path / "data", discord, slack)
        await storm.seed()
        try:
            yield storm
        finally:
            await storm.kill()


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_everything_is_there_once(storm: Storm) -> None:
    await storm.start()
    await storm.quiet()  # the cases stand in their channels
    storm.discord.drop(0.1, SEED)
    storm.slack.trouble.drop(0.1, SEED)
    kills = {EVENTS * each // KILLS + storm.dice.randrange(20, EVENTS // KILLS - 20) for each in range(KILLS)}
    storm.team.line.hold()
    for number in range(EVENTS):
        await storm.happen(number)
        if number % 40 == 39:
            await storm.team.line.release(seed=number, twice=0.2)
            storm.team.line.hold()
        if number in kills:
            await storm.kill()
        if number - 15 in kills:
            await storm.start()
        await asyncio.sleep(0.01)
    await storm.team.line.release(seed=0, twice=0.2)
    storm.discord.drop(0)
    storm.slack.trouble.clear()
    await storm.kill()
    await storm.start()
    for _ in range(3):
        await storm.team.line.retry()
    await storm.quiet()

    store = storm.words_in_store()
    wrong = {word: store[word] for word in storm.typed if store[word] != 1}
    assert not wrong, f"of {len(storm.typed)}: {sorted(wrong.items())[:10]}"
    for room in storm.rooms:
        for ours in storm.ours(room):
            assert max(Counter(ours).values(), default=1) == 1, "posted twice"
    copies = Counter(word for room in storm.rooms for ours in storm.ours(room) for word in ours)
    assert not {word: copies[word] for word in storm.typed if copies[word] != 1}
    assert storm.rows("SELECT reason FROM outbox WHERE state = 'dead'") == []
    assert_in_order(storm)
    files = b"".join(path.read_bytes() for path in storm.folder.glob("curbside.db*"))
    assert SECRET.encode() not in files
    assert SECRET not in "".join(map(str, storm.discord.wire()))
    assert storm.slack.traces(SECRET) == []
    await assert_the_chain_holds(storm)


def assert_in_order(storm: Storm) -> None:
    """Replies that we posted stand in the order in which they were committed."""
    committed = [
        word for (text,) in storm.rows("SELECT text FROM case_entries ORDER BY id") for word in WORD.findall(text)
    ]
    place = {word: at for at, word in enumerate(committed)}
    for room in storm.rooms:
        for ours in storm.ours(room):
            found = [place[word] for word in ours if word in place]
            assert found == sorted(found)


async def assert_the_chain_holds(storm: Storm) -> None:
    await storm.kill()
    async with storm.store() as store:
        verdict = await store.read(
            Scope(storm.community), lambda unit: verify(unit.audit.key, unit.audit.walk(), unit.audit.head())
        )
    assert verdict.fault is None
    assert verdict.rows >= len(storm.typed)
