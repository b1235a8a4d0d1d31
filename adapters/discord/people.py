"""Who acts, and where: an account belongs to a guild, which a direct message doesn't name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord

from adapters.discord.places import PLATFORM
from bot.desk import Asked
from bot.errors import Missing
from bot.i18n import say
from bot.model import Account, Place, Ref
from bot.text import RawText

if TYPE_CHECKING:
    from adapters.discord.client import CurbsideClient


@dataclass(frozen=True, slots=True)
class Person:
    account: Account
    place: Place
    name: str
    roles: frozenset[str] | None

    def asked(
        self, path: str, event: str, subject: Ref | None = None, fields: Mapping[str, RawText] | None = None
    ) -> Asked:
        return Asked(self.account, path, self.place, event, subject, fields or {}, self.name, self.roles)


@dataclass
class People:
    client: CurbsideClient
    _homes: dict[int, str] = field(default_factory=dict)  # guilds of people who wrote directly, by user

    async def of(self, interaction: discord.Interaction, guild: str | None = None) -> Person:
        """``guild``: what a direct message's button says. Raises Missing where nothing tells whose guild it is."""
        user = interaction.user
        place = self.client.places.of(interaction)
        if place is None:
            place = Place(PLATFORM, guild or await self._home(user.id))
        roles = None
        if isinstance(user, discord.Member) and not user.guild.unavailable and user.guild.roles:
            roles = frozenset(str(role.id) for role in user.roles)
        return Person(Account(PLATFORM, place.space, str(user.id)), place, user.display_name, roles)

    async def _home(self, user: int) -> str:
        """The one linked guild where this user is."""
        if user not in self._homes:
            found = [s.native for s in await self.client.desk.spaces(PLATFORM) if await self._is_in(s.native, user)]
            if len(found) != 1:
                raise Missing(say("Use this command in your community's server."))
            self._homes[user] = found[0]
        return self._homes[user]

    async def _is_in(self, guild: str, user: int) -> bool:
        try:
            await self.client.http.get_member(int(guild), user)
        except discord.NotFound:
            return False
        except discord.Forbidden:  # the bot isn't in this guild any more
            return False
        return True
