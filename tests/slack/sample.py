"""A small Bolt app with one of everything, and two ways to run it: what the harness is proved with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.double import Double
from tests.slack.people import Workspace


def bolt(slack: Double, team: Workspace) -> AsyncApp:
    """A small app with one of everything."""
    client = AsyncWebClient(token=team.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret=team.line.signing_secret)

    @app.command("/try")
    async def command(ack: Any, command: Any, respond: Any, client: Any) -> None:
        await ack()
        if command["text"] == "form":
            await client.views_open(trigger_id=command["trigger_id"], view=MODAL)
            return
        await respond(text="Yes?", blocks=[section("Yes?"), buttons("Go", "Stop")])

    @app.action("press")
    async def pressed(ack: Any, action: Any, respond: Any) -> None:
        await ack()
        await respond(text=f"pressed {action['value']}", replace_original=True)

    @app.view("form")
    async def submitted(ack: Any, view: Any, body: Any, client: Any) -> None:
        said = view["state"]["values"]["question"]["typed"]["value"]
        if said == "?":
            await ack(response_action="errors", errors={"question": "More words, please."})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"asked: {said}")

    add_places(app)
    return app


def add_places(app: AsyncApp) -> None:
    """Where there is no command: shortcuts, mentions, Home."""

    @app.shortcut("ask")
    async def shortcut(ack: Any, shortcut: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=MODAL)

    @app.shortcut("answer")
    async def message_shortcut(ack: Any, shortcut: Any, client: Any) -> None:
        await ack()
        where = {"channel": shortcut["channel"]["id"], "thread_ts": shortcut["message"]["ts"]}
        await client.chat_postMessage(**where, text="marked")

    @app.event("app_mention")
    async def mentioned(event: Any, client: Any) -> None:
        where = {"channel": event["channel"], "user": event["user"]}
        await client.chat_postEphemeral(**where, text="only you see this")

    @app.event("app_home_opened")
    async def home(event: Any, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("My cases")]})

    @app.shortcut("nothing")
    async def nothing(ack: Any) -> None:
        await ack()

    @app.event("message")
    @app.event("member_joined_channel")
    async def heard(event: Any) -> None:
        pass


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def buttons(*labels: str) -> dict[str, Any]:
    made = [
        {"type": "button", "action_id": "press" if not i else f"press{i}", "value": label.lower()}
        | {"text": {"type": "plain_text", "text": label}}
        for i, label in enumerate(labels)
    ]
    return {"type": "actions", "elements": made}


MODAL = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "question",
            "label": {"type": "plain_text", "text": "Question"},
            "element": {"type": "plain_text_input", "action_id": "typed", "max_length": 100},
        }
    ],
}


@asynccontextmanager
async def over_socket(app: AsyncApp, team: Workspace) -> AsyncIterator[None]:
    client = AsyncWebClient(token=team.app_token, base_url=team.slack.api_url)
    handler = AsyncSocketModeHandler(app, team.app_token, web_client=client, ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await team.connected()
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(app: AsyncApp, team: Workspace) -> AsyncIterator[None]:
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    team.use_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    try:
        yield
    finally:
        await runner.cleanup()


def manifest() -> dict[str, Any]:
    return {
        "display_information": {"name": "Curbside"},
        "features": {
            "bot_user": {"display_name": "curbside"},
            "slash_commands": [{"command": "/try", "description": "Try it", "should_escape": True}],
            "shortcuts": [{"name": "Ask", "type": "global", "callback_id": "ask", "description": "Ask"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}, "socket_mode_enabled": True},
    }
