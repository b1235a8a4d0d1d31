"""What says that it is an identifier is found whatever sign or word stands around it."""

from __future__ import annotations

import pytest

from bot.anonymizer.detection import Detector
from bot.review import Context

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
    unseen = []
    for text in (frame.format(said) for frame in AROUND):
        start = text.index(SAID[said])
        spans = detector.detect({"t": text}, Context())["t"]
        places = [i for i in range(start, start + len(SAID[said])) if text[i].isalnum()]
        if not all(any(span.start <= i < span.end for span in spans) for i in places):
            unseen.append(text)
    assert unseen == []


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
