"""Calendar dates: with a year, without one, in any order, or the day of the month alone.

Durations ('3 weeks', 'day 5', 'POD 3', '6/52') and bare years stay. How a date becomes a day of the timeline is
bot.anonymizer.timeline; here it is only found. Days by name are in recognizers.days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.anonymizer import veto
from bot.anonymizer.calendar import clocked, grown
from bot.anonymizer.findings import DOUBT, Finding, Reading, Recognizer, matches
from bot.review import Kind

_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th|er|º|ª)"
_NUMERIC = re.compile(
    rf"(?<![\w.,/-])(?:(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.]{_DAY}|{_DAY}(?P<a>[-/.])(?:1[0-2]|"
    rf"0?[1-9])(?P=a)(?:(?:19|20|14|25)\d\d|\d\d)"
    rf"|(?:1[0-2]|0?[1-9])(?P<b>[-/.]){_DAY}(?P=b)(?:(?:19|20)\d\d|\d\d))(?:[T ]\d\d:\d\d(?::\d\d)"
    rf"?Z?)?(?![\w/]|[.,-]\d)"
)
# Units at breakfast, noon and supper, an Apgar score: '8-8-10', '9/9/10'. A date tells a year that was, or a nought.
_MAY_BE_DOSES = re.compile(r"[1-9]\d?([-/.])[1-9]\d?\1[1-3]\d")
_SPACED = re.compile(
    rf"(?<![\w.,/-]){_DAY} ?[-/.] ?(?:1[0-2]|0?[1-9]) ?[-/.] ?(?:19|20)\d\d(?!\w)|(?<![\w.,/-])"
    rf"{_DAY} (?:1[0-2]|0[1-9]) (?:19|20)\d\d(?!\w)"
)
_COMPACT = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[-T_]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?!\d)"
)
_SHORT = re.compile(rf"(?<![\w.,/+-])(?:({_DAY})([-/.])({_DAY}))(?=\.?(?![\w/%]|[.,-]\d))")
# '24/8-95', "7-10-'48", and years of the emperor: 'R5.9.18'.
_UNEVEN = re.compile(
    rf"(?<![\w.,/+-])(?:{_DAY}/(?:1[0-2]|0?[1-9])-\d\d|{_DAY}[-/.](?:1[0-2]|0?[1-9])[-/.]['’]\d\d|"
    r"[RHS]\d{1,2}[./]\d{1,2}[./]\d{1,2}|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d r\.)(?![\w/%])"
)
_MONTH_YEAR = re.compile(
    r"(?<![\w.,/-])(?:(?:0?[1-9]|1[0-2])[/-](?:19|20)\d\d|(?:19|20)\d\d[-/](?:0[1-9]|1[0-2]))(?![\w/-])"
)
_MONTH_SHORT_YEAR = re.compile(
    r"(?i)\b(?:since|in|dx|diagnosed|from|until|exp|expires) "
    r"((?:0?[1-9]|1[0-2])/(?:3[2-9]|4\d|5[013-9]|[6-9]\d))(?![\w/.%])"
)
_PREPOSED = re.compile(
    r"(?i)(?:\b(?:on|since|from|until|til|till|by|dated|of|was|taken|done|between|to|and|not|"
    r"admitted|dob|born|seen|mdt|bloods?|ct|mri|echo|bx|biopsy|"
    r"note|le|el|il|am|vom|del|em|drained|before|after|due|for)\b[\s:(~]{1,3}|[(\[]\s?)$"
)
_ADMITTED = re.compile(
    r"(?i)\b(?:admitted|adm\.?|d/c|discharged|dob|born|geb\.?|op|clinic|vom|am|seit|w dniu|dnia|dne|den|del|il|since|"
    r"until|till|due|od|do|bis|ab|review|dated|sien)[ :]{1,2}$"
)
_UNIT = re.compile(
    r"(?i)^\.?\s?(?:%|(?:mg|mcg|µg|ug|ml|l|g|kg|cm|mm|m|units?|mmol|x|k|u|years?|y|h|hours?|days?|weeks?|months?)\b)"
)
_OF_TEN = re.compile(r"(?<![\d/])(?:10|\d)/10(?![\d/])")
_ON_A_DAY = re.compile(r"(?i)\b(?:on|since|until|till?|dated|taken|dob|born|drained|admitted|seen|from)\b[\s:(~]{1,3}$")
_DURATIONS = frozenset({7, 12, 24})
# Before a day: what is done or comes on one. Before a fraction: what is scored. Behind one: what is counted.
_DATED = re.compile(
    r"(?i)\b(?:adm|admit|admission|adm'd|d/c'?d?|discharge|op|or|ot|review|f/?u|clinic|scan|us|uss|xr|cxr|lap|cath|angio|pcr|"
    r"cx|cultures?|swab|bcx|dose|jab|vaccine|vaccinated|lmp|edd|doa|dod|dos|dob|due|next|last|appt|appointment|wedge|"
    r"ercp|ogd|colonoscopy|pet|dexa|eeg|emg|lp|started|start|stopped|removed|inserted|placed|given|arrived|transferred|dx|"
    r"diagnosed|surgery|cycle|chemo|infusion|transfusion|note|entry|report|letter|call|visit|wk of|week of|exp|expires|"
    r"onset|biopsy|bx|bloods?|ct|mri|echo|seen|drained|taken|done|collected|received|rcvd|reported|signed|listed|booked|slot|delivered|lscs|cs|nvd|fet|iui|opu|iol)"
    r"(?: (?:\w{3,14}))?[\s:(~@-]{1,3}$"
)
_SCORED = re.compile(
    r"(?i)\b(?:pain|power|score|gcs|murmur|strength|vas|nrs|mrc|esm|psm|systolic|grade|reflex\w*|apgars?|moca|mmse|amts?|"
    r"criteria|wells|curb|qsofa|sirs|beighton|out|got|scores|scored|mood|severity|vision|va|acuity|tone|pulses?|"
    r"x|for|over|every|within|in|last|past|after|another|next|hx|history|of|only|about)\b[^.\n]{0,8}$"
)
_COUNTS = re.compile(
    r"(?i)^\s?(?:%|(?:nodes?|cores?|lymph|samples?|leads?|patients?|pts|people|metaphases|beats|teeth|weeks?|days?|hours?|hrs?|"
    r"months?|mo|ago|hx|history|times|bottles|doses|cycles|sites?|points|joints|kids|of|in|power|pain|murmur|systolic|"
    r"esm|psm|strength|limbs?|legs?|arms?|score|and (?:improving|worse)|at rest|criteria)\b)"
)

_THE_NTH = re.compile(rf"(?i)\b(the {_DAY}(?:st|nd|rd|th))\b")
# '12-14/3', '12/3 & 14/3', '12th-14th'; '12.III.2024'; '民國113年3月11日'.
_RANGE = re.compile(
    rf"(?<![\w.,/-])(?:{_DAY}\s?[-–]\s?(?!1/[23458]|[23]/[34])(?:{_DAY}/(?:1[0-2]|0?[1-9]))|{_DAY}/(?:1[0-2]|0?[1-9])\s?[-–&+]\s?{_DAY}/(?:1[0-2]|0?[1-9])"
    rf"|{_ORDINAL}\s?[-–]\s?{_ORDINAL})(?![\w/%]|[.,-]\d)"
)
_ROMAN = re.compile(
    rf"(?i)(?<![\w.,/-]){_DAY}[-./ ](?:I{{1,3}}|IV|VI{{0,3}}|IX|XI{{0,2}})[-./ ](?:(?:19|20)\d\d|\d\d)(?![\w/])"
)
_ERA = re.compile(r"(?:(?:民國|民国|令和|平成|昭和)\s?\d{1,3}|(?:19|20)\d\d)年\s?\d{1,2}月(?:\s?\d{1,2}[日号號])?")
# A day of the month as other languages write it: 'le 12', 'am 12.', 'ngày 12'.
_FOREIGN_NTH = re.compile(
    rf"(?i)(?<!\w)(?:le|el|del|am|vom|zum|den|día|dia|il|dal|w dniu|dnia|tanggal|tgl\.?|ngày|mùng|mồng|tarikh)\s"
    rf"({_DAY})(?:\.|er|º|ª|e)?(?=[,;)]|\s[^\W\d]|\s?$|\.(?:\s|$))(?!\s?(?:%|(?:mg|mcg|ml|g|mm|cm|kg|ans|años|jahre|mois|jours|h)\b))"
)
# 'DOA: 12', 'dod ?16'.
_LABELLED_DAY = re.compile(
    rf"(?i)\b(?:do[abds]|lmp|edd)\b\s?[:=]?\s?\??({_DAY}(?:-(?:1[0-2]|0?[1-9]))?)(?![\w/%]|[.,:-]\d)"
)
_ON_NTH = re.compile(rf"(?i)\b(?:on|since|from|until|till?|by|before|due|between|dated) ({_DAY}(?:st|nd|rd|th))\b")
_NTH_PREPOSED = re.compile(r"(?i)\b(?:on|since|from|until|till?|by|before|after|between|and|to|for|due|of)\s$")
_NTH_OPEN = re.compile(
    r"(?i)^(?:\s*(?:[.,;:)?!]|$|\n)|\s(?:and|or|but|by|at|in|with|w/|was|is|he|she|they|we|i|"
    r"his|her|now|so|then|of this|of last|of next|this month|last month|when|as|for|to|after|"
    r"before)\b)"
)
_LUNAR = re.compile(
    r"(?i)\b(?:\d{1,2}(?:st|nd|rd|th)\s(?:roza|ramadan|ramzan|rozah|muharram|shawwal|of ramadan)"
    r"|(?:roza|ramadan|ramzan|muharram) \d{1,2})\b"
)


def _is_score(first: int, second: int) -> bool:
    """Whether 'first/second' is a power or a number of days rather than a day and a month: '4/5', '3/7'."""
    return (second == 5 and first <= 5) or (second == 7 and first < 15)


def of_one_form(text: str, told: Sequence[Finding]) -> Iterator[Finding]:
    """The other days of a line with one that was found, of about the same month: 'cultures 4/5 neg, 6/5 MRSA'. Asked
    about.
    """
    for day in told:
        if day.kind is not Kind.DATE or not (known := _SHORT.fullmatch(text, day.start, day.end)):
            continue
        start, end = text.rfind("\n", 0, day.start) + 1, text.find("\n", day.end)
        for match in _SHORT.finditer(text, start, len(text) if end < 0 else end):
            within = (f.start < match.end() and match.start() < f.end and f.end - f.start > 2 for f in told)
            if match[2] != known[2] or any(within):
                continue
            first, second = int(match[1]), int(match[3])
            near = abs(second - int(known[3])) <= 1 or first == int(known[1])
            lasting = veto.HOW_LONG_BEFORE.search(text, max(0, match.start() - 8), match.start())
            if near and not lasting and min(first, second) <= 12 and not _is_score(first, second):
                yield Finding(*match.span(), Kind.DATE, 0.5, "list")


def with_surroundings(reading: Reading, found: Iterable[Finding]) -> Iterator[Finding]:
    """The dates with the part of the day beside them, and, in doubt, with the clock."""
    for finding in found:
        if finding.score >= DOUBT:
            start, end = grown(reading.text, finding.start, finding.end)
            yield finding._replace(start=start, end=end)
            timed = clocked(reading.text, start, end)
            if timed != (start, end):  # what the clock said is asked about: mostly it tells of the illness
                yield finding._replace(start=timed[0], end=timed[1], score=0.4)


class CalendarRecognizer(Recognizer):
    """Calendar dates: with a year, without one, by name or by number."""

    kinds = (Kind.DATE,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        yield from with_surroundings(reading, self._dates(reading))

    def _dates(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in (
            (_NUMERIC, 0.95),
            (_SPACED, 0.85),
            (_UNEVEN, 0.8),
            (_MONTH_YEAR, 0.85),
            (_COMPACT, 0.8),
            (_LUNAR, 0.9),
            (_RANGE, 0.8),
            (_ROMAN, 0.85),
            *(() if reading.text.isascii() else ((_ERA, 0.95),)),
        ):
            for start, end, match in matches(pattern, reading.text):
                doses = pattern is _NUMERIC and _MAY_BE_DOSES.fullmatch(match.group())
                yield self.found(start, end, Kind.DATE, 0.85 if doses else score)
        for start, end, match in matches(_SHORT, reading.text):
            yield self.found(start, end, Kind.DATE, self._short(match, reading))
        for pattern, score in ((_MONTH_SHORT_YEAR, 0.5), (_FOREIGN_NTH, 0.5), (_LABELLED_DAY, 0.6)):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.DATE, score)
        for start, end, _ in matches(_ON_NTH, reading.text, 1):
            if _NTH_OPEN.match(reading.after(end, 14)):
                yield self.found(start, end, Kind.DATE, 0.6)
        for start, end, match in matches(_THE_NTH, reading.text, 1):
            if _NTH_OPEN.match(reading.after(end, 14)):
                sure = _NTH_PREPOSED.search(reading.before(match.start(), 12))
                yield self.found(start, end, Kind.DATE, 0.82 if sure else 0.5)

    @staticmethod
    def _between(first: int, second: int, match: re.Match[str], reading: Reading) -> float:
        """Asked about: what can be a day and a month and stands where one would, when nothing is scored or counted."""
        before, after = reading.before(match.start(), 24), reading.after(match.end(), 14)
        if _is_score(first, second) or _COUNTS.match(after):
            return 0
        if _DATED.search(before) and not _SCORED.search(before):
            return 0.45
        if max(first, second) > 12 and second not in (14, 28, 21):
            return 0.4
        opens = re.search(r"(?:^|\n|[.;] )$", before) and re.match(r"\s?[:–-]|\s(?:at\b|[A-Za-z]{2})", after)
        return 0.45 if opens else 0.36 if first > second else 0  # '6/5' is no share of anything

    def _short(self, match: re.Match[str], reading: Reading) -> float:
        """How likely 'a/b' is a day and a month, and not a score, a fraction, a duration or a range."""
        first, sign, second = match.groups()
        a, b = int(first), int(second)
        if a > 12 and b > 12:
            return 0
        if sign == ".":
            return self._dotted(first, second, match, reading)
        preposed = bool(_PREPOSED.search(reading.before(match.start(), 16)))
        if sign == "-":
            counted = _UNIT.match(reading.after(match.end(), 8))  # 'for 10-12 days'
            return 0.6 if preposed and b > 9 and a <= 12 and not counted else 0
        if b == 10 and _OF_TEN.search(reading.before(match.start(), 10) + " " + reading.after(match.end(), 10)):
            return 0.4  # a pain that goes 'from 8/10 to 2/10'
        timed = re.match(
            r"\s(?:(?:at |@ ?)?\d{1,2}[:.h]\d\d|[ap]m\b|arvo|morning|evening)", reading.after(match.end(), 10)
        )
        if timed or ("0" in (first[0], second[0]) and len(first + second) >= 3):
            return 0.85
        return self._slashed(a, b, match, reading) if preposed else self._alone(a, b, match, reading)

    @staticmethod
    def _dotted(first: str, second: str, match: re.Match[str], reading: Reading) -> float:
        if int(second) <= 12 and _ADMITTED.search(reading.before(match.start(), 14)):
            return 0 if _UNIT.match(reading.after(match.end(), 8)) else 0.6
        closed = reading.after(match.end(), 1) == "." and int(second) <= 12 and len(second) == 2
        return 0.8 if closed and len(first) == 2 else 0

    def _slashed(self, a: int, b: int, match: re.Match[str], reading: Reading) -> float:
        """Behind a word that may stand before a day."""
        if _ON_A_DAY.search(reading.before(match.start(), 16)):
            return 0.82
        return 0.78 if a > 9 or b > 10 else self._between(a, b, match, reading)

    def _alone(self, a: int, b: int, match: re.Match[str], reading: Reading) -> float:
        if b in _DURATIONS and a not in (6, 9):
            return 0.4 if b == 7 and a > 14 else 0
        if a <= 12 < b and b != 14 and re.match(r"\s(?:at|-|–)\s|:", reading.after(match.end(), 4)):
            return 0.8
        return self._between(a, b, match, reading)
