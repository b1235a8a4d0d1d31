"""What the double delivers, proved with plain Bolt and none of Curbside: in Socket Mode and over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.double import Double
from tests.slack.people import Workspace
from tests.slack.sample import MODAL, bolt, manifest, over_http, over_socket


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
