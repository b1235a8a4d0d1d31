"""Record, account, licence, vehicle and device numbers: by the word before them, and by looking like a code.

A label ('MRN', 'policy', 'plate') makes almost anything with digits a number of someone's. Without one, a long or
mixed code is
taken unless it is one of the codes of medicine (ICD, trials, genes, variants) or a measured value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, matches
from bot.anonymizer.lexicon import entries, fold
from bot.review import Kind

# Sure labels take any value with three digits; weak ones are words of medicine too, and want five, or letters with
# digits.
_LABELS: dict[Kind, str] = {
    Kind.RECORD: (
        r"m\.?r\.?n\.?|mrd?#|mr no|mr#|uhid|upi number|umrn|hosp(?:ital)?\.?(?= ?(?:no|num|#|"
        r"id|nr))|medical record(?: number)?|med rec|"
        r"patient(?= ?(?:no|num|#|id|nr|code))|pt\.?(?= ?(?:no\b|num|#|id|nr))|patient id|pt "
        r"id|chart(?= ?(?:no|num|#|id|nr|\d|[A-Z]\d))|file(?= ?(?:no|num|#|id|nr))|case(?= ?(?:no|"
        r"num|#|id|nr))|"
        r"accession|episode(?= ?(?:no|num|#|id))|encounter(?= ?(?:no|num|#|id))|visit(?= ?(?:no|"
        r"num|#|id))|ref(?:erence)?\.? code|bht|mlc(?= ?no)|noms|hrn|callsign|csn|opd(?= ?(?:no|"
        r"num|#|id))|ipd?(?= ?(?:no|num|#))|ip no|op no|"
        r"cr no|lab code|lab(?= ?(?:no|num|#|id))|sample(?= ?(?:no|num|#|id))|specimen(?= ?(?:no|"
        r"num|#|id))|block|slide(?= ?(?:no|num|#|id))|barcode|datix|incident(?= ?(?:no|num|#|"
        r"id|report))|"
        r"study id|subject id|wristband(?= ?(?:no|num|#|id|says|:))|birth reg(?:istration)?|nhc|"
        r"historia(?: cl[ií]nica)?|hc(?= ?(?:no|num|n[º°]|#|:|\d{4}))|nip|dossier|"
        r"aktenzeichen|fallnummer|reg(?:n|d)?\.?(?= ?(?:no|"
        r"num|#|id))|regn|"
        r"record(?= ?(?:no|num|#|id))|emr|ehr|requisition|order(?= ?(?:no|num|#|id))|ticket(?= "
        r"?(?:no|num|#|id))|folder(?= ?(?:no|num|#))|ihs chart|tarjeta|medic ?alert|registration(?= "
        r"?(?:no|num|#|id))|ref(?:erral)?(?= ?(?:no|num|#|id))|hn|vn|folder|visit|census|call[ -]?sign|"
        r"tag(?= ?[A-Z#])|ipp|"
        r"prontu[aá]rio|utente|processo|matr[ií]cula|cartella|nosologico|opname ?nr|pat(?:ient)?\.?-?nr|fall-?nr|"
        r"n[º°] (?:de )?(?:dossier|expediente|historia|processo|utente)|expediente|exp(?= ?(?:no|n[º°]|#))|r\.č\.|"
        r"č\.p\.|"
        r"journalnr|j\.?nr|mã (?:bn|số)|số (?:hồ sơ|bệnh án)|no\.? ?rm|norm|protokol(?: no)?|dosya(?: no)?|"
        r"last ?(?:4|four)|"
        r"(?:key|door|access|entry|gate) ?code|key ?safe|passcode|"
        r"health record|fin#?(?= ?\d{6})|har|aadhar|jnr|kk|phin|adm(?:ission)?(?= ?(?:no|num|#))"
    ),
    Kind.NATIONAL_ID: (
        r"ssn|social security(?: number)?|nhs(?= ?(?:no|num|#|id|nr|[:=\[(]|\d))|chi(?= ?(?:no|num|"
        r"#|\d{6}))|h&c|ni number|nino|national insurance|pps(?:n|no)?|aadh?aa?r|abha|uidai|pan(?= "
        r"?(?:no|num|card|#|:|[A-Z]{5}\d))|cnic|nicop|nid|"
        r"nin|bvn|nida|ghana ?card|huduma|id card|identity card|national id|sa id|rsa id|nhi|"
        r"tfn|ihi|medicare(?= ?(?:no|num|#|card|:|\d))|mbi(?: card)?|sin(?= ?(?:no|num|#|:|\d)"
        r")|phn|ohip|ramq|hcn|cpf|rg(?= ?(?:no|num|n[º°]|#|:|\d{2}\.?\d{3}))|cns|sus card|"
        r"curp|rfc|nss|dni|nie|nif|rut|run|c[eé]dula|cuil|cuit|codice fiscale|cod\.? ?fisc\.?|"
        r"cf(?= ?[A-Z]{6}\d)|pesel|rodn[eé] [cč][ií]slo|amka|bsn|personnummer|fødselsnummer|cpr|"
        r"hetu|isikukood|jmbg|oib|egn|cnp|"
        r"tc(?= ?(?:no|kimlik|\d{5}))|t\.c\.|kimlik|code melli|kod(?:e)? melli|melli code|teudat "
        r"zehut|tz|emirates id|eid(?= ?(?:no|num|#|784))|iqama|qid|civil id|cccd|cmnd|nric|fin(?= "
        r"?[FGSTM]\d)|mykad|ic(?= ?(?:no|num|#|:|\d{6}))|"
        r"hkid|resident id|my number|rrn|ktp|nik|philsys|philhealth|umid|passport|pass no|voter(?: "
        r"?id| card)?|epic(?= ?(?:no|num))|ration card|visa(?= ?(?:no|num|#))|green card|alien "
        r"number|carte vitale|nir|insee|avs|ahv|svnr|sozialversicherungsnummer|"
        r"kvnr|versichertennummer|steuer-?id|national number|birth cert(?:ificate)?|id(?=\s(?:belongs|number))"
    ),
    Kind.INSURANCE: (
        r"insurance(?= ?(?:no|num|#|id|policy|card|:))|insurance|policy|member(?:ship)?(?= ?(?:no|"
        r"num|#|id))|subscriber|adh[eé]rent|assur[eé]|p[oó]liza|claim|prior auth|group(?= ?(?:no|"
        r"num|#|id))|nhia|nhis|nhif|sha no|cghs|esic|esi no|echs|medicaid(?= ?(?:no|num|#|id|"
        r":|\d))|medibank|bupa|kaiser|aetna|cigna|humana|blue cross|bcbs|nihb file|beneficiary|"
        r"medical aid|scheme no|hmo no|dva"
    ),
    Kind.LICENCE: (
        r"gmc|nmc(?: pin)?|npi|dea|gdc|gphc|hcpc|imc|mdcn|pmdc|pmc no|bmdc|slmc|hpcsa|ahpra|mcnz|"
        r"cpso|crm|coren|n[º°]? ?col(?:egiado)?|colegiado|lanr|bsnr|medical council|licen[cs]e|"
        r"licen[cs]e no|driv(?:er'?s|ing) licen[cs]e|dl no|council no|pin(?= ?(?:no|num|#|\d{2}[A-Z])"
        r")|prescriber"
    ),
    Kind.ACCOUNT: (
        r"a/c|acct|account(?= ?(?:no|num|#|id|:|\d))|iban|bic|swift|sort code|routing|ifsc|upi|"
        r"card(?= ?(?:no|num|#|end|:|\d))|credit card|debit card|cc(?= ?(?:no|num|#|:|\d{6}))|invoice|"
        r"receipt|bank|billing|"
        r"m-?pesa|paybill|booking|confirmation|tracking|awb|utr"
    ),
    Kind.VEHICLE: (
        r"(?:number ?)?plate|licen[cs]e plate|van reg|car reg|vehicle reg(?:istration)?|vehicle|"
        r"reg(?= ?(?:no|plate|[A-Z]{1,3}[ -]?\d))|registration plate|vin|chassis|rego|bike|scooter|"
        r"plaka|placa|plat(?:e)? nr|kenteken|kennzeichen|targa|immatriculation|rejestracja|matr[ií]cula|car|truck|"
        r"lorry|taxi|tail number|ambulance(?= ?(?:no|num|#|[A-Z]{2}))|auto(?= ?(?:reg|no|num|#|:))"
    ),
    Kind.DEVICE: (
        r"serial(?: ?(?:no|num|number))?|s/?n|device(?= ?(?:no|num|#|id))|machine(?= ?(?:no|num|"
        r"#|id))|udi|imei|lot(?= ?(?:no|num|#|:|[A-Z]{0,4}-?\d))|batch|model(?= ?(?:no|num|#))|pump(?= "
        r"?(?:no|num|#|id))|implant(?= ?(?:no|num|#|id))|pacemaker(?= ?(?:no|num|#|serial))|asset "
        r"tag|monitor(?= ?(?:no|num|#|id))"
    ),
}
_WEAK_LABELS = (
    r"id|ident|chart|file|record|case|ref|reference|hosp|hospital|registered|code|badge|payroll|staff|permit|"
    r"ticket|order|slide|sample|specimen|lab|accession|study|subject|participant|randomi[sz]ation|screening|"
    r"enrolled census|"
    r"book(?:let)?|card|form|voucher|request|req|job|log|report|complaint|certificate|cert|docket|warrant|carnet|"
    r"biopsy|histo(?:logy)?|path|dossier|zaak|vorgang|ärende|sak|pratica|trámite|protocollo|ur|urn|"
    r"cin"
)
_GLUE = (
    r"(?:[ \t]?(?:numbers?|num|no|nos|nr|id|card|code|pin|file|policy|end(?:ing|ed|s)(?: in)?|says|reads|"
    r"is|was|on (?:file|the \w+)|of (?:the )?\w+|\(\w{2,12}\)|n[º°])\b\.?){0,3}"
    r"[ \t]?(?:[#:=.\-\[(~→]|[-=]>|(?<=\w)>){0,2}[ \t\n]?[#\"'(<]?"
)
_VALUE = (
    r"(?:(?!\d{1,2}(?:mg|ml))(?:[A-Z]{1,6}[ \-/#.]{0,2}|[a-z]{1,4}[\-/#.])?#?(?=[\w/.-]{0,24}\d)"
    r"[A-Za-z0-9]{1,24}(?:[\-/._][^\W_]{1,20}|[ ](?!(?:DOB|SSN|NHC|MRN|NHS|DNI|CPF|TEL|PH|ID|CF|SNS|NSS|REF|"
    r"POD|BP|HR|WT|HT|ETA|RR|GCS|MR|DN|TC|SUS|AGE|DX|NI)\b)"
    r"(?=[\d]{1,6}\b|[A-Z]{1,3}\b(?=[ -]?\d)|"
    r"[A-Z]{1,2}\d)[A-Z0-9]{1,8}){0,8})"
)
_LABELLED = {
    kind: re.compile(rf"(?i:(?<![\w@])(?:{sure}))(?:(?<=[#.])|(?![^\W_]))(?i:{_GLUE})({_VALUE})(?![\w])")
    for kind, sure in _LABELS.items()
}
_WEAK = re.compile(rf"(?i:(?<![\w@])(?:{_WEAK_LABELS})(?![^\W_]){_GLUE})({_VALUE})(?![\w])")
_HASHED = re.compile(r"(?<![\w&/])#[ ]?([A-Z]{0,5}[-/]?\d[\w/-]{2,20})")
_CODE = re.compile(
    r"(?<![\w.,/@#:+-])(?=[A-Za-z/-]{0,12}\d)[A-Za-z0-9]{1,20}(?:[-/][A-Za-z0-9]{1,16}){0,6}(?![\w@]|[.,:]\d|-\w)"
)
_DIGITS = re.compile(r"(?<![\w.,/@#:+-])(?:\d \d{3} )?\d{2,8}(?:[ .\-/]\d{2,8}){1,5}(?![\w/@]|[.,]\d)")
_LETTERED = re.compile(r"(?<![\w.,/@#:+-])[A-Z]{1,5}[ -]?\d{2,4}(?:[ -]\d{2,5}){1,4}(?![\w/@]|[.,]\d)")

_MEDICAL_CODE = re.compile(
    r"(?i)(?:[A-TV-Z]\d\d[AB]?(?:\.\w{1,4})?|NCT\d{8}|PMC?\d{5,9}|(?:PMID|ISRCTN|EudraCT|ACTRN|"
    r"CTRI|CRD)[-/\d]+|rs\d{3,12}|[cgpmn]\.\S+|NM_\d+|NP_\d+|ENS[TG]\d+|"
    r"HLA-?\w+|COVID-?19|SARS-?CoV-?\d?|(?:CD|IL|PD|CTLA|TNF|IFN|PDL|HER|CK|MUC|CA|SCC|FGF|VEGF|"
    r"CCL|CXCL|HIF|BCL|MYC|KIT|ALK|EML|MLL|FLT|JAK|STAT|TP|CYP|UGT|CDK|PIK|BRCA|PTEN|APOE?|SCN|"
    r"KCN|COL)\w{0,8}(?:-\w{1,6})?|"
    r"\d{1,3}(?:st|nd|rd|th)|\d+(?:mg|mcg|ml|g|kg|mmol|iu|u|units?|cm|mm|l|k|x|hz|kcal|kpa|mmhg|"
    r"bpm|yo|yr|y|m|f|w|d|h|hrs?|min|wk|mo|fr|ga?|nm|ng|pg|ug|mci|mbq|gy|cgy|mv|ma|kv|ms|j|kj|"
    r"ppm|fps)(?:/\w+)*|"
    r"[CTLS]\d{1,2}(?:[-/][CTLS]?\d{1,2})+|[ETMVS]\d(?:[ETMVS]\d)+|G\d+P\d+\S*|p?[TNMycra]{1,2}\d\w*|"
    r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?|\d{1,3}[-/]\d{1,3}(?:[-/]\d{1,3})?|"
    r"(?:NG|CG|TA|QS|DG|HTG|IPG)\d{1,3}|F-?\d{2}-\w+|Tc-?99m?|I-?131|Ga-?68|Lu-?177|Y-?90|F-?18|"
    r"[A-Z]{2,12}-?\d{1,4}[A-Za-z]?(?:-[A-Za-z]{1,12})?|[A-Z][a-z]+-?\d{1,3}|\d{1,2}[A-Z]{1,2})"
)
# A unit ends where its word ends: 'ng' must not be seen in 'Ngozi'.
_UNIT_AFTER = re.compile(
    r"(?i)^(?:/|\s?(?:%|×|\^|x\s?10|(?:mg|mcg|µg|ug|ng|pg|g|kg|lbs?|ml|dl|l|iu|i\.u|units?|u|mmol|"
    r"µmol|umol|nmol|pmol|meq|mosm|cells?|copies|k|million|lakh|mm|cm|"
    r"bpm|kpa|mmhg|hz|kcal|cal|hours?|hrs?|h|min|days?|weeks?|months?|years?|yrs?|patients?|people|"
    r"participants|women|men|subjects|steps|chars?|followers|euros?|"
    r"dollars?|rupees|rs|usd|eur|gbp|naira|kes|taka|miles|km|feet|ft|charts?|forms?|births|cases|"
    r"lymph|poly|wbc|rbc)(?![^\W\d_])))"
)
_LAB_BEFORE = re.compile(
    r"(?i)(?:\b(?:hb|creat(?:inine)?|pefr|bms?|glucose|temps?|icp|lactate|sugars?|ck|cpk|ferritin|plts?|platelets?|wbc|wcc|rbc|bnp|nt-?pro-?bnp|hcg|bhcg|b-hcg|"
    r"d-?dimer|dimer|vl|viral load|trop(?:onin)?|tnt|tni|crp|ldh|alt|ast|alp|ggt|lipase|amylase|"
    r"afp|ca-?125|ca ?19-?9|cea|psa|pth|tsh|"
    r"cortisol|insulin|igg|ige|iga|igm|ebv|cmv|hbv|hcv|hiv|dna|rna|pcr|titre|titer|anc|alc|cd4|"
    r"urine|osm|eos|neuts?|mfi|count|myoglobin|procalcitonin|il-?6|scd25|sil-?2r|copies|cost|"
    r"costs|price|nejm|jama|lancet|bmj|icd|icd-?10|cpt|loinc|snomed|omim|"
    r"orpha|pmid|doi|isbn|issn|nct|hgvs|code|codes|rs|inr|usd|eur|gbp|score|dose|rate)"
    r"[\s:=<>~≈]{0,3}(?:is|of|was|at|ct|to|from|→|->|up to|peaked|peak)?[\s:=<>~≈]{0,2}|[<>~≈=→$£€₹×^]\s?)"
    r"$"
)


_NEVER_COUNTED = 5  # figures: behind the word for a number of somebody's, so many are no measure whatever follows


class LabelledNumberRecognizer(Recognizer):
    """A number with the word that says what it is: 'MRN 0045521', 'adhérent 00417733-B', 'van reg 191-DL-4402'."""

    kinds = (Kind.RECORD, Kind.NATIONAL_ID, Kind.INSURANCE, Kind.LICENCE, Kind.ACCOUNT, Kind.VEHICLE, Kind.DEVICE)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for kind, pattern in _LABELLED.items():
            for start, end, match in matches(pattern, reading.text, 1):
                digits = sum(c.isdigit() for c in match.group(1))
                long = digits == 2 and sum(c.isalnum() for c in match.group(1)) >= 6 and match.group(1).isupper()
                counted = digits < _NEVER_COUNTED and _UNIT_AFTER.match(reading.after(end, 10))
                if (digits >= 3 or long) and not counted and not self._is_year(match.group(1)):
                    yield self.found(start, end, kind, 0.93 if digits >= 4 else 0.8)
        for start, end, match in matches(_WEAK, reading.text, 1):
            value = match.group(1)
            digits = sum(c.isdigit() for c in value)
            mixed = digits >= 3 and any(c.isalpha() for c in value) and not _MEDICAL_CODE.fullmatch(value)
            if (digits >= 5 or mixed) and not _UNIT_AFTER.match(reading.after(end, 10)):
                yield self.found(start, end, Kind.RECORD, 0.85 if digits >= 5 else 0.6)
        for start, end, match in matches(_HASHED, reading.text, 1):
            digits = sum(c.isdigit() for c in match.group(1))
            yield self.found(start, end, Kind.RECORD, 0.85 if digits >= 4 else 0.4)

    @staticmethod
    def _is_year(value: str) -> bool:
        return bool(re.fullmatch(r"(?:19|20)\d\d", value.strip()))


_PLATES = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}|[A-Z]{2}\d{2} ?[A-Z]{3}|\d{2,3}-[A-Z]{1,2}-\d{"
    r"2,6}|[A-Z]{3} \d{3}[A-Z]|[A-Z]{3}\d[A-Z]\d{2}|[A-Z]{1,3}-[A-Z]{1,2} \d{1,4})(?![\w-])"
)
# A plate of any form behind the word for the vehicle, and the registration of an aircraft.
_BEHIND_VEHICLE = re.compile(
    r"(?i:\b(?:plates?|car|truck|taxi|van|lorry|bus|matatu|boda|bike|moto|scooter|tuk-?tuk|auto|rickshaw|taxi-brousse|"
    r"jeepney|camion|camioneta|ambulance|tricycle|okada|keke|bakkie|ute|jeep|suv|pickup|tractor)"
    r"(?: (?:plates?|reg|no|number|is|was|with))*)[ :#,]{1,2}"
    r"((?:[A-Z]{1,3}[ -]?\d{2,4}(?:[ -]?[A-Z]{1,3})?|\d{2,4}[ -]?[A-Z]{1,3}(?: [A-Z]{1,2})?))(?![\w-])"
)
_AIRCRAFT = re.compile(
    r"(?i:\b(?:tail|reg(?:istration)?|call ?sign|aircraft|plane|heli(?:copter)?|flight|medevac|rfds|evac|cessna|"
    r"caravan)"
    r"(?: (?:no|number|is|reg|tail))?)[ :#\"'(]{1,2}([A-Z0-9]{1,2}-[A-Z0-9]{3,4})(?![\w-])"
)
_DRIVING = re.compile(
    r"(?i)\b(?:car|plate|reg|van|bike|scooter|truck|lorry|auto|taxi|vehicle|registration|motorbike|"
    r"driver|rickshaw|bus|ambulance)\b"
)


class VehicleRecognizer(Recognizer):
    """Number plates by their form, surer when the text speaks of a vehicle nearby."""

    kinds = (Kind.VEHICLE,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, _ in matches(_PLATES, reading.text):
            near = _DRIVING.search(reading.text[max(0, start - 60) : end + 40])
            yield self.found(start, end, Kind.VEHICLE, 0.88 if near else 0.5)
        for pattern in (_BEHIND_VEHICLE, _AIRCRAFT):
            for start, end, _ in matches(pattern, reading.text, 1):
                yield self.found(start, end, Kind.VEHICLE, 0.82)


_AFTER_COLON = re.compile(r"(?<=[^\W\d][:#])\d{8,20}(?![\w.,]\d)")


class CodeRecognizer(Recognizer):
    """What looks like somebody's number though nothing says so: long digits, grouped digits, letters with digits."""

    kinds = (Kind.RECORD,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, match in matches(_CODE, reading.text):
            score = self._code(match.group())
            if score and not measured(reading, start, end):
                yield self.found(start, end, Kind.RECORD, score)
        for start, end, _ in matches(_AFTER_COLON, reading.text):
            yield self.found(start, end, Kind.RECORD, 0.8)
        for pattern, least in ((_DIGITS, 8), (_LETTERED, 6)):
            for start, end, match in matches(pattern, reading.text):
                digits = sum(map(str.isdigit, match.group()))
                if digits < least:
                    continue
                prefix = re.match(r"[A-Za-z]*", match.group())
                if prefix and (fold(prefix.group()) in entries("abbreviations") or veto.medical(prefix.group())):
                    continue
                if re.fullmatch(
                    r"\d{2,3}[/-]\d{2,3}|(?:19|20)\d\d(?:[ .\-/](?:19|20)\d\d)+|(?:[A-Z]{2} )?\d{3} (?:19|20)\d\d",
                    match.group(),
                ):
                    continue  # a blood pressure, a range, years, a shortened ZIP code and a year
                if not measured(reading, start, end):
                    yield self.found(start, end, Kind.RECORD, 0.78 if digits >= 9 else 0.5)

    @staticmethod
    def _code(value: str) -> float:
        digits = sum(map(str.isdigit, value))
        if digits < 3:
            return 0
        letters = sum(map(str.isalpha, value))
        if re.fullmatch(r"\d{2,3}[/-]\d{2,3}|(?:18|19|20)\d0s", value):
            return 0  # a blood pressure, a range, a decade
        if letters and re.search(r"[-/]0\d{2,}", value) and not re.match(r"(?i)covid|sars|h\d", value):
            return 0.6  # no measure is written with a leading nought
        if digits < 4 or (_MEDICAL_CODE.fullmatch(value) and digits < 6):
            return 0
        if re.fullmatch(r"(?i)(?:nct|pmc?|rs|isrctn|pmid|actrn|ctri|crd|ens[a-z]*)-?\d+", value):
            return 0
        if not letters:
            if "-" in value or "/" in value:
                return 0.78 if digits >= 7 else 0.5 if digits == 6 else 0
            return 0.8 if digits >= 8 else 0.6 if digits >= 6 else 0
        if re.search(r"[a-z]{3}", value) and digits < 5:
            return 0
        parted = "-" in value or "/" in value
        if digits >= 5:
            return 0.82
        return 0.6 if parted or value[0].isdigit() or len(value) >= 7 else 0.5


_LETTERS_FIRST = re.compile(r"[A-Za-z]{1,3}-?\d{5}")  # no result is written so


def measured(reading: Reading, start: int, end: int) -> bool:
    """Whether the figure at ``[start, end)`` has its unit, is a laboratory's result or refers to the literature."""
    if _LETTERS_FIRST.match(reading.text, start, end):
        return False
    return bool(_UNIT_AFTER.match(reading.after(end, 12)) or _LAB_BEFORE.search(reading.before(start, 30)))
