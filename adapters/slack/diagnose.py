"""What is missing in a workspace's app, found by asking Slack, in words for the administrator who sets it up."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answers import reason
from adapters.slack.manifest import SCOPES
from adapters.slack.workspace import CALL_SECONDS, UNREACHABLE, Team, Workspace
from bot.i18n import Message, say

HELLO_SECONDS = 10.0


async def diagnose(workspace: Workspace, api_url: str | None = None) -> list[Message]:
    """Everything that keeps this workspace's app from working; empty where all is well. Sends and changes nothing."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS)) as session:
        team = Team(workspace, api_url, session)
        faults = await _bot(team)
        faults += await _line(team, session)
        faults += await _admin(team)
    return faults


async def identity(bot_token: str, api_url: str | None = None) -> tuple[str, str] | None:
    """The id and the name of the workspace that this token opens; None where Slack doesn't say."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS)) as session:
        team = Team(Workspace(bot_token), api_url, session)
        try:
            await team.identify()
        except (SlackApiError, *UNREACHABLE):
            return None
    return team.id, team.name


async def _bot(team: Team) -> list[Message]:
    if not team.keys.bot_token.startswith("xoxb-"):
        return [
            say("The bot token begins with xoxb-. It stands under OAuth & Permissions, after the app is installed.")
        ]
    try:
        told: Any = await team.client.auth_test()
    except (SlackApiError, *UNREACHABLE) as error:
        return [_refused("bot token", error)]
    granted = set((told.headers.get("x-oauth-scopes") or "").replace(" ", "").split(","))
    missing = [scope for scope in SCOPES if scope not in granted]
    faults = []
    if "commands" in missing:
        faults.append(say("The app has no slash command: paste the manifest again, then reinstall the app."))
    if missing:
        scopes = ", ".join(missing)
        faults.append(
            say("The bot lacks scopes: {scopes}. Paste the manifest again, then reinstall the app.", scopes=scopes)
        )
    return faults


async def _line(team: Team, session: aiohttp.ClientSession) -> list[Message]:
    """How Slack reaches Curbside: a socket, or signed requests."""
    keys = team.keys
    if keys.app_token is None and keys.signing_secret is None:
        return [
            say("Give an app token (Socket Mode) or a signing secret (HTTP): without one Slack can't reach Curbside.")
        ]
    faults = []
    if keys.signing_secret is not None and not re.fullmatch(r"[0-9a-f]{32}", keys.signing_secret):
        faults.append(say("The signing secret is 32 hexadecimal digits. It stands under Basic Information."))
    if keys.app_token is not None:
        faults += await _socket(team, session)
    return faults


async def _socket(team: Team, session: aiohttp.ClientSession) -> list[Message]:
    token = team.keys.app_token or ""
    if not token.startswith("xapp-"):
        return [say("The app token begins with xapp-. Make one under Basic Information, with connections:write.")]
    try:
        told: Any = await team.client_of(None).apps_connections_open(app_token=token)
    except (SlackApiError, *UNREACHABLE) as error:
        return [_refused("app token", error)]
    try:
        async with asyncio.timeout(HELLO_SECONDS), session.ws_connect(told["url"]) as socket:
            hello = await socket.receive_json()
    except (*UNREACHABLE, TypeError, ValueError):
        return [say("The socket opened, but nothing came over it. A proxy or firewall may stop WebSockets.")]
    app = (hello.get("connection_info") or {}).get("app_id")
    with suppress(SlackApiError, *UNREACHABLE):
        if team.keys.bot_token.startswith("xoxb-"):
            await team.identify()
            own: Any = await team.client.bots_info(bot=team.bot)
            if app and own["bot"].get("app_id") not in (None, app):
                return [say("The app token and the bot token belong to two different apps.")]
    return []


async def _admin(team: Team) -> list[Message]:
    token = team.keys.admin_token
    if token is None:
        return []
    if not token.startswith("xoxp-"):
        return [say("The admin token begins with xoxp-: a user token of a workspace owner or admin.")]
    client: AsyncWebClient = team.client_of(token)
    try:
        told: Any = await client.auth_test()
    except (SlackApiError, *UNREACHABLE) as error:
        return [_refused("admin token", error)]
    if "chat:write" not in (told.headers.get("x-oauth-scopes") or ""):
        return [say("The admin token lacks the user scope chat:write, so it can't delete messages.")]
    return []


def _refused(which: str, error: BaseException) -> Message:
    code = reason(error)
    if isinstance(error, SlackApiError):
        return say("Slack refuses the {which}: {code}. See docs/slack.md, Troubleshooting.", which=which, code=code)
    return say("Slack can't be reached ({code}): check the network and the proxy.", code=code)
