"""A Discord on loopback for tests: `async with Double() as double`. README.md beside this file is its manual."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

# The routes register themselves on import.
from tests.discord import guilds, interactions, messages, rest  # noqa: F401
from tests.discord.entities import EPHEMERAL, LOADING, THREAD_STARTER, Channel, Message, User
from tests.discord.faults import Bucket, Fault, Faults
from tests.discord.gateway import Gateway
from tests.discord.interactions import Interaction
from tests.discord.people import People
from tests.discord.rest import Request
from tests.discord.world import World

UPLOAD_BYTES = 30 * 1024 * 1024


class Double(People):
    """REST and gateway of one application, with what people do and what goes wrong. Listens while it is entered.

    `clock`: seconds since 1970, the double's time is that plus what `advance` added. `heartbeat_ms`: what HELLO asks.
    """

    def __init__(self, *, clock: Callable[[], float] = time.time, heartbeat_ms: int = 41_250) -> None:
        self.world = World(clock)
        self.gateway = Gateway(self.world, heartbeat_ms)
        self.interactions: dict[str, Interaction] = {}
        self.orders = Faults()
        self.requests: list[Request] = []
        self.faults: list[str] = []
        """What was wrong with the requests, by the specification and by the limits: empty at the end of a good test."""
        self._runner: web.AppRunner | None = None
        self.api_url = self.gateway_url = ""

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def bot(self) -> User:
        return self.world.bot

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=UPLOAD_BYTES)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", rest.API + "/{rest:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.api_url = self.world.base = f"http://127.0.0.1:{port}{rest.API}"
        self.gateway_url = self.gateway.url = f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.gateway.cut()
        assert self._runner
        await self._runner.cleanup()

    async def _serve(self, http: web.Request) -> web.StreamResponse:
        return await rest.serve(self, http)

    def _double(self) -> Double:
        return self

    # time and waiting

    def advance(self, seconds: float) -> None:
        """Move the double's clock: an unanswered interaction is too old after 3 s, its token after 15 min."""
        self.world.offset += seconds

    async def until(self, condition: Callable[[], Any], what: str = "", within: float = 10.0) -> Any:
        """Wait until `condition()` is true and return its value; AssertionError naming `what` after `within` s."""
        return await self.world.until(condition, what, within)

    async def connected(self) -> None:
        """Wait until the application has a session on which events arrive."""
        await self.until(lambda: self.gateway.live, "the application's connection")

    async def posted(self, channel: Channel, text: str = "") -> Message:
        """Wait for the application's message that has `text` anywhere on it, and return the latest."""

        def found() -> Message | None:
            mine = [each for each in self.history(channel) if each.author is self.bot and text in each.seen()]
            return mine[-1] if mine else None

        message: Message = await self.until(found, f"a message with {text!r} in {channel.name}")
        return message

    async def told(self, interaction: Interaction, text: str = "") -> Message:
        """Wait until an answer or follow-up of the interaction has `text` on it, and return that message."""

        def found() -> Message | None:
            return next((each for each in interaction.shown if text in each.seen() and not each.flags & LOADING), None)

        message: Message = await self.until(found, f"an answer with {text!r}")
        return message

    # what a person would see

    def history(self, channel: Channel, seen_by: User | None = None) -> list[Message]:
        """What stands in a channel, oldest first; with `seen_by` also what only that person is shown."""
        return [
            message
            for _, message in sorted(channel.messages.items())
            if message.kind != THREAD_STARTER and (not message.flags & EPHEMERAL or message.only_for is seen_by)
        ]

    def thread(self, message: Message) -> Channel:
        """The thread that was made from a message; LookupError where there is none."""
        if message.thread is None:
            raise LookupError("no thread was made from this message")
        return message.thread

    def threads(self, parent: Channel) -> list[Channel]:
        """A channel's threads or a forum's posts, archived ones too, oldest first."""
        return [each for each in self.world.channels.values() if each.parent is parent]

    def dm(self, user: User) -> Channel:
        return self.world.dm(user)

    def dms(self, user: User) -> list[Message]:
        return self.history(self.dm(user))

    # what goes wrong

    def fail(
        self,
        method: str,
        path: str,
        status: int = 500,
        *,
        code: int = 0,
        retry_after: float = 0.2,
        everywhere: bool = False,
        after: bool = False,
        times: int | None = 1,
    ) -> Fault:
        """Answer the next `times` matching requests (None: all until `mend`) with an error.

        `method` may be '*'; `path` is a route's template or a pattern of the path ('/channels/*/messages'). `after`:
        the request takes effect all the same. `everywhere`: a 429 of the global limit.
        """
        order = Fault(method, path, status, code, "", retry_after, everywhere, after, times)
        self.orders.orders.append(order)
        return order

    def cut(self, method: str, path: str, *, after: bool = False, times: int | None = 1) -> Fault:
        """Break the connection of matching requests, before or `after` they take effect."""
        order = Fault(method, path, None, after=after, times=times)
        self.orders.orders.append(order)
        return order

    def drop(self, share: float, seed: int = 0) -> None:
        """Break a share of all requests' connections from now on, half before and half after the effect; 0 ends it."""
        self.orders.drop(share, seed)

    def limit(self, method: str, template: str, limit: int, per: float) -> Bucket:
        """Keep a real rate limit on a route, told in the headers; `.refused` counts the 429s that it took."""
        bucket = Bucket(method, template, limit, per)
        self.orders.buckets.append(bucket)
        return bucket

    def down(self) -> None:
        """The whole platform is away: requests get 503, sockets break, and no new one is accepted, until `up`."""
        self.orders.away = self.gateway.away = True
        self.gateway.cut()

    def up(self) -> None:
        self.orders.away = self.gateway.away = False

    def mend(self) -> None:
        """Take back every fault and limit."""
        self.orders = Faults()

    def repeat(self, what: Interaction | Message) -> None:
        """Send the event of an interaction, or of a message's making, once more: delivery is at least once."""
        if isinstance(what, Message):
            self.world.tell("MESSAGE_CREATE", what)
        else:
            self.world.emit("INTERACTION_CREATE", 0, lambda _: what.event)

    def revoke(self, intent: str) -> None:
        """Switch off a privileged intent, 'message_content' or 'members', in the portal: IDENTIFY with it gets 4014."""
        self.world.privileged.discard(intent)

    # what was asked

    def asked(self, method: str, template: str) -> list[Request]:
        """The requests to a route, in order."""
        return [each for each in self.requests if (each.method, each.template) == (method, template)]

    def wire(self) -> str:
        """Every request whole, for canaries."""
        return "\n".join(request.text() for request in self.requests)
