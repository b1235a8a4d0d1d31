"""The faults that a test orders: answers that are refusals, lost connections, rate limits."""

from __future__ import annotations

import fnmatch
import random
import time
from dataclasses import dataclass, field

from tests.discord.entities import Json

MESSAGES = {
    10003: "Unknown Channel",
    10008: "Unknown Message",
    10062: "Unknown interaction",
    50001: "Missing Access",
    50007: "Cannot send messages to this user",
    50013: "Missing Permissions",
}


@dataclass(eq=False)
class Fault:
    """An order: the next `times` requests that match get `status`, or a cut connection where `status` is None.

    `after`: the request takes effect first, and only its answer is lost or wrong, so that the caller can't know.
    """

    method: str
    path: str
    status: int | None
    code: int = 0
    message: str = ""
    retry_after: float = 0.2
    everywhere: bool = False
    """A 429 of the global limit."""
    after: bool = False
    times: int | None = 1
    """None: until taken away from `Faults.orders`."""
    hits: int = 0

    def fits(self, method: str, template: str, path: str) -> bool:
        if self.times is not None and self.hits >= self.times:
            return False
        named = self.path == template or fnmatch.fnmatchcase(path, self.path)
        return named and self.method in ("*", method)

    def body(self) -> Json:
        if self.status == 429:
            return {
                "message": "You are being rate limited.",
                "retry_after": self.retry_after,
                "global": self.everywhere,
                "code": self.code,
            }
        return {"message": self.message or MESSAGES.get(self.code, f"{self.status}"), "code": self.code}


@dataclass(eq=False)
class Bucket:
    """A real rate limit on a route, by the clock on the wall: `limit` requests each `per` seconds."""

    method: str
    template: str
    limit: int
    per: float
    used: int = 0
    started: float = 0.0
    refused: int = 0
    """How often it had to answer 429: an application that reads the headers keeps this at 0."""

    def take(self) -> bool:
        """Count a request; False where it is one too many."""
        now = time.monotonic()
        if now - self.started >= self.per:
            self.used, self.started = 0, now
        if self.used >= self.limit:
            self.refused += 1
            return False
        self.used += 1
        return True

    @property
    def left(self) -> float:
        return max(0.0, self.per - (time.monotonic() - self.started))


@dataclass(eq=False)
class Faults:
    orders: list[Fault] = field(default_factory=list)
    buckets: list[Bucket] = field(default_factory=list)
    away: bool = False
    share: float = 0.0
    dropped: int = 0
    _random: random.Random = field(default_factory=lambda: random.Random(0))

    def drop(self, share: float, seed: int) -> None:
        """Cut a share of all connections, half of them before the request takes effect and half after."""
        self.share, self._random = share, random.Random(seed)

    def pick(self, method: str, template: str, path: str) -> Fault | None:
        """The fault that this request meets, if any; it counts as met."""
        if self.away:
            return Fault(method, path, 503)
        for order in self.orders:
            if order.fits(method, template, path):
                order.hits += 1
                return order
        if self.share and self._random.random() < self.share:
            self.dropped += 1
            return Fault(method, path, None, after=self._random.random() < 0.5)
        return None

    def bucket(self, method: str, template: str) -> Bucket | None:
        return next((each for each in self.buckets if (each.method, each.template) == (method, template)), None)
