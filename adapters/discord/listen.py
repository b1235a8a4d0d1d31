"""What members type natively, for the guard: live, and caught up on after a gap. Nothing of it is kept here.

What one place hears is heard in order, and what was said there during a gap before what is said now.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import discord

from adapters.discord import faults, limits
from adapters.discord.places import PLATFORM
from bot import log
from bot.desk import Cursor
from bot.guard import Heard
from bot.model import Account, Place
from bot.text import RawText, UnreadableText

if TYPE_CHECKING:
    from adapters.discord.client import CurbsideClient

_TYPED = (0, 19)  # types of a message that a person typed: default, reply
_AT_ONCE = 4  # places that are caught up on side by side
_LONGEST_WAIT = 60.0  # seconds between tries to catch up
# Edits of what was heard before the gap are looked for as far back as this many messages and this long.
_EDITS = timedelta(days=2)

_log = log.get()


class Listener:
    def __init__(self, client: CurbsideClient) -> None:
        self._client = client
        self._desk = client.desk
        # Closed from a new session's beginning until it is known which places lag behind.
        self._open = asyncio.Event()
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._catching_up: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """A new session: live messages wait until the places that lag behind are known."""
        self._open.clear()

    async def close(self) -> None:
        for task in self._catching_up:
            task.cancel()
        await asyncio.gather(*self._catching_up, return_exceptions=True)

    # live

    async def message(self, data: Any) -> None:
        """A message, new or edited, as the gateway tells it."""
        if not data.get("guild_id") or not _by_a_person(data):
            return
        await self._in_order(int(data["channel_id"]), lambda: self._hear(int(data["guild_id"]), data))

    async def deleted(self, guild_id: int | None, channel_id: int, messages: list[int]) -> None:
        if guild_id is None:
            return

        async def unsay() -> None:
            place = await self._client.places.find(guild_id, channel_id)
            for message in messages:
                await self._desk.unsaid(place, str(message))

        await self._in_order(channel_id, unsay)

    async def _in_order(self, channel_id: int, act: Callable[[], Awaitable[None]]) -> None:
        lock = self._lock(channel_id)
        await self._open.wait()
        async with lock:
            try:
                await act()
            except (discord.HTTPException, *faults.NETWORK) as error:
                _log.warning("discord message not heard", channel=str(channel_id), reason=faults.log_code(error))

    def _lock(self, channel_id: int) -> asyncio.Lock:
        return self._locks.setdefault(channel_id, asyncio.Lock())

    async def _hear(self, guild_id: int, data: Any) -> None:
        place = await self._client.places.find(guild_id, int(data["channel_id"]))
        heard = _heard(place, data)
        if heard is not None:
            await self._desk.heard(heard)

    # after a gap

    async def catch_up(self, *, resumed: bool = False) -> None:
        """Hear what was said while nobody listened; returns when it is known where that is, not when it is heard."""
        try:
            cursors = [cursor for cursor in await self._cursors() if not (resumed and self._nothing_new(cursor))]
            side_by_side = asyncio.Semaphore(_AT_ONCE)
            for cursor in cursors:
                task = asyncio.create_task(self._until_heard(cursor, side_by_side))
                self._catching_up.add(task)
                task.add_done_callback(self._catching_up.discard)
            await asyncio.sleep(0)  # each task stands in line for its place before any live message does
        finally:
            self._open.set()

    async def _cursors(self) -> list[Cursor]:
        spaces = await self._desk.spaces(PLATFORM)
        return [cursor for space in spaces for cursor in await self._desk.cursors(PLATFORM, space.native)]

    def _nothing_new(self, cursor: Cursor) -> bool:
        channel = self._client.get_channel(_channel_of(cursor))
        newest = getattr(channel, "last_message_id", None)
        return channel is not None and (newest is None or newest <= int(cursor.after or 0))

    async def _until_heard(self, cursor: Cursor, side_by_side: asyncio.Semaphore) -> None:
        channel = _channel_of(cursor)
        # Where nothing was ever heard, a thread begins with its first message; a channel begins when it is linked.
        after = int(cursor.after or cursor.place.thread or 0)
        wait = 1.0
        async with self._lock(channel), side_by_side:
            while after:
                try:
                    async for data in self._missed(channel, after):
                        heard = _heard(cursor.place, data)
                        if heard is not None:
                            await self._desk.heard(heard)
                except (discord.Forbidden, discord.NotFound) as error:
                    _log.warning("discord place can't be read", channel=str(channel), reason=faults.log_code(error))
                except (discord.HTTPException, *faults.NETWORK):
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, _LONGEST_WAIT)
                    continue
                except Exception as error:
                    _log.error("discord catch-up failed", error=type(error).__name__, where=log.where(error))
                return

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
