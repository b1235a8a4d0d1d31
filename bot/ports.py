"""What an adapter owes the core. (Reviewer and Clock stand in bot.review and bot.clock.)"""

from __future__ import annotations

from typing import Protocol

from bot.model import Channel
from bot.store.posts import Post
from bot.views import Capabilities, Reply


class Adapter(Protocol):
    """A chat platform. Its ``render`` is pure; only ``deliver`` touches the network."""

    platform: str
    capabilities: Capabilities

    async def deliver(self, post: Post, answer: Reply, channel: Channel | None) -> str:
        """Make the copy ``post`` show ``answer``: posted if it has no native id yet, edited otherwise.

        Returns the platform's id of the message. Raises errors.DeliveryError.
        """
        ...
