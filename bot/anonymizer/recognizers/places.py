"""Places smaller than a state, hospitals, wards, employers, schools: by their form and by the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.calendar import MONTHS, WEEKDAYS
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.review import Kind

_CAP = r"(?<![^\W\d_])[^\W\d_a-z][^\W\d_]{0,30}+(?:['.\-][^\W\d_]{1,30}+){0,3}+"
_LINK = (
    r"(?:of|the|and|&|for|de|del|de la|la|le|les|du|des|di|da|do|dos|della|st\.?|St\.?|Mt\.?|"
    r"ki|al|el|an|upon|van|der|den|y|und)"
)
_MONTHLY = (
    r"(?!January|February|March|April|May\b|June|July|August|September|October|November|December|"
    r"Jan\b|Feb\b|Mar\b|Apr\b|Jun\b|Jul\b|Aug\b|Sept?\b|Oct\b|Nov\b|Dec\b|Mon\b|Tue|Wed|Thu|Fri\b|"
    r"Sat\b|Sun\b|Monday|Friday|Saturday|Sunday|DOB|MRN)"
)
_PHRASE = rf"(?:(?:St|Mt|Ft|Sta|Sto)\.?\s)?{_CAP}(?:[ \-](?:{_LINK} ){{0,2}}{_CAP}|\s&\s{_CAP}){{0,4}}(?:'s)?"

_HEALTH = (
    r"Hospitals?|Hosp\b\.?|Infirmary|Clinics?|Med(?:ical)?\.? C(?:enter|entre|tr|en)\b\.?|Med\b\.?(?! "
    r"C)|Cancer C(?:enter|entre)|Health C(?:enter|entre)|Health System|Healthcare|Health\b|Polyclinic|"
    r"Hospice|Nursing Home|Care Home|Rest Home|"
    r"Surgery|Medical Group|Medical College|Medical|Institute|Dispensary|Sanatorium|Maternity|"
    r"Urgent Care(?: on [A-Z][\w ]{2,20})?|Eye Cent(?:er|re)|Birth(?:ing)? Cent(?:er|re)|Heart "
    r"Cent(?:er|re)|Regional|General|Memorial|Presbyterian|"
    r"Children'?s|University Hospital|NHS Trust|Trust|Rehab|Dialysis(?: Unit| Cent(?:er|re))?|"
    r"Satellite Unit|Pediatrics|Paediatrics|Family Practice|Practice|Pharmacy|Labs?|Laborator(?:y|"
    r"ies)|Pathology|Imaging|Diagnostics|Office|Cent(?:er|re)|Facility|Foundation|HPT"
)
_FACILITY = re.compile(
    rf"(?<![\w@])((?:[Tt]he )?{_PHRASE}\s(?:{_HEALTH})(?:(?:,| -| at| in| of|) {_MONTHLY}(?:the "
    rf")?{_CAP}){{0,2}})(?![\w])"
)
_FACILITY_FIRST = re.compile(
    rf"(?<![\w@])((?:Hospital|Hôpital|Hopital|CHU|CHR|Clínica|Clinica|Clinique|Klinik|Klinikum|"
    rf"Universitätsklinikum|Krankenhaus|Szpital|Nemocnice|Kórház|Spital|Spitalul|Ospedale|Policlinico|"
    rf"Policlinica|Centro de Salud|Centro|CAP|Santa Casa|UPA|UBS|"
    rf"Rumah Sakit|RS|RSUP|Bệnh viện|BV|bv|Charité|Sykehuset|Sjukhuset|Instituto|Institut|Clinic|"
    rf"AIIMS|GMC|KEM|CMC|PGI|University of|Univ of|Children'?s(?: Hospital)?(?: of)?|Hospice)"
    rf"(?: (?:{_LINK} ){{0,2}}(?:{_CAP})(?:,? (?:{_LINK} ){{0,2}}{_CAP}){{0,4}}))"
)
_SAINT = re.compile(
    rf"(?<![\w@])((?:St|Saint|Mt|Mount|Our Lady of|Sacred|Good|Holy|Cedars?|Mercy|Johns?)\.?[ "
    rf"\-]{_CAP}(?:'s)?(?: {_CAP}){{0,2}})(?![\w])"
)
_GENERIC_HEAD = frozenset(
    [
        "the",
        "our",
        "a",
        "an",
        "this",
        "that",
        "my",
        "your",
        "local",
        "nearest",
        "district",
        "general",
        "university",
        "teaching",
        "tertiary",
        "community",
        "private",
        "public",
        "medical",
        "rural",
        "regional",
        "central",
        "national",
        "state",
        "city",
        "county",
        "children's",
        "childrens",
        "women's",
        "mental",
        "health",
        "primary",
        "secondary",
        "day",
        "home",
        "outpatient",
        "fertility",
        "dental",
        "eye",
        "heart",
        "cancer",
        "pain",
        "memory",
        "sleep",
        "dialysis",
        "infusion",
        "travel",
        "walk-in",
        "urgent",
        "care",
        "emergency",
        "acute",
        "main",
        "other",
        "same",
        "new",
        "big",
        "small",
        "referring",
        "base",
        "hub",
        "hospital",
        "clinic",
        "surgery",
        "institute",
        "center",
        "centre",
        "from",
        "at",
        "in",
        "of",
        "and",
        "family",
        "field",
        "military",
        "veterans",
        "va",
    ]
)
_DEPARTMENT = frozenset(
    [
        "cardiology",
        "neurology",
        "nephrology",
        "oncology",
        "haematology",
        "hematology",
        "dermatology",
        "rheumatology",
        "endocrinology",
        "gastroenterology",
        "respiratory",
        "pulmonology",
        "pulm",
        "surgery",
        "surgical",
        "orthopaedic",
        "orthopedic",
        "ortho",
        "obstetric",
        "obstetrics",
        "maternity",
        "labour",
        "labor",
        "paediatric",
        "pediatric",
        "paeds",
        "peds",
        "psychiatry",
        "psychiatric",
        "burns",
        "stroke",
        "renal",
        "cardiac",
        "coronary",
        "medical",
        "acute",
        "intensive",
        "critical",
        "high",
        "dependency",
        "emergency",
        "trauma",
        "plaster",
        "fracture",
        "antenatal",
        "postnatal",
        "neonatal",
        "special",
        "baby",
        "isolation",
        "recovery",
        "theatre",
        "admissions",
        "assessment",
        "discharge",
        "lung",
        "liver",
        "breast",
        "gynae",
        "gynaecology",
        "urology",
        "ent",
        "ophthalmology",
        "eye",
        "anaesthetic",
        "radiology",
        "imaging",
        "nuclear",
        "pathology",
        "micro",
        "microbiology",
        "virology",
        "pre-op",
        "preop",
        "post-op",
        "step-down",
        "male",
        "female",
        "general",
        "short",
        "stay",
        "memory",
        "diabetes",
        "heart",
        "failure",
        "valve",
        "device",
        "arrhythmia",
        "pacing",
        "warfarin",
        "anticoagulation",
        "inr",
        "asthma",
        "copd",
        "tb",
        "hiv",
        "sti",
        "gum",
        "ibd",
        "mdt",
        "tia",
        "falls",
        "frailty",
        "geriatric",
        "geriatrics",
        "elderly",
        "rehab",
        "rehabilitation",
        "mental",
        "pain",
        "sleep",
        "fertility",
        "hypertension",
        "lipid",
        "transplant",
        "vascular",
        "thyroid",
        "pituitary",
        "adrenal",
        "bone",
        "metabolic",
        "movement",
        "headache",
        "epilepsy",
        "ms",
        "eeg",
    ]
)

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
    rf"(?:{_LINK} )?{_CAP}){{0,3}},? ?(?:n[º°o]\.? ?)?\d{{1,5}}\w?)|{_CAP}(?:straße|strasse|str\.|"
    rf"weg|gasse|platz|allee|gatan|vägen|vej|gade|straat|laan|utca|katu|tie|veien|gata) \d{{1,4}}\w?)"
)
_ON_STREET = re.compile(
    rf"\b(?:on|at|off|near|along|opposite|behind|corner of|of|from|place on) ({_CAP}(?: {_CAP})"
    rf"{{0,2}} (?:St|Street|Ave|Avenue|Rd|Road|Lane|Ln|Blvd|Boulevard|Drive|Highway|Square|Terrace|"
    rf"Row|Nagar|Marg|Chowk|Bazaar)\b\.?)"
)
_CROSSING = re.compile(rf"\b(?:on|at|near|corner of) ({_CAP} (?:&|and|/) {_CAP})(?=[,.;)]|\s?$)")
_NUMBERED = re.compile(
    rf"(?i:\b(?:from|at|to|on|lives|address(?: is)?|in))\s?:?\s(\d{{2,6}} {_CAP} {_CAP}{_UNIT})(?=[.,;)\s]|$)"
)
_EUROPEAN = re.compile(
    rf"(?<![\w./-])(\d{{2,6}},? {_CAP}(?: {_CAP}){{0,2}} \d{{1,5}}[A-Za-z]?{_UNIT})(?!\w|[./-]\d|"
    rf"\s?(?:mg|ml|mcg|g|%|cm|mm|kg|units?|years?|mmol))"
)
_PO_BOX = re.compile(
    r"(?i)\b(?:P\.?\s?O\.?\s?Box|PSC|Unit|CMR)\s\d{1,6}(?:,?\sBox\s\d{1,6})?(?:\s+(?:APO|FPO|DPO)\s[A-Z]{2}\s\d{5})?"
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
    rf"team|hospital|facility|side|area|region|road|highway|toll|market|airport|station) (?:here|"
    rf"look|away)?)"
)
_HERE = re.compile(
    rf"\b(?:here in|greetings from|hello from|hi from|here at|posting from|writing from) ({_CAP}(?: {_CAP}){{0,2}})",
    re.IGNORECASE,
)

_WARD = re.compile(rf"(?<![\w@])({_CAP}(?: {_CAP})?) ([Ww]ard|[Ww]ing|[Bb]ay|[Ss]uite)\b(?! round)")
_WARD_NUMBER = re.compile(r"(?i)(?<![\w@])(?:ward|wd)\s?(?:no\.?\s?)?(?:([A-Z]?\d{1,3}[A-Z]?|[A-Z]\b))(?!\w|[.]\d)")
_BED = re.compile(
    r"(?i)(?<![\w@])(?:bed|room|rm|bay|isolette|cubicle|cot|pod|trolley|chair|incubator|warmer|"
    r"crib)\s?(?:no\.?|number|#|space|slot)?\s?((?:[A-Z]{0,3}-?\d{1,4}(?:[-/]\d{1,3})?[A-Z]?)"
    r")(?!\w|[.]\d|%)(?!\s?(?:mg|ml|%|days?|hours?|weeks?|hrs?))"
)
_BED_WORD = re.compile(r"(?i)\b(?:from |in )?(?:bed|room) ((?:isolette|bay|pod|cubicle) \d{1,3})\b")

_COMPANY = re.compile(
    rf"(?<![\w@])((?:M/s\.? )?{_PHRASE},? (?:Ltd|Limited|Inc|Incorporated|LLC|LLP|PLC|plc|Pvt(?:\.? "
    rf"Ltd)?|GmbH|AG|KG|Corp|Corporation|Co|Company|SA|S\.A\.|SpA|BV|NV|AB|Oy|ApS|Sdn Bhd|Meats|"
    rf"Fertili[sz]ers?|Authority|Federation|Fabrications?|Packing|Packers|Shipping|Fisheries|Engineering|"
    rf"Electronics|Security|Insurance|Pharma|Chemicals|Plastics|Ceramics|Garments|Dairy|Estates?|"
    rf"Works|Solutions|Systems|Technologies|Consulting|Partners|Associates|Agency|Society|Association|"
    rf"Gym|Salon|Ambulance|Medicaid|Capital|Media|Software|Networks|Ventures|Energy|Power|Railways?|"
    rf"Couriers?|Taxis?|Tours|Travels|Resort|Casino|Nursery|Industries|Aerospace|Airlines|Airways|"
    rf"Aviation|Seafoods|Foods|Farms?|Mills?|"
    rf"Motors|Steel|Textiles?|Mining|Mines|Logistics|Transport|Construction|Builders|Bank|Group|"
    rf"Holdings|Enterprises|Trading|Stores?|Supermarket|Bakery|Restaurant|Cafe|Café|Hotel|Church|"
    rf"Mosque|Temple|Gurdwara|Parish|Courier|Times|Gazette|Herald|Chronicle|Tribune|Post|"
    rf"FC|United|Rovers|Rangers|Scorpions|RFC|Police|Barracks|Regiment|Prison|Council|Ministry|"
    rf"University|College|Academy|School|Institute|Studios?|Records|Union|Club|Orchestra|Factory|"
    rf"Plant|Refinery|Shipyard|Brewery|Theatre|Museum|Library)\b\.?)"
)
_MS = re.compile(rf"(?<![\w])(M/s\.? {_PHRASE})")
_SCHOOL = re.compile(
    rf"(?<![\w@])({_PHRASE} (?:(?:Elementary|Primary|Middle|High|Secondary|Grammar|Infant|Junior|"
    rf"Senior|Public|International|Nursery|Prep|Boarding|SDA|Convent|Model) )?(?:School|Academy|"
    rf"College|University|Univ|Kindergarten|Nursery|Madrasa|Polytechnic|Institute of Technology|"
    rf"Vidyalaya|Gymnasium|High|Elementary|Primary))(?![\w])",
    re.IGNORECASE if False else 0,
)
_SCHOOL_FIRST = re.compile(
    rf"(?<![\w@])((?:Liceo|Lycée|Lycee|Colegio|Collège|Escola|Escuela|Istituto|Gymnasium|Kendriya "
    rf"Vidyalaya|University of|Univ\.? of|College of|School of|IES|CEIP|SMA|SMK) {_CAP}(?: {_CAP})"
    rf"{{0,3}})"
)
_WORKS = re.compile(
    rf"(?i:\b(?:works? (?:\w+ )?(?:for|at|with)|working (?:for|at|with)|worked (?:for|at|with)"
    rf"|works|employed (?:by|at|with)|employee (?:of|at)|employer|job (?:at|with)|delivers for|"
    rf"drives for|drive[sr] for|sails for|flies for|plays (?:\w+ )?for|staff at|manager at|partner "
    rf"at|"
    rf"(?:teacher|nurse|cleaner|pharmacist|pilot|driver|engineer|guard|clerk|cashier|cook|chef|"
    rf"waiter|waitress|attendant|mechanic|student|worker|co-workers|technician|tech|accountant|"
    rf"lawyer|professor|lecturer|secretary|foreman|welder|miner|fitter|machinist|operator|baker|"
    rf"butcher|porter|carer|receptionist|officer|soldier|manager|supervisor|athlete|player|thrower|"
    rf"footballer|volunteer) (?:at|for|with|in the|@)|retired|former|ex-?))\s(?i:the )?({_CAP}(?: "
    rf"(?:{_LINK} )?{_CAP}){{0,3}})"
)
_FORMER = re.compile(r"(?i)(?:retired|former|ex-?)\s$")
_WORKPLACE_BRACKET = re.compile(
    rf"(?i:\b(?:attendant|pilot|driver|employee|worker|engineer|nurse|teacher|employer|insurance|"
    rf"insurer|clinic|school|company|firm))\s?(?:=|\()\s?({_CAP}(?: {_CAP}){{0,3}})\b"
)


def _medical_phrase(phrase: str) -> bool:
    return all(
        veto.medical(part) or veto.common(part) or fold(part) in entries("abbreviations")
        for part in re.split(r"[ \-/]", phrase)
        if part
    )


def _outside(word: str) -> bool:
    """Whether a word only stands beside a place: grammar, months, titles, abbreviations."""
    plain = fold(word.strip(".,'"))
    return (
        plain in entries("grammar")
        or plain in MONTHS
        or plain in WEEKDAYS
        or (plain in entries("abbreviations") and not is_place(word))
    )


def is_place(phrase: str) -> bool:
    plain = fold(phrase.strip(".'"))
    return plain in entries("towns") or (len(plain) > 3 and plain in entries("places"))


_HEADS = frozenset(["new", "old", "first", "north", "south", "east", "west", "upper", "lower"])
_HEAD_NOISE = frozenset(
    ["dr", "dra", "mr", "mrs", "ms", "prof", "pt", "patient", "admitted", "reviewed", "transferred", "visited"]
)


class FacilityRecognizer(Recognizer):
    """Hospitals, clinics, schools, employers by the words in their names."""

    kinds = (Kind.FACILITY, Kind.ORGANISATION)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern in (_FACILITY, _FACILITY_FIRST):
            for start, end, match in matches(pattern, reading.text, 1):
                start, end = self._headed(reading.text, start, end)
                score = self._score(reading.text[start:end])
                if score:
                    yield self.found(start, end, Kind.FACILITY, score)
        for start, end, match in matches(_SAINT, reading.text, 1):
            saint = re.match(r"(?:St|Saint|Mt|Mount|Our)\b", match.group(1))
            if saint or not _medical_phrase(match.group(1).split(" ", 1)[-1]):
                yield self.found(start, end, Kind.FACILITY, 0.8 if saint else 0.5)
        for pattern, score in ((_COMPANY, 0.82), (_MS, 0.9), (_SCHOOL, 0.82), (_SCHOOL_FIRST, 0.85)):
            for start, end, match in matches(pattern, reading.text, 1):
                start, end = self._headed(reading.text, start, end)
                if self._score(reading.text[start:end]):
                    yield self.found(start, end, Kind.ORGANISATION, score)
        for start, end, _ in matches(_WORKS, reading.text, 1):
            if not veto.region(reading.text[start:end]):
                sure = not _medical_phrase(reading.text[start:end]) and not _FORMER.search(reading.before(start, 10))
                yield self.found(start, end, Kind.ORGANISATION, 0.8 if sure else 0.5)
        for start, end, _ in matches(_WORKPLACE_BRACKET, reading.text, 1):
            if not _medical_phrase(reading.text[start:end]):
                yield self.found(start, end, Kind.ORGANISATION, 0.76)

    @staticmethod
    def _headed(text: str, start: int, end: int) -> tuple[int, int]:
        """Leave out what stands before the name proper: 'Seen Cleveland Clinic', 'The'."""
        words = re.split(r"( )", text[start:end])
        while len(words) > 2 and fold(words[0]) in entries("grammar") | _HEAD_NOISE and fold(words[0]) not in _HEADS:
            start += len(words[0]) + 1
            words = words[2:]
        return start, end

    @staticmethod
    def _score(phrase: str) -> float:
        """0 where nothing in the phrase names anything: 'University Hospital', 'Cardiology Clinic', 'General
        Surgery'.
        """
        proper = [w for w in re.findall(r"[^\W\d_][\w'-]*", phrase) if w[0].isupper()]
        telling = [w for w in proper if fold(w) not in _GENERIC_HEAD | _DEPARTMENT and not re.fullmatch(_HEALTH, w)]
        telling = [w for w in telling if fold(w) not in entries("abbreviations")]
        if not telling:
            generic = re.search(
                r"\b(?:Memorial|Children'?s|City|Community|University|General|Regional|County|"
                r"Central)\b.*\b(?:Hospital|Clinic|Cent(?:er|re)|Pediatrics|Pharmacy)\b",
                phrase,
            )
            return 0.6 if generic else 0
        if any(is_place(w) for w in telling) and not re.search(
            r"\b(?:Labs?|Medical|General|Regional|Memorial)$", phrase
        ):
            return 0.85
        if all(veto.medical(w) or veto.common(w) for w in telling):
            return (
                0.76
                if re.search(r"\b(?:Hospitals?|Clinic|Infirmary|Hospice|Medical C|Health C|Pharmacy|Surgery)\b", phrase)
                and not all(veto.medical(w) for w in telling)
                else 0.4
            )
        return 0.9


class AddressRecognizer(Recognizer):
    """Streets, post codes, boxes, coordinates."""

    kinds = (Kind.LOCATION,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in (
            (_ADDRESS, 0.9),
            (_ADDRESS_LATE, 0.9),
            (_ON_STREET, 0.88),
            (_CROSSING, 0.76),
            (_STATE_TAIL, 0.85),
        ):
            for start, end, _ in matches(pattern, reading.text, 1):
                if pattern not in (_CROSSING, _STATE_TAIL) or not _medical_phrase(reading.text[start:end]):
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


class PlaceRecognizer(Recognizer):
    """Towns, villages and quarters: known ones, and capitalised words after 'lives in', 'from', 'admitted to'."""

    kinds = (Kind.LOCATION,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_LOCATED, reading.text, 1):
            preposition = reading.text[match.start() : start].strip().lower()
            yield from self._place(reading, start, end, preposition)
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
            if known:
                sure = preposition in ("from", "at") or not bare or _SEEN.search(reading.before(start, 40))
                yield self.found(start, end, Kind.LOCATION, 0.8 if sure else 0.5)
            return
        if known:
            yield self.found(start, end, Kind.LOCATION, 0.85)
        else:
            guess = bare or (phrase.isupper() and len(phrase) < 6)
            yield self.found(start, end, Kind.LOCATION, 0.5 if guess else 0.78)


# Beds and rooms as other languages call them, units by their letters, and the labelled lines of a record.
_UNITS = re.compile(
    r"(?<![\w@-])((?:[MSNPCBT]ICU|[IH]DU|CCU|ITU|ICU|PICU|NICU|NBU|HCU|resus|majors|minors|theatre|"
    r"OR) ?(?:bed |cot )?\d{1,2}|Level \d{1,2}|[1-9]\d? (?:West|East|North|South)(?:, (?:Rm|Room)"
    r" [\w-]{1,8})?)(?![\w.]\d|\w|%)"
)
_FOREIGN = re.compile(
    r"(?i)(?<![\w@])((?:bett|zimmer|zi\.|letto|sala|leito(?: uti)?|enfermaria|cama|lit|chambre|"
    r"ch\.|kamer|eenheid|avd\.?|säng|seng|rom|łóżko|katil|yatak|ranjang|bilik|wad|kama|habitaci[oó]n|"
    r"hab\.|piso|box|rm|block) ?(?:n[º°o]\.? ?)?[A-Z]{0,2}-?\d{1,4}(?:[-:]\d{1,3})?[A-Z]?)(?!\w|"
    r"[.,]\d|%)(?!\s?(?:mg|ml|mm|cm|kg))"
)
_LABELLED_WARD = re.compile(
    rf"(?:^|\s)(?:Ward|WARD|Wd|Loc|Location|Bed|Unit|Bay|Station|Dept)\s?:\s?((?:[A-Z0-9][\w&-]{{0,14}})"
    rf"(?: [A-Z0-9][\w&-]{{0,10}}){{0,2}})"
)
_BAY_LETTER = re.compile(r"(?<![\w@])(?:[Bb]ay|[Pp]od|[Bb]lock|[Ss]tation|[Ww]ing) ([A-H])(?![\w'])")


class WardRecognizer(Recognizer):
    """Wards by name and number, beds and rooms (these asked about: 'bed 4' may be all a team needs)."""

    kinds = (Kind.WARD,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_WARD, reading.text, 1):
            words = [
                w
                for w in re.split(r"[ -]", match.group(1))
                if fold(w) not in _DEPARTMENT | _GENERIC_HEAD
                and fold(w) not in entries("grammar")
                and fold(w) not in entries("abbreviations")
            ]
            if words:
                yield self.found(start, match.end(), Kind.WARD, 0.85 if match.group(2).lower() == "ward" else 0.5)
        for start, end, _ in matches(_WARD_NUMBER, reading.text, 1):
            yield self.found(start, end, Kind.WARD, 0.76)
        for pattern in (_UNITS, _FOREIGN, _BAY_LETTER):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.WARD, 0.5)
        for start, end, match in matches(_LABELLED_WARD, reading.text, 1):
            words = re.split(r"[ -]", match.group(1))
            if not all(fold(w) in _DEPARTMENT for w in words):
                yield self.found(start, end, Kind.WARD, 0.76)
        for start, end, _ in matches(_BED_WORD, reading.text, 1):
            yield self.found(start, end, Kind.WARD, 0.5)
        for start, end, match in matches(_BED, reading.text, 1):
            plain = re.match(r"(?i)bed|room|rm", match.group())
            yield self.found(start if plain else match.start(), end, Kind.WARD, 0.5)
