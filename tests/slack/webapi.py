"""The Web API methods an app like ours calls, each a function of a call, answering as Slack does or raising `No`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.slack.hooks import Trigger
from tests.slack.limits import VIEW_STACK, message_fault, view_fault
from tests.slack.people import Workspace
from tests.slack.state import Channel, Json, Message, User, View


class No(Exception):
    """Slack says no: `ok: false` with this error. `fault` says what the app did wrong, if it should have known."""

    def __init__(self, error: str, fault: str = "", **more: Any) -> None:
        super().__init__(error)
        self.error, self.fault, self.more = error, fault, more


@dataclass
class Call:
    """One call, its token already resolved: 'bot' (xoxb), 'app' (xapp) or 'admin' (xoxp of the workspace's owner)."""

    team: Workspace
    kind: str
    args: Json

    @property
    def me(self) -> User:
        return self.team.owner if self.kind == "admin" else self.team.bot

    def text(self, name: str) -> str:
        return str(self.args.get(name) or "")

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, "true", "1", 1)

    def channel(self, name: str = "channel") -> Channel:
        """The channel this argument names, if the caller may know of it. A user's id means their DM."""
        said = self.text(name)
        if name == "channel" and said in self.team.users:
            return self.team.dm(self.team.users[said])
        found = self.team.channels.get(said)
        if found is None or (found.kind != "channel" and self.me.id not in found.members):
            raise No("channel_not_found")
        return found

    def user(self, name: str = "user") -> User:
        found = self.team.users.get(self.text(name))
        if found is None:
            raise No("user_not_found")
        return found

    def message(self, channel: Channel, name: str = "ts") -> Message:
        found = self.team.find(channel.id, self.text(name))
        if found is None:
            raise No("message_not_found")
        return found


METHODS: dict[str, Callable[[Call], Json]] = {}
SCOPES: dict[str, tuple[str, ...]] = {}  # the bot needs one of them


def method(name: str, *scopes: str) -> Callable[[Callable[[Call], Json]], Callable[[Call], Json]]:
    """Registers a method, with the scopes of which a bot token needs one."""

    def keep(handler: Callable[[Call], Json]) -> Callable[[Call], Json]:
        METHODS[name], SCOPES[name] = handler, scopes
        return handler

    return keep


# -- the app itself


@method("auth.test")
def auth_test(call: Call) -> Json:
    team = call.team
    told: Json = {"url": f"{team.slack.url}/", "team": team.name, "user": call.me.name, "team_id": team.id}
    told |= {"user_id": call.me.id, "is_enterprise_install": False}
    return told | ({"bot_id": team.bot_id} if call.kind == "bot" else {})


@method("apps.connections.open")
def connections_open(call: Call) -> Json:
    if call.kind != "app":
        raise No("not_allowed_token_type", "apps.connections.open wants the xapp token")
    return {"url": call.team.slack.ticket(call.team)}


@method("team.info", "team:read")
def team_info(call: Call) -> Json:
    return {"team": {"id": call.team.id, "name": call.team.name, "domain": call.team.domain}}


@method("bots.info", "users:read")
def bots_info(call: Call) -> Json:
    team = call.team
    if call.text("bot") not in ("", team.bot_id):
        raise No("bot_not_found")
    return {"bot": {"id": team.bot_id, "app_id": team.app_id, "user_id": team.bot.id, "name": team.bot.name}}


# -- messages


def _content(call: Call) -> Json:
    if fault := message_fault(call.args):
        raise No(*fault)
    args = call.args
    return call.team.slack.with_ids({"text": call.text("text"), "blocks": args.get("blocks") or []})


def _writable(call: Call, channel: Channel) -> None:
    if channel.archived:
        raise No("is_archived")
    if call.me.id not in channel.members and "chat:write.public" not in call.team.scopes:
        raise No("not_in_channel")


@method("chat.postMessage", "chat:write")
def post_message(call: Call) -> Json:
    channel, team = call.channel(), call.team
    _writable(call, channel)
    content = _content(call)
    thread = call.text("thread_ts") or None
    if thread and team.find(channel.id, thread) is None:
        raise No("thread_not_found")
    message = team.put(
        channel,
        call.me,
        content["text"],
        blocks=content["blocks"],
        attachments=call.args.get("attachments") or [],
        metadata=call.args.get("metadata"),
        thread_ts=thread,
        broadcast=call.flag("reply_broadcast"),
        username=call.text("username") or None,
        bot_id=team.bot_id if call.kind == "bot" else None,
        app_id=team.app_id,
    )
    # An app that listens to a channel hears its own voice there too.
    team.slack.soon(team.emit(team.message_event(message)))
    return {"channel": channel.id, "ts": message.ts, "message": message.wire()}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(call: Call) -> Json:
    channel, reader, team = call.channel(), call.user(), call.team
    if call.me.id not in channel.members:
        raise No("not_in_channel" if channel.kind == "channel" else "channel_not_found")
    if reader.id not in channel.members:
        raise No("user_not_in_channel")
    content = _content(call)
    message = team.put(
        channel,
        call.me,
        content["text"],
        blocks=content["blocks"],
        thread_ts=call.text("thread_ts") or None,
        bot_id=team.bot_id,
        app_id=team.app_id,
        only_for=reader.id,
    )
    return {"message_ts": message.ts}


@method("chat.update", "chat:write")
def update(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.me.id:
        raise No("cant_update_message")
    content = _content(call)
    before = message.wire()
    message.text = content["text"] or message.text
    # Text without blocks takes the old blocks away and shows '(edited)'; blocks don't.
    message.blocks = content["blocks"]
    message.edited = None if content["blocks"] else call.team.slack.new_ts()
    if "metadata" in call.args:
        message.metadata = call.args["metadata"] or None
    call.team.slack.changed()
    call.team.slack.soon(call.team.emit(call.team.changed_event(message, before)))
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.wire()}


@method("chat.delete", "chat:write")
def delete(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel)
    if call.kind == "bot" and message.user != call.me.id:
        raise No("cant_delete_message")
    call.team.slack.soon(call.team.emit(call.team.take_away(message)))
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink")
def permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "message_ts")
    url = f"{call.team.slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": url}


@method("reactions.add", "reactions:write")
def react(call: Call) -> Json:
    message = call.message(call.channel(), "timestamp")
    if (call.text("name"), call.me.id) in message.reactions:
        raise No("already_reacted")
    message.reactions.append((call.text("name"), call.me.id))
    call.team.slack.changed()
    return {}


# -- views


def _view(call: Call) -> Json:
    if fault := view_fault(call.args.get("view")):
        raise No(fault[0], fault[1], response_metadata={"messages": [fault[1]]})
    return call.team.slack.with_ids(call.args["view"])


def _trigger(call: Call) -> Trigger:
    trigger = call.team.slack.triggers.exchange(call.team, call.text("trigger_id"))
    if isinstance(trigger, str):
        raise No(trigger)
    return trigger


def _opened(call: Call, trigger: Trigger, view: View) -> Json:
    trigger.shown.views.append(view)
    call.team.slack.changed()
    return {"view": view.wire()}


@method("views.open")
def views_open(call: Call) -> Json:
    body = _view(call)
    trigger = _trigger(call)
    view = call.team.view_of(trigger.user, body)
    call.team.modals[trigger.user.id] = [view]
    return _opened(call, trigger, view)


@method("views.push")
def views_push(call: Call) -> Json:
    body = _view(call)
    trigger = _trigger(call)
    stack = call.team.modals.setdefault(trigger.user.id, [])
    if trigger.view is None or trigger.view not in stack:
        raise No("invalid_trigger_id", "views.push wants a trigger of something done in an open modal")
    if len(stack) >= VIEW_STACK:
        raise No("push_limit_reached", f"over {VIEW_STACK} modals in a stack")
    view = call.team.view_of(trigger.user, body, previous=stack[-1])
    stack.append(view)
    return _opened(call, trigger, view)


@method("views.update")
def views_update(call: Call) -> Json:
    body = _view(call)
    view = call.team.view_named(call.text("view_id"), call.text("external_id"))
    if view is None:
        raise No("not_found")
    if call.text("hash") and call.text("hash") != view.hash:
        raise No("hash_conflict")
    view.body, view.hash = body, call.team.slack.new_ts()
    call.team.slack.changed()
    return {"view": view.wire()}


@method("views.publish")
def views_publish(call: Call) -> Json:
    body = _view(call)
    if body["type"] != "home":
        raise No("invalid_arguments", "views.publish wants a view of type home")
    user = call.user("user_id")
    before = call.team.homes.get(user.id)
    if before is not None and call.text("hash") and call.text("hash") != before.hash:
        raise No("hash_conflict")
    view = call.team.view_of(user, body)
    call.team.homes[user.id] = view
    call.team.slack.changed()
    return {"view": view.wire()}
