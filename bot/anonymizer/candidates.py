"""Which findings are worth weighing: without what is medicine where it stands, each as long as what it names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.anonymizer import lowered, veto
from bot.anonymizer.findings import DOUBT, SURE, Finding, Reading
from bot.anonymizer.labels import OWN_LABEL
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.contacts import PUBLISHED
from bot.anonymizer.recognizers.people import known_name
from bot.anonymizer.recognizers.wholes import whole_name
from bot.review import Kind

NAMING = frozenset({Kind.NAME, Kind.LOCATION, Kind.FACILITY, Kind.ORGANISATION, Kind.WARD})
NUMBERS = frozenset(
    {Kind.RECORD, Kind.NATIONAL_ID, Kind.INSURANCE, Kind.LICENCE, Kind.ACCOUNT, Kind.PHONE, Kind.DEVICE, Kind.VEHICLE}
)
_MAY_HOLD = NAMING | {Kind.URL}
_WORDS = re.compile(r"[^\W\d_][\w'-]*")
_EDGE = " \t\n.,;:!?()[]{}<>\"'/|*_-–—=+#"
_LEADING = re.compile(
    r"(?i)^(?:(?:on|since|in|from|until|till?|by|at|after|before|during|around|of|every|am|desde|"
    r"seit|en|im|depuis|for|past|between|and|or|to|the|bis|na|no|só|até|depi|od|do)\s)+"
)
_TRAILING = re.compile(r"(?i)(?: (?:an?|the|and|or|with|s?he|his|her|was|is))+$")
_CALLED = re.compile(r"(?i)\b(?:dr|mr|mrs|ms|miss|prof)\.? $")
_AGED = re.compile(r",? \(?(?:\d{1,2} ?M|(?:3[5-9]|[4-9]\d) ?F|\d{1,3} ?y/?o)\b")  # a catheter has up to 34 F
_PLACED = re.compile(r"(?i)\b(?:in|from|to|near|across|of|via) $")
_LIKELY, _CONVINCED = 0.5, 0.85  # of the statistical model
_WIDER = 24  # characters: a kind and a qualifier, as in 'brick kiln', 'oblast hospital'
_TELL_A_NAME = frozenset({"ContextNameRecognizer", "RecordNameRecognizer", "FieldRecognizer"})
# Recognizers that go by the words around a stretch, not by the stretch itself.
_TOLD_BY_CONTEXT = frozenset(
    {
        "ContextNameRecognizer",
        "RecordNameRecognizer",
        "FacilityRecognizer",
        "FieldRecognizer",
        "OrganisationRecognizer",
        "PlaceRecognizer",
        "AddressRecognizer",
        "ListedPlaceRecognizer",
        "KindWordRecognizer",
        "WardRecognizer",
    }
)


def candidates(reading: Reading, findings: Iterable[Finding]) -> list[Finding]:
    """The findings without what is medicine where it stands, each as long as what it names."""
    own = mask_of(reading.text, OWN_LABEL)
    published = [*([PUBLISHED] if reading.dotted else []), *([veto.DOI] if "10." in reading.text else [])]
    protected = mask_of(reading.text, *published, *veto.PROTECTED)
    phrases = mask_of(reading.text, veto.PHRASES)

    def stays(f: Finding) -> bool:
        """Whether it is one of our labels, or lies in what is protected. An address or a link that only holds some of
        it does not; a day or a number does: '120/80 2022'.
        """
        if own.find(b"\1", f.start, f.end) >= 0:
            return True
        if f.kind in _MAY_HOLD or f.source == "LabelledNumberRecognizer":
            within = protected.find(b"\0", f.start, f.end) < 0
        else:
            within = protected.find(b"\1", f.start, f.end) >= 0
        return within or (phrases.find(b"\0", f.start, f.end) < 0 and not _is_told(reading, f))

    pressures = {match.start() for match in lowered.finditer(veto.PRESSURE, reading.text)}
    kept = [f for f in (trim(reading.text, _before_pressure(f, pressures)) for f in findings) if f]
    kept = [f for f in kept if not stays(f) and not _tells_nothing(reading.text, f)]
    kept = _wider(reading.text, [f for f in kept if not _is_medicine(reading, f)])
    return [whole_name(reading.text, f) for f in kept]


def mask_of(text: str, *patterns: re.Pattern[str]) -> bytearray:
    """A byte for each character of ``text``: 1 where one of the patterns matches."""
    mask = bytearray(len(text))
    for pattern in patterns:
        for match in lowered.finditer(pattern, text):
            mask[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return mask


def _is_told(reading: Reading, finding: Finding) -> bool:
    """Whether the words around say that it is somebody's name: 'Dr John Thomas' is no sign."""
    told = finding.source in _TELL_A_NAME and finding.kind is Kind.NAME and finding.score >= 0.78
    return told and not veto.MEDICAL_NOUN.match(reading.after(finding.end, 24))


def _tells_nothing(text: str, finding: Finding) -> bool:
    said = text[finding.start : finding.end]
    if len(said) == 1 and said.islower() and not said.isascii():
        return True  # 'é'; 'k' may be what is left of a name
    if said == "s" and text[finding.start - 1 : finding.start] == "'":
        return True
    if veto.NOBODY.fullmatch(said):
        return True
    if finding.kind is not Kind.AGE and veto.NO_DAY.fullmatch(said):
        return finding.kind is Kind.DATE or said.islower()  # 'Summer' may be called so
    return finding.kind is not Kind.DATE and veto.NO_PLACE.fullmatch(said) is not None


def _before_pressure(finding: Finding, pressures: set[int]) -> Finding:
    """Without the pressure that a phrase of capitals ran into: '12 Elm Street BP 120/80'."""
    ends = [at for at in range(finding.start + 1, finding.end) if at in pressures] if pressures else []
    return finding._replace(end=ends[0]) if ends else finding


def trim(text: str, finding: Finding) -> Finding | None:
    start, end = finding.start, finding.end
    if finding.kind is Kind.DATE:
        start += len(found.group()) if (found := _LEADING.match(text[start:end])) else 0
        end -= len(found.group()) if (found := _TRAILING.search(text[start:end])) else 0
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    if finding.kind in (Kind.NAME, Kind.LOCATION) and text[start:end].endswith("'s"):
        end -= 2
    return finding._replace(start=start, end=end) if start < end else None


def _wider(text: str, findings: list[Finding]) -> list[Finding]:
    """Where an institution is surely named by its first words, the whole of it is sure: 'Angkor brick kiln'."""
    ends: dict[int, set[int]] = {}
    for f in findings:
        if f.score >= SURE and f.kind in NAMING:
            ends.setdefault(f.start, set()).add(f.end)
    out = []
    for f in findings:
        kind = f.kind in (Kind.FACILITY, Kind.ORGANISATION) and f.source != "ModelRecognizer"
        plain = not veto.medical(text[f.start : f.end].split(" ")[-1])
        within = any(end < f.end <= end + _WIDER for end in ends.get(f.start, ()))
        out.append(f._replace(score=SURE + 0.01) if kind and plain and within and DOUBT < f.score < SURE else f)
    return out


def _is_medicine(reading: Reading, finding: Finding) -> bool:
    """Whether a name-like finding is an eponym, a drug or a score where it stands."""
    said = reading.text[finding.start : finding.end]
    if finding.kind not in NAMING:
        return finding.source == "ModelRecognizer" and veto.region(said)
    words = _WORDS.findall(said)
    if not words:
        return finding.kind is not Kind.WARD and not any(c.isdigit() for c in said)
    titled = finding.source == "ContextNameRecognizer" and finding.score >= 0.9  # 'Dr Jordan'
    if finding.source == "ModelRecognizer" and finding.kind is Kind.NAME:
        titled = finding.score >= 0.8 and not _PLACED.search(reading.before(finding.start, 8))
    if (
        (veto.phrase(said) and not _is_told(reading, finding))
        or (veto.region(said) and not titled)
        or veto.adverb(said)
        or all(map(veto.several, words))
    ):
        return True
    after = reading.after(finding.end, 24)
    told = _CALLED.search(reading.before(finding.start, 6)) or _AGED.match(after)
    if finding.source == "ModelRecognizer" and (told or finding.score >= _LIKELY):
        # It saw the words around; the weigher decides.
        named = bool(veto.MEDICAL_NOUN.match(after)) or (after.startswith("'s") and finding.score < _CONVINCED)
        return all(map(veto.medical, words)) and named
    return _is_eponym(reading, finding, words)


def _is_eponym(reading: Reading, finding: Finding, words: list[str]) -> bool:
    """Whether the words, or what stands around them, are medicine."""
    after = reading.after(finding.end, 24)
    all_medical = all(veto.medical(w) for w in words)
    if all(veto.chemical(w) for w in words):
        return True
    drug = veto.DOSE_AFTER.match(after) or veto.DRUG_BEFORE.search(reading.before(finding.start, 30))
    if drug and finding.kind is Kind.NAME and finding.score < 0.9 and len(words) == 1:
        return True
    told = finding.source in _TOLD_BY_CONTEXT or finding.role == "person"
    if (
        veto.MEDICAL_NOUN.match(after)
        and not (told and finding.score >= 0.84)
        and (all_medical or finding.kind is not Kind.NAME or (len(words) == 1 and not known_name(words[0])))
    ):
        return finding.kind not in (Kind.FACILITY, Kind.ORGANISATION)
    if all_medical and not told and finding.kind is not Kind.NAME and re.match(r"\s[A-Z]?\d", after):
        return True  # 'Prague C4M6', 'Vienna 3'
    if told and (finding.score >= 0.78 or finding.kind is not Kind.NAME or finding.role == "person"):
        return False
    if len(words) > 1 and fold(words[0]) in entries("given") and fold(words[-1]) in entries("surnames"):
        return False
    return all_medical
