"""The gateway: sessions that outlive their sockets, events in order, RESUME, and the ways a gateway fails."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.discord import payloads
from tests.discord.entities import DM, Guild, Json
from tests.discord.world import CONTENT, GUILDS, MEMBERS, Render, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, REQUEST_MEMBERS, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 8, 9, 10, 11
AUTHENTICATION_FAILED, DISALLOWED_INTENTS = 4004, 4014


@dataclass(eq=False)
class Session:
    """What RESUME comes back to. An event's sequence number is its place in `events`, counted from 1."""

    id: str
    intents: int
    events: list[str] = field(default_factory=list)

    def add(self, event: str, data: Json) -> None:
        self.events.append(json.dumps({"op": DISPATCH, "t": event, "s": len(self.events) + 1, "d": data}))


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    session: Session | None = None
    sent: int = 0
    silent: bool = False
    more: asyncio.Event = field(default_factory=asyncio.Event)


class Gateway:
    def __init__(self, world: World, heartbeat_ms: int) -> None:
        self.world = world
        self.heartbeat_ms = heartbeat_ms
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identifies: list[Json] = []
        """The body of each IDENTIFY; Discord allows 1,000 a day."""
        self.resumes: list[Json] = []
        self.beats = 0
        self.away = False
        world.emit = self.emit

    @property
    def live(self) -> list[Connection]:
        """The connections on which events arrive now."""
        return [each for each in self.connections if each.session and not each.silent and not each.socket.closed]

    def emit(self, event: str, intent: int, render: Render) -> None:
        """Give an event to each session that asked for its kind; `intent` 0 goes to all."""
        for session in self.sessions.values():
            if intent == 0 or session.intents & intent:
                session.add(event, render(session.intents))
        self._wake()

    def _wake(self) -> None:
        for connection in self.connections:
            connection.more.set()
        self.world.touch()

    # a connection's life

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self.away:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0, timeout=1.0)
        await socket.prepare(request)
        connection = Connection(socket, request.transport)
        self.connections.append(connection)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}})
        writer = asyncio.create_task(self._write(connection))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT and not connection.silent:
                    await self._receive(connection, message.json())
        finally:
            self.connections.remove(connection)
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
            self.world.touch()
        return socket

    async def _write(self, connection: Connection) -> None:
        """Send the session's events in order, as they come."""
        with contextlib.suppress(ConnectionError):
            while not connection.socket.closed:
                connection.more.clear()
                session = connection.session
                while session and not connection.silent and connection.sent < len(session.events):
                    connection.sent += 1
                    await connection.socket.send_str(session.events[connection.sent - 1])
                await connection.more.wait()

    async def _receive(self, connection: Connection, payload: Json) -> None:
        op: int = payload["op"]
        data: Json = payload.get("d") or {}
        if op == HEARTBEAT:
            self.beats += 1
            await _send(connection, {"op": ACK})
        elif op == IDENTIFY:
            await self._identify(connection, data)
        elif op == RESUME:
            await self._resume(connection, data)
        elif op == REQUEST_MEMBERS and connection.session:
            self._chunk(connection.session, data)
        self._wake()

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identifies.append(data)
        if data["token"] != self.world.token:
            await connection.socket.close(code=AUTHENTICATION_FAILED, message=b"Authentication failed.")
            return
        for bit, name in ((MEMBERS, "members"), (CONTENT, "message_content")):
            if data["intents"] & bit and name not in self.world.privileged:
                await connection.socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
                return
        session = Session(secrets.token_hex(8), data["intents"])
        self.sessions[session.id] = session
        session.add("READY", self._ready(session))
        for guild in self.world.guilds.values():
            session.add("GUILD_CREATE", self.guild_payload(guild, session.intents))
        connection.session = session

    async def _resume(self, connection: Connection, data: Json) -> None:
        self.resumes.append(data)
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.world.token or data["seq"] > len(session.events):
            await _send(connection, {"op": INVALID, "d": False})
            return
        session.add("RESUMED", {})
        connection.session, connection.sent = session, data["seq"]

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": payloads.user(self.world.bot),
            "guilds": [{"id": str(guild), "unavailable": True} for guild in self.world.guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": str(self.world.bot.id), "flags": 0},
        }

    def guild_payload(self, guild: Guild, intents: int) -> Json:
        channels = [each for each in self.world.channels.values() if each.guild is guild and each.type != DM]
        everybody = list(guild.members.values())
        members = everybody if intents & MEMBERS else [guild.members[self.world.bot.id]]
        return payloads.guild(guild, channels, members)

    def tell_guild(self, guild: Guild) -> None:
        """The bot was added to a guild."""
        self.emit("GUILD_CREATE", GUILDS, lambda intents: self.guild_payload(guild, intents))

    def _chunk(self, session: Session, data: Json) -> None:
        guild = self.world.guilds[int(data["guild_id"])]
        wanted = {int(one) for one in data.get("user_ids") or []}
        start = data.get("query") or ""
        found = [
            member
            for member in guild.members.values()
            if (member.user.id in wanted if wanted else member.user.name.startswith(start))
        ]
        body: Json = {"guild_id": str(guild.id), "members": [payloads.member(each) for each in found]}
        body |= {"chunk_index": 0, "chunk_count": 1, "not_found": []}
        session.add("GUILD_MEMBERS_CHUNK", body | ({"nonce": data["nonce"]} if "nonce" in data else {}))

    # the ways it fails

    async def close(self, code: int) -> None:
        """Close every socket with this code. 4000 may be resumed; after 4004 and 4014 a client gives up."""
        for connection in list(self.connections):
            await connection.socket.close(code=code)

    async def reconnect(self) -> None:
        """Op 7: ask every client to come back and RESUME."""
        for connection in list(self.connections):
            await _send(connection, {"op": RECONNECT, "d": None})

    async def invalidate(self) -> None:
        """Op 9: the sessions are gone, with every event not yet sent; clients IDENTIFY anew."""
        self.sessions.clear()
        for connection in list(self.connections):
            connection.silent = True
            await _send(connection, {"op": INVALID, "d": False})

    def silence(self) -> None:
        """The sockets stay open and nothing comes any more, not even heartbeat acks. Later sockets are well."""
        for connection in self.connections:
            connection.silent = True

    def cut(self) -> None:
        """Every socket breaks without a closing frame."""
        for connection in self.connections:
            connection.silent = True
            if connection.transport is not None:
                connection.transport.abort()


async def _send(connection: Connection, payload: Json) -> None:
    """Send where somebody still listens: a socket may break at any time."""
    with contextlib.suppress(ConnectionError):
        await connection.socket.send_json(payload)
