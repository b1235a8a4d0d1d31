"""The harness of the real local Slack, proved with plain Bolt."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.local import MISSING, LocalSlack, Setup
from tests.slack.sample import MODAL, buttons, section

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=MISSING)]


def bolt(local: LocalSlack) -> tuple[AsyncApp, list[str]]:
    client = AsyncWebClient(token=local.setup.bot_token, base_url=local.api_url)
    app = AsyncApp(client=client, signing_secret=local.setup.signing_secret)
    heard: list[str] = []

    @app.command("/try")
    async def command(ack: Any, command: Any, client: Any) -> None:
        await ack()
        heard.append(command["text"])
        blocks = [section("Yes?"), buttons("Go")]
        await client.chat_postMessage(channel=command["channel_id"], text="Yes?", blocks=blocks)

    @app.action("press")
    async def pressed(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("form")
    async def submitted(ack: Any, view: Any, client: Any) -> None:
        await ack()
        said = view["state"]["values"]["question"]["typed"]["value"]
        await client.chat_postMessage(channel="CCASES", text=f"asked: {said}")

    return app, heard


async def with_text(local: LocalSlack, text: str) -> Any:
    return next((m for m in await local.messages("cases") if m["text"] == text), None)


async def whole_path(local: LocalSlack) -> None:
    """Command, button, modal, message."""
    await local.command("amina", "cases", "/try now")
    message = await local.until(lambda: with_text(local, "Yes?"))
    await local.press("amina", message, "Go")

    async def modal() -> Any:
        return local.modals

    await local.until(modal)
    await local.submit("amina", {"Question": "How long?"})
    await local.until(lambda: with_text(local, "asked: How long?"))


async def test_socket_mode_with_faults_in_between() -> None:
    async with LocalSlack() as local:
        app, heard = bolt(local)
        client = AsyncWebClient(token=local.setup.app_token, base_url=local.api_url)
        handler = AsyncSocketModeHandler(app, local.setup.app_token, web_client=client, ping_interval=0.5)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await local.relay.connected()
        try:
            await whole_path(local)
            local.relay.twice = 1
            await local.command("amina", "cases", "/try twice")

            async def answered() -> bool:
                return [m["text"] for m in await local.messages("cases")].count("Yes?") == 3

            await local.until(answered)
            assert heard == ["now", "twice", "twice"]
            old = local.relay.sockets[0]
            old.silent = True
            await local.relay.connected(anew_after=old)  # the SDK missed its pongs
            old = local.relay.sockets[0]
            await local.relay.refresh()
            await local.relay.connected(anew_after=old)
            await local.command("amina", "cases", "/try again")
            assert heard[-1] == "again"
            local.relay.trouble.rate_limit("chat.postMessage", retry_after=3)
            with pytest.raises(SlackApiError) as limited:
                await app.client.chat_postMessage(channel="CCASES", text="too much")
            assert limited.value.response.headers["Retry-After"] == "3"
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


async def test_signed_http() -> None:
    async with LocalSlack(Setup(http_path="/slack/events")) as local:
        app, _ = bolt(local)
        runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        local.app_port = runner.addresses[0][1]
        try:
            await whole_path(local)
        finally:
            await runner.cleanup()
