"""What must hold of every text."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.anonymizer import Anonymizer
from bot.anonymizer.detection import Detector
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.normalise import views
from bot.review import Context, Kind
from bot.text import RawText

PIECES = st.sampled_from(
    [
        *[
            "Mr Okafor",
            "Ngozi Okafor",
            "daughter Emeka",
            "dr smith",
            "Rose Whitcombe",
            "Anna S.",
            "Parkinson's",
            "Graves' disease",
            "Wells score 4",
            "K 6.1",
            "BP 120/80",
        ],
        *[
            "seen 12/04/2023",
            "yesterday",
            "on Tuesday",
            "April 2022",
            "the 8th",
            "94 year old",
            "a 34-year-old",
            "POD 3",
            "MRN 0045521",
            "NHS 943 476 5919",
        ],
        *[
            "07700 900461",
            "a.b@mail.example",
            "https://zorb.example/p",
            "@zorbmed",
            "10.64.12.7",
            "12 Elm Street",
            "Boston, MA 02115",
            "lives in Yokohama",
        ],
        *[
            "St Mary's Hospital",
            "ward 7B",
            "bed 4",
            "works for Shoprite",
            "李娜",
            "J o h n  D o e",
            "a\u200bb",
            "é",
            "👩\u200d⚕️",
            "\n",
            ", ",
            ". ",
            ": ",
            "(",
            ")",
            '"',
            "[PATIENT]",
            "day +3",
            "90+",
        ],
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=120))
QUICK = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def raw(text: str) -> RawText | None:
    try:
        return RawText(text)
    except ValueError:
        return None


@QUICK
@given(text=TEXTS)
def test_spans_lie_in_the_text_and_apart_and_are_stable(detector: Detector, text: str) -> None:
    typed = raw(text)
    if typed is None:
        return
    plain = typed.expose()
    spans = detector.detect({"t": plain}, Context())["t"]
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(plain)
        end = span.end
    assert detector.detect({"t": plain}, Context())["t"] == spans


@QUICK
@given(text=TEXTS)
def test_every_view_maps_back_into_the_text(text: str) -> None:
    for view in views(text):
        end = 0
        for i in range(len(view.text)):
            start, stop = view.typed(i, i + 1)
            assert 0 <= start < stop <= len(text)
            assert start >= end - 1
            end = max(end, stop)


@QUICK
@given(pieces=st.lists(PIECES, max_size=8))
def test_anonymizing_the_result_again_changes_nothing(anonymizer: Anonymizer, pieces: list[str]) -> None:
    once = anonymizer.clean(" ".join(pieces))
    assert anonymizer.clean(once) == once


@QUICK
@given(pieces=st.lists(PIECES, max_size=10))
def test_no_redacted_name_stands_elsewhere(anonymizer: Anonymizer, pieces: list[str]) -> None:
    text = " ".join(pieces)
    review = anonymizer.review({"t": RawText(text)}).fields["t"]
    left = {fold(w) for w in re.findall(r"[^\W\d_]{4,}", str(review.result))}
    for span in review.spans:
        if span.kind is Kind.NAME:
            for word in re.findall(r"[^\W\d_]{4,}", text[span.start : span.end]):
                plain = fold(word)
                assert plain not in left or plain in entries("words") or plain in entries("medicine")
