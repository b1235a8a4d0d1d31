"""The real local Slack (npm's local-slack) for tests: started, driven as its members, and looked at.

`npm ci --prefix tests/slack` installs it. Where it or Node's network namespace isn't there, `MISSING` says why.
"""

from __future__ import annotations

import asyncio
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.slack.inside import joined
from tests.slack.interact import action_of, element_named, filled
from tests.slack.relay import Relay
from tests.slack.state import Json

HERE = Path(__file__).resolve().parent
PROGRAM = HERE / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
INNER_PORT = 3900  # in the namespace, where nothing else is


def _missing() -> str:
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return "local-slack is installed for Linux on x86-64 only"
    if not PROGRAM.is_file():
        return "local-slack isn't installed: npm ci --prefix tests/slack"
    if shutil.which("unshare") is None:
        return "no unshare, which gives local-slack a network of its own"
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        return "this machine allows no user namespaces, so local-slack would listen on every interface"
    return ""


MISSING = _missing()


@dataclass
class Setup:
    """One workspace: users by name, channels with their members. Ids are U… and C… with the name in capitals."""

    users: list[str] = field(default_factory=lambda: ["amina", "bo"])
    channels: dict[str, list[str]] = field(default_factory=lambda: {"cases": ["amina", "bo"]})
    bot_token: str = "xoxb-local"
    app_token: str = "xapp-local"
    signing_secret: str = "local-signing-secret"
    http_path: str = ""  # '/slack/events' for signed HTTP deliveries; '' for Socket Mode

    def config(self) -> Json:
        app = {
            "appId": "A0CURBSIDE",
            "botUserId": "U0BOT",
            "botName": "curbside",
            "botToken": self.bot_token,
            "appToken": self.app_token,
            "signingSecret": self.signing_secret,
            "mode": "events" if self.http_path else "socket",
        }
        if self.http_path:
            app["requestUrl"] = f"http://127.0.0.1:{INNER_PORT + 1}{self.http_path}"
        channels = [
            {"id": channel_id(name), "name": name, "members": [*map(user_id, members), "U0BOT"]}
            for name, members in self.channels.items()
        ]
        users = [{"id": user_id(name), "name": name, "real_name": name.title()} for name in self.users]
        workspace = {"name": "Ward", "domain": "ward", "teamId": "T0WARD"}
        return {"workspace": workspace, "app": app, "users": users, "channels": channels}


def user_id(name: str) -> str:
    return f"U{name.upper()}"


def channel_id(name: str) -> str:
    return f"C{name.upper()}"


class LocalSlack:
    """Use as `async with LocalSlack(Setup()) as local`. Members and channels are said by name."""

    def __init__(self, setup: Setup | None = None) -> None:
        self.setup = setup or Setup()
        self.modals: list[Json] = []
        self.homes: list[Json] = []
        self.errors: list[Json] = []  # what the app refused in submissions, by block_id
        self.app_port = 0  # HTTP mode: where the app listens on loopback
        self._changed = asyncio.Event()

    @property
    def api_url(self) -> str:
        return f"{self.relay.url}/api/"

    @property
    def page_url(self) -> str:
        """The page, for a browser's screenshots; /archives/CHANNEL shows that channel."""
        return self.relay.url

    async def __aenter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        config, way_in, way_out = folder / "config.json", folder / "in", folder / "out"
        config.write_text(json.dumps(self.setup.config()), encoding="utf-8")
        self._outward = await asyncio.start_unix_server(joined(self._to_app), way_out)
        command = [PROGRAM, "--config", config, "--port", INNER_PORT, "--base-host", "127.0.0.1", "--files-dir", folder]
        inside = [sys.executable, HERE / "inside.py", INNER_PORT, way_in, way_out, *command]
        self._process = await asyncio.create_subprocess_exec(
            "unshare",
            "-rn",
            *map(str, inside),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        said = await asyncio.wait_for(self._process.stdout.readline(), 30)
        assert said == b"ready\n", "local-slack didn't start"
        self.relay = Relay(str(way_in), INNER_PORT)
        await self.relay.start()
        self._ui = await self.relay.session.ws_connect("/ui", max_msg_size=0)
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._ui.close()
        await self._watching
        await self.relay.stop()
        self._outward.close()
        assert self._process.stdin is not None
        self._process.stdin.close()  # inside.py ends by that
        await asyncio.wait_for(self._process.wait(), 10)
        self._folder.cleanup()

    async def _to_app(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.app_port)

    async def _watch(self) -> None:
        """The page's socket tells every change; modals and Home tabs can be seen only here."""
        async for frame in self._ui:
            told = json.loads(frame.data)
            if told["t"] == "view":
                self.modals = told["stack"]
            elif told["t"] == "home":
                self.homes.append(told)
            elif told["t"] == "view_errors":
                self.errors.append(told["errors"])
            self._changed.set()

    async def until(self, condition: Callable[[], Awaitable[Any]], within: float = 20.0) -> Any:
        """Waits until this is true, asking again at every change of the workspace. Returns what it was."""
        async with asyncio.timeout(within):
            self._changed.clear()  # before looking: a change while the condition is asked wakes the wait below
            while not (found := await condition()):
                await self._changed.wait()
                self._changed.clear()
            return found

    # -- what members do

    async def command(self, user: str, channel: str, typed: str) -> None:
        """Types a slash command. The answer of local-slack comes after the ack, at most 5 s later."""
        name, _, text = typed.partition(" ")
        where = {"user": user_id(user), "channel": channel_id(channel)}
        await self._control("command", where | {"command": name, "text": text})

    async def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """Types a message. A mention is '<@U0BOT> text'."""
        body = {"user": user_id(user), "channel": channel_id(channel), "text": text, "thread_ts": thread_ts}
        return dict((await self._control("message", body))["message"])

    async def edit(self, user: str, message: Json, text: str) -> None:
        where = {"channel": message["channel"], "ts": message["ts"], "user": user_id(user)}
        await self._control("edit-message", where | {"text": text})

    async def delete(self, user: str, message: Json) -> None:
        where = {"channel": message["channel"], "ts": message["ts"], "user": user_id(user)}
        await self._control("delete-message", where)

    async def press(self, user: str, message: Json, name: str, chosen: Any = None) -> None:
        """Presses the button (or chooses in the menu) of this label, block_id or action_id."""
        block, element = element_named(message["blocks"], name)
        where = {"channel": message["channel"], "messageTs": message["ts"], "user": user_id(user)}
        await self._control("interact", where | {"action": action_of(block, element, message["ts"], chosen)})

    async def submit(self, user: str, values: dict[str, Any] | None = None) -> None:
        """Fills in and submits the topmost modal. Its outcome shows in `modals` and `errors`."""
        assert self.modals, "no modal is open"
        entered = filled(self.modals[-1]["blocks"], {}, values or {})
        await self._ui.send_json({"t": "view_submit", "user": user_id(user), "values": entered})

    async def open_home(self, user: str) -> None:
        await self._control("open-home", {"user": user_id(user)})

    async def _control(self, what: str, body: Json) -> Json:
        async with self.relay.session.post(f"/_control/{what}", json=body) as answer:
            told: Json = await answer.json()
        assert told.get("ok"), told
        return told

    # -- what they see

    async def messages(self, channel: str) -> list[Json]:
        """A channel's messages (by its name, or the id of a direct conversation), replies and ephemerals among them."""
        where = channel if channel.startswith("D") and channel.isupper() else channel_id(channel)
        async with self.relay.session.get(f"/_control/messages/{where}") as answer:
            return list((await answer.json())["messages"])

    async def state(self) -> Json:
        """Users, channels (direct conversations too) and apps."""
        async with self.relay.session.get("/_control/state") as answer:
            return dict(await answer.json())
