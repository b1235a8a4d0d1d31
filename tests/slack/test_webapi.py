"""What the double answers to the plain SDK: faults on demand, Slack's limits, tokens, threads, and the contract."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import ClientConnectionError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.contract import ABSENT, MANIFEST, Contract, check_manifest
from tests.slack.double import Double
from tests.slack.people import Workspace
from tests.slack.sample import MODAL, buttons, manifest, section


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


async def test_modals_stack_three_high_and_hold_every_kind_of_input(slack: Double, team: Workspace) -> None:
    client = AsyncWebClient(token=team.bot_token, base_url=slack.api_url)
    amina = team.user("amina")

    def option(name: str) -> dict[str, Any]:
        return {"text": {"type": "plain_text", "text": name}, "value": name.lower()}

    def field(name: str, element: dict[str, Any], optional: bool = False) -> dict[str, Any]:
        label = {"type": "plain_text", "text": name}
        return {"type": "input", "block_id": name, "label": label, "element": element, "optional": optional}

    specialty = {"type": "static_select", "action_id": "s", "options": [option("Renal"), option("Lung")]}
    tags = {"type": "checkboxes", "action_id": "c", "options": [option("Rare"), option("Urgent")]}
    day = {"type": "datepicker", "action_id": "d", "initial_date": "2026-08-01"}
    view = MODAL | {
        "blocks": [field("Specialty", specialty), field("Tags", tags, True), field("Day", day), buttons("More")]
    }
    shown = await team.shortcut(amina, "any")
    await client.views_open(trigger_id=shown.trigger_id, view=view)
    for error in ["", "", "push_limit_reached"]:
        deeper = await team.press(amina, team.views(amina)[-1], "More")
        if error:
            with pytest.raises(SlackApiError, match=error):
                await client.views_push(trigger_id=deeper.trigger_id, view=view)
        else:
            await client.views_push(trigger_id=deeper.trigger_id, view=view)
    top = team.views(amina)[-1]
    await team.select(amina, top, "Tags", ["Rare"])
    with pytest.raises(AssertionError, match="no option 'Heart'"):
        await team.submit(amina, top, {"Specialty": "Heart"})
    submitted = await team.submit(amina, top, {"Specialty": "Lung"})
    assert submitted.delivery is not None
    entered = submitted.delivery.payload["view"]["state"]["values"]
    assert entered["Specialty"]["s"]["selected_option"]["value"] == "lung"
    assert [each["value"] for each in entered["Tags"]["c"]["selected_options"]] == ["rare"]
    assert entered["Day"]["d"]["selected_date"] == "2026-08-01"
