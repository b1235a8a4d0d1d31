"""Places smaller than a state: addresses by their form, towns and quarters by the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.calendar import MONTHS, WEEKDAYS
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.phrases import _CAP, _HEADS, _LINK, _MONTHLY, _medical_phrase, is_place
from bot.review import Kind

_STREET = (
    r"Street|St|Str|Avenue|Ave|Av|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Close|"
    r"Crescent|Cres|Terrace|Place|Pl|Square|Sq|Row|Mews|Gardens?|Grove|Hill|Heights|Highway|Hwy|"
    r"Parkway|Pkwy|Circle|Cir|Trail|Walk|Path|Alley|Parade|Quay|"
    r"Nagar|Marg|Colony|Chowk|Gali|Enclave|Layout|Extension|Sector|Mohalla|Jalan|Lorong|Straße|"
    r"Strasse|straße|strasse|gasse|weg|platz|gatan|vägen|gata|vej|gade|laan|straat|ulica|utca|"
    r"katu|tie|"
    r"Alley|Cliffs?|Annex|Bayou|Bend|Bluffs?|Bottom|Branch|Bridge|Brooks?|Burgs?|Bypass|Camp|"
    r"Canyon|Cape|Causeway|Center|Centers|Club|Coves?|Creek|Crest|Crossing|Crossroad|Curve|Dale|"
    r"Dam|Divide|Drives|Estates?|Expressway|Extensions|Falls|Ferry|Fields?|Flats?|"
    r"Fords?|Forest|Forges?|Forks?|Fort|Freeway|Gateway|Glens?|Greens?|Groves|Harbors?|Haven|"
    r"Hills|Hollow|Inlet|Islands?|Isle|Junctions?|Keys?|Knolls?|Lakes?|Land|Landing|Light|Lights|"
    r"Loaf|Locks|Lodge|Loop|Mall|Manors?|Meadows?|Mills?|Mission|"
    r"Motorway|Mountains?|Neck|Orchard|Oval|Overpass|Park|Parks|Parkways|Pass|Passage|Pike|Pines?|"
    r"Plains?|Plaza|Points?|Ports?|Prairie|Radial|Ramp|Ranch|Rapids?|Rest|Ridges?|River|Roads|"
    r"Route|Rue|Run|Shoals?|Shores?|Skyway|Springs?|Spurs?|Squares|"
    r"Station|Stravenue|Stream|Summit|Throughway|Trace|Track|Trafficway|Tunnel|Turnpike|Underpass|"
    r"Unions?|Valleys?|Via|Viaduct|Views?|Villages?|Ville|Vista|Walks|Wall|Ways|Wells"
)

_UNIT = r"(?:,?\s(?:Apt|Apartment|Suite|Ste|Unit|Flat|No|Box|Floor|Fl)\b\.?\s?#?\s?\w{1,6})?"

_ADDRESS = re.compile(
    rf"(?<![\w./-])((?:(?:Flat|Apt|Unit|House|H\.? ?No|No|Plot|Door No)\.? ?\w{{1,6}},? )?\d{{1,6}}[A-Za-z]?(?:["
    rf"/-]\d{{1,4}})?,? (?:{_CAP} ){{1,4}}(?:{_STREET})\b\.?{_UNIT}(?:, {_MONTHLY}{_CAP}(?: {_CAP})"
    rf"?)?(?:,? [A-Z]{{2}}(?: \d{{5}})?)?)"
)

_ADDRESS_LATE = re.compile(
    rf"(?<![\w])((?:(?:Calle|C/|Avenida|Av\.|Avda\.?|Rua|R\.|Rue|Via|Viale|Piazza|Corso|Plaza|"
    rf"Paseo|Carrera|Cra\.?|Boulevard|Bd|ul\.|Ul\.|al\.|Jl\.|Jalan|Calea|Strada|Str\.) {_CAP}(?: "
    rf"(?:{_LINK} )?{_CAP}){{0,3}},? ?(?:n[º°o]\.? ?)?\d{{1,5}}\w?)|"
    rf"(?!Auntie)[^\W\d_a-z][^\W\d_]{{0,30}}?(?:straße|strasse|str\.|"
    rf"weg|gasse|platz|allee|gatan|vägen|vej|gade|straat|laan|utca|katu|tie|veien|gata) \d{{1,4}}\w?)"
)

# 'H.No 14, Gali 3, Nangloi', 'Villa 12, Street 4B, Mirdif'.
_HOUSED = re.compile(
    r"(?<![\w./-])((?:H\.? ?No|House(?: [Nn]o)?|Hse|Plot(?: [Nn]o)?|Flat|Door [Nn]o|Qtr|Quarter|Shop|Block|Blk|Villa|"
    r"Lot|Sector|"
    r"Apt|Unit)\.? ?(?:no\.? ?)?#?(?=[\w/-]{0,7}\d)[\w/-]{1,8}, "
    r"(?:[^,.;\n]{2,30}, ){0,3}[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?)"
)
_ON_STREET = re.compile(
    rf"\b(?:on|at|off|near|along|opposite|behind|corner of|of|from|place on) ({_CAP}(?: {_CAP})"
    rf"{{0,2}} (?:St|Street|Ave|Avenue|Rd|Road|Lane|Ln|Blvd|Boulevard|Drive|Highway|Square|Terrace|"
    rf"Row|Nagar|Marg|Chowk|Bazaar)\b\.?(?:, (?=\w\w){_MONTHLY}{_CAP}(?: {_CAP})?)?)"
)

_CROSSING = re.compile(rf"\b(?:on|at|near|corner of) ({_CAP} (?:&|and|/) {_CAP})(?=[,.;)]|\s?$)")

_NUMBERED = re.compile(
    rf"(?i:\b(?:from|at|to|on|lives|address(?: is)?|in))\s?:?\s(\d{{2,6}} {_CAP} {_CAP}{_UNIT})(?=[.,;)\s]|$)"
)
_EUROPEAN = re.compile(
    rf"(?<![\w./-])(\d{{4,6}},? {_CAP}(?: {_CAP}){{0,2}} \d{{1,5}}[A-Za-z]?{_UNIT})(?!\w|[./-]\d|"
    rf"\s?(?:mg|ml|mcg|g|%|cm|mm|kg|units?|years?|mmol))"
)
_PO_BOX = re.compile(
    r"(?i)\b(?:(?:P\.?\s?O\.?\s?Box|PSC|CMR)\s\d{1,6}|Unit\s\d{4,6})(?:,?\sBox\s\d{1,6})?(?:\s+(?:APO|FPO|DPO)\s[A-Z]{2}\s\d{5})?"
)

_SUITE = re.compile(r"\b(?:Apt|Apartment|Suite|Ste)\.?\s#?\d{1,5}\b")

_WHAT3WORDS = re.compile(r"///[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}\b")

_COORDINATES = re.compile(r"(?<![\w.])-?\d{1,3}\.\d{3,8}°?\s?[NS]?,\s?-?\d{1,3}\.\d{3,8}°?\s?[EW]?(?![\w.])")

_POSTCODES = (
    (
        re.compile(
            r"(?<![\w-])(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWX"
            r"Y]) ?\d[ABD-HJLNP-UW-Z]{2})(?![\w-])"
        ),
        0.88,
    ),
    (re.compile(r"(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?![\w-])"), 0.88),
    (
        re.compile(
            r"(?i)\b(?:zip(?: ?code)?|post(?:al)? ?code|pin ?code|cp|plz|eircode|postcode)\s?[:#=]?\s?([A-Z0-9]"
            r"{2,5}(?:[ -]?[A-Z0-9]{3,4})?)\b"
        ),
        0.9,
    ),
    (
        re.compile(
            r"\b(?:A[LKSZRAEP]|C[AOT]|D[EC]|FL|G[AU]|HI|I[DLNA]|K[SY]|LA|M[EDAINSOTH]|N[EVHJMYCD]|"
            r"O[HKR]|P[WRA]|RI|S[CD]|T[NX]|UT|V[TIA]|W[AVIY])[ ,]{1,2}(\d{5}(?:-\d{4})?)(?!\w)"
        ),
        0.9,
    ),
)

_ZIP_BEHIND = re.compile(r", [A-Z]{2} \d{3}(?:\d\d|\*\*)(?!\d)")

_STATE_TAIL = re.compile(
    rf"({_CAP}(?: {_CAP}){{0,2}}), (?:A[LKZR]|C[AOT]|DE|DC|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|"
    rf"N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])\b"
)

_LIVING = (
    r"lives|lives? (?:in|at|near|on|outside|past|out past|out in|around)|living (?:in|at|near|"
    r"on)|lived in|stays? (?:in|at|near)|staying (?:in|at|near)|residing (?:in|at)|resident of|"
    r"resides in|from|based (?:in|at|out of)|born in|born at|moved (?:from|to|here from)|back "
    r"(?:to|from)|back in|"
    r"returned (?:from|to)|flew (?:back )?(?:to|from)|travel(?:led|ed|ling)? (?:to|from|in)|trip "
    r"to|holiday in|outside|near|village of|town of|city of|district of|island of|rents near|"
    r"originally from|native of|visiting|visited|drove (?:to|from)|"
    r"works? (?:in|near|around)|working in|worked in|farm(?:s|er|ing)? (?:in|near|outside)|went "
    r"(?:home )?to|home (?:in|is|to)|address(?: is|:)?|sleeps (?:on|in|at)|layover(?: in)?|found "
    r"(?:in|near|at)|transfer(?:red)? (?:to|from)|referred (?:to|from|by)|"
    r"seen (?:at|in)|reviewed at|admitted (?:to|at|in|from)|treated (?:at|in|at the)|discharged "
    r"(?:to|from)|operated (?:on )?(?:at|in)|diagnosed (?:at|in)|done at|performed at|evaluated "
    r"(?:at|in)|observed at|presented (?:to|at)|managed at|followed (?:at|by|up at)|attended|"
    r"visit(?:ed)? (?:at|to)|is (?:still )?at|was at|are at|he's at|she's at|we're at|i'm at|"
    r"here at|here in|up at|down in|over (?:in|at)|out in|out of|en route (?:to|from)|on the "
    r"way (?:to|from)|way from|towards|off|via|between|reached|arrived (?:in|at|from)|arrives "
    r"from|"
    r"posted (?:in|to|at)|served in|fought (?:in|at)|deployed to|school in|market in|clinic in|"
    r"hospital in|surgeon in|unit (?:in|at)|team (?:in|at)|fast track at|scan at|MRI (?:at|in)"
    r"|CT (?:at|in)|op(?:eration)? (?:at|in)|bypass at|rehab (?:at|in)|at|in|to|over|obtained "
    r"at|obtained from"
)

_LOCATED = re.compile(
    rf"(?<![\w@])(?i:{_LIVING})\s(?i:our |the |a place called )?({_CAP}(?: (?:{_LINK} ){{0,2}}{_CAP}){{0,3}})"
)

_GREETED = re.compile(
    rf"({_CAP}(?: {_CAP})?) (?:(?:nephrology|cardiology|neurology|oncology|ICU|ED|A&E|surgery|"
    rf"ortho|derm|peds|paeds|rheum|gastro|folks|outreach|records|lot|crowd|colleagues|clinic|office|"
    rf"team|hospital|facility|side|area|region|road|highway|toll|market|airport|station)\b(?: here| look| away)?)"
)

_HERE = re.compile(rf"(?i:\b(?:greetings|hello|hi|posting|writing) from) ({_CAP}(?: {_CAP}){{0,2}})")


def _outside(word: str) -> bool:
    """Whether a word only stands beside a place: grammar, months, titles, abbreviations."""
    plain = fold(word.strip(".,'"))
    return (
        plain in entries("grammar")
        or plain in MONTHS
        or plain in WEEKDAYS
        or (plain in entries("abbreviations") and not is_place(word))
    )


class AddressRecognizer(Recognizer):
    """Streets, post codes, boxes, coordinates."""

    kinds = (Kind.LOCATION,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in (
            (_ADDRESS, 0.9),
            (_ADDRESS_LATE, 0.9),
            (_HOUSED, 0.8),
            (_NUMBERED, 0.8),
            (_EUROPEAN, 0.5),
            (_ON_STREET, 0.88),
            (_CROSSING, 0.76),
            (_STATE_TAIL, 0.85),
        ):
            for start, end, _ in matches(pattern, reading.text, 1):
                plain = pattern not in (_CROSSING, _STATE_TAIL) or not _medical_phrase(reading.text[start:end])
                if plain or _ZIP_BEHIND.match(reading.after(end, 10)):
                    yield self.found(start, end, Kind.LOCATION, score)
        for pattern, score in ((_PO_BOX, 0.85), (_SUITE, 0.85), (_WHAT3WORDS, 0.95), (_COORDINATES, 0.85)):
            for start, end, _ in matches(pattern, reading.text):
                yield self.found(start, end, Kind.LOCATION, score)
        for pattern, score in _POSTCODES:
            for start, end, match in matches(pattern, reading.text, 1 if pattern.groups else 0):
                if any(c.isdigit() for c in match.group(1 if pattern.groups else 0)) and not re.fullmatch(
                    r"E\dV\dM\d", match.group()
                ):
                    yield self.found(start, end, Kind.LOCATION, score, "zip" if pattern is _POSTCODES[3][0] else None)


_SEEN = re.compile(
    r"(?i)\b(?:dr\.? [\w. ]{2,25}|clinic|hospital|office|seen|treated|admitted|lives|living|presented|"
    r"colleague|surgeon|specialist|unit|centre|center) in $"
)

_OURS = re.compile(
    rf"(?i:\b(?:our|my|the))\s({_CAP}(?: {_CAP}){{0,2}}(?: downtown)?) (?:clinic|office|facility|"
    rf"hospital|site|branch|practice|unit|campus|location|center|centre)\b"
)


# Villages and quarters by the word beside them, in the languages of the posts.
_PARISHED = re.compile(
    rf"(?<![\w@])(?i:em|iz|dari|kutoka|taga|från|aus|uit|din|bytem|wohnhaft(?: in)?|vive en|mora em|domic\.?:?|"
    rf"residente? (?:en|em|in)|"
    rf"woont in|wonend te|nakatira sa|tinggal di|asal|anaishi|geboren in|natural de|r/o|village|vill\.?|vpo|"
    rf"dist\.?|district|distt\.?|"
    rf"taluka?|tehsil|teh\.|thana|upazila|barangay|brgy\.?|kampung|kg\.|desa|mtaa wa|kata ya|woreda|kebele|"
    rf"quartier|colonia|barrio|"
    rf"bairro|vereda|caserío|aldeia|sub-?county|lga|commune de|township|oblast|addr(?:ess)?:?|plot \d+,|mp \d+,)"
    rf"\s(?i:village |the )?({_CAP}(?: {_CAP}){{0,2}})"
)
_PARISH_AFTER = re.compile(
    rf"(?<![\w@])({_CAP}(?: {_CAP})?) (?:village|district|dist|taluk|tehsil|LGA|sub-?county|county|township|sum|"
    rf"barangay|suburb|side|"
    rf"reserve|rez|island|atoll|settlement|refugee camp|junction|bus stand|roundabout|köyü|mahallesi|compound|"
    rf"prov|viloyat|oblast|market|bazaar|bazar|estate|heights|beach|harbour|camp|quarters|crossing|flats|falls|"
    rf"motu|pā|atoll|slum|mohalla|colony)(?!\w)"
)


class PlaceRecognizer(Recognizer):
    """Towns, villages and quarters: known ones, and capitalised words after 'lives in', 'from', 'admitted to'."""

    kinds = (Kind.LOCATION,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_LOCATED, reading.text, 1):
            preposition = reading.text[match.start() : start].strip().lower()
            yield from self._place(reading, start, end, preposition)
        yield from self._parished(reading)
        for start, end, match in matches(_OURS, reading.text, 1):
            if is_place(match.group(1).removesuffix(" downtown")):
                yield self.found(start, end, Kind.LOCATION, 0.85)
        for pattern in (_HERE, _GREETED):
            for start, end, match in matches(pattern, reading.text, 1):
                if is_place(match.group(1)) or pattern is _HERE:
                    yield from self._place(reading, start, end, "from")

    def _place(self, reading: Reading, start: int, end: int, preposition: str) -> Iterator[Finding]:
        words = [(m.start() + start, m.end() + start, m.group()) for m in re.finditer(r"\S+", reading.text[start:end])]
        while words and _outside(words[-1][2]):
            words.pop()
        while words and _outside(words[0][2]) and fold(words[0][2]) not in _HEADS:
            words.pop(0)
        if not words:
            return
        start, end = words[0][0], words[-1][1]
        phrase = reading.text[start:end].rstrip(".'")
        known = is_place(phrase) or (is_place(words[0][2]) and len(words) == 1)
        bare = preposition in (
            "in",
            "at",
            "to",
            "from",
            "off",
            "via",
            "over",
            "near",
            "outside",
            "between",
            "reached",
            "via",
        )
        if _medical_phrase(phrase):
            far = preposition in ("from", "near", "outside", "off", "reached")
            if not known and (far or not bare) and len(words) > 1 and not any(veto.medical(w) for _, _, w in words):
                yield self.found(start, end, Kind.LOCATION, 0.5 if bare else 0.6)  # 'last seen at Cedar Crest'
            if known:
                sure = preposition in ("from", "at") or not bare or _SEEN.search(reading.before(start, 40))
                yield self.found(start, end, Kind.LOCATION, 0.8 if sure else 0.5)
            return
        if known:
            yield self.found(start, end, Kind.LOCATION, 0.85)
        else:
            guess = bare or (phrase.isupper() and len(phrase) < 6)
            yield self.found(start, end, Kind.LOCATION, 0.5 if guess else 0.78)

    def _parished(self, reading: Reading) -> Iterator[Finding]:
        for pattern in (_PARISHED, _PARISH_AFTER):
            for start, end, match in matches(pattern, reading.text, 1):
                said = match.group(1)
                if not _medical_phrase(said) and not _outside(said) and not veto.region(said):
                    sure = is_place(said) or pattern is _PARISH_AFTER
                    yield self.found(start, end, Kind.LOCATION, 0.78 if sure else 0.55)
