"""Postal addresses in one line or several: the street before 'Apt 4' and the town, country and code behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.review import Kind

# A door: what an address has and no other text does.
_DOOR = re.compile(r"(?i)(?<![\w-])(?:suite|ste|apt|apartment|flat|unit)\b\.? ?#?\d{1,5}[A-Za-z]?(?![\w.]*\d| of\b)")
_BREAK = r"[ \t>?]{0,12}(?:\n[ \t>?]{0,12}){0,2}"
_WORD = r"(?:[^\W\d_a-z][\w'’-]*+|[^\W\d_]{1,4}\.(?= ))"  # 'Kiannonkatu', 'ul.'
_LINKED = rf"{_WORD}(?: (?:(?:de|da|do|del|di|la|le|al|el|of|og|van|der|nad|am|an|sur|st|str|road|u|utca) )?{_WORD})"
# '9554 62 Rue Gafsa ', '808 Kálmán Imre u. 12.\n ', '45818 P.O. Box 242\n ': a number, a name, perhaps a number.
_STREET_BEFORE = re.compile(
    r"(?:(?<=\s)|(?<=[>:(,])|^)(?:the corner of )?(?:\d{1,6}[A-Za-z]?[ ,]{1,2}){1,2}[^\W\d_][^\n,;:?!>]{2,48}?,?"
    rf"{_BREAK}$"
)
_STREET_ALONE = re.compile(
    r"(?:(?<=\n)|^)[ \t>?]*([^\W\d_a-z][^\n,;:?!>]{2,36} \d{1,5}[A-Za-z]?\.?|P\.?O\.? Box \d{1,6}),?" + rf"{_BREAK}$"
)
_REACH = 80  # characters before a door
_PART = re.compile(
    rf",?{_BREAK},?{_BREAK}(?P<said>\d{{3,6}}(?:[ -]\d{{2,4}})?(?![\w/])|[A-Z]{{2}}(?= ?[\n,]? *\d{{4,6}})|nan\b|"
    rf"{_LINKED}{{0,3}}(?: ?\([A-Z][a-z]+\))?)(?![\w’'])"
)
_PARTS = 5
# 'lives at 172 Maneeži 75, Saareküla', 'address: 450 Præstevænget 15', 'moved to 31 Rue Gafsa, Cite Merzgui'.
_HOUSE = re.compile(
    r"(?i:\b(?:lives? at|living at|address(?: is)?:?|arrived at|drops? (?:you|me|us) off at|moved to|house at|"
    r"office is at|stays at|resident (?:of|at)|collect(?:ed)? (?:her|him|them) (?:at|from)|found at|home is))\s"
    rf"((?:the corner of )?(?:\d{{1,6}}[A-Za-z]? ){{1,2}}(?:{_LINKED}{{0,4}}|[a-zà-ÿ]{{4,}})(?: \d{{1,5}}[A-Za-z]?\b)?"
    rf"(?:, {_LINKED}{{0,2}})?)"
)
_CORNER = re.compile(
    rf"(?i:\bcorner of )((?:\d{{1,6}} )?{_WORD}(?: (?!and )[^\W\d_][\w'’-]*+\.?){{0,3}}(?: \d{{1,5}}\b\.?)?"
    rf" (?:and|&) {_LINKED}{{0,3}}(?: \d{{1,5}}\b)?)"
)


class AddressBlockRecognizer(Recognizer):
    """Addresses with a door in them, and whole ones behind 'lives at', 'address:', 'the corner of'."""

    kinds = (Kind.LOCATION,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, _ in matches(_DOOR, reading.text):
            yield self.found(self._begin(reading, start), self._end(reading, end), Kind.LOCATION, 0.85)
        for start, end, _ in matches(_HOUSE, reading.text, 1):
            yield self.found(start, end, Kind.LOCATION, 0.8)
        for start, end, _ in matches(_CORNER, reading.text, 1):
            yield self.found(start, end, Kind.LOCATION, 0.8)

    @staticmethod
    def _begin(reading: Reading, door: int) -> int:
        """Where the street begins that the door belongs to; the door itself where none stands before it."""
        before = reading.before(door, _REACH)
        street = _STREET_BEFORE.search(before)
        if street is None and (alone := _STREET_ALONE.search(before)):
            return door - len(before) + alone.start(1)
        return door - len(before) + street.start() if street else door

    @staticmethod
    def _end(reading: Reading, door: int) -> int:
        """Where the town, the country and the post code end that follow the door."""
        end = door
        for _ in range(_PARTS):
            part = _PART.match(reading.text, end)
            if part is None or _speaks(part["said"]):
                break
            end = part.end("said")
            if part["said"][0].isdigit():
                break
        return end


def _speaks(part: str) -> bool:
    """Whether the words go on with the text rather than with the address."""
    first = part.split()[0]
    plain = fold(first.strip(".,()'’-"))
    return not veto.region(part) and (
        plain in entries("grammar") or (plain in entries("abbreviations") and len(first) > 2) or veto.medical(first)
    )
