"""Interactions: what a person started, what the application did with it, and the routes by which it does so."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.discord import payloads
from tests.discord.entities import CONTEXT, DEFAULT, EPHEMERAL, LOADING, SLASH, Channel, Json, Message, User
from tests.discord.messages import edit, refuse_empty, shape, uploads
from tests.discord.rest import Answer, ApiError, Request, route, whole

if TYPE_CHECKING:
    from tests.discord.double import Double

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
PONG, ANSWER, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
ACK_SECONDS, TOKEN_SECONDS = 3.0, 900.0
ANSWER_TYPES = {
    COMMAND: {ANSWER, DEFER, MODAL},
    COMPONENT: {ANSWER, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {ANSWER, DEFER, DEFER_UPDATE, UPDATE},
}
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"


@dataclass(eq=False)
class Interaction:
    """One thing that a person did, and everything the application answered to it."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    data: Json
    created: float
    """By the double's clock; `started` by a monotonic one, for measuring."""
    started: float = field(default_factory=time.monotonic)
    source: Message | None = None
    """The message that a pressed component or a submitted modal belongs to."""
    opener: Interaction | None = None
    """Of a submitted modal: the interaction that opened it."""
    answers: list[Json] = field(default_factory=list)
    """Bodies of its callbacks, as accepted."""
    acked_in: float | None = None
    """Seconds from the event's making to the first accepted callback."""
    message: Message | None = None
    """The @original: the answer, or the source message where that was updated."""
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    """What opened: title, custom_id, components."""
    choices: list[Json] | None = None
    """What autocomplete offered."""
    updated: bool = False
    event: Json = field(default_factory=dict)
    """What INTERACTION_CREATE said."""

    @property
    def acked(self) -> bool:
        return bool(self.answers)

    @property
    def deferred(self) -> bool:
        """Whether 'is thinking …' is still shown."""
        return self.message is not None and bool(self.message.flags & LOADING)

    @property
    def done(self) -> bool:
        """Whether the person has an answer before them: not merely an acknowledgement."""
        return self.acked and not self.deferred

    @property
    def text(self) -> str:
        """The content of its answer, '' without one."""
        return self.message.content if self.message else ""

    @property
    def ephemeral(self) -> bool:
        return self.message is not None and self.message.ephemeral

    @property
    def shown(self) -> list[Message]:
        """The answer and the follow-ups that still stand."""
        first = [self.message] if self.message else []
        return [each for each in [*first, *self.followups] if not each.deleted]


def begin(
    double: Double,
    kind: int,
    user: User,
    channel: Channel,
    data: Json,
    source: Message | None,
    opener: Interaction | None,
) -> Interaction:
    """Make the interaction known and tell the application by INTERACTION_CREATE."""
    world = double.world
    made = Interaction(
        world.new_id(), secrets.token_hex(16), kind, user, channel, data, world.now(), source=source, opener=opener
    )
    double.interactions[made.token] = made
    guild = channel.guild
    body: Json = {
        "id": str(made.id),
        "application_id": str(world.bot.id),
        "type": kind,
        "token": made.token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": payloads.channel(channel) | {"permissions": str(world.permissions(user, channel))},
        "app_permissions": str(world.permissions(world.bot, channel)),
        "locale": "en-US",
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    if guild is None:
        body |= {"user": payloads.user(user), "context": 1, "authorizing_integration_owners": {"0": "0"}}
    else:
        member = payloads.member(guild.members[user.id]) | {"permissions": str(world.permissions(user, channel))}
        body |= {"member": member, "guild_id": str(guild.id), "guild_locale": "en-US", "context": 0}
        body |= {"guild": {"id": str(guild.id), "locale": "en-US", "features": []}}
        body |= {"authorizing_integration_owners": {"0": str(guild.id)}}
    if source is not None:
        body["message"] = payloads.message(source)
    made.event = body
    world.emit("INTERACTION_CREATE", 0, lambda _: body)
    return made


def _metadata(interaction: Interaction) -> Json:
    body: Json = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": payloads.user(interaction.user),
        "authorizing_integration_owners": {},
    }
    if interaction.kind == COMPONENT and interaction.source:
        body["interacted_message_id"] = str(interaction.source.id)
    if interaction.opener:
        body["triggering_interaction_metadata"] = _metadata(interaction.opener)
    return body


@route("POST", CALLBACK)
def callback(double: Double, request: Request) -> Answer:
    body = whole(request.body)
    interaction = double.interactions.get(request.params["interaction_token"])
    if interaction is None or str(interaction.id) != request.params["interaction_id"]:
        raise ApiError(404, 10062)
    if interaction.acked:
        raise ApiError(400, 40060, "Interaction has already been acknowledged.")
    if double.world.now() - interaction.created > ACK_SECONDS:
        raise ApiError(404, 10062)
    kind, data = body["type"], body.get("data") or {}
    if kind not in ANSWER_TYPES[interaction.kind] or (kind in (DEFER_UPDATE, UPDATE) and interaction.source is None):
        raise ApiError(400, 50035, "Invalid Form Body: type")
    _answer(double, request, interaction, kind, data)
    interaction.answers.append(body)
    interaction.acked_in = time.monotonic() - interaction.started
    if request.query.get("with_response") not in ("1", "true"):
        return 204, None
    return 200, _callback_body(interaction, kind)


def _answer(double: Double, request: Request, interaction: Interaction, kind: int, data: Json) -> None:
    if kind == ANSWER:
        refuse_empty(data, request)
        interaction.message = _post(double, request, interaction, data)
    elif kind == DEFER:
        loading = {"flags": (data.get("flags") or 0) | LOADING}
        interaction.message = _post(double, request, interaction, loading)
    elif kind in (UPDATE, DEFER_UPDATE):
        interaction.message = interaction.source
        if kind == UPDATE:
            assert interaction.source
            edit(double, request, interaction.source, data)
            interaction.updated = True
    elif kind == CHOICES:
        interaction.choices = data.get("choices") or []
    elif kind == MODAL:
        interaction.modal = data


def _post(double: Double, request: Request, interaction: Interaction, data: Json) -> Message:
    flags = data.get("flags") or 0
    kind = {COMMAND: SLASH if interaction.data.get("type", 1) == 1 else CONTEXT}.get(interaction.kind, DEFAULT)
    return double.world.post(
        interaction.channel,
        double.world.bot,
        data.get("content") or "",
        kind=kind,
        flags=flags,
        attachments=uploads(double, request, interaction.channel),
        allowed=data.get("allowed_mentions"),
        only_for=interaction.user if flags & EPHEMERAL else None,
        interaction=_metadata(interaction),
        **shape(data),
    )


def _callback_body(interaction: Interaction, kind: int) -> Json:
    message = interaction.message
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    body: Json = {"interaction": about}
    if message is not None:
        about |= {"response_message_id": str(message.id), "response_message_ephemeral": message.ephemeral}
        about |= {"response_message_loading": interaction.deferred}
        if kind in (ANSWER, UPDATE):
            body["resource"] = {"type": kind, "message": payloads.message(message)}
    return body


# the interaction's webhook


def _by_webhook(double: Double, request: Request) -> Interaction:
    interaction = double.interactions.get(request.params["webhook_token"])
    if interaction is None or not interaction.acked or request.params["webhook_id"] != str(double.world.bot.id):
        raise ApiError(404, 10015, "Unknown Webhook")
    if double.world.now() - interaction.created > TOKEN_SECONDS:
        raise ApiError(401, 50027, "Invalid Webhook Token")
    return interaction


def _target(interaction: Interaction, request: Request) -> Message:
    """The message that the path names: the @original, by name or id, or a follow-up."""
    name = request.params.get("message_id", "@original")
    for message in [interaction.message, *interaction.followups]:
        if message and not message.deleted and name in (str(message.id), "@original"):
            return message
    raise ApiError(404, 10008)


@route("POST", WEBHOOK)
def follow_up(double: Double, request: Request) -> Answer:
    """A follow-up; the first one after a deferral takes the place of 'is thinking …'."""
    interaction, body = _by_webhook(double, request), whole(request.body)
    refuse_empty(body, request)
    if interaction.deferred:
        assert interaction.message
        _resolve(double, request, interaction.message, body)
        return 200, payloads.message(interaction.message)
    message = _post(double, request, interaction, body)
    interaction.followups.append(message)
    return 200, payloads.message(message)


@route("GET", WEBHOOK + "/messages/@original")
@route("GET", WEBHOOK + "/messages/{message_id}")
def get_answer(double: Double, request: Request) -> Answer:
    return 200, payloads.message(_target(_by_webhook(double, request), request))


@route("PATCH", WEBHOOK + "/messages/@original")
@route("PATCH", WEBHOOK + "/messages/{message_id}")
def edit_answer(double: Double, request: Request) -> Answer:
    interaction = _by_webhook(double, request)
    message = _target(interaction, request)
    _resolve(double, request, message, whole(request.body))
    interaction.updated = interaction.updated or message is interaction.source
    return 200, payloads.message(message)


def _resolve(double: Double, request: Request, message: Message, body: Json) -> None:
    """Edit an answer; one that was only 'thinking' is shown by it, and stays as private as it was deferred."""
    flags = (message.flags & EPHEMERAL) | ((body.get("flags") or 0) & ~EPHEMERAL)
    waiting = bool(message.flags & LOADING)
    edit(double, request, message, {key: value for key, value in body.items() if key != "flags"} | {"flags": flags})
    if waiting:
        message.edited, message.before = None, []
        double.world.count_pings(message, body.get("allowed_mentions"))


@route("DELETE", WEBHOOK + "/messages/@original")
@route("DELETE", WEBHOOK + "/messages/{message_id}")
def delete_answer(double: Double, request: Request) -> Answer:
    message = _target(_by_webhook(double, request), request)
    message.flags &= ~LOADING
    double.world.remove(message)
    return 204, None
