"""Slack: the real Bolt app against the double of tests/slack, over Socket Mode and over signed HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette

from adapters.slack.manifest import MESSAGE, manifest
from bot.app import App, registry
from bot.model import Ref
from bot.text import CleanText
from tests.conformance.steps import MEMBERS, NEWCOMER, NONE, Fields, Platform, Seen
from tests.slack.double import Double
from tests.slack.shown import Shown
from tests.slack.state import Message, User, View, elements

_SHORTCUTS = {shortcut.name: called for called, shortcut in MESSAGE.items()}


class OnSlack(Platform):
    platform = "slack"

    def __init__(self, http: bool = False) -> None:
        self.http = http
        self.name = "slack over HTTP" if http else "slack over a socket"

    async def open(self, stack: AsyncExitStack) -> None:
        self.double = await stack.enter_async_context(Double())
        stack.push_async_callback(self.double.settled)
        self.team = self.double.workspace("Ward")
        self.team.install(manifest(registry()))  # what the manifest asks for is enough for all of it
        self.users: dict[str, User] = {who: self.team.user(who) for who in (*MEMBERS, NEWCOMER)}
        everyone = list(self.users.values())
        self._channels = {where: self.team.channel(where, members=everyone) for where in ("cases", "second")}
        inside = [self.users[who] for who in MEMBERS if who != "outsider"]
        self._channels["closed"] = self.team.channel("closed", private=True, members=inside)
        self.hearts = self.team.group("cardiologists", [])

    def settings(self) -> dict[str, Any]:
        keys: dict[str, Any] = {"bot_token": self.team.bot_token, "api_url": self.double.api_url}
        if self.http:
            keys["signing_secret"] = self.team.line.signing_secret
        else:
            keys["app_token"] = self.team.app_token
        self._caught_up = len(self.double.calls("usergroups.list"))
        return {"slack": keys}

    async def connected(self, stack: AsyncExitStack) -> None:
        if self.http:
            self.team.use_http(await stack.enter_async_context(_served(self.house.app)))
        else:
            await self.team.connected()
        await self.double.until(lambda: len(self.double.calls("usergroups.list")) > self._caught_up)

    @property
    def space(self) -> str:
        return self.team.id

    def account(self, who: str) -> str:
        return self.users[who].id

    def channel(self, where: str) -> str:
        return self._channels[where].id

    def role(self) -> str:
        return self.hearts.id

    async def hand(self, who: str, *, given: bool) -> None:
        await self.team.regroup(self.hearts, [self.users[who]] if given else [])

    async def give(self, who: str, path: str, subject: Ref | None, fields: Fields, *, at: Seen | str = "cases") -> Seen:
        command = self.house.app.desk.registry.commands[path]
        typed = [path, *([str(subject)] if subject else [])]
        for spec in command.fields if not command.about_patient else ():
            long = spec.type is CleanText and spec.field.lines > 1
            if spec.name in fields and not long:
                typed.append(fields[spec.name])
        if isinstance(at, str):
            shown = await self.team.command(self.users[who], self._channels[at], f"/curbside {' '.join(typed)}")
            return await self._answered(shown)
        # Slack takes no slash command in a thread: there one asks by a mention.
        shown = Shown(self.team, self.users[who])
        await self.team.mention(self.users[who], self._channels["cases"], " ".join(typed), thread=at.native)
        return await self._answered(shown)

    async def press(self, who: str, on: Seen, label: str) -> Seen:
        return await self._answered(await self.team.press(self.users[who], on.native, self._button(on, label)))

    def _button(self, on: Seen, label: str) -> str:
        """The action_id where several buttons have one label; the first of them, as one who reads from the top."""
        place = on.native.ephemerals[-1] if isinstance(on.native, Shown) and on.native.ephemerals else on.native
        if isinstance(place, Shown):
            return label
        found = [e["action_id"] for _, e in elements(place.blocks) if e.get("text", {}).get("text") == label]
        return str(found[0]) if found else label

    async def fill(self, who: str, form: Seen, fields: Fields) -> Seen:
        view: View = form.native
        shown = await self.team.submit(self.users[who], view, dict(fields))
        if shown.errors:
            return Seen("\n".join(shown.errors.values()), form=form.form, native=view)
        return await self._answered(shown)

    async def _answered(self, shown: Shown) -> Seen:
        """What a person has before them once it is there: a modal, or words for them alone."""
        await self.double.until(lambda: shown.views or _words(shown, self._direct(shown)))
        if shown.view is not None:
            inputs = tuple(block["block_id"] for block in shown.view.blocks if block["type"] == "input")
            asks = inputs if shown.view.body.get("submit") else None
            return Seen(shown.view.shown, tuple(shown.view.labels), form=asks, native=shown.view)
        return _of(_words(shown, self._direct(shown))[-1])

    def _direct(self, shown: Shown) -> str:
        return self.team.dm(shown.user).id

    async def type(self, who: str, text: str, under: Seen | None = None, files: tuple[str, ...] = ()) -> Seen:
        thread = under.native if under else None
        channel = self._channels["cases"]
        return _of(await self.team.say(self.users[who], channel, text, thread=thread, files=list(files)))

    async def retype(self, who: str, message: Seen, text: str) -> None:
        await self.team.edit(message.native, text)

    async def unsay(self, who: str, message: Seen) -> None:
        await self.team.delete(message.native)

    async def menu(self, who: str, on: Seen, name: str) -> Seen:
        return await self._answered(await self.team.message_shortcut(self.users[who], on.native, _SHORTCUTS[name]))

    async def suggestions(self, who: str, path: str, typed: str) -> list[str]:
        asked = await self.give(who, path, None, NONE)  # without a subject: a modal asks for it
        offered = await self.team.suggest(self.users[who], asked.native, "subject", typed)
        await self.team.close(self.users[who], asked.native)
        return [each["value"] for each in offered]

    async def cards(self, who: str = "colleague", where: str = "cases") -> list[Seen]:
        return [_of(each) for each in self.team.history(self._channels[where]) if each.bot_id]

    async def under(self, card: Seen) -> list[str]:
        return [each.shown for each in self.team.replies(card.native)]

    async def notices(self, who: str) -> list[Seen]:
        return [_of(each) for each in self.team.dms(self.users[who]) if each.bot_id]

    def sent(self) -> str:
        acks = [str(delivery.ack) for delivery in self.team.line.deliveries]
        return "\n".join([*(request.raw for request in self.double.requests), *acks])

    def forget_sent(self) -> None:
        self.double.requests.clear()
        self.team.line.deliveries.clear()

    def standing(self) -> str:
        return "\n".join(f"{m.text}\n{m.shown}" for m in self.team.journal if not m.deleted)

    def faults(self) -> list[str]:
        return list(self.double.faults)

    def forged(self) -> list[str]:
        return [markup for message in self.team.journal if message.bot_id for markup in message.markup]


def _words(shown: Shown, direct: str) -> list[Message]:
    """Answers for the asker alone; one that came as a direct message has no metadata, as what the outbox sends has."""
    answers = [m for m in shown.answers if not m.deleted and m not in shown.ephemerals]
    return [*shown.ephemerals, *answers, *(m for m in shown.posts if m.channel == direct and m.metadata is None)]


def _of(message: Message) -> Seen:
    links = [element["url"] for _, element in elements(message.blocks) if "url" in element]
    return Seen(message.shown, tuple(message.labels), links[0] if links else None, native=message)


@asynccontextmanager
async def _served(app: App) -> AsyncIterator[str]:
    """Where Slack delivers to the running app."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(Starlette(routes=list(app.routes)), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    finally:
        server.should_exit = True
        await task
        listening.close()
