"""From a command given in Slack to its answer: a modal where something is missing, else what the desk says.

Answers are for the asker alone: in the modal where they asked, through Slack's response_url, as an ephemeral message,
or as a direct message, whichever arrives.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from adapters.slack.modals import Modals, Ticket
from adapters.slack.render import Json, Renderer
from adapters.slack.workspace import PLATFORM, UNREACHABLE, Team, code_of, retry_after
from bot import log
from bot.desk import Answered, Asked, Way
from bot.errors import CurbsideError
from bot.i18n import Message, say
from bot.model import Place, Ref
from bot.text import RawText, UnreadableText
from bot.views import Actions, Button, Capabilities, Reply, Style, Text, reply

if TYPE_CHECKING:
    from bot.desk import Desk

TRIES = 3
LONGEST_PAUSE = 20.0  # seconds; an answer that Slack wants later than that goes another way

CAPABILITIES = Capabilities(
    private=False, tables=False, text_limit=2900, buttons=25, total=11_000, fields=20, threads=True
)

_log = log.get()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the asker looks: a modal or Home, or a channel and maybe a thread of it."""

    channel: str | None = None
    thread: str | None = None
    response_url: str | None = field(default=None, repr=False)
    modal: str | None = None  # the id of a modal that shows the answer
    home: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A command as Slack tells it. ``thread`` is the thread that it is about; an answer may stand elsewhere."""

    user: str
    event: str
    path: str
    spot: Spot
    name: str = ""
    subject: Ref | None = None
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    channel: str | None = None
    thread: str | None = None
    trigger: str | None = None
    sure: bool = False  # they were asked already
    left: bool = False  # they typed words that nothing takes

    @property
    def ticket(self) -> Ticket:
        return Ticket(self.path, self.subject, self.channel, self.thread)


class Answers:
    """One workspace's: asks the desk, and tells the asker."""

    def __init__(self, team: Team, desk: Desk, renderer: Renderer) -> None:
        self._team = team
        self._desk = desk
        self._renderer = renderer
        self._commands = desk.registry.commands
        self.modals = Modals(desk.registry, renderer)

    def way(self, given: Given) -> Way:
        """How it goes on; a command that can't be taken back asks first. Raises CurbsideError."""
        way = self._desk.way(given.path, given.subject, given.fields.keys(), self._place(given), CAPABILITIES)
        return Way.FORM if way is Way.ACT and self._commands[given.path].final and not given.sure else way

    async def begin(self, given: Given) -> None:
        """Take a command from where it was given: its modal opens before anything slow is done."""
        try:
            way = self.way(given)
        except CurbsideError as error:
            command = self._commands.get(given.path)
            if command is not None and given.subject is None and command.subject is not None and given.trigger:
                await self.open(given, self.modals.subject(command, given.ticket))
            else:
                await self.tell(given.user, given.spot, reply(Text(error.message, Style.WARNING)))
            return
        if way is Way.FORM and given.trigger:
            await self.open(given, self.modals.form(self._commands[given.path], given.ticket, given.fields))
        elif way is Way.FORM:
            await self.tell(given.user, given.spot, self._door(given, say("One more thing to say:")))
        else:
            await self.ask(given)

    async def open(self, given: Given, view: Json) -> None:
        """Open a modal, on top of the one it was asked for in. A trigger lives 3 s and opens one modal."""
        client = self._team.client
        verb = client.views_push if given.spot.modal else client.views_open
        try:
            await patiently(lambda: verb(trigger_id=given.trigger or "", view=view))
        except (SlackApiError, *UNREACHABLE) as error:
            if isinstance(error, SlackApiError) and code_of(error) == "exchanged_trigger_id":
                return  # delivered twice, or answered over a broken line: it is open
            _log.warning("modal not opened", platform=PLATFORM, path=given.path, reason=reason(error))
            spot = replace(given.spot, modal=None)
            await self.tell(given.user, spot, self._door(given, say("The form did not open in time. Press again:")))

    async def ask(self, given: Given) -> None:
        """Have it done, and tell what came of it."""
        answered = await self.answer(given)
        said = answered.reply
        if given.left:
            unused = say("What stood behind the command was not used: a patient's text goes on the form alone.")
            said = replace(said, blocks=(Text(unused, Style.WARNING), *said.blocks))
        await self.tell(given.user, given.spot, said)

    async def answer(self, given: Given) -> Answered:
        """What the desk says of it; durable when this returns."""
        try:
            fields = {name: RawText(typed) for name, typed in given.fields.items()}
        except UnreadableText:
            return Answered(reply(Text(say("That text holds characters that nothing can store."), Style.WARNING)))
        team = self._team
        place = await team.place(given.channel, given.thread)
        who, roles = team.account(given.user), team.roles(given.user)
        asked = Asked(who, given.path, place, given.event, given.subject, fields, given.name, roles)
        return await self._desk.answer(asked, CAPABILITIES)

    async def tell(self, user: str, spot: Spot, answer: Reply) -> None:
        """Show an answer to its asker, by the nearest way that works. Never raises."""
        for way in (self._by_modal, self._by_hook, self._by_ephemeral, self._by_message):
            try:
                if await patiently(lambda way=way: way(user, spot, answer)):  # type: ignore[misc]
                    return
            except (SlackApiError, *UNREACHABLE) as error:
                _log.info("answer goes another way", platform=PLATFORM, reason=reason(error))
        _log.error("answer not told", platform=PLATFORM)

    async def _by_modal(self, user: str, spot: Spot, answer: Reply) -> bool:
        if spot.modal is None:
            return False
        ticket = Ticket("help", None, spot.channel, spot.thread)
        await self._team.client.views_update(view_id=spot.modal, view=self.modals.shown(answer, ticket))
        return True

    async def _by_hook(self, user: str, spot: Spot, answer: Reply) -> bool:
        """Slack's own way, which works where the bot is no member; five times in half an hour."""
        if spot.response_url is None:
            return False
        shown = self._renderer.message(answer)
        hook = self._team.hook(spot.response_url)
        body: Json = {"response_type": "ephemeral", "replace_original": False, "text": shown.text}
        body |= {"blocks": shown.blocks} | ({"thread_ts": spot.thread} if spot.thread else {})
        return (await hook.send_dict(body)).status_code == 200

    async def _by_ephemeral(self, user: str, spot: Spot, answer: Reply) -> bool:
        if spot.channel is None or spot.channel.startswith("D"):
            return False
        shown = self._renderer.message(answer)
        await self._team.client.chat_postEphemeral(
            channel=spot.channel, user=user, thread_ts=spot.thread, text=shown.text, blocks=shown.blocks
        )
        return True

    async def _by_message(self, user: str, spot: Spot, answer: Reply) -> bool:
        shown = self._renderer.message(answer)
        channel = await self._team.direct(user)
        await self._team.client.chat_postMessage(
            channel=channel, text=shown.text, blocks=shown.blocks, unfurl_links=False, unfurl_media=False
        )
        return True

    def _place(self, given: Given) -> Place:
        """Without asking Slack: enough to decide how to go on."""
        inside = given.channel is not None and not given.channel.startswith("D")
        return Place(PLATFORM, self._team.id, given.channel if inside else None, given.thread if inside else None)

    def _door(self, given: Given, why: Message) -> Reply:
        """A button that opens the form, where no modal can open by itself."""
        command = self._commands[given.path]
        label = say("Yes, do it") if command.final and not command.fields else say("Open the form")
        return reply(why, Actions((Button(label, given.path, given.subject, primary=True),)))


def refused(answered: Answered) -> Message | None:
    """Why nothing was done, if the answer begins with a warning, as the desk tells every refusal; None if it was."""
    first = next(iter(answered.reply.blocks), None)
    if isinstance(first, Text) and first.style is Style.WARNING and isinstance(first.body, Message):
        return first.body
    return None


def reason(error: BaseException) -> str:
    """A code for the log; never an error's words, which may hold what was sent."""
    return code_of(error) if isinstance(error, SlackApiError) else type(error).__name__


async def patiently(call: Callable[[], Awaitable[Any]]) -> Any:
    """A call that does no harm twice, tried again where Slack asks for patience or the connection broke."""
    for attempt in range(1, TRIES + 1):
        try:
            return await call()
        except SlackApiError as error:
            pause = retry_after(error)
            if pause is None or pause > LONGEST_PAUSE or attempt == TRIES:
                raise
        except UNREACHABLE:
            pause = 0.2 * attempt
            if attempt == TRIES:
                raise
        await asyncio.sleep(pause)
    raise AssertionError("the last try returns or raises")
