"""What the app sends, against the platform's published specifications: methods' arguments and the app manifest.

The specifications lie outside the repository, in the folder that CURBSIDE_SPECS names (default ../shared/specs):
`slack-api-ref` (slack-ruby/slack-api-ref) and `slack-app-manifest.schema.json` (slackapi/manifest-schema).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.slack.state import Json

ROOT = Path(__file__).resolve().parents[2]
SPECS = (ROOT / os.environ.get("CURBSIDE_SPECS", "../shared/specs")).resolve()
METHODS = SPECS / "slack-api-ref" / "methods"
MANIFEST = SPECS / "slack-app-manifest.schema.json"
ABSENT = f"no Slack specifications in {SPECS}; CURBSIDE_SPECS names their folder"

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}
# Bolt's clients add the workspace's team_id to every call, and Slack ignores it where it means nothing.
ANYWHERE = {"token", "team_id"}
# What the reference forgets, and Slack's own pages and SDK have.
ALSO_KNOWN = {"chat.postMessage": {"client_msg_id"}, "users.info": {"include_locale"}}


class Contract:
    """The reference of the Web API's methods."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def found(cls) -> Contract | None:
        """The contract, where the specifications are there."""
        return cls(METHODS) if METHODS.is_dir() else None

    def check(self, method: str, args: Json) -> list[str]:
        """What the reference doesn't allow in one call, in words: unknown, missing and mistyped arguments."""
        reference = _reference(self._folder, method)
        if reference is None:
            return [f"{method}: no such method"]
        return [f"{method}: {fault}" for fault in self._faults(method, reference, args)]

    def _faults(self, method: str, reference: Json, args: Json) -> Iterator[str]:
        known: Json = reference["args"]
        for name in args.keys() - known.keys() - ALSO_KNOWN.get(method, set()) - ANYWHERE:
            yield f"unknown argument {name}"
        for name, about in known.items():
            if about.get("required") and args.get(name) in (None, ""):
                yield f"missing argument {name}"
            elif args.get(name) is not None and not _fits(about, args[name]):
                yield f"{name} is no {about['type']}"
        for group in reference.get("arg_groups") or []:
            given = [name for name in group["args"] if args.get(name) not in (None, "")]
            if not given and group.get("required", True):
                yield f"none of {', '.join(group['args'])}"
            if len(given) > 1 and group["mutually_exclusive"]:
                yield f"{' and '.join(given)} exclude each other"
        yield from _sdk_faults(args)


@cache
def _reference(folder: Path, method: str) -> Json | None:
    path = folder / method.partition(".")[0] / f"{method}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _fits(about: Json, value: Any) -> bool:
    """Whether a value can be of the argument's type; a form sends everything as a string."""
    kind = about.get("type")
    if kind == "boolean":
        return isinstance(value, bool) or value in ("true", "false", "1", "0", 1, 0)
    if kind in ("integer", "number"):
        return not isinstance(value, bool) and re.fullmatch(r"-?\d+(\.\d+)?", str(value)) is not None
    if kind in ("string", "channel", "user", "timestamp") and about.get("format") != "json":
        return isinstance(value, str)
    return True


def _sdk_faults(args: Json) -> Iterator[str]:
    """Block Kit as the SDK's models check it."""
    view = args.get("view")
    for raw in args.get("blocks") or (view.get("blocks") if isinstance(view, dict) else None) or []:
        try:
            block = Block.parse(raw)
            if block is None:
                yield f"the SDK knows no block of type {raw.get('type')}"
            else:
                block.validate_json()
        except (SlackObjectFormationError, TypeError) as error:
            yield f"{raw.get('type')}: {error}"


def check_manifest(manifest: Json) -> list[str]:
    """What the manifest's schema doesn't allow, in words. Raises FileNotFoundError without the schema."""
    schema = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return list(_schema_faults(schema, schema, manifest, "manifest"))


def _schema_faults(root: Json, schema: Json, value: Any, where: str) -> Iterator[str]:
    """JSON Schema, as much of it as the manifest's schema uses."""
    if "$ref" in schema:
        part: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            part = part[step]
        yield from _schema_faults(root, part, value, where)
        return
    if "anyOf" in schema:
        tried = [list(_schema_faults(root, each, value, where)) for each in schema["anyOf"]]
        if all(tried):
            yield from min(tried, key=len)
            return
    if "type" in schema and not _is_of(schema["type"], value):
        yield f"{where}: no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str):
        yield from _string_faults(schema, value, where)
    elif isinstance(value, list):
        yield from _array_faults(root, schema, value, where)
    elif isinstance(value, dict):
        yield from _object_faults(root, schema, value, where)


def _is_of(kinds: str | list[str], value: Any) -> bool:
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if kind == "null" and value is None:
            return True
        if isinstance(value, TYPES.get(kind, ())) and (kind == "boolean" or not isinstance(value, bool)):
            return True
    return False


def _string_faults(schema: Json, value: str, where: str) -> Iterator[str]:
    if len(value) < schema.get("minLength", 0) or len(value) > schema.get("maxLength", len(value)):
        yield f"{where}: {len(value)} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} doesn't match {schema['pattern']}"


def _array_faults(root: Json, schema: Json, value: list[Any], where: str) -> Iterator[str]:
    if len(value) < schema.get("minItems", 0) or len(value) > schema.get("maxItems", len(value)):
        yield f"{where}: {len(value)} items"
    if schema.get("uniqueItems") and len({json.dumps(each, sort_keys=True) for each in value}) < len(value):
        yield f"{where}: the same item twice"
    for number, each in enumerate(value):
        if isinstance(schema.get("items"), dict):
            yield from _schema_faults(root, schema["items"], each, f"{where}[{number}]")


def _object_faults(root: Json, schema: Json, value: Json, where: str) -> Iterator[str]:
    if len(value) < schema.get("minProperties", 0) or len(value) > schema.get("maxProperties", len(value)):
        yield f"{where}: {len(value)} properties"
    for name in schema.get("required", []):
        if name not in value:
            yield f"{where}.{name}: missing"
    properties, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    others = schema.get("additionalProperties", True)
    for name, each in value.items():
        fitting = [part for pattern, part in patterns.items() if re.search(pattern, name)]
        fitting += [properties[name]] if name in properties else []
        if not fitting and others is False:
            yield f"{where}.{name}: unknown"
        elif not fitting and isinstance(others, dict):
            fitting = [others]
        for part in fitting:
            yield from _schema_faults(root, part, each, f"{where}.{name}")
