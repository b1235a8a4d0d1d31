"""The migrations make what tables.py says, on SQLite now and on PostgreSQL when it comes."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.store.columns import Clean
from bot.store.tables import metadata


def test_the_migrations_make_what_the_tables_say(database: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{database}")
    with engine.connect() as conn:
        context = MigrationContext.configure(
            conn, opts={"include_object": lambda _, name, *rest: not name.startswith(("search_index", "alembic"))}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
def test_every_table_is_portable(table: sa.Table) -> None:
    dialect = postgresql.dialect()
    words = str(CreateTable(table).compile(dialect=dialect))
    assert "CREATE TABLE" in words
    for index in table.indexes:
        assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=dialect))
    for column in table.columns:
        assert len(column.name) < 64


def test_nothing_that_a_person_wrote_stands_in_a_plain_column() -> None:
    """A text column is Clean; a String is a choice, a key or a hash, and short."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            assert not isinstance(column.type, sa.Text), f"{table}.{column.name} is plain text"
            if isinstance(column.type, sa.String):
                assert column.type.length is not None
                assert column.type.length <= 200
    clean = {f"{t}.{c.name}" for t in metadata.sorted_tables for c in t.columns if isinstance(c.type, Clean)}
    assert clean == {"case_parts.text", "case_entries.text", "consult_entries.text", "drafts.text"}


def test_every_table_but_the_few_has_a_community() -> None:
    without = {table.name for table in metadata.sorted_tables if "community" not in table.c}
    assert without == {"meta", "communities", "credentials"}
