"""What changed, told to open pages as it happens (server-sent events). Only that something changed, never what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from adapters.web.house import House, house
from bot.errors import CurbsideError
from bot.model import Person
from bot.store.base import Scope

HEARTBEAT_SECONDS = 15.0  # also how late a session's end, or a lost role, is noticed


async def stream(request: Request) -> Response:
    """The topics that concern this visitor; ends with their session."""
    web = house(request)
    if await topics(web, request) is None:
        return Response(status_code=204)  # tells a browser not to ask again
    return StreamingResponse(_stream(web, request), media_type="text/event-stream")


async def _stream(web: House, request: Request) -> AsyncIterator[str]:
    async with web.app.local.listen() as queue:
        yield "retry: 2000\n\n"
        mine = await topics(web, request)
        while mine is not None:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    topic = await queue.get()
            except TimeoutError:
                mine = await topics(web, request)
                yield ": still here\n\n"
                continue
            if topic in mine:
                yield f"data: {topic}\n\n"


async def topics(web: House, request: Request) -> frozenset[str] | None:
    """What this visitor may hear of; None for one who may not listen."""
    try:
        visitor = await web.identity.visitor(request)
        if visitor is None or visitor.form_session is not None:
            return None
        person = await web.app.engine.person(visitor.key)
        if not person.active:
            return None
        channels = await web.app.store.read(
            Scope(person.community, person), lambda unit: [channel.id for channel in unit.spaces.channels()]
        )
    except CurbsideError:
        return None
    return _names(person, channels)


def _names(person: Person, channels: list[int]) -> frozenset[str]:
    return frozenset({f"person-{person.id}", *(f"channel-{number}" for number in channels)})
