"""A command's form as a Discord modal. Pure.

What was already chosen stands in it filled in: nothing but the form itself carries it to the submission, so that a
restart in between loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.discord import limits
from adapters.discord.escape import name
from adapters.discord.tokens import Token
from bot.commands import Command, FieldSpec
from bot.i18n import translations
from bot.text import CleanText

Json = dict[str, Any]

_SELECT, _INPUT, _LABEL = 3, 4, 18
_SHORT, _PARAGRAPH = 1, 2


def modal(command: Command, token: Token, filled: Mapping[str, str] | None = None, locale: str = "en") -> Json:
    """The data of a modal response. ``filled``: options that were given with the command."""
    filled = filled or {}
    # What is missing first: if ever a form were too long for a modal, the core would have sent it to the composer.
    specs = sorted(command.fields, key=lambda spec: spec.name in filled)[: limits.MODAL_FIELDS]
    shown = [spec for spec in command.fields if spec in specs]
    gettext = translations(locale).gettext
    return {
        "custom_id": str(token),
        "title": name(gettext(command.summary), limits.MODAL_TITLE),
        "components": [_label(spec, filled.get(spec.name, ""), locale) for spec in shown],
    }


def _label(spec: FieldSpec, value: str, locale: str) -> Json:
    gettext = translations(locale).gettext
    label = {"type": _LABEL, "label": name(gettext(spec.field.label), limits.MODAL_LABEL)}
    choices = (("yes", "Yes"), ("no", "No")) if spec.type is bool else spec.choices
    if spec.field.help:
        label["description"] = name(gettext(spec.field.help), limits.MODAL_HELP)
    elif len(choices) > limits.OPTIONS:
        label["description"] = name("One of: " + ", ".join(text for _, text in choices), limits.MODAL_HELP)
    listed = 0 < len(choices) <= limits.OPTIONS
    return label | {"component": _select(spec, choices, value, locale) if listed else _input(spec, value)}


def _select(spec: FieldSpec, choices: tuple[tuple[str, str], ...], value: str, locale: str) -> Json:
    gettext = translations(locale).gettext
    chosen = value or (str(spec.default) if spec.default is not None else "")
    options: list[Json] = []
    for each, text in choices:
        option: Json = {"label": name(gettext(text), limits.CHOICE), "value": each}
        options.append(option | ({"default": True} if each == chosen else {}))
    return {
        "type": _SELECT, "custom_id": spec.name, "options": options, "required": spec.required,
        "min_values": 1 if spec.required else 0, "max_values": 1,
    }  # fmt: skip


def _input(spec: FieldSpec, value: str) -> Json:
    long = spec.type is CleanText and spec.field.lines > 1
    made: Json = {
        "type": _INPUT, "custom_id": spec.name, "style": _PARAGRAPH if long else _SHORT, "required": spec.required,
        "max_length": min(spec.field.limit, limits.INPUT),
    }  # fmt: skip
    return made | ({"value": value[: made["max_length"]]} if value else {})
