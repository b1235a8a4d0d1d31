"""``docs/commands.md``, generated from the registry: ``python -m bot.reference``. A test holds the two equal."""

from __future__ import annotations

from pathlib import Path

from bot.app import registry
from bot.commands import Command, FieldSpec
from bot.text import CleanText

PATH = Path("docs/commands.md")


def document() -> str:
    """The page: a section a cog, a row a command."""
    lines = [
        "# Commands",
        "",
        "Generated from the registry (`python -m bot.reference`); a button is a command with a subject.",
        "",
    ]
    for cog in registry().cogs:
        lines += [f"## {cog.name}", "", "| command | what it does | who | about | asks for |", "|---|---|---|---|---|"]
        lines += [_row(command) for command in cog.commands]
        lines.append("")
    return "\n".join(lines)


def _row(command: Command) -> str:
    about = command.subject.name.lower() if command.subject else ""
    asks = ", ".join(_field(spec) for spec in command.fields)
    return f"| `/{command.path}` | {command.summary} | {command.who.value} | {about} | {asks} |"


def _field(spec: FieldSpec) -> str:
    """A name; in italics what may be left empty, with a mark what only the composer takes."""
    name = spec.name if spec.required else f"*{spec.name}*"
    return f"{name} (composer)" if spec.type is CleanText and spec.field.patient else name


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf8")
