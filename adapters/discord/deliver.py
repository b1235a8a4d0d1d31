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
from adapters.discord.render import Json
from adapters.discord.threads import Card, Threads
from bot.commands import Registry
from bot.errors import DeliveryError
from bot.i18n import say
from bot.store.posts import Post
from bot.views import Actions, Button, Reply, Text

T = TypeVar("T")

_INSTEAD = "thread-"  # marks a direct message that stands in a thread
_OPEN_DMS = 5000  # users whose direct message channel is remembered


class Delivery:
    """The posts of one connected client. Everything here may raise errors.DeliveryError."""

    def __init__(self, client: discord.Client, registry: Registry) -> None:
        self._client = client
        self._registry = registry
        self._http = client.http
        self._threads = Threads(client)
        self._dms: OrderedDict[int, int] = OrderedDict()

    async def deliver(self, post: Post, answer: Reply, *, again: bool) -> str:
        with faults.told():
            if post.account is not None:
                return await self._direct(post, answer, post.account, again=again)
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
        in_forum = card is not None and await self._threads.look(card.channel)
        if post.native is not None:
            channel, message = self._where(post, post.native)
            # A forum post's first message stands in the post itself, and both have one id.
            await self._edit(message if in_forum else channel, message, body)
            if card is not None and (card.threaded or in_forum):
                await self._threads.update(card, message)
            return post.native
        if card is not None and in_forum:
            return await self._threads.post(card, body, again=again)
        channel = int(post.root or post.place)
        message = await self._new(channel, post, body, again=again)
        if card is not None and card.threaded:
            await self._threads.open_thread(card, message)
        return str(message)

    async def _new(self, channel: int, post: Post, body: Json, *, again: bool) -> int:
        """A message that isn't there yet, or that an earlier attempt made."""
        found = await self._threads.posted(channel, post, body["content"]) if again else None
        if found is not None:
            await self._edit(channel, found, body)
            return found
        nonce = f"{post.id}-{post.revision}"[-limits.NONCE :]
        made = body | {"nonce": nonce, "enforce_nonce": True}
        sent = int((await self._http.send_message(channel, params=_params(made)))["id"])
        self._threads.remember(sent, post)
        return sent

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

    async def _direct(self, post: Post, answer: Reply, account: str, *, again: bool) -> str:
        if post.native is not None:
            channel, message = self._where(post, post.native)
            instead = post.native.startswith(_INSTEAD)
            body = self._called(answer, post, account) if instead else render.message(answer, guild=post.space)
            await self._edit(channel, message, body)
            return post.native
        try:
            channel = await self.open_dm(int(account))
            message = await self._new(channel, post, render.message(answer, guild=post.space), again=again)
        except discord.Forbidden as error:
            if error.code != faults.DM_CLOSED or post.thread is None:
                raise
            channel = int(post.thread[1])
            message = await self._new(channel, post, self._called(answer, post, account), again=again)
            return f"{_INSTEAD}{channel}-{message}"
        return f"{channel}-{message}"

    def _called(self, answer: Reply, post: Post, account: str) -> Json:
        """What stands in the case's thread for a person whose direct messages are closed: a call, with a button.

        What they were to read is theirs alone: pressing shows it to them and nobody else.
        """
        call = say("There is a message for you about {ref}; your direct messages are closed.", ref=str(post.subject))
        buttons = [block for block in answer.blocks if isinstance(block, Actions)]
        if post.subject.show in self._registry.commands:
            buttons = [Actions((Button(say("Show it to me"), post.subject.show, post.subject, primary=True),))]
        body = render.message(Reply((Text(call), *buttons)))
        mention: Json = {"parse": [], "users": [account]}
        return body | {"content": f"<@{account}> {body['content']}", "allowed_mentions": mention}

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
