"""Databases that can't be used: each is a sentence that says what to do."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import Unavailable
from bot.store import migrations
from bot.store.columns import NotClean
from bot.store.sqlite import SqliteStore
from bot.text import CleanText
from tests.store.stage import new_database, opened, seed, write_case

NOBODY = 65534


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder with a database that this process may read and not write, also when the tests run as root."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = new_database(folder)
        raw = sqlite3.connect(path)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.close()
        path.chmod(0o444)
        folder.chmod(0o755)
        if root:
            folder.chmod(0o777)  # its WAL's index may be made; the database itself may not be written
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            path.chmod(0o644)


async def test_a_read_only_database_can_be_read_and_says_so_on_writing(locked_folder: Path) -> None:
    async with opened(locked_folder / "curbside.db") as store:
        assert list(await store.read(None, lambda unit: unit.directory.communities())) == []
        with pytest.raises(Unavailable) as caught:
            await store.write(None, seed)
        assert "read-only" in caught.value.message.text()


async def test_no_database_where_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await SqliteStore(tmp_path / "nowhere" / "curbside.db", *_rest()).open()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "curbside.db"
    path.write_bytes(b"a patient's letter, not a database " * 200)
    with pytest.raises(Unavailable):
        migrations.check(path)
    with pytest.raises(Unavailable):
        await SqliteStore(path, *_rest()).open()
    assert threading.enumerate() == [threading.main_thread()], "a connection left open keeps the process from ending"


async def test_an_empty_database_that_is_opened_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "curbside.db"
    sqlite3.connect(path).close()
    with pytest.raises(Unavailable):
        await SqliteStore(path, *_rest()).open()
    assert threading.enumerate() == [threading.main_thread()]


def test_a_database_of_a_newer_version(database: Path) -> None:
    _set_version(database, "9999")
    for use in (migrations.check, migrations.upgrade):
        with pytest.raises(Unavailable) as caught:
            use(database)
        assert "newer Curbside" in caught.value.message.text()


def test_a_database_that_was_never_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "curbside.db"
    sqlite3.connect(path).close()
    with pytest.raises(Unavailable) as caught:
        migrations.check(path)
    assert "curbside db upgrade" in caught.value.message.text()
    migrations.upgrade(path)
    migrations.check(path)


async def test_a_busy_database_says_so(database: Path) -> None:
    async with opened(database) as store:
        await store._writer.run(lambda: store._writer.raw.execute("PRAGMA busy_timeout=50").fetchone())
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable) as caught:
            await store.write(None, seed)
        assert "busy" in caught.value.message.text()
        other.execute("ROLLBACK")
        other.close()
        assert await store.write(None, seed)


async def test_the_values_of_a_failed_statement_do_not_leave_the_store(database: Path) -> None:
    """A constraint's error, and SQLAlchemy's around it, hold the row: they end at the store."""
    secret = "Xylophrastus"
    async with opened(database) as store:
        with pytest.raises(Unavailable) as caught:
            await store.write(None, lambda unit: unit.elsewhere(_nowhere()).members.join(secret))
        error: BaseException | None = caught.value
        assert error.__cause__ is None
        assert secret not in repr(error) + str(error) + str(error.args) + caught.value.message.text()


async def test_a_clean_column_refuses_a_str_and_does_not_repeat_it(database: Path) -> None:
    secret = "Xylophrastus"
    async with opened(database) as store:
        stage = await store.write(None, seed)
        case = await store.write(stage.scope(), write_case)

        def work(unit: object) -> None:
            unit.cases.revise(case, {"text": secret})  # type: ignore[attr-defined]

        with pytest.raises(Unavailable) as caught:
            await store.write(stage.scope(), work)
        assert secret not in repr(caught.value) + str(caught.value.args) + caught.value.message.text()
        assert caught.value.__cause__ is None
        now = await store.read(stage.scope(), lambda unit: unit.cases.get(case.ref))
        assert now == case


@pytest.mark.parametrize("value", ["text", b"text", 3, object()])
def test_not_clean_carries_no_value(value: object) -> None:
    from sqlalchemy.dialects import sqlite

    from bot.store.columns import Clean

    with pytest.raises(NotClean) as caught:
        Clean().process_bind_param(value, sqlite.dialect())
    assert caught.value.args == ("a clean column takes CleanText alone",)
    assert Clean().process_bind_param(CleanText.nothing(), sqlite.dialect()) == ""


def _rest():
    from bot.clock import FixedClock
    from tests.store.stage import AUDIT_KEY

    return FixedClock(), AUDIT_KEY


def _nowhere():
    from bot.store.base import Scope

    return Scope(4711)


def _set_version(path: Path, version: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = ?", (version,))
    raw.commit()
    raw.close()
