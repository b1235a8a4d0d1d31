"""The registry as application commands: '/case post' is the command 'case' with the subcommand 'post'. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from adapters.discord import limits
from adapters.discord.escape import name as cut
from bot.commands import Command, FieldSpec, Registry
from bot.i18n import translations
from bot.model import Role, SubjectKind
from bot.text import CleanText

Json = dict[str, Any]

_CHAT_INPUT, _MESSAGE = 1, 3  # types of a command
_SUBCOMMAND, _STRING, _INTEGER, _BOOLEAN = 1, 3, 4, 5  # types of an option

# Who sees a command before a guild's administrators decide otherwise: Discord knows a default for whole commands alone,
# so a group has one only where all of it is for the same people. Curbside checks each call itself.
_PERMISSIONS = {Role.MODERATOR: 1 << 13, Role.ADMINISTRATOR: 1 << 5}  # Manage Messages, Manage Server

# Without a subject, these mean the thread that the command is given in.
_OF_A_THREAD = {SubjectKind.CASE, SubjectKind.CONSULT}


class Menu(Enum):
    """What stands under a message's 'Apps'. The value is what a person reads there."""

    CONSULT = "Ask a consult about this"
    ANSWER = "This is the answer"
    REPORT = "Report"


def application_commands(registry: Registry, locale: str = "en") -> list[Json]:
    """Every command as Discord takes it, for a bulk overwrite."""
    groups: dict[str, list[Command]] = {}
    for command in registry.commands.values():
        groups.setdefault(command.path.split(" ")[0], []).append(command)
    made = [_group(name, commands, locale) for name, commands in groups.items()]
    return made + [_top(_MESSAGE, menu.value) for menu in Menu]


def _group(name: str, commands: list[Command], locale: str) -> Json:
    if [command.path for command in commands] == [name]:
        return _top(_CHAT_INPUT, name) | _described(commands[0], locale) | _permitted(commands)
    options: list[Json] = [
        {"type": _SUBCOMMAND, "name": command.path.removeprefix(name).strip().replace(" ", "-") or name}
        | _described(command, locale)
        for command in commands
    ]
    about = cut(f"{name}: " + ", ".join(option["name"] for option in options), limits.COMMAND_WORDS)
    return _top(_CHAT_INPUT, name) | {"description": about, "options": options} | _permitted(commands)


def _top(kind: int, name: str) -> Json:
    # In guilds only: in a direct message nobody could say which community is meant. Buttons there know.
    return {"type": kind, "name": name, "contexts": [0], "integration_types": [0]}


def _permitted(commands: Iterable[Command]) -> Json:
    least = min((command.who for command in commands), key=lambda role: role.rank)
    return {"default_member_permissions": _PERMISSIONS[least]} if least in _PERMISSIONS else {}


def _described(command: Command, locale: str) -> Json:
    text = translations(locale).gettext(command.summary)
    return {"description": cut(text, limits.COMMAND_WORDS), "options": list(options(command, locale))}


def options(command: Command, locale: str = "en") -> Iterator[Json]:
    """The subject and the fields of a command; Discord wants the required ones first.

    Not so a command about a patient: its whole form stands on the composer, and nothing of it is typed here.
    """
    made = [_subject_option(command)] if command.subject else []
    if not command.about_patient:
        made += [_option(spec, locale) for spec in command.fields]
    yield from sorted(made, key=lambda option: not option.get("required"))


def subject_option(command: Command) -> str:
    """The name of the option that takes the reference: 'case', 'consult', 'member'."""
    name = command.subject.name.lower() if command.subject else ""
    return name if name not in {spec.name for spec in command.fields} else "about"


def _subject_option(command: Command) -> Json:
    option: Json = {"type": _STRING, "name": subject_option(command), "autocomplete": True}
    if command.subject in _OF_A_THREAD:
        return option | {"description": "Which one; in its thread, leave it empty"}
    return option | {"description": "Which one", "required": True}


def _option(spec: FieldSpec, locale: str) -> Json:
    gettext = translations(locale).gettext
    about = " ".join(gettext(text) for text in (spec.field.label, spec.field.help) if text)
    option: Json = {"type": _STRING, "name": spec.name, "description": cut(about, limits.COMMAND_WORDS)}
    # A text of several lines is better written in a form, which opens where the option was left empty.
    if spec.required and not (spec.type is CleanText and spec.field.lines > 1):
        option["required"] = True
    if spec.type in (int, bool):
        return option | {"type": _INTEGER if spec.type is int else _BOOLEAN}
    if spec.type is CleanText:
        return option | {"max_length": min(spec.field.limit, limits.OPTION_TEXT)}
    if not spec.choices or len(spec.choices) > limits.OPTIONS:
        return option | {"autocomplete": True}
    listed = [{"name": cut(gettext(label), limits.CHOICE), "value": value} for value, label in spec.choices]
    return option | {"choices": listed}


def digest(commands: Iterable[Mapping[str, Any]]) -> str:
    """The same for what we send and for what Discord tells of it: it adds ids, versions and defaults."""
    shapes = sorted((_shape(command) for command in commands), key=lambda shape: (shape["type"], shape["name"]))
    return hashlib.sha256(json.dumps(shapes, sort_keys=True).encode()).hexdigest()


def _shape(command: Mapping[str, Any]) -> Json:
    return {
        "type": command.get("type") or _CHAT_INPUT,
        "name": command["name"],
        "description": command.get("description") or "",
        "options": [_option_shape(option) for option in command.get("options") or ()],
        "default_member_permissions": str(command.get("default_member_permissions")),  # sent as a number, told as text
        "contexts": sorted(command.get("contexts") or ()),
    }


def _option_shape(option: Mapping[str, Any]) -> Json:
    return {
        "type": option["type"],
        "name": option["name"],
        "description": option["description"],
        "required": bool(option.get("required")),
        "autocomplete": bool(option.get("autocomplete")),
        "max_length": option.get("max_length"),
        "choices": [(choice["name"], choice["value"]) for choice in option.get("choices") or ()],
        "options": [_option_shape(inner) for inner in option.get("options") or ()],
    }
