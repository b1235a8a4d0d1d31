"""Copies on Discord: cards in channels, each with its thread; posts in forums; entries in threads; direct messages.

The id that is handed back is the message's. A direct message has two: 'CHANNEL-MESSAGE', or 'thread-CHANNEL-MESSAGE'
where it had to go into the case's thread.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeVar

import discord
from discord.http import MultipartParameters

from adapters.discord import faults, limits, render
from adapters.discord.forum import Card, Forums
from adapters.discord.render import Json
from bot.errors import DeliveryError
from bot.i18n import say
from bot.store.posts import Post
from bot.views import Actions, Reply, Text

T = TypeVar("T")

_INSTEAD = "thread-"  # marks a direct message that stands in a thread
_OPEN_DMS = 5000  # users whose direct message channel is remembered


class Delivery:
    """The posts of one connected client. Everything here may raise errors.DeliveryError."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._http = client.http
        self._forums = Forums(client)
        self._dms: OrderedDict[int, int] = OrderedDict()

    async def deliver(self, post: Post, answer: Reply, *, again: bool) -> str:
        with faults.told():
            if post.account is not None:
                return await self._direct(post, answer, post.account)
            return await self._in_channel(post, answer, again=again)

    async def take_down(self, post: Post) -> None:
        """Delete the message that a post stands for; one that is gone is no error."""
        if post.native is None:
            return
        channel, message = self._where(post, post.native)
        try:
            with faults.told():
                await self._http.delete_message(channel, message)
        except DeliveryError as error:
            if not error.reason.endswith(f"/{faults.UNKNOWN_MESSAGE}"):
                raise

    # in channels, threads and forums

    async def _in_channel(self, post: Post, answer: Reply, *, again: bool) -> str:
        if post.place is None:
            raise DeliveryError(permanent=True, reason="no channel")
        body = render.message(answer)
        card = Card.of(post, answer)
        in_forum = card is not None and await self._forums.look(card.channel)
        if post.native is not None:
            channel, message = self._where(post, post.native)
            # A forum post's first message stands in the post itself, and both have one id.
            await self._edit(message if in_forum else channel, message, body)
            if card is not None and (card.threaded or in_forum):
                await self._forums.update(card, message)
            return post.native
        if card is not None and in_forum:
            return await self._forums.post(card, body, again=again)
        channel = int(post.root or post.place)
        found = await self._forums.posted(channel, post) if again else None
        if found is None:
            found = int((await self._send(channel, body, post))["id"])
        if card is not None and card.threaded:
            await self._forums.open_thread(card, found)
        return str(found)

    async def _send(self, channel: int, body: Json, post: Post) -> Json:
        nonce = f"{post.id}-{post.revision}"[-limits.NONCE :]
        made = body | {"nonce": nonce, "enforce_nonce": True}
        return dict(await self._http.send_message(channel, params=_params(made)))

    async def _edit(self, channel: int, message: int, body: Json) -> None:
        # The thread as well as its message: Discord opens an archived thread for a new message, not for an edit.
        await unarchived(self._client, channel, lambda: self._http.edit_message(channel, message, params=_params(body)))

    def _where(self, post: Post, native: str) -> tuple[int, int]:
        """The channel and the message of a post that stands somewhere."""
        if post.account is not None:
            channel, _, message = native.removeprefix(_INSTEAD).partition("-")
            return int(channel), int(message)
        return int(post.root or post.place or native), int(native)

    # to a person

    async def _direct(self, post: Post, answer: Reply, account: str) -> str:
        if post.native is not None:
            channel, message = self._where(post, post.native)
            instead = post.native.startswith(_INSTEAD)
            body = _called(answer, post, account) if instead else render.message(answer, guild=post.space)
            await self._edit(channel, message, body)
            return post.native
        try:
            channel = await self.open_dm(int(account))
            sent = await self._send(channel, render.message(answer, guild=post.space), post)
        except discord.Forbidden as error:
            if error.code != faults.DM_CLOSED or post.thread is None:
                raise
            channel = int(post.thread[1])
            sent = await self._send(channel, _called(answer, post, account), post)
            return f"{_INSTEAD}{channel}-{sent['id']}"
        return f"{channel}-{sent['id']}"

    async def open_dm(self, user: int) -> int:
        """The channel of the direct messages with a user. Raises discord.HTTPException."""
        if user not in self._dms:
            data = await self._http.start_private_message(user)
            self._dms[user] = int(data["id"])
            if len(self._dms) > _OPEN_DMS:
                self._dms.popitem(last=False)
        return self._dms[user]

    async def tell(self, user: int, body: Json) -> None:
        """A direct message outside the outbox: an answer that came too late. Raises discord.HTTPException."""
        await self._http.send_message(await self.open_dm(user), params=_params(body))


def _called(answer: Reply, post: Post, account: str) -> Json:
    """What stands in the case's thread for a person whose direct messages are closed: a call, with the buttons.

    What they were to read is theirs alone; pressing a button shows it to nobody else.
    """
    buttons = [block for block in answer.blocks if isinstance(block, Actions)]
    call = Text(say("There is a message for you about {ref}; your direct messages are closed.", ref=str(post.subject)))
    body = render.message(Reply((call, *buttons)))
    mention: Json = {"parse": [], "users": [account]}
    return body | {"content": f"<@{account}> {body['content']}", "allowed_mentions": mention}


async def unarchived(client: discord.Client, thread: int, act: Callable[[], Awaitable[T]]) -> T:
    """Do something in a thread that may be archived. Raises discord.HTTPException."""
    try:
        return await act()
    except discord.HTTPException as error:
        if error.code != faults.ARCHIVED:
            raise
    await client.http.edit_channel(thread, archived=False)
    return await act()


def _params(body: Json) -> MultipartParameters:
    return MultipartParameters(body, None, None)
