"""An event delivered again finds what it led to."""

from __future__ import annotations

import asyncio

import pytest

from bot.engine import Engine
from bot.errors import Refused
from bot.store.sqlite import SqliteStore
from tests.store.stage import SPECIALTY, TEXTS, Stage, Verbatim, invocation, registry, write_case

QUESTION = {name: TEXTS[name] for name in ("question", "intervention", "outcome")} | {"specialty": SPECIALTY}


@pytest.fixture
def engine(store: SqliteStore, clock) -> Engine:
    return Engine(store, Verbatim(), registry(), clock)


async def test_five_deliveries_make_one_consult(store: SqliteStore, stage: Stage, engine: Engine) -> None:
    case = await store.write(stage.scope(), write_case)
    command = invocation(stage.author, "consult request", event="e1", subject=case.ref, **QUESTION)
    answers = await asyncio.gather(*(engine.dispatch(command) for _ in range(5)))
    assert {str(answer.subject) for answer in answers} == {"C-1"}
    assert str((await engine.dispatch(command)).subject) == "C-1"
    consults = await store.read(stage.scope(), lambda unit: unit.consults.of_case(case))
    assert [str(consult.ref) for consult in consults] == ["C-1"]
    rows = await store.read(stage.scope(), lambda unit: list(unit.audit.walk()))
    assert [row.action for row in rows] == ["consult request"]


async def test_another_event_is_another_consult(store: SqliteStore, stage: Stage, engine: Engine) -> None:
    case = await store.write(stage.scope(), write_case)
    for event in ("e1", "e2"):
        await engine.dispatch(invocation(stage.author, "consult request", event=event, subject=case.ref, **QUESTION))
    assert len(await store.read(stage.scope(), lambda unit: unit.consults.of_case(case))) == 2


async def test_a_refused_command_leaves_its_event_free(store: SqliteStore, stage: Stage, engine: Engine) -> None:
    case = await store.write(stage.scope(), write_case)
    with pytest.raises(Refused):
        await engine.dispatch(invocation(stage.specialist, "consult request", event="e1", subject=case.ref, **QUESTION))
    answer = await engine.dispatch(
        invocation(stage.author, "consult request", event="e1", subject=case.ref, **QUESTION)
    )
    assert str(answer.subject) == "C-1"


async def test_an_event_is_its_authors(store: SqliteStore, stage: Stage, engine: Engine) -> None:
    case = await store.write(stage.scope(), write_case)
    await engine.dispatch(invocation(stage.author, "consult request", event="e1", subject=case.ref, **QUESTION))
    with pytest.raises(Refused):
        await engine.dispatch(invocation(stage.specialist, "case follow", event="e1", subject=case.ref))
