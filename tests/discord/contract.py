"""Is a request valid by Discord's published OpenAPI specification?

The specification is looked for in the folder CURBSIDE_SPECS, by default `../shared/specs` beside the repository; where
it isn't there, only the limits are checked, and `missing()` says why. No JSON-schema library is among the project's
dependencies, so the keywords that this specification uses are checked here: oneOf is read as anyOf (the document itself
asks for that), and a snowflake may be an integer, as discord.py sends many.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.discord.entities import Json
from tests.discord.limits import limit_faults

if TYPE_CHECKING:
    from tests.discord.rest import Request

ROOT = Path(__file__).parents[2]
UNDOCUMENTED = {"use_nested_fields"}
"""Query parameters that discord.py sends and Discord takes, without the specification's knowing."""
MAX_FAULTS = 3
"""Of a body with many faults, this many are told."""


def check(request: Request) -> list[str]:
    """Every fault of an outgoing request, by the specification and by the limits that it misses."""
    return schema_faults(request) + limit_faults(request)


def answer_faults(request: Request) -> list[str]:
    """The faults of the double's own answer, by the specification: it must not answer as Discord never would."""
    if missing() or request.status is None or request.status >= 400 or request.template.startswith("/attachments"):
        return []
    spec = _specification(_path())
    operation = spec.operation(request.method, request.path) or {}
    response = operation.get("responses", {}).get(str(request.status))
    if response is None:
        return [f"{request.method} {request.path}: no such answer as {request.status}"]
    found = spec.value_faults(response.get("content", {}), request.answer)  # of a 204 there is no schema
    return [f"{request.method} {request.path} answered: {fault}" for fault in found]


def missing() -> str:
    """Why no specification is checked; '' where one is."""
    path = _path()
    return "" if path.exists() else f"{path} is not there: set CURBSIDE_SPECS to the folder of discord-openapi.json"


def schema_faults(request: Request) -> list[str]:
    if missing() or not request.template or request.template.startswith("/attachments"):
        return []
    spec = _specification(_path())
    operation = spec.operation(request.method, request.path)
    if operation is None:
        return ["no such operation in the specification"]
    return list(spec.query_faults(operation, request.query)) + spec.body_faults(operation, request.body)


def _path() -> Path:
    return Path(os.environ.get("CURBSIDE_SPECS") or ROOT.parent / "shared" / "specs") / "discord-openapi.json"


@functools.lru_cache(maxsize=1)
def _specification(path: Path) -> Specification:
    return Specification(json.loads(path.read_text(encoding="utf-8")))


class Specification:
    """The document, with its paths compiled."""

    def __init__(self, document: Json) -> None:
        self.document = document
        paths = sorted(document["paths"].items(), key=lambda item: item[0].count("{"))
        self._paths = [(_pattern(template), body) for template, body in paths]

    def operation(self, method: str, path: str) -> Json | None:
        for pattern, item in self._paths:
            if method.lower() in item and pattern.fullmatch(path):
                found: Json = item[method.lower()]
                return found
        return None

    def query_faults(self, operation: Json, query: dict[str, str]) -> Iterator[str]:
        known = {each["name"]: each for each in operation.get("parameters", []) if each["in"] == "query"}
        for name in query:
            if name not in known and name not in UNDOCUMENTED:
                yield f"query {name}: unknown"
        for name, parameter in known.items():
            if parameter.get("required") and name not in query:
                yield f"query {name}: missing"

    def body_faults(self, operation: Json, body: Any) -> list[str]:
        if body is None:
            return ["a body is required"] if operation.get("requestBody", {}).get("required") else []
        return self.value_faults(operation.get("requestBody", {}).get("content", {}), body)

    def value_faults(self, content: Json, value: Any) -> list[str]:
        schema = (content.get("application/json") or content.get("multipart/form-data") or {}).get("schema")
        if schema is None:
            return []
        return list(self._faults(schema, value, "body"))[:MAX_FAULTS]

    def _faults(self, schema: Json, value: Any, at: str) -> Iterator[str]:
        if "$ref" in schema:
            yield from self._faults(self._resolve(schema["$ref"]), value, at)
            return
        for part in schema.get("allOf", []):
            yield from self._faults(part, value, at)
        branches = schema.get("anyOf") or schema.get("oneOf")
        if branches:
            yield from self._branch_faults(branches, value, at)
        if not _fits(schema, value):
            yield f"{at}: {type(value).__name__} where {schema['type']} belongs"
            return
        yield from _value_faults(schema, value, at)
        if isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                yield from self._faults(schema["items"], item, f"{at}[{index}]")
        if isinstance(value, dict):
            yield from self._object_faults(schema, value, at)

    def _branch_faults(self, branches: list[Json], value: Any, at: str) -> Iterator[str]:
        """Those of the branch that comes nearest, where none is without fault."""
        found: list[list[str]] = []
        for branch in [each for each in branches if self._of_its_kind(each, value)] or branches:
            found.append(list(self._faults(branch, value, at)))
            if not found[-1]:
                return
        yield from min(found, key=len)

    def _of_its_kind(self, branch: Json, value: Any) -> bool:
        """Whether a branch is worth trying: by JSON type, and for an object by the values it allows for `type`."""
        schema = self._resolve(branch["$ref"]) if "$ref" in branch else branch
        if not _fits(schema, value):
            return False
        kinds = schema.get("properties", {}).get("type", {}).get("enum")
        return not (isinstance(value, dict) and kinds and value.get("type") not in kinds)

    def _object_faults(self, schema: Json, value: Json, at: str) -> Iterator[str]:
        for name in schema.get("required", []):
            if name not in value:
                yield f"{at}.{name}: missing"
        properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name, inner in value.items():
            if name in properties:
                yield from self._faults(properties[name], inner, f"{at}.{name}")
            elif more is False:
                yield f"{at}.{name}: unknown"
            elif isinstance(more, dict):
                yield from self._faults(more, inner, f"{at}.{name}")

    def _resolve(self, reference: str) -> Json:
        found = self.document
        for key in reference.removeprefix("#/").split("/"):
            found = found[key]
        return found


TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}


def _fits(schema: Json, value: Any) -> bool:
    if "type" not in schema:
        return True
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if isinstance(value, bool):
        return "boolean" in names
    if isinstance(value, int) and schema.get("format") == "snowflake":
        return True
    return any(isinstance(value, TYPES[name]) for name in names)


def _value_faults(schema: Json, value: Any, at: str) -> Iterator[str]:
    if value is None:
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: not one of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: not {schema['const']}"
    if isinstance(value, str):
        yield from _size_faults(schema, len(value), at, "minLength", "maxLength")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{at}: not of the form {schema['pattern']}"
    elif isinstance(value, list):
        yield from _size_faults(schema, len(value), at, "minItems", "maxItems")
        if schema.get("uniqueItems") and len({json.dumps(item, sort_keys=True) for item in value}) < len(value):
            yield f"{at}: the same twice"
    elif isinstance(value, dict):
        yield from _size_faults(schema, len(value), at, "minProperties", "maxProperties")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _size_faults(schema, value, at, "minimum", "maximum")


def _size_faults(schema: Json, size: float, at: str, least: str, most: str) -> Iterator[str]:
    if size < schema.get(least, size):
        yield f"{at}: {size} is below {least} {schema[least]}"
    if size > schema.get(most, size):
        yield f"{at}: {size} is above {most} {schema[most]}"


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)))
