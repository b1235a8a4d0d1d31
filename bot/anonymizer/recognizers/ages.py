"""Ages over 89, which Safe Harbor takes together as 90 and older (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import lowered, veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.people import known_name
from bot.review import Kind

_OLD = r"(?:9\d|1[01]\d|12[0-5])"
_ANY_OLD = re.compile(_OLD)  # few texts hold such a number, and all patterns with figures ask for one
_UNITS = (
    r"(?:[\s-]{0,2}(?:y(?:ea)?rs?|y/o|y\.o\.?|yo|yof|yom|y|anos|años|ans|jahre|jährige?r?|jaar|jarige?|år|anni|aa|lat|"
    r"letni[a-z]?|let|letá|letý|éves|ani|ετών|лет|года?|років|роки|години?|vuotias|vuotta|godina|yaşında|yaş|"
    r"tahun|thn|th|tuổi|"
    r"saal|sal|varsh|bochor|barsha|taon|tapos|miaka|aastane|metų|gadi|שנים|سنة|عام|jr|J)\b\.?(?:[\s-]old)?|"
    r"\s?[歳岁歲才세살]|\s?ปี)"
)
_STATED = re.compile(
    rf"(?i)(?<![\w.,/-])({_OLD})(?:{_UNITS}|\s?[-/]?\s?(?:f|m|female|male|lady|woman|man|gentleman)\b)(?!\w)(?!/)"
)
_LABELLED = re.compile(
    rf"(?i)\b(?:aged?|turn(?:s|ed|ing)|is now|years? of age|edad|alter|âge|aet|idade|età|leeftijd|ålder|alder|ikä|"
    rf"wiek|věk|vek|"
    rf"yaş|umur|usia|umri|miaka|возраст|вік|ηλικία|tuổi|umr|umar|vayas|years old|almost|nearly|approaching|"
    rf"(?:about|abt|approx\.?|c\.|"
    rf"over|past) age)\s?:?\s?(?:about |abt |approx\.? |c\.? ?|~ ?|circa |around )?({_OLD})(?![\w%.,/]\w|\s?%)"
)
_PERSONAL = re.compile(
    rf"(?i)\b(?:s?he(?:'s| is| was)|i'm|they're|who(?:'s| is)|(?:mum|mom|dad|gran|nan|mother|father|"
    rf"patient|pt)(?: is|'s)?)\s\(?({_OLD})(?=[\s,.)!;]|$)(?!\s?(?:%|kg|lb|cm|mg|on|bpm|/))"
)
_BRACKETED = re.compile(
    rf"\b(?:mum|mom|dad|gran|grandma|grandad|nan|mother|father|uncle|aunt|auntie|wife|husband) \(({_OLD})\)"
)
_NAME_BRACKETED = re.compile(rf"\b([A-Z][\w'-]{{1,30}}),? \(({_OLD})\)")
# Between a comma and a comma, as in 'Nakamura-san, 91, severe AS'; after a full stop, as in '102, hip fracture'.
_APART = re.compile(rf"(?:(?<=[^\W\d_],\s)|(?<=[^\W\d_]\.\s)|(?<=\n)|^)({_OLD})(?=,\s?[A-Za-z])")
_AFTER_NAME = re.compile(
    rf"\b[A-Z][^\W\d_]+ [A-Z][^\W\d_]+,? ({_OLD})(?=[,;.)]|\s(?:with|by|w/|presents|admitted|from)\b)"
)
_NAME_BARE = re.compile(
    rf"\b([^\W\d_a-z][^\W\d_]{{2,}}),? ({_OLD})(?=\s?[(,;.]|\s(?:from|with|w/|in|and|on|is|has|"
    rf"had|who)\b|$)(?!\.\d|,\d)"
)
_SAID = re.compile(
    rf"(?i)\b(?:(?:wo)?man of|lady of|says|claims|reckons|koro is|he is|she is|hes|shes|he's|now|"
    rf"only|actually|really) ({_OLD})(?=[,.;?!)]|$|\s(?:and|now|but|on paper|next|this))(?!\.\d|"
    rf",\d)|(?<=[a-z]\.\s)({_OLD})(?=\.\s)"
)
# 'Baba Ibeji (92)', 'oupa Koos 94 SDH': after a word in capitals that is no medicine; after a title or a relative.
_BRACKETED_ANY = re.compile(rf"\b([^\W\d_a-z][\w'’-]{{1,30}}),? [(\[]({_OLD})(?=[),;\]]| ?(?:J|ans|let|aa|[FMfm])\b)")
_AFTER_TITLE = re.compile(
    rf"(?i:\b(?:mr|mrs|ms|mme|oupa|ouma|baba|mama|mzee|bibi|lolo|lola|nana|nan|gogo|tatay|nanay|opa|oma|abuel[oa]|"
    rf"nonn[oa]|"
    rf"uncle|aunty|auntie|bedstefar|bedstemor|mormor|morfar|farmor|farfar|dona|don|doña|señora?|sra?|frau|herr|hr|"
    rf"fr|pak|bu|"
    rf"ông|bà|khun|mevr|mw|dhr|pani?|chief|alhaji|hajia|grandad|grandpa|grandma|granny|gran|granda|dadi|nani|dada|"
    rf"babcia|"
    rf"dziadek|büyükanne|dede|nine|babushka|deda|baka|kokum|koro|kuia|tupuna)\b\.?)"
    rf" (?!at\b|of\b|is\b|was\b|in\b|on\b|up\b|now\b)[^\W\d_]\w+(?: [^\W\d_a-z]\w+)?,? ({_OLD})(?![\w%/.,:]\d|[\w%]|"
    rf"\s?(?:%|kg|bpm|mg|mmhg|mm|cm|/))"
)
_SEXED = re.compile(rf"(?<![\w/])(?:[FM] ?/ ?|[FM](?=9))({_OLD})(?![\w%/]|\.\d|\s?%)")
_SELDOM = re.compile(
    rf"(?i)\b(?:mum|mom|mam|dad|gran|granny|grandma|grandpa|nana|pt|patient|she|he|lady|man|woman|gent|gentleman|"
    rf"widow(?:er)?|resident|mother|father|sister|brother|husband|wife|aunt|uncle|neighbou?r|carer|caregiver|"
    rf"grand-(?:père|mère))\b,? ?(?:'s |: |of |is |was |who is |now |aged )?(?<=[ :])({_OLD})"
    rf"(?=,? (?:and|with|w/|from|on|in|lives|living|who|non|no|not|but|next|hx|fit|frail|sharp|independent|still|bed|"
    rf"NH)\b|[,;.:?!](?!\d)| ?(?:&|$))"
    rf"(?!\.\d|,\d|:\d)"
)
_DESCRIBED = re.compile(
    rf"(?i)\b(?:fit|frail|spry|sprightly|young|independent|demented|bed ?bound|confused|active|elderly|old|tiny|"
    rf"little|cachectic|"
    rf"pushing|approaching|nearing|almost|be|was|reached|hits?|made it to|till|until|lady of|gentleman of|man of|"
    rf"woman of|gent of)"
    rf" ({_OLD})(?![\w%.,:/-]\w|[\w%+]|\s?(?:%|kg|bpm|mg|mm|/|on|ra|and (?:hr|bp)|units?|over|sys|degrees|hours|"
    rf"days|min))"
)
# At the beginning of a sentence: '94 and still driving', '91 NH resident'.
_OPENING = re.compile(
    rf"(?m)(?:^|[.!?:] )({_OLD})(?= (?:and (?:still|lives|fit|frail|independent|sharp|on|not|a|has|very|bed|full|"
    rf"for)|NH\b|nursing home|with\b|w/|"
    rf"c |lives|living|"
    r"but|or so|from|lady|man\b|woman|F\b|M\b|next|in (?:January|February|March|April|May|June|July|August|"
    r"September|October|"
    r"November|December))|,? (?:CCF|COPD|NOF|#|AF\b|DNR|DNACPR|NFR))"
)
_AND_OVER = re.compile(
    rf"(?<![\w.,/-])({_OLD})(?=\+ ?(?:lady|yo|y\b|year|F\b|M\b|man|woman))|(?<![\w.,/-])({_OLD})(?= ?ys? old)"
)
_TENS = r"(?:ninety(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one |a )hundred(?: and \w+)?)"
_SPELLED = re.compile(
    rf"(?i)\b({_TENS})[\s-]{{0,2}}(?:years?|yrs?|y/?o)\b|\b(?:aged?|turned|turning|(?:s?he|who|pt|patient|mum|mom|"
    rf"dad|gran|nan|nana|"
    rf"grandma|grandpa|granny|koro|lola|lolo)(?:'s| is| was| turned)?|nearly|almost|is|was|now|of)\s({_TENS})\b"
    rf"(?! (?:percent|per cent|minutes|mins|seconds|days|hours|over|patients|cases|beats|mg|ml|degrees|"
    rf"and counting|per|times|units))"
)
# Between commas or in brackets, behind a person: 'McGonagle, ninety-one, …', 'his nan (ninety six)'.
_SPELLED_APART = re.compile(
    r"(?i)[,(]\s?(ninety(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)(?=\s?[,)])|\b(9\d)(?:-something|"
    r"-odd|ish)\b"
)
# Behind a person in brackets, before a sex or a decision in brackets, two of them together, with the sign of a sex.
_PERSON_BRACKETED = re.compile(
    rf"(?i)\b(?:lady|man|woman|gent(?:leman)?|resident|pt|patient|widow(?:er)?|farmer|nun|priest|veteran|vet|sister|"
    rf"brother|"
    rf"aunt\w*|uncle|neighbour|neighbor|granny|nan|gran\w*|great-\w+|mum|mom|dad|mother|father|wife|husband|him|her|"
    rf"she|he) ?"
    rf"\(({_OLD})(?=[),;])|(?<![\w.,/-])({_OLD})(?= \((?:F|M|f|m|female|male|DNR|DNACPR|NFR|DNAR)\b)|"
    rf"\b(?:aged?|both|couple|either)\b\D{{0,12}}{_OLD}\s?(?:&|and|or)\s?({_OLD})(?![\w%]|\.\d)|"
    rf"(?<![\w.])({_OLD}) ?[♀♂]|"
    rf"[♀♂] ?({_OLD})(?![\w%])"
)
_AT_AGE = re.compile(
    rf"(?i)\b(?:at|a (?:spritely|sprightly|grand|fit|frail|young|healthy|good)|going on|ripe old age of|celebrat\w+|"
    rf"lived to|still) "
    rf"({_OLD})(?=\s?[?!;]|,? (?:she|he|they|still|with|not|and (?:she|he|still|not|on|in))\b|[.,](?!\d) ?(?:$|[A-Z]))"
)
_VITAL = re.compile(
    r"(?i)\b(?:sats?|spo2|o2|hr|rate|pulse|bp|map|systolic|dia|temp|weight|wt|hb|plt|sitting|stable|running|up|down|"
    r"held|"
    r"hovering|peaked|plateaued|stuck|remains?|around|stays?|is|was|lives) $"
)
_DECADES = re.compile(
    r"(?i)\b(?:(?:early|mid|late)[\s-])?nineties\b|\b(?:super)?centenarian\b|\bnonagenarian\b|"
    r"\b90s\b(?=\s*[,.;)]|\swith)"
)


class AgeRecognizer(Recognizer):
    kinds = (Kind.AGE,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        if _ANY_OLD.search(reading.text):
            yield from self._in_figures(reading)
            yield from self._named(reading)
        yield from self._spelled(reading)

    def _in_figures(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in (
            (_STATED, 0.95),
            (_LABELLED, 0.9),
            (_PERSONAL, 0.82),
            (_BRACKETED, 0.85),
            (_AFTER_NAME, 0.8),
            (_APART, 0.76),
            (_AFTER_TITLE, 0.8),
            (_AND_OVER, 0.76),
            (_SEXED, 0.6),
            (_SELDOM, 0.6),
            (_DESCRIBED, 0.5),
            (_OPENING, 0.5),
            (_SAID, 0.5),
        ):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.AGE, score)
        for match in lowered.finditer(_PERSON_BRACKETED, reading.text):
            yield self.found(*match.span(match.lastindex or 0), Kind.AGE, 0.8)
        for start, end, match in matches(_AT_AGE, reading.text, 1):
            if not _VITAL.search(reading.before(match.start(), 14)):
                yield self.found(start, end, Kind.AGE, 0.45)

    def _named(self, reading: Reading) -> Iterator[Finding]:
        """A number behind what may be a name."""
        for start, end, match in matches(_NAME_BRACKETED, reading.text, 2):
            if known_name(match.group(1)) and not veto.medical(match.group(1)):
                yield self.found(start, end, Kind.AGE, 0.82)
        for start, end, match in matches(_BRACKETED_ANY, reading.text, 2):
            word = match.group(1)
            if not veto.medical(word) and fold(word) not in entries("abbreviations"):
                yield self.found(start, end, Kind.AGE, 0.5 if veto.common(word) else 0.78)
        for start, end, match in matches(_NAME_BARE, reading.text, 2):
            if known_name(match.group(1)) and not veto.medical(match.group(1)) and not veto.common(match.group(1)):
                yield self.found(start, end, Kind.AGE, 0.8)

    def _spelled(self, reading: Reading) -> Iterator[Finding]:
        for match in lowered.finditer(_SPELLED, reading.text):
            group = 1 if match.group(1) else 2
            yield self.found(*match.span(group), Kind.AGE, 0.9)
        for match in lowered.finditer(_SPELLED_APART, reading.text):
            yield self.found(*match.span(match.lastindex or 0), Kind.AGE, 0.8)
        for start, end, match in matches(_DECADES, reading.text):
            personal = (
                re.search(r"(?i)\b(?:her|his|their|in)\s(?:the\s)?$", reading.before(start, 12))
                or "arian" in match.group()
            )
            yield self.found(start, end, Kind.AGE, 0.85 if personal else 0.4)
