"""What is typed after /curbside, every command's modal, and the manifest: all from the registry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.slack.commands import parse
from adapters.slack.manifest import EVENTS, GLOBAL, MESSAGE, SCOPES, manifest
from adapters.slack.modals import Modals, Ticket, submitted
from adapters.slack.render import Renderer
from bot.model import Ref
from bot.text import CleanText
from tests.adapters_slack.desk import REGISTRY
from tests.slack.contract import ABSENT, MANIFEST, _sdk_faults, check_manifest
from tests.slack.interact import filled
from tests.slack.limits import view_fault

MODALS = Modals(REGISTRY, Renderer(REGISTRY))


@pytest.mark.parametrize(
    ("typed", "path", "subject", "fields"),
    [
        ("case list", "case list", None, {}),
        ("  Case   LIST ", "case list", None, {}),
        ("consult accept c-12", "consult accept", "C-12", {}),
        ("consult accept CASE-12", "consult accept", None, {}),
        ("consult queue Internal Medicine", "consult queue", None, {"specialty": "internal medicine"}),
        ("case search \"dengue &amp; rash\" 5% <5", "case search", None, {"query": '"dengue & rash" 5% <5'}),
        ("consult answer C-3 Start low\n\nthen wait", "consult answer", "C-3", {"text": "Start low\n\nthen wait"}),
        ("account link abcdefgh12345678", "account link", None, {"code": "abcdefgh12345678"}),
        ("role map <!subteam^S0123456|@cardio> cardiology", "role map", None,
         {"native": "S0123456", "meaning": "cardiology"}),
        ("channel add moderators", "channel add", None, {"purpose": "moderators"}),
        ("help", "help", None, {}),
        ("make coffee", None, None, {}),
        ("", None, None, {}),
    ],
)  # fmt: skip
def test_words_become_a_command(typed: str, path: str | None, subject: str | None, fields: dict[str, str]) -> None:
    read = parse(REGISTRY, typed)
    assert (read.path, str(read.subject) if read.subject else None, dict(read.fields)) == (path, subject, fields)


def test_a_patients_text_is_never_taken_from_a_command_line() -> None:
    for path, command in REGISTRY.commands.items():
        read = parse(REGISTRY, f"{path} Anna Smith fell in ward 4")
        assert all(not spec.field.patient for spec in command.fields if spec.name in read.fields)
    assert parse(REGISTRY, "case post Anna Smith").left
    assert "Smith" not in repr(parse(REGISTRY, "case search Anna Smith"))


@pytest.mark.parametrize("path", sorted(REGISTRY.commands))
def test_every_commands_modal_is_one_that_slack_takes(path: str) -> None:
    command = REGISTRY.commands[path]
    ticket = Ticket(path, Ref(command.subject, 7) if command.subject else None, "C123", "1.2")
    typed = {spec.name: "x" * 5000 for spec in command.fields if spec.type is CleanText}
    for view in (
        MODALS.form(command, ticket, {}),
        MODALS.form(command, ticket, typed),
        MODALS.subject(command, ticket),
    ):
        assert view_fault(view) is None
        assert list(_sdk_faults({"view": view})) == []
        assert Ticket.parse(view["private_metadata"]) == ticket


def test_a_modal_gives_back_what_was_filled_in() -> None:
    view = MODALS.form(REGISTRY.commands["role map"], Ticket("role map"), {})
    state = filled(view["blocks"], {}, {"native": "S0123456", "meaning": "cardiology"})
    assert submitted({"state": {"values": state}}) == {"native": "S0123456", "meaning": "cardiology"}


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "[1,2,3]", '["no token", null, null]', '["a|", null]', "null", "{not"]
)
def test_a_foreign_modals_memory_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a modal's ticket|not a button's token|Expecting property name"):
        Ticket.parse(text)


@pytest.mark.parametrize("group", [None, "case", "nothing like it"])
def test_help_fits_a_modal(group: str | None) -> None:
    view = MODALS.help(Ticket("help"), group)
    assert view_fault(view) is None
    assert list(_sdk_faults({"view": view})) == []


@pytest.mark.skipif(not MANIFEST.exists(), reason=ABSENT)
@pytest.mark.parametrize("url", [None, "https://curbside.example"])
def test_the_manifest_is_one_that_slack_takes(url: str | None) -> None:
    made = manifest(REGISTRY, url)
    assert check_manifest(made) == []
    assert made["settings"]["socket_mode_enabled"] is (url is None)


def test_the_manifest_asks_for_what_is_explained_and_its_shortcuts_are_commands() -> None:
    made = manifest(REGISTRY)
    assert made["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    assert made["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    for shortcut in (*MESSAGE.values(), *GLOBAL.values()):
        assert shortcut.path in REGISTRY.commands
        assert len(shortcut.name) <= 24


def test_the_page_explains_every_scope_and_event_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs" / "slack.md").read_text(encoding="utf8")
    for name, asked in (("Scopes", SCOPES), ("Events", EVENTS)):
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(.+?)` \| (.+) \|$", section, re.MULTILINE) == list(asked.items())
