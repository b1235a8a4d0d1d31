from __future__ import annotations

import pytest

from bot.model import Ref, SubjectKind
from bot.store.queue import Timer
from cogs import moderation
from tests.cogs.steps import do, words_of
from tests.support import Memory


def test_a_moderator_sees_the_trace_and_that_it_is_whole(memory: Memory) -> None:
    memory.as_(memory.cast.author).audit.add("case post", Ref(SubjectKind.CASE, 1))
    shown = do(memory, memory.cast.moderator, moderation.trace)
    rows = shown.blocks[1].rows  # type: ignore[union-attr]
    assert [cell.text() for cell in rows[0]][2:5] == ["author", "case post", "CASE-1"]
    assert "whole: 1 rows" in words_of(do(memory, memory.cast.moderator, moderation.check))


def test_the_head_is_posted_to_the_moderators_and_again_tomorrow(memory: Memory) -> None:
    unit = memory.unit(memory.cast.scope())
    unit.audit.add("begin")
    moderation.post_head(Timer(1, "audit head", None, 1, 1), unit)
    channel = unit.spaces.channels(purpose="moderators")[0]
    assert [str(p.subject) for p in unit.posts.in_channel(channel.id)] == ["HEAD-1"]
    assert unit.timers.pending("audit head")
    card = moderation.head_card(Ref(SubjectKind.HEAD, 1), unit)
    assert card.blocks[1].text == str(unit.audit.head())  # type: ignore[union-attr]


def test_a_member_sees_no_head(memory: Memory) -> None:
    memory.unit(memory.cast.scope()).audit.add("begin")
    with pytest.raises(Exception, match="no such row"):
        moderation.head_card(Ref(SubjectKind.HEAD, 1), memory.as_(memory.cast.author))
