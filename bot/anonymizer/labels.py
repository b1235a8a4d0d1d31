"""What stands where an identifier stood: role labels, the same for the same person or place through all fields of a
form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.anonymizer.lexicon import fold
from bot.anonymizer.recognizers.people import RELATIVES
from bot.review import Kind

_THINGS = {
    Kind.USERNAME: "USERNAME",
    Kind.LOCATION: "PLACE",
    Kind.FACILITY: "HOSPITAL",
    Kind.WARD: "WARD",
    Kind.ORGANISATION: "ORGANISATION",
    Kind.PHONE: "PHONE",
    Kind.EMAIL: "EMAIL",
    Kind.URL: "LINK",
    Kind.IP: "NETWORK ADDRESS",
    Kind.RECORD: "RECORD NUMBER",
    Kind.NATIONAL_ID: "NATIONAL ID",
    Kind.LICENCE: "LICENCE",
    Kind.ACCOUNT: "ACCOUNT",
    Kind.INSURANCE: "INSURANCE NUMBER",
    Kind.VEHICLE: "VEHICLE",
    Kind.DEVICE: "DEVICE",
    Kind.OTHER: "REDACTED",
}
_NUMBERED = {"HOSPITAL", "PLACE", "ORGANISATION", "CLINICIAN", "PERSON", "WARD"}
_PEOPLE = ["PATIENT", "CLINICIAN", "PERSON", *RELATIVES.values()]
_FIXED = ["DATE", "DATE OF BIRTH", "MONTH", "TIME"]
# What a label looks like when a cleaned text is read again. Only our own words: '[JOHN SMITH]' is no label.
OWN_LABEL = re.compile(
    r"\[(?:"
    + "|".join(sorted({*_PEOPLE, *_THINGS.values(), *_FIXED}, key=lambda word: (-len(word), word)))
    + r")(?: \d{1,3})?\]|\bday (?:0|[+-]\d{1,5})\b|(?<!\w)90\+|(?<=[A-Z][A-Z,][ ,])\d{3}\*\*(?!\w)"
)

_GIVEN_BEFORE = re.compile(r"\[([A-Z]+(?: [A-Z]+)?)(?: (\d{1,3}))?\]")


class Labels:
    """Hands out labels; asked twice about the same person or place, it answers the same. One object a form."""

    def __init__(self) -> None:
        self._people: list[tuple[set[str], str | None]] = []
        self._patients: list[set[str]] = []  # who may be the patient if no one is said to be
        self._given: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def keep(self, text: str) -> None:
        """Leave the numbers that a text cleaned before brings along to whom they were given."""
        for label in _GIVEN_BEFORE.finditer(text):
            word, number = label.groups()
            if number or word in _THINGS.values():  # '[SON]' may be the son whose name follows
                self._counts[word] = max(self._counts.get(word, 0), int(number or 1))

    def meet(self, name: str, role: str | None, patient: bool = True) -> None:
        """First pass: learn who is in the text, so that a role told later also holds for a name said before.

        ``patient`` says whether it may be the patient's name where nobody is said to be the patient.
        """
        words = _words(name)
        if patient:
            self._patients.append(words)
        for i, (known, known_role) in enumerate(self._people):
            if _same(words, known):
                self._people[i] = (known | words, _stronger(known_role, role))
                return
        self._people.append((words, role))

    def settle(self) -> None:
        """Second pass: the first person of no other role who may be the patient is, if no one was said to be."""
        if any(role == "patient" for _, role in self._people):
            return
        for i, (words, role) in enumerate(self._people):
            if role in (None, "person") and any(words & those for those in self._patients):
                self._people[i] = (words, "patient")
                return

    def person(self, name: str) -> str:
        words = _words(name)
        known, role = max(self._people, key=lambda person: len(words & person[0]), default=(set(), None))
        if words & known:
            return self._label(_role_label(role), "person:" + " ".join(sorted(known)))
        return self._label("PERSON", "person:" + " ".join(sorted(words)))

    def thing(self, kind: Kind, typed: str) -> str:
        return self._label(_THINGS[kind], f"{kind}:{' '.join(fold(typed).split())}")

    def _label(self, word: str, key: str) -> str:
        if key not in self._given:
            self._counts[word] = number = self._counts.get(word, 0) + 1
            self._given[key] = f"[{word} {number}]" if word in _NUMBERED or number > 1 else f"[{word}]"
        return self._given[key]


def _words(name: str) -> set[str]:
    words = {fold(w) for w in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", name)}
    return {w for w in words if len(w) > 2} or words


def _same(one: set[str], other: set[str]) -> bool:
    """Whether two names may be one person's: 'Rosa Quispe' and 'Quispe', not 'Rosa Quispe' and 'Juan Quispe'."""
    shared = one & other
    return bool(shared) and (len(shared) > 1 or shared in (one, other))


def _stronger(one: str | None, other: str | None) -> str | None:
    """Patient before relative before clinician before 'somebody'."""
    return min((one, other), key=_rank)


def _rank(role: str | None) -> int:
    if role == "patient":
        return 0
    if role in RELATIVES:
        return 1
    return 3 if role in (None, "person") else 2


def _role_label(role: str | None) -> str:
    if role == "patient":
        return "PATIENT"
    if role is None or role == "person":
        return "PERSON"
    return RELATIVES.get(role, "CLINICIAN")


# Who is spoken to, or cited, is a colleague: 'as Rao said', 'thanks Rao', 'Rao abeg check'.
_CITED_BEFORE = re.compile(
    r"(?i)(?:\b(?:as|per|thanks|thank you|thx|cheers|hi|hey|hello|dear|agree with|according to|gracias|merci|danke|"
    r"obrigad[oa]|grazie|tack),? |@)$"
)
_SPEAKS_AFTER = re.compile(
    r"(?i)^(?:['’]s (?:point|advice|suggestion)\b|"
    r",? (?:suggested|suggests|recommends|recommended|taught|wrote|posted)\b|"
    r"[,:!]? (?:you|u|can you|do you|pls|please|abeg)\b)"
)


def is_cited(text: str, start: int, end: int) -> bool:
    """Whether the name at ``[start, end)`` is of one who is spoken to or cited, and so hardly the patient's."""
    before, after = text[max(0, start - 24) : start], text[end : end + 20]
    return bool(_SPEAKS_AFTER.match(after) or _CITED_BEFORE.search(before))


def labels_of(people: Iterable[tuple[str, str | None, bool]], texts: Iterable[str]) -> Labels:
    """Labels for these names, each with its role, and whether it may be the patient's, in ``texts``."""
    labels = Labels()
    for text in texts:
        labels.keep(text)
    for name, role, patient in people:
        labels.meet(name, role, patient)
    labels.settle()
    return labels
