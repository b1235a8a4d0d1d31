"""Makers of entities in the many forms in which clinicians write them: people, places, hospitals, organisations."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache

from training import names, wordlists
from training.grammar import Piece

# Which pools a text draws on: each about equally, whatever its size, with English ones somewhat more often.
_ENGLISH = ("en_US", "en_GB", "en_IE", "en_NZ", "en_CA", "en_IN", "americas_extra")
_TITLES = (
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Sr.",
    "Sra.",
    "Señora",
    "Herr",
    "Frau",
    "Mme",
    "M.",
    "Madame",
    "Signora",
    "Sig.",
    "Pan",
    "Pani",
    "Shri",
    "Smt",
    "Smt.",
    "Sheikh",
    "Haji",
    "Hajji",
    "Alhaji",
    "Mama",
    "Mzee",
    "Uncle",
    "Aunty",
    "Auntie",
    "Tita",
    "Lola",
    "Dona",
    "Don",
    "Doña",
    "Baba",
    "Pak",
    "Bu",
    "Ibu",
    "Cik",
    "Puan",
    "Encik",
    "Khun",
    "Sir",
    "Lady",
    "Master",
    "Rev",
    "Rev.",
    "Fr.",
    "Sister",
    "Kyria",
    "Ate",
    "Kuya",
)
_DOCTOR = (
    "Dr",
    "Dr.",
    "Dr",
    "Dr.",
    "Dr",
    "Prof",
    "Prof.",
    "Professor",
    "Doctor",
    "dr",
    "dr.",
    "Dra.",
    "Dra",
    "Drs",
    "Consultant",
    "Mr",
    "Miss",
    "Prof. Dr.",
    "Sister",
    "Nurse",
    "RN",
    "PA",
    "NP",
    "RMO",
    "SHO",
    "Reg",
)
_CREDENTIALS = (
    "MD",
    "M.D.",
    "RN",
    "NP",
    "PA-C",
    "DO",
    "FRCS",
    "MBBS",
    "PhD",
    "MRCP",
    "LCSW",
    "PharmD",
    "CNM",
    "FACP",
    "BSN",
)
_PARTICLES = (
    "de",
    "de la",
    "van",
    "van der",
    "von",
    "del",
    "da",
    "dos",
    "di",
    "bin",
    "bint",
    "binti",
    "ibn",
    "al",
    "el",
    "ap",
    "Mac",
    "ten",
    "de los",
    "van den",
    "d'",
    "s/o",
    "d/o",
    "w/o",
)
_LETTERS = "ABCDEFGHIJKLMNOPRSTVWYZ"


@cache
def _english_pools() -> list[names.Pool]:
    return [p for p in names.pools() if p.locale in _ENGLISH and not p.native]


@cache
def _latin_pools() -> list[names.Pool]:
    return [p for p in names.pools() if not p.native]


@cache
def _native_pools() -> list[names.Pool]:
    return [p for p in names.pools() if p.native and len(p.given) > 20]


def pool(rng: random.Random) -> names.Pool:
    roll = rng.random()
    if roll < 0.02:
        return rng.choice(_native_pools())
    return rng.choice(_english_pools() if roll < 0.3 else _latin_pools())


def given(rng: random.Random, source: names.Pool | None = None) -> str:
    roll = rng.random()
    if source is None or source.locale in _ENGLISH:
        if roll < 0.12:
            return rng.choice(wordlists.SHORT_NAMES)
        if roll < 0.27:
            return rng.choice(wordlists.WORD_NAMES)
    source = source or pool(rng)
    if roll > 0.88 and not source.native:
        return names.invent(rng, source.given)
    name = rng.choice(source.given)
    return name.replace("-", " ") if "-" in name and roll > 0.7 else name


def family(rng: random.Random, source: names.Pool | None = None) -> str:
    roll = rng.random()
    if source is None or source.locale in _ENGLISH:
        if roll < 0.2:
            return rng.choice(wordlists.WORD_SURNAMES)
        if roll < 0.24:
            return rng.choice(_EPONYM_PEOPLE)
    source = source or pool(rng)
    if roll > 0.86 and not source.native:
        return names.invent(rng, source.family)
    name = rng.choice(source.family)
    if roll > 0.82:
        other = rng.choice(source.family)
        return f"{name}-{other}" if rng.random() < 0.7 else f"{name} {other}"
    if 0.78 < roll < 0.82 and name[0] not in "AEIOUaeiou":
        return f"{rng.choice(_PARTICLES)} {name}"
    return name


_EPONYM_PEOPLE = (
    "Parkinson Crohn Foley Graves Bell Wilson Addison Cushing Down Murphy Wells Homan Hodgkin Turner Edwards Hunter Barrett Baker Potts Pott Colles Smith Jones Weber "
    "Hoffman Romberg Babinski Koch Kaposi Burkitt Becker Fisher Still Bright Paget Hickman Swan Glenn Nissen Hartmann Miller Kelly Glasgow Ramsay Hunt Gleason Duke "
    "Beck Hamilton Bishop Ballard Tanner Norton Rankin Ranson Rutherford Light Lund Browder Goldman Todd Todds Sims Kocher Mason Garden Osgood Perthes Lynch Gardner"
).split()


def _initial(rng: random.Random) -> str:
    return rng.choice(_LETTERS)


def full(rng: random.Random) -> list[Piece]:
    source = pool(rng)
    first, last = given(rng, source), family(rng, source)
    if source.native:
        joined = last + first if source.locale[:2] in {"zh", "ja", "ko"} else f"{first} {last}"
        return [(joined, "NAME")]
    roll = rng.random()
    if roll < 0.55:
        text = f"{first} {last}"
    elif roll < 0.65:
        text = f"{first} {_initial(rng)}{rng.choice(['.', ''])} {last}"
    elif roll < 0.73:
        text = f"{first} {given(rng, source)} {last}"
    elif roll < 0.78:
        text = f"{first} {last} {family(rng, source)}"
    elif roll < 0.82:
        text = f"{last} {first}"
    elif roll < 0.85:
        text = f"{last.upper()} {first}"
    elif roll < 0.88:
        text = f"{first} {last.upper()}"
    elif roll < 0.91:
        text = f"{first} {given(rng, source)}"
    elif roll < 0.93:
        text = f"{first} {rng.choice(_PARTICLES)} {last}"
    elif roll < 0.95:
        text = f"{first} {last} {rng.choice(['Jr', 'Jr.', 'Sr', 'III', 'II'])}"
    elif roll < 0.97:
        nick = rng.choice(wordlists.SHORT_NAMES)
        quote = rng.choice(['"{}"', "'{}'", "“{}”", "({})"])
        return [(f"{first} ", "NAME"), (quote.format(nick), "NAME"), (f" {last}", "NAME")]
    else:
        text = f"{first[0]}. {last}" if rng.random() < 0.6 else f"{first[0]} {last}"
    return [(text, "NAME")]


def first(rng: random.Random) -> list[Piece]:
    return [(given(rng, pool(rng)), "NAME")]


def last(rng: random.Random) -> list[Piece]:
    return [(family(rng, pool(rng)), "NAME")]


def abbreviated(rng: random.Random) -> list[Piece]:
    """'Anna S.', 'Anna S', 'A. Smith', 'JS', 'J.S.', 'Mr K'."""
    roll = rng.random()
    if roll < 0.3:
        dot = rng.choice([".", ".", ""])
        return [(f"{given(rng, pool(rng))} {_initial(rng)}{dot}", "NAME")]
    if roll < 0.5:
        return [(f"{_initial(rng)}.{rng.choice(['', ' '])}{family(rng)}", "NAME")]
    if roll < 0.75:
        return [(rng.choice(["{}.{}.", "{}.{}", "{}.{}.", "{}. {}."]).format(_initial(rng), _initial(rng)), "NAME")]
    if roll < 0.85:
        return [(rng.choice(("Mr", "Mrs", "Ms", "Miss", "Mr.", "Mrs.")) + " ", None), (_initial(rng), "NAME")]
    return [(_initial(rng) + _initial(rng) + rng.choice(["", "", _initial(rng)]), "NAME")]


def titled(rng: random.Random) -> list[Piece]:
    name = last(rng) if rng.random() < 0.7 else full(rng) if rng.random() < 0.6 else first(rng)
    return [(rng.choice(_TITLES[:7] if rng.random() < 0.6 else _TITLES) + " ", None), *name]


def suffixed(rng: random.Random) -> list[Piece]:
    name = first(rng) if rng.random() < 0.6 else last(rng)
    suffix = rng.choice(
        [
            "-san",
            " san",
            "-ji",
            " ji",
            " bhai",
            "bhai",
            "ben",
            " didi",
            " amma",
            " garu",
            " sahib",
            " saab",
            " apa",
            " khala",
            " begum",
            " hanım",
            " bey",
            " abi",
            " teyze",
            "-sama",
            "-ssi",
            " aunty",
            " uncle",
            " Sr",
            " Jr",
            " junior",
            " senior",
        ]
    )
    return [*name, (suffix, None)]


def record(rng: random.Random) -> list[Piece]:
    """'DOE, JOHN M', 'Doe, John', 'DOE^JOHN', 'DOE/JOHN MR'."""
    source = rng.choice(_english_pools() if rng.random() < 0.4 else _latin_pools())
    first_name, last_name = given(rng, source), family(rng, source)
    joint = rng.choice([", ", ", ", ", ", ",", "^", "/", " , "])
    text = f"{last_name}{joint}{first_name}" + (f" {_initial(rng)}" if rng.random() < 0.25 else "")
    return [(text.upper() if rng.random() < 0.6 else text, "NAME")]


def person(rng: random.Random) -> list[Piece]:
    return rng.choices((full, first, last, abbreviated, titled, suffixed, record), (34, 22, 10, 14, 16, 2, 3))[0](rng)


def doctor(rng: random.Random) -> list[Piece]:
    roll = rng.random()
    name = (
        last(rng)
        if roll < 0.62
        else full(rng)
        if roll < 0.85
        else first(rng)
        if roll < 0.93
        else [(_initial(rng), "NAME")]
    )
    if rng.random() < 0.13:
        return [*full(rng), (rng.choice([", ", " "]) + rng.choice(_CREDENTIALS), None)]
    return [(rng.choice(_DOCTOR[:6] if rng.random() < 0.7 else _DOCTOR) + " ", None), *name]


def town_name(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.3:
        return rng.choice(_known_places())
    if roll < 0.9:
        return rng.choice(names.places())
    if roll < 0.95:
        return rng.choice(_INVENTED_TOWNS_A) + rng.choice(_INVENTED_TOWNS_B)
    return names.invent(rng, names.places()).strip()


_INVENTED_TOWNS_A = "Ash Black Bur Carl Clear East Fair Glen Green Hart Holm Kirk Lang Long Mill New North Oak Oxen Pine Red River Rock South Spring Stan West White Wood Wynd".split()
_INVENTED_TOWNS_B = "borough brook bury by creek dale don field ford gate ham haven hill hurst land ley mere mont mouth port side stead ton vale view ville water well wick wood worth".split()


@cache
def _known_places() -> list[str]:
    return [name.strip() for name in wordlists.PLACES.split(",")]


_SUBPLACE = (
    "{} village",
    "{} village",
    "{} farm",
    "{} estate",
    "village {}",
    "{} Heights",
    "{} Gardens",
    "{} Park",
    "{} Bazaar",
    "{} Nagar",
    "{} Colony",
    "{} Township",
    "{} Island",
    "{} Beach",
    "{} Valley",
    "{} Creek",
    "{} reservation",
    "{} camp",
    "North {}",
    "South {}",
    "East {}",
    "West {}",
    "Old {}",
    "New {}",
    "upper {}",
    "{} Springs",
    "{} Junction",
    "{} taluka",
    "Barrio {}",
    "Colonia {}",
    "kampung {}",
    "Kampung {}",
    "barangay {}",
    "Brgy {}",
    "Sector {} slum",
    "{} basti",
    "gaon {}",
    "Vila {}",
    "Cité {}",
    "Bairro {}",
    "Favela {}",
    "Mohalla {}",
    "{} district",
    "{} County",
    "{} parish",
    "{} suburbs",
    "{} side",
    "greater {}",
    "downtown {}",
    "{} slum",
    "{} refugee camp",
    "{} township",
    "{} upazila",
    "{} tehsil",
    "{} LGA",
    "{} ward 4",
)


def town(rng: random.Random) -> list[Piece]:
    name = town_name(rng)
    if rng.random() < 0.1:
        name = rng.choice(_SUBPLACE).format(name)
    return [(name, "PLACE")]


_STREETS = (
    "St",
    "Street",
    "Rd",
    "Road",
    "Ave",
    "Avenue",
    "Lane",
    "Ln",
    "Drive",
    "Dr",
    "Blvd",
    "Boulevard",
    "Way",
    "Court",
    "Ct",
    "Close",
    "Crescent",
    "Place",
    "Terrace",
    "Square",
    "Hill",
    "Row",
    "Highway",
    "Hwy",
    "Parkway",
    "Circle",
    "Gardens",
    "Mews",
    "Grove",
    "Walk",
    "Trail",
    "Path",
    "Loop",
    "Plaza",
    "Alley",
    "Crossing",
    "Ridge",
    "Tunnel",
    "Via",
    "Mills",
    "Bridge",
    "Station",
)
_STREETS_BEFORE = (
    "Rue {}",
    "rue de {}",
    "Rua {}",
    "Calle {}",
    "C/ {}",
    "Via {}",
    "Avenida {}",
    "Av. {}",
    "Jalan {}",
    "Jl. {}",
    "ul. {}",
    "ulica {}",
    "Rue du {}",
    "Avenue {}",
    "Strada {}",
    "Calea {}",
    "{}straße",
    "{}strasse",
    "{}str.",
    "{}weg",
    "{}gasse",
    "{}platz",
    "{}laan",
    "{}straat",
    "{}vej",
    "{}gatan",
    "{}gata",
    "{} utca",
    "{} út",
    "{} Sokak",
    "{} Caddesi",
    "{} katu",
    "{}tie",
    "Soi {}",
    "Plaza {}",
    "Piazza {}",
    "Pl. {}",
    "Lorong {}",
    "Đường {}",
    "Boulevard {}",
    "Chemin {}",
    "Carrer {}",
    "Ulitsa {}",
    "vul. {}",
    "{} Marg",
    "{} Salai",
    "{} Mawatha",
)


def street(rng: random.Random) -> list[Piece]:
    """A street with or without its number; 'Plot 14', 'Flat 3B', 'House no 5'."""
    base = rng.choice(
        [
            family(rng, rng.choice(_english_pools())),
            town_name(rng),
            given(rng, pool(rng)),
            rng.choice(wordlists.WORD_SURNAMES),
            rng.choice(
                (
                    "Main",
                    "High",
                    "Church",
                    "Park",
                    "Station",
                    "Mill",
                    "Elm",
                    "Oak",
                    "Maple",
                    "Cedar",
                    "Pine",
                    "First",
                    "2nd",
                    "5th",
                    "Victoria",
                    "King",
                    "Queen",
                    "George",
                    "Market",
                    "MG",
                    "Ring",
                )
            ),
        ]
    )
    if rng.random() < 0.7:
        text = f"{base} {rng.choice(_STREETS)}"
        if rng.random() < 0.75:
            number = rng.choice(
                [
                    str(rng.randint(1, 300)),
                    str(rng.randint(100, 99999)),
                    f"{rng.randint(1, 99)}{rng.choice('abcAB')}",
                    f"0{rng.randint(100, 9999)}",
                ]
            )
            text = f"{number} {text}"
        if rng.random() < 0.2:
            text += rng.choice(
                [" Apt {}", ", Apt {}", " Suite {}", ", Apt. {}", " Unit {}", ", Flat {}", " #{}"]
            ).format(rng.randint(1, 990))
    else:
        text = rng.choice(_STREETS_BEFORE).format(base)
        if rng.random() < 0.8:
            text += rng.choice([" {}", ", {}", " no {}", " No. {}", " nº {}"]).format(rng.randint(1, 250))
    if rng.random() < 0.1:
        text = (
            rng.choice(
                ["Flat {}, ", "Plot {}, ", "House {}, ", "House No. {}, ", "H.No {} ", "Block {}, ", "Unit {}/"]
            ).format(rng.choice([str(rng.randint(1, 120)), f"{rng.randint(1, 30)}{rng.choice('ABC')}"]))
            + text
        )
    return [(text, "PLACE")]


def postcode(rng: random.Random) -> str:
    pattern = rng.choice(
        ["#####", "#####", "??# #??", "??## #??", "?#? #?#", "######", "### ###", "#####-###", "####", "#### ??"]
    )
    return re.sub(
        r"[#?]", lambda m: str(rng.randint(0, 9)) if m.group() == "#" else rng.choice("ABCDEFGHJKLMNPRSTUVWXY"), pattern
    )


_COUNTRIES = tuple(sorted(c for c in wordlists.COUNTRIES if c not in {"us", "usa", "uk", "uae"}))
_STATES = "AL AK AZ AR CA CO CT DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY ON BC AB QC NSW VIC QLD WA TN UP MP".split()


def country(rng: random.Random) -> list[Piece]:
    return [(rng.choice(_COUNTRIES).title(), None)]


def region(rng: random.Random) -> list[Piece]:
    return [(rng.choice(_STATES) if rng.random() < 0.5 else rng.choice(_COUNTRIES).title(), None)]


def address(rng: random.Random) -> list[Piece]:
    joint = rng.choice([", ", ", ", ", ", "\n", " "])
    pieces: list[Piece] = [*street(rng), (joint, None), *town(rng)]
    if rng.random() < 0.5:
        pieces += [(rng.choice([", ", " "]), None), *region(rng)]
    if rng.random() < 0.5:
        pieces += [(" ", None), (postcode(rng), "PLACE")]
    if rng.random() < 0.15:
        pieces += [(rng.choice([", ", "\n"]), None), *country(rng)]
    return pieces


_SAINTS = (
    "Mary",
    "James",
    "Thomas",
    "John",
    "Jude",
    "Luke",
    "Luke",
    "Michael",
    "Vincent",
    "Joseph",
    "Francis",
    "Anne",
    "Agnes",
    "Agatha",
    "Columba",
    "David",
    "George",
    "Peter",
    "Elizabeth",
    "Barnabas",
    "Bartholomew",
    "Helens",
    "Christopher",
    "Camillus",
    "Stephen",
    "Martha",
    "Bernard",
    "Rita",
    "Raphael",
    "Andrew",
    "Catherine",
    "Patrick",
    "Clare",
    "Lawrence",
    "Mark",
    "Margaret",
    "Nicholas",
    "Oswald",
    "Paul",
    "Xavier",
)
_HOSPITAL_BASES = (
    "Methodist",
    "Mercy",
    "Memorial",
    "Providence",
    "Baptist",
    "Presbyterian",
    "Good Samaritan",
    "Sacred Heart",
    "Holy Cross",
    "Holy Family",
    "Mt. Sinai",
    "Mount Sinai",
    "Cedars-Sinai",
    "Cedar Sinai",
    "Beth Israel",
    "Kaiser",
    "Mayo",
    "Mayo Clinic",
    "Cleveland Clinic",
    "Johns Hopkins",
    "Hopkins",
    "Mass General",
    "MGH",
    "Brigham",
    "Brigham and Women's",
    "UCLA",
    "UCSF",
    "UCSD",
    "NYU",
    "NYU Langone",
    "Stanford",
    "Duke",
    "Emory",
    "Vanderbilt",
    "Baylor",
    "Baylor Scott & White",
    "Sutter",
    "Banner",
    "Geisinger",
    "Ochsner",
    "Intermountain",
    "Northwestern",
    "Rush",
    "Tufts",
    "Penn",
    "UPMC",
    "Yale New Haven",
    "Montefiore",
    "Bellevue",
    "Lenox Hill",
    "Maimonides",
    "Grady",
    "Parkland",
    "Ben Taub",
    "Cook County",
    "Harborview",
    "Shands",
    "Jackson Memorial",
    "Tampa General",
    "Barnes-Jewish",
    "Rady",
    "CHOP",
    "SickKids",
    "BC Children's",
    "Toronto General",
    "Sunnybrook",
    "Mount Royal",
    "Foothills",
    "Stollery",
    "Royal Vic",
    "Royal Free",
    "Guy's",
    "St Thomas'",
    "Addenbrooke's",
    "John Radcliffe",
    "the Radcliffe",
    "QE",
    "Queen Elizabeth",
    "QMC",
    "Leeds General",
    "LGI",
    "Pinderfields",
    "Jimmy's",
    "UCLH",
    "Great Ormond Street",
    "GOSH",
    "Alder Hey",
    "Bart's",
    "Barts",
    "the Whittington",
    "Whipps Cross",
    "Ninewells",
    "Raigmore",
    "Western General",
    "Monklands",
    "Ysbyty Gwynedd",
    "Bronglais",
    "Glan Clwyd",
    "Morriston",
    "Altnagelvin",
    "RVH",
    "the Mater",
    "Mater",
    "Beaumont",
    "Tallaght",
    "Temple Street",
    "Crumlin",
    "the Rotunda",
    "Coombe",
    "Holles Street",
    "UHG",
    "CUH",
    "AIIMS",
    "PGI",
    "PGIMER",
    "CMC Vellore",
    "JIPMER",
    "KEM",
    "Safdarjung",
    "NIMHANS",
    "Tata Memorial",
    "Apollo",
    "Fortis",
    "Max Saket",
    "Medanta",
    "Manipal",
    "Narayana",
    "Amrita",
    "Aster",
    "Rajiv Gandhi GH",
    "Stanley",
    "Sion",
    "Cooper",
    "Aga Khan",
    "AKUH",
    "Jinnah",
    "Mayo Lahore",
    "Shaukat Khanum",
    "Indus",
    "Dhaka Medical",
    "BSMMU",
    "Square",
    "icddr,b",
    "BIRDEM",
    "Bir",
    "Patan",
    "TUTH",
    "Lanka",
    "LUTH",
    "UCH",
    "UNTH",
    "Korle Bu",
    "KATH",
    "Komfo Anokye",
    "Kenyatta",
    "KNH",
    "Moi Teaching",
    "Mulago",
    "Muhimbili",
    "CHUK",
    "Black Lion",
    "Tikur Anbessa",
    "QECH",
    "Kamuzu",
    "UTH",
    "Parirenyatwa",
    "Bara",
    "Chris Hani Baragwanath",
    "Groote Schuur",
    "Tygerberg",
    "Red Cross",
    "Steve Biko",
    "King Edward",
    "Kasr Al Ainy",
    "Ain Shams",
    "King Faisal",
    "KFSH",
    "Hamad",
    "HMC",
    "Rashid",
    "Tawam",
    "Sheba",
    "Hadassah",
    "Ichilov",
    "Rambam",
    "Soroka",
    "Shifa",
    "Hacettepe",
    "Cerrahpaşa",
    "Çapa",
    "Ege",
    "Namazi",
    "Razi",
    "Charité",
    "Klinikum Großhadern",
    "LMU",
    "AKH",
    "USZ",
    "Inselspital",
    "Insel",
    "CHUV",
    "HUG",
    "AMC",
    "Erasmus MC",
    "Radboud",
    "UZ Leuven",
    "Saint-Luc",
    "Necker",
    "Pitié-Salpêtrière",
    "Bichat",
    "Cochin",
    "Tenon",
    "La Timone",
    "Gemelli",
    "San Raffaele",
    "Niguarda",
    "Careggi",
    "Policlinico",
    "Cardarelli",
    "La Paz",
    "La Fe",
    "Vall d'Hebron",
    "Clínic",
    "Bellvitge",
    "12 de Octubre",
    "Gregorio Marañón",
    "Santa Maria",
    "São João",
    "Garcia de Orta",
    "Rigshospitalet",
    "Rikshospitalet",
    "Haukeland",
    "Karolinska",
    "Sahlgrenska",
    "HUS",
    "Meilahti",
    "Landspítali",
    "Motol",
    "Semmelweis",
    "Fundeni",
    "Evangelismos",
    "Hippokration",
    "Hadassah Ein Kerem",
    "Hospital das Clínicas",
    "Einstein",
    "Sírio-Libanês",
    "Moinhos",
    "Garrahan",
    "Hospital Italiano",
    "Posadas",
    "Clínica Alemana",
    "INCAN",
    "Siglo XXI",
    "Almenara",
    "Rebagliati",
    "PGH",
    "Philippine General",
    "St. Luke's BGC",
    "Makati Med",
    "RSCM",
    "Sardjito",
    "HKL",
    "UMMC",
    "SGH",
    "TTSH",
    "NUH",
    "KKH",
    "Siriraj",
    "Ramathibodi",
    "Chulalongkorn",
    "Bạch Mai",
    "Chợ Rẫy",
    "Calmette",
    "Queen Mary",
    "PWH",
    "PMH",
    "West China",
    "Huashan",
    "Peking Union",
    "PUMCH",
    "NTUH",
    "Chang Gung",
    "Asan",
    "Severance",
    "Samsung Medical",
    "Todai",
    "Keio",
    "Kameda",
    "RPA",
    "Royal Prince Alfred",
    "Westmead",
    "RNS",
    "Royal Melbourne",
    "the Alfred",
    "Monash",
    "RBWH",
    "PA Hospital",
    "Royal Perth",
    "Fiona Stanley",
    "Flinders",
    "Middlemore",
    "Auckland City",
    "Starship",
    "Waikato",
    "Dunedin",
    "Port Moresby General",
    "CWM",
    "Tuba City Regional",
    "IHS Chinle",
    "Alaska Native",
)
_FACILITY_KINDS = (
    "Hospital",
    "Hospital",
    "Hospital",
    "Medical Center",
    "Medical Centre",
    "Med Center",
    "Med. Center",
    "General",
    "General Hospital",
    "Memorial Hospital",
    "Regional Hospital",
    "Regional",
    "Clinic",
    "Health Center",
    "Health Centre",
    "Community Hospital",
    "Children's Hospital",
    "Children's",
    "University Hospital",
    "Univ Hospital",
    "Infirmary",
    "District Hospital",
    "Teaching Hospital",
    "Mission Hospital",
    "Urgent Care",
    "Family Practice",
    "Surgery",
    "Medical Group",
    "Health",
    "Health System",
    "Hospice",
    "Nursing Home",
    "Rehab",
    "Care Home",
    "Cancer Center",
    "Heart Institute",
    "Eye Hospital",
    "Cancer Institute",
    "Imaging",
    "Dialysis Center",
    "Dialysis",
    "Pharmacy",
    "Polyclinic",
    "Dispensary",
    "PHC",
    "CHC",
    "Maternity",
    "Nursing home",
    "Civil Hospital",
    "Govt Hospital",
    "DHQ",
    "THQ",
    "GH",
    "Med Ctr",
    "hosp",
    "Hosp",
    "hospital",
    "clinic",
    "medical center",
    "Memorial",
    "Women's Hospital",
    "Family Medicine",
    "Pediatrics",
    "Orthopaedics",
    "Dermatology Associates",
    "Primary Care",
    "Walk-in Clinic",
    "MIU",
    "Birth Center",
    "Psychiatric Hospital",
    "VA",
    "VA Medical Center",
    "Labs",
    "Diagnostics",
    "Ambulance Service",
    "Health Post",
    "Hospital Emergency Department",
    "ER",
    "ED",
    "A&E",
    "Assisted Living",
    "Skilled Nursing",
)
_FACILITY_BEFORE = (
    "Hospital {}",
    "Hospital de {}",
    "Hospital San {}",
    "Hospital Universitario {}",
    "Hôpital {}",
    "CHU {}",
    "CHU de {}",
    "CHR {}",
    "Clinique {}",
    "Clínica {}",
    "Clinica {}",
    "Ospedale {}",
    "Policlinico {}",
    "Klinikum {}",
    "Uniklinik {}",
    "Universitätsklinikum {}",
    "Krankenhaus {}",
    "Szpital {}",
    "Szpital im. {}",
    "Spitalul {}",
    "Nemocnice {}",
    "KBC {}",
    "Bolnica {}",
    "RS {}",
    "RSUD {}",
    "RSUP {}",
    "Klinik {}",
    "Rumah Sakit {}",
    "BV {}",
    "bv {}",
    "Ysbyty {}",
    "UZ {}",
    "AZ {}",
    "UMC {}",
    "OLV {}",
    "Hospital Regional {}",
    "IMSS {}",
    "CAP {}",
    "Centro de Salud {}",
    "UPA {}",
    "UBS {}",
    "Santa Casa de {}",
    "Posta {}",
    "Rural Health Unit {}",
    "PHC {}",
    "CHC {}",
    "Children's Hospital of {}",
    "University of {} Medical Center",
    "University Hospital {}",
    "University Hospital of {}",
    "the {}",
    "VA {}",
    "Kaiser {}",
    "Apollo {}",
    "Fortis {}",
    "AIIMS {}",
    "CMC {}",
    "GMC {}",
    "Royal {}",
    "Royal {} Hospital",
    "Royal {} Infirmary",
    "Mayo Clinic {}",
    "Cleveland Clinic {}",
    "NHS {}",
    "NHS Trust {}",
    "Hôpital Saint-{}",
    "our {} clinic",
    "{} General",
    "{} Memorial",
    "{} County Hospital",
    "{} Şehir",
    "{} City Hospital",
    "{} Üniversitesi",
    "{} University Hospital",
    "{} Medical College",
    "{} Med College",
    "{} MC",
    "{} UMC",
    "{} kórház",
    "{} sjukhus",
    "{} sykehus",
    "{} Sygehus",
    "{} keskussairaala",
    "bệnh viện {}",
    "Hosp. {}",
    "hosp {}",
    "H. {}",
    "INR {}",
)


def facility(rng: random.Random) -> list[Piece]:
    roll = rng.random()
    if roll < 0.22:
        text = rng.choice(_HOSPITAL_BASES)
        if rng.random() < 0.4:
            text += " " + rng.choice(_FACILITY_KINDS[:12])
    elif roll < 0.4:
        saint = rng.choice(("St", "St.", "Saint", "St", "St.", "Santa", "San", "Sankt", "Sant"))
        text = f"{saint} {rng.choice(_SAINTS)}" + rng.choice(["'s", "'s", "’s", "s", "", "'"])
        if rng.random() < 0.65:
            text += " " + rng.choice(_FACILITY_KINDS)
    elif roll < 0.75:
        base = rng.choice(
            [
                town_name(rng),
                town_name(rng),
                family(rng, pool(rng)),
                rng.choice(wordlists.WORD_SURNAMES),
                rng.choice(_INVENTED_TOWNS_A) + rng.choice(_INVENTED_TOWNS_B),
                rng.choice(_BUSINESS_WORDS),
                f"{rng.choice(_BUSINESS_WORDS)} {rng.choice(_GEO_WORDS)}",
                rng.choice(_HOSPITAL_BASES),
            ]
        )
        text = f"{base} {rng.choice(_FACILITY_KINDS)}"
    else:
        text = rng.choice(_FACILITY_BEFORE).format(rng.choice([town_name(rng), family(rng, pool(rng)), full_text(rng)]))
    article = ""
    if text.lower().startswith(("the ", "our ")):
        article, text = text[:4], text[4:]
    return [(article, None), (text, "FACILITY")]


def full_text(rng: random.Random) -> str:
    source = rng.choice(_latin_pools())
    return f"{rng.choice(source.given)} {rng.choice(source.family)}"


def ward(rng: random.Random) -> list[Piece]:
    """A ward with a name; numbered ones are left to the rules."""
    base = rng.choice(
        [
            rng.choice(wordlists.WORD_SURNAMES),
            rng.choice(wordlists.WORD_NAMES),
            family(rng, pool(rng)),
            rng.choice(_GEO_WORDS),
            rng.choice(_TREES),
        ]
    )
    return [
        (
            f"{base} {rng.choice(['ward', 'Ward', 'Ward', 'unit', 'Unit', 'wing', 'Wing', 'suite', 'House', 'Lodge', 'pavilion'])}",
            "FACILITY",
        )
    ]


_TREES = "Willow Oak Elm Cedar Maple Birch Rowan Hawthorn Beech Ash Sycamore Laurel Magnolia Primrose Bluebell Snowdrop Lavender Nightingale Florence Seacole Lister Fleming Jenner Alexandra Victoria Rainbow Dolphin".split()
_GEO_WORDS = "Lakeside Riverside Hillside Northside Southside Westside Eastside Bayview Lakeview Parkview Ridge Valley Harbor Coast Coastal Summit Mountain Prairie Plains Desert Canyon Island Ocean Shore Creek Meadow Forest Grove Springs".split()
_BUSINESS_WORDS = (
    "Halcyon Apex Summit Pinnacle Horizon Evergreen Sunrise Sunset Golden Silver Blue Red Northern Southern Pacific Atlantic Global United National American Premier Elite Star Phoenix Eagle Falcon Lion Tiger Dragon "
    "Crown Royal Liberty Heritage Legacy Unity Harmony Alliance Allied Advanced Superior Quality Rapid Swift Bright Crystal Diamond Emerald Sapphire Cascade Redwood Sequoia Cedar Oakwood Maplewood Willow Rosewood Greenfield "
    "Springfield Riverbend Stonebridge Ironwood Blackwood Whitestone Clearwater Fairview Grandview Lakeshore Bayshore Keystone Cornerstone Milestone Landmark Beacon Lighthouse Compass Anchor Trident Zenith Nova Orion Atlas Titan "
    "Vertex Nexus Quantum Fusion Synergy Meridian Equinox Solstice Aurora Polaris Vega Vanguard Pioneer Frontier Century Millennium Metro Urban Central Midland Highland Lowland Inland Overland Continental Universal Rise Halo Tuskar"
).split()
_COMPANY_KINDS = (
    "Inc",
    "Inc.",
    "LLC",
    "Ltd",
    "Ltd.",
    "Corp",
    "Corp.",
    "Co",
    "Co.",
    "plc",
    "PLC",
    "GmbH",
    "AG",
    "KG",
    "S.A.",
    "SA",
    "SL",
    "S.L.",
    "SpA",
    "Srl",
    "S.r.l.",
    "BV",
    "B.V.",
    "NV",
    "AB",
    "ApS",
    "A/S",
    "AS",
    "Oy",
    "Sp. z o.o.",
    "Kft",
    "s.r.o.",
    "d.o.o.",
    "OOO",
    "Pvt Ltd",
    "Pvt. Ltd.",
    "Private Limited",
    "Pty Ltd",
    "Sdn Bhd",
    "Pte Ltd",
    "K.K.",
    "Group",
    "and Sons",
    "& Sons",
    "Bros",
    "Brothers",
    "& Co",
    "Partners",
    "Associates",
    "Holdings",
    "Industries",
    "Enterprises",
    "Solutions",
    "Systems",
    "Technologies",
    "Tech",
    "Labs",
    "Motors",
    "Foods",
    "Textiles",
    "Garments",
    "Mills",
    "Steel",
    "Cement",
    "Mining",
    "Mines",
    "Oil",
    "Gas",
    "Energy",
    "Power",
    "Logistics",
    "Transport",
    "Trucking",
    "Shipping",
    "Airlines",
    "Airways",
    "Air",
    "Railways",
    "Aerospace",
    "Construction",
    "Builders",
    "Plumbing",
    "Electric",
    "Roofing",
    "Dairy",
    "Farms",
    "Fisheries",
    "Seafood",
    "Bakery",
    "Brewery",
    "Winery",
    "Coffee",
    "Cafe",
    "Café",
    "Bistro",
    "Diner",
    "Pizza",
    "Grill",
    "Bar",
    "Restaurant",
    "Hotel",
    "Hotels",
    "Inn",
    "Resort",
    "Casino",
    "Bank",
    "Insurance",
    "Mutual",
    "Credit Union",
    "Capital",
    "Securities",
    "Media",
    "News",
    "Times",
    "Courier",
    "Herald",
    "Gazette",
    "Post",
    "Tribune",
    "Radio",
    "Studios",
    "Records",
    "Publishing",
    "Pharma",
    "Pharmacy",
    "Chemicals",
    "Plastics",
    "Paper",
    "Timber",
    "Furniture",
    "Carpets",
    "Tiles",
    "Tyres",
    "Auto",
    "Supermarket",
    "Stores",
    "Hardware",
    "Market",
    "Mart",
    "Laundry",
    "Cleaners",
    "Security",
    "Staffing",
    "Orchestra",
    "FC",
    "United",
    "City FC",
    "Rugby Club",
    "RFC",
    "Fire Department",
    "Police Department",
    "PD",
    "Sheriff's Office",
    "Fire Station",
    "Church",
    "Mosque",
    "Temple",
    "Gurdwara",
    "Foundation",
    "Trust",
    "Charity",
    "Union",
    "Barracks",
    "Prison",
    "Correctional Facility",
    "Council",
    "Museum",
    "Library",
    "Zoo",
    "Mine",
    "Refinery",
    "Shipyard",
    "Foundry",
    "Plant",
    "factory",
    "warehouse",
    "Distribution Centre",
    "Depot",
    "Call Centre",
    "Engineering",
    "Consulting",
    "Legal",
    "LLP",
    "Solicitors",
    "Realty",
    "Estates",
    "Dental",
    "Optics",
    "Veterinary",
    "Vets",
)
_COMPANIES = (
    "Google",
    "Amazon",
    "Walmart",
    "Target",
    "Costco",
    "Tesco",
    "Sainsbury's",
    "Asda",
    "Aldi",
    "Lidl",
    "Starbucks",
    "McDonald's",
    "KFC",
    "Boeing",
    "Airbus",
    "Rolls-Royce",
    "Toyota",
    "Honda",
    "Ford",
    "General Motors",
    "Tesla",
    "BMW",
    "Volkswagen",
    "Siemens",
    "Bosch",
    "BASF",
    "Bayer",
    "Pfizer",
    "Nestle",
    "Unilever",
    "Shell",
    "BP",
    "ExxonMobil",
    "Chevron",
    "Aramco",
    "ADNOC",
    "Petrobras",
    "Pemex",
    "Tata Steel",
    "Infosys",
    "Wipro",
    "TCS",
    "HDFC Bank",
    "SBI",
    "ICICI",
    "LIC",
    "Reliance",
    "Maruti",
    "Mahindra",
    "TVS",
    "Ashok Leyland",
    "BHEL",
    "ONGC",
    "Indian Railways",
    "KSRTC",
    "BEST",
    "PIA",
    "WAPDA",
    "Habib Bank",
    "Beximco",
    "BRAC",
    "Grameen Bank",
    "Safaricom",
    "Equity Bank",
    "KPLC",
    "Dangote",
    "MTN",
    "Shoprite",
    "Eskom",
    "Transnet",
    "Sasol",
    "Anglo American",
    "De Beers",
    "Emirates",
    "Etihad",
    "Qatar Airways",
    "Turkish Airlines",
    "LOT",
    "Lufthansa",
    "Ryanair",
    "easyJet",
    "British Airways",
    "Aer Lingus",
    "Cathay",
    "Cathay Pacific",
    "Qantas",
    "Air NZ",
    "Singapore Airlines",
    "Delta",
    "United Airlines",
    "American Airlines",
    "Southwest",
    "FedEx",
    "UPS",
    "DHL",
    "Royal Mail",
    "An Post",
    "USPS",
    "Canada Post",
    "Deutsche Bahn",
    "SNCF",
    "Renfe",
    "TfL",
    "Network Rail",
    "Comcast",
    "Verizon",
    "AT&T",
    "Vodafone",
    "Telstra",
    "BHP",
    "Rio Tinto",
    "Woolworths",
    "Coles",
    "Bunnings",
    "Fonterra",
    "Vale",
    "Embraer",
    "Mercado Libre",
    "Bimbo",
    "Cemex",
    "Foxconn",
    "Huawei",
    "Samsung",
    "Hyundai",
    "LG",
    "Sony",
    "Mitsubishi",
    "Panasonic",
    "Nissan",
    "Petronas",
    "Jollibee",
    "SM Mall",
    "Grab",
    "Gojek",
    "Peabody",
    "Cargill",
    "Tyson",
    "JBS",
    "Smithfield",
    "John Deere",
    "Caterpillar",
    "Lockheed Martin",
    "Raytheon",
    "NASA",
    "Blue Cross",
    "Blue Cross Blue Shield",
    "BCBS",
    "Aetna",
    "Cigna",
    "Humana",
    "UnitedHealthcare",
    "Kaiser Permanente",
    "Bupa",
    "AXA",
    "Allianz",
    "AOK",
    "Barmer",
    "TK",
    "Star Health",
    "Medibank",
    "HCF",
    "Discovery Health",
    "NHIF",
    "PhilHealth",
    "Wells Fargo",
    "HSBC",
    "Barclays",
    "CVS",
    "CVS Pharmacy",
    "Walgreens",
    "Rite Aid",
    "Boots",
    "Lloyds Pharmacy",
    "Superdrug",
    "Apollo Pharmacy",
    "Shoppers Drug Mart",
    "Quest",
    "Quest Diagnostics",
    "LabCorp",
    "SRL",
    "Dr Lal PathLabs",
    "Metropolis",
    "Thyrocare",
    "Salvation Army",
    "Red Cross",
    "MSF",
)
_SCHOOLS = (
    "{} Elementary",
    "{} Elementary School",
    "{} High School",
    "{} High",
    "{} Middle School",
    "{} Primary",
    "{} Primary School",
    "{} Secondary School",
    "{} Academy",
    "{} College",
    "{} University",
    "{} Univ",
    "University of {}",
    "Univ of {}",
    "{} Grammar School",
    "{} School",
    "{} Public School",
    "{} Nursery",
    "{} Daycare",
    "{} Preschool",
    "{} Kindergarten",
    "{} Community College",
    "{} State University",
    "{} State",
    "{} Institute of Technology",
    "{} Polytechnic",
    "St {} School",
    "St. {} Primary School",
    "Colegio {}",
    "Escuela {}",
    "Liceo {}",
    "Lycée {}",
    "Collège {}",
    "École {}",
    "Gymnasium {}",
    "Universidad de {}",
    "Università di {}",
    "Escola {}",
    "IIT {}",
    "NIT {}",
    "DPS {}",
    "Kendriya Vidyalaya {}",
    "{} Vidyalaya",
    "{} Matric School",
    "{} Madrasa",
    "SMA {}",
    "SMK {}",
    "SK {}",
    "Gaelscoil {}",
    "{} NS",
    "{} Boys School",
    "{} Girls High School",
    "{} Charter School",
    "{} Prep",
    "{} Montessori",
    "{} Law School",
    "{} School of Nursing",
    "{} Business School",
    "{} Sixth Form",
    "{} Comprehensive",
    "{} ISD",
    "Collegio {}",
    "Szkoła {}",
    "{} Gymnasium",
)


def school(rng: random.Random) -> list[Piece]:
    base = rng.choice(
        [
            town_name(rng),
            family(rng, pool(rng)),
            rng.choice(wordlists.WORD_SURNAMES),
            full_text(rng),
            rng.choice(_SAINTS),
            rng.choice(_BUSINESS_WORDS),
            rng.choice(_TREES),
        ]
    )
    return [(rng.choice(_SCHOOLS).format(base), "ORG")]


def company(rng: random.Random) -> list[Piece]:
    roll = rng.random()
    if roll < 0.28:
        text = rng.choice(_COMPANIES)
    elif roll < 0.55:
        text = f"{family(rng, pool(rng))} {rng.choice(_COMPANY_KINDS)}"
    elif roll < 0.8:
        text = f"{rng.choice(_BUSINESS_WORDS)} {rng.choice(_COMPANY_KINDS)}"
    elif roll < 0.86:
        text = (
            f"{family(rng, pool(rng))}{rng.choice([' and ', ' & ', '-', ', '])}{family(rng, pool(rng))}"
            + rng.choice(["", "", " " + rng.choice(_COMPANY_KINDS)])
        )
    elif roll < 0.92:
        text = f"{town_name(rng)} {rng.choice(_COMPANY_KINDS)}"
    elif roll < 0.96:
        text = rng.choice(
            [
                "Grupo {}",
                "Banco {}",
                "Mutuelle {}",
                "Mutuelle du {}",
                "Seguros {}",
                "Bar {}",
                "Café {}",
                "Pizzeria {}",
                "Panadería {}",
                "Hotel {}",
                "Bank of {}",
                "Club {}",
                "Autohaus {}",
                "PT {}",
                "CV {}",
                "Warung {}",
                "Toko {}",
                "Empresa {}",
                "Ateliers {}",
            ]
        ).format(rng.choice([town_name(rng), family(rng, pool(rng))]))
    else:
        text = names.invent(rng, names.places()).replace(" ", "").capitalize()
    return [(text, "ORG")]


def organisation(rng: random.Random) -> list[Piece]:
    return (school if rng.random() < 0.25 else company)(rng)


def sequence(rng: random.Random, makers: Sequence[str]) -> str:
    return rng.choice(makers)
