"""Names of people, by the words around them: titles, relatives, 'named', initials, record headers.

What the context does not give away is left to the statistical model and to the name lists (recognizers.listed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.calendar import MONTHS, WEEKDAYS
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.review import Kind

_CAP = r"(?:[^\W\d_a-z][^\W\d_]{0,30}+(?:['.\-][^\W\d_]{1,30}+){0,3}+|[dDlLO]'[^\W\d_]{1,30}+)"
_PARTICLE = (
    r"(?:van der|van den|van de|van|von der|von|de la|de los|de las|de|del|della|di|da|dos|das|"
    r"do|du|la|le|el|al|bin|ibn|bint|binti|ben|abu|ap|ní|nic|mac|zu|ter|ten|st\.?|y|e)"
)
_CREDENTIALS = r"MD|DVM|DDS|PhD|RN|DO|MBBS|FRCS|MRCP|FRCP|NP|PA-C|CRNA|LPN|MSW|PharmD|DMD|OD|DPM"
_NAME = rf"(?:{_CAP}(?:[ -](?:{_PARTICLE} )?(?:[A-Z]\\.|{_CAP})){{0,3}}(?:,? (?:Jr|Sr|II|III|IV|{_CREDENTIALS})\b\.?)?)"
_SHORT = rf"(?:{_CAP}(?:[ -](?:{_PARTICLE} )?{_CAP}){{0,2}}(?:,? (?:Jr|Sr|II|III|IV|{_CREDENTIALS})\b\.?)?)"

CLINICIAN, PATIENT = "clinician", "patient"
_TITLES = {
    CLINICIAN: r"dr|dra|drs|doc|doctor|prof|professor|nurse(?: practitioner)?|sister|matron|midwife|consultant|surgeon|physio|pharmacist|registrar|attending|hoca|ustaz doctor|drhab|doktor|docteur|doctora|dott|dottoressa|dottor",
    "person": r"mr|mrs|ms|miss|mx|mister|missus|sir|lady|lord|dame|madam|madame|mme|mlle|monsieur|herr|frau|señora?|senora?|sra|srta|signora?|sig|pan|pani|dona|doña|dom|don|rev|reverend|father|pastor|imam|rabbi|captain|capt|sgt|sergeant|major|colonel|"
    r"mzee|mama|baba|bwana|bibi|mke wake|baji|bhai|ustaz|ustad|alhaji|hajia|haji|sheikh|shaikh|"
    r"shri|smt|sri|kumari|chief|oga|madam|sis|bro|uncle|auntie|aunty|aunt|tante|onkel|tio|tia|"
    r"abuela|abuelo|nonna|nonno|oma|opa|granny|nana|nan|grandma|grandpa|papa|maulvi|sardar|begum|"
    r"sahib|khun|nai|bapak|ibu|pak|bu|mbak|anh|chị|ông|bà|cô|president|ato|weyzero|woizero|dhr|"
    r"mevr|mw|tannie|oom|suor|fra|padre|musawo|daktari|dkt|tatay|nanay|lola|lolo|aling|kuya|ate|"
    r"nonna|pappou|yiayia|deda|baka|nea|dre|kollege|pastora|frère|soeur|hermana|irmã|irmão|mãe|"
    r"pai|councillor|judge|justice|officer|constable|pc",
}
# Titles that people say as part of the name: 'Mama Amina', 'Uncle Femi', 'Captain Mbarouk', 'baby Khushi'.
_PART_OF_NAME = frozenset(
    [
        "mama",
        "baba",
        "mzee",
        "bwana",
        "baji",
        "uncle",
        "auntie",
        "aunty",
        "captain",
        "ustaz",
        "ustad",
        "alhaji",
        "hajia",
        "haji",
        "sheikh",
        "baby",
    ]
)
_TITLED = {
    role: re.compile(rf"(?<![\w@])((?i:{words})\b\.?)\s((?:[A-Z]\.?\s?){{0,3}}(?:{_PARTICLE} )?{_NAME})")
    for role, words in _TITLES.items()
}
_TITLE_INITIAL = re.compile(r"(?<![\w@])(?:Dr|Mr|Mrs|Ms|Miss|Prof|Sr|Nurse)\.? ([A-Z]\.|[A-Z](?=[,;)]))(?!\w|[A-Z.])")
_LIST_ITEM = re.compile(
    rf"(?:^|\n)\s{{0,3}}(?:\d{{1,2}}[.)]|[-•*]|[Bb]ed \d{{1,2}}:?)\s({_CAP}(?: {_CAP})?)\s?(?:[-–:]|,\s\d)"
)
_TITLED_LOWER = re.compile(
    r"(?<![\w@])(?:dr|mr|mrs|ms|miss|prof|nurse|sister|auntie|uncle|aunt)\b\.? ([a-z]{3,}(?: [a-z]{2,}){0,2})\b"
)
_BABY = re.compile(rf"(?<![\w@])([Bb]aby(?: (?:boy|girl|of))?\s{_SHORT})")
_NEWBORN = re.compile(rf"(?<![\w@])(?:[Tt]win (?:one|two|[12AB])|BB|BG|[Mm]aster|[Bb]/[Oo])\s({_SHORT})")
_BABY_AFTER = re.compile(
    rf"\bthe ({_CAP}) (?:baby|twins?|family|boy|girl|kid|child|siblings|brothers|sisters|couple|lady|household)\b"
)

_RELATIVES = [
    "mother",
    "mum",
    "mom",
    "mam",
    "mama",
    "mummy",
    "mommy",
    "father",
    "dad",
    "daddy",
    "papa",
    "parent",
    "parents",
    "son",
    "daughter",
    "sister",
    "brother",
    "sibling",
    "wife",
    "husband",
    "spouse",
    "partner",
    "fiancé",
    "fiancée",
    "fiance",
    "girlfriend",
    "boyfriend",
    "grandmother",
    "grandma",
    "gran",
    "granny",
    "grandfather",
    "grandpa",
    "grandad",
    "grandson",
    "granddaughter",
    "uncle",
    "aunt",
    "auntie",
    "aunty",
    "cousin",
    "niece",
    "nephew",
    "twin",
    "twins",
    "stepmother",
    "stepfather",
    "stepmom",
    "stepdad",
    "stepson",
    "stepdaughter",
    "guardian",
    "carer",
    "caregiver",
    "caretaker",
    "neighbour",
    "neighbor",
    "friend",
    "flatmate",
    "roommate",
    "child",
    "kid",
    "baby",
    "boy",
    "girl",
    "widow",
    "kokum",
    "nani",
    "dadi",
    "nana",
    "dada",
    "amma",
    "appa",
    "abuela",
    "abuelo",
    "tia",
    "tio",
    "hija",
    "hijo",
    "filho",
    "filha",
    "hijo",
    "hija",
    "fils",
    "fille",
    "sohn",
    "tochter",
    "bruder",
    "schwester",
    "mutter",
    "vater",
    "esposa",
    "esposo",
    "marido",
    "mujer",
    "hermano",
    "hermana",
    "irmão",
    "irmã",
    "mãe",
    "pai",
    "madre",
    "padre",
    "moglie",
    "marito",
    "figlio",
    "figlia",
    "neto",
    "neta",
    "nieto",
    "nieta",
    "husband",
    "enkel",
    "onkel",
    "vrouw",
    "zoon",
    "dochter",
    "kone",
    "sønn",
    "datter",
    "anak",
    "suami",
    "istri",
    "asawa",
    "kapatid",
    "kaka",
    "beti",
    "beta",
    "bhabhi",
    "bhaiya",
    "chacha",
    "mausi",
    "mother-in-law",
    "father-in-law",
    "sister-in-law",
    "brother-in-law",
    "son-in-law",
    "daughter-in-law",
    "godmother",
    "godfather",
    "next-of-kin",
    "nok",
    "colleague",
]
_STAFF = [
    "caseworker",
    "social",
    "worker",
    "teacher",
    "boss",
    "employer",
    "supervisor",
    "anaesthetist",
    "anesthetist",
    "surgeon",
    "fellow",
    "attending",
    "resident",
    "registrar",
    "reg",
    "consultant",
    "intern",
    "midwife",
    "nurse",
    "pharmacist",
    "paramedic",
    "physio",
    "physiotherapist",
    "gp",
    "neurosurgeon",
    "radiologist",
    "cardiologist",
    "psychiatrist",
    "psychologist",
    "pediatrician",
    "paediatrician",
    "oncologist",
    "neurologist",
    "pathologist",
    "coordinator",
    "case",
    "manager",
    "interpreter",
    "translator",
    "secretary",
    "receptionist",
    "driver",
    "imam",
    "priest",
    "pastor",
    "student",
    "houseman",
    "sho",
    "hcp",
    "pcp",
    "rn",
    "hca",
    "case_worker",
    "charge_nurse",
    "school_nurse",
]
_RELATIVE = "|".join(re.escape(w) for w in sorted(_RELATIVES, key=len, reverse=True))
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
    rf"({_CAP}(?: {_CAP}){{0,2}}),?\s?\((?:the |his |her |their |pt'?s? )?((?i:{_RELATIVE}|husb|{_STAFFED}))\b"
)
_NAME_THEN_RELATION = re.compile(rf"({_CAP}(?: {_CAP}){{0,2}}), (?:the|his|her|their|my) ((?i:{_RELATIVE}))\b")
_LOWER_RELATION = re.compile(rf"(?<![\w@])([a-z]{{3,}})\s\((?:the |his |her )?((?i:{_RELATIVE}|husb))\b")
_STAFF_NAMED = re.compile(rf"(?<![\w@])((?i:{_STAFFED}))\s({_SHORT})")
_POSSESSED = re.compile(
    rf"({_CAP}(?: {_CAP}){{0,2}})'s? (?:(?:old|own|eldest|youngest|late|poor|twin)\s)?((?i:{_RELATIVE}|"
    rf"baby|family|house|number|notes|chart|bloods|scan|results?|file|phone|mobile|caregiver|records|"
    rf"labs|case|surgery|room|bed|parents|obs|story|killers|secretary))\b"
)

_NAMED = re.compile(
    rf"(?i:\b(?:(?:sur|first|last|maiden|full|real|legal|given|family|passport|middle|nick|birth|"
    rf"pt'?s?|patient'?s?|her|his|my|their|whose|the|card|account)?[\s-]?name(?:'s)?(?: on (?:the "
    rf")?\w+)?(?: is(?: literally| actually| really)?|:| was|=|\?| to)?(?: of)?|"
    rf"named|called|calls (?:her|him|me|them)|call (?:her|him|me)|goes by|known as|a\.?k\.?a\.?|"
    rf"alias|née|nee|born as|legal|signed(?: by)?|addressed to|registered (?:as|under)|listed "
    rf"as|"
    rf"nombre|apellidos?|nom|prénom|vorname|nachname|cognome|nome|imię|nazwisko|name on chart|"
    rf"wristband|tattoo says|we know as|knows? (?:her|him) as|says|reads))[\s:,]{{1,3}}[\"'(]?\s?({_NAME})"
)
_NAMED_LOWER = re.compile(
    r"(?i:\b(?:surname|first name|last name|maiden name|full name|my name is|name is|named|goes "
    r"by|aka|called))[ :,]{1,2}[\"']?([a-z]{3,}(?: [a-z]{3,})?)\b"
)
_PATIENT = re.compile(
    rf"(?<![\w@])(?i:pts?|patient|client|pat|pte|paciente|resident|inpt)(?:\.|:| is| was| no\.? "
    rf"?\d+:?| name:?|,)?\s{{1,2}}({_NAME})"
)
_PATIENT_LOWER = re.compile(r"(?<![\w@])([a-z]{3,}) \((?:the )?(?:pt|patient|my patient)\b")
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
_CARET = re.compile(r"(?<![\w])([^\W\d_]{2,30}\^[^\W\d_]{2,30}(?:\^[^\W\d_]{1,20})?)")
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
_UNDERSCORE = re.compile(r"(?<![\w])([A-Z]{3,20}_[A-Z][a-z]{2,20})(?=_|\b)")
_INITIAL_LAST = re.compile(r"(?<![\w.])([A-Z][^\W\d_A-Z]+(?:-[A-Z][^\W\d_]+)? [A-Z]\.)(?=[\s,;:?!)\]'’]|$)")
_INITIAL_BARE = re.compile(
    r"(?<![\w.])([A-Z][^\W\d_A-Z]{2,} [A-Z])(?=[,;:?!)]|\.\s|$|'s\b|\s(?:seen|is|was|who|with|"
    r"has|had|at|admitted|treated|evaluated|presented|referred)\b)"
)
_INITIAL_FIRST = re.compile(r"(?<![\w.])(?<!\d )((?:[A-Z]\.\s?){1,2} ?[A-Z][^\W\d_A-Z]{2,}(?:-[A-Z]\w+)?)(?![\w])")
_LOWER_INITIAL = re.compile(r"(?i:\b(?:by|signed|from|dr|regards))\s([a-z]\. ?[a-z]{3,})\b")
_INITIALS = re.compile(
    r"(?<![\w.])((?:[A-Z]\.){2,3}|[A-Z]\.[A-Z])(?=,? (?:is|was|has|had|\d{1,3}\s?(?:y|F|M|yo|"
    r"year))|,? (?:\d|a \d)|\s?[,(]\s?\d{1,3}\s?[FMfmy])"
)
_SUFFIXED = re.compile(
    rf"({_CAP}(?: {_CAP})?)(?:-(?:san|sama|kun|chan|sensei|ji|bhai|ssi)| (?:san|sensei|hoca|sahib|"
    rf"saheb|ji|bhai|ben|bey|hanım|abla|abi|garu|bai|didi|MD|DVM|PhD|RN|DO|DDS|MBBS|FRCS|MRCP|"
    rf"FRCP|NP|PA-C|CRNA|Jr\.?|Sr\.?)\b)"
)
_AGED = re.compile(
    rf"({_SHORT}),? (?:is )?(?:a |an )?(?:\d{{1,3}}[\s-]?(?:[FM]\b|y/?o|yo\b|yr|year|yrs|y\b|mo\b|"
    rf"month|week|wks?\b|day|days\b)|\(\d{{1,3}}[,)]|aged? \d)(?! ago)|({_SHORT}),? \(?\d{{1,3}}(?=[,;)"
    rf"])(?!,\d)"
)
_AGE_FIRST = re.compile(
    rf"\b\d{{1,3}}\s?(?:[FMfm]|yo [FMfm]?|y/?o|yof|yom)\b,?\s({_SHORT})(?=[,.;:(]|\s(?:with|w/|"
    rf"in|is|has|had|from|p/w|presents|\())"
)

_SECOND_LANGUAGE = {"Mke wake"}


def plausible(name: str) -> bool:
    """Whether ``name`` can be a person's: not only medicine, words of grammar, or months."""
    return not all(veto.medical(part) or veto.common(part) for part in re.split(r"[ \-]", name) if part)


def _never_told(word: str) -> bool:
    bare = word.strip(".,;:!?()[]\"'")
    plain = fold(bare)
    if plain in entries("grammar") or plain in MONTHS or plain in WEEKDAYS or veto.chemical(bare):
        return True
    known = plain in entries("given") or plain in entries("surnames")
    return (plain in entries("abbreviations") and not known) or (
        bare.isupper() and len(bare) < 4 and not known and len(bare) > 1
    )


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


_TOLD = 0.84  # from here the context says 'a name follows', and an eponym or a word will do: 'Dr Graves', 'surgeon named Smith'


class ContextNameRecognizer(Recognizer):
    """Names that the words beside them give away."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for role, pattern in _TITLED.items():
            for start, end, match in matches(pattern, reading.text, 2):
                title = match.group(1)
                if title[0].isupper() or len(title) > 2:
                    begin = (
                        match.start(1)
                        if title.lower() in _PART_OF_NAME and (title[0].isupper() or title == "baby")
                        else start
                    )
                    yield from self._name(reading, start, end, 0.93, role, begin)
        for pattern, group, score, role in (
            (_BABY, 1, 0.88, PATIENT),
            (_NEWBORN, 1, 0.86, PATIENT),
            (_LIST_ITEM, 1, 0.6, PATIENT),
            (_BABY_AFTER, 1, 0.85, None),
            (_NAMED, 1, 0.88, None),
            (_PATIENT, 1, 0.86, PATIENT),
            (_THANKS, 1, 0.8, None),
            (_SELF, 1, 0.5, None),
            (_SUFFIXED, 1, 0.86, None),
            (_AGED, 1, 0.8, PATIENT),
            (_AGE_FIRST, 1, 0.78, PATIENT),
        ):
            for start, end, _ in matches(pattern, reading.text, group):
                yield from self._name(reading, start, end, score, role)
        for start, end, _ in matches(_TITLE_INITIAL, reading.text, 1):
            yield self.found(start, end, Kind.NAME, 0.88)
        for start, end, match in matches(_AGED, reading.text, 2):
            if reading.text[end : end + 1] == ",":
                yield from self._name(reading, start, end, 0.8, PATIENT)
        for pattern, relation, group, score in (
            (_RELATED, 1, 2, 0.86),
            (_RELATED_BRACKET, 1, 2, 0.86),
            (_BRACKET_RELATION, 2, 1, 0.88),
            (_NAME_THEN_RELATION, 2, 1, 0.86),
            (_STAFF_NAMED, 1, 2, 0.84),
            (_POSSESSED, 2, 1, 0.8),
        ):
            for start, end, match in matches(pattern, reading.text, group):
                yield from self._name(
                    reading, start, end, score, None if pattern is _POSSESSED else match.group(relation).lower()
                )

    def _name(
        self, reading: Reading, start: int, end: int, score: float, role: str | None, begin: int | None = None
    ) -> Iterator[Finding]:
        """``begin`` is where the name starts when its title belongs to it."""
        kept = _trimmed(reading, start, end, score >= _TOLD)
        if not kept:
            return
        name = reading.text[slice(*kept)]
        alone = " " not in name and not known_name(name)
        if score < 0.9 and alone and (name.isupper() or veto.chemical(name)):
            return  # an abbreviation
        if score in (0.8, 0.78) and alone:
            score = 0.5  # 'Empyema, 12F'
        if begin is None and name.split(" ")[0].lower() != "baby" and reading.text[start : start + 4].lower() == "baby":
            begin, kept = start, (start, kept[1])
        if score >= _TOLD or plausible(name):
            yield self.found(kept[0] if begin is None or kept[0] != start else begin, kept[1], Kind.NAME, score, role)


class LowerCaseNameRecognizer(Recognizer):
    """Names typed without capitals, where only a title or 'named' tells: 'mr dang van hung', 'surname mark'."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in (
            (_TITLED_LOWER, 0.85),
            (_NAMED_LOWER, 0.8),
            (_PATIENT_LOWER, 0.8),
            (_LOWER_RELATION, 0.8),
            (_LOWER_INITIAL, 0.85),
        ):
            for start, _, match in matches(pattern, reading.text, 1):
                words = []
                for word in match.group(1).split(" "):
                    if word in entries("grammar") or (veto.common(word) and not known_name(word)):
                        break
                    words.append(word)
                if words:
                    yield self.found(
                        start, start + len(" ".join(words)), Kind.NAME, score if not veto.common(words[0]) else 0.6
                    )


class InitialsRecognizer(Recognizer):
    """'Anna S.', 'L. Hernandez', 'J.S.,', and names that a machine wrote: 'DOE, JOHN M', 'WOJCIK^ANDRZEJ'."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in ((_CARET, 0.92), (_UNDERSCORE, 0.85), (_INITIALS, 0.8)):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.NAME, score)
        for pattern, score in ((_INITIAL_LAST, 0.85), (_INITIAL_FIRST, 0.84), (_INITIAL_BARE, 0.5)):
            for start, end, match in matches(pattern, reading.text, 1):
                long = max(re.split(r"[\s.]+", match.group(1)), key=len)
                if veto.medical(long) and fold(long) in entries("given") and pattern is _INITIAL_LAST:
                    yield self.found(start, end, Kind.NAME, 0.85)
                elif not veto.medical(long) and not veto.common(long):
                    yield self.found(start, end, Kind.NAME, max(score, 0.8) if known_name(long) else min(score, 0.6))
                elif known_name(long) and not veto.medical(long):
                    yield self.found(start, end, Kind.NAME, min(score, 0.76))
        for start, end, match in matches(_LAST_FIRST, reading.text, 1):
            words = re.findall(r"[^\W\d_]{2,}", match.group(1))
            known = sum(known_name(w) for w in words)
            bad = any(
                veto.medical(w) or fold(w) in entries("grammar") or fold(w) in entries("abbreviations")
                for w in words[1:]
            )
            if (
                not bad
                and _HEADED.search(reading.before(start, 14))
                and (known or not all(veto.common(w) for w in words))
            ):
                yield self.found(start, end, Kind.NAME, 0.86 if known else 0.6, PATIENT)
        for start, end, match in matches(_CAPS_FIRST, reading.text, 1):
            last, first = match.group(1).split(" ", 1)
            if (
                known_name(first)
                and not veto.medical(first)
                and fold(last) not in entries("abbreviations")
                and not (veto.common(first) or veto.medical(last))
            ):
                yield self.found(start, end, Kind.NAME, 0.8)
        for start, end, match in matches(_COMMA, reading.text, 1):
            last, first = (part.strip() for part in match.group(1).split(",", 1))
            words = (last, first.split(" ")[0])
            if any(
                fold(w) in entries("abbreviations") or veto.medical(w) or w.lower() in entries("grammar") for w in words
            ):
                continue
            headed = re.search(r"(?i)(?:pt|patient|name|re)\s?[:#]?\s?$", reading.before(start, 10))
            if headed or (any(known_name(w) for w in words) and not all(veto.common(w) for w in words)):
                yield self.found(start, end, Kind.NAME, 0.85)


def known_name(word: str) -> bool:
    plain = fold(word.strip("'.\""))
    return plain in entries("given") or plain in entries("surnames")
