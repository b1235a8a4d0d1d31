"""What stands between the app and local-slack: a forwarding server on loopback that can have a bad day."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import WSMsgType, web

from tests.slack.trouble import Trouble

HOP_HEADERS = {"host", "connection", "transfer-encoding", "content-length", "content-encoding", "upgrade"}


@dataclass(eq=False)
class Joined:
    """One Socket Mode connection of the app, and its other half at local-slack."""

    app: web.WebSocketResponse
    silent: bool = False


class Relay:
    """Forwards HTTP and WebSockets to the unix socket `way_in`, and writes its own address over local-slack's."""

    def __init__(self, way_in: str, inner_port: int) -> None:
        self.trouble = Trouble()
        self.sockets: list[Joined] = []
        self.requests: list[tuple[str, str]] = []  # (path, body) of all that the app sent
        self.twice = 0  # so many of the next envelopes come twice
        self.url = ""
        self._inner = f"127.0.0.1:{inner_port}"
        self._way_in = way_in
        self._changed = asyncio.Event()

    async def start(self) -> None:
        connector = aiohttp.UnixConnector(self._way_in)
        self.session = aiohttp.ClientSession(connector=connector, base_url=f"http://{self._inner}")
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_route("*", "/socket/{name}", self._socket)
        app.router.add_route("*", "/ui", self._socket)
        app.router.add_route("*", "/{path:.*}", self._forward)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        for each in list(self.sockets):
            await each.app.close()
        await self._runner.cleanup()
        await self.session.close()

    async def connected(self, anew_after: Joined | None = None, within: float = 20.0) -> None:
        """Waits until the app holds a connection that isn't silently dead, and until this old one is gone."""
        async with asyncio.timeout(within):
            while anew_after in self.sockets or all(each.silent for each in self.sockets):
                self._changed.clear()
                await self._changed.wait()

    async def refresh(self) -> None:
        """Asks the app to connect anew, as Slack does every few hours."""
        for each in list(self.sockets):
            await each.app.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    def fall_silent(self) -> None:
        """Every connection of now dies without a word: no envelope, no pong."""
        for each in self.sockets:
            each.silent = True

    def _own(self, text: str) -> str:
        return text.replace(self._inner, self.url.removeprefix("http://"))

    async def _forward(self, request: web.Request) -> web.Response:
        body = await request.read()
        path = request.path_qs
        is_call = request.path.startswith(("/api/", "/_hooks/"))
        if is_call:
            self.requests.append((path, body.decode(errors="replace")))
        plan = self.trouble.next_for(_method(request.path)) if is_call else None
        if plan is not None and not plan.cut:
            headers = {"Retry-After": str(plan.retry_after)} if plan.retry_after is not None else None
            return web.json_response({"ok": False, "error": plan.error}, status=plan.status, headers=headers)
        if plan is None or plan.cut == "after":
            headers = {name: value for name, value in request.headers.items() if name.lower() not in HOP_HEADERS}
            async with self.session.request(request.method, path, data=body, headers=headers) as answer:
                told = await answer.read()
        if plan is not None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        kept = {name: value for name, value in answer.headers.items() if name.lower() not in HOP_HEADERS}
        if "json" in answer.content_type:
            told = self._own(told.decode()).encode()
        return web.Response(body=told, status=answer.status, headers=kept)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        app = web.WebSocketResponse(autoping=False, max_msg_size=0)
        await app.prepare(request)
        joined = Joined(app)
        is_ui = request.path == "/ui"
        async with self.session.ws_connect(request.path_qs, max_msg_size=0) as far:
            if not is_ui:
                self.sockets.append(joined)
                self._changed.set()
            outward = asyncio.ensure_future(self._outward(joined, far))
            try:
                async for message in far:
                    await self._inward(joined, message.data, is_ui)
            finally:
                outward.cancel()
                await asyncio.gather(outward, return_exceptions=True)
                if joined in self.sockets:
                    self.sockets.remove(joined)
                    self._changed.set()
        return app

    async def _inward(self, joined: Joined, data: Any, is_ui: bool) -> None:
        if joined.silent or joined.app.closed:
            return
        text = self._own(str(data))
        await joined.app.send_str(text)
        if not is_ui and self.twice and "envelope_id" in json.loads(text):
            self.twice -= 1
            await joined.app.send_str(text)

    async def _outward(self, joined: Joined, far: aiohttp.ClientWebSocketResponse) -> None:
        try:
            async for message in joined.app:
                if joined.silent:
                    continue
                if message.type == WSMsgType.PING:
                    await joined.app.pong(message.data)
                elif message.type == WSMsgType.TEXT:
                    await far.send_str(message.data)
        finally:
            await far.close()


def _method(path: str) -> str:
    return "response_url" if path.startswith("/_hooks/") else path.removeprefix("/api/")
