"""Wards, beds and rooms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.calendar import MONTHS
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.phrases import _CAP, _DEPARTMENT, _GENERIC_HEAD
from bot.review import Kind

_WARD = re.compile(rf"(?<![\w@])({_CAP}(?: {_CAP})?) ([Ww]ard|[Ww]ing|[Bb]ay|[Ss]uite)\b(?! round)")

_WARD_NUMBER = re.compile(r"(?i)(?<![\w@])(?:ward|wd)\s?(?:no\.?\s?)?(?:([A-Z]?\d{1,3}[A-Z]?|[A-Z]\b))(?!\w|[.]\d)")

_BED = re.compile(
    r"(?i)(?<![\w@])(?:bed|room|rm|bay|isolette|cubicle|cot|pod|trolley|chair|incubator|warmer|"
    r"crib)\s?(?:no\.?|number|#|space|slot)?\s?((?:[A-Z]{0,3}-?\d{1,4}(?:[-/]\d{1,3})?[A-Z]?)"
    r")(?!\w|[.]\d|%)(?!\s?(?:mg|ml|%|days?|hours?|weeks?|hrs?))"
)

_BED_WORD = re.compile(r"(?i)\b(?:from |in )?(?:bed|room) ((?:isolette|bay|pod|cubicle) \d{1,3})\b")

# Beds and rooms as other languages call them, units by their letters, and the labelled lines of a record.
_UNITS = re.compile(
    r"(?<![\w@-])((?:[MSNPCBT]ICU|[IH]DU|CCU|ITU|ICU|PICU|NICU|NBU|HCU|CVICU|CTICU|STICU|"
    r"NSICU|GICU|EICU|PACU|SCBU|NNU|CDU|AMU|MAU|SAU|EAU|ASU|HASU|resus|majors|minors|theatre|"
    r"OR|OT) ?(?:bed |cot |rm |room |pod |bay )?\d{1,2}[A-Z]?|(?:AMU|MAU|SAU|EAU|EDU|ED|A&E|SDU|HDU|ICU|[Mm]ajors|"
    r"[Pp]od|[Tt]eam|[Zz]one|"
    r"[Ww]ard) (?:[Gg]reen|[Rr]ed|[Bb]lue|[Yy]ellow|[Oo]range|[Pp]urple|[Pp]ink)|(?:[Cc]ath lab|bldg|building|"
    r"med\. post|post|"
    r"unit|tower|wing|zone|floor) \d{1,3}[A-Z]?|[A-L] (?:level|floor)|Level \d{1,2}|"
    r"[1-9]\d? (?:West|East|North|South|Tower|Main|Center|Centre)"
    r"(?:,? (?:Rm|Room|bed)?"
    r" ?\d{1,3}[A-Z]?\b)?|(?:A&E|ED|ER) (?:resus|majors|minors|corridor|cubicle|trolley|pod|bay)(?: ?\d{1,2}[A-Z]?)?)"
    r"(?![\w.]\d|\w|%| of (?:\d|[a-z]*blood|p?RBC|PRBC|FFP|plasma|packed|platelets))"
)

_FOREIGN = re.compile(
    r"(?i)(?<![\w@])((?:bett|zimmer|zi\.?|letto|stanza|camera|reparto|quarto|camas|lecho|giường|phòng|quận|wodi|"
    r"kitanda|chumba|"
    r"sänky|huone|osasto|os\.|oddz\.?|odd\.|pokój|łóżka|sali|lůžko|pokoj|lôžko|krevet|soba|salonul?|ágy|szoba|"
    r"кровать|койка|"
    r"палата|ліжко|легло|стая|κλίνη|θάλαμος|oda|servis|tempat tidur|bangsal|ruang|kamar|silid|higaan|pavillon|"
    r"station|avdeling|"
    r"post|stue|stofa|rúm|umubhede|igumbi|tarang|gulpar|sala|leito(?: uti)?|enfermaria|cama|lit|chambre|"
    r"ch\.|kamer|eenheid|avd\.?|säng|seng|rom|łóżko|katil|yatak|ranjang|bilik|wad|kama|habitaci[oó]n|"
    r"hab\.|piso|box|rm|block) ?(?:n[º°o]\.? ?)?[A-Z]{0,2}-?\d{1,4}(?:[-:.]\d{1,3})?[A-Z]?)(?!\w|"
    r"[.,]\d|%)(?!\s?(?:mg|ml|mm|cm|kg))"
)

_UNSPACED = re.compile(
    r"\d{1,3} ?[床号室號](?!\w{0,3}[剂药])|(?:เตียง|ห้อง|ตึก) ?\d{1,3}|\d{2,4}호|\d{1,3}병동"
    r"|\d{1,3}-(?:es|as|os|ös) kórterem"
)
_LABELLED_WARD = re.compile(
    r"(?:^|\s)(?:Ward|WARD|Wd|Loc|Location|Bed|Unit|Bay|Station|Dept)\s?:\s?((?:[A-Z0-9][\w&-]{0,14})"
    r"(?: [A-Z0-9][\w&-]{0,10}){0,2})"
)

# A ward by its code alone, where somebody goes or comes from: 'moved to 6B', 'off 4A'.
_MOVED = re.compile(
    r"(?i:\b(?:moved|transferred|trf|stepped down|back|over|down|up) (?:to|on|from)|\boff|\bon|\bfrom|\bin|\bnurse on|"
    r"\bteam on|\bauf der|\baus der|\bvan|\bpå|\bau|\bal|\bno|\bna) "
    r"((?!2D|3D|4D|\d\d[FG])\d{1,2}(?:[A-H]|(?<=auf der \d)[a-h]|(?<=aus der \d)[a-h]))"
    r"(?![\w-]| ?(?:echo|scan|printed|recon|model|images?|imaging|lead|leads|view))"
)
_NAMED_NUMBER = re.compile(
    rf"(?i:\b(?:on|bed|ward|onto|off|from|in|to) )({_CAP} \d{{1,2}}[A-Z]?)(?![\w%/]|[.,:]\d| ?(?:mg|mcg|ml|x|/))"
)
_BAY_LETTER = re.compile(r"(?<![\w@])((?:[Bb]ay|[Pp]od|[Bb]lock|[Ss]tation|[Ww]ing) [A-H])(?![\w'])")


_GENERIC = _DEPARTMENT | _GENERIC_HEAD


class WardRecognizer(Recognizer):
    """Wards by name and number, beds and rooms (these asked about: 'bed 4' may be all a team needs)."""

    kinds = (Kind.WARD,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, _, match in matches(_WARD, reading.text, 1):
            words = [
                w
                for w in re.split(r"[ -]", match.group(1))
                if fold(w) not in _GENERIC
                and fold(w) not in entries("grammar")
                and fold(w) not in entries("abbreviations")
            ]
            if words:
                yield self.found(start, match.end(), Kind.WARD, 0.85 if match.group(2).lower() == "ward" else 0.5)
        for start, end, match in matches(_WARD_NUMBER, reading.text, 1):
            spelt = match.group()[:4].lower() == "ward"
            yield self.found(start if spelt else match.start(), end, Kind.WARD, 0.76)
        foreign = () if reading.text.isascii() else ((_UNSPACED, 0),)
        for pattern, group in ((_UNITS, 1), (_FOREIGN, 1), (_BAY_LETTER, 1), (_MOVED, 1), *foreign):
            for start, end, _ in matches(pattern, reading.text, group):
                yield self.found(start, end, Kind.WARD, 0.5)
        for start, end, match in matches(_LABELLED_WARD, reading.text, 1):
            words = re.split(r"[ -]", match.group(1))
            if not all(fold(w) in _DEPARTMENT for w in words):
                yield self.found(start, end, Kind.WARD, 0.76)
        for start, end, match in matches(_NAMED_NUMBER, reading.text, 1):
            word = match.group(1).split(" ")[0]
            if not (
                veto.medical(word)
                or veto.common(word)
                or fold(word) in entries("abbreviations")
                or fold(word) in MONTHS
            ):
                yield self.found(start, end, Kind.WARD, 0.45)
        yield from self._beds(reading)

    def _beds(self, reading: Reading) -> Iterator[Finding]:
        for start, end, _ in matches(_BED_WORD, reading.text, 1):
            yield self.found(start, end, Kind.WARD, 0.5)
        for start, end, match in matches(_BED, reading.text, 1):
            if match.group().startswith("POD"):
                continue  # a post-operative day
            plain = re.match(r"(?i)bed|room|rm", match.group())
            yield self.found(start if plain else match.start(), end, Kind.WARD, 0.5)
