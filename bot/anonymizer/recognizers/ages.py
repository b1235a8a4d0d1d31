"""Ages over 89, which Safe Harbor takes together as 90 and older (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.recognizers.people import known_name
from bot.review import Kind

_OLD = r"(?:9\d|1[01]\d|12[0-5])"
_UNITS = r"(?:[\s-]{0,2}(?:y(?:ea)?rs?|y/o|y\.o\.?|yo|yof|yom|y|anos|años|ans|jahre|anni|lat|godina)\b(?:[\s-]old)?)"
_STATED = re.compile(
    rf"(?i)(?<![\w.,/-])({_OLD})(?:{_UNITS}|\s?[-/]?\s?(?:f|m|female|male|lady|woman|man|gentleman)\b)(?!\w)(?!/)"
)
_LABELLED = re.compile(
    rf"(?i)\b(?:aged?|turn(?:s|ed|ing)|is now|years? of age|edad|alter|âge)\s?:?\s?({_OLD})(?![\w%.,/]\w|\s?%)"
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
_APART = re.compile(rf"(?:(?<=[^\W\d_],\s)|(?<=[^\W\d_]\.\s)|(?<=\n))({_OLD})(?=,\s?[A-Za-z])")
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
_TENS = r"(?:ninety(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one |a )hundred(?: and \w+)?)"
_SPELLED = re.compile(rf"(?i)\b({_TENS})[\s-]{{1,2}}years?\b|\b(?:aged?|turned|turning)\s({_TENS})\b")
_DECADES = re.compile(
    r"(?i)\b(?:(?:early|mid|late)[\s-])?nineties\b|\b(?:super)?centenarian\b|\bnonagenarian\b|"
    r"\b90s\b(?=\s*[,.;)]|\swith)"
)


class AgeRecognizer(Recognizer):
    kinds = (Kind.AGE,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in (
            (_STATED, 0.95),
            (_LABELLED, 0.9),
            (_PERSONAL, 0.82),
            (_BRACKETED, 0.85),
            (_AFTER_NAME, 0.8),
            (_APART, 0.76),
        ):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.AGE, score)
        for start, end, match in matches(_NAME_BRACKETED, reading.text, 2):
            if known_name(match.group(1)) and not veto.medical(match.group(1)):
                yield self.found(start, end, Kind.AGE, 0.82)
        for start, end, match in matches(_NAME_BARE, reading.text, 2):
            if known_name(match.group(1)) and not veto.medical(match.group(1)) and not veto.common(match.group(1)):
                yield self.found(start, end, Kind.AGE, 0.8)
        for start, end, _ in matches(_SAID, reading.text, 1):
            yield self.found(start, end, Kind.AGE, 0.5)
        for match in _SPELLED.finditer(reading.text):
            group = 1 if match.group(1) else 2
            yield self.found(*match.span(group), Kind.AGE, 0.9)
        for start, end, match in matches(_DECADES, reading.text):
            personal = (
                re.search(r"(?i)\b(?:her|his|their|in)\s(?:the\s)?$", reading.before(start, 12))
                or "arian" in match.group()
            )
            yield self.found(start, end, Kind.AGE, 0.85 if personal else 0.4)
