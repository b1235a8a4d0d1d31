"""The real registry as application commands and modals, valid by Discord's specification."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.discord import limits
from adapters.discord.modals import modal
from adapters.discord.tokens import Token
from adapters.discord.tree import application_commands, digest, options
from bot.app import registry
from bot.commands import Command
from bot.model import Ref
from tests.adapters_discord.fake import make_registry
from tests.discord import contract
from tests.discord.rest import Request

COMMANDS = sorted(registry().commands.values(), key=lambda command: command.path)


def faults(template: str, path: str, method: str, body: Any) -> list[str]:
    return contract.check(Request(method, template, path, {}, {}, body, json.dumps(body).encode()))


def test_every_command_is_offered_and_valid() -> None:
    made = application_commands(registry())
    assert faults("/applications/{application_id}/commands", "/applications/1/commands", "PUT", made) == []
    offered = set()
    for command in made:
        subcommands = [option["name"] for option in command.get("options", ()) if option["type"] == 1]
        offered |= {f"{command['name']} {name}" for name in subcommands} or {command["name"]}
    assert {command.path for command in COMMANDS} <= offered
    assert all(command["contexts"] == [0] for command in made)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.path)
def test_no_text_about_a_patient_can_be_typed(command: Command) -> None:
    names = {option["name"] for option in options(command)}
    assert not names & {spec.name for spec in command.fields if spec.field.patient}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.fields and not c.about_patient], ids=lambda c: c.path)
def test_every_native_form_is_a_valid_modal(command: Command) -> None:
    subject = Ref(command.subject, 10**9) if command.subject else None
    body = {"type": 9, "data": modal(command, Token(command.path, subject, "1" * 20))}
    path = "/interactions/1/token/callback"
    assert faults("/interactions/{interaction_id}/{interaction_token}/callback", path, "POST", body) == []
    assert len(command.fields) <= limits.MODAL_FIELDS, "a longer one would lose what was chosen with the command"


def test_the_digest_is_that_of_what_discord_tells() -> None:
    sent = application_commands(make_registry())
    told = [
        command | {"id": "1", "version": "2", "nsfw": False, "dm_permission": False, "application_id": "3"}
        | ({"default_member_permissions": str(command["default_member_permissions"])}
           if "default_member_permissions" in command else {"default_member_permissions": None})
        for command in reversed(sent)
    ]  # fmt: skip
    assert digest(sent) == digest(told)
    sent[0]["description"] = "Another"
    assert digest(sent) != digest(told)
