"""A Slack on loopback for tests: Web API, Socket Mode, signed HTTP deliveries and response_urls. See README.md here."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.slack import webapi_rooms
from tests.slack.contract import Contract
from tests.slack.hooks import Hooks, Triggers
from tests.slack.people import Workspace
from tests.slack.state import Json
from tests.slack.trouble import Plan, Trouble
from tests.slack.webapi import METHODS, SCOPES, Call, No

assert webapi_rooms  # imported for its methods
JSON_ARGS = {"blocks", "view", "metadata", "attachments", "files"}  # sent as JSON inside a form


@dataclass(eq=False)
class Request:
    """One thing the app sent: a Web API call, a post to a response_url ('response_url'), or an ack ('ack')."""

    method: str
    args: Json
    raw: str
    team: Workspace | None = None
    token_kind: str = ""  # 'bot', 'app' or 'admin'
    error: str = ""  # what the double answered; '' for ok
    cut: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Double:
    """All of Slack: several workspaces on one server. Use as `async with Double() as slack`."""

    def __init__(self, contract: Contract | None = None) -> None:
        self.contract = contract or Contract.found()
        self.patience = 3.0  # seconds that Slack waits for an ack
        self.trouble = Trouble()
        self.triggers = Triggers(self)
        self.hooks = Hooks(self)
        self.requests: list[Request] = []
        self.faults: list[str] = []  # what the app did that the real Slack forbids, or that its reference doesn't know
        self.url = ""
        self._teams: list[Workspace] = []
        self._ids = 0
        self._skipped = 0.0
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """Slack SDK's base_url: the slash at the end matters."""
        return f"{self.url}/api/"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link/{team}", self._link)
        app.router.add_post("/response/{name}", self._response)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for team in self._teams:
            await team.line.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def workspace(
        self, name: str, bot_token: str = "", app_token: str = "", signing_secret: str = "", admin_token: str = ""
    ) -> Workspace:
        """A new workspace with an app of its own; tokens not given are made up. `admin_token` is its owner's xoxp."""
        number = len(self._teams) + 1
        team = Workspace(
            self,
            name,
            bot_token or f"xoxb-{number}-bot",
            app_token or f"xapp-{number}-app",
            signing_secret or f"signing-secret-{number}",
            admin_token or f"xoxp-{number}-owner",
        )
        self._teams.append(team)
        return team

    # -- time and waiting

    def now(self) -> float:
        return time.time() + self._skipped

    def skip(self, seconds: float) -> None:
        """Slack's clock moves on (triggers and response_urls expire); no test waits for it."""
        self._skipped += seconds

    async def until(self, condition: Callable[[], Any], within: float = 20.0) -> None:
        """Waits until the condition holds, looking again whenever anything changed here. Fails after `within` s."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    self._changed.clear()
                    # The condition may look at the app too, whose changes nobody announces: look again soon.
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(0.02):
                            await self._changed.wait()
        except TimeoutError:
            last = [(each.method, each.error) for each in self.requests[-5:]]
            raise AssertionError(f"waited in vain; the last requests: {last}; faults: {self.faults}") from None

    async def settled(self) -> None:
        """Waits until everything that Slack itself is delivering in the background has been delivered."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def changed(self) -> None:
        self._changed.set()

    def soon(self, work: Coroutine[Any, Any, Any]) -> None:
        """Delivers something that nobody waits for, such as the app's own message coming back to it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- records

    def fault(self, what: str) -> None:
        self.faults.append(what)

    def heard(self, what: str, body: str) -> None:
        """An ack, or a socket that came or went."""
        if what == "ack":
            self.requests.append(Request("ack", {}, body))
        self.changed()

    def calls(self, method: str) -> list[Request]:
        """The calls of one method, those that were refused or cut off too."""
        return [request for request in self.requests if request.method == method]

    def traces(self, word: str) -> list[str]:
        """Where this word stands in anything the app sent: for the canary."""
        return [request.method for request in self.requests if word in request.raw]

    # -- ids

    def new_id(self, prefix: str) -> str:
        self._ids += 1
        return f"{prefix}{self._ids:09d}"

    def new_ts(self) -> str:
        self._ids += 1
        return f"{int(self.now())}.{self._ids:06d}"

    def with_ids(self, content: Json) -> Json:
        """A copy whose blocks and elements all have the ids that Slack gives those without."""
        copy: Json = json.loads(json.dumps(content))
        for block in copy.get("blocks") or []:
            block.setdefault("block_id", self.new_id("b"))
            inside = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
            for element in inside:
                if isinstance(element, dict) and element.get("type") not in ("mrkdwn", "plain_text", "image"):
                    element.setdefault("action_id", self.new_id("a"))
        return copy

    def ticket(self, team: Workspace) -> str:
        return f"{self.url.replace('http', 'ws')}/link/{team.id}?ticket={self.new_id('')}&app_id={team.app_id}"

    # -- the server

    async def _link(self, request: web.Request) -> web.StreamResponse:
        team = next((each for each in self._teams if each.id == request.match_info["team"]), None)
        if team is None:
            return web.Response(status=404)
        return await team.line.serve(request)

    async def _response(self, request: web.Request) -> web.Response:
        raw = await request.text()
        record = Request("response_url", json.loads(raw), raw)
        self.requests.append(record)
        plan = self.trouble.next_for("response_url")
        if refusal := self._refusal(plan, record):
            return refusal
        if plan is None or plan.cut == "after":
            status, record.error = self.hooks.post(request.match_info["name"], record.args)
        self.changed()
        if plan is not None and plan.cut:
            return _cut(request)
        return web.json_response({"ok": not record.error, "error": record.error}, status=status)

    async def _api(self, request: web.Request) -> web.Response:
        args, raw = await _arguments(request)
        record = Request(request.match_info["method"], args, raw, headers=dict(request.headers))
        record.team, record.token_kind = self._who(request, args)
        self.requests.append(record)
        plan = self.trouble.next_for(record.method)
        if refusal := self._refusal(plan, record):
            return refusal
        if plan is not None and plan.cut == "before":
            record.cut = "before"
            return _cut(request)
        answer = self._called(record)
        self.changed()
        if plan is not None and plan.cut == "after":
            record.cut = "after"
            return _cut(request)
        scopes = ",".join(sorted(record.team.scopes)) if record.team else ""
        return web.json_response(answer, headers={"x-oauth-scopes": scopes})

    def _called(self, record: Request) -> Json:
        try:
            return {"ok": True} | self._effect(record)
        except No as no:
            record.error = no.error
            if no.fault:
                self.fault(f"{record.method}: {no.fault}")
            return {"ok": False, "error": no.error} | no.more

    def _effect(self, record: Request) -> Json:
        if self.contract is not None:
            self.faults += self.contract.check(record.method, record.args)
        handler = METHODS.get(record.method)
        if handler is None:
            raise No("unknown_method", "the double doesn't know this method")
        if record.team is None:
            raise No("invalid_auth" if record.token_kind else "not_authed")
        needed = SCOPES[record.method]
        if record.token_kind == "bot" and needed and not record.team.scopes & set(needed):
            provided = ",".join(sorted(record.team.scopes))
            raise No("missing_scope", f"needs {needed[0]}", needed=needed[0], provided=provided)
        return handler(Call(record.team, record.token_kind, record.args))

    def _who(self, request: web.Request, args: Json) -> tuple[Workspace | None, str]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.pop("token", ""))
        for team in self._teams:
            kinds = {team.bot_token: "bot", team.app_token: "app", team.admin_token: "admin"}
            if token in kinds:
                return team, kinds[token]
        return None, "unknown" if token else ""

    def _refusal(self, plan: Plan | None, record: Request) -> web.Response | None:
        """The answer of a fault that isn't a cut connection."""
        if plan is None or plan.cut:
            return None
        record.error = plan.error or str(plan.status)
        self.changed()
        if plan.status >= 500:
            return web.Response(status=plan.status, text="upstream connect error")
        headers = {"Retry-After": str(plan.retry_after)} if plan.retry_after is not None else None
        return web.json_response({"ok": False, "error": plan.error}, status=plan.status, headers=headers)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # goes nowhere


async def _arguments(request: web.Request) -> tuple[Json, str]:
    """A call's arguments, from the query and a form or JSON body; what is None was not said."""
    raw = await request.text()
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= json.loads(raw or "{}")
    else:
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in JSON_ARGS & args.keys():
        if isinstance(args[name], str):
            try:
                args[name] = json.loads(args[name])
            except ValueError:
                continue
    return args, raw + str(request.query_string)
