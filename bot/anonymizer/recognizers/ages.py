"""Ages over 89, which Safe Harbor takes together as 90 and older (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.anonymizer import lowered
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.review import Kind

_OLD = r"(?:9\d|1[01]\d|12[0-5])"
OVER_89: Final = re.compile(_OLD)  # few texts hold such a number, and all patterns with figures ask for one
_UNITS = (
    r"(?:[\s-]{0,2}(?:y(?:ea)?rs?|y/o|y\.o\.?|yo|yof|yom|y|anos|años|ans|jahre|jährige?r?|jaar|jarige?|år|anni|aa|lat|"
    r"letni[a-z]?|let|letá|letý|éves|ani|ετών|лет|года?|років|роки|години?|vuotias|vuotta|godina|yaşında|yaş|"
    r"tahun|thn|(?<=\s)th|tuổi|"
    r"saal|sal|varsh|bochor|barsha|taon|tapos|miaka|aastane|metų|gadi|שנים|سنة|عام|jr)\b\.?(?:[\s-]old)?|"
    r"\s?[歳岁歲才세살]|\s?ปี)"
)
_STATED = re.compile(
    rf"(?i)(?<![\w.,-])(?<!\d/)({_OLD})(?:{_UNITS}|\s?[-/]?\s?(?:(?-i:[FM])|[♀♂]|female|male|lady|woman|man|gentleman)\b)(?!\w)(?!/\d)"
)
_LOWER_SEXED = re.compile(rf"(?<![\w.,-])(?<!\d/)({_OLD})\s?[-/]?\s?[fm]\b(?!/\d)")  # or so many metres
_LABELLED = re.compile(
    rf"(?i)\b(?:aged?|turn(?:s|ed|ing)|is now|years? of age|edad|alter|âge|aet|idade|età|leeftijd|ålder|alder|ikä|"
    rf"wiek|věk|vek|"
    rf"yaş|umur|usia|umri|miaka|возраст|вік|ηλικία|tuổi|umr|umar|vayas|years old|almost|nearly|approaching|"
    rf"(?:(?:wo)?man|lady|gent(?:leman)?) of|"
    rf"(?:about|abt|approx\.?|c\.|"
    rf"over|past) age)[\s:=\"'|(-]{{0,4}}(?:about |abt |approx\.? |c\.? ?|~ ?|circa |around )?"
    rf"({_OLD})(?![\w%.,/]\w|\s?%)"
)
_SEXED = re.compile(rf"(?<![\w/])(?:[FM] ?/ ?|[FM](?=9)|[♀♂] ?)({_OLD})(?![\w%/]|\.\d|\s?%)")
_AND_OVER = re.compile(
    rf"(?<![\w.,/-])({_OLD})(?=\+ ?(?:lady|yo|y\b|year|F\b|M\b|man|woman)|(?:-odd|-something|ish)\b)"
)
_TENS = r"(?:ninety(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one |a )hundred(?: and \w+)?)"
_SPELLED = re.compile(
    rf"(?i)\b({_TENS})[\s-]{{0,2}}(?:years?|yrs?|y/?o)\b|\b(?:aged?|turned|turning|(?:s?he|who|pt|patient|mum|mom|"
    rf"dad|gran|nan|nana|"
    rf"grandma|grandpa|granny|koro|lola|lolo)(?:'s| is| was| turned)?|nearly|almost|is|was|now|of)\s({_TENS})\b"
    rf"(?! (?:percent|per cent|minutes|mins|seconds|days|hours|over|patients|cases|beats|mg|ml|degrees|"
    rf"and counting|per|times|units))|[,(]\s?({_TENS})(?=\s?[,)])"
)
_DECADES = re.compile(
    r"(?i)\b(?:(?:early|mid|late)[\s-])?nineties\b|\b(?:super)?centenarian\b|\bnonagenarian\b|"
    r"\b90s\b(?=\s*(?:[,.;)]|$)|\swith)"
)
_FEVER = re.compile(r"(?i)\b(?:t|temp\w*|tmax|fevers?|febrile|pyrexi\w*)\W{0,3}(?:(?:of|is|was|to|at|up|now) )*$")
_FAHRENHEIT = re.compile(r"\s?°?F\b")
_FAR = re.compile(
    r"(?i)\b(?:walk\w*|6?mwt|distance|within|after|about|every|exertion|stairs|run|swim)\W{1,3}(?:\w+ )?$"
)
_VALUE_OF = re.compile(
    r"(?i)\b(?:map|hr|sats?|spo2|[sd]bp|pulse|rate|plts?|hb|e?gfr|scored|weighs?|wt|bmi)\W{1,2}(?:(?:is|of|at) )?$"
    r"|\d from $"
)
_METRES = re.compile(r" ?m\b")
_JOULES = re.compile(r" ?J\b(?!\.? ?[A-Z])")
_IN_A_TRIAL = re.compile(
    r"(?i) (?:were )?(?:completed|finished|responded|relapsed|randomi[sz]ed|enrolled|included|recruited|screened|"
    r"analy[sz]ed|progressed|dropped|withdrew)\b"
)
_OF_SOMEONE = re.compile(r"(?i)\b(?:her|his|their)\s$")


def no_age(reading: Reading, start: int, end: int) -> bool:
    """Whether the figure at ``[start, end)`` tells a fever ('temp 101 F'), a distance ('walks 100 m'), another value
    ('MAP 92') or how many patients ('94 completed').
    """
    fever = _FAHRENHEIT.match(reading.after(end, 4)) and _FEVER.search(reading.before(start, 20))
    far = _METRES.match(reading.after(end, 4)) and _FAR.search(reading.before(start, 24))
    nineties = reading.after(end, 1) == "s" and reading.before(start, 4) == "the "  # 'sats in the 90s'
    value = nineties or (_VALUE_OF.search(reading.before(start, 14)) and not reading.after(end, 1).isalpha())
    shock = _JOULES.match(reading.after(end, 6))
    return bool(fever or far or shock or value or _IN_A_TRIAL.match(reading.after(end, 16)))


class AgeRecognizer(Recognizer):
    """Ages that say so. What is one by the words around it, the statistical model knows."""

    kinds = (Kind.AGE,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        if OVER_89.search(reading.text):
            for pattern, score in (
                (_STATED, 0.95),
                (_LABELLED, 0.9),
                (_AND_OVER, 0.9),
                (_SEXED, 0.9),
                (_LOWER_SEXED, 0.6),
            ):
                for start, end, _ in matches(pattern, reading.text, 1):
                    if not no_age(reading, start, end):
                        yield self.found(start, end, Kind.AGE, score)
        for match in lowered.finditer(_SPELLED, reading.text) if reading.vocabulary & {"ninety", "hundred"} else ():
            yield self.found(*match.span(match.lastindex or 0), Kind.AGE, 0.9)
        for start, end, match in matches(_DECADES, reading.text):
            personal = _OF_SOMEONE.search(reading.before(start, 12)) or "arian" in match.group()
            if personal or match.group() != "90s":  # 'sats in the 90s'
                yield self.found(start, end, Kind.AGE, 0.9 if personal else 0.4)
