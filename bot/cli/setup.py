"""``curbside setup discord|slack``: how to make the app, step by step, and what the platform says of it.

Tokens are asked for without an echo, or read from standard input, one a line. None is ever printed or logged.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import app, log, settings, tokens
from bot.cli import check
from bot.errors import Refused
from bot.i18n import Message, say
from bot.settings import Settings
from bot.store import migrations

ENV_FILE = Path(".env")
DISCORD_TOKEN = "CURBSIDE_DISCORD__TOKEN"  # noqa: S105 - the setting's name
TOKEN = r"[A-Za-z0-9._-]{8,400}"  # noqa: S105 - both platforms'; anything else was not copied whole

DISCORD_STEPS = """\
Discord. You need the right to manage your server ('Manage Server').
 1. Open https://discord.com/developers/applications and press 'New Application'. Give it a name, accept the terms,
    press 'Create'.
 2. Page 'Installation': under 'Install Link' choose 'None'. Press 'Save Changes'.
 3. Page 'Bot': switch 'Public Bot' off; under 'Privileged Gateway Intents' switch 'Server Members Intent' and
    'Message Content Intent' on. Press 'Save Changes'.
 4. Same page: press 'Reset Token', confirm, press 'Copy', and paste it here. It is not shown.
"""
DISCORD_NEXT = """\
 5. Open this link, choose your server, press 'Authorize':
    {plain}
    Only where the guard shall remove messages, this one instead:
    {removing}
 6. Start Curbside again. On its own page, as an administrator, give: space code
 7. In the server, give: /account link, with that code. Then, in each channel for cases: /channel add
"""
SLACK_STEPS = """\
Slack. You need the right to install apps in your workspace. Each workspace makes its own app.
 1. curbside slack manifest --out manifest.json{socket}
 2. Open https://api.slack.com/apps, press 'Create New App', choose 'From a manifest' and your workspace, press 'Next'.
    Choose 'JSON', put the file's text in place of what is there, press 'Next', then 'Create'.
 3. Page 'Install App': press the 'Install' button, then 'Allow'. Copy the 'Bot User OAuth Token'.
{line}
 5. Paste here what you copied; it is not shown. Press Enter alone at what you don't have.
"""
OVER_HTTPS = """\
 4. Page 'Basic Information', under 'App Credentials': 'Signing Secret', press 'Show', copy it."""
OVER_SOCKET = """\
 4. Page 'Basic Information', under 'App-Level Tokens': press 'Generate Token and Scopes', name it, press 'Add Scope',
    choose 'connections:write', press 'Generate', copy the token."""
SLACK_NEXT = """\
 6. Start Curbside again.{verify} On its own page, as an administrator, give: space code
 7. In the workspace, give: /curbside account link CODE. Then, in each channel for cases, invite the bot (/invite) and
    give: /curbside channel add
"""
VERIFY = " In Slack, page 'Event Subscriptions': press 'Retry' until it says 'Verified'."
SLACK_QUESTIONS = (
    ("bot_token", "Bot token (xoxb-…)"),
    ("signing_secret", "Signing secret, for delivery over HTTPS"),
    ("app_token", "App-level token (xapp-…), for Socket Mode"),
    ("admin_token", "An administrator's user token (xoxp-…), only where the guard shall remove messages; it can do all"
                    " that they can"),
)  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    platforms = parser.add_subparsers(dest="platform", required=True, metavar="PLATFORM")
    discord = platforms.add_parser("discord", help="one application for all servers")
    discord.add_argument(
        "--write", action="store_true", help="append the token to .env, readable to you alone, unless one stands there"
    )
    slack = platforms.add_parser(
        "slack", help="one app for each workspace; its tokens are kept encrypted in the database"
    )
    kept = slack.add_mutually_exclusive_group()
    kept.add_argument("--list", action="store_true", help="list the workspaces whose tokens are kept")
    kept.add_argument("--remove", metavar="TEAM", help="forget a workspace's tokens (T…, see --list)")


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all is well; 1: something is missing, and it was said what."""
    found = settings.load()
    log.configure(found.log)
    if args.platform == "discord":
        return _discord(found, write=args.write)
    migrations.check(found.database)
    if args.list:
        return asyncio.run(_list(found))
    if args.remove:
        return asyncio.run(_remove(found, args.remove))
    return _slack(found)


def _discord(found: Settings, *, write: bool) -> int:
    token = found.discord.token.get_secret_value() if found.discord.token else ""
    given = bool(token)
    if given:
        print(f"{DISCORD_TOKEN} is set: this looks whether Discord accepts it. To set another, remove it there first.")
    else:
        print(DISCORD_STEPS)
        token = _secret("Bot token")
    links, faults = asyncio.run(_ask_discord(found, token))
    if links is None:
        _tell("discord", faults)
        print("Nothing was kept. Mend this, then give the same command again.")
        return 1
    print("Discord accepts the token.")
    if write and not given:
        append(ENV_FILE, DISCORD_TOKEN, token)
        print(f"Written: {ENV_FILE} (readable to you alone).")
    elif not given:
        print(
            f"Put it into {ENV_FILE} as {DISCORD_TOKEN}=…, or into the file that {DISCORD_TOKEN}_FILE names; or give"
            " this command with --write."
        )
    print(DISCORD_NEXT.format(plain=links[0], removing=links[1]))
    return _end(found, "discord", faults)


async def _ask_discord(found: Settings, token: str) -> tuple[tuple[str, str] | None, list[Message]]:
    """The invitations, None where the token isn't accepted; and what is missing."""
    _whole(token, "bot token")
    links = await app.discord_invitations(found, token)
    return links, await app.discord_faults(found, token)


def _slack(found: Settings) -> int:
    given = tokens.given(found)
    if given:
        print("CURBSIDE_SLACK__BOT_TOKEN is set. For another workspace, paste its tokens; press Enter alone to look"
              " whether Slack accepts the ones that are set.\n")  # fmt: skip
    over_https = found.web.public_url is not None
    print(SLACK_STEPS.format(socket="" if over_https else " --socket", line=OVER_HTTPS if over_https else OVER_SOCKET))
    typed = {name: _secret(question) for name, question in SLACK_QUESTIONS}
    typed = {name: token for name, token in typed.items() if token}
    return asyncio.run(_ask_slack(found, typed or given, keep=bool(typed)))


async def _ask_slack(found: Settings, keys: dict[str, str], *, keep: bool) -> int:
    if "bot_token" not in keys:
        raise Refused(say("A bot token is needed. Nothing was kept."))
    for name, token in keys.items():
        _whole(token, name.replace("_", " "))
    faults = await app.slack_faults(found, keys)
    team = None if faults else await app.slack_team(found, keys["bot_token"])
    if team is None:
        _tell("slack", faults or [say("Slack can't be reached. Try again.")])
        print("Nothing was kept. Mend this, then give the same command again.")
        return 1
    print(f"Slack accepts the tokens of {team[1]} ({team[0]}).")
    if keep:
        await _keep(found, team[0], keys)
        print("They are kept encrypted in the database.")
    print(SLACK_NEXT.format(verify=VERIFY if "signing_secret" in keys else ""))
    return _end(found, "slack", [])


async def _keep(found: Settings, team: str, keys: dict[str, str]) -> None:
    """Raises Refused where the settings serve that workspace already."""
    given = tokens.given(found)
    served = await app.slack_team(found, given["bot_token"]) if given else None
    if served is not None and served[0] == team:
        raise Refused(say("{team} is served by CURBSIDE_SLACK__BOT_TOKEN already. Change it there, or remove it first.",
                          team=team))  # fmt: skip
    async with app.bare_store(found) as store:
        await tokens.keep(found, store, team, keys)


async def _list(found: Settings) -> int:
    async with app.bare_store(found) as store:
        kept = await tokens.sealed(found, store)
    for team, names in kept.items():
        print(f"{team}  {', '.join(name for name in tokens.NAMES if name in names)}")
    if not kept:
        print("No workspace's tokens are kept. Add one: curbside setup slack")
    return 0


async def _remove(found: Settings, team: str) -> int:
    async with app.bare_store(found) as store:
        if not await tokens.forget(store, team):
            raise Refused(say("No tokens of {team} are kept. See: curbside setup slack --list", team=team))
    print(f"The tokens of {team} are forgotten. Start Curbside again; in Slack, remove the app from the workspace.")
    return 0


def _secret(question: str) -> str:
    """What is typed without an echo, or the next line that is piped; '' where there is none."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    try:
        return getpass.getpass(f"{question}: ").strip()
    except EOFError:
        return ""


def _whole(token: str, name: str) -> None:
    """Raises Refused for what can't be a token, before it is sent anywhere."""
    if not re.fullmatch(TOKEN, token):
        raise Refused(say("That is no {name}: copy it once more, whole and alone. Nothing was kept.", name=name))


def _tell(platform: str, faults: Sequence[Message]) -> None:
    for fault in faults:
        print(f"MISSING  {platform:<9} {fault.text()}")


def _end(found: Settings, platform: str, faults: Sequence[Message]) -> int:
    """What is still missing, with the address, which every form about a patient needs."""
    _tell(platform, faults)
    addresses = list(check.address(found))
    for address in addresses:
        print(f"MISSING  address   {address}")
    if faults or addresses:
        print("Mend these, then look again: curbside check")
        return 1
    print("Nothing is missing.")
    return 0


def append(path: Path, name: str, value: str) -> None:
    """Add a secret to a settings file, readable to its owner alone from then on. Raises Refused if it stands there."""
    before = path.read_text(encoding="utf8") if path.exists() else ""
    if re.search(rf"(?m)^\s*(export\s+)?{name}\s*=", before):
        raise Refused(say("{name} stands in {path} already. Nothing was written.", name=name, path=str(path)))
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(("" if before.endswith("\n") or not before else "\n") + f"{name}={value}\n")
