"""The statements that are built once: portable, and as few for many members as for one."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

import bot.store
from bot.store import tables, texts
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from tests.store.stage import SPECIALTY, Stage, write_case, write_consult

SQLITES_OWN = {id(statement) for statement in (texts.SEARCH, texts.FORGET, texts.LEARN)}  # FTS5


def built_once() -> list[tuple[str, sa.Executable]]:
    names = [module.name for module in pkgutil.iter_modules(bot.store.__path__) if module.name != "backup"]
    modules = [importlib.import_module(f"bot.store.{name}") for name in names]
    return [
        (f"{module.__name__}.{name}", value)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, (sa.sql.expression.SelectBase, sa.sql.expression.UpdateBase))
        and id(value) not in SQLITES_OWN
    ]


@pytest.mark.parametrize(("name", "statement"), built_once())
def test_every_statement_is_portable(name: str, statement: sa.Executable) -> None:
    keys = ["changed"] if isinstance(statement, sa.Update) and statement.table is tables.posts else None
    words = str(statement.compile(dialect=postgresql.dialect(), column_keys=keys))  # type: ignore[attr-defined]
    assert words


def test_there_are_some() -> None:
    assert len(built_once()) > 20


async def test_a_consult_takes_as_many_statements_among_many_members_as_among_few(
    store: SqliteStore, stage: Stage
) -> None:
    """All but what tells each specialist."""
    count = [0]

    def counted(unit: Unit) -> int:
        case = write_case(unit, stage.channel)
        before = count[0]
        write_consult(unit, case)
        unit.members.everyone()
        return count[0] - before

    def count_one(*_: object) -> None:
        count[0] += 1

    sa.event.listen(store._writer.core, "before_cursor_execute", count_one)
    few = await store.write(stage.scope(), counted)

    def join_many(unit: Unit) -> None:
        for i in range(50):
            person = unit.members.join(f"member {i}")
            unit.members.set_specialties(person, ["urology"])
            unit.spaces.add_to_channel(stage.channel, person)

    await store.write(stage.scope(), join_many)
    assert await store.write(stage.scope(), counted) == few
    [specialist] = await store.read(stage.scope(), lambda unit: unit.members.of_specialty(SPECIALTY))
    assert specialist == stage.specialist
    everyone = await store.read(stage.scope(), lambda unit: unit.members.everyone())
    assert sum(person.specialties == {"urology"} and person.channels == {stage.channel.id} for person in everyone) == 50
