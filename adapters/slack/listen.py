"""What is said and done in the workspace by hand: messages, edits, deletions, user groups, leaving, and gaps.

A message is kept by the desk before Slack hears that it arrived. What was said while nobody listened is read from the
history first, so that the desk's cursors never pass over something unheard.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError

from adapters.slack import limits
from adapters.slack.answers import patiently, reason
from adapters.slack.commands import free_of_words, mentioned
from adapters.slack.escape import plain
from adapters.slack.render import Json
from adapters.slack.workspace import PLATFORM, UNREACHABLE, Team, retry_after
from bot import log
from bot.desk import Cursor
from bot.guard import Heard
from bot.model import Account, Place
from bot.text import RawText, UnreadableText

if TYPE_CHECKING:
    from bot.desk import Desk

# What a person typed. Other subtypes are Slack's own words ('joined the channel') or another app's.
TYPED = frozenset({None, "file_share", "thread_broadcast", "me_message"})
EDIT_SECONDS = 6 * 3600.0  # how far behind the last message heard an edit is still found after a gap
AGAIN_SECONDS = 5.0  # between attempts to catch up while Slack can't be asked, or what it tells can't be kept
OWN_FAULTS = 5  # after so many, a message that we can't handle no longer holds up those behind it

T = TypeVar("T")

_log = log.get()


class Listener:
    def __init__(self, team: Team, desk: Desk) -> None:
        self._team = team
        self._desk = desk
        # A message, its edits and its deletion, one after the other.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._catching_up = asyncio.Lock()
        # Messages wait until it is known which channels and threads are behind, then for their own.
        self._listed = asyncio.Event()
        self._behind: dict[tuple[str | None, str | None], asyncio.Event] = {}

    @property
    def events(self) -> dict[str, Callable[[Json], Awaitable[None]]]:
        """What to do with each type of event."""
        return {
            "message": self._message,
            "user_change": self._changed,
            "member_left_channel": self._left,
            "subteam_members_changed": self._regrouped,
            "subteam_updated": self._regrouped,
        }

    async def _message(self, body: Json) -> None:
        event = body["event"]
        channel, subtype = event["channel"], event.get("subtype")
        await self._turn(event)
        if subtype == "message_deleted":
            await self._gone(channel, event["deleted_ts"], event.get("previous_message") or {})
        elif subtype == "message_changed" and event["message"].get("subtype") == "tombstone":  # it had replies
            await self._gone(channel, event["message"]["ts"], event.get("previous_message") or {})
        elif subtype == "message_changed":
            # A preview of a link changes a message, too.
            if _words(event.get("previous_message") or {}) != _words(event["message"]):
                await self._hear(channel, event["message"])
        else:
            await self._hear(channel, event)

    async def _turn(self, event: Json) -> None:
        """Wait until what was said there before has been heard."""
        await self._listed.wait()
        message = event.get("message") or event.get("previous_message") or event
        gap = self._behind.get(_spot(self._place(event["channel"], message)))
        if gap is not None:
            await gap.wait()

    async def _gone(self, channel: str, ts: str, message: Json) -> None:
        async with self._one(channel, ts):
            await self._desk.unsaid(self._place(channel, message), ts)

    async def _hear(self, channel: str, message: Json) -> None:
        by_hand = message.get("subtype") in TYPED and message.get("user") and not message.get("bot_id")
        if not by_hand or message["user"] == self._team.bot_user or channel.startswith("D"):
            return
        typed = mentioned(self._desk.registry, message.get("text") or "", self._team.bot_user)
        if typed is not None and free_of_words(self._desk.registry, typed):
            return  # '@Curbside consult queue' is no part of a case
        async with self._one(channel, message["ts"]):
            heard = self._heard(channel, message)
            if heard is not None:
                await self._desk.heard(heard)

    @asynccontextmanager
    async def _one(self, channel: str, ts: str) -> AsyncIterator[None]:
        lock = self._locks.setdefault(f"{channel} {ts}", asyncio.Lock())
        async with lock:
            yield

    def _heard(self, channel: str, message: Json) -> Heard | None:
        try:
            text = RawText(_words(message)[0])
        except UnreadableText:
            _log.warning("native text could not be read", platform=PLATFORM)
            return None
        at = datetime.fromtimestamp(float((message.get("edited") or {}).get("ts") or message["ts"]), UTC)
        who, files = self._team.account(message["user"]), len(message.get("files") or [])
        return Heard(who, self._place(channel, message), message["ts"], text, at, files)

    def _place(self, channel: str, message: Json) -> Place:
        thread = message.get("thread_ts")
        # The first message of a thread carries its own ts there.
        return Place(PLATFORM, self._team.id, channel, thread if thread != message.get("ts") else None)

    # -- who and where

    async def _changed(self, body: Json) -> None:
        user = body["event"]["user"]
        if user.get("deleted"):
            await self._desk.gone(self._team.account(user["id"]))

    async def _left(self, body: Json) -> None:
        event = body["event"]
        await self._desk.left_channel(
            self._team.account(event["user"]), Place(PLATFORM, self._team.id, event["channel"])
        )

    async def _regrouped(self, body: Json) -> None:
        await self.learn_groups()

    async def learn_groups(self) -> None:
        """Bring everybody's roles in line with the user groups. Raises SlackApiError or what UNREACHABLE holds."""
        changed = await patiently(self._team.learn_groups)
        for user, groups in changed.items():
            name = await self._name_of(user) if groups else ""  # somebody may join by their group
            await self._desk.roles(self._team.account(user), groups, name)

    async def _name_of(self, user: str) -> str:
        told: Any = await patiently(lambda: self._team.client.users_info(user=user))
        who = told["user"]
        profile = who.get("profile") or {}
        return str(profile.get("display_name") or profile.get("real_name") or who.get("real_name") or who.get("name"))

    # -- gaps

    async def catch_up(self) -> None:
        """Hear what was said while nobody listened. What arrives meanwhile waits for its own channel or thread alone.

        Edits of older messages are found where the message stands within six hours before the last one heard, or in a
        case's thread; a deletion leaves nothing to find. Never raises.
        """
        async with self._catching_up:
            self._listed.clear()
            cursors = await self._insist(lambda: self._desk.cursors(PLATFORM, self._team.id)) or ()
            before = self._behind
            spots = {_spot(cursor.place) for cursor in cursors}
            self._behind = {spot: before.pop(spot, asyncio.Event()) for spot in spots}
            for gap in before.values():
                gap.set()
            for gap in self._behind.values():
                gap.clear()
            self._listed.set()
            for cursor in cursors:
                await self._insist(lambda cursor=cursor: self._read_from(cursor))  # type: ignore[misc]
                self._behind[_spot(cursor.place)].set()
            await self._insist(self.learn_groups)
        # Whoever left meanwhile; not while others wait for the gap to be read.
        for account in await self._insist(lambda: self._desk.accounts(PLATFORM, self._team.id)) or ():
            await self._insist(lambda account=account: self._look_for(account))  # type: ignore[misc]

    async def _look_for(self, account: Account) -> None:
        """End what somebody has here who was deactivated. Raises SlackApiError or what UNREACHABLE holds."""
        told: Any = await patiently(lambda: self._team.client.users_info(user=account.native))
        if told["user"].get("deleted"):
            await self._desk.gone(account)

    async def _insist(self, work: Callable[[], Awaitable[T]]) -> T | None:
        """Do it as soon as Slack can be asked, and lets us. A fault of ours may pass, as a full disk does; one that
        doesn't holds nobody up.
        """
        own_faults = 0
        while True:
            try:
                return await work()
            except (SlackApiError, *UNREACHABLE) as error:
                pause = retry_after(error) if isinstance(error, SlackApiError) else AGAIN_SECONDS
                _log.warning("not caught up yet", platform=PLATFORM, reason=reason(error))
            except Exception as error:
                own_faults += 1
                pause = AGAIN_SECONDS if own_faults < OWN_FAULTS else None
                _log.error("not caught up", platform=PLATFORM, error=type(error).__name__, where=log.where(error))
            if pause is None:
                return None
            await asyncio.sleep(pause)

    async def _read_from(self, cursor: Cursor) -> None:
        """What was said in a channel or thread after its cursor, oldest first; one that is gone stops no other."""
        channel = cursor.place.channel
        if channel is None or (cursor.after is None and cursor.place.thread is None):
            return
        after = float(cursor.after or 0)
        try:
            missed = [m async for m in self._history(cursor) if _version(m) > after]
        except SlackApiError as error:
            if retry_after(error) is not None:
                raise
            _log.warning("channel not read", platform=PLATFORM, reason=reason(error))
            return
        for message in sorted(missed, key=lambda message: float(message["ts"])):
            await self._insist(lambda message=message: self._hear(channel, message))  # type: ignore[misc]

    async def _history(self, cursor: Cursor) -> AsyncIterator[Json]:
        client, thread = self._team.client, cursor.place.thread
        where: Json = {"channel": cursor.place.channel, "limit": limits.PAGE}
        if thread is None:
            where["oldest"] = f"{max(0.0, float(cursor.after or 0) - EDIT_SECONDS):.6f}"
        else:
            where["ts"] = thread
        page: str | None = None
        while True:
            call = client.conversations_history if thread is None else client.conversations_replies
            told: Any = await patiently(lambda call=call, page=page: call(**where, cursor=page))  # type: ignore[misc]
            for message in told["messages"]:
                if message["ts"] != thread:
                    yield message
            page = (told.get("response_metadata") or {}).get("next_cursor")
            if not page:
                return


def _spot(place: Place) -> tuple[str | None, str | None]:
    return place.channel, place.thread


def _version(message: Json) -> float:
    """When a message took its present form."""
    return float((message.get("edited") or {}).get("ts") or message["ts"])


def _words(message: Json) -> tuple[str, int]:
    """What the author shows others: their words and those of messages that they share; and the number of files."""
    shared = [each for each in message.get("attachments") or [] if each.get("is_share") or each.get("is_msg_unfurl")]
    texts = [message.get("text") or "", *(each.get("text") or "" for each in shared)]
    return "\n\n".join(plain(text) for text in texts if text), len(message.get("files") or [])
