"""Every recognizer finds what it is there for, and nothing else would: each one removed makes a case fail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from bot.anonymizer.detection import Detector
from bot.anonymizer.findings import SURE, Evidence, Finding, Reading
from bot.anonymizer.recognizers import ALL, registry
from bot.review import Context, Kind


class Says:
    """A model that knows one word."""

    def __init__(self, word: str, label: str = "NAME") -> None:
        self.word, self.label = word, label

    def __call__(self, text: str) -> tuple[Sequence[Evidence], None]:
        start = text.find(self.word)
        return [Evidence(start, start + len(self.word), self.label, 0.95)] if start >= 0 else [], None


def trust(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """A weigher that leaves to each recognizer what it said: what the shipped one was taught is not our matter here."""
    return list(findings)


NOTHING = Says("\x00")
Alone = partial(Detector, model=NOTHING, weigh=trust)

# recognizer, text, what it finds there, of what kind. The words are chosen so that no other recognizer finds them.
CASES = [
    ("MailRecognizer", "write to xqv.zorb@mail.example please", "xqv.zorb@mail.example", Kind.EMAIL),
    ("MailRecognizer", "write to zorb at qmail dot com please", "zorb at qmail dot com", Kind.EMAIL),
    ("MailRecognizer", "write to zorb at qmail.com please", "zorb at qmail.com", Kind.EMAIL),
    ("LinkRecognizer", "all on https://zorb.example/x please", "https://zorb.example/x", Kind.URL),
    ("LinkRecognizer", "all on zorb.example/case/x please", "zorb.example/case/x", Kind.URL),
    ("NetworkRecognizer", "uploaded from 10.64.12.7 last", "10.64.12.7", Kind.IP),
    ("NetworkRecognizer", "uploaded from fe80::1ff:fe23:4567:890a last", "fe80::1ff:fe23:4567:890a", Kind.IP),
    ("UsernameRecognizer", "thanks @zorbmed for the idea", "@zorbmed", Kind.USERNAME),
    ("TelephoneRecognizer", "ring +44 7700 900461 if worse", "+44 7700 900461", Kind.PHONE),
    (
        "TelephoneRecognizer",
        "four one five, five five five, oh one four nine",
        "four one five, five five five, oh one four nine",
        Kind.PHONE,
    ),
    ("CalendarRecognizer", "seen on 18/7 with fever", "18/7", Kind.DATE),
    ("NamedDayRecognizer", "seen 12 April 2023 with fever", "12 April 2023", Kind.DATE),
    ("CalendarRecognizer", "seen 2023-04-12 with fever", "2023-04-12", Kind.DATE),
    ("NamedDayRecognizer", "worse since yesterday with fever", "yesterday", Kind.DATE),
    ("NamedDayRecognizer", "worse since Diwali with fever", "Diwali", Kind.DATE),
    ("NamedDayRecognizer", "worse since last Tuesday with fever", "last Tuesday", Kind.DATE),
    ("AgeRecognizer", "a 94 year old with fever", "94", Kind.AGE),
    ("AgeRecognizer", "a ninety-four year old with fever", "ninety-four", Kind.AGE),
    ("NationalIdentifierRecognizer", "the form said ZBN77VL on top", "ZBN77VL", Kind.NATIONAL_ID),
    ("LabelledNumberRecognizer", "policy ZB-411 was refused", "ZB-411", Kind.INSURANCE),
    ("LabelledNumberRecognizer", "MRN 4471 has two charts", "4471", Kind.RECORD),
    ("CodeRecognizer", "the other chart has TMH/CX/33210 and is wrong", "TMH/CX/33210", Kind.RECORD),
    ("VehicleRecognizer", "the bus KA-19 EQ 4674 hit a wall", "KA-19 EQ 4674", Kind.VEHICLE),
    ("ContextNameRecognizer", "Mr Lantern has a fever", "Lantern", Kind.NAME),
    ("ContextNameRecognizer", "her brother Lantern gave blood", "Lantern", Kind.NAME),
    ("RecordNameRecognizer", "header: ZORBIN^AXEL there", "ZORBIN^AXEL", Kind.NAME),
    ("RecordNameRecognizer", "header: ZORBIN, AXEL there", "ZORBIN, AXEL", Kind.NAME),
    ("FacilityRecognizer", "she was in Zorbinax Hospital with fever", "Zorbinax Hospital", Kind.FACILITY),
    ("OrganisationRecognizer", "he works for Zorbinax Dairy now", "Zorbinax Dairy", Kind.ORGANISATION),
    ("AddressRecognizer", "flat is 12 Zorbinax Street now", "12 Zorbinax Street", Kind.LOCATION),
    ("PlaceRecognizer", "she lives in Zorbinax with a cat", "Zorbinax", Kind.LOCATION),
    ("WardRecognizer", "she is on ward 7B now", "7B", Kind.WARD),
    ("OpenerRecognizer", "All set. Comfort refused blood", "Comfort", Kind.NAME),
    ("OpenerRecognizer", "ask joy is on nights", "joy", Kind.NAME),
    ("OpenerRecognizer", "sats are low, Zorbinax again and nobody came", "Zorbinax", Kind.NAME),
    ("CalendarRecognizer", "seen in the arvo of the 12th with fever", "arvo of the 12th", Kind.DATE),
    ("NamedDayRecognizer", "seen tmrw subah, two Sundays ago", "tmrw subah, two Sundays ago", Kind.DATE),
    ("NamedDayRecognizer", "seen včera v 22:40 with fever", "včera v 22:40", Kind.DATE),
    ("CalendarRecognizer", "away 12th-14th, seen le 12, il tousse", "12th-14th", Kind.DATE),
    ("CalendarRecognizer", "biopsy 5/10, pending", "5/10", Kind.DATE),
    ("CalendarRecognizer", "seen 12.III.2024 with fever", "12.III.2024", Kind.DATE),
    ("AgeRecognizer", "a 90-something by her own count", "90", Kind.AGE),
    ("KindWordRecognizer", "she comes from aldea Zorbin alone", "aldea Zorbin", Kind.LOCATION),
    ("KindWordRecognizer", "she teaches, école Lantern-Vallès", "école Lantern-Vallès", Kind.ORGANISATION),
    ("VehicleRecognizer", "tail VH-NQG is about to lift", "VH-NQG", Kind.VEHICLE),
    ("VehicleRecognizer", "car plate 4471 B M hit a camel", "4471 B M", Kind.VEHICLE),
    ("WardRecognizer", "she is back on 5 Tower now", "5 Tower", Kind.WARD),
    ("CodeRecognizer", "the booklet TLF-0917 is wet", "TLF-0917", Kind.RECORD),
    ("TelephoneRecognizer", "it is (0)20 7946 0991, or ask", "(0)20 7946 0991", Kind.PHONE),
    ("TelephoneRecognizer", "pharmacy, x41187 knows", "41187", Kind.PHONE),
    ("UsernameRecognizer", "the log shows user RN_zorb3 at", "RN_zorb3", Kind.USERNAME),
    ("UsernameRecognizer", "by u/sleepyzorb again", "sleepyzorb", Kind.USERNAME),
    ("LinkRecognizer", "all in bit.ly/3xZorb please", "bit.ly/3xZorb", Kind.URL),
    ("FieldRecognizer", "Add: Upper Lantern, near the well\nDx: flu", "Upper Lantern, near the well", Kind.LOCATION),
    ("FieldRecognizer", "Employer: Zorbin Shine\nDx: flu", "Zorbin Shine", Kind.ORGANISATION),
    ("NamedDayRecognizer", "worse two days before Ramadan, better by Heroes Day", "two days before Ramadan", Kind.DATE),
    ("NamedDayRecognizer", "collapsed on Opening Day at noon", "Opening Day", Kind.DATE),
    ("FacilityRecognizer", "sent to Zorbin oblast hospital", "Zorbin oblast hospital", Kind.FACILITY),
    ("WardRecognizer", "they are both on Lonsdale 2, dry", "Lonsdale 2", Kind.WARD),
    ("ListedPlaceRecognizer", "I would ring Cardiff about it", "Cardiff", Kind.LOCATION),
    ("OpenerRecognizer", "please tell Faith it is done", "Faith", Kind.NAME),
    (
        "AddressBlockRecognizer",
        "sent to\n28245 Zorbintie\n Apt. 595\n LAPPZORB\n Finland 53650",
        "LAPPZORB",
        Kind.LOCATION,
    ),
    ("AddressRecognizer", "stays at H.No 14, Gali 3, Zorbinpur now", "H.No 14, Gali 3, Zorbinpur", Kind.LOCATION),
    ("RecordNameRecognizer", "rounds\n2. Zorbina-Quell, L. (bed)", "Zorbina-Quell, L", Kind.NAME),
    (
        "OrganisationRecognizer",
        "off the building site (Zorbin Brothers Roofing)",
        "Zorbin Brothers Roofing",
        Kind.ORGANISATION,
    ),
    ("OrganisationRecognizer", "he works at Zorbin brick kiln", "Zorbin brick kiln", Kind.ORGANISATION),
    ("ListedNameRecognizer", "clear plan, NGOZI OKAFOR, it was good", "NGOZI OKAFOR", Kind.NAME),
    ("ListedPlaceRecognizer", "it was the Yokohama outbreak again", "Yokohama", Kind.LOCATION),
]


def covered(detector: Detector, text: str, part: str) -> bool:
    """Whether every letter and digit of ``part`` lies in a span."""
    start = text.index(part)
    spans = detector.detect({"t": text}, Context())["t"]
    return all(any(s.start <= i < s.end for s in spans) for i in range(start, start + len(part)) if text[i].isalnum())


@pytest.fixture(scope="module")
def without_model() -> Detector:
    return Alone()


@pytest.mark.parametrize(("name", "text", "part", "kind"), CASES)
def test_finds(without_model: Detector, name: str, text: str, part: str, kind: Kind) -> None:
    assert covered(without_model, text, part)
    start = text.index(part)
    assert kind in {
        s.kind
        for s in without_model.detect({"t": text}, Context())["t"]
        if s.start < start + len(part) and start < s.end
    }


@pytest.mark.parametrize("name", [cls.__name__ for cls in ALL if cls.__name__ != "ModelRecognizer"])
def test_each_recognizer_is_needed(name: str) -> None:
    rest = Alone([r for r in registry() if r.name != name])
    cases = [case for case in CASES if case[0] == name]
    assert cases, f"no case for {name}"
    assert not all(covered(rest, text, part) for _, text, part, _ in cases)


def test_the_model_is_needed() -> None:
    text = "we spoke with the Zorbinax people about it"
    assert covered(Alone(model=Says("Zorbinax")), text, "Zorbinax")
    rest = [r for r in registry() if r.name != "ModelRecognizer"]
    assert not covered(Alone(rest, model=Says("Zorbinax")), text, "Zorbinax")


@pytest.mark.parametrize(
    "text",
    [
        "2-1/2 months, b.i.d. 2. power 4/5, pain 6/10, 3/7 ago, 6/12 hx, 15/12 old, dex 0.7/kg. Day 4",
        "he works Fridays, clinic is Mondays only, card ends here, in 2D and 3D, on 2.5 mg",
        "day 5 of 7, POD 3, 3 weeks, 6/52, 14/7, since 2019, in the 1970s",
        "BP 120/80, HR 94, sats 97%, GCS E2V3M5, ratio 1:320, Na 112, CK 211,000",
        "PMID 31978945, doi:10.1016/S0140-6736(20)31604-4, NCT04381936, https://pubmed.ncbi.nlm.nih.gov/31978945/",
        "L4/5, T8-T10, C5-6, V1-V2, 5 mg/kg q6h, 1.5 mg, 10 000 U, ICD I48.91, BRCA1 c.5266dupC, KEYNOTE-522",
        "a 34-year-old, 88F, aged 71, 6 mo old, gravida 2 para 1",
        "I may start, march on, the sun, a will, by grace, no joy, rose from 3 to 5",
        "numb from L4 to S1, C. diff again, RR 0.79-1.02, p=.09, the 7th or 8th month, ill 1 week prior",
        "c.1521_1523delCTT with p.Gly551Asp, p.R117H and c.*24del, SCN4A",
        "from the Ohio River Valley, from Maine, to the emergency department. Briefly, he is well",
    ],
)
def test_medicine_and_plain_words_stay(detector: Detector, text: str) -> None:
    taken = [text[s.start : s.end] for s in detector.detect({"t": text}, Context())["t"] if s.score >= SURE]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "Afebrile. Nonsignificant murmur. Apgars unknown. Radiographs confirmed it.",
        "He gave the patient Tylenol. The patient.  Apparently well. No TIA.  Rest is normal.",
        "sats at 94, HR at 92. Cardiff classification 2, Glasgow 14, patient noted pain",
        "Post Op Day 2, clinic Day, on Lantus 20, from Grade 2 to Stage 3, on May 2 units",
        "Ref: see Wells 1995. Clinic: none. Plan: CT. From: ED. School: none",
        "the ADA guidelines, an ADA of 14",
        "hope is not a plan, no joy with patiromer, grace under pressure",
        "then Ecosprin 75 or Zorbin 40 mg, plus Zorbinax",
        "gave enoxaparin at clinic. My view: in order. Worse at presentation. pt stable",
    ],
)
def test_no_word_is_asked_about(without_model: Detector, text: str) -> None:
    assert [text[s.start : s.end] for s in without_model.detect({"t": text}, Context())["t"]] == []


@pytest.mark.parametrize("name", ["Rose Zorbinax", "van der Zorbinax", "Ngozi Zorbinaxi"])
def test_a_name_takes_what_belongs_to_it(without_model: Detector, name: str) -> None:
    assert covered(without_model, f"ask {name}, MRN 445566", name)


def test_names_in_a_row_share_what_is_known_of_the_first(without_model: Detector) -> None:
    text = "seen by Dr Ngozi, Khan & Patel, bilateral Bell palsy and Wells 4"
    spans = without_model.detect({"t": text}, Context())["t"]
    assert [text[s.start : s.end] for s in spans] == ["Ngozi", "Khan", "Patel"]


def test_an_address_takes_neither_the_age_before_a_town_nor_the_value_behind_a_street(without_model: Detector) -> None:
    text = "Teodoro Villalobos, 71, Corrales, from Cuyo Road, K 6.1"
    spans = without_model.detect({"t": text}, Context())["t"]
    left = {word for word in ("71", "K", "6.1") if not any(word in text[s.start : s.end] for s in spans)}
    assert left == {"71", "K", "6.1"}
    assert covered(without_model, "stays at Villa 12, Street 4B, Mirdif", "Villa 12, Street 4B, Mirdif")
