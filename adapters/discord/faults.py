"""Discord's errors as the core knows them: passing or permanent, with a code and never with content."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import aiohttp
import discord

from bot.errors import DeliveryError

TOO_LATE = 10062  # unknown interaction: not answered within 3 s
ANSWERED = 40060  # this interaction was answered already
UNKNOWN_MESSAGE = 10008
DM_CLOSED = 50007
ARCHIVED = 50083
HAS_THREAD = 160004
NO_MEMBER = (10007, 10013)  # of this guild; or no user at all
TAG_REQUIRED = 40067
# Direct messages opened too fast, edits of old messages, a shared limit, active threads: they pass.
_TOO_MANY = {40003, 30046, 40062, 160006}

# What can fail beside Discord's own answers: the network under it.
NETWORK = (OSError, aiohttp.ClientError, TimeoutError)


@contextmanager
def told() -> Iterator[None]:
    """Raise what Discord or the network refuses within as DeliveryError."""
    try:
        yield
    except discord.RateLimited as error:
        raise DeliveryError(permanent=False, retry_after=error.retry_after, reason="rate limited") from None
    except discord.HTTPException as error:
        raise _delivery_error(error) from None
    except NETWORK as error:
        raise DeliveryError(permanent=False, reason=type(error).__name__) from None


def _delivery_error(error: discord.HTTPException) -> DeliveryError:
    reason = f"discord {error.status}/{error.code}"
    if error.status == 429:
        asked = error.response.headers.get("Retry-After", "")
        seconds = float(asked) if asked.replace(".", "", 1).isdecimal() else None
        return DeliveryError(permanent=False, retry_after=seconds, reason=reason)
    # 401: the token was changed; a new one is entered, and what waits goes out then.
    passing = error.status >= 500 or error.status in (401, 408) or error.code in _TOO_MANY
    return DeliveryError(permanent=not passing, reason=reason)


def lasting(error: Exception) -> bool:
    """Whether Discord says that asking again changes nothing."""
    return isinstance(error, discord.HTTPException) and _delivery_error(error).permanent


@asynccontextmanager
async def connections() -> AsyncIterator[aiohttp.BaseConnector]:
    """A client's connections, in our hands: where Discord refuses the token, discord.py leaves them open."""
    async with aiohttp.TCPConnector(limit=0) as pool:
        yield pool


def log_code(error: Exception) -> str:
    """What may be logged of an error: its status and code, or its type."""
    if isinstance(error, discord.HTTPException):
        return f"discord {error.status}/{error.code}"
    return type(error).__name__
