"""National and professional identifiers, by form and check digit.

A row says where it is from, how it is written, how to check it, and how sure a valid one is without a word beside
it: one check
digit over a short number lets one of ten numbers pass, so such an identifier alone is only asked about.
python-stdnum checks
what it knows; the rest is written here with its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from stdnum import iban, imei, luhn, verhoeff
from stdnum.ar import cuit
from stdnum.au import tfn
from stdnum.bg import egn
from stdnum.br import cpf
from stdnum.ca import bc_phn, sin
from stdnum.ch import ssn as ahv
from stdnum.cl import rut
from stdnum.cn import ric
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.ee import ik
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.gr import amka
from stdnum.hr import oib
from stdnum.id import nik
from stdnum.ie import pps
from stdnum.il import idnr as il_idnr
from stdnum.in_ import aadhaar, epic, pan
from stdnum.is_ import kennitala
from stdnum.it import codicefiscale
from stdnum.kr import rrn
from stdnum.lt import asmens
from stdnum.mx import curp
from stdnum.my import nric
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pk import cnic
from stdnum.pl import pesel
from stdnum.pt import cc
from stdnum.ro import cnp
from stdnum.se import personnummer
from stdnum.si import emso
from stdnum.th import pin
from stdnum.tr import tckimlik
from stdnum.us import ssn
from stdnum.za import idnr as za_idnr

from bot.anonymizer import lowered
from bot.anonymizer.findings import Finding, Reading, Recognizer
from bot.anonymizer.openings import shortest
from bot.review import Kind

Check = Callable[[str], bool]
SURE_ALONE, UNSURE_ALONE = 0.9, 0.5


class Identifier(NamedTuple):
    name: str
    form: str  # d is a digit; a space stands for an optional space, dot, dash or line break
    valid: Check
    alone: float = SURE_ALONE
    kind: Kind = Kind.NATIONAL_ID


def bare(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", number).upper()


def _digits(number: str) -> list[int]:
    return [int(c) for c in number]


def _npi(number: str) -> bool:
    """US National Provider Identifier: Luhn over 80840 and the number (CMS, NPI check digit calculation)."""
    return luhn.is_valid("80840" + bare(number))


def _dea(number: str) -> bool:
    """US DEA registration: odd digits plus twice the even ones, last digit of the sum (21 CFR 1301 practice)."""
    d = _digits(bare(number)[2:])
    return (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6]


def _chi(number: str) -> bool:
    """Scottish CHI: date of birth, then modulus 11 as the NHS number (Public Health Scotland, CHI number)."""
    plain = bare(number)
    return 1 <= int(plain[:2]) <= 31 and 1 <= int(plain[2:4]) <= 12 and nhs.is_valid(plain)


def _nhi(number: str) -> bool:
    """New Zealand NHI: modulus 11 (AAANNNC), modulus 23 (AAANNAX); HISO 10046:2019."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    plain = bare(number)
    values = [letters.index(c) + 1 if c in letters else int(c) for c in plain[:6]]
    total = sum(value * weight for value, weight in zip(values, range(7, 1, -1), strict=True))
    if plain[6].isdigit():
        check = 11 - total % 11
        return total % 11 != 0 and int(plain[6]) == check % 10
    return plain[6] == letters[(23 - total % 23) - 1]


def _medicare_au(number: str) -> bool:
    """Australian Medicare: weights 1, 3, 7, 9 over eight digits, modulus 10 (Services Australia)."""
    d = _digits(bare(number)[:9])
    return 2 <= d[0] <= 6 and sum(a * w for a, w in zip(d, (1, 3, 7, 9, 1, 3, 7, 9), strict=False)) % 10 == d[8]


def _ihi(number: str) -> bool:
    """Australian healthcare identifiers: sixteen digits from 800360, 61 or 62, Luhn (Healthcare Identifiers Act
    practice).
    """
    return luhn.is_valid(bare(number))


def _nino(number: str) -> bool:
    """UK National Insurance number: prefixes that are never issued (HMRC manual NIM39110)."""
    return bare(number)[:2] not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


def _abha(number: str) -> bool:
    """Indian health account: fourteen digits with a Verhoeff digit, as Aadhaar's (ABDM)."""
    return verhoeff.is_valid(bare(number))


def _nric_sg(number: str) -> bool:
    """Singapore NRIC and FIN: weights 2, 7, 6, 5, 4, 3, 2 (Immigration and Checkpoints Authority, published
    algorithm).
    """
    plain = bare(number)
    total = sum(d * w for d, w in zip(_digits(plain[1:8]), (2, 7, 6, 5, 4, 3, 2), strict=True)) + {
        "T": 4,
        "G": 4,
        "M": 3,
    }.get(plain[0], 0)
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "KLJNPQRTUWX"}[
        plain[0]
    ]
    return plain[8] == (letters[10 - total % 11] if plain[0] == "M" else letters[total % 11])


def _hkid(number: str) -> bool:
    """Hong Kong identity card: modulus 11, an absent first letter counts 36 (Immigration Department)."""
    plain = bare(number).rjust(9)
    values = [36 if c == " " else ord(c) - 55 if c.isalpha() else int(c) for c in plain[:8]]
    total = sum(v * w for v, w in zip(values, range(9, 1, -1), strict=True))
    check = 10 if plain[8] == "A" else int(plain[8]) if plain[8].isdigit() else -1
    return (total + check) % 11 == 0


def _emirates(number: str) -> bool:
    """Emirates ID: 784, year of birth, seven digits, Luhn (ICP)."""
    return luhn.is_valid(bare(number))


def _iran(number: str) -> bool:
    """Iranian national code: weights 10 to 2, modulus 11 (National Organization for Civil Registration)."""
    d = _digits(bare(number))
    rest = sum(d[i] * (10 - i) for i in range(9)) % 11
    return len(set(d)) > 1 and d[9] == (rest if rest < 2 else 11 - rest)


def _saudi(number: str) -> bool:
    """Saudi national ID and iqama: ten digits from 1 or 2, Luhn (Absher)."""
    return luhn.is_valid(bare(number))


def _always(number: str) -> bool:
    """The form alone tells."""
    return True


def _birthday(number: str) -> bool:
    """Egypt's fourteen digits: century, then a date of birth."""
    plain = bare(number)
    return 1 <= int(plain[3:5]) <= 12 and 1 <= int(plain[5:7]) <= 31


IDENTIFIERS = (
    Identifier("US SSN", "ddd dd dddd", ssn.is_valid),
    Identifier("US NPI", "[12]ddddddddd", _npi, SURE_ALONE, Kind.LICENCE),
    Identifier("US DEA", "[ABFGMPR][A-Z9]ddddddd", _dea, SURE_ALONE, Kind.LICENCE),
    # CMS, MBI format: letters without S, L, O, I, B, Z in fixed positions, no check digit.
    Identifier(
        "US MBI",
        "[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]d [AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]d [AC-HJKMNP-RT-Y][AC-HJ"
        "KMNP-RT-Y]dd",
        _always,
    ),
    Identifier("UK NHS", "ddd ddd dddd", nhs.is_valid),
    Identifier("UK CHI", "dddddddddd", _chi),
    Identifier("UK NI", "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] dd dd dd [A-D]", _nino),
    Identifier("Ireland PPSN", "ddddddd[A-W][A-IW]?", pps.is_valid),
    Identifier("India Aadhaar", "dddd dddd dddd", aadhaar.is_valid),
    Identifier("India ABHA", "dd dddd dddd dddd", _abha),
    Identifier("India PAN", "[A-Z]{3}[ABCFGHLJPT][A-Z]dddd[A-Z]", pan.is_valid),
    Identifier("India voter", "[A-Z]{3}ddddddd", epic.is_valid),
    Identifier("Pakistan CNIC", "ddddd ddddddd d", cnic.is_valid),
    Identifier("Canada SIN", "ddd ddd ddd", sin.is_valid, UNSURE_ALONE),
    Identifier("Canada BC PHN", "9ddd ddd ddd", bc_phn.is_valid),
    Identifier("Canada OHIP", "dddd ddd ddd [A-Z]{2}", _always),
    Identifier("Canada RAMQ", "[A-Z]{4} dddd dddd", _always),
    Identifier("Australia Medicare", "[2-6]ddd ddddd d(?: / d)?", _medicare_au),
    Identifier("Australia IHI", "800360dd dddd dddd", _ihi),
    Identifier("Australia TFN", "ddd ddd ddd", tfn.is_valid, UNSURE_ALONE),
    Identifier("New Zealand NHI", "[A-HJ-NP-Z]{3}(?:dddd|dd[A-HJ-NP-Z][A-HJ-NP-Z])", _nhi),
    Identifier("South Africa ID", "dddddd dddd dd d", za_idnr.is_valid),
    Identifier("Ghana card", "GHA ddddddddd d", _always),
    Identifier("Egypt ID", "[23]ddddddddddddd", _birthday),
    Identifier("Emirates ID", "784 dddd ddddddd d", _emirates),
    Identifier("Saudi ID", "[12]ddddddddd", _saudi, UNSURE_ALONE),
    Identifier("Iran code", "dddddddddd", _iran, UNSURE_ALONE),
    Identifier("Israel ID", "ddddddddd", il_idnr.is_valid, UNSURE_ALONE),
    Identifier("Turkey TC", "[1-9]dddddddddd", tckimlik.is_valid),
    Identifier("Brazil CPF", "ddd ddd ddd dd", cpf.is_valid),
    Identifier("Mexico CURP", "[A-Z]{4}dddddd[HM][A-Z]{5}[A-Z0-9]d", curp.is_valid),
    Identifier("Chile RUT", "dd? ddd ddd [0-9K]", rut.is_valid, UNSURE_ALONE),
    Identifier("Argentina CUIL", "dd dddddddd d", cuit.is_valid),
    Identifier("Poland PESEL", "ddddddddddd", pesel.is_valid),
    Identifier("Spain DNI", "dddddddd [A-Z]", dni.is_valid),
    Identifier("Spain NIE", "[XYZ] ddddddd [A-Z]", nie.is_valid),
    Identifier("Portugal CC", "dddddddd d [A-Z0-9]{2}d", cc.is_valid),
    Identifier("Italy codice fiscale", "[A-Z]{6}dd[A-EHLMPRST]dd[A-Z]ddd[A-Z]", codicefiscale.is_valid),
    Identifier("France NIR", "[12] dd dd d[0-9AB] ddd ddd dd", nir.is_valid),
    Identifier("Germany tax ID", "dd ddd ddd ddd", idnr.is_valid, UNSURE_ALONE),
    Identifier("Germany KVNR", "[A-Z]ddddddddd", _always),
    Identifier("Netherlands BSN", "ddddddddd", bsn.is_valid, UNSURE_ALONE),
    Identifier("Switzerland AHV", "756 dddd dddd dd", ahv.is_valid),
    Identifier("Sweden personnummer", "(?:dd)?dddddd dddd", personnummer.is_valid),
    Identifier("Norway fødselsnummer", "dddddd ddddd", fodselsnummer.is_valid),
    Identifier("Denmark CPR", "dddddd dddd", cpr.is_valid, UNSURE_ALONE),
    Identifier("Finland HETU", "dddddd[-+A-FU-Y]ddd[0-9A-Y]", hetu.is_valid),
    Identifier("Iceland kennitala", "dddddd dddd", kennitala.is_valid),
    Identifier("Estonia isikukood", "[1-8]dddddddddd", ik.is_valid),
    Identifier("Lithuania asmens kodas", "[1-6]dddddddddd", asmens.is_valid),
    Identifier("Czech and Slovak rodné číslo", "dddddd ddd d?", rc.is_valid),
    Identifier("Croatia OIB", "ddddddddddd", oib.is_valid, UNSURE_ALONE),
    Identifier("Balkan JMBG", "ddddddddddddd", emso.is_valid),
    Identifier("Bulgaria EGN", "dddddddddd", egn.is_valid),
    Identifier("Romania CNP", "[1-8]dddddddddddd", cnp.is_valid),
    Identifier("Greece AMKA", "ddddddddddd", amka.is_valid),
    Identifier("China resident ID", "dddddd dddddddd ddd[0-9X]", ric.is_valid),
    Identifier("Korea RRN", "dddddd ddddddd", rrn.is_valid),
    Identifier("Singapore NRIC", "[STFGM]ddddddd[A-Z]", _nric_sg),
    Identifier("Hong Kong ID", "[A-Z]{1,2}dddddd ?\\(?[0-9A]\\)?", _hkid),
    Identifier("Malaysia NRIC", "dddddd dd dddd", nric.is_valid),
    Identifier("Indonesia NIK", "dddddddddddddddd", nik.is_valid),
    Identifier("Thailand ID", "d dddd ddddd dd d", pin.is_valid),
    Identifier("IBAN", "[A-Z]{2}dd (?:[A-Z0-9]{4} ){2,7}[A-Z0-9]{1,4}", iban.is_valid, SURE_ALONE, Kind.ACCOUNT),
    Identifier("bank card", "[3-6]ddd dddd dddd dddd?(?:d{1,4})?", luhn.is_valid, SURE_ALONE, Kind.ACCOUNT),
    Identifier("bank card, 15 digits", "3[47]dd dddddd ddddd", luhn.is_valid, SURE_ALONE, Kind.ACCOUNT),
    Identifier("IMEI", "dd dddddd dddddd d", imei.is_valid, SURE_ALONE, Kind.DEVICE),
)


def _pattern(form: str) -> re.Pattern[str]:
    """``d`` is a digit outside of brackets; a space an optional separator, as people write them."""
    out = re.sub(r"d", r"\\d", form).replace(" ", r"(?:[ .\-/\n]|[ ]?[-\n][ ]?)?")
    return re.compile(rf"(?<![\w.,/-]){out}(?![\w]|[-/]\w|[.,]\d)")


_COMPILED = [
    (identifier, pattern, shortest(pattern))
    for identifier, pattern in ((one, _pattern(one.form)) for one in IDENTIFIERS)
]
_LEAST, _MOST = min(least for _, _, least in _COMPILED), max(least for _, _, least in _COMPILED)
# Where any of them may begin: at most six capitals, a digit, and three more signs at least; and how far the signs of a
# number go on from there. Few numbers of a case go on for long enough.
_BEGINNING = re.compile(
    r"(?<![\w.,/-])(?=[A-Z]{0,6}[ .\-/\n]{0,3}\d(?:[ .\-/\n]{0,3}[A-Z\d]){3})"
    rf"(?=([A-Z\d .\-/\n()+]{{{_LEAST},{_MOST}}}))"
)


class NationalIdentifierRecognizer(Recognizer):
    kinds = (Kind.NATIONAL_ID, Kind.LICENCE, Kind.ACCOUNT, Kind.DEVICE)

    def find(self, reading: Reading) -> Iterator[Finding]:
        begun = (_BEGINNING.match(reading.text, place) for place in lowered.capitals_and_figures(reading.text))
        beginnings = [(match.start(), len(match[1])) for match in begun if match]
        if not beginnings:
            return
        for identifier, pattern, least in _COMPILED:
            after = 0
            for start, length in beginnings:
                match = pattern.match(reading.text, start) if start >= after and length >= least else None
                if match:
                    after = match.end()
                    if self._valid(identifier, match.group()):
                        yield self.found(start, after, identifier.kind, identifier.alone)

    @staticmethod
    def _valid(identifier: Identifier, number: str) -> bool:
        plain = bare(number)
        if len(set(plain)) < 3 and plain.isdigit():
            return False
        try:
            return identifier.valid(number if identifier.name == "Finland HETU" else plain)
        except (ValueError, IndexError, KeyError):
            return False
