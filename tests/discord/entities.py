"""What Discord keeps: users, guilds, channels and messages, as plain records that compare by identity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEXT, DM, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 11, 12, 15
THREADS = (PUBLIC_THREAD, PRIVATE_THREAD)
EPHEMERAL, LOADING, HAS_THREAD = 1 << 6, 1 << 7, 1 << 5
"""Flags of a message."""
DEFAULT, THREAD_STARTER, REPLY, SLASH, CONTEXT = 0, 21, 19, 20, 23
"""Kinds of messages; a thread starter is Discord's own line at the top of a thread."""


@dataclass(eq=False)
class User:
    id: int
    name: str
    bot: bool = False
    dms_open: bool = True

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int
    position: int
    mentionable: bool = False
    managed: bool = False

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"


@dataclass(eq=False)
class Member:
    user: User
    joined: str
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    owner: User
    roles: list[Role]
    """The first is @everyone, whose id is the guild's."""
    members: dict[int, Member] = field(default_factory=dict)
    bans: dict[int, User] = field(default_factory=dict)


@dataclass(eq=False)
class Overwrite:
    target: Role | User
    allow: int = 0
    deny: int = 0


@dataclass(eq=False)
class Tag:
    id: int
    name: str
    moderated: bool = False


@dataclass(eq=False)
class Attachment:
    id: int
    name: str
    content: bytes
    url: str


@dataclass(frozen=True)
class Pings:
    """Whom a message would really have notified."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


@dataclass(eq=False)
class Message:
    id: int
    channel: Channel
    author: User
    content: str
    created: str
    kind: int = DEFAULT
    flags: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    edited: str | None = None
    deleted: bool = False
    nonce: str | None = None
    pings: Pings = field(default_factory=Pings)
    reply_to: Message | None = None
    thread: Channel | None = None
    pinned: bool = False
    reactions: dict[str, set[int]] = field(default_factory=dict)
    only_for: User | None = None
    """The one person who sees an ephemeral message."""
    interaction: Json | None = None
    """Discord's interaction_metadata, on an answer to an interaction."""
    before: list[str] = field(default_factory=list)
    """The contents it had before each edit."""

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    def parts(self) -> Iterator[Json]:
        """Every component in it, rows and containers included, in reading order."""
        yield from _parts(self.components)

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons."""
        return [str(part.get("label", "")) for part in self.parts() if part["type"] == 2]

    def seen(self) -> str:
        """Everything written on it: content, embeds, labels, options. For canaries and readers."""
        return "\n".join([self.content, *_texts(self.embeds), *_texts(self.components)])


def _parts(components: list[Json]) -> Iterator[Json]:
    for part in components:
        yield part
        yield from _parts(part.get("components", []))
        yield from _parts([part[key] for key in ("component", "accessory") if key in part])


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)


@dataclass(eq=False)
class Channel:
    id: int
    type: int
    name: str
    guild: Guild | None = None
    parent: Channel | None = None
    owner: User | None = None
    person: User | None = None
    """The other end of a DM."""
    tags: list[Tag] = field(default_factory=list)
    applied_tags: list[int] = field(default_factory=list)
    overwrites: list[Overwrite] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    members: set[int] = field(default_factory=set)
    archived: bool = False
    locked: bool = False
    auto_archive: int = 4320
    created: str = ""
    position: int = 0

    @property
    def is_thread(self) -> bool:
        return self.type in THREADS

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def tag_names(self) -> list[str]:
        """The names of a forum post's tags."""
        tags = self.parent.tags if self.parent else []
        return [tag.name for tag in tags if tag.id in self.applied_tags]
