"""Commands, buttons, forms and suggestions, routed from what the platform carries: nothing is remembered here, so all
of it works after a restart.

An interaction is deferred at once, for the asker's eyes alone, and the deferred answer is edited; a form must be the
very first answer, and needs no I/O. Where Discord says that we were too late, what was asked is done all the same, and
the answer comes as a direct message.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from adapters.discord import faults, limits, reading, render
from adapters.discord.bridge import Components, Form
from adapters.discord.escape import name
from adapters.discord.modals import modal
from adapters.discord.people import Person
from adapters.discord.render import Json
from adapters.discord.tokens import Token
from adapters.discord.tree import Menu, subject_option
from bot import log
from bot.commands import Command
from bot.desk import Answered, Asked, Way
from bot.errors import CurbsideError, Invalid, Missing
from bot.i18n import Message, say
from bot.views import Actions, Button, Reply, Text, reply

if TYPE_CHECKING:
    from adapters.discord.client import CurbsideClient

_REMEMBERED = 2000  # interactions in flight or just answered, so that one that arrives twice is handled once
_FAREWELL_SECONDS = 5.0  # for what is being answered when the connection is given up
_TRIES = 3  # to show an answer
# Options that take the id of a role of the guild: its name is offered.
_NAMES_A_ROLE = {("role map", "native"), ("role unmap", "native")}
_log = log.get()


class Interactions:
    def __init__(self, client: CurbsideClient) -> None:
        self._client = client
        self._desk = client.desk
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._running: set[asyncio.Task[Any]] = set()
        self._closing = False

    async def close(self) -> None:
        """What was begun is answered first; what comes now is another process's."""
        self._closing = True
        if self._running:
            await asyncio.wait(self._running, timeout=_FAREWELL_SECONDS)

    async def handle(self, interaction: discord.Interaction) -> None:
        """One interaction, whatever it is. Raises nothing that passes; a fault of ours is logged without words."""
        if interaction.id in self._seen or self._closing:
            return
        self._seen[interaction.id] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        kinds: dict[discord.InteractionType, Callable[[discord.Interaction, Any], Awaitable[None]]] = {
            discord.InteractionType.autocomplete: self._suggest,
            discord.InteractionType.application_command: self._command,
            discord.InteractionType.component: self._press,
            discord.InteractionType.modal_submit: self._submission,
        }
        handler = kinds.get(interaction.type)
        task = asyncio.current_task()
        if handler is None or task is None:
            return
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            await handler(interaction, interaction.data or {})
        except CurbsideError as error:
            await self._say(interaction, error.message)
        except (discord.HTTPException, *faults.NETWORK) as error:
            _log.warning("discord answer not shown", reason=faults.log_code(error))
        except Exception as error:
            _log.error("discord interaction failed", error=type(error).__name__, where=log.where(error))
            await self._say(interaction, say("Something went wrong here. Try again in a moment."))

    # the four kinds

    async def _command(self, interaction: discord.Interaction, data: Any) -> None:
        person = await self._client.people.of(interaction)
        if data.get("type") == discord.AppCommandType.message.value:
            await self._menu(interaction, person, data)
            return
        given = reading.given(self._desk.registry, data)
        asked = person.asked(given.command.path, str(interaction.id), given.subject, given.fields)
        values = {spec.name: given.options[spec.name] for spec in given.command.fields if spec.name in given.options}
        await self._go(interaction, asked, values)

    async def _menu(self, interaction: discord.Interaction, person: Person, data: Any) -> None:
        """An act on a message: what was pressed, on which case, is known from the thread that it stands in."""
        target = data["resolved"]["messages"][data["target_id"]]
        match data["name"]:
            case Menu.CONSULT.value:
                try:
                    asked = person.asked("consult request", str(interaction.id))
                    self._way(asked)
                except (Missing, Invalid):  # no case's thread
                    asked = person.asked("case post", str(interaction.id))
            case Menu.ANSWER.value:
                if target["author"]["id"] != person.account.native:
                    raise Missing(say("Only the one who wrote a message can make it their answer."))
                # The key is the message's: pressed twice, it answers once.
                fields = {"text": reading.raw(target.get("content") or "")}
                asked = person.asked("consult answer", f"message-{data['target_id']}", None, fields)
            case Menu.REPORT.value:
                asked = person.asked("case report", str(interaction.id))
            case _:
                raise Missing(say("There is no such command any more. Restart Discord to see the present ones."))
        await self._go(interaction, asked, {})

    async def _press(self, interaction: discord.Interaction, data: Any) -> None:
        token = _token(data["custom_id"])
        person = await self._client.people.of(interaction, token.guild)
        await self._go(interaction, person.asked(token.path, str(interaction.id), token.subject), {}, sure=token.sure)

    async def _submission(self, interaction: discord.Interaction, data: Any) -> None:
        token = _token(data["custom_id"])
        person = await self._client.people.of(interaction, token.guild)
        fields = reading.submitted(data)
        await self._act(interaction, person.asked(token.path, str(interaction.id), token.subject, fields))

    async def _suggest(self, interaction: discord.Interaction, data: Any) -> None:
        offered: list[tuple[str, str]] = []
        try:
            given = reading.given(self._desk.registry, data)
            typed = given.options.get(given.focused or "", "")
            offered = await self._offered(interaction, given.command, given.focused or "", typed)
        except CurbsideError:
            pass  # a list has no place for a sentence
        choices = [
            app_commands.Choice(name=name(label, limits.CHOICE) or value, value=value)
            for value, label in offered
            if 0 < len(value) <= limits.CHOICE
        ]
        await interaction.response.autocomplete(choices[: limits.OPTIONS])

    async def _offered(
        self, interaction: discord.Interaction, command: Command, option: str, typed: str
    ) -> list[tuple[str, str]]:
        spec = next((spec for spec in command.fields if spec.name == option), None)
        if spec is not None and spec.choices:
            wanted = typed.strip().lower()
            return sorted(
                (choice for choice in spec.choices if wanted in choice[1].lower()),
                key=lambda choice: not choice[1].lower().startswith(wanted),
            )
        if (command.path, option) in _NAMES_A_ROLE and interaction.guild is not None:
            roles = [role for role in interaction.guild.roles if typed.strip().lower() in role.name.lower()]
            return [(str(role.id), role.name) for role in reversed(roles)]
        person = await self._client.people.of(interaction)
        field = "subject" if command.subject and option == subject_option(command) else option
        return await self._desk.suggest(person.account, person.place, command.path, field, typed)

    # how a command goes on

    def _way(self, asked: Asked) -> Way:
        return self._desk.way(asked.path, asked.subject, asked.fields.keys(), asked.place, limits.CAPABILITIES)

    async def _go(
        self, interaction: discord.Interaction, asked: Asked, values: Mapping[str, str], *, sure: bool = False
    ) -> None:
        way = self._way(asked)
        command = self._desk.registry.commands[asked.path]
        # In a direct message nothing but the token knows the guild.
        token = Token(asked.path, asked.subject, asked.place.space if interaction.guild_id is None else None)
        locale = _locale(interaction)
        # Sent off as it is, a form is its own 'sure?'.
        if way is Way.FORM or (command.final and values and way is Way.ACT):
            form = modal(command, token, values, locale)
            await _first(lambda: interaction.response.send_modal(Form(form)))
        elif command.final and way is Way.ACT and not sure:
            await self._ask_whether_sure(interaction, command, replace(token, sure=True))
        else:
            await self._act(interaction, asked)

    async def _ask_whether_sure(self, interaction: discord.Interaction, command: Command, token: Token) -> None:
        locale = _locale(interaction)
        about = f" ({token.subject})" if token.subject else ""
        question = Text(say("{what}? This can't be undone.", what=render.gettext(command.summary, locale) + about))
        yes: Json = {"type": 2, "style": 4, "label": render.plain(say("Yes"), locale, 80), "custom_id": str(token)}
        content = render.content((question,), locale)
        await _first(
            lambda: interaction.response.send_message(content, view=Components(render.rows([yes])), ephemeral=True)
        )

    async def _act(self, interaction: discord.Interaction, asked: Asked) -> None:
        waiting = await self._defer(interaction)
        try:
            answered = await self._desk.answer(asked, limits.CAPABILITIES)
        except Exception as error:  # the core tells people of its own errors; this is a fault
            _log.error("discord command failed", error=type(error).__name__, where=log.where(error))
            answered = Answered(reply(say("Something went wrong here. Try again in a moment.")))
        shown = _mendable(asked, answered)
        locale, space = _locale(interaction), asked.place.space
        here = None if interaction.guild_id else space
        if waiting and await self._show(interaction, render.message(shown, locale, here)):
            return
        try:
            # In a direct message a button must say which guild it is about.
            await self._client.delivery.tell(interaction.user.id, render.message(shown, locale, space))
        except (discord.HTTPException, *faults.NETWORK) as error:
            _log.warning("discord answer dropped", path=asked.path, reason=faults.log_code(error))

    async def _defer(self, interaction: discord.Interaction) -> bool:
        """Whether Discord waits for the answer now."""
        try:
            await _first(lambda: interaction.response.defer(ephemeral=True, thinking=True))
        except discord.HTTPException as error:
            _log.info("discord acknowledged late", reason=faults.log_code(error))
            # Deferred by the process that died before it could do what was asked: that answer can be edited.
            return error.code == faults.ANSWERED
        except faults.NETWORK as error:
            _log.info("discord acknowledged in doubt", reason=faults.log_code(error))
        return True

    async def _show(self, interaction: discord.Interaction, body: Json) -> bool:
        for attempt in range(_TRIES):
            try:
                await interaction.edit_original_response(content=body["content"], view=Components(body["components"]))
            except discord.HTTPException as error:
                _log.info("discord answer refused", reason=faults.log_code(error))
                return False
            except faults.NETWORK:
                await asyncio.sleep(0.2 * 2**attempt)
            else:
                return True
        return False

    async def _say(self, interaction: discord.Interaction, message: Message) -> None:
        body = render.message(reply(message), _locale(interaction))
        try:
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])
            elif interaction.response.is_done():
                await interaction.edit_original_response(content=body["content"])
            else:
                await interaction.response.send_message(body["content"], ephemeral=True)
        except (discord.HTTPException, *faults.NETWORK) as error:
            _log.warning("discord answer dropped", reason=faults.log_code(error))


async def _first(respond: Callable[[], Awaitable[object]]) -> None:
    """The very first answer; a connection that breaks is tried again while Discord may still be waiting."""
    for attempt in range(_TRIES):
        try:
            await respond()
        except discord.HTTPException as error:
            if attempt and error.code == faults.ANSWERED:  # the try before had arrived
                return
            raise
        except faults.NETWORK:
            if attempt + 1 == _TRIES:
                raise
        else:
            return


def _token(custom_id: str) -> Token:
    try:
        return Token.parse(custom_id)
    except ValueError:
        raise Missing(say("This button is from an earlier version. Use the command, or help.")) from None


def _locale(interaction: discord.Interaction) -> str:
    return str(interaction.locale.value).split("-")[0]


def _mendable(asked: Asked, answered: Answered) -> Reply:
    """A modal is closed by the time its faults are known: a button opens the form again."""
    if not answered.errors:
        return answered.reply
    again = Actions((Button(say("Open the form again"), asked.path, asked.subject, primary=True),))
    return replace(answered.reply, blocks=(*answered.reply.blocks, again))
