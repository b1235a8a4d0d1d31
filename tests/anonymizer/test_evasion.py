"""An identifier in disguise is found or asked about, whatever its kind, and its span lies where it was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.anonymizer.detection import Detector
from bot.review import Context

IDENTIFIERS = {
    "e-mail": ("Mail {} about it", "rosa.quint@mail.example"),
    "link": ("See {} for it", "https://zorb.example/cases/rosa"),
    "phone": ("Ring {} about it", "07700 900461"),
    "record": ("MRN {} is hers", "00455218"),
    "NHS": ("NHS no {} is hers", "943 476 5919"),
    "Aadhaar": ("Aadhaar {} is hers", "2341 2341 2346"),
    "card": ("Card {} is hers", "4454 7945 1139 0933"),
    "date": ("Seen on {} with fever", "12/04/2023"),
    "IP": ("Sent from {} last", "10.64.12.7"),
    "name": ("Mrs {} has a fever", "Quintanilla"),
}

LOOKALIKE = str.maketrans("aeopcyxABEKMHOPCTX", "аеорсухАВЕКМНОРСТХ")
FULL_WIDTH = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


def every(sign: str) -> Callable[[str], str]:
    return sign.join


TRANSFORMS: dict[str, Callable[[str], str]] = {
    "zero-width space": every("\u200b"),
    "zero-width joiner": every("\u200d"),
    "word joiner": every("\u2060"),
    "soft hyphen": every("\u00ad"),
    "bidi override": lambda s: f"\u202d{s}\u202c",
    "bidi isolate between": every("\u2068"),
    "combining grapheme joiner": every("\u034f"),
    "variation selector": every("\ufe0f"),
    "lookalikes": lambda s: s.translate(LOOKALIKE),
    "full width": lambda s: s.translate(FULL_WIDTH),
    "Arabic digits": lambda s: s.translate(ARABIC),
    "Devanagari digits": lambda s: s.translate(DEVANAGARI),
    "markup": lambda s: f"{s[:4]}<b>{s[4:6]}</b>{s[6:]}",
    "bold": lambda s: f"{s[:4]}**{s[4:6]}**{s[6:]}",
    "spoiler": lambda s: f"||{s}||",
    "entities": lambda s: "".join(f"&#{ord(c)};" for c in s),
    "hexadecimal entities": lambda s: "".join(f"&#x{ord(c):x};" for c in s),
    "letter-spacing": lambda s: " ".join(s.replace(" ", "  ")),
    "stray marks": every("\u0335"),
}
# What a transform does not change is no disguise, and a name spaced out needs no title to be told.
ONLY = {
    "Arabic digits": lambda s: any(c.isdigit() for c in s),
    "Devanagari digits": lambda s: any(c.isdigit() for c in s),
    "letter-spacing": lambda s: "@" not in s and "/" not in s and "." not in s,
}


@pytest.mark.parametrize("kind", IDENTIFIERS)
@pytest.mark.parametrize("disguise", TRANSFORMS)
def test_a_disguised_identifier_is_seen(detector: Detector, kind: str, disguise: str) -> None:
    sentence, identifier = IDENTIFIERS[kind]
    if not ONLY.get(disguise, lambda s: True)(identifier):
        pytest.skip("this disguise does not apply")
    hidden = TRANSFORMS[disguise](identifier)
    text = sentence.format(hidden)
    start = text.index(hidden)
    spans = detector.detect({"t": text}, Context())["t"]
    seen = [
        i for i in range(start, start + len(hidden)) if text[i].isalnum() and any(s.start <= i < s.end for s in spans)
    ]
    told = [i for i in range(start, start + len(hidden)) if text[i].isalnum()]
    missing = [i for i in told if i not in seen]
    # The markup's own letters ('b') need not be covered at the edges.
    assert len(missing) <= (2 if "<b>" in hidden else 0), [text[s.start : s.end] for s in spans]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("mail rosa.quint [at] mail [dot] example now", "rosa.quint [at] mail [dot] example"),
        ("mail rosa.quint (at) mail (dot) example now", "rosa.quint (at) mail (dot) example"),
        ("mail rosa.quint&#64;mail.example now", "rosa.quint&#64;mail.example"),
        ("NHS no 943 476\n5919 is hers", "943 476\n5919"),
        ("mail rosa.quint@\nmail.example now", "rosa.quint@\nmail.example"),
        ("MRN: 0045\n5218 is hers", "0045\n5218"),
        ("seen by MRS QUINTANILLA", "QUINTANILLA"),
        ("seen by mrs quintanilla", "quintanilla"),
        ("👩‍⚕️Mrs Quintanilla", "Quintanilla"),
    ],
)
def test_other_ways_to_hide(detector: Detector, text: str, identifier: str) -> None:
    start = text.index(identifier)
    spans = detector.detect({"t": text}, Context())["t"]
    assert all(
        any(s.start <= i < s.end for s in spans) for i in range(start, start + len(identifier)) if text[i].isalnum()
    )
