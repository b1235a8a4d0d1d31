"""Faults on demand: what a real Slack does on a bad day, chosen by the test and never by chance without a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

EVERY_METHOD = "*"


@dataclass
class Plan:
    """One fault, for the next `times` calls of a method (or of every method)."""

    method: str
    times: int
    status: int = 200
    error: str = ""
    retry_after: int | None = None
    cut: str = ""  # 'before' or 'after' the effect: the connection drops without an answer


@dataclass
class Trouble:
    """The double asks `next_for` at each call of the Web API and each post to a response_url ('response_url')."""

    plans: list[Plan] = field(default_factory=list)
    _share: float = 0.0
    _random: random.Random = field(default_factory=random.Random)

    def rate_limit(self, method: str = EVERY_METHOD, times: int = 1, retry_after: int = 1) -> None:
        """HTTP 429 with Retry-After in seconds, as a tier's limit answers. Nothing takes effect."""
        self.plans.append(Plan(method, times, status=429, error="ratelimited", retry_after=retry_after))

    def refuse(self, method: str = EVERY_METHOD, error: str = "invalid_auth", times: int = 1) -> None:
        """HTTP 200 with `ok: false` and this error. Nothing takes effect."""
        self.plans.append(Plan(method, times, error=error))

    def fail(self, method: str = EVERY_METHOD, status: int = 503, times: int = 1) -> None:
        """A 5xx with a body that is no JSON. Nothing takes effect."""
        self.plans.append(Plan(method, times, status=status))

    def cut(self, method: str = EVERY_METHOD, after: bool = False, times: int = 1) -> None:
        """The connection drops: before the effect, or `after` it (the fate the caller can't know)."""
        self.plans.append(Plan(method, times, cut="after" if after else "before"))

    def drop(self, share: float, seed: int) -> None:
        """From now on this share of all calls loses its connection, half of them after the effect. 0 ends it."""
        self._share = share
        self._random = random.Random(seed)

    def clear(self) -> None:
        """The weather is fine again."""
        self.plans.clear()
        self._share = 0.0

    def next_for(self, method: str) -> Plan | None:
        """The fault for this call, used up by asking."""
        for plan in self.plans:
            if plan.times > 0 and plan.method in (EVERY_METHOD, method):
                plan.times -= 1
                return plan
        if self._share and self._random.random() < self._share:
            return Plan(method, 1, cut=self._random.choice(["before", "after"]))
        return None
