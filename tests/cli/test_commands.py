"""The command line as an administrator types it: exit codes, sentences, and nothing secret in either."""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from bot.engine import Invocation
from tests.support import KEY, invocation, running_app


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of its own, with the settings that an installation has."""
    for name in ("CURBSIDE_KEY", "CURBSIDE_DATA", "CURBSIDE_WEB__PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURBSIDE_KEY", KEY)
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def posted(home: Path) -> Path:
    """The same with a database in which something happened."""

    async def post() -> None:
        async with running_app(home / "data") as (app, cast):
            await app.engine.dispatch(case_by(cast.author))

    asyncio.run(post())
    return home


def case_by(person) -> Invocation:  # type: ignore[no-untyped-def]
    fields = {"text": "72F, chest pain", "question": "Now?", "intervention": "Heparin", "outcome": "Home"}
    return invocation(person, "case post", **fields, consent="written, teaching", specialty="cardiology")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(f"{name} " in shown for name, _, _ in COMMANDS)


@pytest.mark.parametrize("name", [name for name, _, _ in COMMANDS])
def test_every_command_has_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert name in capsys.readouterr().out


def test_an_unknown_command_is_a_wrong_argument() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fly"])
    assert ended.value.code == 2


def test_check_says_what_is_missing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    shown = capsys.readouterr().out
    assert "ok       key" in shown
    assert "MISSING  database  There is no database yet" in shown
    assert "CURBSIDE_WEB__PUBLIC_URL is not set" in shown


def test_upgrade_makes_the_database_and_check_is_content_with_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "upgrade"]) == 0
    main(["check"])
    assert "ok       database" in capsys.readouterr().out


def test_a_new_key_fits_the_setting(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["check", "--new-key"])
    monkeypatch.setenv("CURBSIDE_KEY", capsys.readouterr().out.strip())
    main(["check"])
    assert "ok       key" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value"), [("CURBSIDE_KEY", "hunter2secret"), ("CURBSIDE_WEB__PUBLIC_URL", "http://secret.example")]
)
def test_a_bad_setting_is_named_without_its_value(
    home: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["check"]) == 1
    shown = capsys.readouterr().err
    assert name in shown
    assert "secret" not in shown


def test_a_secret_may_stand_in_a_file(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CURBSIDE_KEY")
    (home / "key").write_text(KEY + "\n", encoding="utf8")
    monkeypatch.setenv("CURBSIDE_KEY_FILE", str(home / "key"))
    main(["check"])
    assert "ok       key" in capsys.readouterr().out


def test_the_trace_verifies_and_a_changed_row_does_not(posted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    head = capsys.readouterr().out.split("head ")[1].split()[0]
    assert main(["audit", "verify", "--head", head]) == 0
    with sqlite3.connect(posted / "data" / "curbside.db") as raw:
        raw.execute("UPDATE audit SET action = 'nothing' WHERE seq = 1")
    assert main(["audit", "verify"]) == 1
    assert "BROKEN: row 1 was changed" in capsys.readouterr().out


def test_a_cut_tail_shows_against_the_head(posted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "verify"])
    head = capsys.readouterr().out.split("head ")[1].split()[0]
    with sqlite3.connect(posted / "data" / "curbside.db") as raw:
        raw.execute("DELETE FROM audit")
        raw.execute("DELETE FROM audit_heads")
    assert main(["audit", "verify", "--head", head]) == 1
    assert "the tail was cut" in capsys.readouterr().out


def test_a_head_that_is_none_is_a_wrong_argument(posted: Path) -> None:
    assert main(["audit", "verify", "--head", "nonsense"]) == 2


def test_export_writes_cases_with_their_consults(posted: Path) -> None:
    assert main(["export", "--out", "out.jsonl"]) == 0
    case = json.loads((posted / "out.jsonl").read_text(encoding="utf8"))
    assert case["parts"][0]["text"] == "72F, chest pain"
    assert case["consults"][0]["specialty"] == "cardiology"


def test_backup_and_restore(posted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "backup"]) == 0
    copy = capsys.readouterr().out.split("Written: ")[1].split("\n")[0]
    assert main(["db", "restore", copy]) == 1
    assert main(["db", "restore", copy, "--replace"]) == 0
    assert main(["audit", "verify"]) == 0


def test_a_database_that_is_none_is_told_apart(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "data").mkdir()
    (home / "data" / "curbside.db").write_text("this is no database" * 100, encoding="utf8")
    assert main(["audit", "verify"]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_community_that_is_not_there_is_no_whole_chain(posted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["audit", "verify"], ["export"], ["link", "M-1"]):
        assert main([*command, "--community", "99"]) == 1
        assert "There is no community 99" in capsys.readouterr().err


def test_who_runs_the_server_hands_a_member_a_way_back_in(posted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", "administrator"]) == 0
    assert "/link#" in capsys.readouterr().out
    assert main(["link", "nobody at all"]) == 1
    assert main(["audit", "verify"]) == 0


def test_a_path_that_can_not_be_written_is_named(posted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--out", "no/such/folder.jsonl"]) == 1
    assert "no/such/folder.jsonl" in capsys.readouterr().err


def test_cleaned_files_keep_their_folders_and_overwrite_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "note.txt").write_text("Mrs Anna Kowalski has a fever.", encoding="utf8")
    assert main(["deid", "in", "--out", "out"]) == 0
    for folder in ("a", "b"):
        assert "Kowalski" not in (tmp_path / "out" / folder / "note.txt").read_text(encoding="utf8")
    assert main(["deid", "in", "--out", "in"]) == 1
    assert "Kowalski" in (tmp_path / "in" / "a" / "note.txt").read_text(encoding="utf8")
    assert main(["deid", "nowhere.txt"]) == 1


def test_a_bad_line_is_answered_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["Anna, no JSON", '{"id": 1}', '{"id": 2, "text": "Mrs Anna Kowalski"}']
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert main(["deid", "--jsonl"]) == 1
    shown = capsys.readouterr()
    answers = [json.loads(line) for line in shown.out.splitlines()]
    assert [bool(answer["spans"]) for answer in answers] == [False, False, True]
    assert "line 1" in shown.err
    assert "Anna" not in shown.err
