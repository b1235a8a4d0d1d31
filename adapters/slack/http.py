"""HTTP mode: one address for all workspaces. Slack's deliveries find theirs by the team; Bolt checks the signature."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.request.internals import extract_team_id
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from adapters.slack import limits
from adapters.slack.app import App
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.workspace import Team

Served = Callable[[], Iterable[tuple[Team, App]]]


def routes(served: Served) -> list[BaseRoute]:
    """The route for Slack's events, commands and interactions, of whichever workspaces are served then."""

    async def receive(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        told = _told(body)
        if told is None:
            return Response(status_code=400)
        app = _addressed(request, body, told, served())
        if app is None:
            # Not ours, or not connected yet: Slack tries again.
            return Response(status_code=503 if told.get("team_id") or told.get("team") else 401)
        return await AsyncSlackRequestHandler(app.bolt).handle(request)

    return [Route(EVENTS_PATH, receive, methods=["POST"])]


async def _body(request: Request) -> bytes | None:
    """The body, None where it is too large; Starlette keeps what was read for Bolt."""
    if int(request.headers.get("content-length") or 0) > limits.REQUEST_BYTES:
        return None
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > limits.REQUEST_BYTES:
            return None
    request._body = bytes(held)
    return request._body


def _told(body: bytes) -> dict[str, Any] | None:
    """What was sent, in whichever of Slack's three forms; None where it is none of them."""
    try:
        text = body.decode()
        if text.startswith("{"):
            found = json.loads(text)
        else:
            form = {name: values[0] for name, values in parse_qs(text).items()}
            found = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _addressed(request: Request, body: bytes, told: dict[str, Any], served: Iterable[tuple[Team, App]]) -> App | None:
    """The app of the workspace that this is about; of Slack's first call to the address, whichever signed it.

    A workspace without a signing secret hears nothing by HTTP.
    """
    able = [(team, app) for team, app in served if team.keys.signing_secret]
    if told.get("type") != "url_verification":
        team_id = extract_team_id(told)
        return next((app for team, app in able if team.id == team_id), None)
    stamp = request.headers.get("x-slack-request-timestamp", "0")
    signature = request.headers.get("x-slack-signature", "")
    for team, app in able:
        if SignatureVerifier(team.keys.signing_secret or "").is_valid(body, stamp, signature):
            return app
    return None
