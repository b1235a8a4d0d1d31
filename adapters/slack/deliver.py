"""Copies in Slack: posted, edited, looked up where their fate is unknown, taken down."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.slack import limits
from adapters.slack.render import Json, Rendered
from adapters.slack.workspace import UNREACHABLE, Team, code_of, delivery_error
from bot.errors import DeliveryError
from bot.store.posts import Post

EVENT = "curbside_post"
LOOKUP_PAGES = 5
LONGEST_WAIT = 5.0  # seconds that a delivery waits for its channel's turn; beyond, it comes back later
EPHEMERAL = "ephemeral"

# Slack's ways to say that this member gets no direct messages from the bot.
CLOSED = frozenset({"cannot_dm_bot", "messages_tab_disabled", "restricted_action", "user_not_visible"})


class Pace:
    """About one message a second in a channel, a short burst allowed: a bucket a channel."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}

    def reserve(self, channel: str) -> float:
        """Take this channel's next turn: seconds until then. Raises DeliveryError where that is far off."""
        now = time.monotonic()
        due = max(self._next.get(channel, 0.0), now - (limits.POST_BURST - 1) * limits.POST_SECONDS)
        if due - now > LONGEST_WAIT:
            raise DeliveryError(permanent=False, retry_after=due - now, reason="waits for its channel's turn")
        self._next[channel] = due + limits.POST_SECONDS
        return max(0.0, due - now)

    async def turn(self, channel: str) -> None:
        """Wait for this channel's turn. Raises DeliveryError where that is far off."""
        await asyncio.sleep(self.reserve(channel))


async def deliver(team: Team, pace: Pace, post: Post, shown: Rendered, *, again: bool) -> str:
    """Make the copy show this. Returns the ts; of a direct message 'channel:ts'. Raises DeliveryError."""
    try:
        if post.place is not None:
            return await _in_channel(team, pace, post, shown, again)
        return await _direct(team, pace, post, shown, again)
    except (SlackApiError, *UNREACHABLE) as error:
        raise delivery_error(error) from None


async def _in_channel(team: Team, pace: Pace, post: Post, shown: Rendered, again: bool) -> str:
    channel = str(post.place)
    native = post.native
    if native is None:
        await pace.turn(channel)  # first, so that a copy which must wait asks Slack for nothing
        native = await _find(team, post, channel, post.root) if again else None
    if native is not None:
        await team.client.chat_update(channel=channel, ts=native, **_content(post, shown))
        return native
    return await _post(team, channel, post, shown, thread=post.root)


async def _direct(team: Team, pace: Pace, post: Post, shown: Rendered, again: bool) -> str:
    """A notice to one person. One that is there already follows what it tells of: a redaction, a withdrawal."""
    if post.account is None:
        raise DeliveryError(permanent=True, reason="no place")
    if post.native is not None:
        return await _follow(team, post, post.native, shown)
    try:
        channel = await team.direct(post.account)
        native = await _find(team, post, channel, None) if again else None
        if native is not None:
            return await _follow(team, post, f"{channel}:{native}", shown)
        await pace.turn(channel)
        native = await _post(team, channel, post, shown, thread=None)
    except SlackApiError as error:
        if code_of(error) in CLOSED and post.thread is not None:
            return await _in_thread(team, post, shown)
        raise
    return f"{channel}:{native}"


async def _follow(team: Team, post: Post, native: str, shown: Rendered) -> str:
    """Bring a direct message up to date. What was for one person's eyes in a thread can't be edited, and goes when
    Slack is opened anew.
    """
    if not native.startswith(EPHEMERAL):
        channel, _, ts = native.rpartition(":")
        await team.client.chat_update(channel=channel, ts=ts, **_content(post, shown))
    return native


async def _in_thread(team: Team, post: Post, shown: Rendered) -> str:
    """Direct messages are closed: the same for this person's eyes, in the case's thread."""
    assert post.thread is not None  # noqa: S101 - the caller looked
    place, root = post.thread
    content: Json = {"text": shown.text, "blocks": shown.blocks}
    told: Any = await team.client.chat_postEphemeral(channel=place, thread_ts=root, user=str(post.account), **content)
    return f"{EPHEMERAL}:{place}:{told['message_ts']}"


async def _post(team: Team, channel: str, post: Post, shown: Rendered, thread: str | None) -> str:
    told: Any = await team.client.chat_postMessage(
        channel=channel, thread_ts=thread, unfurl_links=False, unfurl_media=False, **_content(post, shown)
    )
    return str(told["ts"])


def _content(post: Post, shown: Rendered) -> Json:
    payload = {"post": post.id, "revision": post.revision}
    return {
        "text": shown.text,
        "blocks": shown.blocks,
        "parse": "none",
        "metadata": {"event_type": EVENT, "event_payload": payload},
    }


async def _find(team: Team, post: Post, channel: str, root: str | None) -> str | None:
    """The ts of the copy that an earlier attempt may have left, by its metadata; None where there is none."""
    cursor: str | None = None
    for _ in range(LOOKUP_PAGES):
        where: Json = {"channel": channel, "limit": limits.PAGE, "include_all_metadata": True, "cursor": cursor}
        if root is None:
            told: Any = await team.client.conversations_history(**where)
        else:
            told = await team.client.conversations_replies(ts=root, **where)
        for message in told["messages"]:
            metadata = message.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if (
                metadata.get("event_type") == EVENT
                and message.get("user") == team.bot_user
                and str(payload.get("post")) == str(post.id)
            ):
                return str(message["ts"])
        cursor = (told.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
    return None


async def take_down(team: Team, post: Post) -> None:
    """Delete a message: the bot's own with its token, another's with the admin user token. Raises DeliveryError."""
    channel, ts = _where(post)
    if channel is None or ts is None or channel.startswith(EPHEMERAL):
        return
    try:
        try:
            await team.client.chat_delete(channel=channel, ts=ts)
        except SlackApiError as error:
            if code_of(error) != "cant_delete_message":
                raise
            if team.keys.admin_token is None:
                raise DeliveryError(permanent=True, reason="needs an admin token") from None
            await team.client_of(team.keys.admin_token).chat_delete(channel=channel, ts=ts)
    except SlackApiError as error:
        if code_of(error) not in ("message_not_found", "thread_not_found"):
            raise delivery_error(error) from None
    except UNREACHABLE as error:
        raise delivery_error(error) from None


def _where(post: Post) -> tuple[str | None, str | None]:
    """Channel and ts of a copy that is there."""
    if post.native is None:
        return None, None
    if ":" in post.native:
        channel, _, ts = post.native.rpartition(":")
        return channel, ts
    return post.place, post.native
