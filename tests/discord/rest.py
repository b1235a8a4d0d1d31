"""The HTTP side: reads a request, keeps it, meets the faults on order, hands it to its route, answers as Discord."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.discord import contract
from tests.discord.entities import Json
from tests.discord.faults import MESSAGES, Bucket, Fault
from tests.discord.limits import limit_faults

if TYPE_CHECKING:
    from tests.discord.double import Double

API = "/api/v10"


class ApiError(Exception):
    """A refusal by Discord: HTTP status and its own error code."""

    def __init__(self, status: int, code: int, message: str = "") -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code
        self.message = message or MESSAGES.get(code, "")


@dataclass(eq=False)
class Request:
    """What a client asked. `template` is the route in the specification's words, '' where the double has none."""

    method: str
    template: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: Any
    """The JSON body, or a multipart form's `payload_json`; None without one."""
    raw: bytes
    """The body's bytes, for canaries; of a form its fields, file names and files."""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Uploads: the form field -> name, content."""
    params: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    """What was answered; None where the connection was cut."""
    answer: Any = None
    """The JSON that was answered."""
    took_effect: bool = False

    def text(self) -> str:
        """Path, query, headers and body in one string, for canaries."""
        head = " ".join([self.method, self.path, *self.query.values(), *self.headers.values()])
        return head + "\n" + self.raw.decode("utf-8", "replace")


Answer = tuple[int, Any]
Handler = Callable[["Double", Request], Answer]
ROUTES: list[tuple[str, str, re.Pattern[str], Handler]] = []


def route(method: str, template: str) -> Callable[[Handler], Handler]:
    """Register the handler of a route. A handler is an ordinary function, so what it does is whole at once."""

    def register(handler: Handler) -> Handler:
        pattern = re.compile("".join(_piece(part) for part in template.split("/")[1:]) + "$")
        ROUTES.append((method, template, pattern, handler))
        # `@me` and `@original` before a parameter in the same place
        ROUTES.sort(key=lambda known: known[1].count("{"))
        return handler

    return register


def _piece(part: str) -> str:
    return rf"/(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else "/" + re.escape(part)


def _match(method: str, path: str) -> tuple[str, dict[str, str], Handler | None]:
    for known, template, pattern, handler in ROUTES:
        found = pattern.match(path)
        if found and known == method:
            return template, found.groupdict(), handler
    return "", {}, None


async def read(http: web.Request) -> Request:
    path = http.path.removeprefix(API)
    template, params, _ = _match(http.method, path)
    request = Request(http.method, template, path, dict(http.query), http.headers, None, b"", params=params)
    if http.content_type == "multipart/form-data":
        await _read_form(request, http)
    else:
        request.raw = await http.read()
        request.body = json.loads(request.raw) if request.raw else None
    return request


async def _read_form(request: Request, http: web.Request) -> None:
    for name, value in (await http.post()).items():
        if isinstance(value, web.FileField):
            request.files[name] = (value.filename, value.file.read())
            value.file.close()
            request.raw += b"\n".join([value.filename.encode(), request.files[name][1], b""])
        elif isinstance(value, str):
            request.raw += value.encode() + b"\n"
            request.body = json.loads(value) if name == "payload_json" else request.body


async def serve(double: Double, http: web.Request) -> web.StreamResponse:
    """Every request of the application comes through here."""
    request = await read(http)
    double.requests.append(request)
    wrong = limit_faults(request)
    double.faults += [f"{request.method} {request.path}: {fault}" for fault in wrong + contract.schema_faults(request)]
    bucket = double.orders.bucket(request.method, request.template)
    if bucket is not None and not bucket.take():
        return _answer(request, Fault("", "", 429, retry_after=bucket.left), bucket)
    fault = double.orders.pick(request.method, request.template, request.path)
    if fault is not None and not fault.after:
        return _cut(http) if fault.status is None else _answer(request, fault, bucket)
    status, body = _handle(double, request, wrong)
    request.took_effect = status < 300
    double.world.touch()
    if fault is not None:
        return _cut(http) if fault.status is None else _answer(request, fault, bucket)
    request.status = status
    if isinstance(body, bytes):
        return web.Response(body=body, headers=_headers(request, bucket))
    return _json(request, status, body, bucket)


def _handle(double: Double, request: Request, wrong: list[str]) -> Answer:
    _, _, handler = _match(request.method, request.path)
    if handler is None:
        double.faults.append(f"{request.method} {request.path}: the double has no such route")
        return 404, {"message": "404: Not Found", "code": 0}
    if wrong:
        return 400, {"message": "Invalid Form Body: " + "; ".join(wrong), "code": 50035}
    try:
        _authorize(double, request)
        return handler(double, request)
    except ApiError as error:
        return error.status, {"message": error.message, "code": error.code}


def _authorize(double: Double, request: Request) -> None:
    """Interactions and their webhooks carry a token of their own in the path; everything else is the bot's."""
    if request.template.startswith(("/interactions/", "/webhooks/{webhook_id}/{webhook_token}", "/attachments/")):
        return
    if request.headers.get("Authorization") != f"Bot {double.world.token}":
        raise ApiError(401, 0, "401: Unauthorized")


def _answer(request: Request, fault: Fault, bucket: Bucket | None) -> web.Response:
    assert fault.status is not None
    request.status = fault.status
    response = _json(request, fault.status, fault.body(), bucket)
    if fault.status == 429:
        # Without Via a client takes it for a ban by the proxy in front of Discord.
        response.headers["Via"] = "1.1 double"
        response.headers["Retry-After"] = str(fault.retry_after)
        response.headers["X-RateLimit-Scope"] = "global" if fault.everywhere else "user"
        if fault.everywhere:
            response.headers["X-RateLimit-Global"] = "true"
    return response


def _cut(http: web.Request) -> web.Response:
    """The caller sees its connection break; the response goes nowhere."""
    if http.transport is not None:
        http.transport.abort()
    return web.Response()


def _json(request: Request, status: int, body: Any, bucket: Bucket | None) -> web.Response:
    headers = _headers(request, bucket)
    request.answer = body
    if body is None:
        return web.Response(status=status, headers=headers)
    # discord.py reads JSON only under exactly this content type, without a charset
    headers["Content-Type"] = "application/json"
    return web.Response(status=status, body=json.dumps(body).encode(), headers=headers)


def _headers(request: Request, bucket: Bucket | None) -> dict[str, str]:
    limit, used, left = (bucket.limit, bucket.used, bucket.left) if bucket else (1000, 1, 1.0)
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(limit - used),
        "X-RateLimit-Reset": f"{time.time() + left:.3f}",
        "X-RateLimit-Reset-After": f"{left:.3f}",
        "X-RateLimit-Bucket": f"{request.method} {request.template}".encode().hex()[:32],
    }


def whole(body: Json | None) -> Json:
    """A body that the route can't do without."""
    if not isinstance(body, dict):
        raise ApiError(400, 50109, "The request body contains invalid JSON.")
    return body
