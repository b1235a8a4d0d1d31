"""The way of a command, on a running app with the fake reviewer."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import engine as engines
from bot.app import App
from bot.commands import Origin
from bot.engine import Invocation, PersonKey
from bot.errors import Held, Internal, Invalid, Missing, Refused, StillSaving, Undecided
from bot.model import Role
from bot.review import Action, Decision
from bot.store.base import Scope
from bot.text import RawText
from tests.support import Cast, invocation, running_app

POST = {"text": "{Anna}, 72F.", "question": "Now?", "intervention": "Heparin", "outcome": "Home",
        "consent": "spoken, this community"}  # fmt: skip


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[App, Cast]]:
    async with running_app(tmp_path / "data") as (app, cast):
        yield app, cast


def posting(cast: Cast, **changes: str) -> Invocation:
    given = invocation(cast.author, "case post", **(POST | changes))
    return dataclasses.replace(given, origin=Origin("local", cast.general.id))


async def cases(app: App, cast: Cast) -> list[str]:
    found = await app.store.read(Scope(cast.community.id), lambda unit: unit.cases.latest())
    return [str(case.part("text")) for case in found]


async def test_what_is_kept_is_the_clean_text(running: tuple[App, Cast]) -> None:
    app, cast = running
    await app.engine.dispatch(posting(cast))
    assert await cases(app, cast) == ["[PATIENT], 72F."]


async def test_the_same_event_five_times_happens_once(running: tuple[App, Cast]) -> None:
    app, cast = running
    once = posting(cast, specialty="cardiology")
    answers = await asyncio.gather(*(app.engine.dispatch(once) for _ in range(5)))
    assert {str(answer.subject) for answer in answers} == {"CASE-1"}
    assert len(await cases(app, cast)) == 1
    queue = await app.store.read(Scope(cast.community.id), lambda unit: unit.consults.queue())
    assert len(queue) == 1


async def test_a_used_key_opens_nothing_for_another_member_or_command(running: tuple[App, Cast]) -> None:
    app, cast = running
    once = posting(cast)
    await app.engine.dispatch(once)
    theirs = dataclasses.replace(once, who=PersonKey(cast.community.id, cast.colleague.id))
    other = dataclasses.replace(invocation(cast.author, "member sessions"), event=once.event)
    for stolen in (theirs, other):
        with pytest.raises(Refused):
            await app.engine.dispatch(stolen)


async def test_doubt_is_asked_back_until_it_is_decided(running: tuple[App, Cast]) -> None:
    app, cast = running
    doubtful = posting(cast, text="<Rose> came in")
    with pytest.raises(Undecided) as asked:
        await app.engine.dispatch(doubtful)
    assert asked.value.review.undecided == 1
    for action, result in ((Action.KEEP, "<Rose> came in"), (Action.REDACT, "[PATIENT] came in")):
        decided = dataclasses.replace(doubtful, decisions={"text": [Decision(0, 6, action)]}, event=action.value)
        await app.engine.dispatch(decided)
        assert result in await cases(app, cast)


async def test_a_search_redacts_what_is_doubtful_without_asking(running: tuple[App, Cast]) -> None:
    app, cast = running
    answer = await app.engine.dispatch(invocation(cast.author, "case search", query="<Rose> heparin"))
    assert "[PATIENT] heparin" in answer.blocks[0].body.text()  # type: ignore[union-attr]


async def test_every_fault_of_a_form_is_told_at_once(running: tuple[App, Cast]) -> None:
    app, cast = running
    given = posting(cast, question="  ", consent="made up", specialty="cardiology ", text="x" * 20_001)
    given = dataclasses.replace(given, fields={**given.fields, "colour": RawText("blue")})
    with pytest.raises(Invalid) as refused:
        await app.engine.dispatch(given)
    assert set(refused.value.fields) == {"question", "consent", "text", "form"}


async def test_what_can_not_be_read_in_time_is_held(running: tuple[App, Cast]) -> None:
    app, cast = running
    with pytest.raises(Held):
        await app.engine.dispatch(posting(cast, text="SLOW"))
    assert await cases(app, cast) == []


async def test_a_member_whose_texts_keep_killing_workers_waits_and_others_do_not(running: tuple[App, Cast]) -> None:
    app, cast = running
    for _ in range(3):
        with pytest.raises(Held):
            await app.engine.dispatch(posting(cast, text="CRASH"))
    with pytest.raises(Refused):
        await app.engine.dispatch(posting(cast))
    await app.engine.dispatch(dataclasses.replace(posting(cast), who=PersonKey(cast.community.id, cast.colleague.id)))


async def test_a_member_who_writes_too_much_waits(running: tuple[App, Cast]) -> None:
    app, cast = running
    for _ in range(30):
        await app.engine.dispatch(invocation(cast.author, "member sessions"))
    with pytest.raises(Refused, match="a lot at once"):
        await app.engine.dispatch(invocation(cast.author, "member sessions"))


async def test_what_is_not_known_to_be_saved_is_still_saving_and_found_when_asked_again(
    running: tuple[App, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, cast = running
    monkeypatch.setattr(engines, "SAVING_SECONDS", 0.0)
    once = posting(cast)
    with pytest.raises(StillSaving):
        await app.engine.dispatch(once)
    monkeypatch.undo()
    answer = await app.engine.dispatch(once)
    assert str(answer.subject) == "CASE-1"
    assert len(await cases(app, cast)) == 1


async def test_a_role_lost_between_question_and_answer_is_lost(running: tuple[App, Cast]) -> None:
    app, cast = running
    demote = app.store.write(Scope(cast.community.id), lambda unit: unit.members.set_role(cast.moderator, Role.MEMBER))
    given = dataclasses.replace(
        invocation(cast.moderator, "member specialty", specialty="ENT"), subject=cast.author.ref
    )
    results = await asyncio.gather(demote, app.engine.dispatch(given), return_exceptions=True)
    assert isinstance(results[1], Refused)


@pytest.mark.parametrize("path", ["case fly", "case", "", "case post extra"])
async def test_an_unknown_command_is_missing(running: tuple[App, Cast], path: str) -> None:
    app, cast = running
    with pytest.raises(Missing):
        await app.engine.dispatch(invocation(cast.author, path))


async def test_a_command_with_a_subject_wants_one(running: tuple[App, Cast]) -> None:
    app, cast = running
    with pytest.raises(Invalid):
        await app.engine.dispatch(invocation(cast.author, "case show"))


async def test_a_fault_of_ours_gives_a_number_and_no_words(
    running: tuple[App, Cast], capsys: pytest.CaptureFixture[str]
) -> None:
    app, cast = running

    given = dataclasses.replace(posting(cast), fields=Exploding())
    with pytest.raises(Internal) as fault:
        await app.engine.dispatch(given)
    assert fault.value.message.params["correlation"]
    assert fault.value.__cause__ is None
    assert "Anna" not in "".join(capsys.readouterr()) + str(fault.value)


class Exploding(dict[str, RawText]):
    """Fields that fail in a way nobody foresaw, with a patient's words in the error."""

    def keys(self):  # type: ignore[no-untyped-def]
        raise ValueError("Anna Smith")
