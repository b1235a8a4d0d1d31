"""What members type natively, for the guard: live, and caught up on after a gap. Nothing of it is kept here.

What one place hears is heard in order, and what was said there during a gap before what is said now.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import discord

from adapters.discord import faults, limits
from adapters.discord.places import PLATFORM
from bot import log
from bot.desk import Cursor
from bot.errors import CurbsideError
from bot.guard import Heard
from bot.model import Account, Place
from bot.text import RawText, UnreadableText

if TYPE_CHECKING:
    from adapters.discord.client import CurbsideClient

_TYPED = (0, 19)  # types of a message that a person typed: default, reply
_AT_ONCE = 4  # places that are caught up on side by side
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds between tries
_OWN_FAULTS = 5  # after so many, a message that we can't handle no longer holds up those behind it
_FAREWELL_SECONDS = 5.0  # for what is being heard when the connection is given up
# Edits of what was heard before the gap are looked for as far back as this many messages and this long.
_EDITS = timedelta(days=2)

_log = log.get()


class Listener:
    def __init__(self, client: CurbsideClient) -> None:
        self._client = client
        self._desk = client.desk
        # Closed from a new session's beginning until it is known which places lag behind.
        self._open = asyncio.Event()
        self._closing = asyncio.Event()
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """A new session: live messages wait until the places that lag behind are known."""
        self._open.clear()

    async def close(self) -> None:
        """What isn't heard yet stays unheard, to be caught up on: a later message heard before it would hide it."""
        self._closing.set()
        self._open.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_FAREWELL_SECONDS)
            for task in late:
                task.cancel()

    # live

    def message(self, data: Any) -> None:
        """A message, new or edited, as the gateway tells it."""
        if data.get("guild_id") and _by_a_person(data):
            self._soon(int(data["channel_id"]), lambda: self._hear(int(data["guild_id"]), data))

    def deleted(self, guild_id: int | None, channel_id: int, messages: list[int]) -> None:
        if guild_id is not None:
            self._soon(channel_id, lambda: self._unsay(guild_id, channel_id, messages))

    async def _hear(self, guild_id: int, data: Any) -> None:
        place = await self._client.places.find(guild_id, int(data["channel_id"]))
        heard = _heard(place, data)
        if heard is not None:
            await self._desk.heard(heard)

    async def _unsay(self, guild_id: int, channel_id: int, messages: list[int]) -> None:
        place = await self._client.places.find(guild_id, channel_id)
        for message in messages:
            await self._desk.unsaid(place, str(message))

    def _soon(self, channel_id: int, act: Callable[[], Awaitable[None]]) -> None:
        self._start(self._in_order(channel_id, act))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_order(self, channel_id: int, act: Callable[[], Awaitable[None]]) -> None:
        lock = self._locks.setdefault(channel_id, asyncio.Lock())
        await self._open.wait()
        async with lock:
            await self._until_done(channel_id, act)

    async def _until_done(self, channel_id: int, act: Callable[[], Awaitable[None]]) -> None:
        """However long it takes: where the next message was heard before this one, no cursor would lead back to it."""
        wait, own_faults = _FIRST_WAIT, 0
        while not self._closing.is_set() and own_faults < _OWN_FAULTS:
            try:
                await act()
            except (discord.Forbidden, discord.NotFound) as error:
                _log.warning("discord place can't be read", channel=str(channel_id), reason=faults.log_code(error))
                return
            except (discord.HTTPException, CurbsideError, *faults.NETWORK) as error:
                own_faults += faults.lasting(error)
                _log.info("discord message waits", channel=str(channel_id), reason=faults.log_code(error))
            except Exception as error:
                own_faults += 1
                _log.error("discord message not heard", error=type(error).__name__, where=log.where(error))
            else:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._closing.wait()
            wait = min(wait * 2, _LONGEST_WAIT)

    # after a gap

    async def catch_up(self, *, resumed: bool = False) -> None:
        """Hear what was said while nobody listened; returns when it is known where that is, not when it is heard."""
        await self._until_done(0, lambda: self._line_up(resumed=resumed))
        await asyncio.sleep(0)  # each place's history stands in line before any live message does
        self._open.set()

    async def _line_up(self, *, resumed: bool) -> None:
        spaces = await self._desk.spaces(PLATFORM)
        cursors = [cursor for space in spaces for cursor in await self._desk.cursors(PLATFORM, space.native)]
        side_by_side = asyncio.Semaphore(_AT_ONCE)
        for cursor in cursors:
            if not (resumed and self._nothing_new(cursor)):
                self._start(self._history(cursor, side_by_side))

    def _nothing_new(self, cursor: Cursor) -> bool:
        channel = self._client.get_channel(_channel_of(cursor))
        newest = getattr(channel, "last_message_id", None)
        return channel is not None and (newest is None or newest <= int(cursor.after or 0))

    async def _history(self, cursor: Cursor, side_by_side: asyncio.Semaphore) -> None:
        channel = _channel_of(cursor)
        async with self._locks.setdefault(channel, asyncio.Lock()), side_by_side:
            await self._until_done(channel, lambda: self._hear_missed(cursor))

    async def _hear_missed(self, cursor: Cursor) -> None:
        # Where nothing was ever heard, a thread begins with its first message; a channel begins when it is linked.
        after = int(cursor.after or cursor.place.thread or 0)
        if not after:
            return
        channel = _channel_of(cursor)
        async for data in self._missed(channel, after):
            heard = _heard(cursor.place, data)
            if heard is not None and not self._closing.is_set():
                # Each on its own: one that we can't handle hides none of those behind it.
                await self._until_done(channel, lambda heard=heard: self._desk.heard(heard))  # type: ignore[misc]

    async def _missed(self, channel: int, after: int) -> AsyncIterator[Any]:
        """Edits of the messages before ``after``, then what came after it, oldest first."""
        http = self._client.http
        edited_since = datetime.now(UTC) - _EDITS
        earlier: list[Any] = list(await http.logs_from(channel, limits.HISTORY, before=after + 1))
        for data in reversed(earlier):
            if _by_a_person(data) and data.get("edited_timestamp") and _moment(data["edited_timestamp"]) > edited_since:
                yield data
        while True:
            page: list[Any] = list(await http.logs_from(channel, limits.HISTORY, after=after))
            for data in sorted(page, key=lambda each: int(each["id"])):
                if _by_a_person(data):
                    yield data
                after = int(data["id"])
            if len(page) < limits.HISTORY:
                return


def _channel_of(cursor: Cursor) -> int:
    return int(cursor.place.thread or cursor.place.channel or 0)


def _by_a_person(data: Any) -> bool:
    """Not by a bot (so nothing loops), a webhook or Discord itself."""
    author = data.get("author") or {}
    return data.get("type", 0) in _TYPED and not author.get("bot") and not data.get("webhook_id")


def _heard(place: Place, data: Any) -> Heard | None:
    """None where there is nothing to read: without the message-content intent, Discord hides what was said."""
    text, attachments = _words(data), len(data.get("attachments") or ())
    if not text.strip() and not attachments:
        return None
    try:
        raw = RawText(text)
    except UnreadableText:
        raw = RawText(text.encode("utf8", "replace").decode("utf8").replace("\x00", " "))
    author = data["author"]
    return Heard(
        Account(PLATFORM, place.space, str(author["id"])),
        place,
        str(data["id"]),
        raw,
        _moment(data.get("edited_timestamp") or data["timestamp"]),
        attachments,
        (data.get("member") or {}).get("nick") or author.get("global_name") or author["username"],
    )


def _words(data: Any) -> str:
    """Everything on a message that its author can write: also what was forwarded, a poll, and captions of pictures."""
    texts = [data.get("content")]
    for snapshot in data.get("message_snapshots") or ():
        texts.append((snapshot.get("message") or {}).get("content"))
    poll = data.get("poll") or {}
    texts.append((poll.get("question") or {}).get("text"))
    texts += [(answer.get("poll_media") or {}).get("text") for answer in poll.get("answers") or ()]
    texts += [attachment.get("description") for attachment in data.get("attachments") or ()]
    return "\n".join(text for text in texts if text)


def _moment(timestamp: str) -> datetime:
    return datetime.fromisoformat(timestamp).astimezone(UTC)
