"""The Home tab: my cases, my consults, the queue; or how to join."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.slack import limits
from adapters.slack.answers import patiently
from adapters.slack.render import Json, Renderer
from adapters.slack.workspace import Team

if TYPE_CHECKING:
    from bot.desk import Desk


class Home:
    def __init__(self, team: Team, desk: Desk, renderer: Renderer) -> None:
        self._team = team
        self._desk = desk
        self._renderer = renderer

    async def opened(self, body: Json) -> None:
        """Show it as it is now, to the one who opened it. Raises what a call of Slack raises."""
        event = body["event"]
        if event.get("tab", "home") != "home":
            return
        answer = await self._desk.home(self._team.account(event["user"]))
        blocks = self._renderer.blocks(answer.blocks, limits.VIEW_BLOCKS, limits.VIEW_JSON)
        client = self._team.client
        await patiently(lambda: client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks}))
