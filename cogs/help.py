"""Help: what one can do here, by what one may do."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import Call, Cog, Command, Nothing
from bot.i18n import say
from bot.store.unit import Unit
from bot.views import Reply, Style, Table, Text, reply, words


def make(commands: Mapping[str, Command]) -> Cog:
    """The help cog, for the commands of all other cogs."""
    cog = Cog("help")

    @cog.query("help", Nothing, "What you can do here")
    def show(call: Call[Nothing], unit: Unit) -> Reply:
        mine = [c for c in commands.values() if call.actor.is_at_least(c.who)]
        rows = tuple((words(f"/{c.path}"), say(c.summary)) for c in mine)
        return reply(
            say(
                "The patient is taken out of what you write before anyone sees it; look at the result before you post."
            ),
            Text(say("Not for emergencies."), Style.WARNING),
            Table((say("Command"), say("What it does")), rows),
        )

    return cog
