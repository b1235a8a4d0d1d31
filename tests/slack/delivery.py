"""How Slack reaches an app: envelopes over Socket Mode, or signed POSTs to its request URL."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.slack.state import Json

ATTEMPTS = 4  # the first and three retries
Hears = Callable[[str, str], None]  # (what it is, its body): every word the app sends is kept for the test to search


@dataclass(eq=False)
class Delivery:
    """One event, command or interaction on its way to the app, and what became of it."""

    kind: str  # 'events_api', 'slash_commands' or 'interactive', as an envelope's type says it
    payload: Json
    attempts: int = 0
    acked: bool = False
    status: int | None = None  # HTTP mode: what the app answered
    ack: Any = None  # the ack's payload: JSON, plain text or None
    may_retry: bool = True
    envelopes: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Connection:
    """One Socket Mode connection. A silent one is open to the eye and dead: no pong, no envelope."""

    ws: web.WebSocketResponse
    silent: bool = False
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


class Line:
    """One workspace's line to its app. `request_url` None means Socket Mode."""

    def __init__(self, app_id: str, signing_secret: str, patience: Callable[[], float], hears: Hears) -> None:
        self.app_id = app_id
        self.signing_secret = signing_secret
        self.request_url: str | None = None
        self.forge = ""  # HTTP: 'signature' signs with a wrong secret, 'timestamp' sends one ten minutes old
        self.connections: list[Connection] = []
        self.deliveries: list[Delivery] = []
        self.held: list[Delivery] | None = None
        self._patience = patience
        self._hears = hears
        self._turn = 0

    async def send(self, delivery: Delivery, number: int = 0, reason: str = "", envelope_id: str = "") -> Delivery:
        """Delivers once and waits for the ack, at most the 3 s that Slack waits. With `number` it is a retry."""
        if delivery not in self.deliveries:
            self.deliveries.append(delivery)
        if self.held is not None and delivery.kind == "events_api":
            self.held.append(delivery)
            return delivery
        delivery.attempts += 1
        if self.request_url is not None:
            await self._post(delivery, number, reason)
        else:
            await self._push(delivery, number, reason, envelope_id or str(uuid.uuid4()))
        return delivery

    async def retry(self, reason: str = "http_timeout") -> int:
        """Sends again, with its retry number, each event that wasn't acknowledged. How many there were.

        Slack does so at once, after a minute and after five, and gives up then. It retries no commands or interactions.
        """
        events = [each for each in self.deliveries if each.kind == "events_api" and not each.acked]
        waiting = [each for each in events if each.may_retry and each.attempts < ATTEMPTS]
        for delivery in waiting:
            await self.send(delivery, number=delivery.attempts, reason=reason)
        return len(waiting)

    def hold(self) -> None:
        """From now on events wait, until `release`. (Slack lets no command or interaction wait.)"""
        self.held = []

    async def release(self, seed: int | None = None, twice: float = 0.0, at_once: int = 10) -> list[Delivery]:
        """Sends what was held: in order, or shuffled by `seed`; this share of events twice, the second as a retry."""
        held, self.held = self.held or [], None
        dice = random.Random(seed)
        again = [each for each in held if dice.random() < twice]
        sends = [(each, 0) for each in held] + [(each, 1) for each in again]
        if seed is not None:
            dice.shuffle(sends)
        gate = asyncio.Semaphore(at_once)

        async def one(delivery: Delivery, number: int) -> None:
            async with gate:
                await self.send(delivery, number, "http_timeout" if number else "")

        await asyncio.gather(*(one(delivery, number) for delivery, number in sends))
        return held

    # -- Socket Mode

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection's whole life."""
        # Pings are answered here and not by aiohttp, so that a silent connection can leave them unanswered.
        ws = web.WebSocketResponse(autoping=False, max_msg_size=0)
        await ws.prepare(request)
        connection = Connection(ws)
        self.connections.append(connection)
        hello = {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": self.app_id},
            "debug_info": {"host": "double", "approximate_connection_time": 18060},
        }
        await ws.send_json(hello)
        self._hears("socket", "")
        try:
            async for message in ws:
                await self._heard(connection, message)
        finally:
            self.connections.remove(connection)
            for future in connection.waiting.values():
                if not future.done():
                    future.set_exception(ConnectionResetError("the socket closed before the ack"))
            self._hears("socket", "")
        return ws

    async def _heard(self, connection: Connection, message: aiohttp.WSMessage) -> None:
        if connection.silent:
            return
        if message.type == WSMsgType.PING:
            await connection.ws.pong(message.data)
        elif message.type == WSMsgType.TEXT:
            self._hears("ack", message.data)
            ack = json.loads(message.data)
            future = connection.waiting.pop(ack.get("envelope_id", ""), None)
            if future is not None and not future.done():
                future.set_result(ack.get("payload"))

    async def _push(self, delivery: Delivery, number: int, reason: str, envelope_id: str) -> None:
        if not self.connections:
            return
        # Each event goes to any one of the app's connections; Slack can't tell a dead one from a live one.
        self._turn += 1
        connection = self.connections[self._turn % len(self.connections)]
        if connection.silent:
            return
        delivery.envelopes.append(envelope_id)
        envelope = {
            "envelope_id": envelope_id,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = answer
        try:
            await connection.ws.send_json(envelope)
            delivery.ack = await asyncio.wait_for(answer, self._patience())
            delivery.acked = True
        except (TimeoutError, ConnectionError):
            connection.waiting.pop(envelope_id, None)

    async def refresh(self) -> None:
        """Slack asks the app to reconnect, waits for the new connection, then closes the old one."""
        for connection in list(self.connections):
            await connection.ws.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    def fall_silent(self) -> None:
        """Every connection of now dies without a word."""
        for connection in self.connections:
            connection.silent = True

    async def close(self) -> None:
        """Closes every connection, as a server that goes down does."""
        for connection in list(self.connections):
            await connection.ws.close()

    # -- HTTP

    async def _post(self, delivery: Delivery, number: int, reason: str) -> None:
        body, content_type = _encoded(delivery)
        headers = self.signed(body) | {"Content-Type": content_type, "User-Agent": "Slackbot 1.0"}
        if number:
            headers |= {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason}
        wait = aiohttp.ClientTimeout(total=self._patience())
        try:
            async with (
                aiohttp.ClientSession(timeout=wait) as session,
                session.post(str(self.request_url), data=body.encode(), headers=headers) as answer,
            ):
                told = await answer.text()
        except (aiohttp.ClientError, TimeoutError):
            return
        self._hears("ack", told)
        delivery.status = answer.status
        delivery.acked = 200 <= answer.status < 300
        delivery.may_retry = answer.headers.get("x-slack-no-retry") != "1"
        delivery.ack = json.loads(told) if told.startswith("{") else told or None

    def signed(self, body: str) -> dict[str, str]:
        """The headers of Slack's v0 signature: HMAC-SHA256 of 'v0:timestamp:body' under the signing secret."""
        stamp = str(int(time.time()) - (600 if self.forge == "timestamp" else 0))
        secret = "another secret" if self.forge == "signature" else self.signing_secret
        digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _encoded(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return urlencode(form), "application/x-www-form-urlencoded"
