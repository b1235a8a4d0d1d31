"""Whom a message notifies: what its text mentions, cut down by `allowed_mentions` and by the author's permissions.

Harder than Discord on one point, on purpose: a mention inside a code block counts too, since text that relies on
markup to stay silent pings as soon as the markup is broken.
"""

from __future__ import annotations

import re

from tests.discord.entities import Guild, Json, Pings

_USER = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


def pings(
    content: str, allowed: Json | None, guild: Guild | None, *, may_mention_all: bool, answered: int | None = None
) -> Pings:
    """`answered`: the author of the message that this one replies to, notified unless `replied_user` is false."""
    people = {int(found) for found in _USER.findall(content)}
    roles = {int(found) for found in _ROLE.findall(content)}
    if guild is not None and not may_mention_all:
        roles &= {role.id for role in guild.roles if role.mentionable}
    everyone = bool(_EVERYONE.search(content)) and may_mention_all and guild is not None
    if allowed is not None:
        parse = allowed.get("parse") or []
        people &= people if "users" in parse else _ids(allowed, "users")
        roles &= roles if "roles" in parse else _ids(allowed, "roles")
        everyone = everyone and "everyone" in parse
    if answered is not None and (allowed is None or allowed.get("replied_user")):
        people.add(answered)
    return Pings(frozenset(people), frozenset(roles) if guild else frozenset(), everyone)


def _ids(allowed: Json, key: str) -> set[int]:
    return {int(one) for one in allowed.get(key) or []}
