"""``docs/capabilities.md``: what each platform can show and take, and what becomes of what it can't.

Generated from the adapters' own declarations (``python -m tests.conformance.table``); a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from adapters.discord import limits as discord_limits
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.tree import Menu, application_commands
from adapters.slack import limits as slack_limits
from adapters.slack.adapter import SlackAdapter
from adapters.slack.manifest import GLOBAL, MESSAGE
from adapters.web.local import LocalAdapter
from bot.app import registry
from bot.desk import Desk, Way
from bot.engine import Engine
from bot.guard import NativeGuard
from bot.links import Links
from bot.model import Place
from bot.settings import Web
from bot.views import Capabilities
from tests.conformance.walk import DECLINES

PATH = Path("docs/capabilities.md")
COLUMNS = (("Local web", LocalAdapter), ("Discord", DiscordAdapter), ("Slack", SlackAdapter))

# Each row: what, how it is told of a platform's capabilities, and what it degrades to.
ROWS: tuple[tuple[str, Callable[[Capabilities], str], str], ...] = (
    ("Forms about a patient", lambda c: "native" if c.private else "composer",
     "a one-time link, to the asker alone, to the same form on the community's own page"),
    ("Fields of a native form", lambda c: number(c.fields), "a form with more opens on the composer"),
    ("Tables", lambda c: "yes" if c.tables else "lines", "a line a row, its first cell first"),
    ("Characters of one text", lambda c: number(c.text_limit),
     "cut at a paragraph, with a link to all of it on the pages"),
    ("Characters of a message", lambda c: number(c.total), "what doesn't fit goes, with a link to all of it"),
    ("Buttons of a message", lambda c: number(c.buttons), "the first ones; the rest are commands"),
    ("Replies and updates", lambda c: "messages of a thread" if c.threads else "on the case's card", ""),
)  # fmt: skip


def number(limit: int | None) -> str:
    return "no limit" if limit is None else f"{limit:,}"


def document() -> str:
    """The page."""
    names = " | ".join(name for name, _ in COLUMNS)
    lines = [
        "# What each platform can do",
        "",
        "Generated from the adapters (`python -m tests.conformance.table`). The scenarios of `tests/conformance` are"
        " given on each of these platforms with its real client, and each command of [the registry](commands.md) is"
        " given on every one.",
        "",
        "## What it shows and takes",
        "",
        f"| | {names} | where it can't |",
        "|---|---|---|---|---|",
        *(_row(what, told, instead) for what, told, instead in ROWS),
        "",
        "## How a command is given",
        "",
        f"| | {names} |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in _ways()),
        "",
        "## Which form each command opens",
        "",
        "Where nothing is missing a command is done at once. 'form' is the platform's own; 'composer' is the page on"
        " the community's own server.",
        "",
        f"| command | {names} |",
        "|---|---|---|---|",
        *_forms(),
        "",
        "## What a platform declines",
        "",
        *_declined(),
        "",
    ]
    return "\n".join(lines)


def _row(what: str, told: Callable[[Capabilities], str], instead: str) -> str:
    return f"| {what} | {' | '.join(told(adapter.capabilities) for _, adapter in COLUMNS)} | {instead} |"


def _ways() -> list[tuple[str, str, str, str]]:
    chat = [c for c in application_commands(registry()) if c["type"] == 1]
    menu = ", ".join(entry.value for entry in Menu)
    shortcuts = ", ".join(shortcut.name for shortcut in MESSAGE.values())
    everywhere = ", ".join(shortcut.name for shortcut in GLOBAL.values())
    return [
        ("Typed", "the command bar; a form's page", f"{len(chat)} slash commands with subcommands",
         "`/curbside` and the command's words; a mention, in threads too"),
        ("References", "offered while one types", f"autocomplete, {discord_limits.OPTIONS} at most",
         f"a menu that searches, {slack_limits.OPTIONS} at most"),
        ("On a message", "—", menu, shortcuts),
        ("From anywhere", "every page's head", "—", everywhere),
        ("My cases, my consults, the queue", "the front page", "`/home`", "the app's Home tab, `/curbside home`"),
        ("'Sure?' before what can't be undone", "a second tap", "a question with one button", "a dialog"),
        ("Told in private", "the front page", "a direct message; where those are closed, a call in the case's thread",
         "a direct message; where those are closed, a message in the thread that one person sees"),
        ("Typed past Curbside", "nothing can be", "the guard, with the message-content intent", "the guard"),
        ("A member's message is removed", "—", "with Manage Messages", "with an administrator's token alone"),
    ]  # fmt: skip


def _forms() -> list[str]:
    """Commands that ask for something, with the way that each platform takes when nothing was filled in."""
    lines = []
    for path, command in registry().commands.items():
        if not command.fields:
            continue
        place = Place("any", "any", "any", "any")
        ways = [_way(path, adapter.platform, adapter.capabilities, place) for _, adapter in COLUMNS]
        lines.append(f"| `{path}` | {' | '.join(ways)} |")
    return lines


def _way(path: str, platform: str, to: Capabilities, place: Place) -> str:
    declined = DECLINES[platform].get(path)
    if declined is not None:
        return "declined"
    way = _DESK.way(path, None, (), place, to)
    return {Way.ACT: "at once", Way.FORM: "form", Way.LINK: "composer"}[way]


def _declined() -> list[str]:
    lines = []
    for name, adapter in COLUMNS:
        for path, words in DECLINES[adapter.platform].items():
            lines.append(f"- {name}: `{path}` ('{words} …')")
    return lines


# How a command goes on is said without a store.
_DESK = Desk(cast(Engine, SimpleNamespace(registry=registry(), store=None)), cast(NativeGuard, None), Links(Web()))

if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf8")
