"""The limits that Discord keeps and its published specification doesn't say (or says more loosely)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.discord.entities import Json

if TYPE_CHECKING:
    from tests.discord.rest import Request

CONTENT, EMBEDS, EMBED_CHARACTERS, ROWS, BUTTONS, OPTIONS = 2_000, 10, 6_000, 5, 5, 25
CUSTOM_ID, BUTTON_LABEL, OPTION_LABEL, PLACEHOLDER, NONCE = 100, 80, 100, 150, 25
MODAL_TITLE, MODAL_LABEL, MODAL_COMPONENTS = 45, 45, 5
CHAT_COMMANDS, OTHER_COMMANDS, COMMAND_CHARACTERS, CHOICES = 100, 15, 8_000, 25
COMPONENTS_V2, V2_CHARACTERS, V2_FLAG = 40, 4_000, 1 << 15
COMMAND_NAME = re.compile(r"^[-_'\w]{1,32}$")
EMBED_PARTS = {"title": 256, "description": 4_096}
ROW, BUTTON, SELECTS, LABEL = 1, 2, (3, 5, 6, 7, 8), 18
BYTES = 25 * 1024 * 1024


def limit_faults(request: Request) -> list[str]:
    """What Discord would refuse in this request, in words; nothing where it is well."""
    try:
        return list(_faults(request))
    except (AttributeError, TypeError, KeyError):
        return ["the body is not built as Discord's are"]


def _faults(request: Request) -> Iterator[str]:
    if len(request.raw) > BYTES:
        yield f"request of {len(request.raw)} bytes"
    template, body = request.template, request.body
    if template.endswith("/commands") and request.method == "PUT" and isinstance(body, list):
        yield from _commands(body)
    if not isinstance(body, dict):
        return
    if template.endswith("/callback"):
        data = body.get("data") or {}
        if body.get("type") == 9:
            yield from _modal(data)
        elif body.get("type") == 8:
            yield from _too_many("choices", data.get("choices") or [], CHOICES)
        else:
            yield from _message(data)
    elif template.startswith("/webhooks/") or "/messages" in template:
        yield from _message(body)
    elif template == "/channels/{channel_id}/threads" and "message" in body:
        yield from _message(body["message"])


def _message(body: Json) -> Iterator[str]:
    yield from _too_long("content", body.get("content"), CONTENT)
    yield from _too_long("nonce", body.get("nonce"), NONCE)
    allowed = body.get("allowed_mentions") or {}
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            yield f"allowed_mentions: {kind} both parsed and listed"
    embeds, components = body.get("embeds") or [], body.get("components") or []
    yield from _embeds(embeds)
    if (body.get("flags") or 0) & V2_FLAG:
        yield from _components_v2(body, components)
    else:
        yield from _rows(components)
    yield from _ids(components)


def _embeds(embeds: list[Json]) -> Iterator[str]:
    yield from _too_many("embeds", embeds, EMBEDS)
    total = 0
    for embed in embeds:
        for key, most in EMBED_PARTS.items():
            yield from _too_long(f"embed {key}", embed.get(key), most)
            total += len(embed.get(key) or "")
        yield from _too_many("embed fields", embed.get("fields") or [], 25)
        for field in embed.get("fields") or []:
            yield from _too_long("embed field name", field.get("name"), 256)
            yield from _too_long("embed field value", field.get("value"), 1_024)
            if not (field.get("name") and field.get("value")):
                yield "an embed field without name or value"
            total += len(field.get("name") or "") + len(field.get("value") or "")
        for key, part, most in (("footer", "text", 2_048), ("author", "name", 256)):
            text = (embed.get(key) or {}).get(part) or ""
            yield from _too_long(f"embed {key}", text, most)
            total += len(text)
    if total > EMBED_CHARACTERS:
        yield f"embeds: {total} characters in all, {EMBED_CHARACTERS} allowed"


def _rows(components: list[Json]) -> Iterator[str]:
    yield from _too_many("rows", components, ROWS)
    for row in components:
        if row.get("type") != ROW:
            yield f"component of type {row.get('type')} outside a row"
            continue
        inside = row.get("components") or []
        kinds = {part.get("type") for part in inside}
        if not inside:
            yield "an empty row"
        if BUTTON in kinds:
            yield from _too_many("buttons in a row", inside, BUTTONS)
        if kinds & set(SELECTS) and len(inside) > 1:
            yield "a select shares its row"
        for part in inside:
            yield from _part(part)


def _components_v2(body: Json, components: list[Json]) -> Iterator[str]:
    parts = list(_walk(components))
    yield from _too_many("components", parts, COMPONENTS_V2)
    if body.get("content") or body.get("embeds"):
        yield "content or embeds beside Components v2"
    total = sum(len(part.get("content") or "") for part in parts)
    if total > V2_CHARACTERS:
        yield f"Components v2: {total} characters of text, {V2_CHARACTERS} allowed"
    for part in parts:
        yield from _part(part)


def _part(part: Json) -> Iterator[str]:
    kind = part.get("type")
    if kind == BUTTON:
        yield from _too_long("button label", part.get("label"), BUTTON_LABEL)
        if not (part.get("label") or part.get("emoji")):
            yield "a button without label"
        is_link = part.get("style") == 5
        if is_link != bool(part.get("url")) or is_link == bool(part.get("custom_id")):
            yield "a button has either a custom_id or, as a link, a url"
    elif kind in SELECTS:
        yield from _select(part)


def _select(part: Json) -> Iterator[str]:
    yield from _too_long("select placeholder", part.get("placeholder"), PLACEHOLDER)
    options = part.get("options") or []
    if part.get("type") == 3 and not options:
        yield "a select without options"
    yield from _too_many("select options", options, OPTIONS)
    for option in options:
        for key in ("label", "value", "description"):
            yield from _too_long(f"option {key}", option.get(key), OPTION_LABEL)
    values = [option.get("value") for option in options]
    if len(values) != len(set(values)):
        yield "two options of one value"
    if part.get("type") == 3 and (part.get("max_values") or 1) > len(options):
        yield "a select that wants more than it has"


def _modal(data: Json) -> Iterator[str]:
    components = data.get("components") or []
    yield from _too_long("modal title", data.get("title"), MODAL_TITLE)
    if not data.get("title"):
        yield "a modal without title"
    if not components:
        yield "a modal without components"
    yield from _too_many("modal components", components, MODAL_COMPONENTS)
    for part in _walk(components):
        yield from _too_long("modal label", part.get("label"), MODAL_LABEL if part.get("type") in (4, LABEL) else 10**6)
        if part.get("type") in SELECTS:
            yield from _select(part)
    yield from _ids([{"custom_id": data.get("custom_id")}])
    yield from _ids(components)


def _ids(components: list[Json]) -> Iterator[str]:
    ids = [part["custom_id"] for part in _walk(components) if part.get("custom_id") is not None]
    for custom_id in ids:
        if not 1 <= len(custom_id) <= CUSTOM_ID:
            yield f"custom_id of {len(custom_id)} characters"
    if len(ids) != len(set(ids)):
        yield "two components of one custom_id"


def _commands(commands: list[Json]) -> Iterator[str]:
    by_kind = [[each for each in commands if each.get("type", 1) == kind] for kind in (1, 2, 3)]
    yield from _too_many("chat commands", by_kind[0], CHAT_COMMANDS)
    for others in by_kind[1:]:
        yield from _too_many("user or message commands", others, OTHER_COMMANDS)
    for group in by_kind:
        names = [each.get("name") for each in group]
        if len(names) != len(set(names)):
            yield "two commands of one name"
    for command in commands:
        if command.get("type", 1) == 1:
            yield from _command(command, depth=0)
        if _characters(command) > COMMAND_CHARACTERS:
            yield f"command {command.get('name')}: {_characters(command)} characters, {COMMAND_CHARACTERS} allowed"


def _command(command: Json, depth: int) -> Iterator[str]:
    """A command or an option of one: the same rules all the way down."""
    name, options = str(command.get("name")), command.get("options") or []
    if not COMMAND_NAME.match(name) or name != name.lower():
        yield f"name {name!r}"
    if not 1 <= len(command.get("description") or "") <= 100:
        yield f"{name}: description of {len(command.get('description') or '')} characters"
    yield from _too_many(f"{name}: options", options, OPTIONS)
    yield from _too_many(f"{name}: choices", command.get("choices") or [], CHOICES)
    if command.get("choices") and command.get("autocomplete"):
        yield f"{name}: choices and autocomplete"
    kinds = [option.get("type") for option in options]
    if any(kind in (1, 2) for kind in kinds) and not all(kind in (1, 2) for kind in kinds):
        yield f"{name}: subcommands beside options"
    if depth and 2 in kinds:
        yield f"{name}: a group in a group"
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{name}: a required option after an optional one"
    names = [option.get("name") for option in options]
    if len(names) != len(set(names)):
        yield f"{name}: two options of one name"
    for option in options:
        yield from _command(option, depth + 1)


def _characters(command: Json) -> int:
    """Names, descriptions and choices in all; of a text and its translations the longest counts."""
    total = 0
    for key in ("name", "description"):
        texts = [command.get(key) or "", *(command.get(f"{key}_localizations") or {}).values()]
        total += max(len(text) for text in texts)
    for choice in command.get("choices") or []:
        total += len(choice["name"]) + len(str(choice["value"]))
    return total + sum(_characters(option) for option in command.get("options") or [])


def _walk(components: list[Json]) -> Iterator[Json]:
    for part in components:
        yield part
        yield from _walk(part.get("components") or [])
        yield from _walk([part[key] for key in ("component", "accessory") if part.get(key)])


def _too_long(what: str, text: object, most: int) -> Iterator[str]:
    if isinstance(text, str) and len(text) > most:
        yield f"{what}: {len(text)} characters, {most} allowed"


def _too_many(what: str, many: list[Any], most: int) -> Iterator[str]:
    if len(many) > most:
        yield f"{what}: {len(many)}, {most} allowed"
