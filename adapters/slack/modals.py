"""Forms as modals, and what comes back. Pure: a modal is built from the registry alone, so it opens at once.

``private_metadata`` carries the command's token and the place where it was given; ``callback_id`` says what kind of
modal it is. So a submission finds its way after a restart too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.escape import cut
from adapters.slack.render import BEGIN, Json, Renderer, plain, small
from bot.commands import Command, FieldSpec, Registry
from bot.i18n import Message, say, translations
from bot.model import Ref, Role
from bot.views import Button, Reply, parse_token

FORM, SUBJECT, SHOWN = "form", "subject", "shown"  # callback_ids
VALUE = "value"  # the action_id of every input
CHOOSE = "choose"  # the action_id of the menu of references


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a modal remembers: which command, about what, given where."""

    path: str
    subject: Ref | None = None
    channel: str | None = None
    thread: str | None = None

    def __str__(self) -> str:
        token = Button(say("Open"), self.path, self.subject).token
        return json.dumps([token, self.channel, self.thread])

    @classmethod
    def parse(cls, text: str) -> Ticket:
        """Reads ``str(ticket)`` back; ValueError on anything else."""
        match json.loads(text or "null"):
            case [str(token), str() | None as channel, str() | None as thread]:
                path, subject = parse_token(token)
                return cls(path, subject, channel, thread)
        raise ValueError("not a modal's ticket")


class Modals:
    def __init__(self, registry: Registry, renderer: Renderer) -> None:
        self._registry = registry
        self._renderer = renderer
        self._translate = translations(renderer.locale).gettext

    def form(self, command: Command, ticket: Ticket, filled: Mapping[str, str]) -> Json:
        """The form of a command. What was typed with the command already stands in it. Without a field: 'sure?'."""
        blocks: list[Json] = [small(self._about(command, ticket.subject))]
        if not command.fields:
            blocks.append({"type": "section", "text": plain(self._words(say("This can't be taken back.")))})
        blocks += [self._input(spec, filled.get(spec.name)) for spec in command.fields]
        submit = say("Yes, do it") if command.final else say("Send")
        return self._view(FORM, command, ticket, blocks, submit)

    def subject(self, command: Command, ticket: Ticket) -> Json:
        """A menu of what the command could be about: a slash command can't suggest while one types."""
        menu: Json = {
            "type": "input",
            "block_id": SUBJECT,
            "label": plain(self._words(say("About which?"))),
            "element": {
                "type": "external_select",
                "action_id": CHOOSE,
                "min_query_length": 0,
                "placeholder": plain(self._words(say("Type a word or a number"))),
            },
        }
        return self._view(SUBJECT, command, ticket, [small(self._about(command, None)), menu], say("Next"))

    def help(self, ticket: Ticket, group: str | None = None) -> Json:
        """What one can do, by what it is about; a button where nothing else has to be said first."""
        known = {path.split()[0] for path in self._registry.commands}
        hint = say("Type /curbside and a command, or press a button. Not for emergencies.")
        if group and group not in known:
            hint = say("No command is called that. These are there:")
        group = group if group in known and group != "help" else None
        blocks: list[Json] = [small(self._words(hint))]
        shown = [c for c in self._registry.commands.values() if c.who is Role.MEMBER and _within(c.path, group)]
        groups: dict[str, list[Command]] = {}
        for command in shown:
            groups.setdefault(command.path.split()[0], []).append(command)
        for name, commands in groups.items():
            blocks.append({"type": "header", "text": plain(name.capitalize())})
            blocks += [self._line(command, f"{BEGIN} {name} {n}") for n, command in enumerate(commands)]
        return {
            "type": "modal",
            "callback_id": SHOWN,
            "title": plain("Curbside"),
            "close": plain(self._words(say("Close"))),
            "private_metadata": str(ticket),
            "blocks": blocks[: limits.VIEW_BLOCKS],
        }

    def shown(self, answer: Reply, ticket: Ticket) -> Json:
        """An answer, where it was asked for in a modal."""
        return {
            "type": "modal",
            "callback_id": SHOWN,
            "title": plain("Curbside"),
            "close": plain(self._words(say("Close"))),
            "private_metadata": str(ticket),
            "blocks": self._renderer.blocks(answer.blocks, limits.VIEW_BLOCKS, limits.VIEW_JSON),
        }

    def errors(self, view: Json, errors: Mapping[str, Message]) -> dict[str, str]:
        """The errors by block_id. One of no field of this modal stands at its first, so that none is lost."""
        inputs = [block["block_id"] for block in view.get("blocks") or [] if block.get("type") == "input"]
        placed: dict[str, str] = {}
        for name, message in errors.items():
            where = name if name in inputs else inputs[0] if inputs else None
            if where is not None:
                said = self._words(message)
                placed[where] = f"{placed[where]} {said}" if where in placed else said
        return placed

    def _line(self, command: Command, action_id: str) -> Json:
        """A command with a button that begins it: what it is about, and what it needs, is asked for then."""
        text = f"/curbside {command.path} – {self._translate(command.summary)}"
        button: Json = {"type": "button", "text": plain(self._words(say("Open"))), "action_id": action_id}
        button["value"] = Button(say("Open"), command.path).token
        return {"type": "section", "text": plain(cut(text, limits.SECTION)), "accessory": button}

    def _about(self, command: Command, subject: Ref | None) -> str:
        summary = self._translate(command.summary)
        return f"{summary} · {subject}" if subject else summary

    def _view(self, kind: str, command: Command, ticket: Ticket, blocks: list[Json], submit: Message) -> Json:
        return {
            "type": "modal",
            "callback_id": kind,
            "title": plain(cut(command.path.capitalize(), limits.TITLE)),
            "submit": plain(cut(self._words(submit), limits.TITLE)),
            "close": plain(self._words(say("Cancel"))),
            "private_metadata": str(ticket),
            "blocks": blocks,
        }

    def _input(self, spec: FieldSpec, filled: str | None) -> Json:
        block: Json = {
            "type": "input",
            "block_id": spec.name,
            "label": plain(cut(self._translate(spec.field.label), limits.LABEL)),
            "element": self._element(spec, filled),
            "optional": not spec.required,
        }
        if spec.field.help:
            block["hint"] = plain(cut(self._translate(spec.field.help), limits.LABEL))
        return block

    def _element(self, spec: FieldSpec, filled: str | None) -> Json:
        begin = filled if filled is not None else spec.default
        if spec.type is bool:
            return _menu(
                [("yes", self._words(say("Yes"))), ("no", self._words(say("No")))],
                "yes" if begin in (True, "yes", "on") else "no",
            )
        if spec.choices:
            return _menu([(value, self._translate(label)) for value, label in spec.choices], begin)
        if spec.type is int:
            element: Json = {"type": "number_input", "is_decimal_allowed": False, "action_id": VALUE}
        else:
            most = min(spec.field.limit, limits.INPUT)
            element = {
                "type": "plain_text_input",
                "multiline": spec.field.lines > 1,
                "action_id": VALUE,
                "max_length": most,
            }
        if begin is not None and str(begin):
            element["initial_value"] = str(begin)[: limits.INPUT]
        return element

    def _words(self, message: Message) -> str:
        return message.text(self._renderer.locale)


def _within(path: str, group: str | None) -> bool:
    return group is None or path.split()[0] == group


def _menu(choices: list[tuple[str, str]], begin: object) -> Json:
    options = [{"text": plain(cut(label, limits.OPTION)), "value": value} for value, label in choices]
    menu: Json = {"type": "static_select", "action_id": VALUE}
    if len(options) > limits.OPTIONS:
        starts = range(0, len(options), limits.OPTIONS)
        groups = [options[start : start + limits.OPTIONS] for start in starts]
        menu["option_groups"] = [{"label": plain(f"{i}"), "options": group} for i, group in enumerate(groups, 1)]
    else:
        menu["options"] = options
    chosen = next((option for option in options if option["value"] == begin), None)
    return menu | ({"initial_option": chosen} if chosen else {})


def options(suggested: list[tuple[str, str]]) -> list[Json]:
    """What a menu of references offers."""
    return [
        {"text": plain(cut(label, limits.OPTION) or value), "value": value}
        for value, label in suggested[: limits.OPTIONS]
    ]


def submitted(view: Json) -> dict[str, str]:
    """What was filled in, by field; what was left empty isn't there."""
    state: Json = view.get("state", {}).get("values", {})
    filled: dict[str, str] = {}
    for name, actions in state.items():
        for entered in actions.values():
            value: Any = entered.get("value")
            if value is None and entered.get("selected_option"):
                value = entered["selected_option"]["value"]
            if value is not None:
                filled[name] = str(value)
    return filled
