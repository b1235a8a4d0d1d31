"""Setting up against the platforms' doubles: what is right, what is missing, and no token where it could be read."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from discord.http import Route

from bot import app, settings
from tests.cli.conftest import GUARD_CAN_NOT_READ, SECRET, Cli
from tests.discord import double as discord_double
from tests.discord.people import EVERYONE
from tests.discord.world import permission_bits
from tests.slack import double as slack_double
from tests.slack.people import Workspace

ROOT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9"  # the port of 'discard', where nothing listens
NOTHING_KEPT = "Nothing was kept. Mend this, then give the same command again."


def pasted(team: Workspace, *, admin: bool = False) -> str:
    """What an administrator pastes for a workspace that is served over HTTPS."""
    return "\n".join([team.bot_token, team.line.signing_secret, "", team.admin_token if admin else "", ""])


# Discord


@pytest.mark.usefixtures("address")
async def test_a_good_token_is_accepted_and_the_invitation_asks_for_what_is_needed(
    discord: discord_double.Double, cli: Cli, installation: Path
) -> None:
    discord.guild("Ward round")
    told = await cli("setup", "discord", piped=discord.token + "\n")
    assert told.code == 0, told.all
    assert "Discord accepts the token.\nPut it into .env as CURBSIDE_DISCORD__TOKEN=…," in told.out
    link = (
        f"https://discord.com/oauth2/authorize?client_id={discord.bot.id}&scope=bot+applications.commands&permissions="
    )
    needed = permission_bits(
        ("view_channel", "send_messages", "send_messages_in_threads", "create_public_threads", "read_message_history")
    )
    removing = needed | permission_bits(("manage_messages", "manage_threads"))
    assert f"{link}{needed}\n" in told.out
    assert f"{link}{removing}\n" in told.out
    assert told.out.endswith("Nothing is missing.\n")
    assert discord.token not in told.all
    assert not (installation / ".env").exists()


async def test_a_token_that_discord_refuses_is_not_written(
    discord: discord_double.Double, cli: Cli, installation: Path
) -> None:
    told = await cli("setup", "discord", "--write", piped="wrong.but-whole_token\n")
    assert told.code == 1
    refused = "Discord refuses the token. Reset it on the application's page, under Bot, and set it anew."
    assert f"MISSING  discord   {refused}\n{NOTHING_KEPT}\n" in told.out
    assert "wrong.but-whole_token" not in told.all
    assert not (installation / ".env").exists()


@pytest.mark.parametrize("typed", ["", "two words\n", "kopiert€\n", "x\n"])
async def test_what_can_not_be_a_token_is_sent_nowhere(discord: discord_double.Double, cli: Cli, typed: str) -> None:
    told = await cli("setup", "discord", piped=typed)
    assert told.code == 1
    assert told.err == "curbside: That is no bot token: copy it once more, whole and alone. Nothing was kept.\n"
    assert discord.requests == []


async def test_what_is_missing_on_discord_is_said_with_where_to_mend_it(
    discord: discord_double.Double, cli: Cli
) -> None:
    guild = discord.guild("Ward round", bot_permissions=())
    guild.roles[0].permissions = permission_bits(EVERYONE) & ~permission_bits(("create_public_threads",))
    discord.revoke("message_content")
    discord.revoke("members")
    told = await cli("setup", "discord", piped=discord.token + "\n")
    assert told.code == 1
    assert "Discord accepts the token." in told.out
    assert told.out.splitlines()[-5:] == [
        GUARD_CAN_NOT_READ,
        "MISSING  discord   The server-members intent is off: who leaves or is banned stays signed in. Turn it on under"
        " Bot.",
        "MISSING  discord   In Ward round the bot's role lacks: create public threads. Change the role, or invite the"
        " bot again.",
        "MISSING  address   CURBSIDE_WEB__PUBLIC_URL is not set: members can't open a form. It is your https://"
        " address.",
        "Mend these, then look again: curbside check",
    ]


async def test_an_application_that_is_nowhere_yet_gets_its_invitation(discord: discord_double.Double, cli: Cli) -> None:
    told = await cli("setup", "discord", piped=discord.token + "\n")
    assert told.code == 1
    assert "MISSING  discord   The application is in no server. Invite it: https://discord.com/oauth2/" in told.out


async def test_a_discord_that_can_not_be_reached_is_said_to_be_that(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    os.environ["CURBSIDE_DISCORD__API_URL"] = f"{NOWHERE}/api/v10"
    told = await cli("setup", "discord", piped="whole.token\n")
    assert told.code == 1
    assert "Discord can't be asked (ClientConnectorError). Check the network and CURBSIDE_DISCORD__API_URL." in told.out


@pytest.mark.usefixtures("address")
async def test_writing_appends_for_the_owner_alone_and_overwrites_nothing(
    discord: discord_double.Double, cli: Cli, installation: Path
) -> None:
    discord.guild("Ward round")
    file = installation / ".env"
    file.write_text("# CURBSIDE_DISCORD__TOKEN=\nCURBSIDE_LOG__LEVEL=debug", encoding="utf8")
    file.chmod(0o644)
    told = await cli("setup", "discord", "--write", piped=discord.token + "\n")
    assert told.code == 0, told.all
    assert "Written: .env (readable to you alone)." in told.out
    lines = ["# CURBSIDE_DISCORD__TOKEN=", "CURBSIDE_LOG__LEVEL=debug", f"CURBSIDE_DISCORD__TOKEN={discord.token}"]
    assert file.read_text(encoding="utf8").splitlines() == lines
    assert file.stat().st_mode & 0o777 == 0o600
    assert discord.token not in told.all  # though its log is at debug

    again = await cli("setup", "discord", "--write")  # now it stands in the settings: nothing is asked
    assert again.code == 0
    assert again.out.startswith("CURBSIDE_DISCORD__TOKEN is set: this looks whether Discord accepts it.")
    assert file.read_text(encoding="utf8").splitlines() == lines

    file.write_text("CURBSIDE_DISCORD__TOKEN=\n", encoding="utf8")
    os.environ.pop("CURBSIDE_DISCORD__TOKEN")
    refused = await cli("setup", "discord", "--write", piped=discord.token + "\n")
    assert refused.err == "curbside: CURBSIDE_DISCORD__TOKEN stands in .env already. Nothing was written.\n"
    assert file.read_text(encoding="utf8") == "CURBSIDE_DISCORD__TOKEN=\n"


def test_what_is_typed_at_a_terminal_is_not_echoed(installation: Path) -> None:
    os.environ["CURBSIDE_DISCORD__API_URL"] = f"{NOWHERE}/api/v10"
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "setup", "discord"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True)
    os.close(theirs)
    shown = _read(ours, b"Bot token: ")
    os.write(ours, b"typed.at-the_terminal\n")
    shown += _read(ours, b"give the same command again.")
    assert child.wait(30) == 1
    os.close(ours)
    assert b"Discord can't be asked" in shown
    assert b"typed.at-the_terminal" not in shown


def _read(terminal: int, until: bytes) -> bytes:
    shown = b""
    while until not in shown:
        assert select.select([terminal], [], [], 60)[0], shown
        shown += os.read(terminal, 4096)
    return shown


# Slack


@pytest.mark.usefixtures("address")
async def test_several_workspaces_are_kept_sealed_listed_and_forgotten(
    slack: slack_double.Double, cli: Cli, installation: Path
) -> None:
    ward = slack.workspace("Ward", signing_secret=SECRET)
    clinic = slack.workspace("Clinic", signing_secret=SECRET[::-1])
    for team, admin in ((ward, False), (clinic, True)):
        told = await cli("setup", "slack", piped=pasted(team, admin=admin))
        assert told.code == 0, told.all
        assert f"Slack accepts the tokens of {team.name} ({team.id}).\nThey are kept encrypted" in told.out
        assert "press 'Retry' until it says 'Verified'." in told.out
        assert told.out.endswith("Nothing is missing.\n")
        for token in (team.bot_token, team.line.signing_secret, team.admin_token):
            assert token not in told.all
            assert token.encode() not in everything(installation / "data")
    found = settings.load()
    async with app.bare_store(found) as store:
        served = await app.slack_workspaces(found, store)
    assert [(each.bot_token, each.app_token, each.signing_secret, each.admin_token) for each in served] == [
        (ward.bot_token, None, SECRET, None),
        (clinic.bot_token, None, SECRET[::-1], clinic.admin_token),
    ]
    listed = f"{ward.id}  bot_token, signing_secret\n{clinic.id}  bot_token, signing_secret, admin_token\n"
    assert (await cli("setup", "slack", "--list")).out == listed
    assert (await cli("check")).code == 0
    assert (await cli("setup", "slack", "--remove", ward.id)).code == 0
    assert (await cli("setup", "slack", "--list")).out.startswith(clinic.id)
    again = await cli("setup", "slack", "--remove", ward.id)
    assert again.err == f"curbside: No tokens of {ward.id} are kept. See: curbside setup slack --list\n"


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.mark.usefixtures("address")
async def test_tokens_given_anew_take_the_place_of_all_that_were_kept(slack: slack_double.Double, cli: Cli) -> None:
    team = slack.workspace("Ward", signing_secret=SECRET)
    await cli("setup", "slack", piped=pasted(team, admin=True))
    await cli("setup", "slack", piped=pasted(team))
    assert (await cli("setup", "slack", "--list")).out == f"{team.id}  bot_token, signing_secret\n"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (
            ["xoxb-wrong-token", SECRET, "", ""],
            "Slack refuses the bot token: invalid_auth. See docs/slack.md, Troubleshooting.",
        ),
        (
            ["BOT", "", "", ""],
            "Give an app token (Socket Mode) or a signing secret (HTTP): without one Slack can't reach Curbside.",
        ),
        (
            ["BOT", "", "xapp-wrong", ""],
            "Slack refuses the app token: invalid_auth. See docs/slack.md, Troubleshooting.",
        ),
        (
            ["BOT", "hunter2hunter2", "", ""],
            "The signing secret is 32 hexadecimal digits. It stands under Basic Information.",
        ),
    ],
)
async def test_what_slack_refuses_is_said_and_nothing_is_kept(
    slack: slack_double.Double, cli: Cli, lines: list[str], fault: str
) -> None:
    team = slack.workspace("Ward")
    typed = [team.bot_token if line == "BOT" else line for line in lines]
    told = await cli("setup", "slack", piped="\n".join([*typed, ""]))
    assert told.code == 1
    assert f"MISSING  slack     {fault}\n{NOTHING_KEPT}\n" in told.out
    assert not [line for line in typed if line and line in told.all]
    assert (await cli("setup", "slack", "--list")).out.startswith("No workspace's tokens are kept.")


async def test_missing_scopes_are_named(slack: slack_double.Double, cli: Cli) -> None:
    team = slack.workspace("Ward", signing_secret=SECRET)
    team.scopes -= {"im:write", "usergroups:read"}
    told = await cli("setup", "slack", piped=pasted(team))
    assert told.code == 1
    assert (
        "MISSING  slack     The bot lacks scopes: im:write, usergroups:read. Paste the manifest again, then reinstall"
        " the app.\n" in told.out
    )


async def test_a_slack_that_can_not_be_reached_is_said_to_be_that(cli: Cli) -> None:
    os.environ["CURBSIDE_SLACK__API_URL"] = f"{NOWHERE}/api/"
    told = await cli("setup", "slack", piped=f"xoxb-1-token\n{SECRET}\n\n\n")
    assert told.code == 1
    assert "MISSING  slack     Slack can't be reached (" in told.out
    assert NOTHING_KEPT in told.out


async def test_without_a_public_address_the_steps_are_those_of_socket_mode(
    slack: slack_double.Double, cli: Cli
) -> None:
    team = slack.workspace("Ward")
    told = await cli("setup", "slack", piped=f"{team.bot_token}\n\n{team.app_token}\n\n")
    assert "curbside slack manifest --out manifest.json --socket" in told.out
    assert "'connections:write'" in told.out
    assert f"Slack accepts the tokens of Ward ({team.id})." in told.out
    assert told.code == 1  # forms about patients need the address all the same
    assert "MISSING  address   CURBSIDE_WEB__PUBLIC_URL is not set" in told.out


@pytest.mark.usefixtures("address")
async def test_a_workspace_of_the_settings_is_looked_at_and_not_kept_twice(
    slack: slack_double.Double, cli: Cli
) -> None:
    team = slack.workspace("Ward", signing_secret=SECRET)
    os.environ |= {"CURBSIDE_SLACK__BOT_TOKEN": team.bot_token, "CURBSIDE_SLACK__SIGNING_SECRET": SECRET}
    told = await cli("setup", "slack", piped="\n\n\n\n")
    assert told.code == 0, told.all
    assert f"Slack accepts the tokens of Ward ({team.id}).\n" in told.out
    assert "kept encrypted" not in told.out
    twice = await cli("setup", "slack", piped=pasted(team))
    assert twice.err == (
        f"curbside: {team.id} is served by CURBSIDE_SLACK__BOT_TOKEN already. Change it there, or remove it first.\n"
    )


@pytest.mark.usefixtures("address")
async def test_another_key_later_is_said_to_be_another(slack: slack_double.Double, cli: Cli) -> None:
    team = slack.workspace("Ward", signing_secret=SECRET)
    await cli("setup", "slack", piped=pasted(team))
    os.environ["CURBSIDE_KEY"] = "cd" * 32
    fault = f"The tokens of Slack workspace {team.id} were sealed with another CURBSIDE_KEY. Set that key again,"
    assert fault in (await cli("setup", "slack", "--list")).err
    checked = await cli("check")
    assert checked.code == 1
    assert f"MISSING  slack     {fault}" in checked.out
    assert fault in (await cli("run")).err
    assert (await cli("setup", "slack", "--remove", team.id)).code == 0
    assert (await cli("check")).code == 0
