"""Running the web application: uvicorn, without an access log, printing the one link."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn

from adapters.web import sample
from adapters.web.app import make
from adapters.web.identity import DemoIdentity, Identity, SessionIdentity
from adapters.web.security import LOOPBACK
from bot.errors import Refused
from bot.i18n import say
from bot.settings import Misconfigured, Settings

if TYPE_CHECKING:
    from bot.app import App  # the root imports this package


async def serve(app: App, *, demo: bool = False) -> None:
    """Serve until interrupted. Raises Refused or Misconfigured where it may not start, or the port is taken."""
    settings = app.settings
    if demo and settings.web.public_url is not None:
        raise Refused(
            say("The demo lets anyone act as anyone, so it doesn't start where CURBSIDE_WEB__PUBLIC_URL is set.")
        )
    if demo and settings.web.host not in LOOPBACK:
        raise Refused(say("The demo lets anyone act as anyone, so it listens on 127.0.0.1 alone."))
    if settings.web.public_url is None and settings.web.host not in LOOPBACK:
        raise Misconfigured(
            say("CURBSIDE_WEB__HOST opens this server to others, but over plain http. Put a proxy with HTTPS before"
                " it and set CURBSIDE_WEB__PUBLIC_URL, or listen on 127.0.0.1.")
        )  # fmt: skip
    identity: Identity
    if demo:
        community, first = await app.store.write(None, sample.seed)
        identity = DemoIdentity(app.store, community, first)
    else:
        identity = SessionIdentity(app.store, app.clock, https=settings.web.public_url is not None)
    listening = _listen(settings)
    print(_greeting(settings, listening, demo=demo), flush=True)  # noqa: T201  # the one link
    await Server(app, identity, settings).serve(sockets=[listening])


class Server(uvicorn.Server):
    """uvicorn with Curbside's settings. Its open event streams don't keep it from stopping."""

    def __init__(self, app: App, identity: Identity, settings: Settings) -> None:
        super().__init__(
            uvicorn.Config(
                make(app, identity), log_config=None, access_log=False, server_header=False, lifespan="off",
                proxy_headers=bool(settings.web.trusted_proxies),
                forwarded_allow_ips=list(settings.web.trusted_proxies),
                timeout_graceful_shutdown=1,
            )
        )  # fmt: skip


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.web.host else socket.AF_INET
    try:
        return socket.create_server((settings.web.host, settings.web.port), family=family, backlog=128)
    except OSError:
        raise Misconfigured(
            say("Port {port} of {host} can't be used: something else listens there. Set CURBSIDE_WEB__PORT, or use"
                " --port.", port=settings.web.port, host=settings.web.host)
        ) from None  # fmt: skip


def _greeting(settings: Settings, listening: socket.socket, *, demo: bool) -> str:
    if settings.web.public_url is not None:
        return say("Curbside is at {url}", url=settings.web.public_url).text()
    url = f"http://{settings.web.host}:{listening.getsockname()[1]}/"
    if demo:
        return say("Curbside's local community is open at {url} (sample members, this machine only)", url=url).text()
    return say("Curbside is at {url} (this machine only: set CURBSIDE_WEB__PUBLIC_URL to open it)", url=url).text()
