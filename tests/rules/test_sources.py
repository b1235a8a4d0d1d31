"""Rules that hold of the source itself, so that a promise can't be broken by a careless line."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import settings

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for name in ("bot", "cogs", "adapters") for p in (ROOT / name).rglob("*.py"))

# Who may read raw text: the anonymizer, the parser of choices, and the command that shows a file to its owner.
MAY_EXPOSE = {"bot/forms.py", "bot/cli/deid.py", "bot/desk.py"}  # desk.py: a one-time code
MAY_EXPOSE_FOLDERS = ("bot/anonymizer/",)
LONGEST = 400  # lines; a file that grows past it is asking to become two rooms


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if (isinstance(called, ast.Name) and called.id == name) or (
                isinstance(called, ast.Attribute) and called.attr == name
            ):
                yield node


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_sentences_are_literals_and_raw_text_stays_in_its_place(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf8"))
    variable = [call.lineno for call in calls(tree, "say") if not _literal(call.args[0], path)]
    assert not variable, f"say() takes a literal sentence, not a variable: lines {variable}"
    if relative(path) not in MAY_EXPOSE and not relative(path).startswith(MAY_EXPOSE_FOLDERS):
        assert not list(calls(tree, "expose")), "raw text is read by the anonymizer alone"


def _literal(node: ast.expr, path: Path) -> bool:
    """A string constant; or a constant table of message ids, which the declaring modules hold."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    table = ast.unparse(node)
    return any(
        name in table for name in ("PARTS[", "LABELS[", "STATE_WORDS[", "RULES[", "NOT_FOR_EMERGENCIES", ".notices[")
    ) or (table.endswith((".summary", ".label", ".help")) and relative(path).startswith(("cogs/help", "adapters/web")))


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_file_outgrows_its_room(path: Path) -> None:
    if "lexicon" not in path.parts and "migrations" not in path.parts:
        assert len(path.read_text(encoding="utf8").splitlines()) <= LONGEST


def test_no_textual_sql_but_for_pragmas_and_the_index() -> None:
    for path in SOURCES:
        if relative(path).startswith("bot/store/") and "migrations" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf8"))
            assert not list(calls(tree, "text")), f"{relative(path)}: clean columns are written through Core alone"


def test_the_import_rules_hold() -> None:
    linted = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert linted.returncode == 0, linted.stdout


def test_the_example_settings_are_the_settings() -> None:
    assert (ROOT / "config.example.env").read_text(encoding="utf8") == settings.example(), (
        "generate it anew: python -m bot.settings"
    )


def test_a_str_where_clean_text_is_wanted_fails_the_type_check(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from bot.model import Case, EntryKind\n"
        "from bot.store.unit import Unit\n"
        "from bot.text import CleanText, RawText\n"
        "def add(unit: Unit, case: Case, typed: str, raw: RawText) -> None:\n"
        "    unit.cases.add(case, EntryKind.REPLY, typed)\n"
        "    unit.cases.add(case, EntryKind.REPLY, raw)\n"
        "def right(unit: Unit, case: Case, clean: CleanText) -> None:\n"
        "    unit.cases.add(case, EntryKind.REPLY, clean)\n",
        encoding="utf8",
    )
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--cache-dir", str(tmp_path), str(wrong)],
        cwd=ROOT, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "MYPYPATH": str(ROOT)},
    )  # fmt: skip
    lines = [line for line in checked.stdout.splitlines() if "wrong.py" in line and "arg-type" in line]
    assert [line.split(":")[1] for line in lines] == ["5", "6"], checked.stdout
