"""Names as records and machines write them: the last name first, often in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.people import _CAP, PATIENT, known_name
from bot.anonymizer.recognizers.phrases import is_place
from bot.review import Kind

_CARET = re.compile(r"(?<![\w])([^\W\d_]{2,30}\^[^\W\d_]{2,30}(?:\^[^\W\d_]{1,20})?)")

_UNDERSCORE = re.compile(r"(?<![\w])([A-Z]{3,20}_[A-Z][a-z]{2,20})(?=_|\b)")

_COMMA_BEFORE_CAPITAL = re.compile(r", ?(?:[Dd]r\.? )?[^\W\d_a-z]")
_COMMA = re.compile(r"(?<![\w])([A-Z][A-Z'\-]{2,20}, ?[A-Z][A-Za-z'\-]{1,20}(?: [A-Z]\b\.?)?)(?=\s|,|$|\.|\))")

_LAST_FIRST = re.compile(
    rf"(?<![\w,])({_CAP}(?: {_CAP})?, ?(?:Dr\.? )?{_CAP}(?: {_CAP}\.?)?)(?=\s{{2}}|\s?[\n,.(]|"
    rf"\s(?:geb|DOB|dob|D\.O\.B|\d|MRN|NHS|RUT|[FM]\b|née)|$)"
)

_CAPS_FIRST = re.compile(
    r"(?<![\w])([A-Z][A-Z'\-]{2,20}(?:-[A-Z]{2,20})? [A-Z][a-zà-ÿ]{2,20})(?=\s{2}|\s?[\n,.(]|\s(?:geb|DOB|née|\d)|$)"
)

_HEADED = re.compile(
    r"(?i)(?:^|\n|\b(?:name|pt|pte|pcte|patient|paciente|nom|nombre|re|cons|gp|attending|consultant|"
    r"mother|nok)\s?[.:#]{1,2})\s*$"
)

# In a list: '2. Rosario-Vega, L.', '407-2 Odom, T'.
_COMMA_INITIAL = re.compile(rf"(?m)^[ ]{{0,3}}(?:[A-Z]{{0,2}}\d[\w-]{{0,5}}[.):]? )?({_CAP}, [A-Z]\b\.?)(?=[ \n(,]|$)")


class RecordNameRecognizer(Recognizer):
    """'DOE, JOHN M', 'WOJCIK^ANDRZEJ', 'Name: Featherstonehaugh, Rose', 'PELLETIER Aminata'."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in ((_CARET, 0.92), (_UNDERSCORE, 0.85)):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.NAME, score)
        for start, end, match in matches(_CAPS_FIRST, reading.text, 1):
            last, first = match.group(1).split(" ", 1)
            if known_name(first) and not veto.common(first) and not _ward_word(first) and not _ward_word(last):
                yield self.found(start, end, Kind.NAME, 0.8)
        if _COMMA_BEFORE_CAPITAL.search(reading.text):
            yield from self._last_first(reading)

    def _last_first(self, reading: Reading) -> Iterator[Finding]:
        """The last name, a comma, the first or its initial."""
        for start, end, match in matches(_COMMA_INITIAL, reading.text, 1):
            word = match.group(1).split(",")[0]
            if not (veto.common(word) or _ward_word(word)):
                yield self.found(start, end, Kind.NAME, 0.78 if known_name(word) else 0.6)
        for start, end, match in matches(_LAST_FIRST, reading.text, 1):
            words = re.findall(r"[^\W\d_]{2,}", match.group(1))
            if words and is_place(words[0]) and re.fullmatch(r"[A-Z]{2}", words[-1]):
                continue  # 'Boston, MA'
            known = any(known_name(w) for w in words)
            headed = _HEADED.search(reading.before(start, 14))
            telling = known or not all(veto.common(w) for w in words)
            if headed and telling and not any(_ward_word(w) for w in words[1:]):
                yield self.found(start, end, Kind.NAME, 0.86 if known else 0.6, PATIENT)
        for start, end, match in matches(_COMMA, reading.text, 1):
            parts = [part.strip().split(" ")[0] for part in match.group(1).split(",", 1)]
            if any(_ward_word(part) for part in parts):
                continue
            headed = re.search(r"(?i)(?:pt|patient|name|re)\s?[:#]?\s?$", reading.before(start, 10))
            if headed or (any(known_name(p) for p in parts) and not all(veto.common(p) for p in parts)):
                yield self.found(start, end, Kind.NAME, 0.85)


def _ward_word(word: str) -> bool:
    plain = fold(word)
    return plain in entries("abbreviations") or plain in entries("grammar") or veto.medical(word)
