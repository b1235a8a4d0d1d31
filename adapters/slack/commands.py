"""What was typed after /curbside or a mention: the path, the subject and the fields that it fills. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from adapters.slack.escape import codes, plain
from bot.commands import Command, FieldSpec, Registry
from bot.model import Ref
from bot.text import CleanText

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Typed:
    """``path`` is None where no command is called that. ``left`` says that words stood there which nothing takes."""

    path: str | None
    subject: Ref | None = None
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    left: bool = False


def parse(registry: Registry, text: str) -> Typed:
    """Read the text of a slash command or mention, as Slack sends it (escaped, mentions as tokens).

    The first words are the path; then a reference, where the command has a subject; then its choices, codes and
    numbers in the order of the form; what is left fills the first free text that isn't about a patient.
    """
    words = text.split()
    path = next(
        (p for n in (3, 2, 1) if (p := " ".join(words[:n]).lower().removeprefix("/")) in registry.commands), None
    )
    if path is None:
        return Typed(None)
    command = registry.commands[path]
    rest = _after(text, len(path.split()))
    subject: Ref | None = None
    if command.subject is not None:
        subject, rest = _reference(command, rest)
    return _fill(command, path, subject, rest)


def mentioned(registry: Registry, text: str, bot_user: str) -> Typed | None:
    """What a message that begins with a mention of the bot asks for; None where it doesn't begin so."""
    match = re.match(rf"\s*<@{re.escape(bot_user)}(\|[^>]*)?>", text)
    return parse(registry, text[match.end() :]) if match else None


def free_of_words(registry: Registry, typed: Typed) -> bool:
    """Whether a command was typed and nothing beside it that a person worded: such a message says nothing to others."""
    if typed.path is None or typed.left:
        return False
    return not any(spec.name in typed.fields for spec in registry.commands[typed.path].free_text)


def without_words(registry: Registry, typed: Typed) -> Typed:
    """The same without free text, where the command would write it: the message with it stands there already."""
    if typed.path is None or not registry.commands[typed.path].writes:
        return typed
    free = {spec.name for spec in registry.commands[typed.path].free_text}
    return replace(typed, fields={name: value for name, value in typed.fields.items() if name not in free})


def _after(text: str, words: int) -> str:
    """What follows so many words, its own line breaks kept."""
    end = 0
    for _, match in zip(range(words), _TOKEN.finditer(text), strict=False):
        end = match.end()
    return text[end:].strip()


def _reference(command: Command, rest: str) -> tuple[Ref | None, str]:
    first = rest.split(maxsplit=1)
    try:
        ref = Ref.parse(codes(first[0])) if first else None
    except ValueError:
        return None, rest
    if ref is None or ref.kind is not command.subject:
        return None, rest
    return ref, _after(rest, 1)


def _fill(command: Command, path: str, subject: Ref | None, rest: str) -> Typed:
    filled: dict[str, str] = {}
    for spec in command.fields:
        if spec.type is not CleanText and rest:
            value, rest = _choice(spec, rest)
            if value is not None:
                filled[spec.name] = value
    free = next((spec for spec in command.free_text if not spec.field.patient), None)
    if rest and free is not None:
        filled[free.name] = plain(rest)
        rest = ""
    return Typed(path, subject, filled, left=bool(rest))


def _choice(spec: FieldSpec, rest: str) -> tuple[str | None, str]:
    """The value that the next words give this field, and what follows them."""
    word = codes(rest.split(maxsplit=1)[0])
    if spec.field.pattern is not None:
        return (word, _after(rest, 1)) if re.fullmatch(spec.field.pattern, word) else (None, rest)
    if spec.type is int:
        return (word, _after(rest, 1)) if re.fullmatch(r"-?[0-9]{1,9}", word) else (None, rest)
    if spec.type is bool:
        return (word, _after(rest, 1)) if word.lower() in ("yes", "no", "on", "off") else (None, rest)
    typed = " ".join(rest.split()).lower()
    # The longest first: 'internal medicine' before a choice that only begins like it.
    for value, label in sorted(spec.choices, key=lambda choice: -len(choice[0])):
        for name in (value, label):
            if typed == name.lower() or typed.startswith(name.lower() + " "):
                return value, _after(rest, len(name.split()))
    return None, rest
