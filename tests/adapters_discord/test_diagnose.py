from __future__ import annotations

from pathlib import Path

from adapters.discord.diagnose import OPTIONAL, PERMISSIONS, diagnose, invitation
from tests.adapters_discord.conftest import Stage


async def told(stage: Stage, token: str = "", channels: tuple[str, ...] = ()) -> list[str]:
    found = await diagnose(token or stage.double.token, stage.double.api_url, channels)
    return [message.text() for message in found]


async def test_nothing_is_told_where_all_is_well(stage: Stage) -> None:
    assert await told(stage, channels=(str(stage.cases.id),)) == []


async def test_a_refused_token_is_told_without_it(stage: Stage) -> None:
    found = await told(stage, "wrong.token")
    assert len(found) == 1
    assert "refuses the token" in found[0]
    assert "wrong" not in found[0]


async def test_lost_intents_are_told(stage: Stage) -> None:
    stage.double.revoke("message_content")
    stage.double.revoke("members")
    found = await told(stage)
    assert [next(w for w in ("message-content", "server-members") if w in each) for each in found] == [
        "message-content", "server-members"
    ]  # fmt: skip


async def test_missing_permissions_are_named_by_guild_and_channel(stage: Stage) -> None:
    poor = stage.double.guild("Poor", bot_permissions=("view_channel", "send_messages"))
    poor.roles[0].permissions = 0  # what @everyone may, the bot may too
    stage.double.forbid(stage.cases, "create_public_threads")
    lost = stage.double.channel(poor, "lost")
    stage.double.remove_channel(lost)
    found = await told(stage, channels=(str(stage.cases.id), str(lost.id)))
    assert [each.split(" lacks")[0].split(" channel")[0] for each in found] == [
        "In Poor the bot's role", "In #cases the bot", "The bot can't see"
    ]  # fmt: skip
    assert "send messages in threads" in found[0]
    assert found[1].endswith("lacks: create public threads. Check the channel's permissions.")


async def test_a_server_that_cannot_be_reached_is_told(stage: Stage) -> None:
    stage.double.cut("GET", "/users/@me", times=None)
    assert "can't be asked" in (await told(stage))[0]


def test_the_invitation_asks_for_what_is_needed_and_no_more() -> None:
    assert f"permissions={PERMISSIONS.value}" in invitation(42)
    page = (Path(__file__).parents[2] / "docs" / "discord.md").read_text(encoding="utf8")
    assert f"permissions={PERMISSIONS.value}" in page
    assert f"permissions={(PERMISSIONS | OPTIONAL).value}" in page
    assert "scope=bot+applications.commands" in invitation(42)
    assert not PERMISSIONS.administrator
    assert not PERMISSIONS.manage_messages
