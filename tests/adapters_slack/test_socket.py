"""Sockets that are refreshed, closed or silently dead, tokens that are refused, and two workspaces at once."""

from __future__ import annotations

import asyncio

from adapters.slack.adapter import SlackAdapter
from adapters.slack.workspace import Workspace
from bot.desk import Cursor
from bot.model import Place
from tests.adapters_slack.conftest import PING, Stage, keys, known, running
from tests.adapters_slack.desk import FakeDesk
from tests.slack.double import Double


async def test_a_refreshed_socket_goes_on(ward: Stage) -> None:
    [old] = ward.team.line.connections
    await ward.team.line.refresh()
    await ward.slack.until(lambda: ward.team.line.connections and old not in ward.team.line.connections)
    shown = await ward.team.command(ward.anna, ward.cases, "/curbside case list")
    await ward.slack.until(lambda: shown.answers)


async def test_a_closed_socket_is_opened_again_and_the_gap_is_read(ward: Stage) -> None:
    before = await ward.team.say(ward.anna, ward.cases, "Before")
    ward.desk.gaps = [Cursor(Place("slack", ward.team.id, ward.cases.id), before.ts)]
    old = list(ward.team.line.connections)
    await ward.team.line.close()
    ward.team.put(ward.cases, ward.bea, "In the gap")
    await ward.slack.until(lambda: [c for c in ward.team.line.connections if c not in old])
    await ward.desk.hears(2)
    assert ward.desk.said == ["Before", "In the gap"]


async def test_a_silently_dead_socket_is_noticed_and_the_gap_is_read(ward: Stage) -> None:
    before = await ward.team.say(ward.anna, ward.cases, "Before")
    ward.desk.gaps = [Cursor(Place("slack", ward.team.id, ward.cases.id), before.ts)]
    ward.team.line.fall_silent()
    lost = await ward.team.say(ward.anna, ward.cases, "Into the void")
    assert not ward.team.line.deliveries[-1].acked
    await ward.team.connected()
    await ward.desk.hears(2)
    assert lost.ts in ward.desk.messages
    await ward.team.line.retry()
    assert ward.desk.said == ["Before", "Into the void"]
    shown = await ward.team.command(ward.anna, ward.cases, "/curbside case list")
    await ward.slack.until(lambda: shown.answers)


async def test_one_workspace_that_is_down_stops_no_other(slack: Double) -> None:
    up, down = slack.workspace("Up"), slack.workspace("Down")
    desk = FakeDesk()
    wrong = Workspace("xoxb-revoked", down.app_token)
    async with running(adapter := SlackAdapter([wrong, keys(up)], desk, api_url=slack.api_url, ping=PING)):
        async with asyncio.timeout(5):
            await known(adapter)
        refused, served = adapter.status()
        assert (refused.team, refused.connected, served.team, served.connected) == (None, False, up.id, True)
        assert refused.fault is not None
        assert "invalid_auth" in refused.fault.text()
        assert "xox" not in repr(wrong)
        anna = up.user("anna")
        shown = await up.command(anna, up.channel("cases", members=[anna]), "/curbside case list")
        await slack.until(lambda: shown.answers)


async def test_two_workspaces_are_each_their_own(slack: Double) -> None:
    teams = [slack.workspace("One"), slack.workspace("Two")]
    desk = FakeDesk()
    adapter = SlackAdapter([keys(team) for team in teams], desk, api_url=slack.api_url, ping=PING)
    async with running(adapter):
        async with asyncio.timeout(5):
            await known(adapter, 2)
        for team in teams:
            anna = team.user("anna")
            await team.say(anna, team.channel("cases", members=[anna]), f"Hello from {team.name}")
        assert [versions[0].who.space for versions in desk.messages.values()] == [team.id for team in teams]


async def test_slack_that_is_down_at_the_start_is_found_when_it_is_back(slack: Double) -> None:
    team = slack.workspace("Ward")
    slack.trouble.cut("auth.test")
    slack.trouble.fail("apps.connections.open")
    adapter = SlackAdapter([keys(team)], FakeDesk(), api_url=slack.api_url, ping=PING)
    async with running(adapter), asyncio.timeout(15):
        await known(adapter)


async def test_the_same_workspace_twice_is_served_once(slack: Double) -> None:
    team = slack.workspace("Ward")
    desk = FakeDesk()
    async with running(adapter := SlackAdapter([keys(team), keys(team)], desk, api_url=slack.api_url, ping=PING)):
        async with asyncio.timeout(5):
            await known(adapter)
        assert sorted(status.connected for status in adapter.status()) == [False, True]
        assert len(team.line.connections) == 1
