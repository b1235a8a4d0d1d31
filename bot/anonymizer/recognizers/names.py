"""Names of people, by the words around them: titles, relatives, 'named', record headers.

What the context does not give away is left to the statistical model and to the name lists (recognizers.listed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.anonymizer import veto
from bot.anonymizer.calendar import MONTHS, WEEKDAYS
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries
from bot.anonymizer.recognizers.people import _CAP, _RELATIVE, PATIENT, RELATIVES, TITLES, known_name
from bot.review import Kind

_PARTICLE = (
    r"(?:van der|van den|van de|van|von der|von|de la|de los|de las|de|del|della|di|da|dos|das|"
    r"do|du|la|le|el|al|bin|ibn|bint|binti|ben|abu|ap|ní|nic|mac|zu|ter|ten|st\.?|y|e)"
)

_CREDENTIALS = r"MD|DVM|DDS|PhD|RN|DO|MBBS|FRCS|MRCP|FRCP|NP|PA-C|CRNA|LPN|MSW|PharmD|DMD|OD|DPM"

_NO_LETTER = r"(?<![^\W\d_])"  # before it: a name doesn't begin inside a word

_NAME = rf"(?:{_CAP}(?:[ -](?:{_PARTICLE} )?(?:[A-Z]\.|{_CAP})){{0,3}}(?:,? (?:Jr|Sr|II|III|IV|{_CREDENTIALS})\b\.?)?)"

_SHORT = rf"(?:{_CAP}(?:[ -](?:{_PARTICLE} )?{_CAP}){{0,2}}(?:,? (?:Jr|Sr|II|III|IV|{_CREDENTIALS})\b\.?)?)"

_TITLED = {
    role: re.compile(rf"(?<![\w@])((?i:{words})\b\.?)\s((?:[A-Z]\.?\s?){{0,3}}(?:{_PARTICLE} )?{_NAME})")
    for role, words in TITLES.items()
}

# Before a title that is a relative, too: 'her sister Ada' is no nurse, 'su hermana Rosa' not the patient.
_WHOSE = re.compile(r"(?i)\b(?:her|his|their|my|pts?'?s?|sus?|sua|seu|suo|sa|mi|ihre?|seine?|hans|hennes)\s$")
_TITLE_INITIAL = re.compile(r"(?<![\w@])(?:Dr|Mr|Mrs|Ms|Miss|Prof|Sr|Nurse)\.? ([A-Z]\.|[A-Z](?=[,;)]))(?!\w|[A-Z.])")

_LIST_ITEM = re.compile(
    r"(?m)(?<!\w)(?:(?<=^)|(?<=^\s)|(?<=^\s\s)|(?<=^\s\s\s))"
    rf"(?:\d{{1,2}}[.)]|[-•*]|[Bb]ed \d{{1,2}}:?)\s({_CAP}(?: {_CAP})?)\s?(?:[-–:]|,\s\d)"
)

_BABY = re.compile(rf"(?<![\w@])([Bb]aby(?: (?:boy|girl|of))?\s{_SHORT})")

_NEWBORN = re.compile(rf"(?<![\w@])(?:[Tt]win (?:one|two|[12AB])|BB|BG|[Mm]aster|[Bb]/[Oo])\s({_SHORT})")

_BABY_AFTER = re.compile(
    rf"\bthe ({_CAP}) (?:baby|twins?|family|boy|girl|kid|child|siblings|brothers|sisters|couple|lady|household)\b"
)

_STAFF = entries("staff")

_STAFFED = "|".join(
    re.escape(w.replace("_", " "))
    for w in sorted([*_STAFF, "case worker", "charge nurse", "school nurse"], key=len, reverse=True)
)

_RELATED = re.compile(rf"(?<![\w@])((?i:{_RELATIVE})),?\s(?:is |named |called |- |\()?[\"']?({_SHORT})")

_RELATED_BRACKET = re.compile(
    rf"(?<![\w@])((?i:{_RELATIVE}|{_STAFFED}))(?: (?:in|from|is|and|has|with|works|lives)\b[^.()"
    rf"\n]{{0,40}})?\s?\(\s?[\"']?({_SHORT})[\"']?\s?(?=[),;])"
)

_BRACKET_RELATION = re.compile(
    rf"{_NO_LETTER}({_CAP}(?: {_CAP}){{0,2}}),?\s?\((?:the |his |her |their |pt'?s? )?"
    rf"((?i:{_RELATIVE}|husb|{_STAFFED}))\b"
)

_NAME_THEN_RELATION = re.compile(
    rf"{_NO_LETTER}({_CAP}(?: {_CAP}){{0,2}}), (?:the|his|her|their|my) ((?i:{_RELATIVE}))\b"
)

_STAFF_NAMED = re.compile(rf"(?<![\w@])((?i:{_STAFFED}))\s({_SHORT})")

# ``_CAP`` takes 's and what stands behind a hyphen, and never gives it back.
_OWNER = r"(?:[^\W\d_a-z](?:[^\W\d_]|['-](?!s\b)(?=[^\W\d_])){0,40}+)"
_BARE = r"(?:[^\W\d_a-z][^\W\d_]{0,30}+)"
_POSSESSED = re.compile(
    rf"{_NO_LETTER}((?:{_CAP} ){{0,2}}{_OWNER})'s? (?:(?:old|own|eldest|youngest|late|poor|twin)\s)?((?i:{_RELATIVE}|"
    rf"baby|family|house|number|notes|chart|bloods|scan|results?|file|phone|mobile|caregiver|records|"
    rf"labs|case|surgery|room|bed|parents|obs|story|killers|secretary))\b"
)

_NAMED = re.compile(
    rf"(?i:\b(?:(?:(?:sur|first|last|maiden|full|real|legal|given|family|passport|middle|nick|birth|"
    rf"pt'?s?|patient'?s?|her|his|my|their|whose|the|card|account)[\s-]?)?name(?:'s)?(?: on (?:the "
    rf")?\w+)?(?: is(?: literally| actually| really)?|:| was|=|\?| to)?(?: of)?|"
    rf"named|called|calls (?:her|him|me|them)|call (?:her|him|me)|goes by|known as|a\.?k\.?a\.?|"
    rf"alias|née|nee|born as|legal|signed(?: by)?|addressed to|registered (?:as|under)|listed "
    rf"as|"
    rf"nombre|apellidos?|nom|prénom|vorname|nachname|cognome|nome|imię|nazwisko|name on chart|"
    rf"wristband|tattoo says|we know as|knows? (?:her|him) as))[\s:,]{{1,3}}[\"'(]?\s?({_NAME})"
)

_PATIENT = re.compile(
    rf"(?<![\w@])(?i:pts?|patient|client|pat|pte|paciente|resident|inpt)(?:(?<!ent)(?<!ente)\.|:| is| was| no\.? "
    rf"?\d+:?| name:?)?\s{{1,2}}({_NAME})"
)

_QUOTED_INITIALS = re.compile(r"(?i:\b(?:pt|patient)) [\"']([A-Z]{1,3})[\"']")
_THANKS = re.compile(
    rf"(?i:\b(?:thanks|cheers|regards|best|sincerely|from|sorry|yours|br|kr|rgds|signed|ty)),?\s?[-–,\n]\s?({_SHORT}"
    rf")(?=\s?(?:,|\.|$|\n))"
)

_SELF = re.compile(
    rf"(?i:\b(?:i'm|i am|it's|this is|im|that's|that is|here is|here's|meet|we have|speaking,?|"
    rf"ask for|spoke to|spoken to|tell|told|ring|bleep|call|called|email|text|page|contact|cc|"
    rf"reviewed by|seen by|per|by|via|from|with|for|see|and|met|found|reviewed|"
    rf"discussed with|d/w|under|remember|which|who is|who's|uses|wants?|knows?|known|trained w(?:ith)"
    rf"?|picking up|transferred|thank(?:s to| you)|about|list for|items for|concerns about|to)"
    rf")\s[\"']?({_SHORT})"
)

_SUFFIXED = re.compile(
    rf"{_NO_LETTER}((?:{_CAP} )?{_BARE}(?=-)|{_CAP}(?: {_CAP})?)"
    rf"(?:-(?:san|sama|kun|chan|sensei|ji|bhai|ssi)| (?:san|sensei|hoca|sahib|"
    rf"saheb|ji|bhai|ben|bey|hanım|abla|abi|garu|bai|didi|MD|DVM|PhD|RN|DO|DDS|MBBS|FRCS|MRCP|"
    rf"FRCP|NP|PA-C|CRNA|Jr\.?|Sr\.?)\b)"
)

_AGED = re.compile(
    rf"{_NO_LETTER}(?:({_SHORT}),? (?:is )?(?:a |an )?(?:\d{{1,3}}[\s-]?(?:[FM]\b|y/?o|yo\b|yr|year|yrs|y\b|mo\b|"
    rf"month|week|wks?\b|day|days\b)|\(\d{{1,3}}[,)]|aged? \d)(?! ago)|({_SHORT}),? \(?\d{{1,3}}(?=[,;)"
    rf"])(?!,\d))"
)

_AGE_FIRST = re.compile(
    rf"\b\d{{1,3}}\s?(?:[FMfm]|yo [FMfm]?|y/?o|yof|yom)\b,?\s({_SHORT})(?=[,.;:(]|\s(?:with|w/|"
    rf"in|is|has|had|from|p/w|presents|\())"
)


# A name stands before the number that is its own: 'Ivonete, CPF …', 'Reshma Kuttappan (Emirates ID …'.
_BEFORE_NUMBER = re.compile(
    rf"{_NO_LETTER}({_SHORT}),? \(?(?:MRN|DOB|D\.O\.B|NHS|CHI|NHI|CPF|RG|PPSN?|CNIC|NRIC|UHID|SSN|PESEL|CURP|RUT|"
    rf"DNI|BSN|NIN|BVN|Aadhaar|"
    rf"ABHA|Emirates ID|HN|HC|IP|OPD|UR|URN|PHN|HCN|MR|Medicare|passport|geb\.?|née|date of birth)\b"
)
_BEFORE_CODE = re.compile(
    rf"{_NO_LETTER}({_SHORT}),? \(?[A-Z]{{2,6}}(?: ?(?:ID|no|num|number|#)\.?)?[:#]? ?[A-Z]{{0,3}}\d[\d./-]{{4,}}(?!\w)"
)


def plausible(name: str) -> bool:
    """Whether ``name`` can be a person's: not only medicine, words of grammar, or months."""
    return not all(veto.medical(part) or veto.common(part) for part in re.split(r"[ \-]", name) if part)


def _never_told(word: str) -> bool:
    bare = word.strip(".,;:!?()[]\"'")
    plain = bare.lower()  # not folded: 'Wąs' is a surname, 'was' is grammar
    if plain in entries("grammar") or plain in MONTHS or plain in WEEKDAYS or veto.chemical(bare):
        return True
    if "." in bare or known_name(bare):
        return False
    return plain in entries("abbreviations") or (bare.isupper() and 1 < len(bare) < 4)


_CREDENTIAL = re.compile(rf"(?:{_CREDENTIALS}|Jr|Sr|II|III|IV)\.?")


def _trimmed(reading: Reading, start: int, end: int, told: bool) -> tuple[int, int] | None:
    """Cut words from the right end that no name holds ('Agnes Mbeki CXR'), and grammar from the left ('The Rose').

    Where the context has told that a name follows, words of the dictionary stay: 'Khun Ploy', 'Mr Walker'.
    """
    outside = _never_told if told else veto.never_name
    words = [(m.start() + start, m.end() + start, m.group()) for m in re.finditer(r"\S+", reading.text[start:end])]
    while words and outside(words[-1][2]) and not _CREDENTIAL.fullmatch(words[-1][2]):
        words.pop()
    while words and outside(words[0][2]):
        words.pop(0)
    return (words[0][0], words[-1][1]) if words else None


_LETTERS = frozenset(
    ["tia", "pan", "oma", "sig", "ate", "don", "dom", "pr", "pc", "mw"]
)  # titles that are also letters
# From here the context says 'a name follows', and an eponym or a word will do: 'Dr Graves', 'surgeon named Smith'.
_TOLD = 0.84


class _Cue(NamedTuple):
    """Words beside a name, and what they tell: how sure the name is, and whose it is."""

    pattern: re.Pattern[str]
    score: float
    role: str | None = None
    lone: float | None = None  # the score of one word that no list of names knows; None: the same
    drugs: bool = False  # what is given to somebody stands there, too: 'gave the patient Tylenol'


_CUES = (
    _Cue(_BABY, 0.88, PATIENT),
    _Cue(_NEWBORN, 0.86, PATIENT, drugs=True),
    _Cue(_LIST_ITEM, 0.6, PATIENT),
    _Cue(_BABY_AFTER, 0.85),
    _Cue(_NAMED, 0.88),
    _Cue(_PATIENT, 0.86, PATIENT, drugs=True),
    _Cue(_THANKS, 0.8, lone=0.5),
    _Cue(_SELF, 0.5),
    _Cue(_SUFFIXED, 0.86),
    _Cue(_AGE_FIRST, 0.78, PATIENT, lone=0.5),
    _Cue(_BEFORE_NUMBER, 0.8, PATIENT, lone=0.5),
    _Cue(_BEFORE_CODE, 0.6, PATIENT),
    _Cue(_POSSESSED, 0.8, lone=0.5),
)
_INITIALS = (_Cue(_QUOTED_INITIALS, 0.8, PATIENT), _Cue(_TITLE_INITIAL, 0.88))
_AGED_CUE = _Cue(_AGED, 0.8, PATIENT, lone=0.5)  # 'Empyema, 12F'
# The relation is the role: the cue, the relation's group, the name's.
_RELATIONS = (
    (_Cue(_RELATED, 0.86), 1, 2),
    (_Cue(_RELATED_BRACKET, 0.86), 1, 2),
    (_Cue(_BRACKET_RELATION, 0.88), 2, 1),
    (_Cue(_NAME_THEN_RELATION, 0.86), 2, 1),
    (_Cue(_STAFF_NAMED, 0.84), 1, 2),
)


class ContextNameRecognizer(Recognizer):
    """Names that the words beside them give away."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        yield from self._titled(reading)
        for cue in _CUES:
            for start, end, _ in matches(cue.pattern, reading.text, 1):
                yield from self._name(reading, start, end, cue)
        for cue in _INITIALS:
            for start, end, _ in matches(cue.pattern, reading.text, 1):
                yield self.found(start, end, Kind.NAME, cue.score, cue.role)
        for _, _, match in matches(_AGED_CUE.pattern, reading.text):
            start, end = match.span(match.lastindex or 0)
            if match.lastindex == 1 or reading.text[end : end + 1] == ",":
                yield from self._name(reading, start, end, _AGED_CUE)
        for cue, relation, group in _RELATIONS:
            for start, end, match in matches(cue.pattern, reading.text, group):
                yield from self._name(reading, start, end, cue._replace(role=match.group(relation).lower()))

    def _titled(self, reading: Reading) -> Iterator[Finding]:
        for role, pattern in _TITLED.items():
            for start, end, match in matches(pattern, reading.text, 2):
                title = match.group(1)
                if title.isupper() and title.lower() in _LETTERS and not match.group(2).isupper():
                    continue  # 'No TIA.  Rest well'
                if title[0].isupper() or len(title) > 2:
                    related = title.lower() in RELATIVES and _WHOSE.search(reading.before(match.start(), 8))
                    yield from self._name(reading, start, end, _Cue(pattern, 0.93, title.lower() if related else role))

    def _name(self, reading: Reading, start: int, end: int, cue: _Cue) -> Iterator[Finding]:
        kept = _trimmed(reading, start, end, cue.score >= _TOLD)
        if not kept:
            return
        name = reading.text[slice(*kept)]
        score = cue.score
        if " " not in name and not known_name(name):
            if cue.drugs and veto.medical(name):
                return
            if score < 0.9 and (name.isupper() or veto.chemical(name)):
                return  # an abbreviation
            score = cue.lone or score
        if score >= _TOLD or plausible(name):
            yield self.found(*kept, Kind.NAME, score, cue.role)
