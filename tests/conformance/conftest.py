"""A house with one platform, or with all of them; and at the end of each scenario, what must never have happened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from adapters.slack import limits
from tests.conformance.house import House
from tests.conformance.on_discord import OnDiscord
from tests.conformance.on_slack import OnSlack
from tests.conformance.on_web import OnWeb
from tests.conformance.steps import Platform
from tests.slack.conftest import no_proxy

assert no_proxy  # autouse here, too

CANARY = "Xyzzywick"  # no recognizer knows it; the reviewer of tests.support takes out what stands in {braces}

MADE: dict[str, Callable[[], Platform]] = {
    "web": OnWeb,
    "discord": OnDiscord,
    "slack": OnSlack,
    "slack-http": lambda: OnSlack(http=True),
}


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts to a Slack channel follow each other at once: the pace has a test of its own."""
    monkeypatch.setattr(limits, "POST_SECONDS", 0.0)


@asynccontextmanager
async def made(folder: Path, *names: str, mirrored: bool = False) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        platforms = [MADE[name]() for name in names]
        for platform in platforms:
            await platform.open(stack)
        house = House(folder / "data", platforms)
        await house.start()
        stack.push_async_callback(house.stop)
        await house.seed(mirrored=mirrored)
        yield house
        await house.quiet()
        assert await house.stuck() == []
        for platform in platforms:
            assert platform.faults() == []
            assert platform.forged() == []
            assert CANARY not in platform.sent(), platform.name


# Each scenario over Slack's socket; over HTTP, which differs in how things arrive alone, with the slow ones.
VARIANTS = [pytest.param(name, marks=pytest.mark.slow) if name == "slack-http" else name for name in MADE]


@pytest.fixture(params=VARIANTS)
async def here(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Platform]:
    """The only platform of a running house."""
    async with made(tmp_path, request.param) as house:
        yield house.platforms[0]


@pytest.fixture(params=[variant for variant in VARIANTS if variant != "web"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Platform]:
    """The only platform of a running house, one where people type past Curbside."""
    async with made(tmp_path, request.param) as house:
        yield house.platforms[0]
