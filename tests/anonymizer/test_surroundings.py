"""What says that it is an identifier is found whatever sign or word stands around it."""

from __future__ import annotations

import re

import pytest

from bot.anonymizer.detection import Detector
from bot.anonymizer.findings import SURE, Finding
from bot.anonymizer.judgement import _without_labels
from bot.review import Context, Kind
from tests.anonymizer.test_recognizers import covered

SAID = {
    "MRN 4471882": "4471882",
    "NHS 943 476 5919": "943 476 5919",
    "passport N7719042": "N7719042",
    "phone 07700 900461": "07700 900461",
    "+44 7700 900461": "+44 7700 900461",
    "ask.zorb@example.org": "ask.zorb@example.org",
    "12/04/2023": "12/04/2023",
    "DOB 12/04/61": "12/04/61",
    "SSN 412-68-9921": "412-68-9921",
    "IP 10.22.31.4": "10.22.31.4",
    "GMC 7654321": "7654321",
    "CNIC 42101-1234567-1": "42101-1234567-1",
    "acct 4471-8822-19": "4471-8822-19",
    "plate KDA 221J": "KDA 221J",
    "serial PM-2291-8841": "PM-2291-8841",
    "www.zorb.example/p/88": "www.zorb.example/p/88",
    "policy AXA-99281-22": "AXA-99281-22",
    "case no CR12/2024": "CR12/2024",
    "Mr Okafor": "Okafor",
    "Dr. Lindqvist": "Lindqvist",
    "94 year old": "94",
    "3rd March 2024": "3rd March 2024",
    "yesterday": "yesterday",
    "@amina_k": "@amina_k",
}
AROUND = (
    "{} / bed 12", "{} | K 4.1", "{}; K 4.1", "{}, K 4.1", "({})", "[{}]", "<{}>", "«{}»", "“{}”", "'{}'",
    "{} - stable", "{}\nstable", "{} & wife", "{} + wife", "{} → ICU", "{} = him", "{}...", "*{}*", "**{}**",
    "_{}_", "__{}__", "`{}`", "~~{}~~", "||{}||", "> {}", "# {}", "- {}", "1. {}", "• {}", "{}—stable",
    "{}–stable", "{}/bed 12", "{};stable", "{}!", "{} % sure", "{} patients waiting", "{} ml given",
    "{} units", "{} cases", "on {} mg", "pt {} bpm 80", "Hb 92 {} x", "{}: K 4.1", "{} (K 4.1)", "re:{}",
    "👉 {} 👈", "{}👍", "<!-- {} -->", "<b>{}</b>", "<a {}>",
)  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_what_stands_around_it_hides_nothing(detector: Detector, said: str) -> None:
    texts = [frame.format(said) for frame in AROUND]
    assert [text for text in texts if not covered(detector, text, SAID[said])] == []


LABELS = ("MRN", "mrn", "UHID", "passport", "Hosp no", "policy", "SSN", "CNIC", "GMC", "acct", "file no", "case no")
BETWEEN = (
    "{}#{}", "{}:{}", "{}{}", "{}={}", "{} is {}", "{}\n{}", "{}\t{}", "{}–{}", "{}({})", "{} [{}]", "{}: **{}**",
    "{} `{}`", "{}: <{}>", "{} «{}»", "{} no: {}", "{} №{}", "{} no.{}", "{}, {}", "{}; {}", "{}... {}", "{} -> {}",
    "{} → {}", "{} ~{}", "{}/{}", "{} | {}", "{}_{}", "({} {})", "{} number {}", "{} - {}", "{} (hospital) {}",
    "{}\u00a0{}", "{}:\n{}", "{}  {}", "{} 👉{}", "{}…{}", '{} "{}"', "{} ||{}||", "her {}? {}", "{} : {}", "{}：{}",
)  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_what_stands_between_a_label_and_its_number_hides_nothing(detector: Detector, label: str) -> None:
    unseen = []
    for between in BETWEEN:
        text = f"pt stable, {between.format(label, 'A4471882')} thanks"
        start = text.rindex("A4471882")
        spans = detector.detect({"t": text}, Context())["t"]
        if not any(span.start <= start and start + len("A4471882") <= span.end for span in spans):
            unseen.append(text)
    assert unseen == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dr John Thomas seen", "John Thomas"),  # together a sign
        ("John Thomas Kowalski admitted", "John Thomas Kowalski"),
        ("lives at 12 Robert Jones Street, Leeds", "12 Robert Jones Street"),
        ("tx to Mount Vernon Hospital", "Mount Vernon Hospital"),
        ("call m.07700900123", "07700900123"),
        ("MRN n.4471882 review", "4471882"),
        ("day 14-Mar-1962 admitted", "14-Mar-1962"),
        ("pt in ward 4D-12", "4D-12"),
        ("|https://doi.org/10.1056/x|Kowalski|4471882|", "Kowalski|4471882"),
        ("doi:10.1056/NEJMoa1,Janina Kowalski,4471882", "Janina Kowalski"),
        ("https://uptodate.com/?mrn=4471882", "4471882"),
        ("<PatientID>A44718</PatientID>", "A44718"),
        ("CMV AB12345 sent", "AB12345"),
        ("Kowalski/97/F", "97"),
        ("Tremblay procedure tmrw 8am", "Tremblay"),
        ("Nair line removed", "Nair"),
        ('"age":"97"', "97"),
        ("Pt:\\nOkafor\\tJohn\\nMRN:\\t4471882", "Okafor"),  # a log's line breaks, written out
        ("Author: Graves\nTSH <0.01", "Graves"),
        ("patient_name=Baker; cyst=ruptured; side=L", "Baker"),
        ("he died in her arms, she is in her 90s", "90"),
        ("UR 44-7712-3 and CR 12/3456/78", "44-7712-3"),
        ("hosp no MK-4471 sent", "MK-4471"),
        ("ask S. Stanley tomorrow", "Stanley"),
        ("seen on 4/5, repeat 6/5 pending", "6/5"),
        ("BCx pending, vanc started 12/5, trough 22", "12/5"),
        ("grandpa ♂95, frail", "95"),
        ("key code 4471 for the flat", "4471"),
        ("seen by Mr Rico after a trip to Puerto Rico", "Rico"),
        ("pt 'QL' collapsed at the desk", "QL"),
        ("she is 93-94 years old, frail", "93"),
        ("admitted 10-12-2023, days of fever", "10-12-2023"),
        ("he said: \"I'm Thomas's brother\"", "Thomas"),
    ],
)
def test_what_protects_medicine_and_evidence_hides_nobody(detector: Detector, text: str, said: str) -> None:
    assert covered(detector, text, said)


@pytest.mark.parametrize(
    "text",
    [
        "Sister Mary Joseph nodule, Robert Jones bandage, Graham Steell murmur",
        "POD 3-5, day 3-4, 2D-echo, c.1521_1523del",
        "Ross procedure, Hartmann procedure, Hickman line removed, Allen test",
        "temps 38.1 38.4 39.0 37.2, may 5 days be enough, may 2 doses be given",
        "staged T3N1M0, she is G4P2A1 at 34+2, GS-441524 given, then LY3437943",
        "wells_dvt=1; active_cancer=0; calf_gt_3cm=1",
        "unit 2 of blood running, weight on the 97th centile, from Puerto Rico",
        "Cr 88-140-322 since contrast, Na 118>124>129, repeat in 3/12, clinic in 6/52",
        "Salmonella Dublin grew, then S. Heidelberg",
        "sore throat for 10-12 days, 120pk-yr smoking, off it for 6 - 8 weeks",
        "Bot: what is the name on the card? User: which card",
        "see https://pubmed.ncbi.nlm.nih.gov/31978945/ and doi:10.1016/S0140-6736(20)31604-4.",
    ],
)
def test_what_is_protected_stays(detector: Detector, text: str) -> None:
    assert detector.detect({"t": text}, Context())["t"] == []


def test_what_a_number_is_is_no_question_and_an_unknown_surname_before_it_is() -> None:
    text = "NHIF 0115-3392-7746, kennitala 120574-3389, Qrestan 4471882"
    words = [("NHIF", Kind.ORGANISATION), ("kennitala", Kind.NAME), ("Qrestan", Kind.NAME)]
    told = [Finding(text.index(w), text.index(w) + len(w), kind, 0.4, "ModelRecognizer") for w, kind in words]
    numbers = [Finding(m.start(), m.end(), Kind.RECORD, 0.9, "ModelRecognizer") for m in re.finditer(r"\d[\d-]+", text)]
    left = _without_labels(text, sorted([*told, *numbers]))
    assert [text[f.start : f.end] for f in left if f.score < SURE] == ["Qrestan"]
