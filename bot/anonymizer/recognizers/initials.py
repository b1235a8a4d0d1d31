"""Names by how they are written: initials, 'LAST, First', what a machine wrote, and names without capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.people import _CAP, _RELATIVE, PATIENT, known_name
from bot.anonymizer.recognizers.phrases import is_place
from bot.review import Kind

_LOWER_TITLE = r"(?:dr|mr|mrs|ms|miss|prof|nurse|sister|auntie|uncle|aunt)\b"
_TITLED_LOWER = re.compile(
    rf"(?<![\w@]){_LOWER_TITLE}\.? ((?!{_LOWER_TITLE})[a-z]{{3,}}(?: (?!{_LOWER_TITLE})[a-z]{{2,}}){{0,2}})\b"
)

_LOWER_RELATION = re.compile(rf"(?<![\w@])([a-z]{{3,}})\s\((?:the |his |her )?((?i:{_RELATIVE}|husb))\b")

_NAMED_LOWER = re.compile(
    r"(?i:\b(?:surname|first name|last name|maiden name|full name|my name is|name is|named|goes "
    r"by|aka|called))[ :,]{1,2}[\"']?([a-z]{3,}(?: [a-z]{3,})?)\b"
)

_PATIENT_LOWER = re.compile(r"(?<![\w@])([a-z]{3,}) \((?:the )?(?:pt|patient|my patient)\b")

# 'mw lowri', 'her brother mukesh', 'bed 9 bhatt': a word of no list behind who it is, or where.
_CUED_LOWER = re.compile(
    rf"(?:\b(?i:{_RELATIVE}|mw|midwife|hca|sho|reg|registrar|consultant|matron|physio|porter|wardie|intern|pt|"
    rf"patient|baby|boy|"
    rf"girl|dr|doc|thx|thanks|cheers|hi|hey|hello|sorry|ask|tell|told|asked|ring|call|text|page|bleep)|"
    rf"\b(?:bed|room|cot|bay) ?\d{{1,3}}[a-zA-Z]?),? ([a-z]{{4,}})(?![\w'-])"
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

_INITIAL_LAST = re.compile(r"(?<![\w.])([A-Z][^\W\d_A-Z]+(?:-[A-Z][^\W\d_]+)? (?:[A-Z]\.){1,3})(?=[\s,;:?!)\]'’]|$)")

_INITIAL_BARE = re.compile(
    r"(?<![\w.])([A-Z][^\W\d_A-Z]{2,} [A-Z])(?=[,;:?!)]|\.\s|$|'s\b|\s(?:seen|is|was|who|with|"
    r"has|had|at|admitted|treated|evaluated|presented|referred)\b)"
)

_INITIAL_FIRST = re.compile(r"(?<![\w.])(?<!\d )((?:[A-Z]\.\s?){1,2} ?[A-Z][^\W\d_A-Z]{2,}(?:-[A-Z]\w+)?)(?![\w])")

# 'Wong CK', 'Wouter VDB': letters behind a name, as half of Asia signs.
_LETTERS_BEHIND = re.compile(r"(?<![\w.])([A-Z][^\W\d_A-Z]{1,} [A-Z]{2,3})(?=[\s,;:?!)]|\.(?!\w)|$|'s\b)")
# In a list: '2. Rosario-Vega, L.', '407-2 Odom, T'.
_COMMA_INITIAL = re.compile(rf"(?m)^[ ]{{0,3}}(?:[A-Z]{{0,2}}\d[\w-]{{0,5}}[.):]? )?({_CAP}, [A-Z]\b\.?)(?=[ \n(,]|$)")
# A colleague by letters: 'd/w AO', 'JB agrees', '- MK' at the end.
_COLLEAGUE = re.compile(
    r"(?:\b(?i:initials|signed(?: by)?|d/w|as per|ask|told|bleep|thanks|cheers|thx|rv'?d? by|seen by|reviewed by)\s"
    r"((?:[A-Z]\.){2,3}|[A-Z]{2,3})(?![\w&/-])|(?<![\w.&/-])([A-Z]{2,3})(?= (?:agrees|agreed|reviewed|to review|"
    r"aware|happy)\b)|"
    r"(?<=\s)[–~-]\s?([A-Z]{2,3}|[A-Z][a-z]{2,12})\s*$)"
)
_NICKNAME = re.compile(
    r"[\"“]([A-Z][^\W\d_]{1,14}(?: [A-Z][^\W\d_]{1,14})?)[\"”](?= [A-Z][^\W\d_]{2,})|"
    r"(?i:\b(?:call ?sign|alias|nick(?:name)?d?|known as|aka|goes by|calls? (?:him|her|me)|we call|tattoo\w*|says|"
    r"painted))"
    r"(?: is)?:? [\"“]([A-Z][^\W\d_]{1,14}(?: [A-Z][^\W\d_]{1,14})?)[\"”]"
)
_LOWER_INITIAL = re.compile(r"(?i:\b(?:by|signed|from|dr|regards|pt|patient|mr|mrs|ms))\s([a-z]\. ?[a-z]{3,})\b")

_INITIALS = re.compile(
    r"(?<![\w.])((?:[A-Z]\.){2,3}|[A-Z]\.[A-Z])(?=,? (?:is|was|has|had|\d{1,3}\s?(?:y|F|M|yo|"
    r"year))|,? (?:\d|a \d)|\s?[,(]\s?\d{1,3}\s?[FMfmy])"
)


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
                    told = "person" if pattern is _TITLED_LOWER else None  # 'dr smith' is one, whatever else smith is
                    sure = 0.6 if veto.common(words[0]) else score
                    yield self.found(start, start + len(" ".join(words)), Kind.NAME, sure, told)
        yield from self._cued(reading)

    def _cued(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_CUED_LOWER, reading.text, 1):
            word = match.group(1)
            named = known_name(word) and not veto.common(word)
            unknown = not (veto.common(word) or veto.medical(word) or fold(word) in entries("abbreviations"))
            if named or (unknown and not _ward_word(word) and re.search(r"[aeiouy]", word)):
                yield self.found(start, end, Kind.NAME, 0.5 if named else 0.4)


class InitialsRecognizer(Recognizer):
    """'Anna S.', 'L. Hernandez', 'J.S.,', and names that a machine wrote: 'DOE, JOHN M', 'WOJCIK^ANDRZEJ'."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in ((_CARET, 0.92), (_UNDERSCORE, 0.85), (_INITIALS, 0.8)):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.NAME, score)
        yield from self._beside(reading)
        for pattern, score in ((_INITIAL_LAST, 0.85), (_INITIAL_FIRST, 0.84), (_INITIAL_BARE, 0.5)):
            for start, end, match in matches(pattern, reading.text, 1):
                long = max(re.split(r"[\s.]+", match.group(1)), key=len)
                if veto.medical(long) and fold(long) in entries("given") and pattern is not _INITIAL_FIRST:
                    yield self.found(start, end, Kind.NAME, 0.85 if pattern is _INITIAL_LAST else 0.6)
                elif not veto.medical(long) and not veto.common(long):
                    yield self.found(start, end, Kind.NAME, max(score, 0.8) if known_name(long) else min(score, 0.6))
                elif known_name(long) and not veto.medical(long):
                    yield self.found(start, end, Kind.NAME, min(score, 0.76))

    def _beside(self, reading: Reading) -> Iterator[Finding]:
        """Nicknames in quotation marks, and letters behind a name."""
        for _, _, match in matches(_COLLEAGUE, reading.text):
            said = match[match.lastindex or 0]
            if not _ward_word(said) and fold(said) not in entries("departments"):
                yield self.found(*match.span(match.lastindex or 0), Kind.NAME, 0.45)
        for _, _, match in matches(_NICKNAME, reading.text):
            if not all(veto.medical(w) for w in match[match.lastindex or 0].split(" ")):
                yield self.found(*match.span(match.lastindex or 0), Kind.NAME, 0.6)
        for start, end, match in matches(_LETTERS_BEHIND, reading.text, 1):
            name, letters = match.group(1).split(" ")
            common = veto.common(name) or veto.medical(name) or is_place(name)
            if known_name(name) and not common and not _ward_word(letters) and not veto.common(letters):
                yield self.found(start, end, Kind.NAME, 0.6)


class RecordNameRecognizer(Recognizer):
    """Names as records write them: 'DOE, JOHN M', 'Name: Featherstonehaugh, Rose', 'PELLETIER Aminata'."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        yield from self._listed(reading)
        for start, end, match in matches(_LAST_FIRST, reading.text, 1):
            words = re.findall(r"[^\W\d_]{2,}", match.group(1))
            if words and is_place(words[0]) and re.fullmatch(r"[A-Z]{2}", words[-1]):
                continue  # 'Boston, MA'
            known = any(known_name(w) for w in words)
            headed = _HEADED.search(reading.before(start, 14))
            telling = known or not all(veto.common(w) for w in words)
            if headed and telling and not any(_ward_word(w) for w in words[1:]):
                yield self.found(start, end, Kind.NAME, 0.86 if known else 0.6, PATIENT)
        for start, end, match in matches(_CAPS_FIRST, reading.text, 1):
            last, first = match.group(1).split(" ", 1)
            if known_name(first) and not veto.common(first) and not _ward_word(first) and not _ward_word(last):
                yield self.found(start, end, Kind.NAME, 0.8)
        for start, end, match in matches(_COMMA, reading.text, 1):
            parts = [part.strip().split(" ")[0] for part in match.group(1).split(",", 1)]
            if any(_ward_word(part) for part in parts):
                continue
            headed = re.search(r"(?i)(?:pt|patient|name|re)\s?[:#]?\s?$", reading.before(start, 10))
            if headed or (any(known_name(p) for p in parts) and not all(veto.common(p) for p in parts)):
                yield self.found(start, end, Kind.NAME, 0.85)

    def _listed(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_COMMA_INITIAL, reading.text, 1):
            word = match.group(1).split(",")[0]
            if not (veto.medical(word) or veto.common(word) or _ward_word(word)):
                yield self.found(start, end, Kind.NAME, 0.78 if known_name(word) else 0.6)


def _ward_word(word: str) -> bool:
    plain = fold(word)
    return plain in entries("abbreviations") or plain in entries("grammar") or veto.medical(word)
