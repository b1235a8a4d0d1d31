"""What `curbside setup slack` finds wrong, each thing by its own sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.slack.diagnose import diagnose
from adapters.slack.manifest import SCOPES
from adapters.slack.workspace import Workspace
from tests.slack.double import Double

SECRET = "0123456789abcdef" * 2


async def faults(slack: Double, keys: Workspace) -> str:
    return "\n".join(fault.text() for fault in await diagnose(keys, slack.api_url))


async def test_a_workspace_in_order_has_no_faults(slack: Double) -> None:
    team = slack.workspace("Ward", signing_secret=SECRET)
    keys = Workspace(team.bot_token, team.app_token, SECRET)
    assert await faults(slack, keys) == ""
    assert await faults(slack, replace(keys, app_token=None)) == ""


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"bot_token": "xoxp-1"}, "begins with xoxb-"),
        ({"bot_token": "xoxb-wrong"}, "invalid_auth"),
        ({"app_token": "xoxb-1"}, "begins with xapp-"),
        ({"app_token": "xapp-wrong"}, "app token: invalid_auth"),
        ({"app_token": None, "signing_secret": None}, "Give an app token"),
        ({"signing_secret": "hunter2"}, "32 hexadecimal"),
        ({"admin_token": "xoxb-1"}, "begins with xoxp-"),
        ({"admin_token": "xoxp-wrong"}, "admin token: invalid_auth"),
    ],
)
async def test_each_key_that_does_not_fit_is_named(slack: Double, change: dict[str, str | None], word: str) -> None:
    team = slack.workspace("Ward")
    keys = replace(Workspace(team.bot_token, team.app_token, SECRET), **change)  # type: ignore[arg-type]
    assert word in await faults(slack, keys)


async def test_missing_scopes_are_listed(slack: Double) -> None:
    team = slack.workspace("Ward")
    team.scopes = set(SCOPES) - {"im:write", "commands"}
    found = await faults(slack, Workspace(team.bot_token, team.app_token))
    assert "no slash command" in found
    assert "commands, im:write" in found


async def test_tokens_of_two_apps_are_noticed(slack: Double) -> None:
    one, other = slack.workspace("One"), slack.workspace("Two")
    assert "two different apps" in await faults(slack, Workspace(one.bot_token, other.app_token))


async def test_an_unreachable_slack_is_said_to_be_that() -> None:
    found = await diagnose(Workspace("xoxb-1", "xapp-1"), "http://127.0.0.1:9/api/")
    assert all("can't be reached" in fault.text() for fault in found)
    assert len(found) == 2
