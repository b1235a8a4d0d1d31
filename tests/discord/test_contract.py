"""The check of outgoing requests must find what Discord would refuse, and let pass what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.discord import contract
from tests.discord.contract import check
from tests.discord.rest import Request

MESSAGES = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "/applications/{application_id}/commands"
needs_specification = pytest.mark.skipif(bool(contract.missing()), reason=contract.missing())


def request(method: str, template: str, body: Any) -> Request:
    path = template.replace("{interaction_token}", "token")
    for name in ("channel_id", "interaction_id", "application_id"):
        path = path.replace("{" + name + "}", "123")
    return Request(method, template, path, {}, {}, body, b"")


def button(**over: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Accept", "custom_id": "a"} | over


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(parts)}


def select(count: int, **over: Any) -> dict[str, Any]:
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "s", "options": options} | over


def modal(count: int, **over: Any) -> dict[str, Any]:
    inputs = [
        {"type": 18, "label": f"Label {number}", "component": {"type": 4, "style": 1, "custom_id": f"c{number}"}}
        for number in range(count)
    ]
    return {"type": 9, "data": {"custom_id": "m", "title": "Answer", "components": inputs} | over}


def command(name: str = "case", **over: Any) -> dict[str, Any]:
    return {"type": 1, "name": name, "description": "Cases", "options": []} | over


def option(name: str, **over: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "An option"} | over


def buttons(count: int) -> list[dict[str, Any]]:
    return [button(custom_id=str(number)) for number in range(count)]


WELL: list[tuple[str, str, Any]] = [
    ("POST", MESSAGES, {"content": "x" * 2_000, "nonce": "n" * 25, "enforce_nonce": True}),
    ("POST", MESSAGES, {"content": "x", "components": [row(*buttons(5)), row(select(25))]}),
    ("POST", MESSAGES, {"components": [row(button(style=5, url="https://example.org", custom_id=None))]}),
    ("POST", MESSAGES, {"content": "x", "allowed_mentions": {"parse": [], "users": [123], "roles": ["456"]}}),
    ("POST", MESSAGES, {"flags": 1 << 15, "components": [{"type": 10, "content": "text"}]}),
    ("POST", CALLBACK, modal(5)),
    ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "A", "value": "a"}] * 25}}),
    ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
    ("PUT", COMMANDS, [command(), {"type": 3, "name": "This is the answer"}]),
    ("PUT", COMMANDS, [command(options=[option("a", required=True), option("b")])]),
]
LIMITS: list[tuple[str, str, Any, str]] = [
    ("POST", MESSAGES, {"content": "x" * 2_001}, "content: 2001"),
    ("POST", MESSAGES, {"content": "x", "nonce": "n" * 26}, "nonce"),
    ("POST", MESSAGES, {"embeds": [{"description": "x" * 3_001}] * 2}, "6002 characters in all"),
    ("POST", MESSAGES, {"embeds": [{"title": "x" * 257}]}, "embed title"),
    ("POST", MESSAGES, {"embeds": [{"fields": [{"name": "n", "value": "x" * 1_025}]}]}, "field value"),
    ("POST", MESSAGES, {"components": [row(button(custom_id=str(each))) for each in range(6)]}, "rows: 6"),
    ("POST", MESSAGES, {"components": [row(*buttons(6))]}, "buttons in a row: 6"),
    ("POST", MESSAGES, {"components": [row(*buttons(1), select(1))]}, "shares its row"),
    ("POST", MESSAGES, {"components": [row(select(26))]}, "select options: 26"),
    ("POST", MESSAGES, {"components": [row(select(2, max_values=3))]}, "wants more than it has"),
    ("POST", MESSAGES, {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "both parsed"),
    ("POST", MESSAGES, {"embeds": [{"fields": [{"name": "n", "value": ""}]}]}, "without name or value"),
    ("POST", MESSAGES, {"components": [row(button(label="x" * 81))]}, "button label"),
    ("POST", MESSAGES, {"components": [row(button(custom_id="x" * 101))]}, "custom_id of 101"),
    ("POST", MESSAGES, {"components": [row(button(), button())]}, "one custom_id"),
    ("POST", MESSAGES, {"components": [row(button(url="https://example.org"))]}, "either a custom_id"),
    ("POST", MESSAGES, {"content": "x", "flags": 1 << 15, "components": []}, "beside Components v2"),
    ("POST", MESSAGES, {"flags": 1 << 15, "components": [{"type": 10, "content": "x"}] * 41}, "components: 41"),
    ("POST", CALLBACK, modal(6), "modal components: 6"),
    ("POST", CALLBACK, modal(0), "without components"),
    ("POST", CALLBACK, modal(1, title="x" * 46), "modal title"),
    ("POST", CALLBACK, modal(1, custom_id="x" * 101), "custom_id of 101"),
    ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "A", "value": "a"}] * 26}}, "choices: 26"),
    ("POST", CALLBACK, {"type": 4, "data": {"content": "x" * 2_001}}, "content: 2001"),
    ("PUT", COMMANDS, [command(f"c{number}") for number in range(101)], "chat commands: 101"),
    ("PUT", COMMANDS, [{"type": 3, "name": str(number)} for number in range(16)], "message commands: 16"),
    ("PUT", COMMANDS, [command("Case")], "name 'Case'"),
    ("PUT", COMMANDS, [command("two words")], "name 'two words'"),
    ("PUT", COMMANDS, [command(description="")], "description of 0"),
    ("PUT", COMMANDS, [command(), command()], "two commands of one name"),
    ("PUT", COMMANDS, [command(options=[option(f"o{each}") for each in range(26)])], "options: 26"),
    ("PUT", COMMANDS, [command(options=[option("a"), option("b", required=True)])], "required option after"),
    (
        "PUT",
        COMMANDS,
        [command(options=[option("o", choices=[{"name": "n" * 100, "value": "v" * 100}] * 25)] * 2)],
        "8000 allowed",
    ),
]
AGAINST_THE_SPECIFICATION: list[tuple[str, str, Any, str]] = [
    ("POST", MESSAGES, {"content": 5}, "body.content: int"),
    ("POST", MESSAGES, {"embeds": {"title": "x"}}, "body.embeds: dict"),
    ("POST", MESSAGES, {"allowed_mentions": {"parse": ["all"]}}, "parse"),
    ("POST", MESSAGES, {"components": [row(button(style=9))]}, "style"),
    ("POST", MESSAGES, None, "a body is required"),
    ("POST", CALLBACK, {"data": {"content": "x"}}, "body.type: missing"),
    ("POST", CALLBACK, {"type": 9, "data": {"title": "x", "components": []}}, "custom_id: missing"),
    ("PUT", COMMANDS, [{"type": 1, "description": "x"}], "name: missing"),
    ("POST", "/channels/{channel_id}/threads", {"message": {"content": "x"}}, "body.name: missing"),
    ("DELETE", MESSAGES, None, "no such operation"),
]


@pytest.mark.parametrize(("method", "template", "body"), WELL)
def test_what_discord_takes_passes(method: str, template: str, body: Any) -> None:
    assert check(request(method, template, body)) == []


@pytest.mark.parametrize(("method", "template", "body", "told"), LIMITS)
def test_the_limits_that_the_specification_misses(method: str, template: str, body: Any, told: str) -> None:
    assert any(told in fault for fault in check(request(method, template, body)))


@needs_specification
@pytest.mark.parametrize(("method", "template", "body", "told"), AGAINST_THE_SPECIFICATION)
def test_what_the_specification_forbids(method: str, template: str, body: Any, told: str) -> None:
    assert any(told in fault for fault in check(request(method, template, body)))


@needs_specification
def test_an_unknown_query_is_told() -> None:
    asked = request("GET", MESSAGES, None)
    asked.query["sort"] = "up"
    assert check(asked) == ["query sort: unknown"]


def test_without_the_specification_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CURBSIDE_SPECS", str(tmp_path))
    assert "CURBSIDE_SPECS" in contract.missing()
    assert check(request("POST", MESSAGES, {"content": 5})) == []
