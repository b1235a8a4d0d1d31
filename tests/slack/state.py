"""What a Slack workspace remembers: people, channels, messages, views. No network here; `double.py` serves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class User:
    """A member of the workspace. `id` is what events carry (U…)."""

    id: str
    name: str
    real_name: str
    team_id: str
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    locale: str = "en-US"

    def wire(self) -> Json:
        """As users.info and users.list tell it."""
        profile = {"real_name": self.real_name, "display_name": self.name}
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "is_admin": self.is_admin,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "locale": self.locale,
            "tz": "Etc/UTC",
            "tz_offset": 0,
            "profile": profile,
        }


@dataclass(eq=False)
class Channel:
    """A public or private channel (C…), or a direct conversation (D…, `kind` 'im')."""

    id: str
    name: str
    kind: str  # 'channel', 'group' (private) or 'im', as an event's channel_type says it
    members: list[str]
    archived: bool = False
    topic: str = ""

    def wire(self, me: str) -> Json:
        """As conversations.info tells it to the user `me`."""
        if self.kind == "im":
            other = next((member for member in self.members if member != me), me)
            return {"id": self.id, "is_im": True, "user": other, "is_archived": False, "created": 0}
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel",
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.kind == "group",
            "is_archived": self.archived,
            "is_member": me in self.members,
            "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "created": 0,
        }


@dataclass(eq=False)
class Group:
    """A user group (S…), the workspace's nearest thing to a role."""

    id: str
    handle: str
    name: str
    team_id: str
    members: list[str]
    disabled: bool = False

    def wire(self, with_users: bool) -> Json:
        told: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "is_usergroup": True,
            "name": self.name,
            "handle": self.handle,
            "date_delete": 1 if self.disabled else 0,
            "user_count": len(self.members),
        }
        if with_users:
            told["users"] = list(self.members)
        return told


@dataclass(eq=False)
class Message:
    """One message, as the channel shows it now. An ephemeral one names in `only_for` the one who sees it."""

    team_id: str
    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    subtype: str | None = None
    files: list[Json] = field(default_factory=list)
    reactions: list[tuple[str, str]] = field(default_factory=list)
    edited: str | None = None  # when, as a ts
    deleted: bool = False
    only_for: str | None = None
    broadcast: bool = False

    @property
    def shown(self) -> str:
        """Every word that a reader sees in it: the text if there are no blocks, else the blocks' words."""
        return "\n".join(words(self.blocks)) if self.blocks else self.text

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, from left to right and top to bottom."""
        return labels(self.blocks)

    @property
    def markup(self) -> list[str]:
        """What Slack would read as a mention or link: '@U…', '!channel', 'https://…|label' and their like."""
        return [found for text in [self.text, *_formatted(self.blocks)] for found in re.findall(r"<([^<>]+)>", text)]

    def wire(self, with_metadata: bool = True) -> Json:
        """As events and conversations.history tell it."""
        told: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts, "team": self.team_id}
        optional = {
            "blocks": self.blocks,
            "attachments": self.attachments,
            "thread_ts": self.thread_ts,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "username": self.username,
            "subtype": self.subtype,
            "files": self.files,
            "metadata": self.metadata if with_metadata else None,
        }
        told.update({name: value for name, value in optional.items() if value})
        if self.edited:
            told["edited"] = {"user": self.user, "ts": self.edited}
        if self.reactions:
            names = dict.fromkeys(name for name, _ in self.reactions)
            told["reactions"] = [
                {"name": name, "users": [who for given, who in self.reactions if given == name]} for name in names
            ]
        return told


@dataclass(eq=False)
class View:
    """An open modal, or someone's Home tab."""

    id: str
    team_id: str
    app_id: str
    bot_id: str
    user: str
    body: Json  # what the app sent: type, title, blocks, callback_id, private_metadata …
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Json = field(default_factory=dict)  # state.values: block_id -> action_id -> what was entered

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks", []))

    @property
    def title(self) -> str:
        return str((self.body.get("title") or {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id", ""))

    @property
    def shown(self) -> str:
        return "\n".join([self.title, *words(self.blocks)])

    @property
    def labels(self) -> list[str]:
        return labels(self.blocks)

    def wire(self) -> Json:
        """As an interaction's payload and the views.* methods tell it."""
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": self.body.get("type", "modal"),
            "title": self.body.get("title"),
            "close": self.body.get("close"),
            "submit": self.body.get("submit"),
            "blocks": self.blocks,
            "private_metadata": self.body.get("private_metadata", ""),
            "callback_id": self.callback_id,
            "external_id": self.body.get("external_id", ""),
            "clear_on_close": self.body.get("clear_on_close", False),
            "notify_on_close": self.body.get("notify_on_close", False),
            "state": {"values": self.values},
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "app_id": self.app_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with its block: of actions, sections' accessories and inputs."""
    for block in blocks:
        if block["type"] == "actions":
            yield from ((block, element) for element in block["elements"])
        elif block["type"] == "section" and "accessory" in block:
            yield block, block["accessory"]
        elif block["type"] == "input":
            yield block, block["element"]


def labels(blocks: list[Json]) -> list[str]:
    return [element["text"]["text"] for _, element in elements(blocks) if element["type"] == "button"]


def _formatted(part: Any) -> Iterator[str]:
    """Every mrkdwn text; in plain_text nothing is read as markup."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn" and isinstance(part.get("text"), str):
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _formatted(each)


def words(part: Any) -> Iterator[str]:
    """Every string a reader sees, in order: the 'text' of text objects and rich text, alt texts and titles."""
    if isinstance(part, list):
        for each in part:
            yield from words(each)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in ("text", "alt_text", "title") and isinstance(value, str):
                yield value
            elif isinstance(value, dict | list):
                yield from words(value)
