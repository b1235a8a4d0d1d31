"""A worker remembers words while it reads a form, and none of them after."""

from __future__ import annotations

import re
from pathlib import Path

import bot.anonymizer
from bot.anonymizer import memory, ner, veto
from bot.anonymizer.pipeline import Pipeline
from bot.review import Action, Context, Decision

HERE = Path(bot.anonymizer.__file__).parent
# What they cache comes from files or patterns of ours, or is a letter.
LISTS_ALONE = {"lexicon/__init__.py", "risk.py", "memory.py", "openings.py", "normalise.py"}


def remembered() -> int:
    return ner.fold.cache_info().currsize + veto.medical.cache_info().currsize  # type: ignore[attr-defined]


def test_no_word_of_a_form_is_left_after_it() -> None:
    reader = ner.Ner()
    Pipeline().read({"text": "Mrs Quorzelda has a fever."}, {}, Context())
    reader("Mrs Quorzelda has a fever.")
    assert remembered() > 0
    assert reader._known
    memory.forget()
    assert remembered() == 0
    assert not reader._known
    assert not reader._vectors.any()


def test_what_a_person_marks_is_left_in_no_cache_of_patterns() -> None:
    text = "She keeps quorzeldas there."
    start = text.index("quorzeldas")
    Pipeline().read({"text": text}, {"text": [Decision(start, start + 10, Action.REDACT)]}, Context())
    assert not [key for key in re._cache if "quorzeldas" in str(key)]  # type: ignore[attr-defined]


def test_words_are_cached_by_what_can_forget_alone() -> None:
    for path in HERE.rglob("*.py"):
        if path.relative_to(HERE).as_posix() not in LISTS_ALONE:
            assert "lru_cache" not in path.read_text(encoding="utf8"), path.name
