"""A workspace as its members see it: who is there, what the channels show, who sees which modal. And its events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.slack.delivery import Delivery, Line
from tests.slack.state import Channel, Group, Json, Message, User, View

if TYPE_CHECKING:
    from tests.slack.double import Double

BOT_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users:read",
)


class Rooms:
    """State and what can be asked of it; `people.Workspace` adds what members do."""

    def __init__(
        self, slack: Double, name: str, bot_token: str, app_token: str, signing_secret: str, admin_token: str
    ) -> None:
        self.slack = slack
        self.id = slack.new_id("T")
        self.name = name
        self.domain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        self.app_id = slack.new_id("A")
        self.bot_id = slack.new_id("B")
        self.bot_token, self.app_token, self.admin_token = bot_token, app_token, admin_token
        self.scopes = set(BOT_SCOPES)
        self.subscriptions: set[str] | None = None  # the events the app subscribed to; None: all of them
        self.commands: set[str] | None = None  # as the manifest has them; None: whatever is typed
        self.shortcuts: set[str] | None = None
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, Group] = {}
        self.journal: list[Message] = []  # every message in the order of posting, ephemerals and deleted ones too
        self.modals: dict[str, list[View]] = {}  # by user: the stack, the topmost last
        self.homes: dict[str, View] = {}
        self.line = Line(self.app_id, signing_secret, lambda: slack.patience, slack.heard)
        self.bot = self._person("curbside", "Curbside", is_bot=True)
        self.owner = self._person("owner", "Owner", is_admin=True)  # whose token `admin_token` is

    # -- who and where

    def user(self, name: str, real_name: str = "", admin: bool = False) -> User:
        """The member of this name, who joins now if they weren't there."""
        found = next((each for each in self.users.values() if each.name == name), None)
        return found or self._person(name, real_name or name.title(), is_admin=admin)

    def _person(self, name: str, real_name: str, is_admin: bool = False, is_bot: bool = False) -> User:
        made = User(self.slack.new_id("U"), name, real_name, self.id, is_admin=is_admin, is_bot=is_bot)
        self.users[made.id] = made
        return made

    def channel(
        self, name: str, private: bool = False, members: list[User] | None = None, with_bot: bool = True
    ) -> Channel:
        """The channel of this name, made now if it wasn't there; the bot is in it unless said otherwise."""
        found = next((each for each in self.channels.values() if each.name == name), None)
        if found is not None:
            return found
        inside = [each.id for each in members or []] + ([self.bot.id] if with_bot else [])
        made = Channel(self.slack.new_id("C"), name, "group" if private else "channel", inside)
        self.channels[made.id] = made
        return made

    def group(self, handle: str, members: list[User]) -> Group:
        """A new user group."""
        made = Group(self.slack.new_id("S"), handle, handle.title(), self.id, [each.id for each in members])
        self.groups[made.id] = made
        return made

    def dm(self, user: User) -> Channel:
        """The direct conversation of this member and the bot."""
        both = {user.id, self.bot.id}
        found = next((c for c in self.channels.values() if c.kind == "im" and set(c.members) == both), None)
        if found is None:
            found = Channel(self.slack.new_id("D"), "", "im", [user.id, self.bot.id])
            self.channels[found.id] = found
        return found

    # -- what they see

    def history(self, channel: Channel) -> list[Message]:
        """The channel's own messages, oldest first; thread replies are in `replies`."""
        return [m for m in self._standing(channel.id) if m.thread_ts in (None, m.ts) or m.broadcast]

    def replies(self, parent: Message) -> list[Message]:
        """The replies in a message's thread, oldest first, without the message itself."""
        return [m for m in self._standing(parent.channel) if m.thread_ts == parent.ts and m.ts != parent.ts]

    def dms(self, user: User) -> list[Message]:
        """The direct conversation with the bot, both sides, oldest first."""
        return list(self._standing(self.dm(user).id))

    def ephemerals(self, user: User) -> list[Message]:
        """What this member alone was shown, everywhere, oldest first."""
        return [m for m in self.journal if m.only_for == user.id and not m.deleted]

    def home(self, user: User) -> View | None:
        return self.homes.get(user.id)

    def views(self, user: User) -> list[View]:
        """The member's open modals, the topmost last."""
        return list(self.modals.get(user.id, []))

    def find(self, channel_id: str, ts: str) -> Message | None:
        return next((m for m in self._standing(channel_id) if m.ts == ts), None)

    def _standing(self, channel_id: str) -> list[Message]:
        return [m for m in self.journal if m.channel == channel_id and not m.deleted and m.only_for is None]

    # -- changes

    def put(self, channel: Channel, user: User, text: str, **more: Any) -> Message:
        """One more message, whoever writes it. No event: who calls it says whom to tell."""
        message = Message(self.id, channel.id, self.slack.new_ts(), user.id, text, **more)
        self.journal.append(message)
        if message.thread_ts and (parent := self.find(channel.id, message.thread_ts)) and not parent.thread_ts:
            parent.thread_ts = parent.ts
        self.slack.changed()
        return message

    def view_of(self, user: User, body: Json, previous: View | None = None) -> View:
        new = self.slack.new_id("V")
        root, before = (previous.root_id, previous.id) if previous else (new, None)
        return View(new, self.id, self.app_id, self.bot_id, user.id, body, self.slack.new_ts(), root, before)

    def view_named(self, view_id: str, external_id: str = "") -> View | None:
        everything = [view for stack in self.modals.values() for view in stack] + list(self.homes.values())
        for view in everything:
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        return None

    # -- events

    async def emit(self, event: Json) -> Delivery | None:
        """Delivers one event, if the app subscribed to it and may see where it happened."""
        if self.subscriptions is not None and subscription(event) not in self.subscriptions:
            return None
        where = self.channels.get(event.get("channel") or event.get("item", {}).get("channel", ""))
        if where is not None and self.bot.id not in where.members:
            return None
        payload = {
            "token": "verification",
            "team_id": self.id,
            "context_team_id": self.id,
            "api_app_id": self.app_id,
            "event": {"event_ts": self.slack.new_ts()} | event,
            "type": "event_callback",
            "event_id": self.slack.new_id("Ev"),
            "event_time": int(self.slack.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self.id,
                    "user_id": self.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": self.slack.new_id("EC"),
        }
        return await self.line.send(Delivery("events_api", payload))

    def message_event(self, message: Message) -> Json:
        """The event of a new message."""
        kind = self.channels[message.channel].kind
        return message.wire() | {"channel": message.channel, "channel_type": kind, "event_ts": message.ts}

    def changed_event(self, message: Message, before: Json) -> Json:
        """The event of an edited message: what it is now, and what it was."""
        return {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": message.channel,
            "channel_type": self.channels[message.channel].kind,
            "message": message.wire(),
            "previous_message": before,
            "ts": self.slack.new_ts(),
        }

    def take_away(self, message: Message) -> Json:
        """Deletes a message and gives the event of it. One with replies stays, as a tombstone above them."""
        if self.replies(message):
            before = message.wire()
            message.text, message.blocks, message.metadata, message.files = "This message was deleted.", [], None, []
            message.user, message.bot_id, message.subtype = "USLACKBOT", None, "tombstone"
            event = self.changed_event(message, before)
        else:
            event = self._deleted_event(message)
            message.deleted = True
        self.slack.changed()
        return event

    def _deleted_event(self, message: Message) -> Json:
        return {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": message.channel,
            "channel_type": self.channels[message.channel].kind,
            "deleted_ts": message.ts,
            "previous_message": message.wire(),
            "ts": self.slack.new_ts(),
        }


def subscription(event: Json) -> str:
    """The name under which a manifest's bot_events lists this event."""
    if event["type"] == "message":
        return {"channel": "message.channels", "group": "message.groups", "im": "message.im"}[event["channel_type"]]
    return str(event["type"])
