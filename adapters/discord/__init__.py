"""Curbside on Discord: the registry's commands, cards in channels and threads, and the guard's ears.

``DiscordAdapter`` is the way in; nothing else of this package is used from outside, but ``diagnose`` by the setting up.
"""

from adapters.discord.adapter import DiscordAdapter

__all__ = ["DiscordAdapter"]
