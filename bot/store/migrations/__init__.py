"""Alembic migrations, run by ``curbside db upgrade`` and, for the local community, at start."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import Unavailable
from bot.i18n import say
from bot.store.faults import unavailable

HERE = Path(__file__).parent
NEWER = Unavailable(
    say("The database was written by a newer Curbside. Install that version, or restore an older backup.")
)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def head() -> str:
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(path: Path) -> str | None:
    """The migration that a database stands at; None where it has none yet. Raises Unavailable if it can't be read."""
    if not path.exists():
        return None
    engine = sa.create_engine(f"sqlite:///{path}", hide_parameters=True)
    try:
        with engine.connect() as conn:
            return MigrationContext.configure(conn).get_current_revision()
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        raise unavailable(error) from None
    finally:
        engine.dispose()


def check(path: Path) -> None:
    """Raise Unavailable unless the database is at the present migration."""
    found = current(path)
    if found == head():
        return
    if found is None:
        raise Unavailable(say("There is no database yet. Make it with: curbside db upgrade"))
    if found in _known():
        raise Unavailable(say("The database needs an upgrade. Make a backup, then run: curbside db upgrade"))
    raise NEWER


def check_known(path: Path) -> None:
    """Raise Unavailable unless the database is at a migration that this version knows, so that it can upgrade it."""
    found = current(path)
    if found is None:
        raise Unavailable(say("This is no database of Curbside's."))
    if found not in _known():
        raise NEWER


def upgrade(path: Path) -> None:
    """Bring a database, or an empty file, to the present migration. Raises Unavailable."""
    engine = sa.create_engine(f"sqlite:///{path}", hide_parameters=True)
    try:
        if current(path) not in (None, *_known()):
            raise NEWER
        with engine.begin() as conn:
            upgrade_connection(conn)
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        raise unavailable(error) from None
    finally:
        engine.dispose()


def upgrade_connection(conn: sa.Connection) -> None:
    """The same on an open connection."""
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
