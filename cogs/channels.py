"""Channels and servers: which channels are for cases, which mirror each other, and how authors are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from bot.commands import Call, Cog, Field, Nothing
from bot.errors import Refused
from bot.i18n import say
from bot.membership import server_of
from bot.model import Byline, Channel, Place, Ref, Role, SubjectKind
from bot.store.unit import Unit
from bot.views import Reply, Style, Table, Text, reply, words

cog = Cog("channels")

PURPOSES = (("cases", "For cases and consults"), ("moderators", "For the moderators"))
BYLINES = (
    (Byline.BOTH.value, "Name and specialty or role"),
    (Byline.NAME.value, "Name alone"),
    (Byline.ROLE.value, "Specialty or role alone"),
)
ENTRY = (
    ("off", "Forms about patients open on the community's own page alone"),
    ("on", "They open in Slack too: what is typed there passes through Slack, uncleaned"),
)


@dataclass(frozen=True, slots=True)
class Add:
    purpose: Annotated[str, Field("What for", choices=PURPOSES)] = "cases"
    mirrors: Annotated[str | None, Field("Mirrors", "A channel (CH-3) whose cases appear here, and the other way round."
                                         " See: channel list", pattern=r"(?i:CH)-[1-9][0-9]{0,9}")] = None  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    shown: Annotated[str, Field("How authors are shown", choices=BYLINES)]


@dataclass(frozen=True, slots=True)
class NativeEntry:
    allowed: Annotated[
        str,
        Field(
            "Forms about patients in Slack",
            "Slack takes patients' data only on an Enterprise plan with a signed agreement, and only in messages and"
            " files. Leave it off unless yours is such a workspace.",
            choices=ENTRY,
        ),
    ]


@cog.command("channel add", Add, "Open this channel for cases", who=Role.ADMINISTRATOR, chat=True)
def add(call: Call[Add], unit: Unit) -> Reply:
    space, place = server_of(unit, call.origin.place)
    if place.channel is None or unit.spaces.here(place) is not None:
        raise Refused(say("Give this in a channel that isn't added yet. See: channel list"))
    room = None
    if call.form.mirrors is not None:
        if call.form.purpose != "cases":
            raise Refused(say("Only a channel for cases can mirror another."))
        other = unit.spaces.channel(Ref.parse(call.form.mirrors).number)
        check_mirror(other, place)
        room = other.room
    channel = unit.spaces.add_channel(
        space, place.channel, place.name or place.channel, closed=place.closed, purpose=call.form.purpose, room=room
    )
    unit.audit.add("channel added", channel.ref, call.form.purpose)
    mirrored = (
        Text(say("It mirrors {other}: a case of one appears in both.", other=call.form.mirrors.upper()))
        if call.form.mirrors
        else None
    )
    read_by = (
        say("Its cases can be read by whoever is in this channel.")
        if place.closed
        else say("It is open: its cases can be read by everybody in this server, member of the community or not.")
    )
    return reply(
        say("{name} is {ref} now.", name=channel.name, ref=str(channel.ref)), mirrored, Text(read_by, Style.SMALL)
    )


def check_mirror(other: Channel, place: Place) -> None:
    """A case never leaves its audience: a closed channel is mirrored by closed ones alone."""
    if other.purpose != "cases":
        raise Refused(say("{ref} isn't a channel for cases.", ref=str(other.ref)))
    if other.open == place.closed:
        raise Refused(
            say("An open channel and a closed one can't mirror each other: a case would leave those it was meant for.")
        )


@cog.command("channel remove", Nothing, "Stop posting in this channel", who=Role.ADMINISTRATOR, final=True, chat=True)
def remove(call: Call[Nothing], unit: Unit) -> Reply:
    _, place = server_of(unit, call.origin.place)
    channel = unit.spaces.here(place)
    if channel is None:
        raise Refused(say("This channel was not added. See: channel list"))
    unit.spaces.drop_channel(channel)
    unit.audit.add("channel removed", channel.ref)
    return reply(say("Nothing is posted here any more. What stands here stays; withdraw a case to take it back."))


@cog.query("channel list", Nothing, "The channels for cases, and what they mirror")
def everything(call: Call[Nothing], unit: Unit) -> Reply:
    servers = {space.id: space for space in unit.spaces.spaces()}
    rows = tuple(
        (
            words(str(channel.ref)), words(f"#{channel.name}"), words(servers[channel.space].name),
            words(f"CH-{channel.room}" if channel.room != channel.id else "-"),
            words("everybody there" if channel.open else "its members"),
        )
        for channel in unit.spaces.channels()
    )  # fmt: skip
    head = (say("Channel"), say("Name"), say("Server"), say("Mirrors"), say("Read by"))
    return reply(Table(head, rows))


@cog.command("community names", Names, "Choose how authors are shown", who=Role.ADMINISTRATOR)
def names(call: Call[Names], unit: Unit) -> Reply:
    unit.members.set_byline(Byline(call.form.shown))
    unit.audit.add("names", detail=call.form.shown)
    return reply(say("From now on authors are shown by: {shown}. Copies follow as they change.", shown=call.form.shown))


@cog.command(
    "space entry", NativeEntry, "Allow forms about patients in this workspace", who=Role.ADMINISTRATOR, chat=True
)
def entry(call: Call[NativeEntry], unit: Unit) -> Reply:
    space, _ = server_of(unit, call.origin.place)
    if space.platform != "slack":
        raise Refused(say("Only a Slack workspace can choose this: elsewhere the platform's rules forbid it."))
    unit.spaces.set_native_entry(space, call.form.allowed == "on")
    unit.audit.add("native entry", detail=call.form.allowed)
    if call.form.allowed == "off":
        return reply(say("Forms about patients open on the community's own page alone."))
    return reply(
        Text(say("What is typed into forms about patients passes through Slack before it is cleaned."), Style.WARNING),
        say("To take it back: space entry"),
    )


@cog.query("channel show", Nothing, "Show a channel", subject=SubjectKind.CHANNEL)
def show(call: Call[Nothing], unit: Unit) -> Reply:
    channel = unit.spaces.channel(call.on.number)
    return reply(
        say("{ref}: #{name}, for {purpose}.", ref=str(channel.ref), name=channel.name, purpose=channel.purpose)
    )
