"""Ages over 89 where nothing but the words around tells that a figure is one; and figures that are none."""

from __future__ import annotations

import pytest

from bot.anonymizer.detection import Detector
from bot.review import Context, Kind


def ages(detector: Detector, text: str) -> list[str]:
    found = detector.detect({"t": text}, Context())["t"]
    return [text[f.start : f.end] for f in found if f.kind is Kind.AGE]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("92F in resus, lactate 6, for ward-based care?", "92"),
        ("F/93, CKD4, off legs since the weekend", "93"),
        ("found on the floor by another resident (97), hip short and rotated", "97"),
        ("my patient, 94, still drives and wants her valve done", "94"),
        ("she's 96 and sharp as a tack, would you stent?", "96"),
        ("how far would you go at 94?", "94"),
        ("mum was 102 when she broke her hip", "102"),
        ("ninety-two year old man with a subdural on apixaban", "ninety-two"),
        ("paciente de 94 años con ICC", "94"),
        ("Mme, 93 ans, chute au domicile", "93"),
        ("Mr Lantern 97 from home, Hb 97, sats 94 on air", "97"),
        ("the caregiver is 93: both frail", "93"),
        ("NB granny is 93 & fine", "93"),
        ("Grandma is 93 not 39", "93"),
        ("Brother's 93, rib fx", "93"),
        ("her nan (ninety six) rang", "ninety six"),
        ("at 96 she still drives", "96"),
        ("old boy of 92 with a AAA of 6.2 cm", "92"),
        ("gogo is 95, stroke this week, not for transfer", "95"),
    ],
)
def test_an_age_over_89_is_found_by_what_stands_around_it(detector: Detector, text: str, age: str) -> None:
    assert ages(detector, text) == [age]


@pytest.mark.parametrize(
    "text",
    [
        "sats 93% on air, HR 104, BP 98/60",
        "creat 98 from 112, K 4.1",
        "an 89 year old with AF",
        "weight 95 kg, BMI 31",
        "MAP 92 and lactate falling, 100 ml/h",
        "PEFR 95% of best, temp 99 F at triage",
        "the caregiver is 93% sure, fever of 102 F",
        "scored 96 on the ACE-III, plt 96",
        "90 days of DAPT, 95 percent adherent",
        "walks 100 m on the flat, 6MWT 110 m, cardioverted at 120 J",
        "sats in the 90s, HR in the 90s",
        "weight on the 97th centile",
        "98 patients were randomised, 94 finished",
    ],
)
def test_a_figure_that_is_no_age_over_89_stays(detector: Detector, text: str) -> None:
    assert ages(detector, text) == []
