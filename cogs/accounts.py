"""Accounts: one person on several platforms, and what native roles mean here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from bot.commands import Call, Cog, Field, Nothing
from bot.errors import Refused
from bot.i18n import say
from bot.membership import MEANINGS, release, server_of
from bot.model import SPECIALTIES, Role
from bot.store.unit import Unit
from bot.views import Code, Reply, Style, Table, Text, reply, words

cog = Cog("accounts")


@dataclass(frozen=True, slots=True)
class Redeem:
    code: Annotated[str, Field("Code", "From a colleague's invitation, or your own: account code.",
                               pattern=r"[A-Za-z0-9_-]{8,64}")]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unlink:
    server: Annotated[str, Field("Server", "Its number in: account list", pattern=r"[1-9][0-9]{0,9}")]


@dataclass(frozen=True, slots=True)
class Mapping:
    native: Annotated[
        str, Field("Role or group there", "Its id, as the platform has it.", pattern=r"[0-9]{15,20}|S[A-Z0-9]{6,20}")
    ]
    meaning: Annotated[str, Field("Means here", choices=(*MEANINGS, *SPECIALTIES))]


cog.notices["account linked"] = (
    "A chat account acts as you from now on. If you didn't link it yourself, find it in: account list, end it with:"
    " account unlink, and tell a moderator. ({ref})"
)


@cog.command("account code", Nothing, "Get a code that links your account on another platform")
def code(call: Call[Nothing], unit: Unit) -> Reply:
    secret = unit.entrance.code("account", person=call.actor)
    return reply(
        say("On the other platform, give this code with /account link (in Slack: /curbside account link). It works"
            " once, within 30 minutes. Show it to nobody: whoever uses it is you here."),
        Code(secret),
    )  # fmt: skip


@cog.command("account link", Redeem, "Redeem a code: an invitation, another account's, or a server's", chat=True)
def link(call: Call[Redeem], unit: Unit) -> Reply:
    """In chat the desk redeems it, since whoever gives it may be nobody here yet."""
    raise Refused(say("Give this command in the chat that you want to link. On the web, use the Join page."))


@cog.query("account list", Nothing, "Your linked accounts")
def mine(call: Call[Nothing], unit: Unit) -> Reply:
    linked = unit.accounts.of(call.actor)
    if not linked:
        return reply(say("No chat account is linked to you. Get a code: account code"))
    rows = tuple((words(str(a.id)), words(a.account.platform), words(a.server)) for a in linked)
    return reply(Table((say("Number"), say("Platform"), say("Server")), rows))


@cog.command("account unlink", Unlink, "Unlink an account of yours")
def unlink(call: Call[Unlink], unit: Unit) -> Reply:
    found = next((a for a in unit.accounts.of(call.actor) if str(a.id) == call.form.server), None)
    if found is None:
        raise Refused(say("You have no linked account of that number. See: account list"))
    unit.accounts.unlink(found.id)
    unit.audit.add("account unlinked", call.actor.ref, found.account.platform)
    space = unit.directory.space(found.account.platform, found.account.space)
    if space is not None:
        release(unit, call.actor, space.id)  # a role that is lost there would not be seen any more
    return reply(say("Unlinked: you are nobody on {server} until you link again.", server=found.server))


@cog.command(
    "role map", Mapping, "Say what a role or group of this server means here", who=Role.ADMINISTRATOR, chat=True
)
def map_role(call: Call[Mapping], unit: Unit) -> Reply:
    space, _ = server_of(unit, call.origin.place)
    unit.accounts.map(space.id, call.form.native, call.form.meaning)
    unit.audit.add("role mapped", detail=f"{space.platform}: {call.form.meaning}")
    return reply(
        say("Whoever has {native} on {server} is here: {meaning}. It takes effect when they are next seen, and ends"
            " with the role.", native=call.form.native, server=space.name, meaning=call.form.meaning),
    )  # fmt: skip


@cog.query("role list", Nothing, "What roles and groups mean here", who=Role.MODERATOR)
def role_list(call: Call[Nothing], unit: Unit) -> Reply:
    servers = {space.id: space.name for space in unit.spaces.spaces()}
    rows = tuple((words(servers[m.space]), words(m.native), words(m.meaning)) for m in unit.accounts.maps())
    if not rows:
        return reply(say("No role is mapped. In a server, give: role map"))
    return reply(Table((say("Server"), say("Role or group"), say("Means here")), rows))


@cog.command("role unmap", Mapping, "Take back what a role means here", who=Role.ADMINISTRATOR, chat=True)
def unmap_role(call: Call[Mapping], unit: Unit) -> Reply:
    space, _ = server_of(unit, call.origin.place)
    if not unit.accounts.unmap(space.id, call.form.native, call.form.meaning):
        raise Refused(say("That isn't mapped. See: role list"))
    unit.audit.add("role unmapped", detail=f"{space.platform}: {call.form.meaning}")
    return reply(Text(say("Taken back. It ends for each person when they are next seen."), Style.PLAIN))
