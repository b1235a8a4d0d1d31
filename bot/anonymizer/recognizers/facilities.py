"""Hospitals, clinics, schools and employers, by the words in their names and around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.calendar import MONTHS, WEEKDAYS
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.phrases import (
    _CAP,
    _DEPARTMENT,
    _GENERIC_HEAD,
    _HEADS,
    _LINK,
    _MONTHLY,
    _medical_phrase,
    is_place,
)
from bot.review import Kind

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
    rf"(?<![\w@])((?:Hospital|Hosp\.|Hôpital|Hopital|CHU|CHR|Clínica|Clinica|Clinique|Klinik|Klinikum|"
    rf"Universitätsklinikum|Krankenhaus|Szpital|Nemocnice|Kórház|Spital|Spitalul|Ospedale|Policlinico|"
    rf"Policlinica|Centro de Salud|Centro|CAP|Santa Casa|UPA|UBS|"
    rf"Rumah Sakit|RS|RSUP|Bệnh viện|BV|bv|Charité|Sykehuset|Sjukhuset|Instituto|Institut|Clinic|"
    rf"AIIMS|GMC|KEM|CMC|PGI|University of|Univ of|Children'?s(?: Hospital)?(?: of)?|Hospice)"
    rf"(?: (?:{_LINK} ){{0,2}}(?:{_CAP})(?:,? (?:{_LINK} ){{0,2}}{_CAP}){{0,4}}))"
)

# The word for the institution in lower case: 'the Chicago clinic', 'UCLA med center'.
_LOWER_FACILITY = re.compile(
    rf"(?<![\w@])({_PHRASE}) (?:hospital|clinic|med(?:ical)? cent(?:er|re)|facility|infirmary|hospice|satellite unit|"
    r"surgery|nursing home|care home)\b"
)
_LEVEL = (
    r"(?:oblast|viloyat|district|county|regional|provincial|city|state|general|teaching|mission|base|rural|referral|"
    r"army|"
    r"police|university|comprehensive|community|cottage|sadar|central|memorial|municipal|federal|national|women's|"
    r"children's|maternity|eye|private|public|govt|government|military|naval|catholic|baptist|methodist|level \d)"
)
# 'Taldykorgan oblast hospital', 'Jerash comprehensive HC'; the level alone in 'Ho Teaching', 'Kurigram sadar'.
_LEVELLED = re.compile(
    rf"(?<![\w@])({_PHRASE}) (?:{_LEVEL} ){{1,2}}(?i:hospital|hosp|hc|h/c|clinic|health cent(?:er|re)|infirmary|"
    rf"dispensary|maternity|ED|ER|A&E)\b"
)
_LEVEL_ALONE = re.compile(
    rf"(?<![\w@])({_PHRASE}) (?:Teaching|[Ss]adar|Referral|Mission|Comprehensive|Polyclinic)(?![\w-])"
)
_SAINT = re.compile(
    rf"(?<![\w@])((?:St|Saint|Mt|Mount|Our Lady of|Sacred|Good|Holy|Cedars?|Mercy|Johns?)\.?[ "
    rf"\-]{_CAP}(?:'s)?(?: {_CAP}){{0,2}})(?![\w])"
)

_COMPANY = re.compile(
    rf"(?<![\w@])((?:M/s\.? )?{_PHRASE},? (?:Ltd|Limited|Inc|Incorporated|LLC|LLP|PLC|plc|Pvt(?:\.? "
    rf"Ltd)?|GmbH|AG|KG|Corp|Corporation|Co|Company|SA|S\.A(?=\.)|SpA|BV|NV|AB|Oy|ApS|Sdn Bhd|Meats|"
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
    rf"Vidyalaya|Gymnasium|High|Elementary|Primary))(?![\w])"
)

_SCHOOL_FIRST = re.compile(
    rf"(?<![\w@])((?:Liceo|Lycée|Lycee|Colegio|Collège|Escola|Escuela|Istituto|Gymnasium|Kendriya "
    rf"Vidyalaya|University of|Univ\.? of|College of|School of|IES|CEIP|SMA|SMK) {_CAP}(?: {_CAP})"
    rf"{{0,3}})"
)

_WORKS = re.compile(
    rf"(?i:\b(?:works? (?:\w+ )?(?:for|at|with)|working (?:for|at|with)|worked (?:for|at|with)"
    rf"|works|employed (?:by|at|with)|employee (?:of|at)|employer|job (?:at|with)|delivers for|"
    rf"drives for|drive[sr] for|sails for|flies for|plays (?:\w+ )?for|staff at|manager (?:at|of)|partner "
    rf"at|(?:job|line|shift|desk|kitchen|crew|hired|apprentice|intern|boss|owner|stall|shop|class|year \d{{1,2}}|pupil|"
    rf"member|choir|enrolled|studies|studying|teaches|plays|sings|runs|owns|manages) (?:at|for|with|of|by|in the)|"
    rf"(?:insured (?:with|by)|cover(?:ed)? (?:with|by)|insurer is)|"
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
    rf"insurer|clinic|school|company|firm|site|mill|factory|plant|farm|shop|works|clerk|church|bank|airline|club|"
    rf"job|boss|union|depot|yard))\s?(?:=|\()\s?({_CAP}(?: (?:{_LINK} ){{0,2}}{_CAP}){{0,4}})\b"
)

_HEAD_NOISE = entries("grammar") | frozenset(
    ["dr", "dra", "mr", "mrs", "ms", "prof", "pt", "patient", "admitted", "reviewed", "transferred", "visited"]
)


_GENERIC = _GENERIC_HEAD | _DEPARTMENT


def _headed(text: str, start: int, end: int) -> int:
    """Where the name proper begins: leave out what stands before the name proper: 'Seen Cleveland Clinic', 'The'."""
    words = re.split(r"( )", text[start:end])
    while len(words) > 2 and fold(words[0]) in _HEAD_NOISE and fold(words[0]) not in _HEADS:
        start += len(words[0]) + 1
        words = words[2:]
    return start


def _score(phrase: str) -> float:
    """0 where nothing in the phrase names anything: 'University Hospital', 'Cardiology Clinic', 'General
    Surgery'.
    """
    proper = [w for w in re.findall(r"[^\W\d_][\w'-]*", phrase) if w[0].isupper()]
    telling = [w for w in proper if fold(w) not in _GENERIC and not re.fullmatch(_HEALTH, w)]
    telling = [w for w in telling if fold(w) not in entries("abbreviations")]
    if not telling:
        generic = re.search(
            r"\b(?:Memorial|Children'?s|City|Community|University|General|Regional|County|"
            r"Central)\b.*\b(?:Hospital|Clinic|Cent(?:er|re)|Pediatrics|Pharmacy)\b",
            phrase,
        )
        return 0.6 if generic else 0
    if any(is_place(w) for w in telling) and not re.search(r"\b(?:Labs?|Medical|General|Regional|Memorial)$", phrase):
        return 0.85
    if all(veto.medical(w) or veto.common(w) for w in telling):
        kind = re.search(r"\b(?:Hospitals?|Clinic|Infirmary|Hospice|Medical C|Health C|Pharmacy|Surgery)\b", phrase)
        named = kind and not all(map(veto.medical, telling))
        several = re.search(r"\b(?:Regional|General|Memorial|Infirmary)$", phrase) and len(telling) > 1
        return 0.76 if named or several else 0.4
    return 0.9


class FacilityRecognizer(Recognizer):
    """Hospitals and clinics by the words in their names."""

    kinds = (Kind.FACILITY,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern in (_FACILITY, _FACILITY_FIRST):
            for start, end, _ in matches(pattern, reading.text, 1):
                start = _headed(reading.text, start, end)  # noqa: PLW2901
                score = _score(reading.text[start:end])
                if score:
                    yield self.found(start, end, Kind.FACILITY, score)
        for start, end, match in matches(_LOWER_FACILITY, reading.text, 1):
            start = _headed(reading.text, start, end)  # noqa: PLW2901
            said = reading.text[start:end]
            if not _medical_phrase(said) and _score(said + " Hospital") and fold(said) not in entries("grammar"):
                yield self.found(start, match.end(), Kind.FACILITY, 0.8 if is_place(said) else 0.6)
        yield from self._levelled(reading)
        for start, end, match in matches(_SAINT, reading.text, 1):
            saint = re.match(r"(?:St|Saint|Mt|Mount|Our)\b", match.group(1))
            if saint or not _medical_phrase(match.group(1).split(" ", 1)[-1]):
                yield self.found(start, end, Kind.FACILITY, 0.8 if saint else 0.5)

    def _levelled(self, reading: Reading) -> Iterator[Finding]:
        for pattern in (_LEVELLED, _LEVEL_ALONE):
            for start, end, match in matches(pattern, reading.text, 1):
                start = _headed(reading.text, start, end)  # noqa: PLW2901
                if not _medical_phrase(reading.text[start:end]):
                    yield self.found(start, match.end(), Kind.FACILITY, 0.78)


# Where one works, prays or learns, its kind in lower case: 'Al Rawabi bakery', 'Holy Trinity church'.
_LOWER_COMPANY = re.compile(
    rf"(?<![\w@])({_PHRASE}) (?:(?:brick|battery|cement|sugar|tea|rice|textile|garment|shoe|steel|coal|gold|"
    rf"copper) )?(?:bakery|kiln|"
    r"plant|mine|factory|mill|farm|estate|quarry|sawmill|brewery|tannery|church|chapel|mosque|masjid|temple|"
    r"gurdwara|mandir|parish|"
    r"synagogue|shul|school|primary|secondary|college|nursery|academy|hotel|restaurant|cafe|salon|gym|supermarket|"
    r"store|shop|company|"
    r"construction|security|logistics|couriers?|garage|depot|dockyard|shipyard|colliery|prison|barracks|orphanage|"
    r"hostel|resort|"
    r"nursing home|care home|old folks'? home|plantation|ranch|abattoir|kindergarten|madrasa|choir|fc|rugby club|"
    r"football club)\b"
)
_COMPANY_WORD = re.compile(
    rf"(?<![\w@])({_PHRASE} (?:Cement|Treks?|Roofing|Brothers|Bros|Knit(?:s|wear)?|Fashions?|Apparels?|Spinning|"
    rf"Plantations?|Sugar|"
    r"Breweries|Bottlers|Telecom|Quarry|Sawmills?|Chapel|Ministries|Cathedral|Assembly|Plumbing|Scaffolding|"
    r"Haulage|Cleaning|Catering|"
    r"Freight|Nurseries|Orchards?|Vineyards?|Winery|Dairies|Poultry|Abattoir|Meatworks|Timber|Paints?|Tyres?|"
    r"Tannery|Kiln|Jute|Leather|"
    r"Shoes|Exports?)|(?:Club|Kingdom Hall|Café|Cafe|Hotel|Restaurant|Pub|"
    r"Bar) [A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?)(?!\w)"
)
# What a church or a school is called without being named.
_FAITHS = entries("unnamed_schools")


class OrganisationRecognizer(Recognizer):
    """Schools, employers and companies, by the words in their names or by who works there."""

    kinds = (Kind.ORGANISATION,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for pattern, score in ((_COMPANY, 0.82), (_MS, 0.9), (_SCHOOL, 0.82), (_SCHOOL_FIRST, 0.85)):
            for start, end, _ in matches(pattern, reading.text, 1):
                start = _headed(reading.text, start, end)  # noqa: PLW2901
                if _score(reading.text[start:end]):
                    yield self.found(start, end, Kind.ORGANISATION, score)
        yield from self._said_plainly(reading)
        for start, end, _ in matches(_WORKS, reading.text, 1):
            first = reading.text[start:end].split(" ")[0].lower()
            if not veto.region(reading.text[start:end]) and first not in WEEKDAYS and first not in MONTHS:
                sure = not _medical_phrase(reading.text[start:end]) and not _FORMER.search(reading.before(start, 10))
                yield self.found(start, end, Kind.ORGANISATION, 0.8 if sure else 0.5)
        for start, end, _ in matches(_WORKPLACE_BRACKET, reading.text, 1):
            if not _medical_phrase(reading.text[start:end]):
                yield self.found(start, end, Kind.ORGANISATION, 0.76)

    def _said_plainly(self, reading: Reading) -> Iterator[Finding]:
        for start, _, match in matches(_LOWER_COMPANY, reading.text, 1):
            begin = _headed(reading.text, start, match.end(1))
            said = reading.text[begin : match.end(1)]
            if not _medical_phrase(said) and fold(said) not in _FAITHS and not veto.region(said):
                yield self.found(begin, match.end(), Kind.ORGANISATION, 0.78 if " " in said or is_place(said) else 0.6)
        for start, end, _ in matches(_COMPANY_WORD, reading.text, 1):
            begin = _headed(reading.text, start, end)
            if not _medical_phrase(reading.text[begin:end]):
                yield self.found(begin, end, Kind.ORGANISATION, 0.6)
