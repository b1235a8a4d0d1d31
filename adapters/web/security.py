"""What every request passes before a page sees it: the address it was sent to, its size, its origin, its token."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import keys, log
from bot.i18n import say
from bot.settings import Settings

MAX_BODY = 1024 * 1024  # bytes; a form of 20,000 characters fits even where each is escaped twelvefold
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_log = log.get()


class Gate:
    """Knows the addresses that this server answers to, and makes the tokens that its own pages carry."""

    def __init__(self, settings: Settings, *, demo: bool) -> None:
        public = None if demo or settings.web.public_url is None else urlsplit(settings.web.public_url)
        self._hosts = LOOPBACK | ({public.hostname} if public and public.hostname else set())
        self._public = public
        self._key = keys.derive(settings.secret(), "web")

    def knows_host(self, host: str) -> bool:
        """Whether a Host header names this server. Any other is a rebound name or a stray proxy."""
        return _hostname(host) in self._hosts

    def own_origin(self, host: str, origin: str | None) -> bool:
        """Whether a request comes from one of this server's own pages."""
        if self._public is not None and _hostname(host) == self._public.hostname:
            return origin == f"{self._public.scheme}://{self._public.netloc}"
        return origin == f"http://{host}"

    def token(self, secret: str) -> str:
        """The CSRF token of a session; of '' for one who has none yet."""
        return hmac.new(self._key, f"csrf|{secret}".encode(), hashlib.sha256).hexdigest()

    def check(self, request: Request, secret: str) -> bool:
        return hmac.compare_digest(request.headers.get("x-csrf", "").encode(), self.token(secret).encode())


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


class Shield:
    """The outermost layer: refuses what is not for us, adds the headers, and lets no exception's words out."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _harden(MutableHeaders(scope=message), scope["path"])
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        try:
            await self._app(scope, _limited(receive), guarded)
        except TooLarge:
            await _too_large()(scope, receive, guarded)
        except Exception as error:
            correlation = secrets.token_hex(4)
            _log.error("page failed", error=type(error).__name__, where=log.where(error), correlation=correlation)
            if not started:
                await _sorry(correlation)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._gate.knows_host(host):
            return PlainTextResponse(
                say("This server doesn't answer to that address. Open it by the address it printed when it started.")
                .text(), 421,
            )  # fmt: skip
        if scope["method"] not in ("GET", "HEAD") and not self._gate.own_origin(host, headers.get("origin")):
            return said(
                403, "origin", say("This was sent from another site's page. Open Curbside itself and try again.")
            )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            return _too_large()
        return None


class TooLarge(Exception):
    """A body grew past the limit while it was read."""


def _limited(receive: Receive) -> Callable[[], Awaitable[Message]]:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MAX_BODY:
            raise TooLarge
        return message

    return counted


def _harden(headers: MutableHeaders, path: str) -> None:
    headers["Content-Security-Policy"] = CSP
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["Cache-Control"] = "no-cache" if path.startswith("/static/") else "no-store"


def said(status: int, kind: str, message: object) -> JSONResponse:
    """An error as the pages' script reads it."""
    return JSONResponse({"kind": kind, "message": message.text()}, status)  # type: ignore[attr-defined]


def _too_large() -> Response:
    return said(
        413, "invalid", say("That is too long to be read here. Shorten it; what you typed is still on this page.")
    )


def _sorry(correlation: str) -> Response:
    return said(
        500, "internal",
        say("Something went wrong here; what you typed is still on this page. Try again, or give a moderator this"
            " number: {correlation}", correlation=correlation),
    )  # fmt: skip
