"""A worker remembers words while it reads a form, and none of them after."""

from __future__ import annotations

import gc
from pathlib import Path

import bot.anonymizer
from bot.anonymizer.memory import forget
from bot.anonymizer.pipeline import Pipeline
from bot.review import Context

HERE = Path(bot.anonymizer.__file__).parent
LISTS_ALONE = {"lexicon/__init__.py", "risk.py", "memory.py"}  # what they cache comes from files of ours


def test_no_word_of_a_form_is_left_after_it() -> None:
    pipeline = Pipeline()
    word = "".join(["Quor", "zelda"])  # not a constant of this module
    pipeline.read({"text": f"Mrs {word} has a fever."}, {}, Context())
    forget()
    gc.collect()
    held = [o for o in gc.get_objects() if type(o) in (dict, list, tuple, set)]
    texts = (item for o in held for item in o if type(item) is str)
    assert not [text for text in texts if word in text and text != f"Mrs {word} has a fever."]


def test_words_are_cached_by_what_can_forget_alone() -> None:
    for path in HERE.rglob("*.py"):
        if path.relative_to(HERE).as_posix() not in LISTS_ALONE:
            assert "lru_cache" not in path.read_text(encoding="utf8"), path.name
