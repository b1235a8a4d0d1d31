"""Rendered JSON in the shape that discord.py's interactions take.

discord.py remembers every view and modal that it sends, routes by that memory, and drops a submission that it doesn't
remember, with what was typed. These two are stopped from the start: nothing is remembered, and everything is routed by
the token that the platform carries (client.py).
"""

from __future__ import annotations

from typing import Any

import discord

Json = dict[str, Any]


class Components(discord.ui.View):
    def __init__(self, rows: list[Json]) -> None:
        super().__init__(timeout=None)
        self._rows = rows
        self.stop()

    def to_components(self) -> list[Json]:
        return self._rows


class Form(discord.ui.Modal):
    def __init__(self, data: Json) -> None:
        super().__init__(title=data["title"], custom_id=data["custom_id"])
        self._data = data
        self.stop()

    def to_dict(self) -> Json:
        return self._data
