"""Promise 1: a nonsense word that no recognizer knows, in every field of every submission that fails, is abandoned or
waits for a decision, and in successful ones taken out by hand, is afterwards nowhere: in no file, log or reply.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot import keys, log
from bot.cli import export
from bot.engine import Invocation
from bot.errors import CurbsideError, Held, Invalid, Missing, Unavailable, Undecided
from bot.model import Ref, SubjectKind
from bot.settings import Log
from bot.store import backup
from bot.store.base import Scope
from bot.text import RawText
from tests.promises.scene import STEPS, Scene, redacted
from tests.promises.test_strangers import everything_said
from tests.support import invocation

CANARY = "Xyzzywick"
TEXT_COMMANDS = sorted(path for path, step in STEPS.items() if path not in ("case search",))


@pytest.fixture(autouse=True)
def loud(capfd: pytest.CaptureFixture[str]) -> None:
    """Log everything that would ever be logged, where the test sees it."""
    log.configure(Log(level="debug"))


async def given(scene: Scene, path: str, text: str):  # type: ignore[no-untyped-def]
    step, command = STEPS[path], scene.app.engine.registry.commands[path]
    subject = await scene.subject(step)
    fields = await scene.fields(command, step, subject, text)
    origin = await scene.origin(path)
    return dataclasses.replace(invocation(scene.person(step.who), path, **fields), subject=subject, origin=origin)


async def nowhere(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    folder = scene.app.settings.data
    key = keys.derive(scene.app.settings.secret(), "backup")
    copy = backup.backup(scene.app.settings.database, folder / "backups", key, scene.app.clock.now())
    backup.restore(copy, folder / "restored.db", key)
    exported = await scene.app.store.read(Scope(scene.cast.community.id), lambda unit: list(export.lines(unit)))
    said = "".join(capfd.readouterr()) + "".join(exported)
    assert CANARY.lower() not in said.lower()
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        assert CANARY.lower().encode() not in path.read_bytes().lower(), path.name


@pytest.mark.parametrize("path", sorted(STEPS))
async def test_it_is_nowhere_after_every_way_to_fail(
    scene: Scene, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    engine, command = scene.app.engine, scene.app.engine.registry.commands[path]
    plain = await given(scene, path, f"72F {CANARY} with pain")
    attempts = {
        "unknown field": dataclasses.replace(plain, fields={**plain.fields, "extra": RawText(CANARY)}),
        "unknown command": dataclasses.replace(plain, path=f"{path}x"),
        "wrong reference": dataclasses.replace(plain, subject=Ref(SubjectKind.HEAD, 7), fields=dict(plain.fields)),
    }
    for spec in command.fields:
        bad = {**plain.fields, spec.name: RawText(CANARY)}
        if spec.choices or spec.type is int or spec.field.pattern:
            attempts[f"bad {spec.name}"] = dataclasses.replace(plain, fields=bad)
        elif spec.required:
            attempts[f"empty {spec.name}"] = dataclasses.replace(
                plain, fields={**plain.fields, spec.name: RawText(" ")}
            )
    if command.free_text:
        for word in ("CRASH", "SLOW"):
            attempts[word] = await given(scene, path, f"{CANARY} {word}")
        if any(spec.field.doubt == "ask" for spec in command.free_text):
            attempts["undecided"] = await given(scene, path, f"<{CANARY}> came in")
        attempts["too long"] = await given(scene, path, CANARY + "x" * 30_000)
        await engine.review(plain)  # and abandoned
    for name, attempt in attempts.items():
        if name == "bad handle":
            continue  # a name of a member is Curbside's to keep; nothing clinical can be typed into its 40 letters
        with pytest.raises((Invalid, Held, Undecided, Missing, CurbsideError)) as error:
            await engine.dispatch(attempt)
        shown = error.value.message.text() + repr(error.value) + repr(attempt)
        assert CANARY.lower() not in shown.lower(), name
    await nowhere(scene, capfd)


async def outcome(scene: Scene, attempt: Invocation) -> str:
    try:
        return everything_said(await scene.app.engine.dispatch(attempt))
    except Unavailable as error:
        return error.message.text()


@pytest.mark.parametrize("path", sorted(STEPS.keys() - {"account link"}))  # the desk redeems it
async def test_it_is_nowhere_after_its_author_took_it_out(
    scene: Scene, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    attempt = redacted(await given(scene, path, f"72F {CANARY} with pain"), CANARY)
    answer = await scene.app.engine.dispatch(attempt)
    assert CANARY not in everything_said(answer)
    await nowhere(scene, capfd)


async def test_it_is_nowhere_after_a_full_disk(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    attempt = await given(scene, "case post", f"{CANARY} " + "and so on " * 1500)
    await scene.app.store.limit_pages(1)
    once = redacted(attempt, CANARY)
    results = [await outcome(scene, dataclasses.replace(once, event=str(i))) for i in range(20)]
    assert any("disk is full" in result for result in results)
    await scene.app.store.limit_pages(1_000_000)
    await nowhere(scene, capfd)
