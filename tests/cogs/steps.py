"""Steps that the cog tests share: calling a handler as somebody, on the in-memory unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.commands import Call, Nothing, Origin
from bot.model import Case, Consult, Person, Ref
from bot.store.unit import Unit
from bot.views import Actions, Reply, Text
from cogs import cases, consults
from tests.support import Memory, clean

Handler = Callable[[Call[Any], Unit], Reply]


def do(
    memory: Memory, who: Person, handler: Handler, form: object = None, on: Ref | None = None, **origin: Any
) -> Reply:
    """Call a handler with the person's present rights."""
    unit = memory.as_(who)
    call = Call(unit.members.actor, form or Nothing(), on, Origin("local", **origin), memory.clock.now())
    return handler(call, unit)


def case_form(**changes: Any) -> cases.Post:
    form = {
        "text": clean("[PATIENT], 72F, chest pain for two days. Troponin rising."),
        "question": clean("Anticoagulate now?"), "intervention": clean("Heparin"),
        "outcome": clean("No second infarct"), "consent": "spoken, this community",
    }  # fmt: skip
    return cases.Post(**(form | changes))


def posted(memory: Memory, who: Person | None = None, channel: int | None = None, **changes: Any) -> Case:
    who = who or memory.cast.author
    channel = memory.cast.general.id if channel is None else channel
    answer = do(memory, who, cases.post, case_form(**changes), channel=channel)
    assert answer.subject is not None
    return memory.as_(who).cases.get(answer.subject)


def asked(memory: Memory, specialty: str = "cardiology", **changes: Any) -> Consult:
    case = posted(memory, specialty=specialty, **changes)
    return memory.as_(memory.cast.author).consults.of_case(case)[0]


def state_of(memory: Memory, consult: Consult) -> str:
    return memory.as_(memory.cast.moderator).consults.get(consult.ref).state.value


def notices(memory: Memory, who: Person) -> list[str]:
    return [post.notice or "" for post in memory.as_(who).posts.for_person(who.id)]


def words_of(answer: Reply) -> str:
    return "\n".join(
        b.body.text() if not hasattr(b.body, "excerpt") else str(b.body) for b in answer.blocks if isinstance(b, Text)
    )


def labels(answer: Reply) -> list[str]:
    return [button.label.text() for block in answer.blocks if isinstance(block, Actions) for button in block.buttons]


def ring(memory: Memory) -> list[str]:
    """Ring every timer that is due; their kinds."""
    unit = memory.unit(memory.cast.scope())
    rung = unit.timers.claim()
    for timer in rung:
        assert unit.timers.finish(timer)
        consults.cog.timers[timer.kind](timer, unit)
    return [timer.kind for timer in rung]
