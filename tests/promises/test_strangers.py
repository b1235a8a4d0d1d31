"""Promise 4: nobody sees what isn't theirs. Every command is walked from the registry."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.app import registry
from bot.engine import Invocation, PersonKey
from bot.errors import CurbsideError, Invalid, Missing, Refused
from bot.model import Account, Ref, SubjectKind
from bot.text import CleanText
from bot.views import Fields, Item, Link, Reply, Table, Text, Thread
from tests.promises.scene import STEPS, Scene
from tests.support import invocation, running_app

COMMANDS = sorted(registry().commands)
SECRET = "quibberish"  # stands in the closed channel's case


def test_every_command_is_here() -> None:
    assert set(STEPS) == set(COMMANDS)


def everything_said(answer: Reply) -> str:
    found: list[str] = []
    for block in answer.blocks:
        if isinstance(block, Text):
            found.append(_said(block.body))
        elif isinstance(block, Thread):
            found += [_said(said.body) for said in block.blocks]
        elif isinstance(block, Link):
            found += [_said(block.label), block.url]
        elif isinstance(block, Fields):
            found += [_said(part) for item in block.items for part in (item.label, item.body) if isinstance(item, Item)]
        elif isinstance(block, Table):
            found += [_said(cell) for row in block.rows for cell in row]
    return "\n".join(found)


def _said(inline: object) -> str:
    return str(inline) if isinstance(inline, CleanText) else inline.text()  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["stranger", "outsider", "nobody"])
async def test_a_stranger_gets_nothing_from_any_command(scene: Scene, who: str) -> None:
    """A member of another community, a member outside the audience, and somebody who isn't one."""
    secret = {"text": f"72F {SECRET}.", "question": f"{SECRET}?", "intervention": SECRET, "outcome": SECRET}
    secret |= {"consent": "spoken, this community", "audience": "channel"}
    case = (await scene.give("author", "case post", **secret)).subject
    for path in [*(p for p in COMMANDS if p != "member leave"), "member leave"]:  # having left, one is refused all
        said = await heard(scene, who, path, case)
        searched = f"for {SECRET}" if path == "case search" else "\0"  # the asker's own word, said back
        assert SECRET not in said.replace(searched, ""), path


async def heard(scene: Scene, who: str, path: str, case: Ref | None) -> str:
    """All that somebody is told by a command about a case of a closed channel."""
    step, command = STEPS[path], scene.app.engine.registry.commands[path]
    subject = case if step.subject is SubjectKind.CASE else await scene.subject(step)
    fields = await scene.fields(command, step, subject, SECRET if path == "case search" else "words")
    person = scene.cast.outsider if who == "outsider" else scene.cast.stranger
    given = dataclasses.replace(invocation(person, path, **fields), subject=subject)
    if who == "nobody":
        given = dataclasses.replace(given, who=PersonKey(scene.cast.community.id, 99999))
    try:
        return everything_said(await scene.app.engine.dispatch(given))
    except (Missing, Refused, Invalid) as error:
        return error.message.text()


ABOUT_A_CASE = [path for path in COMMANDS if STEPS[path].subject in (SubjectKind.CASE, SubjectKind.CONSULT)]


async def test_a_subject_outside_the_audience_can_not_be_told_from_one_that_is_not_there(scene: Scene) -> None:
    for path in ABOUT_A_CASE:
        step, command = STEPS[path], scene.app.engine.registry.commands[path]
        subject = await scene.subject(step)
        assert subject is not None
        fields = await scene.fields(command, step, subject, "words")
        sentences = []
        for ref in (subject, dataclasses.replace(subject, number=99999)):
            given = dataclasses.replace(invocation(scene.cast.outsider, path, **fields), subject=ref)
            with pytest.raises(CurbsideError) as refused:
                await scene.app.engine.dispatch(given)
            sentences.append(refused.value.message.text())
        assert sentences[0] == sentences[1], path


@pytest.mark.parametrize("path", [path for path in COMMANDS if path != "account link"])  # the desk redeems it
async def test_every_command_works_for_whom_it_is_meant(scene: Scene, path: str) -> None:
    """Otherwise the walk above would prove nothing."""
    step, command = STEPS[path], scene.app.engine.registry.commands[path]
    subject = await scene.subject(step)
    fields = await scene.fields(command, step, subject, "plain words")
    if path == "delivery resume":
        fields = {}
    answer = await scene.give(step.who, path, subject, **fields)
    assert answer.blocks


async def test_an_account_of_an_unlinked_space_is_refused(tmp_path: Path) -> None:
    async with running_app(tmp_path / "data") as (app, _):
        with pytest.raises(Refused):
            await app.engine.dispatch(Invocation(Account("discord", "1", "2"), "case list"))
