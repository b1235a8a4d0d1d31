"""The double, proved with plain Bolt and none of Curbside: what it delivers, what it refuses, what it records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientConnectionError, web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.contract import ABSENT, MANIFEST, Contract, check_manifest
from tests.slack.double import Double
from tests.slack.people import Workspace

Run = Callable[[AsyncApp, Workspace], Any]


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


@pytest.fixture
def team(slack: Double) -> Workspace:
    return slack.workspace("Ward")


@pytest.fixture(params=[over_socket, over_http])
async def either(request: pytest.FixtureRequest, slack: Double, team: Workspace) -> AsyncIterator[Workspace]:
    """The workspace with the app at work, once in Socket Mode and once over HTTP. No fault may be found."""
    async with request.param(bolt(slack, team), team):
        yield team
        await slack.settled()
    assert slack.faults == []


async def test_a_command_answers_the_one_who_typed_it(either: Workspace) -> None:
    amina = either.user("amina")
    shown = await either.command(amina, either.channel("cases", members=[amina]), "/try now")
    assert shown.acked
    await either.slack.until(lambda: shown.answers)
    assert [m.shown for m in shown.ephemerals] == ["Yes?\nGo\nStop"]
    assert shown.posts == []
    pressed = await either.press(amina, shown, "Go")
    await either.slack.until(lambda: "pressed go" in shown.text)
    assert pressed.acked
    assert len(either.ephemerals(amina)) == 1  # replaced, not added


async def test_a_modal_opens_refuses_and_submits(either: Workspace) -> None:
    amina = either.user("amina")
    await either.command(amina, either.channel("cases", members=[amina]), "/try form")
    await either.slack.until(lambda: either.views(amina))
    [view] = either.views(amina)
    assert view.title == "Ask"
    with pytest.raises(AssertionError, match="must be filled in"):
        await either.submit(amina, view)
    refused = await either.submit(amina, view, {"Question": "?"})
    assert refused.errors == {"question": "More words, please."}
    assert either.views(amina) == [view]
    await either.submit(amina, view, {"Question": "How long?"})
    assert either.views(amina) == []
    await either.slack.until(lambda: either.dms(amina))
    assert either.dms(amina)[0].text == "asked: How long?"


async def test_shortcuts(either: Workspace) -> None:
    amina = either.user("amina")
    message = await either.say(amina, either.channel("cases", members=[amina]), "what of <5 & rising?")
    assert message.text == "what of &lt;5 &amp; rising?"
    await either.message_shortcut(amina, message, "answer")
    await either.slack.until(lambda: either.replies(message))
    assert either.replies(message)[0].text == "marked"
    shown = await either.shortcut(amina, "ask")
    await either.slack.until(lambda: shown.view)


async def test_mention_home_and_ephemeral(either: Workspace) -> None:
    amina = either.user("amina")
    channel = either.channel("cases", private=True, members=[amina])
    await either.mention(amina, channel, "help")
    await either.slack.until(lambda: either.ephemerals(amina))
    assert either.history(channel)[-1].user == amina.id
    await either.open_home(amina)
    await either.slack.until(lambda: either.home(amina))
    home = either.home(amina)
    assert home is not None
    assert "My cases" in home.shown


async def test_edits_deletions_and_joining_are_delivered(either: Workspace) -> None:
    amina, bo = either.user("amina"), either.user("bo")
    channel = either.channel("cases", members=[amina])
    message = await either.say(amina, channel, "first")
    await either.edit(message, "second")
    await either.delete(message)
    await either.join(bo, channel)
    kinds = [(d.payload["event"]["type"], d.payload["event"].get("subtype")) for d in either.line.deliveries]
    assert kinds == [
        ("message", None),
        ("message", "message_changed"),
        ("message", "message_deleted"),
        ("member_joined_channel", None),
    ]
    assert either.history(channel) == []


async def test_what_nobody_acknowledges_shows(slack: Double, team: Workspace) -> None:
    slack.patience = 0.05
    amina = team.user("amina")
    channel = team.channel("cases", members=[amina])
    async with over_socket(bolt(slack, team), team):
        assert not (await team.command(amina, channel, "/unknown")).acked
    assert not (await team.command(amina, channel, "/try now")).acked  # nobody is connected


def seen_by(app: AsyncApp) -> list[dict[str, Any]]:
    """Everything that reaches the app, with its retry number, in order."""
    seen: list[dict[str, Any]] = []

    @app.middleware
    async def note(body: Any, context: Any, request: Any, next: Callable[[], Awaitable[None]]) -> None:  # noqa: A002
        number = request.headers.get("x-slack-retry-num", ["0"])[0]
        seen.append({"id": body.get("event_id"), "retry": number, "body": body})
        await next()

    return seen


async def test_http_retries_carry_their_number(slack: Double, team: Workspace) -> None:
    app = bolt(slack, team)
    seen = seen_by(app)
    amina = team.user("amina")
    channel = team.channel("cases", members=[amina])
    await team.say(amina, channel, "nobody listens")
    async with over_http(app, team):
        assert await team.line.retry() == 1
        assert await team.line.retry() == 0
        await team.line.send(team.line.deliveries[0], number=2, reason="timeout")
    assert [each["retry"] for each in seen] == ["1", "2"]  # the first attempt found nobody
    assert len({each["id"] for each in seen}) == 1


async def test_held_events_come_shuffled_and_twice(slack: Double, team: Workspace) -> None:
    app = bolt(slack, team)
    seen = seen_by(app)
    amina = team.user("amina")
    channel = team.channel("cases", members=[amina])
    async with over_socket(app, team):
        team.line.hold()
        for number in range(20):
            await team.say(amina, channel, f"event {number}")
        assert seen == []
        await team.line.release(seed=4, twice=0.3)
    texts = [each["body"]["event"]["text"] for each in seen]
    assert len(set(texts)) == 20
    assert len(texts) > 20
    assert texts != sorted(texts)
    assert all(delivery.acked for delivery in team.line.deliveries)


async def test_a_refreshed_socket_goes_on(slack: Double, team: Workspace) -> None:
    amina = team.user("amina")
    channel = team.channel("cases", members=[amina])
    async with over_socket(bolt(slack, team), team):
        first = team.line.connections[0]
        await team.line.refresh()
        await slack.until(lambda: first not in team.line.connections and team.line.connections)
        assert (await team.command(amina, channel, "/try now")).acked


async def test_a_silently_dead_socket_loses_events_until_the_app_reconnects(slack: Double, team: Workspace) -> None:
    amina = team.user("amina")
    channel = team.channel("cases", members=[amina])
    async with over_socket(bolt(slack, team), team):
        team.line.fall_silent()
        await team.say(amina, channel, "into the void")
        assert not team.line.deliveries[-1].acked
        await team.connected()  # the SDK missed its pongs and connected anew
        await slack.until(lambda: all(not c.silent for c in team.line.connections))
        await team.line.retry()
        assert team.line.deliveries[-1].acked


@pytest.mark.parametrize("forged", ["signature", "timestamp"])
async def test_a_forged_request_is_refused(slack: Double, team: Workspace, forged: str) -> None:
    app = bolt(slack, team)
    seen = seen_by(app)
    amina = team.user("amina")
    async with over_http(app, team):
        team.line.forge = forged
        shown = await team.command(amina, team.channel("cases", members=[amina]), "/try now")
    assert shown.delivery is not None
    assert shown.delivery.status == 401
    assert not shown.acked
    assert shown.answers == []
    assert seen == []


async def test_web_api_faults(slack: Double, team: Workspace) -> None:
    client = AsyncWebClient(token=team.bot_token, base_url=slack.api_url, retry_handlers=[])
    channel = team.channel("cases")

    async def post() -> Any:
        return await client.chat_postMessage(channel=channel.id, text="hello")

    slack.trouble.rate_limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as limited:
        await post()
    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"
    slack.trouble.refuse("chat.postMessage", "invalid_auth")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await post()
    slack.trouble.fail("chat.postMessage", 503)
    with pytest.raises(SlackApiError):
        await post()
    slack.trouble.cut("chat.postMessage")
    with pytest.raises(ClientConnectionError):
        await post()
    assert team.history(channel) == []
    slack.trouble.cut("chat.postMessage", after=True)
    with pytest.raises(ClientConnectionError):
        await post()
    assert len(team.history(channel)) == 1
    assert (await post())["ok"]
    slack.trouble.drop(0.5, seed=1)
    results = await asyncio.gather(*(post() for _ in range(40)), return_exceptions=True)
    lost = [each for each in results if isinstance(each, BaseException)]
    assert 8 < len(lost) < 32
    assert 42 - len(lost) < len(team.history(channel)) < 42


async def test_limits_are_slacks(slack: Double, team: Workspace) -> None:
    client = AsyncWebClient(token=team.bot_token, base_url=slack.api_url)
    channel = team.channel("cases").id
    bad: list[tuple[str, dict[str, Any]]] = [
        ("invalid_blocks", {"text": "x", "blocks": [section("x")] * 51}),
        ("invalid_blocks", {"text": "x", "blocks": [section("x" * 3_001)]}),
        ("invalid_blocks", {"text": "x", "blocks": [buttons("x" * 76)]}),
        ("invalid_blocks", {"text": "x", "blocks": [buttons(*"abcdefghijklmnopqrstuvwxyz")]}),
        ("msg_blocks_too_long", {"text": "x", "blocks": [section("x" * 2_900)] * 5}),
        ("msg_too_long", {"text": "x" * 40_001}),
        ("no_text", {}),
    ]
    for error, message in bad:
        before = len(slack.faults)
        with pytest.raises(SlackApiError, match=f"'{error}'"):
            await client.api_call("chat.postMessage", json={"channel": channel, **message})
        assert len(slack.faults) > before
    assert team.journal == []


async def test_triggers_and_response_urls_wear_out(slack: Double, team: Workspace) -> None:
    app, amina = bolt(slack, team), team.user("amina")
    channel = team.channel("cases", members=[amina])
    client = AsyncWebClient(token=team.bot_token, base_url=slack.api_url)
    async with over_socket(app, team):
        shown = await team.command(amina, channel, "/try form")
        await slack.until(lambda: shown.view)
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            await client.views_open(trigger_id=shown.trigger_id, view=MODAL)
        late = await team.shortcut(amina, "nothing")
        slack.skip(4)
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await client.views_open(trigger_id=late.trigger_id, view=MODAL)
        name = shown.response_url.rpartition("/")[2]
        answers = [slack.hooks.post(name, {"text": "again"})[1] for _ in range(6)]
        assert answers == [""] * 5 + ["used_url"]
        other = await team.command(amina, channel, "/try now")
        await slack.until(lambda: other.answers)
        slack.skip(31 * 60)
        assert slack.hooks.post(other.response_url.rpartition("/")[2], {"text": "late"}) == (404, "expired_url")


async def test_tokens_and_membership(slack: Double, team: Workspace) -> None:
    other = slack.workspace("Other ward")
    amina = team.user("amina")
    channel, closed = team.channel("cases", members=[amina]), team.channel("closed", private=True, with_bot=False)
    bot = AsyncWebClient(token=team.bot_token, base_url=slack.api_url)
    owner = AsyncWebClient(token=team.admin_token, base_url=slack.api_url)
    foreign = AsyncWebClient(token=other.bot_token, base_url=slack.api_url)
    message = await team.say(amina, channel, "typed natively")
    for client, error in [(bot, "cant_delete_message"), (foreign, "channel_not_found")]:
        with pytest.raises(SlackApiError, match=error):
            await client.chat_delete(channel=channel.id, ts=message.ts)
    await owner.chat_delete(channel=channel.id, ts=message.ts)
    assert team.history(channel) == []
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await bot.chat_postMessage(channel=closed.id, text="hello")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await AsyncWebClient(token="xoxb-old", base_url=slack.api_url).auth_test()
    team.scopes.discard("users:read")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await bot.users_info(user=amina.id)
    assert (await bot.auth_test())["team_id"] == team.id


async def test_metadata_is_told_to_those_who_ask(slack: Double, team: Workspace) -> None:
    client = AsyncWebClient(token=team.bot_token, base_url=slack.api_url)
    channel = team.channel("cases")
    metadata = {"event_type": "case", "event_payload": {"reference": "r1"}}
    parent = await client.chat_postMessage(channel=channel.id, text="case", metadata=metadata)
    for number in range(3):
        await client.chat_postMessage(channel=channel.id, text=str(number), thread_ts=parent["ts"])
    told = await client.conversations_history(channel=channel.id, include_all_metadata=True)
    assert told["messages"][0]["metadata"] == metadata
    assert told["messages"][0]["reply_count"] == 3
    assert "metadata" not in (await client.conversations_history(channel=channel.id))["messages"][0]
    first = await client.conversations_replies(channel=channel.id, ts=parent["ts"], limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_replies(channel=channel.id, ts=parent["ts"], limit=2, cursor=cursor)
    assert [m["text"] for m in first["messages"] + rest["messages"]] == ["case", "0", "1", "2"]


async def test_a_deleted_parent_leaves_a_tombstone(slack: Double, team: Workspace) -> None:
    client = AsyncWebClient(token=team.bot_token, base_url=slack.api_url)
    channel = team.channel("cases")
    parent = await client.chat_postMessage(channel=channel.id, text="case <!channel> <https://x.test|here>")
    message = team.history(channel)[0]
    assert message.markup == ["!channel", "https://x.test|here"]
    await client.chat_postMessage(channel=channel.id, text="reply", thread_ts=parent["ts"])
    await client.chat_delete(channel=channel.id, ts=parent["ts"])
    assert [m.subtype for m in team.history(channel)] == ["tombstone"]
    assert [m.text for m in team.replies(message)] == ["reply"]


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


async def test_an_installed_app_has_what_its_manifest_asks_for(slack: Double, team: Workspace) -> None:
    team.install(manifest())
    amina = team.user("amina")
    channel = team.channel("cases", members=[amina])
    async with over_http(bolt(slack, team), team):
        assert await team.verify_url()
        await team.say(amina, channel, "no event for this")
        await team.mention(amina, channel, "but for this")
        with pytest.raises(AssertionError, match="no command /other"):
            await team.command(amina, channel, "/other")
    assert [d.payload["event"]["type"] for d in team.line.deliveries] == ["app_mention"]


@pytest.mark.skipif(Contract.found() is None, reason=ABSENT)
async def test_the_contract_catches_what_the_reference_does_not_know(slack: Double, team: Workspace) -> None:
    client = AsyncWebClient(token=team.bot_token, base_url=slack.api_url)
    channel = team.channel("cases").id
    await client.api_call("chat.postMessage", json={"channel": channel, "text": "x", "nonce": "1"})
    assert slack.faults == ["chat.postMessage: unknown argument nonce"]
    slack.faults.clear()
    with pytest.raises(SlackApiError):
        await client.api_call("views.publish", json={"view": {"type": "home", "blocks": []}})
    assert slack.faults == ["views.publish: missing argument user_id"]


@pytest.mark.skipif(not MANIFEST.is_file(), reason=ABSENT)
def test_the_manifests_schema_is_checked() -> None:
    assert check_manifest(manifest()) == []
    wrong = manifest() | {"display_information": {"name": "x" * 36}, "more": 1}
    wrong["features"]["slash_commands"] = [{"command": "try", "description": "Try it"}]
    assert check_manifest(wrong) == [
        "manifest.display_information.name: 36 characters",
        "manifest.features.slash_commands[0].command: 'try' doesn't match ^\\/",
        "manifest.more: unknown",
    ]
