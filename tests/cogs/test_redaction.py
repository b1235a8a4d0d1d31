from __future__ import annotations

import pytest

from bot.errors import Missing, Refused
from bot.model import Case
from bot.text import CleanText
from cogs import cases, consults, redaction
from tests.cogs.steps import asked, do, posted, words_of
from tests.support import Memory, clean


def place(text: CleanText, word: str) -> tuple[int, int]:
    start = str(text).index(word)
    return start, start + len(word)


def redact(memory: Memory, who: object, case: Case, locator: str, start: int, end: int) -> object:
    return do(memory, who, redaction.redact, redaction.Redact(locator, start, end), case.ref)  # type: ignore[arg-type]


def test_the_word_goes_from_every_version_entry_consult_and_the_index(memory: Memory) -> None:
    cast = memory.cast
    consult = asked(memory, text=clean("Zorblax came in. zorblax, 72F."))
    case = memory.as_(cast.author).cases.get(consult.case)
    do(memory, cast.author, cases.edit, cases.Edit(clean("Zorblax is well"), *[clean("x")] * 3), case.ref)
    do(memory, cast.colleague, cases.add_reply, cases.Say(clean("Is ZORBLAX's lactate up?")), case.ref)
    do(memory, cast.cardiologist, consults.answer, consults.Answer(clean("Zorblax needs heparin")), consult.ref)
    case = memory.as_(cast.author).cases.get(case.ref)
    part = case.parts[0]
    redact(memory, cast.author, case, f"part-{part.id}", *place(part.text, "Zorblax"))
    unit = memory.as_(cast.moderator)
    texts = [str(p.text) for _, parts in unit.cases.versions(case) for p in parts]
    texts += [str(e.text) for e in unit.cases.get(case.ref).entries + unit.consults.get(consult.ref).entries]
    assert not any("zorblax" in text.lower() for text in texts)
    assert sum("[REDACTED]" in text for text in texts) == 4
    assert "Nothing found" in words_of(do(memory, cast.author, cases.search, cases.Search(clean("zorblax"))))
    assert unit.directory.flag("scrub") == "due"


def test_only_author_and_moderators_redact(memory: Memory) -> None:
    case = posted(memory)
    part = case.parts[0]
    with pytest.raises(Refused):
        redact(memory, memory.cast.colleague, case, f"part-{part.id}", 0, 9)
    redact(memory, memory.cast.moderator, case, f"part-{part.id}", 0, 9)


def test_a_locator_of_another_case_is_refused(memory: Memory) -> None:
    mine, other = posted(memory), posted(memory, memory.cast.colleague)
    with pytest.raises(Refused):
        redact(memory, memory.cast.author, mine, f"part-{other.parts[0].id}", 0, 9)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (0, 9999), (-1, 4)])
def test_a_selection_outside_the_text_is_nothing(memory: Memory, start: int, end: int) -> None:
    case = posted(memory)
    with pytest.raises(Missing):
        redact(memory, memory.cast.author, case, f"part-{case.parts[0].id}", start, end)
