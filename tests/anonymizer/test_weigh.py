"""What all evidence for a place is worth together, and whose word stands as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.anonymizer.detection import PackagedModel
from bot.anonymizer.findings import DOUBT, SURE, Evidence, Finding, Reading
from bot.anonymizer.judgement import judge
from bot.anonymizer.recognizers import registry
from bot.anonymizer.weigh import COLUMNS, SOURCES, Weigher, describe, is_weighed, stretches
from bot.review import Context, Kind
from training.weigher import together


@pytest.fixture(scope="module")
def model() -> PackagedModel:
    return PackagedModel()


@pytest.fixture(scope="module")
def weigher() -> Weigher:
    return Weigher()


def reading_of(model: PackagedModel, text: str) -> Reading:
    return Reading(text, Context(), *model(text))


def at(reading: Reading, words: str, kind: Kind, score: float, source: str, disguised: bool = False) -> Finding:
    start = reading.text.index(words)
    return Finding(start, start + len(words), kind, score, source, disguised=disguised)


def test_every_recognizer_that_it_weighs_is_in_the_registry_and_the_other_way_round() -> None:
    formed = {"MailRecognizer", "LinkRecognizer", "NetworkRecognizer", "UsernameRecognizer"}
    assert {r.name for r in registry()} - formed == set(SOURCES)


def test_one_doubt_is_worth_what_stands_around_it(model: PackagedModel, weigher: Weigher) -> None:
    def weighed(text: str, word: str) -> float:
        reading = reading_of(model, text)
        [finding] = weigher(reading, [at(reading, word, Kind.NAME, 0.5, "OpenerRecognizer")])
        return finding.score

    name = weighed("Kwabena says the drain came out, ask Kwabena", "Kwabena")
    medicine = weighed("Prednisolone at 40 mg, taper over six weeks", "Prednisolone")
    assert name > SURE > DOUBT > medicine


def test_all_that_is_said_of_a_place_has_one_score_and_the_surest_tells_its_kind(
    model: PackagedModel, weigher: Weigher
) -> None:
    reading = reading_of(model, "spoke with Quelt about it, then with the ward")
    name = at(reading, "Quelt", Kind.NAME, 0.86, "ContextNameRecognizer")
    town = at(reading, "Quelt", Kind.LOCATION, 0.5, "PlaceRecognizer")
    one, other = weigher(reading, [name, town])
    assert one.score > other.score == pytest.approx(one.score, abs=0.01)


def test_beside_what_is_certain_nothing_is_weighed(model: PackagedModel, weigher: Weigher) -> None:
    reading = reading_of(model, "wait till Friday")
    day = at(reading, "Friday", Kind.DATE, 0.92, "NamedDayRecognizer")
    name = at(reading, "Friday", Kind.NAME, 0.4, "OpenerRecognizer")
    assert weigher(reading, [day, name]) == [day, name]


@pytest.mark.parametrize(
    ("kind", "score", "source", "disguised"),
    [
        (Kind.DATE, 0.9, "CalendarRecognizer", False),  # certain
        (Kind.NAME, 0.5, "SomebodyElsesRecognizer", False),  # never taught of
        (Kind.NAME, 0.5, "ListedNameRecognizer", True),  # the words as typed say nothing of it
        (Kind.USERNAME, 0.5, "CodeRecognizer", False),  # known by its form
    ],
)
def test_some_words_stand_as_they_are(
    model: PackagedModel, weigher: Weigher, kind: Kind, score: float, source: str, disguised: bool
) -> None:
    reading = reading_of(model, "and then metoprolol was given")
    finding = at(reading, "metoprolol", kind, score, source, disguised)
    assert weigher(reading, [finding]) == [finding]


def test_a_text_without_findings_has_no_places(weigher: Weigher) -> None:
    assert weigher(Reading("nothing"), []) == []
    assert describe(Reading("nothing"), []).shape == (0, COLUMNS)


def test_evidence_stays_in_bounds_for_any_text(model: PackagedModel, weigher: Weigher) -> None:
    for text in ("Aa " * 300, "1-" * 200, "李娜 9床", "\n\n", "(" * 50):
        reading = reading_of(model, text)
        findings: Sequence[Finding] = [f for r in registry() for f in r.find(reading) if is_weighed(f)]
        chances = weigher.chances(describe(reading, stretches(findings)))
        assert np.isfinite(chances).all()
        assert ((chances >= 0) & (chances <= 1)).all()
        assert all(0 <= f.score <= 1 for f in weigher(reading, findings))


def test_a_model_that_tells_no_chances_is_weighed_too(weigher: Weigher) -> None:
    reading = Reading("seen by Quelt", evidence=[Evidence(8, 13, "NAME", 0.9)])
    [finding] = weigher(reading, [Finding(8, 13, Kind.NAME, 0.89, "ModelRecognizer")])
    assert 0 <= finding.score <= 1


@pytest.mark.parametrize(("first", "sure"), [("Zorbin", True), ("Pacific", False)])
def test_what_begins_and_ends_with_something_sure_is_sure(first: str, sure: bool) -> None:
    reading = Reading("seen at Zorbin Pacific Mending and Healing Group today", Context())
    said = [
        at(reading, "Zorbin Pacific Mending and Healing Group", Kind.FACILITY, 0.5, "FacilityRecognizer"),
        at(reading, first, Kind.ORGANISATION, 0.9, "ModelRecognizer"),
        at(reading, "Group", Kind.ORGANISATION, 0.9, "ModelRecognizer"),
    ]
    judged = judge(reading, said, weigh=lambda _, findings: list(findings))
    whole = [
        f
        for f in judged
        if reading.text[f.start : f.end] == "Zorbin Pacific Mending and Healing Group" and f.score >= SURE
    ]
    assert bool(whole) is sure


def test_trainings_together_say_the_mean_of_what_each_says(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    shapes = {"w1": (COLUMNS, 3), "b1": (3,), "w2": (3, 2), "b2": (2,)}
    members = [{n: rng.normal(scale=0.3, size=s).astype(np.float32) for n, s in shapes.items()} for _ in range(4)]
    rows = rng.random((5, COLUMNS)).astype(np.float32)

    def said(network: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        np.savez(tmp_path / "one.npz", **network)
        chances = Weigher(tmp_path / "one.npz").chances(rows).astype(np.float64)
        return np.log(chances / (1 - chances))

    assert said(together(members)) == pytest.approx(np.mean([said(one) for one in members], axis=0), abs=1e-3)
