"""What stands beside a name that was found and belongs to it: the given name, the particle, the rest of it;
and the other names of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.anonymizer import veto
from bot.anonymizer.calendar import MONTHS, WEEKDAYS
from bot.anonymizer.findings import Finding
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.people import PART_OF_NAME, TITLE, known_name
from bot.anonymizer.recognizers.phrases import is_place
from bot.review import Kind

_GIVEN_BEFORE = re.compile(r"(?<![\w.'-])([A-Z][^\W\d_]{2,20}) $")
_PARTICLE_BEFORE = re.compile(
    r"(?<![\w.'-])((?:van der|van den|van de|van|vd|von der|von|de la|de los|de las|del|della|di|dos|das|du|bin|ibn|"
    r"bint|"
    r"binti|ben|abu|umm|a/l|a/p|ní|nic|mac|ter|ten|'t|te|al|el|ud|ul)[ -]|al-|el-|as-|ad-|ar-)$"
)
_MORE = re.compile(r"[ -]([A-Z][^\W\d_A-Z]{1,20}(?:-[A-Za-z][^\W\d_]{1,14})?)(?![\w-])")
_LISTED_BEHIND = re.compile(
    r"(?:, | ?& ?| and |/| or )([A-Z][^\W\d_A-Z]{1,20}(?:['-][A-Z][^\W\d_]+)?)(?=[\s,.;:!?)&/]|$)"
)


def whole_name(text: str, finding: Finding) -> Finding:
    """The finding with what belongs to the name: 'Rose' of 'Rose Whitcombe', 'van der' of 'van der Berg'."""
    if finding.kind is not Kind.NAME or not text[finding.start].isupper():
        return finding
    start, end = finding.start, finding.end
    if not veto.medical(text[start:end]):
        before = _GIVEN_BEFORE.search(text[max(0, start - 23) : start])
        if (
            before
            and not before[1].isupper()
            and fold(before[1]) in entries("given")
            and not TITLE.fullmatch(before[1])
            and fold(before[1]) not in PART_OF_NAME
        ):
            start -= len(before[0])
        elif particle := _PARTICLE_BEFORE.search(text[max(0, start - 10) : start]):
            start -= len(particle[0])
        more = _MORE.match(text, end)
        if more and " " not in text[finding.start : end].strip() and _goes_on(more[1]):
            end = more.end()
    return finding if veto.phrase(text[start:end]) else finding._replace(start=start, end=end)


def _goes_on(word: str) -> bool:
    """Whether ``word`` may be the next part of a name and is nothing else."""
    plain = fold(word)
    other = plain in entries("grammar") or plain in entries("abbreviations") or plain in MONTHS or plain in WEEKDAYS
    return not (other or veto.common(word) or veto.medical(word) or veto.region(word) or is_place(word))


def listed_with(text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The names that follow a name in a list: 'seen by Kim, Park & Lee'. Asked about."""
    for finding in findings:
        end = finding.end
        while finding.kind is Kind.NAME and (following := _LISTED_BEHIND.match(text, end)):
            word = following[1]
            if not known_name(word) or veto.medical(word) or fold(word) in entries("grammar") or fold(word) in MONTHS:
                break
            yield Finding(*following.span(1), Kind.NAME, 0.5, "list", None)
            end = following.end()
