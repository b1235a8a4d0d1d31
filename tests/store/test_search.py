"""Search: no text is a syntax error, and nobody finds what isn't theirs."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Audience, Person
from bot.search import Query, parse
from bot.store.base import Scope
from bot.store.sqlite import SqliteStore
from bot.store.unit import Unit
from tests.store.stage import SPECIALTY, Stage, clean, seed, write_case, write_consult

CASES = {
    "beta": "On a beta-blocker since the infarct.",
    "c": "Hepatitis C++ on the slide, 5% dextrose running.",
    "near": "Pain near the column, OR theatre not free.",
    "accents": "Ménière's disease, naïve to steroids.",
    "plural": "Two seizures after the fever.",
}


@pytest.fixture
async def filled(store: SqliteStore, stage: Stage) -> Stage:
    for text in CASES.values():
        await store.write(stage.scope(), lambda unit, text=text: write_case(unit, text=text, question="Why?"))
    return stage


async def found(store: SqliteStore, scope: Scope, text: str) -> list[str]:
    query = parse(text)
    if query is None:
        return []
    hits = await store.read(scope, lambda unit: unit.index.search(query))
    names = list(CASES)
    return sorted(names[hit.case.number - 1] if hit.case.number <= len(names) else str(hit.case) for hit in hits)


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("beta-blocker", ["beta"]),
        ("Beta Blocker", ["beta"]),
        ("blocker-beta", []),
        ("C++", ["c"]),
        ("5% dextrose?", ["c"]),
        ('"dextrose running"', ["c"]),
        ('"running dextrose"', []),
        ('"beta', ["beta"]),
        ('beta"', ["beta"]),
        ("NEAR", ["near"]),
        ("NEAR(pain, 2)", []),
        ("column", ["near"]),
        ("column:pain", []),
        ("body:pain", []),
        ("OR theatre", ["near"]),
        ("pain AND column", ["near"]),
        ("not free", ["near"]),
        ("pain -column", []),
        ("pain -fever", ["near"]),
        ('since -"beta blocker"', []),
        ('since -"beta infarct"', ["beta"]),
        ("-pain", []),
        ("meniere", ["accents"]),
        ("MÉNIÈRE'S", ["accents"]),
        ("seizure", ["plural"]),
        ("^pain", ["near"]),
        ("pain*", ["near"]),
        ("(pain", ["near"]),
        ("{scope} : pain", []),
        ("community1", []),
        ("the", []),
        ("", []),
        ("🫀 pain", ["near"]),
    ],
)
async def test_what_a_doctor_types(store: SqliteStore, filled: Stage, typed: str, hits: list[str]) -> None:
    assert await found(store, filled.scope(), typed) == hits


@given(st.text() | st.text(st.sampled_from('"-*^:(){}+ ANDORNTE\u0301ßİ²०'), max_size=30))
@settings(max_examples=400, deadline=None)
def test_no_text_is_a_syntax_error(typed: str) -> None:
    query = parse(typed)
    if query is not None:
        assert TABLE.execute("SELECT * FROM search_index WHERE search_index MATCH ?", (query.fts5("community1"),))
        assert query.wanted


TABLE = sqlite3.connect(":memory:")
TABLE.execute(
    "CREATE VIRTUAL TABLE search_index USING fts5(scope, body, tokenize='porter unicode61 remove_diacritics 2')"
)
TABLE.execute("INSERT INTO search_index VALUES ('community1', 'a text')")


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1, max_size=5))
@settings(deadline=None)
def test_every_word_of_letters_is_looked_for(typed: list[str]) -> None:
    query = parse(" ".join(typed))
    assert query is None or isinstance(query, Query)


async def test_another_community_finds_nothing(store: SqliteStore, filled: Stage) -> None:
    other = await store.write(None, seed)
    assert await found(store, other.scope(), "beta-blocker") == []


async def test_a_withdrawn_case_is_not_found(store: SqliteStore, filled: Stage) -> None:
    def withdraw(unit: Unit) -> None:
        [hit] = unit.index.search(parse("beta-blocker"))  # type: ignore[arg-type]
        case = unit.cases.get(hit.case)
        unit.cases.withdraw(case)
        unit.saved(case)

    await store.write(filled.scope(), withdraw)
    assert await found(store, filled.scope(), "beta-blocker") == []


async def test_an_earlier_version_is_not_found_and_an_answer_is(store: SqliteStore, filled: Stage) -> None:
    def work(unit: Unit) -> None:
        [hit] = unit.index.search(parse("beta-blocker"))  # type: ignore[arg-type]
        case = unit.cases.get(hit.case)
        case = unit.cases.revise(case, {"text": clean("On digoxin.")})
        consult = write_consult(unit, case)
        unit.consults.add(consult, {"answer": clean("Give magnesium.")})
        unit.saved(case)

    await store.write(filled.scope(), work)
    assert await found(store, filled.scope(), "beta-blocker") == []
    assert await found(store, filled.scope(), "digoxin magnesium") == ["beta"]


async def test_the_audience_bounds_what_is_found(store: SqliteStore, stage: Stage) -> None:
    def work(unit: Unit) -> dict[str, Person]:
        space = unit.directory.space("local", f"local-{stage.community}")
        assert space is not None
        closed = unit.elsewhere(Scope(stage.community)).spaces.add_channel(space, "board", "board", closed=True)
        inside, outside, other = (unit.members.join(handle) for handle in ("inside", "outside", "surgeon"))
        unit.spaces.add_to_channel(closed, inside)
        unit.members.set_specialties(other, ["urology"])
        for text, channel, audience, specialty in (
            ("wombat in the channel", closed, Audience.CHANNEL, None),
            ("wombat for cardiology", stage.channel, Audience.SPECIALTY, SPECIALTY),
            ("wombat for all", stage.channel, Audience.COMMUNITY, None),
            ("wombat in the open channel", stage.channel, Audience.CHANNEL, None),
        ):
            case = unit.cases.create(
                {"text": clean(text)}, channel=channel, audience=audience, consent="not required", specialty=specialty
            )
            unit.saved(case)
        return {p.handle: unit.members.get(p.ref) for p in (inside, outside, other, stage.specialist, stage.author)}

    people = await store.write(stage.scope(), work)

    async def sees(handle: str) -> set[int]:
        query = parse("wombat")
        assert query is not None
        hits = await store.read(stage.scope(people[handle]), lambda unit: unit.index.search(query))
        listed = await store.read(stage.scope(people[handle]), lambda unit: unit.cases.latest())
        assert {hit.case.number for hit in hits} == {case.number for case in listed}
        return {hit.case.number for hit in hits}

    assert await sees("author 0") == {1, 2, 3, 4}
    assert await sees("inside") == {1, 3, 4}
    assert await sees("outside") == {3, 4}
    assert await sees("surgeon") == {3, 4}
    assert await sees("specialist") == {2, 3, 4}
