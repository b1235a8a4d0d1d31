"""``curbside slack manifest``: what an administrator pastes into Slack."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.slack import contract
from tests.slack.double import Double

URL = "https://curbside.example"


async def test_the_manifest_delivers_to_the_public_address(cli: Cli) -> None:
    os.environ["CURBSIDE_WEB__PUBLIC_URL"] = URL
    made = json.loads((await cli("slack", "manifest")).out)
    assert made["settings"]["event_subscriptions"]["request_url"] == f"{URL}/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize(("url", "arguments"), [("", []), (URL, ["--socket"])])
async def test_without_one_or_by_choice_it_uses_a_socket(cli: Cli, url: str, arguments: list[str]) -> None:
    if url:
        os.environ["CURBSIDE_WEB__PUBLIC_URL"] = url
    made = (await cli("slack", "manifest", *arguments)).out
    assert json.loads(made)["settings"]["socket_mode_enabled"] is True
    assert URL not in made


async def test_it_is_written_where_one_says_and_makes_a_whole_app(cli: Cli, installation: Path) -> None:
    told = await cli("slack", "manifest", "--out", "manifest.json")
    assert told.out == "Written: manifest.json\n"
    made = json.loads((installation / "manifest.json").read_text(encoding="utf8"))
    async with Double() as slack:
        team = slack.workspace("Ward")
        team.install(made)
        assert team.commands == {"/curbside"}
        os.environ["CURBSIDE_SLACK__API_URL"] = slack.api_url
        told = await cli("setup", "slack", piped=f"{team.bot_token}\n\n{team.app_token}\n\n")
        assert f"Slack accepts the tokens of Ward ({team.id})." in told.out  # its scopes suffice


@pytest.mark.skipif(contract.Contract.found() is None, reason=contract.ABSENT)
@pytest.mark.parametrize("arguments", [[], ["--socket"]])
async def test_slack_s_own_schema_takes_it(cli: Cli, arguments: list[str]) -> None:
    os.environ["CURBSIDE_WEB__PUBLIC_URL"] = URL
    assert contract.check_manifest(json.loads((await cli("slack", "manifest", *arguments)).out)) == []
