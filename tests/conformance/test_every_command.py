"""Nothing is forgotten: every command of the registry is given on every platform, and does there what it does."""

from __future__ import annotations

import pytest

from bot.app import registry
from tests.conformance.steps import Platform
from tests.conformance.walk import DECLINES, SAYS, Walk, order


def test_every_command_of_the_registry_is_in_the_walk() -> None:
    assert SAYS.keys() == registry().commands.keys()
    assert sorted(order()) == sorted(SAYS)


@pytest.mark.slow
async def test_every_command_does_on_this_platform_what_it_does(here: Platform) -> None:
    walk = Walk(here)
    wrong = {}
    declines = DECLINES[here.platform]
    for number, path in enumerate(order()):
        if number and number % 16 == 0:  # so many acts in a minute are refused, which a restart forgets
            await here.house.restart()
        expected = declines.get(path, SAYS[path])
        try:
            said = await walk.give(path)
        except (AssertionError, LookupError, PermissionError, TypeError, ValueError) as error:
            wrong[path] = f"{type(error).__name__}: {error}"
            continue
        if expected not in said:
            wrong[path] = said
    assert wrong == {}
