"""One Bolt app a workspace: each command, press, submission and shortcut as a ``Given``, acknowledged in time.

Commands, presses and shortcuts are acknowledged at once and answered after. A submission is answered in its modal where
that takes less than 2.5 s. An event is acknowledged when what it asks for is kept.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from adapters.slack import limits
from adapters.slack.answers import Answers, Given, Spot, refused
from adapters.slack.commands import mentioned, parse, without_words
from adapters.slack.escape import plain
from adapters.slack.manifest import GLOBAL, MESSAGE
from adapters.slack.modals import CHOOSE, SHOWN, SUBJECT, Ticket, options, submitted
from adapters.slack.render import BEGIN, PRESS, Json
from adapters.slack.workspace import PLATFORM, Team
from bot import log
from bot.desk import Answered, Desk, Way
from bot.errors import CurbsideError
from bot.i18n import Message, say
from bot.model import Ref
from bot.views import Style, Text, parse_token, reply

EVERYTHING = re.compile("")

_log = log.get()
_quiet = logging.getLogger("slack_bolt.curbside")
_quiet.setLevel(logging.WARNING)

Event = Callable[[Json], Awaitable[None]]


class App:
    """What Slack sends of one workspace, and where it goes."""

    def __init__(self, team: Team, desk: Desk, answers: Answers, events: Mapping[str, Event], home: Event) -> None:
        self._team = team
        self._desk = desk
        self._answers = answers
        self._events = {**events, "app_mention": self._mentioned}
        self._home = home
        self._tasks: set[asyncio.Task[None]] = set()
        self.bolt = self._bolt()

    async def close(self) -> None:
        """Let what was acknowledged be answered, a moment at most."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=5)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _bolt(self) -> AsyncApp:
        # process_before_response: Bolt answers Slack when the listener returns, not before, and needs no polling.
        app = AsyncApp(
            name="curbside", logger=_quiet, signing_secret=self._team.keys.signing_secret or "",
            client=self._team.client_of(None), authorize=_authorized_as(self._team), process_before_response=True,
        )  # fmt: skip
        app.event(EVERYTHING)(self._event)
        app.command(EVERYTHING)(self._command)
        app.action(EVERYTHING)(self._pressed)
        app.view(EVERYTHING)(self._submitted)
        app.view_closed(EVERYTHING)(_acknowledge)
        app.options(EVERYTHING)(self._suggest)
        app.shortcut(EVERYTHING)(self._shortcut)
        app.error(_failed)
        return app

    def _later(self, given: Given, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._finished(given, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _finished(self, given: Given, work: Coroutine[Any, Any, None]) -> None:
        """After the ack a fault has nobody to raise to: the log gets its place, the asker a sentence."""
        try:
            await work
        except Exception as error:
            _log.error("slack work failed", platform=PLATFORM, error=type(error).__name__, where=log.where(error))
            sorry = say("Something went wrong here. Look whether it was done before you try again.")
            await self._answers.tell(given.user, given.spot, reply(Text(sorry, Style.WARNING)))

    # -- events

    async def _event(self, body: Json, ack: AsyncAck) -> None:
        """An event raises where it could not be kept, so that Slack sends it again."""
        kept = self._events.get(body["event"]["type"])
        if kept is not None:
            await kept(body)
        await ack()

    async def _mentioned(self, body: Json) -> None:
        """'@Curbside consult queue', which works in threads, too, where Slack takes no slash command."""
        event = body["event"]
        if event.get("bot_id") or not event.get("user"):
            return
        typed = mentioned(self._desk.registry, event.get("text") or "", self._team.bot_user)
        if typed is None:
            return  # talked about, not to
        typed = without_words(self._desk.registry, typed)
        channel, thread = event["channel"], event.get("thread_ts")
        await self._answers.begin(Given(
            user=event["user"], event=f"event-{body['event_id']}", path=typed.path or "help", subject=typed.subject,
            fields=typed.fields, left=typed.left, channel=channel, thread=thread, spot=Spot(channel, thread),
        ))  # fmt: skip

    # -- commands and shortcuts

    async def _command(self, body: Json, ack: AsyncAck) -> None:
        await ack()
        typed = parse(self._desk.registry, body.get("text") or "")
        channel = body["channel_id"]
        given = Given(
            user=body["user_id"], name=body.get("user_name", ""), event=f"command-{body['trigger_id']}",
            path=typed.path or "help", subject=typed.subject, fields=typed.fields, left=typed.left, channel=channel,
            trigger=body["trigger_id"], spot=Spot(channel, None, body.get("response_url")),
        )  # fmt: skip
        if given.path == "help":
            group = (body.get("text") or "").strip().partition(" ")[0].lower()
            self._later(given, self._answers.open(given, self._answers.modals.help(given.ticket, group)))
        else:
            self._later(given, self._answers.begin(given))

    async def _shortcut(self, body: Json, ack: AsyncAck) -> None:
        await ack()
        user, called = body["user"], body["callback_id"]
        message = body.get("message") or {}
        given = Given(
            user=user["id"], name=_name(user), event=f"shortcut-{body['trigger_id']}", path="help",
            trigger=body["trigger_id"], spot=Spot(),
        )  # fmt: skip
        if body["type"] == "message_action":
            given = self._on_message(given, body)
            if given.path == "consult answer" and message.get("user") != user["id"]:
                theirs = say("Only the one who wrote a message can make it their answer.")
                self._later(given, self._answers.tell(given.user, given.spot, reply(Text(theirs, Style.WARNING))))
                return
        elif called in GLOBAL:
            given = replace(given, path=GLOBAL[called].path)
        self._later(given, self._answers.begin(given))

    def _on_message(self, given: Given, body: Json) -> Given:
        """A shortcut on a message: about the case in whose thread it stands."""
        message, channel = body["message"], body["channel"]["id"]
        thread = message.get("thread_ts") or (message["ts"] if message.get("user") == self._team.bot_user else None)
        shown = message.get("thread_ts")
        spot = Spot(channel, shown if shown != message["ts"] else None, body.get("response_url"))
        shortcut = MESSAGE.get(body["callback_id"])
        given = replace(given, path=shortcut.path if shortcut else "help", channel=channel, thread=thread, spot=spot)
        if given.path == "consult request" and thread is None:
            return replace(given, path="case post")
        if given.path == "consult answer":
            # Pressing twice answers once: the key is the message.
            return replace(
                given, fields={"text": plain(message.get("text", ""))}, event=f"answer-{channel}-{message['ts']}"
            )
        return given

    # -- buttons and modals

    async def _pressed(self, body: Json, ack: AsyncAck) -> None:
        await ack()
        action = body["actions"][0]
        kind = str(action.get("action_id", "")).partition(" ")[0]
        if kind not in (PRESS, BEGIN):
            return  # a link opens in the browser; a menu waits for its modal's submission
        spot, channel, thread = self._where(body)
        user = body["user"]
        try:
            path, subject = parse_token(action.get("value") or "")
        except ValueError:
            path, subject = "", None
        event = f"press-{action['action_ts']}-{user['id']}-{action.get('value')}"
        given = Given(
            user=user["id"], name=_name(user), event=event, path=path, subject=subject, channel=channel, thread=thread,
            trigger=body.get("trigger_id"), spot=spot, sure=kind == PRESS,
        )  # fmt: skip
        if path not in self._desk.registry.commands:
            stale = say("This button does nothing any more. Show the case again, and use the button there.")
            self._later(given, self._answers.tell(given.user, spot, reply(Text(stale, Style.WARNING))))
            return
        self._later(given, self._press(given))

    async def _press(self, given: Given) -> None:
        await self._answers.begin(given)
        if given.spot.home:
            await self._home({"event": {"user": given.user}})

    def _where(self, body: Json) -> tuple[Spot, str | None, str | None]:
        """Where the answer to a press goes, and the channel and thread that the press is about."""
        view = body.get("view")
        if view is not None:
            if view.get("type") == "home":
                return Spot(home=True), None, None
            ticket = _ticket(view)
            channel, thread = (ticket.channel, ticket.thread) if ticket else (None, None)
            return Spot(channel, thread, modal=view["id"]), channel, thread
        container, message = body.get("container", {}), body.get("message") or {}
        channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
        root = message.get("thread_ts") or container.get("thread_ts")
        inside = root if root != message.get("ts") else None  # the root itself is looked at in the channel
        about = root or (message.get("ts") if message else None)
        return Spot(channel, inside, body.get("response_url")), channel, about

    async def _suggest(self, body: Json, ack: AsyncAck) -> None:
        found: list[tuple[str, str]] = []
        ticket = _ticket(body.get("view") or {})
        if body.get("action_id") == CHOOSE and ticket is not None:
            place = await self._team.place(ticket.channel, ticket.thread)
            who = self._team.account(body["user"]["id"])
            found = await self._desk.suggest(who, place, ticket.path, "subject", body.get("value") or "")
        await ack(options=options(found))

    async def _submitted(self, body: Json, ack: AsyncAck) -> None:
        view, user = body["view"], body["user"]
        ticket = _ticket(view)
        if view.get("callback_id") == SHOWN or ticket is None or ticket.path not in self._desk.registry.commands:
            await ack(response_action="clear")
            return
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        filled = submitted(view)
        given = Given(
            user=user["id"], name=_name(user), event=f"view-{view['id']}-{view['hash']}", path=ticket.path,
            subject=ticket.subject, channel=ticket.channel, thread=ticket.thread, sure=True,
            # What was left empty is said to be empty: it was asked for.
            fields={name: filled.get(name, "") for name in inputs}, spot=Spot(ticket.channel, ticket.thread),
        )  # fmt: skip
        if view["callback_id"] == SUBJECT:
            await ack(**self._chosen(view, given, filled.get(SUBJECT, "")))
        else:
            await ack(**await self._filled(view, given))

    def _chosen(self, view: Json, given: Given, reference: str) -> Json:
        """What the command is about is known now: on to its form, or to its answer."""
        try:
            given = replace(given, subject=Ref.parse(reference), fields={}, sure=False)
            way = self._answers.way(given)
        except ValueError:
            return self._errors(view, {SUBJECT: say("Choose one of the list.")})
        except CurbsideError as error:
            return self._errors(view, {SUBJECT: error.message})
        if way is Way.FORM:
            form = self._answers.modals.form(self._desk.registry.commands[given.path], given.ticket, {})
            return {"response_action": "update", "view": form}
        self._later(given, self._answers.ask(given))
        return {"response_action": "clear"}

    async def _filled(self, view: Json, given: Given) -> Json:
        """Have a form done. What must be mended, or isn't kept yet, keeps the modal open with all that was typed."""
        work = asyncio.create_task(self._answers.answer(given))
        done, _ = await asyncio.wait({work}, timeout=limits.ACK_SECONDS)
        if not done:
            self._later(given, self._told_late(given, work))
            wait = say("Still saving. Wait for the answer behind this form, or press again to see whether it is done.")
            return self._errors(view, {"": wait})
        answered = work.result()
        errors = dict(answered.errors)
        if not errors and given.fields and (why := refused(answered)):
            errors[""] = why
        if errors and given.fields:
            return self._errors(view, errors)
        self._later(given, self._answers.tell(given.user, given.spot, answered.reply))
        return {"response_action": "clear"}

    async def _told_late(self, given: Given, work: asyncio.Task[Answered]) -> None:
        await self._answers.tell(given.user, given.spot, (await work).reply)

    def _errors(self, view: Json, errors: Mapping[str, Message]) -> Json:
        placed = self._answers.modals.errors(view, errors)
        return {"response_action": "errors", "errors": placed} if placed else {"response_action": "clear"}


def _authorized_as(team: Team) -> Callable[..., Awaitable[AuthorizeResult]]:
    """The workspace is known since its auth.test; Bolt would ask again at the first event."""

    async def authorize(enterprise_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team.id, bot_id=team.bot, bot_user_id=team.bot_user,
            bot_token=team.keys.bot_token,
        )  # fmt: skip

    return authorize


def _ticket(view: Json) -> Ticket | None:
    try:
        return Ticket.parse(view.get("private_metadata") or "")
    except ValueError:
        return None


def _name(user: Json) -> str:
    return str(user.get("name") or user.get("username") or "")


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _failed(error: Exception) -> BoltResponse:
    """Not acknowledged: Slack sends an event again. Bolt's own report would print what was sent."""
    _log.error("slack request failed", platform=PLATFORM, error=type(error).__name__, where=log.where(error))
    return BoltResponse(status=500, body="")
