"""The web application: its routes, and the layers around them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from adapters.web import api, events, pages
from adapters.web.house import House
from adapters.web.identity import Identity
from adapters.web.render import Renderer
from adapters.web.security import Gate, Shield

if TYPE_CHECKING:
    from bot.app import App  # the root imports this package


STATIC = Path(__file__).parent / "static"


def make(app: App, identity: Identity) -> Starlette:
    """The pages and their API over a running app, for whom ``identity`` lets in."""
    gate = Gate(app.settings, demo=identity.demo)
    web = Starlette(
        routes=[
            *_common(),
            *(_demo() if identity.demo else _sessions()),
            *app.routes,
        ],
        middleware=[Middleware(Shield, gate=gate)],
        exception_handlers={HTTPException: pages.nowhere},
    )
    web.state.house = House(app, identity, gate, Renderer(app.engine.registry))
    return web


async def alive(_: Request) -> Response:
    """What ``curbside check`` and a proxy ask: whether Curbside is behind this address."""
    return PlainTextResponse("curbside")


def _common() -> list[BaseRoute]:
    return [
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/healthz", alive),
        Route("/", pages.page(pages.home)),
        Route("/c/{number:int}", pages.page(pages.channel)),
        Route("/s/{ref}", pages.page(pages.subject)),
        Route("/q/{path:path}", pages.page(pages.query)),
        Route("/f/{path:path}", pages.page(pages.form)),
        Route("/events", events.stream),
        Route("/api/review", api.answered(api.review), methods=["POST"]),
        Route("/api/submit", api.answered(api.submit), methods=["POST"]),
        Route("/api/token", api.answered(api.token)),
        Route("/api/commands", api.answered(api.commands)),
        Route("/api/references", api.answered(api.references)),
    ]


def _demo() -> list[BaseRoute]:
    return [Route("/api/act", api.answered(api.act), methods=["POST"])]


def _sessions() -> list[BaseRoute]:
    return [
        Route("/link", pages.link),
        Route("/join", pages.join),
        Route("/sessions", pages.page(pages.sessions)),
        Route("/api/link", api.answered(api.link), methods=["POST"]),
        Route("/api/join", api.answered(api.join), methods=["POST"]),
        Route("/api/stay", api.answered(api.stay), methods=["POST"]),
        Route("/api/end", api.answered(api.end), methods=["POST"]),
    ]
