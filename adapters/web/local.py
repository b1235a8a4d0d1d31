"""The local community as a platform: a message is a row of the store, shown live; delivering it wakes the pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.store.posts import Post
from bot.views import Capabilities, Reply


class LocalAdapter:
    """Pages render posts from the store with their viewer's eyes; what travels here is only that something changed."""

    platform = "local"
    capabilities = Capabilities(private=True, tables=True, text_limit=None, buttons=None)

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()

    async def deliver(self, post: Post, answer: Reply, *, again: bool) -> str:
        topic = f"channel-{post.channel}" if post.channel is not None else f"person-{post.person}"
        for listener in self._listeners:
            listener.put_nowait(topic)
        return str(post.id)

    async def take_down(self, post: Post) -> None:
        """Nothing here is typed but through Curbside."""

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[asyncio.Queue[str]]:
        """The topics ('channel-3', 'person-7') that change from now on."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
