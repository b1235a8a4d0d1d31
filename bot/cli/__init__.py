"""The command line: one module a command, imported when it is called, so that ``curbside --help`` is quick."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bot.errors import CurbsideError

# Name, module, what it does. Each module has ``arguments(parser)`` and ``run(args) -> int``.
COMMANDS = (
    ("demo", "demo", "start the local community in the browser: no token, no network, sample members and cases"),
    ("run", "serve", "serve your community"),
    ("check", "check", "check configuration, database, clock, disk and address, and say what is missing"),
    ("setup", "setup", "set up Discord or Slack, step by step, and check it against the platform"),
    ("slack", "slack", "write the manifest that a workspace's Slack app is made from"),
    ("db", "database", "upgrade, back up or restore the database"),
    ("deid", "deid", "show what the anonymizer takes out of a text"),
    ("link", "link", "print a one-time link for a member who has no way back in"),
    ("audit", "audit", "verify the trace of what was done"),
    ("export", "export", "write a community's cases and consults as JSON lines"),
)


def main(argv: list[str] | None = None) -> int:
    """Run one command. Exit code 0: done; 1: it could not be done, with a sentence why; 2: wrong arguments."""
    check_neighbours()  # before a command's module imports them
    parser = argparse.ArgumentParser(
        prog="curbside", description="Case discussion for clinicians, without the patient in it. Not for emergencies."
    )
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module, summary in COMMANDS:
        sub = parsers.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name in (argv if argv is not None else sys.argv[1:]):
            import_module(f"bot.cli.{module}").arguments(sub)
    args = parser.parse_args(argv)
    try:
        module = next(module for name, module, _ in COMMANDS if name == args.command)
        code: int = import_module(f"bot.cli.{module}").run(args)
    except CurbsideError as error:
        print(f"curbside: {error.message.text()}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"curbside: {error.filename or 'output'}: {error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def check_neighbours() -> None:
    """Stop where another package of the same name stands in for one of ours: the three lie beside each other.

    ``bot``, ``cogs`` and ``adapters`` are common names, and pip overwrites without a word.
    """
    home = Path(__file__).parents[2]
    for name in ("cogs", "adapters"):
        spec = find_spec(name)
        found = Path(spec.origin).parents[1] if spec and spec.origin else None
        if found != home:
            sys.exit(
                f"curbside: the package '{name}' beside Curbside belongs to something else. Install Curbside on its"
                " own, in a fresh virtual environment."
            )
