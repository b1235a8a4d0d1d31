"""What an adapter owes the core. (Reviewer and Clock stand in bot.review and bot.clock.)"""

from __future__ import annotations

from typing import Protocol

from bot.store.posts import Post
from bot.views import Capabilities, Reply


class Adapter(Protocol):
    """A chat platform. Its ``render`` is pure; only ``deliver`` and ``take_down`` touch the network."""

    platform: str
    capabilities: Capabilities

    async def deliver(self, post: Post, answer: Reply, *, again: bool) -> str:
        """Make the copy ``post`` show ``answer``: posted if it has no native id yet, edited otherwise.

        ``again``: an earlier attempt may have arrived; what has no nonce is looked up before it is made once more.
        Returns the platform's id of the message, in whatever form reads back here. Raises errors.DeliveryError.
        """
        ...

    async def take_down(self, post: Post) -> None:
        """Delete the message that ``post`` stands for; one that is gone already is no error. Raises DeliveryError."""
        ...
