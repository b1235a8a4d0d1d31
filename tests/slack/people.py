"""What members do in a workspace: type, press, choose, submit, edit, join. Each call delivers what Slack would."""

from __future__ import annotations

import re
from typing import Any

from tests.slack.delivery import Delivery
from tests.slack.hooks import Trigger
from tests.slack.interact import action_of, element_named, filled, value_of
from tests.slack.limits import view_fault
from tests.slack.rooms import Rooms
from tests.slack.shown import Shown, payload_of
from tests.slack.state import Channel, Group, Json, Message, User, View

Place = Message | View | Shown


class Workspace(Rooms):
    """One workspace with its app. Every action awaits Slack's delivery and its ack, at most 3 s."""

    # -- commands and shortcuts

    async def command(self, user: User, channel: Channel, typed: str) -> Shown:
        """Types a slash command, such as '/curbside case post'."""
        name, _, text = typed.partition(" ")
        assert self.commands is None or name in self.commands, f"the manifest has no command {name}"
        shown = self._expect(user)
        form = {
            "token": "verification",
            "team_id": self.id,
            "team_domain": self.domain,
            "channel_id": channel.id,
            "channel_name": "directmessage" if channel.kind == "im" else channel.name,
            "user_id": user.id,
            "user_name": user.name,
            "command": name,
            "text": _escaped(text.strip()),
            "api_app_id": self.app_id,
            "is_enterprise_install": "false",
            "response_url": self._hook(shown, user, channel),
            "trigger_id": shown.trigger_id,
        }
        await self._deliver(shown, "slash_commands", form)
        if shown.acked:
            self.slack.hooks.answer(shown.response_url, payload_of(shown.ack))
        return shown

    async def shortcut(self, user: User, callback_id: str) -> Shown:
        """Runs a global shortcut."""
        assert self.shortcuts is None or callback_id in self.shortcuts, f"the manifest has no shortcut {callback_id}"
        return await self._interact(user, "shortcut", {"callback_id": callback_id, "action_ts": self.slack.new_ts()})

    async def message_shortcut(self, user: User, message: Message, callback_id: str) -> Shown:
        """Runs a shortcut on a message."""
        assert self.shortcuts is None or callback_id in self.shortcuts, f"the manifest has no shortcut {callback_id}"
        channel = self.channels[message.channel]
        shown = self._expect(user)
        more = {
            "callback_id": callback_id,
            "action_ts": self.slack.new_ts(),
            "message_ts": message.ts,
            "message": message.wire(),
            "channel": _channel_of(channel),
            "response_url": self._hook(shown, user, channel, message),
        }
        return await self._interact(user, "message_action", more, shown)

    # -- buttons, menus, modals, Home

    async def press(self, user: User, where: Place, name: str) -> Shown:
        """Presses the button of this label or action_id in a message, a modal, a Home tab or what a command showed."""
        return await self._act(user, where, name)

    async def select(self, user: User, where: Place, name: str, chosen: Any) -> Shown:
        """Chooses in a menu (by action_id, block_id or placeholder): an option's label or value, an id, or a list."""
        return await self._act(user, where, name, chosen)

    async def _act(self, user: User, where: Place, name: str, chosen: Any = None) -> Shown:
        place = _place(where, name)
        block, element = element_named(place.blocks, name)
        shown = self._expect(user)
        more: Json = {"actions": [action_of(block, element, self.slack.new_ts(), chosen)]}
        if isinstance(place, View):
            if element["type"] != "button":
                held = place.values.setdefault(block["block_id"], {})
                held[element["action_id"]] = value_of(element, chosen)
            more |= {"container": {"type": "view", "view_id": place.id}, "view": place.wire()}
            return await self._interact(user, "block_actions", more, shown, view=place)
        assert not place.deleted, "the message is gone"
        assert place.only_for in (None, user.id), "only its reader can press a button in an ephemeral message"
        channel = self.channels[place.channel]
        container: Json = {"type": "message", "message_ts": place.ts, "channel_id": channel.id}
        container["is_ephemeral"] = place.only_for is not None
        if place.thread_ts:
            container["thread_ts"] = place.thread_ts
        more |= {
            "container": container,
            "channel": _channel_of(channel),
            "response_url": self._hook(shown, user, channel, place),
            "state": {"values": {}},
        }
        if place.only_for is None:  # an ephemeral message's content isn't sent back
            more["message"] = place.wire()
        return await self._interact(user, "block_actions", more, shown)

    async def suggest(self, user: User, where: Place, name: str, typed: str) -> list[Json]:
        """The options that the app offers in an external select while the member types."""
        place = _place(where, name)
        block, element = element_named(place.blocks, name)
        more: Json = {"block_id": block["block_id"], "action_id": element["action_id"], "value": typed}
        if isinstance(place, View):
            more |= {"container": {"type": "view", "view_id": place.id}, "view": place.wire()}
        shown = await self._interact(user, "block_suggestion", more)
        return list(payload_of(shown.ack).get("options", []))

    async def submit(self, user: User, view: View, values: dict[str, Any] | None = None) -> Shown:
        """Fills in a modal (by label, block_id or action_id) and submits it. `shown.errors` is what the app refused."""
        assert view in self.modals.get(user.id, []), "that modal isn't open"
        assert view.body.get("submit"), "that modal has nothing to submit"
        view.values = filled(view.blocks, view.values, values or {})
        shown = self._expect(user)
        await self._interact(user, "view_submission", {"view": view.wire(), "response_urls": []}, shown, view=view)
        if shown.acked:
            self._after_submission(user, view, shown, payload_of(shown.ack))
        return shown

    def _after_submission(self, user: User, view: View, shown: Shown, answer: Json) -> None:
        stack = self.modals[user.id]
        action = answer.get("response_action")
        if action == "errors":
            shown.errors = answer["errors"]
            known = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            for unknown in shown.errors.keys() - known:
                self.slack.fault(f"view_submission: an error for {unknown}, which is no input of the modal")
            return
        if action in ("update", "push"):
            if fault := view_fault(answer["view"]):
                self.slack.fault(f"view_submission: {fault[1]}")
                return
            body = self.slack.with_ids(answer["view"])
            if action == "push":
                stack.append(self.view_of(user, body, previous=view))
            else:
                view.body, view.hash, view.values = body, self.slack.new_ts(), {}
            shown.views.append(stack[-1])
        elif action == "clear" or view.body.get("clear_on_close"):
            stack.clear()
        elif view in stack:
            stack.remove(view)

    async def close(self, user: User, view: View) -> Shown | None:
        """Closes a modal; the app hears of it only if it asked to."""
        self.modals[user.id].remove(view)
        if not view.body.get("notify_on_close"):
            return None
        return await self._interact(user, "view_closed", {"view": view.wire(), "is_cleared": False})

    async def open_home(self, user: User) -> Shown:
        """Opens the app's Home tab."""
        shown = self._expect(user)
        home = self.homes.get(user.id)
        event = {"type": "app_home_opened", "user": user.id, "channel": self.dm(user).id, "tab": "home"}
        shown.delivery = await self.emit(event | ({"view": home.wire()} if home else {}))
        return shown

    # -- messages

    async def say(
        self, user: User, channel: Channel, text: str, thread: Message | None = None, files: list[str] | None = None
    ) -> Message:
        """Types a message; in a `thread` it is a reply. `files` are names of attachments."""
        assert user.id in channel.members, f"{user.name} isn't in {channel.name}"
        shared = [self._file(user, name) for name in files or []]
        wire_text = _escaped(text)
        message = self.put(
            channel,
            user,
            wire_text,
            blocks=[] if shared or not text else [_rich_text(text, self.slack.new_id("b"))],
            thread_ts=thread and (thread.thread_ts or thread.ts),
            files=shared,
            subtype="file_share" if shared else None,
        )
        await self.emit(self.message_event(message))
        if f"<@{self.bot.id}>" in text and channel.kind != "im":
            mention = self.message_event(message) | {"type": "app_mention"}
            mention.pop("channel_type")
            await self.emit(mention)
        return message

    async def mention(self, user: User, channel: Channel, text: str, thread: Message | None = None) -> Message:
        """Types '@bot text'."""
        return await self.say(user, channel, f"<@{self.bot.id}> {text}", thread)

    async def edit(self, message: Message, text: str) -> Message:
        """The author edits their message."""
        before = message.wire()
        message.text, message.edited = _escaped(text), self.slack.new_ts()
        message.blocks = [_rich_text(text, self.slack.new_id("b"))]
        self.slack.changed()
        await self.emit(self.changed_event(message, before))
        return message

    async def delete(self, message: Message) -> None:
        """The author deletes their message."""
        await self.emit(self.take_away(message))

    async def react(self, user: User, message: Message, name: str) -> None:
        message.reactions.append((name, user.id))
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        await self.emit({"type": "reaction_added", "user": user.id, "reaction": name, "item": item})

    def _file(self, user: User, name: str) -> Json:
        return {"id": self.slack.new_id("F"), "name": name, "title": name, "user": user.id, "mode": "hosted"}

    # -- membership

    async def join(self, user: User, channel: Channel) -> None:
        channel.members.append(user.id)
        where = {"channel": channel.id, "channel_type": "C" if channel.kind == "channel" else "G", "team": self.id}
        await self.emit({"type": "member_joined_channel", "user": user.id} | where)

    async def leave(self, user: User, channel: Channel) -> None:
        channel.members.remove(user.id)
        where = {"channel": channel.id, "channel_type": "C" if channel.kind == "channel" else "G", "team": self.id}
        await self.emit({"type": "member_left_channel", "user": user.id} | where)

    async def deactivate(self, user: User) -> None:
        """The workspace lets this member go."""
        user.deleted = True
        await self.emit({"type": "user_change", "user": user.wire(), "cache_ts": int(self.slack.now())})

    async def regroup(self, group: Group, members: list[User]) -> None:
        """Someone changes who is in a user group."""
        before, now = set(group.members), {each.id for each in members}
        group.members = [each.id for each in members]
        changed = {"added_users": sorted(now - before), "removed_users": sorted(before - now)}
        event = {"type": "subteam_members_changed", "subteam_id": group.id, "team_id": self.id}
        await self.emit(event | changed | {"date_update": int(self.slack.now())})

    # -- the app

    def install(self, manifest: Json) -> None:
        """From now on the app has what its manifest asks for: these scopes, events, commands and shortcuts alone."""
        features = manifest.get("features", {})
        self.scopes = set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
        self.subscriptions = set(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", []))
        self.commands = {each["command"] for each in features.get("slash_commands", [])}
        self.shortcuts = {each["callback_id"] for each in features.get("shortcuts", [])}

    async def verify_url(self) -> bool:
        """Whether the request URL answers Slack's challenge, as it must when an administrator enters it."""
        challenge = self.slack.new_id("challenge")
        asked = Delivery("events_api", {"token": "verification", "type": "url_verification", "challenge": challenge})
        await self.line.send(asked)
        self.line.deliveries.remove(asked)
        return asked.acked and challenge in (asked.ack, payload_of(asked.ack).get("challenge"))

    async def connected(self, count: int = 1) -> None:
        """Waits until the app holds this many Socket Mode connections that aren't silently dead."""
        await self.slack.until(lambda: len([c for c in self.line.connections if not c.silent]) >= count)

    def use_http(self, url: str) -> None:
        """From now on deliveries are signed POSTs to this URL."""
        self.line.request_url = url

    # -- payloads

    def _expect(self, user: User) -> Shown:
        return Shown(self, user)

    def _hook(self, shown: Shown, user: User, channel: Channel, message: Message | None = None) -> str:
        shown.trigger_id = shown.trigger_id or self._trigger(shown, user)
        shown.response_url = self.slack.hooks.new(self, shown, user, channel, message)
        return shown.response_url

    def _trigger(self, shown: Shown, user: User, view: View | None = None) -> str:
        return self.slack.triggers.new(Trigger(self, user, shown, view, self.slack.now()))

    async def _interact(
        self, user: User, kind: str, more: Json, shown: Shown | None = None, view: View | None = None
    ) -> Shown:
        shown = shown or self._expect(user)
        shown.trigger_id = shown.trigger_id or self._trigger(shown, user, view)
        payload = {
            "type": kind,
            "team": {"id": self.id, "domain": self.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": self.id},
            "api_app_id": self.app_id,
            "token": "verification",
            "trigger_id": shown.trigger_id,
        }
        return await self._deliver(shown, "interactive", payload | more)

    async def _deliver(self, shown: Shown, kind: str, payload: Json) -> Shown:
        shown.delivery = Delivery(kind, payload)
        await self.line.send(shown.delivery)
        self.slack.changed()
        return shown


def _place(where: Place, name: str) -> Message | View:
    """The message or view that a member sees this element in, if `where` is all that a command showed."""
    if not isinstance(where, Shown):
        return where
    everything: list[Message | View] = [*reversed(where.views), *reversed(where.ephemerals), *reversed(where.posts)]
    for place in everything:
        try:
            element_named(place.blocks, name)
        except AssertionError:
            continue
        return place
    raise AssertionError(f"nothing shown holds {name!r}: {[each.labels for each in everything]}")


def _channel_of(channel: Channel) -> Json:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


def _escaped(text: str) -> str:
    """As Slack sends what was typed: & < > escaped, but not in the mentions and links that Slack itself makes."""
    parts = re.split(r"(<[@#!][^<>]*>)", text)
    escaped = [part if i % 2 else part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
               for i, part in enumerate(parts)]  # fmt: skip
    return re.sub(r"https?://[^\s<>|]+", r"<\g<0>>", "".join(escaped))


def _rich_text(text: str, block_id: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}
