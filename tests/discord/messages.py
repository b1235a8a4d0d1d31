"""Routes of channels, threads and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.discord import payloads
from tests.discord.entities import (
    DEFAULT,
    DM,
    FORUM,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    REPLY,
    THREAD_STARTER,
    Attachment,
    Channel,
    Json,
    Message,
)
from tests.discord.rest import Answer, ApiError, Request, route, whole

if TYPE_CHECKING:
    from tests.discord.double import Double

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"
NONCE_SECONDS = 300


def channel_of(double: Double, request: Request, *permissions: str) -> Channel:
    """The channel in the path, if the bot may see it and has these permissions there."""
    channel = double.world.channels.get(int(request.params["channel_id"]))
    if channel is None:
        raise ApiError(404, 10003)
    if not double.world.may(double.world.bot, channel, "view_channel"):
        raise ApiError(403, 50001)
    if not double.world.may(double.world.bot, channel, *permissions):
        raise ApiError(403, 50013)
    return channel


def message_of(channel: Channel, request: Request) -> Message:
    message = channel.messages.get(int(request.params["message_id"]))
    if message is None or message.ephemeral:
        raise ApiError(404, 10008)
    return message


def uploads(double: Double, request: Request, channel: Channel) -> list[Attachment]:
    return [double.world.attach(channel, name, content) for name, content in request.files.values()]


def render(double: Double, message: Message) -> Json:
    """A message as REST gives it: the intent that counts here is the application's, not a session's."""
    content = double.world.readable(message, has_intent="message_content" in double.world.privileged)
    return payloads.message(message, content=content)


def shape(body: Json) -> Json:
    """The parts of a message's body that `World.post` and `World.change` take."""
    return {"embeds": body.get("embeds"), "components": body.get("components")}


def refuse_empty(body: Json, request: Request) -> None:
    if not ((body.get("content") or "").strip() or body.get("embeds") or body.get("components") or request.files):
        raise ApiError(400, 50006, "Cannot send an empty message")


@route("POST", MESSAGES)
def create_message(double: Double, request: Request) -> Answer:
    world, body = double.world, whole(request.body)
    channel = channel_of(double, request)
    _refuse_unsendable(double, channel, bool(request.files))
    refuse_empty(body, request)
    nonce = None if body.get("nonce") is None else str(body["nonce"])
    if nonce is not None and body.get("enforce_nonce"):
        sent, earlier = world.nonces.get(nonce, (0.0, None))
        if earlier is not None and world.now() - sent < NONCE_SECONDS:
            return 200, render(double, earlier)
    reference = body.get("message_reference") or {}
    answered = channel.messages.get(int(reference.get("message_id") or 0))
    if reference and answered is None and reference.get("fail_if_not_exists", True):
        raise ApiError(400, 50035, "Invalid Form Body: message_reference: Unknown message")
    message = world.post(
        channel,
        world.bot,
        body.get("content") or "",
        kind=REPLY if answered else DEFAULT,
        flags=body.get("flags") or 0,
        attachments=uploads(double, request, channel),
        allowed=body.get("allowed_mentions"),
        nonce=nonce,
        reply_to=answered,
        **shape(body),
    )
    if nonce is not None:
        world.nonces[nonce] = (world.now(), message)
    return 200, render(double, message)


def _refuse_unsendable(double: Double, channel: Channel, with_files: bool) -> None:
    world = double.world
    if channel.type == DM:
        assert channel.person
        if not any(channel.person.id in guild.members for guild in world.guilds.values()):
            raise ApiError(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
        if not channel.person.dms_open:
            raise ApiError(403, 50007)
        return
    if channel.type == FORUM:
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    if not world.may(world.bot, channel, "send_messages_in_threads" if channel.is_thread else "send_messages"):
        raise ApiError(403, 50013)
    if with_files and not world.may(world.bot, channel, "attach_files"):
        raise ApiError(403, 50013)
    if channel.locked and not world.may(world.bot, channel, "manage_threads"):
        raise ApiError(400, 160005, "Thread is locked")


@route("GET", MESSAGES)
def list_messages(double: Double, request: Request) -> Answer:
    """Newest first; with `after` the oldest ones above it, still newest first, as Discord does."""
    channel = channel_of(double, request)
    if not double.world.may(double.world.bot, channel, "read_message_history"):
        return 200, []
    limit = int(request.query.get("limit", 50))
    if not 1 <= limit <= 100:
        raise ApiError(400, 50035, "Invalid Form Body: limit")
    shown = sorted((each for each in channel.messages.values() if not each.ephemeral), key=lambda each: each.id)
    if "after" in request.query:
        page = [each for each in shown if each.id > int(request.query["after"])][:limit]
    elif "around" in request.query:
        middle = int(request.query["around"])
        page = sorted(sorted(shown, key=lambda each: abs(each.id - middle))[:limit], key=lambda each: each.id)
    else:
        before = int(request.query.get("before", 1 << 64))
        page = [each for each in shown if each.id < before][-limit:]
    return 200, [render(double, each) for each in reversed(page)]


@route("GET", MESSAGE)
def get_message(double: Double, request: Request) -> Answer:
    channel = channel_of(double, request, "read_message_history")
    return 200, render(double, message_of(channel, request))


@route("PATCH", MESSAGE)
def edit_message(double: Double, request: Request) -> Answer:
    channel = channel_of(double, request)
    message, body = message_of(channel, request), whole(request.body)
    if message.author is not double.world.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    if channel.archived:
        raise ApiError(400, 50083, "Thread is archived")
    edit(double, request, message, body)
    return 200, render(double, message)


def edit(double: Double, request: Request, message: Message, body: Json) -> None:
    """Apply an edit's body: what it doesn't name stays, and null empties."""
    changes: dict[str, Any] = {}
    for key, empty in (("content", ""), ("embeds", []), ("components", []), ("flags", 0)):
        if key in body:
            changes[key] = empty if body[key] is None else body[key]
    if "attachments" in body or request.files:
        kept = {str(each["id"]) for each in body.get("attachments") or []}
        staying = [file for file in message.attachments if str(file.id) in kept]
        changes["attachments"] = staying + uploads(double, request, message.channel)
    double.world.change(message, **changes)


@route("DELETE", MESSAGE)
def delete_message(double: Double, request: Request) -> Answer:
    channel = channel_of(double, request)
    message, world = message_of(channel, request), double.world
    if message.kind == THREAD_STARTER:
        raise ApiError(403, 50021, "Cannot execute action on a system message")
    if message.author is not world.bot:
        if channel.type == DM:
            raise ApiError(403, 50003, "Cannot execute action on a DM channel")
        if not world.may(world.bot, channel, "manage_messages"):
            raise ApiError(403, 50013)
    if channel.archived:
        raise ApiError(400, 50083, "Thread is archived")
    world.remove(message)
    return 204, None


@route("PUT", MESSAGES + "/pins/{message_id}")
@route("DELETE", MESSAGES + "/pins/{message_id}")
def pin(double: Double, request: Request) -> Answer:
    channel = channel_of(double, request, "manage_messages")
    message_of(channel, request).pinned = request.method == "PUT"
    return 204, None


@route("PUT", MESSAGE + "/reactions/{emoji_name}/@me")
@route("DELETE", MESSAGE + "/reactions/{emoji_name}/@me")
def react(double: Double, request: Request) -> Answer:
    channel = channel_of(double, request, "add_reactions")
    message, name = message_of(channel, request), request.params["emoji_name"]
    who = message.reactions.setdefault(name, set())
    (who.add if request.method == "PUT" else who.discard)(double.world.bot.id)
    return 204, None


@route("POST", "/channels/{channel_id}/typing")
def typing(double: Double, request: Request) -> Answer:
    channel_of(double, request)
    return 204, None


@route("GET", "/channels/{channel_id}")
def get_channel(double: Double, request: Request) -> Answer:
    return 200, payloads.channel(channel_of(double, request))


@route("PATCH", "/channels/{channel_id}")
def edit_channel(double: Double, request: Request) -> Answer:
    world, body = double.world, whole(request.body)
    channel = channel_of(double, request)
    channel_of(double, request, _edit_permission(double, channel, body))
    if channel.archived and body.get("archived") is not False:
        raise ApiError(400, 50083, "Thread is archived")
    channel.name = body.get("name", channel.name)
    channel.archived = body.get("archived", channel.archived)
    channel.locked = body.get("locked", channel.locked)
    channel.auto_archive = body.get("auto_archive_duration", channel.auto_archive)
    if "applied_tags" in body:
        assert channel.parent
        channel.applied_tags = _tags(channel.parent, body)
    world.channel_changed(channel)
    return 200, payloads.channel(channel)


def _edit_permission(double: Double, channel: Channel, body: Json) -> str:
    """Waking an archived thread and changing one's own takes no more than writing in it, unless it is locked."""
    if not channel.is_thread:
        return "manage_channels"
    waking = channel.archived and body == {"archived": False}
    mine = channel.owner is double.world.bot and "locked" not in body
    return "send_messages_in_threads" if (waking or mine) and not channel.locked else "manage_threads"


def _tags(forum: Channel, body: Json) -> list[int]:
    wanted = [int(tag) for tag in body.get("applied_tags") or []]
    if not set(wanted) <= {tag.id for tag in forum.tags}:
        raise ApiError(400, 50035, "Invalid Form Body: applied_tags")
    return wanted


@route("DELETE", "/channels/{channel_id}")
def delete_channel(double: Double, request: Request) -> Answer:
    channel = channel_of(double, request)
    if channel.type != DM:
        channel_of(double, request, "manage_threads" if channel.is_thread else "manage_channels")
        double.world.remove_channel(channel)
    return 200, payloads.channel(channel)


@route("POST", MESSAGE + "/threads")
def thread_from_message(double: Double, request: Request) -> Answer:
    channel = channel_of(double, request, "create_public_threads")
    message, body = message_of(channel, request), whole(request.body)
    if message.id in double.world.channels:
        raise ApiError(400, 160004, "A thread has already been created for this message")
    if channel.type != 0:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    thread = double.world.start_thread(channel, body["name"], double.world.bot, message=message)
    return 201, payloads.channel(thread)


@route("POST", "/channels/{channel_id}/threads")
def create_thread(double: Double, request: Request) -> Answer:
    """A forum post with its first message, or a thread without one in a text channel."""
    world, body = double.world, whole(request.body)
    if channel_of(double, request).type != FORUM:
        private = body.get("type", PRIVATE_THREAD) == PRIVATE_THREAD
        channel = channel_of(double, request, "create_private_threads" if private else "create_public_threads")
        kind = PRIVATE_THREAD if private else PUBLIC_THREAD
        return 201, payloads.channel(world.start_thread(channel, body["name"], world.bot, kind=kind))
    channel = channel_of(double, request, "send_messages")
    first = whole(body.get("message"))
    refuse_empty(first, request)
    thread = world.start_thread(channel, body["name"], world.bot, tags=_tags(channel, body))
    message = world.post(
        thread,
        world.bot,
        first.get("content") or "",
        attachments=uploads(double, request, thread),
        allowed=first.get("allowed_mentions"),
        message_id=thread.id,
        **shape(first),
    )
    return 201, payloads.channel(thread) | {"message": render(double, message)}


@route("PUT", "/channels/{channel_id}/thread-members/@me")
@route("DELETE", "/channels/{channel_id}/thread-members/@me")
@route("PUT", "/channels/{channel_id}/thread-members/{user_id}")
@route("DELETE", "/channels/{channel_id}/thread-members/{user_id}")
def thread_member(double: Double, request: Request) -> Answer:
    thread = channel_of(double, request)
    user = int(request.params.get("user_id", double.world.bot.id))
    (thread.members.add if request.method == "PUT" else thread.members.discard)(user)
    return 204, None


@route("GET", "/channels/{channel_id}/threads/archived/public")
def archived_threads(double: Double, request: Request) -> Answer:
    channel = channel_of(double, request, "read_message_history")
    found = [each for each in double.world.channels.values() if each.parent is channel and each.archived]
    threads = [payloads.channel(each) for each in sorted(found, key=lambda each: each.id, reverse=True)]
    limit = int(request.query.get("limit", 50))
    return 200, {"threads": threads[:limit], "members": [], "has_more": len(threads) > limit}


@route("GET", "/attachments/{channel_id}/{attachment_id}/{name}")
def download(double: Double, request: Request) -> Answer:
    channel = double.world.channels.get(int(request.params["channel_id"]))
    for message in channel.messages.values() if channel else []:
        for file in message.attachments:
            if str(file.id) == request.params["attachment_id"]:
                return 200, file.content
    raise ApiError(404, 0)
