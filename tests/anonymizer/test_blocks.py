"""Postal addresses are found as a whole, and end where the text goes on."""

from __future__ import annotations

import pytest

from bot.anonymizer.findings import Reading
from bot.anonymizer.recognizers.blocks import AddressBlockRecognizer


def found(text: str) -> list[str]:
    return [text[f.start : f.end] for f in AddressBlockRecognizer().find(Reading(text))]


@pytest.mark.parametrize(
    "address",
    [
        "28245 Zorbintie 82 Apt. 595\n   LAPPZORB\n    SK\n    53650",
        "233 Zorbét tér 19.\n Suite 282\n Domzorb\n Hungary 34796",
        "45818 P.O. Box 242\n Suite 787\n Kangerzorb\n\n Greenland 54005",
        "14 Larch Lane, Flat 3B, Penzorb, Ireland",
        "9 Quarry Row Apt 12",
    ],
)
def test_a_door_leads_to_the_whole_address(address: str) -> None:
    said = found(f"Billing address\n{address}\nand then we rang them.")
    assert address in said
    assert all(part in address for part in said)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("she lives at 172 Zorbeži 75, Saarezorb, with a cat", "172 Zorbeži 75, Saarezorb"),
        ("my new address is the corner of Zorbai kapu 39. and Mathias Pass", "Zorbai kapu 39. and Mathias Pass"),
        ("moved to 31 Rue Zorb Bakri. Primary care is there", "31 Rue Zorb Bakri"),
    ],
)
def test_words_before_it_tell_an_address(text: str, address: str) -> None:
    assert address in found(text)


@pytest.mark.parametrize(
    "text", ["Suite 4 has no monitor", "a flat 3 mm lesion", "unit 2 of blood", "corner of the eye"]
)
def test_what_is_no_address_takes_nothing_with_it(text: str) -> None:
    assert all(len(said.split()) <= 2 for said in found(text))


@pytest.mark.parametrize("text", ["Apt 4" + " " * 20_000, "corner of A-" + "A-" * 9_000, "lives at 1 " + "A" * 19_000])
def test_long_runs_are_read_in_a_moment(text: str) -> None:
    assert len(found(text)) <= 1
