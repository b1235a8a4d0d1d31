"""Fixtures of the Slack tests: the double, with one workspace, and no proxy."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.slack.double import Double
from tests.slack.people import Workspace


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


@pytest.fixture
def team(slack: Double) -> Workspace:
    return slack.workspace("Ward")
