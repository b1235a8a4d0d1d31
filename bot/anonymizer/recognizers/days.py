"""Days by name: months, weekdays, festivals, and days told from the day of writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.anonymizer import veto
from bot.anonymizer.calendar import DAYS_SURE, DAYS_UNSURE, FESTIVALS, MONTHS, WEEKDAYS, alternatives
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold, lines
from bot.anonymizer.recognizers.dates import _DAY, _ORDINAL, with_surroundings
from bot.review import Kind

_MONTH = rf"(?:{alternatives(MONTHS)})\b\.?"
# Written on to the weekday: 'zondagmiddag', 'Montagabend', 'söndagskväll'.
_PARTS_OF_DAY = lines("parts_of_day")
_WEEKDAY = rf"(?:{alternatives(WEEKDAYS)})(?:{alternatives(_PARTS_OF_DAY)})?\b\.?"
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_NO_MEASURE = r"(?!\s?(?:%|(?:m?g|ml|mcg|mm|cm|units?|tds|bd|days?|doses?|weeks?)\b)|\.\d)"  # 'may 5 days', 'aug 1.2 g'
_WORDED = re.compile(
    rf"(?i)(?<![\w])(?:(?:{_WEEKDAY},?\s(?:the\s|el\s|den\s)?)?(?:"
    rf"{_MONTH}[\s-]?(?:the )?{_DAY}(?:st|nd|rd|th)?\b{_NO_MEASURE}(?:\s?[-–]\s?{_DAY}(?:st|"
    rf"nd|rd|th)?\b)?(?:,?[\s-]{{1,2}}{_YEAR}\b)?"
    rf"|(?<!\d[.,])(?:{_ORDINAL}|{_DAY}[.ú]?)(?:/|[\s-]{{0,2}}(?:of |de |di |do |d')?){_MONTH}(?:(?:(?:,|"
    rf" de| del| do)?[\s-]{{0,2}}{_YEAR}\b)|[\s-]?\d\d(?![\w.:/%])(?!\s?(?:mg|ml|mcg|units?|y|h|mm|cm|g)\b))?"
    rf"|{_MONTH}[\s,-]{{1,2}}{_YEAR}\b"
    rf")|{_YEAR}[\s-]{_MONTH}[\s-]{_DAY}\b)"
)
# The abbreviations that are words or something else in a case when nothing dates them.
_UNSURE_MONTHS = entries("months_unsure")
_QUALIFIED = (
    r"(?:in|since|until|till?|by|last|next|this|early|mid|late|from|of|end of|beginning of|start "
    r"of|end|before|after|during|en|desde|seit|im|depuis|metà|mitte|ende|anfang|fin de|début|through|"
    r"every)"
)
_MONTH_ALONE = re.compile(
    rf"(?i)\b((?:{_QUALIFIED}[\s-])?(?:(?:early|mid|late|last|next|this|end of|end|the (?:first|second|"
    rf"third|last) (?:week|weekend|half|day) of|metà|mitte|ende|anfang)[\s-])?)({_MONTH})(?![\w'-])"
)
_NTH_WEEK = re.compile(
    rf"(?i)\b(?:first|second|third|fourth|1st|2nd|3rd|4th|last)\s(?:week|weekend|half|day|{_WEEKDAY})"
    rf"\s(?:of|in)\s{_MONTH}(?:\s{_YEAR})?"
)
_WEEKDAY_SAID = re.compile(
    rf"(?i)(?<![\w@#.-])(?:((?:last|next|this|that|coming|past|alternate|every|on|el|le|il|am|"
    rf"the|since|until|till?|by|bank holiday|easter|good|viime|ensi|vorige|volgende|afgelopen|letzten|"
    rf"nächsten|kommenden|förra|nästa|forrige|sidste|zeszły|zeszłą|geçen|gelecek|noong|nitong|pada|hari)\s)"
    rf"(?:coming |past )?)?({_WEEKDAY})(?![\w'’]*\w)([ ](?:week|just gone|gone|last|next|morning|afternoon|"
    rf"evening|eve|evng|night|nite|arvo|lunchtime|am|pm|passée?|derni[eè]re?|prochaine?|soir|matin|aprem|"
    rf"pasado|próximo|que viene|tarde|noche|passad[ao]|à noite|à tarde|de manhã|que vem|scors[ao]|"
    rf"prossim[ao]|mattina|sera|notte|pomeriggio|früh|abend|nacht|mittag|nachmittag|vormittag|avond|ochtend|"
    rf"middag|kväll|kveld|aften|morse|rano|wieczorem|w nocy|ráno|večer|malam|pagi|lalu|depan|gece|gecesi|sabahı?|"
    rf"akşamı?|usiku|asubuhi|jioni|iliyopita|raat|subah|ko|se|the {_ORDINAL}|{_ORDINAL}|"
    rf"{_DAY}/(?:1[0-2]|0?[1-9])(?![\w/])|{_DAY}(?!\w|[.:/%]\d)))?"
)
_UNSURE_WEEKDAYS = entries("weekdays_unsure")
_SAID_OF_A_DAY = frozenset(["night", "nite", "morning", "afternoon", "evening", "eve", "evng", "am", "pm", "arvo"])
_FESTIVALS = alternatives(FESTIVALS, folded=True)
_FESTIVAL = re.compile(
    rf"(?i)(?<![\w@#])(?:(?:on|since|after|before|during|around|(?:the )?(?:day|night|morning|eve|evening|"
    rf"week|weekend) (?:after|before|of)(?: the)?|this|last|next)\s)?(?:{_FESTIVALS}(?:'s)?"
    rf"(?:\s(?:eve|day|night|nite|morning|afternoon|evening|monday|tuesday|sunday|weekend|week|wknd|"
    rf"(?:2nd|3rd|second|third|first|1st) day))?)(?![\w-])"
)
# A day with a name of its own: 'Heroes' Day', 'Opening Day', 'Auffahrt weekend'.
_OWN_DAY = re.compile(
    r"(?<![\w'-])((?:[A-Z][^\W\d_]+(?:['’]s?)? ){1,2}(?:Day|Eve|Night|Weekend|[Ww]eekend))(?![\w-]| ?\d)"
)
_RELATIVES = alternatives(DAYS_SURE, folded=True)
_RELATIVE = re.compile(rf"(?i)(?<![\w@#])(?:{_RELATIVES})(?!\w|'(?!s\b))")
# Where words are not spaced, a day stands beside other letters.
_UNSPACED_DAY = re.compile(
    alternatives(d for d in DAYS_SURE if re.search(r"[\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af]", d))
)
_VAGUE = re.compile(rf"(?i)(?<![\w@#])(?:{alternatives(DAYS_UNSURE, folded=True)})(?![\w-]|'(?!s\b))")
_CLOCK = re.compile(r"(?i)(?<![\w:.])(?:0?\d|1[0-2]):[0-5]\d\s?[ap]\.?m\b\.?")
_NATIVE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号號]|\d{1,2}월 ?\d{1,2}일")
_INST = re.compile(rf"(?i)\b({_DAY}(?:st|nd|rd|th) (?:inst|ult|prox)\b\.?)")
_BORN_AT = re.compile(
    r"(?i)\b(?:born|died|delivered|birth|tod|time of death|rosc|called)\s(?:at\s|@\s?)((?:[01]?\d|2[0-3])[:.][0-5]\d)"
)


def _firsts(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for name in names for word in re.findall(r"[^\W\d_]+", name)[:1])


def _longest(names: Iterable[str]) -> frozenset[str]:
    """One word of each name, also without its accents: a text that has none of them names none of these days."""
    runs = (re.findall(r"[^\W\d_]+", form.lower()) for name in names for form in (name, fold(name)))
    return frozenset(max(words, key=len) for words in runs)


_MONTH_WORDS = _firsts(MONTHS)
_FESTIVAL_WORDS, _RELATIVE_WORDS, _VAGUE_WORDS = map(_longest, (FESTIVALS, DAYS_SURE, DAYS_UNSURE))
_WEEKDAY_WORDS = _firsts(WEEKDAYS) | {day + part for day in WEEKDAYS for part in _PARTS_OF_DAY}


# 'Mon-Wed', 'Sept/Oct'.
_SPANNED = re.compile(
    rf"(?i)(?<![\w@#.-])(?:{_WEEKDAY}\s?(?:-|–|/|&|to|till)\s?{_WEEKDAY}|{_MONTH}\s?(?:-|–|/)\s?{_MONTH})(?![\w'’-])"
)


# Days that nobody keeps.
_PLAIN_DAYS = entries("abbreviations") | entries("plain_days")


class NamedDayRecognizer(Recognizer):
    """Months, weekdays and festivals by name, and days told from the day of writing."""

    kinds = (Kind.DATE,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        yield from with_surroundings(reading, self._days(reading))

    def _days(self, reading: Reading) -> Iterator[Finding]:
        months, weekdays = reading.vocabulary & _MONTH_WORDS, reading.vocabulary & _WEEKDAY_WORDS
        for pattern, score in ((_WORDED, 0.96), (_NTH_WEEK, 0.95)):
            for start, end, _ in matches(pattern, reading.text) if months else ():
                yield self.found(start, end, Kind.DATE, score)
        for start, end, match in matches(_SPANNED, reading.text) if months or weekdays else ():
            if match.group()[0].isupper():
                yield self.found(start, end, Kind.DATE, 0.85)
        for start, end, match in matches(_MONTH_ALONE, reading.text) if months else ():
            if not veto.DOSE_AFTER.match(reading.after(end, 24)):  # 'aug 2g tds'
                yield self.found(start, end, Kind.DATE, self._month(match))
        for start, end, match in matches(_WEEKDAY_SAID, reading.text) if weekdays else ():
            yield self.found(start, end, Kind.DATE, self._weekday(match, reading))
        for start, end, match in matches(_OWN_DAY, reading.text, 1):
            words = re.findall(r"[^\W\d_]+", match.group(1))[:-1]
            if not any(veto.medical(w) or fold(w) in _PLAIN_DAYS for w in words):
                yield self.found(start, end, Kind.DATE, 0.6)
        yield from self._told(reading)

    def _told(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score, words in (
            (_FESTIVAL, 0.85, _FESTIVAL_WORDS),
            (_RELATIVE, 0.88, _RELATIVE_WORDS),
            (_VAGUE, 0.5, _VAGUE_WORDS),
            (_CLOCK, 0.55, None),
        ):
            there = words is None or reading.vocabulary & words
            for start, end, match in matches(pattern, reading.text) if there else ():
                if pattern is not _VAGUE or not match.group().isupper():  # 'ADA' is an enzyme and a society
                    yield self.found(start, end, Kind.DATE, score)
        for pattern, score in ((_BORN_AT, 0.6), (_INST, 0.9)):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.DATE, score)
        if not reading.text.isascii():
            for start, end, _ in matches(_UNSPACED_DAY, reading.text):
                yield self.found(start, end, Kind.DATE, 0.88)
            for start, end, _ in matches(_NATIVE, reading.text):
                yield self.found(start, end, Kind.DATE, 0.95)

    @staticmethod
    def _month(match: re.Match[str]) -> float:
        qualifier, month = match.group(1), match.group(2).rstrip(".")
        if month.isupper() and len(month) > 1:
            return 0
        if month.lower() in _UNSURE_MONTHS:
            if not month[0].isupper():
                return 0.6 if month in ("march", "august", "may") and qualifier.strip() else 0
            return 0.8 if qualifier.strip() else 0.2
        if not month[0].isupper():
            return 0.78 if qualifier.strip() else 0.5
        return 0.85 if qualifier.strip() else 0.7

    @staticmethod
    def _weekday(match: re.Match[str], reading: Reading) -> float:
        before, day, after = match.groups()
        word = day.rstrip(".")
        if (
            word.lower().endswith("days")
            and not (before or after)
            and not re.match(r" (?:ago|before|gone)\b", reading.after(match.end(), 8))
        ):
            return 0  # a habit: 'Fridays'
        placed = bool(before) and before.strip().lower() not in ("the", "le", "il", "el")
        if word.lower() in _UNSURE_WEEKDAYS:
            if word.isupper() and not placed:
                return 0
            if word.lower() == "sat" and re.match(
                r"\s?[:=]?\s?(?:[5-9]\d|100)(?!\d|[:.]\d|th)", reading.after(match.end(2), 8)
            ):
                return 0  # a saturation
            if len(word) == 2 or word.lower() in ("mar", "mer", "ven", "dom", "lun", "sab", "gio"):
                return 0
            timed = re.match(r"\s\d{1,2}[:.]\d\d", reading.after(match.end(2), 7)) or (
                after and after.strip().lower() in _SAID_OF_A_DAY
            )
            if word.lower() in ("sun", "sat"):
                return 0.85 if placed or timed or after else 0.4 if word[0].isupper() else 0
            return 0.85 if placed or timed or after or word[0].isupper() else 0.5
        return 0.92 if word[0].isupper() or placed or len(word) > 3 else 0.7
