"""What a person's client does with commands, components and modals: finds them, and builds what it sends back."""

from __future__ import annotations

from typing import Any

from tests.discord import payloads
from tests.discord.entities import Attachment, Channel, Guild, Json, Message, Role, User

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(1, 12)
BUTTON, TEXT_INPUT, LABEL, ROW = 2, 4, 18, 1
SELECTS = (3, 5, 6, 7, 8)
LINK_STYLE = 5


def find_button(message: Message, name: str) -> Json:
    """By label or custom_id; LookupError says what there is instead."""
    for part in message.parts():
        if part["type"] == BUTTON and name in (part.get("label"), part.get("custom_id")):
            if part.get("disabled") or part.get("style") == LINK_STYLE:
                raise LookupError(f"{name!r} can't be pressed: it is disabled or a link")
            return part
    raise LookupError(f"no button {name!r} among {message.labels}")


def find_select(message: Message, name: str | None) -> Json:
    """By custom_id or placeholder; None where there is only one."""
    selects = [part for part in message.parts() if part["type"] in SELECTS]
    fitting = [part for part in selects if name is None or name in (part["custom_id"], part.get("placeholder"))]
    if len(fitting) != 1:
        raise LookupError(f"{len(fitting)} selects for {name!r}")
    return fitting[0]


def selected(part: Json, values: list[Any], resolved: Json) -> list[str]:
    """What a select sends: each of `values` is an option's label or value, or a user, role or channel."""
    least, most = part.get("min_values", 1), part.get("max_values", 1)
    if not least <= len(values) <= most:
        raise ValueError(f"{len(values)} chosen, {least} to {most} allowed")
    if part["type"] != 3:
        return [_resolve(each, resolved, None) for each in values]
    by_name = {option["label"]: option["value"] for option in part["options"]}
    by_name |= {option["value"]: option["value"] for option in part["options"]}
    unknown = [each for each in values if each not in by_name]
    if unknown:
        raise LookupError(f"no option {unknown} among {sorted(by_name)}")
    return [by_name[each] for each in values]


# commands


def find_command(commands: list[Json], words: str, kind: int = 1) -> tuple[Json, list[Json]]:
    """The command that `words` name ('case reply'), and its path of subcommands; LookupError where there is none."""
    path = [words] if kind != 1 else words.removeprefix("/").split()
    command = next((each for each in commands if each["type"] == kind and each["name"] == path[0]), None)
    if command is None:
        raise LookupError(f"no command {path[0]!r} among {sorted(each['name'] for each in commands)}")
    steps: list[Json] = []
    here = command
    for word in path[1:]:
        inner = [each for each in here.get("options") or [] if each["type"] in (SUBCOMMAND, GROUP)]
        found = next((each for each in inner if each["name"] == word), None)
        if found is None:
            raise LookupError(f"no {word!r} under {here['name']!r}: {sorted(each['name'] for each in inner)}")
        steps.append(found)
        here = found
    if any(each["type"] in (SUBCOMMAND, GROUP) for each in here.get("options") or []):
        raise LookupError(f"{words!r} names a group, not a command")
    return command, steps


def command_data(command: Json, steps: list[Json], values: dict[str, Any], guild: Guild | None, focused: str) -> Json:
    """The `data` of a command's interaction. `focused`: the option being typed, for autocomplete, else ''.

    What Discord's own client would not let through raises: unknown or missing options, values outside the choices or
    of the wrong type.
    """
    declared = {each["name"]: each for each in ((steps or [command])[-1].get("options") or [])}
    unknown = values.keys() - declared.keys()
    missing = {name for name, each in declared.items() if each.get("required")} - values.keys()
    if unknown or (missing and not focused):
        raise LookupError(f"unknown options {sorted(unknown)}, missing {sorted(missing)}")
    resolved: Json = {}
    options = [_option(declared[name], value, resolved, guild, name == focused) for name, value in values.items()]
    for step in reversed(steps):
        options = [{"type": step["type"], "name": step["name"], "options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": options}
    return data | ({"resolved": resolved} if resolved else {}) | _owner(command)


def target_data(command: Json, target: Message | User, guild: Guild | None) -> Json:
    """The `data` of a message's or user's context command."""
    resolved: Json = {}
    if isinstance(target, Message):
        resolved["messages"] = {str(target.id): payloads.message(target)}
    else:
        _resolve(target, resolved, guild)
    data = {"id": command["id"], "name": command["name"], "type": command["type"], "target_id": str(target.id)}
    return data | {"resolved": resolved} | _owner(command)


def _owner(command: Json) -> Json:
    return {"guild_id": command["guild_id"]} if "guild_id" in command else {}


def _option(declared: Json, value: Any, resolved: Json, guild: Guild | None, focused: bool) -> Json:
    kind, name = declared["type"], declared["name"]
    body: Json = {"type": kind, "name": name}
    if focused:
        return body | {"value": str(value), "focused": True}
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE, FILE):
        return body | {"value": _resolve(value, resolved, guild)}
    fitting: type = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: float}[kind]
    if not isinstance(value, fitting):
        raise TypeError(f"option {name}: {value!r}")
    choices = declared.get("choices") or []
    if choices and value not in [each["value"] for each in choices]:
        by_name = {each["name"]: each["value"] for each in choices}
        if value not in by_name:
            raise ValueError(f"option {name}: {value!r} is not among {sorted(by_name)}")
        value = by_name[value]
    size = len(value) if kind == STRING else value
    low, high = ("min_length", "max_length") if kind == STRING else ("min_value", "max_value")
    if kind != BOOLEAN and not declared.get(low, size) <= size <= declared.get(high, size):
        raise ValueError(f"option {name}: {size} is out of bounds")
    return body | {"value": value}


def _resolve(value: Any, resolved: Json, guild: Guild | None) -> str:
    """Add an object to `resolved` as Discord sends it along, and give its id."""
    key = str(value.id)
    match value:
        case User():
            resolved.setdefault("users", {})[key] = payloads.user(value)
            if guild is not None and value.id in guild.members:
                member = payloads.member(guild.members[value.id], with_user=False)
                resolved.setdefault("members", {})[key] = member | {"permissions": "0"}
        case Role():
            resolved.setdefault("roles", {})[key] = payloads.role(value)
        case Channel():
            resolved.setdefault("channels", {})[key] = payloads.channel(value) | {"permissions": "0"}
        case Attachment():
            resolved.setdefault("attachments", {})[key] = payloads.attachment(value)
        case _:
            raise TypeError(f"{value!r} is no user, role, channel or attachment")
    return key


# modals


def modal_data(modal: Json, values: dict[str, Any]) -> Json:
    """The `data` of a modal's submission. `values`: by label or custom_id; what is not named keeps its default.

    What the client would not let through raises: an unknown field, a required one left empty, a length out of bounds.
    """
    left = dict(values)
    resolved: Json = {}
    parts = []
    for index, outer in enumerate(modal["components"]):
        if outer["type"] == LABEL:
            inner = _filled(outer["component"], outer["label"], left, resolved)
            parts.append({"type": LABEL, "id": index * 2 + 1, "component": inner | {"id": index * 2 + 2}})
        elif outer["type"] == ROW:
            inner = _filled(outer["components"][0], outer["components"][0].get("label") or "", left, resolved)
            parts.append({"type": ROW, "id": index * 2 + 1, "components": [inner | {"id": index * 2 + 2}]})
        else:
            parts.append({"type": outer["type"], "id": index * 2 + 1})
    if left:
        raise LookupError(f"the modal has no field {sorted(left)}")
    data: Json = {"custom_id": modal["custom_id"], "components": parts}
    return data | ({"resolved": resolved} if resolved else {})


def fields(modal: Json) -> list[str]:
    """The labels of a modal's fields, in order."""
    return [
        outer["label"] if outer["type"] == LABEL else outer["components"][0].get("label", "")
        for outer in modal["components"]
        if outer["type"] in (LABEL, ROW)
    ]


def _filled(part: Json, label: str, left: dict[str, Any], resolved: Json) -> Json:
    name = next((key for key in (label, part["custom_id"]) if key in left), None)
    body: Json = {"type": part["type"], "custom_id": part["custom_id"]}
    if part["type"] == TEXT_INPUT:
        text = str(left.pop(name) if name is not None else part.get("value") or "")
        if part.get("required", True) and not text:
            raise ValueError(f"{label!r} is required")
        if text and not (part.get("min_length") or 0) <= len(text) <= (part.get("max_length") or 4_000):
            raise ValueError(f"{label!r}: {len(text)} characters are out of bounds")
        return body | {"value": text}
    if part["type"] in SELECTS:
        preset = [option["value"] for option in part.get("options") or [] if option.get("default")]
        chosen = left.pop(name) if name is not None else preset
        if not part.get("required", True) and not chosen:
            return body | {"values": []}
        return body | {"values": selected(part, chosen if isinstance(chosen, list) else [chosen], resolved)}
    return body | {"value": left.pop(name) if name is not None else None}
