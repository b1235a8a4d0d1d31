"""The Web API's methods about channels, people and user groups. Importing it registers them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from tests.slack.state import Json, Message
from tests.slack.webapi import Call, No, method

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


def _page(call: Call, name: str, everything: Sequence[Any], usual: int = 100) -> Json:
    """One page of a list, with the cursor of the next one."""
    limit = min(int(call.args.get("limit") or usual), 1000)
    cursor = call.text("cursor")
    try:
        start = int(base64.b64decode(cursor).decode()) if cursor else 0
    except ValueError:
        raise No("invalid_cursor") from None
    more = start + limit < len(everything)
    then = base64.b64encode(str(start + limit).encode()).decode() if more else ""
    return {
        name: list(everything[start : start + limit]),
        "has_more": more,
        "response_metadata": {"next_cursor": then},
    }


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = float(call.args.get("oldest") or 0), float(call.args.get("latest") or "inf")
    if call.flag("inclusive"):
        return [m for m in messages if oldest <= float(m.ts) <= latest]
    return [m for m in messages if oldest < float(m.ts) < latest]


def _threaded(call: Call, message: Message) -> Json:
    told = message.wire(call.flag("include_all_metadata"))
    replies = call.team.replies(message) if message.thread_ts == message.ts else []
    if replies:
        told |= {"reply_count": len(replies), "latest_reply": replies[-1].ts}
        told["reply_users"] = list(dict.fromkeys(reply.user for reply in replies))
    return told


@method("conversations.history", *HISTORY)
def history(call: Call) -> Json:
    channel = call.channel()
    if call.me.id not in channel.members:
        raise No("not_in_channel")
    newest_first = list(reversed(_between(call, call.team.history(channel))))
    return _page(call, "messages", [_threaded(call, m) for m in newest_first])


@method("conversations.replies", *HISTORY)
def replies(call: Call) -> Json:
    channel = call.channel()
    if call.me.id not in channel.members:
        raise No("not_in_channel")
    parent = call.team.find(channel.id, call.text("ts"))
    if parent is None:
        raise No("thread_not_found")
    rest = _between(call, call.team.replies(parent))
    return _page(call, "messages", [_threaded(call, parent), *(_threaded(call, m) for m in rest)], usual=1000)


@method("conversations.info", *READ)
def info(call: Call) -> Json:
    channel = call.channel()
    return {"channel": channel.wire(call.me.id)}


@method("conversations.list", *READ)
def conversations(call: Call) -> Json:
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    wanted = {kinds.get(each.strip()) for each in (call.text("types") or "public_channel").split(",")}
    found = [
        channel.wire(call.me.id)
        for channel in call.team.channels.values()
        if channel.kind in wanted
        and (channel.kind == "channel" or call.me.id in channel.members)
        and not (call.flag("exclude_archived") and channel.archived)
    ]
    return _page(call, "channels", found)


@method("conversations.members", *READ)
def members(call: Call) -> Json:
    return _page(call, "members", call.channel().members)


@method("conversations.open", "im:write", "mpim:write", "channels:manage")
def conversations_open(call: Call) -> Json:
    users = call.text("users").split(",")
    if len(users) != 1:
        raise No("method_not_supported_for_channel_type", "the double opens conversations with one member only")
    user = call.team.users.get(users[0])
    if user is None:
        raise No("user_not_found")
    if user.deleted:
        raise No("user_disabled")
    return {"channel": {"id": call.team.dm(user).id}}


@method("conversations.join", "channels:join")
def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "channel":
        raise No("method_not_supported_for_channel_type")
    if call.me.id not in channel.members:
        channel.members.append(call.me.id)
    return {"channel": channel.wire(call.me.id)}


@method("users.info", "users:read")
def users_info(call: Call) -> Json:
    return {"user": call.user().wire()}


@method("users.list", "users:read")
def users_list(call: Call) -> Json:
    page = _page(call, "members", [user.wire() for user in call.team.users.values()])
    page.pop("has_more")
    return page


@method("usergroups.list", "usergroups:read")
def usergroups(call: Call) -> Json:
    shown = [g for g in call.team.groups.values() if call.flag("include_disabled") or not g.disabled]
    return {"usergroups": [group.wire(call.flag("include_users")) for group in shown]}


@method("usergroups.users.list", "usergroups:read")
def usergroup_users(call: Call) -> Json:
    group = call.team.groups.get(call.text("usergroup"))
    if group is None:
        raise No("no_such_subteam")
    return {"users": list(group.members)}
