"""Reading a form: choices are checked here, free text stays raw for the anonymizer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.commands import Command, FieldSpec
from bot.i18n import Message, say
from bot.review import MAX_CHARACTERS
from bot.text import CleanText, RawText


@dataclass(frozen=True, slots=True)
class Parsed:
    values: Mapping[str, object]  # choices, numbers, flags; and None for optional text that was left empty
    texts: Mapping[str, RawText]
    errors: Mapping[str, Message]


def parse(command: Command, fields: Mapping[str, RawText]) -> Parsed:
    """Every fault is found at once, so that a person mends a form in one go."""
    values: dict[str, object] = {}
    texts: dict[str, RawText] = {}
    errors: dict[str, Message] = {}
    if fields.keys() - {spec.name for spec in command.fields}:  # a name that isn't ours is not repeated
        errors["form"] = say("This form has other fields by now. Copy your text, then reload the page.")
    for spec in command.fields:
        raw = fields.get(spec.name)
        if raw is None or raw.blank:
            if spec.required:
                errors[spec.name] = say("Please fill this in.")
            else:
                values[spec.name] = spec.default
        elif spec.type is CleanText:
            texts[spec.name] = raw
            limit = MAX_CHARACTERS if spec.field.patient else spec.field.limit
            if len(raw) > limit:
                errors[spec.name] = say("Too long: {count} characters, at most {limit}.", count=len(raw), limit=limit)
        elif spec.field.pattern is not None:
            values[spec.name] = raw.expose().strip()
            if not re.fullmatch(spec.field.pattern, raw.expose().strip()):
                errors[spec.name] = say("This doesn't look right. Check it for a slip.")
        else:
            _read_choice(spec, raw.expose().strip(), values, errors)
    return Parsed(values, texts, errors)


def _read_choice(spec: FieldSpec, typed: str, values: dict[str, object], errors: dict[str, Message]) -> None:
    """A typed choice is compared and dropped: what isn't one of ours is never repeated in an error."""
    if spec.type is bool:
        values[spec.name] = typed.lower() in ("on", "yes", "true", "1")
    elif spec.type is int:
        if re.fullmatch(r"-?[0-9]{1,9}", typed):
            values[spec.name] = int(typed)
        else:
            errors[spec.name] = say("This should be a whole number.")
    else:
        match = next((value for value, _ in spec.choices if value.lower() == typed.lower()), None)
        if match is None:
            errors[spec.name] = say("Choose one of the list.")
        else:
            values[spec.name] = match
