"""``curbside check`` on the platforms' doubles: what is set up, what is missing, and what is mistyped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot import app, settings
from bot.store.base import Scope
from bot.store.unit import Unit
from tests.cli.conftest import GUARD_CAN_NOT_READ, SECRET, Cli
from tests.discord import double as discord_double
from tests.slack import double as slack_double
from tests.support import KEY


@pytest.mark.usefixtures("address")
async def test_check_asks_both_platforms(discord: discord_double.Double, slack: slack_double.Double, cli: Cli) -> None:
    team = slack.workspace("Ward", signing_secret=SECRET)
    os.environ |= {
        "CURBSIDE_DISCORD__TOKEN": discord.token,
        "CURBSIDE_SLACK__BOT_TOKEN": team.bot_token,
        "CURBSIDE_SLACK__SIGNING_SECRET": SECRET,
    }
    discord.guild("Ward round")
    told = await cli("check")
    assert told.code == 0, told.all
    assert "ok       discord\nok       slack\n" in told.out
    discord.revoke("message_content")
    team.scopes -= {"commands"}
    worse = await cli("check")
    assert worse.code == 1
    assert GUARD_CAN_NOT_READ in worse.out
    assert f"MISSING  slack     Ward ({team.id}): The bot lacks scopes: commands." in worse.out
    assert discord.token not in worse.all
    assert team.bot_token not in worse.all
    os.environ["CURBSIDE_SLACK__BOT_TOKEN"] = "xoxb-revoked"
    assert "slack     CURBSIDE_SLACK__BOT_TOKEN: Slack refuses the bot token: invalid_auth." in (await cli("check")).out


@pytest.mark.usefixtures("address")
async def test_check_looks_at_the_channels_that_were_added(discord: discord_double.Double, cli: Cli) -> None:
    os.environ["CURBSIDE_DISCORD__TOKEN"] = discord.token
    guild = discord.guild("Ward round")
    cases, hidden = discord.channel(guild, "cases"), discord.channel(guild, "hidden")

    def link(unit: Unit) -> None:
        community = unit.elsewhere(Scope(unit.directory.found("Ward").id))
        space = community.spaces.add("discord", str(guild.id), "Ward round")
        for channel in (cases, hidden):
            community.spaces.add_channel(space, str(channel.id), channel.name)

    async with app.bare_store(settings.load()) as store:
        await store.write(None, link)
    assert (await cli("check")).code == 0
    discord.forbid(cases, "send_messages_in_threads")
    discord.forbid(hidden, "view_channel")
    told = await cli("check")
    assert told.code == 1
    assert [line for line in told.out.splitlines() if "discord" in line] == [
        "MISSING  discord   In #cases the bot lacks: send messages in threads. Check the channel's permissions.",
        f"MISSING  discord   The bot can't see channel {hidden.id}. Let its role view it, or unlink it.",
    ]


@pytest.mark.usefixtures("address")
async def test_what_is_not_set_up_is_not_missing(cli: Cli) -> None:
    told = await cli("check")
    assert told.code == 0, told.all
    assert "-        discord   not set up: curbside setup discord\n" in told.out
    assert "-        slack     not set up: curbside setup slack\n" in told.out


async def test_a_mistyped_setting_is_named_with_the_nearest_and_never_its_value(cli: Cli, installation: Path) -> None:
    os.environ["CURBSIDE_SLAK__BOT_TOKEN"] = "xoxb-mistyped"
    (installation / "key").write_text(KEY, encoding="utf8")
    os.environ["CURBSIDE_KEY_FILE"] = str(installation / "key")  # a setting, by its file
    told = await cli("check")
    assert (
        "WARNING  settings  CURBSIDE_SLAK__BOT_TOKEN is no setting of Curbside. The nearest is"
        " CURBSIDE_SLACK__BOT_TOKEN.\n" in told.out
    )
    assert told.out.count("WARNING") == 1
    os.environ["CURBSIDE_DATA"] = str(installation / "nowhere")
    started = await cli("run")
    assert started.err.startswith("curbside: CURBSIDE_SLAK__BOT_TOKEN is no setting of Curbside. The nearest is")
    assert "xoxb-mistyped" not in told.all + started.all
