"""The Slack adapter: every workspace on its own, so that one that fails stops no other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress

import aiohttp
from slack_sdk.errors import SlackApiError
from starlette.routing import BaseRoute

from adapters.slack import deliver as copies
from adapters.slack.answers import CAPABILITIES, Answers, reason
from adapters.slack.app import App
from adapters.slack.home import Home
from adapters.slack.http import routes
from adapters.slack.listen import Listener
from adapters.slack.render import Renderer
from adapters.slack.socket import Socket
from adapters.slack.workspace import CALL_SECONDS, PLATFORM, TOKEN_FAULTS, UNREACHABLE, Status, Team, Workspace, code_of
from bot import log
from bot.desk import Desk
from bot.errors import DeliveryError
from bot.i18n import Message, say
from bot.store.posts import Post
from bot.views import Reply

PING_SECONDS = 10.0
START_SECONDS = 5.0  # how long a copy waits for its workspace after a start
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds between attempts to reach a workspace

_log = log.get()


class SlackAdapter:
    """Several workspaces, each with its own app. ``api_url`` and ``ping`` (seconds) are for a Slack of one's own."""

    platform = PLATFORM
    capabilities = CAPABILITIES

    def __init__(
        self, workspaces: Sequence[Workspace], desk: Desk, *, api_url: str | None = None, ping: float = PING_SECONDS
    ) -> None:
        self._desk = desk
        self._renderer = Renderer(desk.registry)
        self._pace = copies.Pace()
        self._served = [_Served(keys, self, api_url, ping) for keys in workspaces]

    async def run(self) -> None:
        """Serve every workspace until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                for served in self._served:
                    group.create_task(served.serve(), name="slack")
        finally:
            await self.close()

    async def close(self) -> None:
        """Let what was acknowledged be answered, and close every connection."""
        for served in self._served:
            await served.close()

    def status(self) -> list[Status]:
        """How each workspace stands, in the order they were given."""
        return [served.status() for served in self._served]

    def routes(self) -> list[BaseRoute]:
        """For HTTP mode: where Slack delivers events, commands and interactions."""
        return routes(lambda: [(served.team, served.app) for served in self._served if served.team and served.app])

    async def deliver(self, post: Post, answer: Reply, *, again: bool) -> str:
        """Make the copy ``post`` show ``answer``. Raises DeliveryError."""
        team = await self._team(post)
        return await copies.deliver(team, self._pace, post, self._renderer.message(answer), again=again)

    async def take_down(self, post: Post) -> None:
        """Delete the message that ``post`` stands for. Raises DeliveryError."""
        await copies.take_down(await self._team(post), post)

    async def _team(self, post: Post) -> Team:
        """The workspace of a copy. Right after a start it is waited for: what is due then isn't put off."""
        for served in self._served:
            if self._known(post) is None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(START_SECONDS):
                        await served.tried.wait()
        found = self._known(post)
        if found is None:
            raise DeliveryError(permanent=False, retry_after=60.0, reason="workspace not connected")
        return found

    def _known(self, post: Post) -> Team | None:
        return next((s.team for s in self._served if s.team is not None and s.team.id == post.space), None)

    def taken(self, team: Team) -> bool:
        """Whether another entry serves this workspace already."""
        return any(served.team is not None and served.team.id == team.id for served in self._served)

    def parts(self, team: Team) -> tuple[App, Listener]:
        """What serves a workspace that is known by now."""
        listener, home = Listener(team, self._desk), Home(team, self._desk, self._renderer)
        events = listener.events | {"app_home_opened": home.opened}
        return App(team, self._desk, Answers(team, self._desk, self._renderer), events, home.opened), listener


class _Served:
    """One workspace's life: known, connected, lost, connected again."""

    def __init__(self, keys: Workspace, adapter: SlackAdapter, api_url: str | None, ping: float) -> None:
        self._keys = keys
        self._adapter = adapter
        self._api_url = api_url
        self._ping = ping
        self._session: aiohttp.ClientSession | None = None
        self._socket: Socket | None = None
        self._fault: Message | None = None
        self.team: Team | None = None
        self.app: App | None = None
        self._listener: Listener | None = None
        self.tried = asyncio.Event()  # whether Slack answered who this is, or didn't

    def status(self) -> Status:
        connected = self._socket.up if self._socket is not None else self.app is not None
        name, team = (self.team.name, self.team.id) if self.team is not None else ("?", None)
        return Status(name, team, connected, self._fault)

    async def serve(self) -> None:
        """Until cancelled: a token that is refused is tried again rarely, since an administrator may mend it."""
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            try:
                await self._connected()
            except SlackApiError as error:
                refused = code_of(error) in TOKEN_FAULTS
                pause = LONGEST_PAUSE if refused else pause
                self._fault = say("Slack answers: {code}. See docs/slack.md, Troubleshooting.", code=code_of(error))
                _log.error("slack workspace down", platform=PLATFORM, reason=reason(error))
            except UNREACHABLE as error:
                self._fault = say("Slack can't be reached. It is tried again.")
                _log.warning("slack unreachable", platform=PLATFORM, reason=reason(error))
            except Exception as error:
                self._fault = say("Something went wrong here. The log says where.")
                _log.error(
                    "slack workspace failed", platform=PLATFORM, error=type(error).__name__, where=log.where(error)
                )
            if time.monotonic() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _connected(self) -> None:
        """Serve as long as all is well. Raises what went wrong."""
        if self.team is None:
            await self._know()
        team, app, listener = self.team, self.app, self._listener
        if team is None or app is None or listener is None:
            raise LookupError("a workspace that isn't known")
        self._fault = None
        if self._keys.app_token is None:
            await listener.catch_up()
            await asyncio.Event().wait()
        self._socket = Socket(team, app.bolt, listener.catch_up, self._ping)
        await self._socket.keep()

    async def _know(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        team = Team(self._keys, self._api_url, self._session)
        try:
            await team.identify()
            if not self._adapter.taken(team):
                self.app, self._listener = self._adapter.parts(team)
                self.team = team
        finally:
            self.tried.set()
        if self.team is None:
            self._fault = say("This workspace is there twice: two of its tokens were given.")
            _log.error("slack workspace twice", platform=PLATFORM)
            await asyncio.Event().wait()

    async def close(self) -> None:
        if self.app is not None:
            await self.app.close()
        if self._session is not None:
            with suppress(*UNREACHABLE):
                await self._session.close()
