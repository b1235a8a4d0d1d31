"""Lists of a ward round and words between colleagues: 'B4 Iqbal: cirrhosis', 'Pickles in bed 2', 'Mutale check K'.

What stands here is told by the shape of the line, not by a list, so most of it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.people import _CAP, known_name
from bot.review import Kind

_BED = (
    r"(?i:bed|cot|room|rm|side ?room|sr|bay|cubicle|slot|bett|cama|leito|letto|lit|kamer|zi|giường|katil|yatak|łóżko|"
    r"seng|säng)"
)
# 'B1 chhaya: ARDS' at the beginning of a line; the code of the bed, then the name.
_LINE = re.compile(
    rf"(?m)^\s{{0,3}}((?:{_BED}\s?)?[A-Z]{{0,3}}-?\d{{1,3}}[A-Za-z]?)\s?[:.)–-]?\s([^\W\d_]{{2,20}}"
    rf"(?: [^\W\d_]{{2,20}})?)(?=\s?[:(,–-]|\s\d)"
)
_BEDDED = re.compile(rf"(?<![\w@]){_BED} ?\d{{1,3}}[A-Z]?(?:'s)?[,:]? (?:is |has |- |= )?({_CAP}(?: {_CAP})?)(?!\w)")
_IN_BED = re.compile(rf"(?<![\w@])({_CAP}(?: {_CAP})?),? (?:\(|in |is in |@ ?)?{_BED} ?\d{{1,3}}")
_RELATED = re.compile(
    rf"(?<![\w@])(?:s/o|d/o|w/o|h/o|c/o|f/o|m/o|S/O|D/O|W/O|C/O|k/c/o (?:Mr|Mrs|Ms)) ({_CAP}(?: {_CAP}){{0,2}})"
)
# 'dawa sherpa 34/m': two words of no list before an age and a sex.
_AGED_LOWER = re.compile(r"(?<![\w@'])([a-z]{3,15} [a-z]{3,15}),? \(?\d{1,3} ?(?:/ ?[mf]|[mfMF]|y/?o|yrs?|yof|yom)\b")
_SHIFT = re.compile(
    r"(?i)^[,:]? (?:casualty|ED|A&E|A & E|ER|ICU|NICU|PICU|HDU|OPD|ward|theatre|theatres|labou?r ward|maternity|CT|MRI|"
    r"cath|lab|bubble|team|line|derm|renal|cardio\w*|neuro\w*|onc\w*|paeds|peds|surg\w*|ortho|radiology|path|"
    r"nights?|days|"
    r"on ?call|bed|beds|records|switch(?:board)?|transfer|outreach|(?-i:[A-Z]\d{1,2}|\d{1,2}[A-Z])\b|has no|"
    r"is full|full|down|"
    r"refus\w+)"
)
_TOWARDS = re.compile(
    r"(?i)\b(?:at|from|to|in|@|via|of|the|our|ex|ref|echo|w|au|chu|på|het|la|el|al|do|da|den|iz|z|de|w/)[ :]$|"
    r"[(,/→>]\s?$|^$|\n$"
)
# Where somebody is, comes from or is sent to, so that even letters without an H name the place.
_PLACED = re.compile(
    r"(?i)\b(?:(?:sent|ref|refer|referred|transfer|transferred|tx|trf|txfr|moved|admitted|back|gone|going|taken|went|"
    r"shifted|discharged|d/c'?d?) (?:to|from)|(?:bed|seen|done|is|was|echo|mri|ct|team|clinic|reg|registrar|mate|"
    r"works?|working|"
    r"here|admitted|operated|scoped) (?:at|in)|van het|aus dem|in het|anyone (?:at|in|from)|im) $"
)
_ACRONYM = re.compile(
    r"(?<![\w@&/.-])([A-Z]{3,6}|[A-Z][a-z][A-Z]{2,4})(?:'s)?"
    r"(?: ([A-Z]\d{1,2}|\d{1,2}[A-Z]|\d{1,2}[A-Z]-\d{1,3}))?(?![\w&-])"
)


def _strange(word: str) -> bool:
    """Whether no list of ours holds ``word`` as anything but a name."""
    return not (
        veto.medical(word)
        or veto.common(word)
        or veto.chemical(word)
        or fold(word) in entries("abbreviations")
        or veto.region(word)
    )


def _letters(word: str) -> bool:
    """Whether ``word`` may be the letters of a hospital; written so, a word of the dictionary may be, too: 'RIMS'."""
    plain = fold(word)
    known = veto.medical(word) or veto.region(word) or plain in entries("abbreviations") or plain in entries("grammar")
    return not known and not (veto.common(word) and len(word) > 4)


def _nobody(word: str) -> bool:
    return veto.medical(word) or fold(word) in entries("abbreviations") or fold(word) in entries("grammar")


class RoundRecognizer(Recognizer):
    """Names beside a bed, in the lines of a list, and after 's/o'."""

    kinds = (Kind.NAME, Kind.WARD)

    def find(self, reading: Reading) -> Iterator[Finding]:
        yield from self._listed(reading)
        for pattern in (_BEDDED, _IN_BED, _RELATED):
            for start, end, match in matches(pattern, reading.text, 1):
                words = match.group(1).split(" ")
                if _nobody(words[0]) or (words[0].isupper() and len(words[0]) < 4):
                    continue
                sure = all(_strange(w) for w in words) and (known_name(words[0]) or pattern is _RELATED)
                yield self.found(start, end, Kind.NAME, 0.8 if sure else 0.5)
        for start, end, match in matches(_AGED_LOWER, reading.text, 1):
            if all(_strange(w) and not _nobody(w) for w in match.group(1).split(" ")):
                yield self.found(start, end, Kind.NAME, 0.6)

    def _listed(self, reading: Reading) -> Iterator[Finding]:
        """Two lines or more that each begin with a bed or a number and a word make a list of patients."""
        lines = list(_LINE.finditer(reading.text))
        for match in lines if len(lines) > 1 else ():
            words = match.group(2).split(" ")
            if not _strange(words[0]) and not words[0][0].isupper():
                continue
            if any(c.isalpha() for c in match.group(1)):
                yield self.found(*match.span(1), Kind.WARD, 0.5)
            if not _strange(words[-1]):
                words = words[:1]
            if not _nobody(words[0]):
                score = 0.78 if known_name(words[0]) and _strange(words[0]) else 0.5
                yield self.found(match.start(2), match.start(2) + len(" ".join(words)), Kind.NAME, score)


class AcronymRecognizer(Recognizer):
    """Hospitals by letters that no list knows: 'KNH casualty', 'from UCH', 'AKTH'; the code of a ward behind them."""

    kinds = (Kind.FACILITY, Kind.WARD)

    def find(self, reading: Reading) -> Iterator[Finding]:
        letters = "".join(filter(str.isalpha, reading.text))
        if sum(map(str.isupper, letters)) > len(letters) * 0.6:
            return  # all in capitals: any word looks like letters
        for start, end, match in matches(_ACRONYM, reading.text, 1):
            word = match.group(1)
            if not _letters(word):
                continue
            hospital = word.endswith("H") and not re.search(r"[AEIOU]{2}", word)
            towards = bool(_TOWARDS.search(reading.before(start, 8)))
            shift = bool(_SHIFT.match(reading.after(end, 16)))
            placed = bool(_PLACED.search(reading.before(start, 20)))
            if (
                placed
                or shift + towards + hospital >= 2
                or (hospital and len(word) < 6)
                or (shift and not known_name(word))
            ):
                yield self.found(start, end, Kind.FACILITY, 0.78 if shift + towards + hospital == 3 else 0.5)
                if match.group(2):
                    yield self.found(*match.span(2), Kind.WARD, 0.5)
