"""The template of a case, after CARE and SBAR: its parts and choices, and what can be filled in from the text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.text import CleanText

AGE_BANDS = (
    "newborn",
    "infant",
    "child",
    "teenager",
    "18-29",
    "30-39",
    "40-49",
    "50-59",
    "60-69",
    "70-79",
    "80-89",
    "90+",
)
SEXES = ("female", "male", "other")
CONSENTS = (
    ("spoken, this community", "Spoken consent, for discussion in this community"),
    ("written, this community", "Written consent, for discussion in this community"),
    ("spoken, teaching", "Spoken consent, for discussion and teaching"),
    ("written, teaching", "Written consent, for discussion and teaching"),
    ("representative", "Consent of a parent or representative"),
    ("not required", "Not required here for a de-identified case"),
)
AUDIENCES = (
    ("community", "Everyone in this community"),
    ("channel", "Only the channel it is posted in"),
    ("specialty", "Only the specialty that is asked"),
)

# The parts of a case in the order of reading, with their labels; after CARE and SBAR.
PARTS = {
    "text": "Case",
    "question": "Question",
    "intervention": "In mind",
    "outcome": "Hoped for",
    "region": "Region",
    "setting": "Setting",
    "available": "Available there",
    "timeline": "Timeline",
    "findings": "Findings",
    "tests": "Tests",
    "treatment": "Treatment so far",
    "differential": "Differential",
}

_AGE = re.compile(r"\b(\d{1,3})\s?(?:yo\b|y/o\b|yrs?\b|years?\b|-year|y\b|(?=[mfMF]\b))", re.IGNORECASE)
_SEX = re.compile(
    r"\b(?:\d{1,3}\s?(?:yo|y/o|y|yr)?\s?)?(?P<sex>female|woman|girl|lady|male|man|boy)\b|\d\s?(?P<letter>[MF])\b", re.I
)
_QUESTION = re.compile(r"[^.?!\n]*\?")


def suggest(clean: Mapping[str, CleanText]) -> dict[str, str]:
    """What the template can be filled with from the clean text: age band, sex, and the last question it asks."""
    text = str(clean.get("text", ""))
    found: dict[str, str] = {}
    if age := _AGE.search(text):
        found["age_band"] = band(int(age[1]))
    if sex := _SEX.search(text):
        word = (sex["sex"] or sex["letter"]).lower()
        found["sex"] = "female" if word in ("female", "woman", "girl", "lady", "f") else "male"
    if "question" not in clean and (questions := _QUESTION.findall(text)):
        found["question"] = questions[-1].strip()
    return found


def band(age: int) -> str:
    for limit, name in ((1, "infant"), (13, "child"), (18, "teenager"), (30, "18-29")):
        if age < limit:
            return name
    return "90+" if age >= 90 else f"{age // 10 * 10}-{age // 10 * 10 + 9}"
