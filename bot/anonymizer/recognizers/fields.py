"""The labelled lines of a record: 'Add: …', 'NOK: …', 'Employer: …', 'Ref: …'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.calendar import MONTHS, WEEKDAYS
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.people import _CAP, known_name
from bot.anonymizer.recognizers.phrases import _LINK, _medical_phrase
from bot.review import Kind

_SEPARATOR = r"[\"']?\s?[:=>][ \t]{0,3}[\"'\[]{0,2}(?:(?:Dr|Mr|Mrs|Ms|Prof|Sr)\.? )?"
_ADDRESS = re.compile(
    r"(?i)(?:^|(?<=[\n;,|(/.] )|(?<=[\n;|(/]))(?:home )?(?:add(?:r(?:ess)?)?|adres[seá]?|anschrift|dir(?:ecci[oó]n)?|"
    r"domic(?:ilio|\.)?|endere[cç]o|morada|indirizzo|residen[cz](?:e|a|ia)|alamat|địa chỉ|anwani|cím|adresa|bydliště|"
    r"tirahan|住所|地址)\.?\s?[:=][ \t]{0,3}([^\n;|]{4,90}?)(?=\s{2,}|[\n;|]|\.(?:\s|$)|$)"
)
_NAMES = re.compile(
    r"(?i:(?:^|(?<=[\n;,|(/.\"'>{&?-])|(?<=[\n;,|(/.] ))(?:(?:(?:patient|family|last|first|given|sur|fore)[_ ]?)?name|"
    r"family|given|last|first|ln|fn|pt|pat|patient|nok|n\.o\.k\.|next of kin|mother|father|mum|"
    r"mom|dad|husband|wife|son|daughter|spouse|partner|guardian|informant|carer|kp|cons|consultant|gp|pcp|attending|surgeon|"
    r"anaesthetist|operator|doctor|physician|ref(?:erred)? by|referrer|escort|contact|emerg(?:ency)? contact|seen by|"
    r"ordered by|requested by|req by|requester|(?:encounter )?provider|att|asst|assistant|surg|anaes|"
    r"anes|crna|clerked|ptwr|read by|read_by|tech|dict(?:ated)? by|cosigned by|konsil von|"
    r"signed|author|scribe|reporter|reported by|recorder|witness|hausarzt|ha|tutor|madre|padre|mère|père|vater|"
    r"mutter|acompa[nñ]ante|familiar|responsable|responsável|ibu|ayah|istri|suami))"
    rf"{_SEPARATOR}({_CAP}(?:,? {_CAP}){{0,3}})"
)
_PLACES = re.compile(
    r"(?i:(?:^|(?<=[\n;,|(/.-])|(?<=[\n;,|(/.] ))(?:ref(?:erred)?(?: from)?|from|hosp(?:ital)?|facility|site|clinic|"
    r"village|town|city|district|location|origin|pob|birthplace|born in|transfer(?:red)?(?: from| to)?|centre|center))"
    rf"{_SEPARATOR}({_CAP}(?: (?:{_LINK} ){{0,2}}{_CAP}){{0,4}})"
)
_WORK = re.compile(
    r"(?i:(?:^|(?<=[\n;,|(/.-])|(?<=[\n;,|(/.] ))(?:employer|employed at|school|work(?:place)?|works at|insurance|"
    r"insurer|hmo|company|firm|scheme|medical aid|church|college|payer|payor|sponsor|arbeitgeber|krankenkasse|mutuelle|"
    r"obra social))"
    rf"(?:{_SEPARATOR}| )({_CAP}(?: (?:{_LINK} ){{0,2}}{_CAP}){{0,4}})"
)


class FieldRecognizer(Recognizer):
    """What stands behind the label of a line, unless it is medicine."""

    kinds = (Kind.NAME, Kind.LOCATION, Kind.ORGANISATION)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_ADDRESS, reading.text, 1):
            if re.search(r"[A-Z0-9]", match.group(1)):
                yield self.found(start, end, Kind.LOCATION, 0.84)
        for pattern, kind, score in (
            (_NAMES, Kind.NAME, 0.8),
            (_PLACES, Kind.LOCATION, 0.76),
            (_WORK, Kind.ORGANISATION, 0.76),
        ):
            for start, end, match in matches(pattern, reading.text, 1):
                end = start + len(_kept(match.group(1)))  # noqa: PLW2901
                said = reading.text[start:end]
                known = kind is Kind.NAME and any(known_name(w) for w in re.split(r"[ ,-]+", said))
                person = known and not veto.MEDICAL_NOUN.match(reading.after(end, 24))  # 'Author: Graves'
                if said and (person or not _medical_phrase(said)) and not veto.region(said):
                    yield self.found(start, end, kind, score if known or kind is not Kind.NAME else 0.5)


def _kept(said: str) -> str:
    """``said`` up to the first word that no name holds."""
    words = said.split(" ")
    for i, word in enumerate(words):
        plain = fold(word.strip(".,"))
        if plain in entries("abbreviations") or plain in entries("grammar") or plain in MONTHS or plain in WEEKDAYS:
            return " ".join(words[:i])
    return said
