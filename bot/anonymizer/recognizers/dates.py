"""Every date element finer than a year: calendar dates, weekdays, months, festivals, and days told from the day of
writing.

Durations ('3 weeks', 'day 5', 'POD 3', '6/52') and bare years stay. How a date becomes a day of the timeline is
bot.anonymizer.timeline; here it is only found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer.calendar import DAYS_SURE, DAYS_UNSURE, FESTIVALS, MONTHS, WEEKDAYS
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.review import Kind


def _any(words: object) -> str:
    return "|".join(sorted((re.escape(str(w)) for w in words), key=len, reverse=True))  # type: ignore[attr-defined]


_MONTH = rf"(?:{_any(MONTHS)})\b\.?"
_WEEKDAY = rf"(?:{_any(WEEKDAYS)})\b\.?"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th|er|º|ª)"
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_TIME = (
    r"(?:,?\s?(?:at |@ ?)?(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[:.][0-5]\d)?\s?(?:[ap]\.?m\.?\b|hrs?\b|"
    r"uhr\b)?|,?\s(?:at |@ ?)?(?:1[0-2]|[1-9])\s?[ap]m\b)"
)

_NUMERIC = re.compile(
    rf"(?<![\w.,/-])(?:(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.]{_DAY}|{_DAY}(?P<a>[-/.])(?:1[0-2]|"
    rf"0?[1-9])(?P=a)(?:(?:19|20)\d\d|\d\d)"
    rf"|(?:1[0-2]|0?[1-9])(?P<b>[-/.]){_DAY}(?P=b)(?:(?:19|20)\d\d|\d\d))(?:[T ]\d\d:\d\d(?::\d\d)"
    rf"?Z?)?(?![\w/]|[.,-]\d)"
)
_SPACED = re.compile(
    rf"(?<![\w.,/-]){_DAY} ?[-/.] ?(?:1[0-2]|0?[1-9]) ?[-/.] ?(?:19|20)\d\d(?!\w)|(?<![\w.,/-])"
    rf"{_DAY} (?:1[0-2]|0[1-9]) (?:19|20)\d\d(?!\w)"
)
_COMPACT = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[-T_]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?!\d)"
)
_SHORT = re.compile(rf"(?<![\w.,/+-])(?:({_DAY})([-/.])({_DAY}))(?=\.?(?![\w/%]|[.,-]\d))")
_MONTH_YEAR = re.compile(r"(?<![\w.,/-])(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\w/])")
_PREPOSED = re.compile(
    r"(?i)(?:\b(?:on|since|from|until|til|till|by|dated|of|was|taken|done|between|to|and|not|"
    r"admitted|dob|born|seen|mdt|bloods?|ct|mri|echo|bx|biopsy|"
    r"note|le|el|il|am|vom|del|em|drained|before|after|due|for)\b[\s:(~]{1,3}|[(\[]\s?)$"
)
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 24, 15, 20, 21, 28, 30, 31, 13, 14, 22, 27})
_DURATIONS = frozenset({7, 12, 24})

_WORDED = re.compile(
    rf"(?i)(?<![\w])(?:(?:{_WEEKDAY},?\s(?:the\s|el\s|den\s)?)?(?:"
    rf"{_MONTH}[\s-]?(?:the )?{_DAY}(?:st|nd|rd|th)?\b(?!\s?(?:%|mg|ml|mcg|units?))(?:\s?[-–]\s?{_DAY}(?:st|"
    rf"nd|rd|th)?\b)?(?:,?[\s-]{{1,2}}{_YEAR}\b)?"
    rf"|(?<!\d[.,])(?:{_ORDINAL}|{_DAY}\.?)(?:[\s-]{{0,2}}(?:of |de |di |do |d')?){_MONTH}(?:(?:,|"
    rf" de| del| do)?[\s-]{{0,2}}{_YEAR}\b)?"
    rf"|{_MONTH}[\s,-]{{1,2}}{_YEAR}\b"
    rf")|{_YEAR}[\s-]{_MONTH}[\s-]{_DAY}\b)(?:{_TIME})?"
)
# The abbreviations that are words or something else in a case when nothing dates them.
_UNSURE_MONTHS = frozenset(
    {
        "may",
        "mar",
        "march",
        "dec",
        "jan",
        "sept",
        "sep",
        "juni",
        "mai",
        "set",
        "ago",
        "out",
        "nov",
        "jun",
        "jul",
        "mei",
        "maj",
        "gen",
        "dez",
        "august",
        "oct",
        "ott",
        "lug",
        "mag",
        "dic",
        "ene",
        "abr",
        "avr",
        "fev",
        "mehr",
        "dey",
        "bahman",
        "tir",
        "aban",
    }
)
_QUALIFIED = (
    r"(?:in|since|until|till?|by|last|next|this|early|mid|late|from|of|end of|beginning of|start "
    r"of|before|after|during|en|desde|seit|im|depuis|metà|mitte|ende|anfang|fin de|début|through|"
    r"every)"
)
_MONTH_ALONE = re.compile(
    rf"(?i)\b((?:{_QUALIFIED}[\s-])?(?:(?:early|mid|late|last|next|this|end of|the (?:first|second|"
    rf"third|last) (?:week|weekend|half|day) of|metà|mitte|ende|anfang)[\s-])?)({_MONTH})(?![\w'-])"
)
_NTH_WEEK = re.compile(
    rf"(?i)\b(?:first|second|third|fourth|1st|2nd|3rd|4th|last)\s(?:week|weekend|half|day|{_WEEKDAY})"
    rf"\s(?:of|in)\s{_MONTH}(?:\s{_YEAR})?"
)
_WEEKDAY_SAID = re.compile(
    rf"(?i)(?<![\w@#.-])(?:((?:last|next|this|that|coming|past|alternate|every|on|el|le|il|am|"
    rf"the|since|until|till?|by|bank holiday|easter|good)\s)"
    rf"(?:coming |past )?)?({_WEEKDAY})(?![\w'’]*\w)(\s(?:week|gone|last|next|morning|afternoon|"
    rf"evening|eve|night|am|pm|the {_ORDINAL}|{_ORDINAL}|{_DAY}(?!\w|[.:/%]\d)))?"
)
_UNSURE_WEEKDAYS = frozenset(
    {
        "sun",
        "sat",
        "mon",
        "wed",
        "fri",
        "mar",
        "mer",
        "sab",
        "dom",
        "lun",
        "gio",
        "ven",
        "so",
        "di",
        "do",
        "mi",
        "mo",
        "sa",
        "fr",
        "thu",
        "tue",
    }
)
_THE_NTH = re.compile(rf"(?i)\b(the {_DAY}(?:st|nd|rd|th))\b")
_NTH_PREPOSED = re.compile(r"(?i)\b(?:on|since|from|until|till?|by|before|after|between|and|to|for|due|of)\s$")
_NTH_OPEN = re.compile(
    r"(?i)^(?:\s*(?:[.,;:)?!]|$|\n)|\s(?:and|or|but|by|at|in|with|w/|was|is|he|she|they|we|i|"
    r"his|her|now|so|then|of this|of last|of next|this month|last month|when|as|for|to|after|"
    r"before)\b)"
)
_FESTIVAL = re.compile(
    rf"(?i)(?<![\w@#])(?:(?:on|since|after|before|during|around|the day (?:after|before)|day (?:after|"
    rf"before)|eve of|this|last|next)\s)?(?:(?:{_any(FESTIVALS)})(?:\s(?:eve|day|night|morning|"
    rf"monday|weekend|week))?)(?![\w-])"
)
_LUNAR = re.compile(
    r"(?i)\b(?:\d{1,2}(?:st|nd|rd|th)\s(?:roza|ramadan|ramzan|rozah|muharram|shawwal|of ramadan)"
    r"|(?:roza|ramadan|ramzan|muharram) \d{1,2})\b"
)
_RELATIVE = re.compile(rf"(?i)(?<![\w@#])(?:{_any(DAYS_SURE)})(?![\w'-])")
_VAGUE = re.compile(rf"(?i)(?<![\w@#])(?:{_any(DAYS_UNSURE)})(?![\w'-])")
_CLOCK = re.compile(r"(?i)(?<![\w:.])(?:0?\d|1[0-2]):[0-5]\d\s?[ap]\.?m\b\.?")
_NATIVE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}월 ?\d{1,2}일")
_INST = re.compile(rf"(?i)\b({_DAY}(?:st|nd|rd|th) (?:inst|ult|prox)\b\.?)")
# A clock time that stands beside a named day; the day is found by its name, the time is asked about.
_TIMED = re.compile(
    rf"(?i)(?:\b(?:{_WEEKDAY}|yesterday|y'day|today|tonight|tomorrow|tmr|tmrw|this morning|this "
    rf"am)\s(?:at |@ ?)?((?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]m)?|(?:[01]\d|2[0-3])[0-5]\d|"
    rf"(?:1[0-2]|[1-9])\s?(?:[ap]m|h|uhr))\b)"
)
_TIMED_BEFORE = re.compile(
    rf"(?i)\b((?:[01]\d|2[0-3])[0-5]\d|(?:1[0-2]|[1-9])\s?[ap]m)(?=\s(?:{_WEEKDAY}|yesterday|tomorrow|tmr)\b)"
)
_BORN_AT = re.compile(
    r"(?i)\b(?:born|died|delivered|birth|tod|time of death|rosc|called)\s(?:at\s|@\s?)((?:[01]?\d|2[0-3])[:.][0-5]\d)"
)


class CalendarRecognizer(Recognizer):
    """Calendar dates: with a year, without one, by name or by number."""

    kinds = (Kind.DATE,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in ((_NUMERIC, 0.95), (_SPACED, 0.85), (_MONTH_YEAR, 0.85), (_COMPACT, 0.8), (_LUNAR, 0.9)):
            for start, end, _ in matches(pattern, reading.text):
                yield self.found(start, end, Kind.DATE, score)
        for start, end, _ in matches(_WORDED, reading.text):
            yield self.found(start, end, Kind.DATE, 0.96)
        for start, end, match in matches(_SHORT, reading.text):
            yield self.found(start, end, Kind.DATE, self._short(match, reading))
        for start, end, match in matches(_THE_NTH, reading.text, 1):
            if _NTH_OPEN.match(reading.after(end, 14)):
                sure = _NTH_PREPOSED.search(reading.before(match.start(), 12))
                yield self.found(start, end, Kind.DATE, 0.82 if sure else 0.5)

    def _short(self, match: re.Match[str], reading: Reading) -> float:
        """How likely 'a/b' is a day and a month, and not a score, a fraction, a duration or a range."""
        first, sign, second = match.groups()
        a, b = int(first), int(second)
        preposed = bool(_PREPOSED.search(reading.before(match.start(), 16)))
        timed = bool(re.match(r"\s(?:at |@ ?)?\d{1,2}[:.h]\d\d", reading.after(match.end(), 10)))
        if (a > 12 and b > 12) or a == 0 or b == 0:
            return 0
        if sign == ".":
            closed = reading.after(match.end(), 1) == "." and b <= 12 and len(second) == 2
            return 0.8 if closed and a > 0 and len(first) == 2 else 0
        if sign == "-":
            return 0.6 if preposed and b > 9 and a <= 12 else 0
        if timed or ("0" in (first[0], second[0]) and len(first + second) >= 3):
            return 0.85
        if b in _DURATIONS and a not in (6, 9) and not preposed:
            return 0.4 if b == 7 and a > 14 else 0
        if preposed and re.search(
            r"(?i)\b(?:on|since|until|till?|dated|taken|dob|born|drained|admitted|seen|from)\b[\s:(~]{1,3}$",
            reading.before(match.start(), 16),
        ):
            return 0.82
        if preposed and (a > 9 or b > 10):
            return 0.78
        if sign == "/" and a <= 12 < b and b != 14 and re.match(r"\s(?:at|-|–)\s|:", reading.after(match.end(), 4)):
            return 0.8
        return 0.4 if sign == "/" and max(a, b) > 12 and min(a, b) <= 12 and 14 not in (a, b) else 0


class NamedDayRecognizer(Recognizer):
    """Months, weekdays and festivals by name, and days told from the day of writing."""

    kinds = (Kind.DATE,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, _ in matches(_NTH_WEEK, reading.text):
            yield self.found(start, end, Kind.DATE, 0.95)
        for start, end, match in matches(_MONTH_ALONE, reading.text):
            yield self.found(start, end, Kind.DATE, self._month(match))
        for start, end, match in matches(_WEEKDAY_SAID, reading.text):
            yield self.found(start, end, Kind.DATE, self._weekday(match, reading))
        for pattern, score in ((_FESTIVAL, 0.85), (_RELATIVE, 0.88), (_VAGUE, 0.5), (_CLOCK, 0.55)):
            for start, end, _ in matches(pattern, reading.text):
                yield self.found(start, end, Kind.DATE, score)
        for pattern, score in ((_BORN_AT, 0.6), (_TIMED, 0.4), (_TIMED_BEFORE, 0.4), (_INST, 0.9)):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.DATE, score)
        for start, end, _ in matches(_NATIVE, reading.text):
            yield self.found(start, end, Kind.DATE, 0.95)

    @staticmethod
    def _month(match: re.Match[str]) -> float:
        qualifier, month = match.group(1), match.group(2).rstrip(".")
        if month.isupper() and len(month) > 1:
            return 0
        if month.lower() in _UNSURE_MONTHS:
            if not month[0].isupper():
                return 0
            return 0.8 if qualifier.strip() else 0.2
        if not month[0].isupper():
            return 0.78 if qualifier.strip() else 0.5
        return 0.85 if qualifier.strip() else 0.7

    @staticmethod
    def _weekday(match: re.Match[str], reading: Reading) -> float:
        before, day, after = match.groups()
        word = day.rstrip(".")
        placed = bool(before) and before.strip().lower() not in ("the", "le", "il", "el")
        if word.lower() in _UNSURE_WEEKDAYS:
            if word.isupper() and not placed:
                return 0
            if len(word) == 2 or word.lower() in ("mar", "mer", "ven", "dom", "lun", "sab", "gio"):
                return 0
            timed = re.match(r"\s\d{1,2}[:.]\d\d", reading.after(match.end(2), 7)) or (
                after and "night morning am pm".find(after.strip()) >= 0
            )
            if word.lower() in ("sun", "sat"):
                return 0.85 if placed or timed or after else 0.4 if word[0].isupper() else 0
            return 0.85 if placed or timed or after or word[0].isupper() else 0.5
        return 0.92 if word[0].isupper() or placed or len(word) > 4 else 0.7
