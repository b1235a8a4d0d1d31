"""A life of Curbside that is killed: the real store, engine and jobs, and 8 clients that post.

Run in a process of its own (``live``), composed without bot.app, whose anonymizer takes seconds to import. What was
acknowledged is told to the parent by a pipe, which outlives the process.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from bot.clock import SystemClock
from bot.commands import Call, Cog, Origin
from bot.engine import Engine, Invocation, PersonKey
from bot.errors import Refused
from bot.jobs import Jobs
from bot.store.queue import Timer
from bot.store.unit import Unit
from bot.text import RawText
from bot.views import Reply
from cogs import cases
from tests.store.stage import SPECIALTY, TEXTS, Shelf, Stage, Verbatim, opened, registry

CLIENTS = 8
DELIVERIES = 5  # of the same event, as a platform that hears nothing does

cog = Cog("crash")


@cog.command("crash post", cases.Post, "Post a case, and have a timer ring at once")
def post(call: Call[cases.Post], unit: Unit) -> Reply:
    answer = cases.post(call, unit)
    unit.timers.set({"crash ring": unit.now}, answer.subject)
    return answer


@cog.timer("crash ring")
def ring(timer: Timer, unit: Unit) -> None:
    unit.audit.add("rang", timer.subject)


def live(path: Path, stage: Stage, life: int, acknowledged: Connection) -> None:
    """Post until killed. Sends (event, case) for each acknowledged post, and 'ready' after the first."""
    asyncio.run(_live(path, stage, life, acknowledged.send))


async def _live(path: Path, stage: Stage, life: int, tell: Callable[[object], None]) -> None:
    async with opened(path, SystemClock()) as store:
        commands = registry(cog)
        engine = Engine(store, Verbatim(), commands, SystemClock())
        jobs = Jobs(store, commands, {"local": Shelf()})
        jobs.start()
        await _post(engine, stage, f"{life}-warm", tell)  # statements are compiled: from now on it is quick
        tell("ready")
        await asyncio.gather(*(_client(engine, stage, f"{life}-{number}", tell) for number in range(CLIENTS)))


async def _client(engine: Engine, stage: Stage, name: str, tell: Callable[[object], None]) -> None:
    count = 0
    while True:
        count += 1
        await _post(engine, stage, f"{name}-{count}", tell, DELIVERIES if count % 3 == 1 else 1)


async def _post(engine: Engine, stage: Stage, event: str, tell: Callable[[object], None], deliveries: int = 1) -> None:
    """Deliver one event so often at once, and tell of every acknowledgement."""
    author = random.choice(stage.authors)
    command = Invocation(
        PersonKey(stage.community, author.id),
        "crash post",
        {name: RawText(text) for name, text in fields(event).items()},
        origin=Origin("local", stage.channel.id),
        event=event,
    )

    async def deliver() -> None:
        with suppress(Refused):  # the author's rate limit
            tell((event, str((await engine.dispatch(command)).subject)))

    await asyncio.gather(*(deliver() for _ in range(deliveries)))


def fields(event: str) -> dict[str, str]:
    return TEXTS | {"text": f"Event {event}.", "consent": "not required", "specialty": SPECIALTY}
