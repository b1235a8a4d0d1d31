"""What an interaction says: the command's path, its subject and its fields, from Discord's raw data. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.discord.tree import subject_option
from bot.commands import Command, Registry
from bot.errors import Invalid, Missing
from bot.i18n import say
from bot.model import Ref
from bot.text import RawText, UnreadableText

_SUBCOMMAND = 1
_ROW, _LABEL = 1, 18


@dataclass(frozen=True, slots=True)
class Given:
    """A slash command as it was typed. ``focused`` is the option that somebody is typing in just now."""

    command: Command
    options: Mapping[str, str] = field(default_factory=dict)
    focused: str | None = None

    @property
    def subject(self) -> Ref | None:
        """Raises Invalid where what was typed is no reference."""
        typed = self.options.get(subject_option(self.command), "") if self.command.subject else ""
        return _reference(self.command, typed) if typed.strip() else None

    @property
    def fields(self) -> dict[str, RawText]:
        """Raises Invalid where a text can't be read."""
        names = {spec.name for spec in self.command.fields}
        return {name: raw(value) for name, value in self.options.items() if name in names}


def given(registry: Registry, data: Mapping[str, Any]) -> Given:
    """The data of a slash command, or of its autocomplete. Raises Missing where there is no such command any more."""
    path, options = data["name"], data.get("options") or []
    if options and options[0]["type"] == _SUBCOMMAND:
        path, options = f"{path} {options[0]['name']}", options[0].get("options") or []
    command = registry.commands.get(path)
    if command is None:
        raise Missing(say("There is no such command any more. Restart Discord to see the present ones, or use: help"))
    values = {option["name"]: _typed(option["value"]) for option in options}
    return Given(command, values, next((o["name"] for o in options if o.get("focused")), None))


def submitted(data: Mapping[str, Any]) -> dict[str, RawText]:
    """The fields of a submitted form; one that was left empty is there, too: it was asked for. Raises Invalid where a
    text can't be read.
    """
    fields = {}
    for component in _components(data.get("components") or ()):
        values = component.get("values") or [component.get("value") or ""]
        fields[component["custom_id"]] = raw(str(values[0]))
    return fields


def _components(parts: Any) -> Iterator[Mapping[str, Any]]:
    for part in parts:
        if part["type"] == _LABEL:
            yield part["component"]
        elif part["type"] == _ROW:
            yield from part["components"]


def raw(typed: str) -> RawText:
    """Raises Invalid where it is no readable text."""
    try:
        return RawText(typed)
    except UnreadableText:
        raise Invalid(say("This text holds characters that can't be read. Type it again without them.")) from None


def _typed(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _reference(command: Command, typed: str) -> Ref:
    kind = command.subject.value if command.subject else ""
    try:
        return Ref.parse(f"{kind}-{typed.strip()}" if typed.strip().isdecimal() else typed)
    except ValueError:
        raise Invalid(say("This is no reference such as CASE-3 or C-12. Choose one from the list.")) from None
