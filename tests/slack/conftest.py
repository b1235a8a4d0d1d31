"""Fixtures of the Slack tests: a double that must have found no fault at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.slack.double import Double


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Slack SDK sends even loopback requests through a proxy that the environment names."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def slack() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
