"""From findings to spans that never overlap: the veto for medicine, agreement, conflicts, consistency through a
text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from bot.anonymizer import lowered, veto
from bot.anonymizer.calendar import DAYS_UNSURE, WEEKDAYS
from bot.anonymizer.candidates import NAMING, NUMBERS, candidates, mask_of, trim
from bot.anonymizer.findings import DOUBT, SURE, Finding, Reading
from bot.anonymizer.labels import OWN_LABEL
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.dates import of_one_form
from bot.anonymizer.recognizers.people import PART_OF_NAME, TITLE, known_name
from bot.anonymizer.recognizers.phrases import is_place
from bot.anonymizer.recognizers.wholes import listed_with
from bot.anonymizer.weigh import FORMED, Weigh
from bot.review import Kind

# What dates nothing finely: 'last month', 'today', which the post's own time stamp tells, and habits ('Fridays').
_VAGUE = frozenset(map(fold, DAYS_UNSURE)) | {f"{day}s" for day in WEEKDAYS} - {"tues", "weds", "thurs"}
_TITLE_BEFORE = re.compile(r"(?<![^\W_])([Bb]aby (?:boy|girl)|baby|[^\W\d_a-z]\w+) $")
_BESIDE, _SMALL_DOUBT = 20, 0.42  # characters; a score
_IN_A_ROW = re.compile(r" ?(?:[,;&+]|and|then) ?")
_UP_TO_NAME = re.compile(r"[. ]{0,2}")


def judge(reading: Reading, findings: Iterable[Finding], weigh: Weigh) -> list[Finding]:
    """The findings worth telling, sorted, apart from one another, each at DOUBT or above."""
    weighed = _vague(reading.text, weigh(reading, candidates(reading, findings)))
    weighed = _apart(reading.text, _read_before(reading.text, weighed))
    whole = _joined([_titled(reading.text, f) for f in weighed])
    told = _without_labels(reading.text, _without_titles(reading.text, resolve(whole, reading.text)))
    return resolve([*told, *listed_with(reading.text, told), *of_one_form(reading.text, told)], reading.text)


def _vague(text: str, findings: list[Finding]) -> list[Finding]:
    """The findings, asked about at most where they, or what they are part of, say little of a day."""
    vague = [(f.start, f.end) for f in findings if f.kind is Kind.DATE and fold(text[f.start : f.end]) in _VAGUE]

    def capped(finding: Finding) -> bool:
        return finding.score >= SURE and any(start <= finding.start and finding.end <= end for start, end in vague)

    return [f._replace(score=SURE - 0.01) if vague and capped(f) else f for f in findings]


def _read_before(text: str, findings: list[Finding]) -> list[Finding]:
    """Without small doubts beside our labels: those words were read and decided before, by what stood there then."""
    labels = [(match.start() - _BESIDE, match.end() + _BESIDE) for match in lowered.finditer(OWN_LABEL, text)]

    def only_by_label(finding: Finding) -> bool:
        return finding.score < _SMALL_DOUBT and any(a < finding.end and finding.start < b for a, b in labels)

    return [f for f in findings if not only_by_label(f)] if labels else findings


def _apart(text: str, findings: list[Finding]) -> list[Finding]:
    """Without the days in a row that the model took as one where each is sure: 'yesterday and this morning'."""
    days = [f for f in findings if f.kind is Kind.DATE and f.score >= SURE]
    between = _between(f for f in days if f.source != "ModelRecognizer")
    several = [
        f for f in days if f.source == "ModelRecognizer" and (gap := between(f)) and _IN_A_ROW.fullmatch(text, *gap)
    ]
    return [f for f in findings if f not in several] if several else findings


def _between(sure: Iterable[Finding]) -> Callable[[Finding], tuple[int, int] | None]:
    """Where a finding begins with one of ``sure`` and ends with another: what stands between these."""
    ordered = sorted(sure, key=lambda f: f.start - f.end)  # where several begin, the shortest counts
    starts, ends = {f.start: f.end for f in ordered}, {f.end: f.start for f in ordered}

    def between(f: Finding) -> tuple[int, int] | None:
        first, last = starts.get(f.start), ends.get(f.end)
        return (first, last) if first is not None and last is not None and first < last else None

    return between


def _titled(text: str, finding: Finding) -> Finding:
    """A sure name with the title that is said as a part of it: 'Mama Amina'."""
    if finding.kind is not Kind.NAME or finding.score < SURE:
        return finding
    title = _TITLE_BEFORE.search(text, max(0, finding.start - 12), finding.start)
    told = title is not None and fold(title[1]) in PART_OF_NAME
    return finding._replace(start=title.start(1)) if title and told else finding


def _joined(findings: list[Finding]) -> list[Finding]:
    """A doubtful institution that begins and ends with something sure is sure: 'Sierra Pacific Orthopedic Group'."""
    between = _between(f for f in findings if f.score >= SURE and f.kind in NAMING)
    kinds = (Kind.FACILITY, Kind.ORGANISATION)
    return [
        f._replace(score=SURE + 0.01) if DOUBT <= f.score < SURE and f.kind in kinds and between(f) else f
        for f in findings
    ]


def _without_titles(text: str, told: list[Finding]) -> list[Finding]:
    """Without the titles before a name that would be asked about by themselves: 'Dr', 'Baby'."""
    names = {f.start for f in told if f.kind is Kind.NAME}

    def is_title(finding: Finding) -> bool:
        follows = _UP_TO_NAME.match(text, finding.end)
        return (
            finding.score < SURE
            and TITLE.fullmatch(text, finding.start, finding.end) is not None
            and follows is not None
            and follows.end() in names
        )

    return [f for f in told if not is_title(f)]


_LABEL = re.compile(r"[^\W\d_]{1,12}(?:\.[^\W\d_]{1,12})?\.?")
_UP_TO_NUMBER = re.compile(r"[ .:#№/-]{0,3}")
_SHORT = 4  # letters


def _without_labels(text: str, told: list[Finding]) -> list[Finding]:
    """Without doubtful words that only say what the sure number behind them is: 'NHIF 0115-3392', 'locker 318'.

    An unknown word with a capital there may be a surname or a town.
    """

    def is_label(finding: Finding, number: Finding) -> bool:
        said = text[finding.start : finding.end]
        if (
            finding.score >= SURE
            or number.score < SURE
            or number.kind not in NUMBERS
            or not _LABEL.fullmatch(said)
            or not _UP_TO_NUMBER.fullmatch(text, finding.end, number.start)
        ):
            return False
        plain = said.islower() or (finding.kind is not Kind.NAME and said.isupper() and len(said) <= _SHORT)
        return (plain or finding.kind in NUMBERS) and not known_name(said) and not is_place(said)

    labels = {a.start for a, b in pairwise(told) if is_label(a, b)}
    return [f for f in told if f.start not in labels]


_WHOLE = 0.55  # from here the words of a doubtful stretch that look like nothing are asked about, too


def resolve(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Sure before doubtful, what has a form before what has none, long before short; what a winner leaves of a loser
    stands on its own where it says something.
    """
    taken: list[Finding] = []
    mask = bytearray(len(text))
    order = sorted(
        findings, key=lambda f: (f.score < SURE, f.kind not in FORMED, f.start - f.end, -f.score, f.role is None)
    )
    for finding in order:
        if finding.score < DOUBT:
            continue
        for start, end in _gaps(mask, finding.start, finding.end):
            piece = (
                finding
                if (start, end) == (finding.start, finding.end)
                else trim(text, finding._replace(start=start, end=end))
            )
            if (
                piece
                and (piece.end - piece.start > 1 or piece == finding or text[piece.start].isdigit())
                and not _is_filler(text[piece.start : piece.end], piece, finding)
            ):
                taken.append(piece)
                mask[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
    return sorted(taken, key=lambda f: f.start)


def _gaps(mask: bytearray, start: int, end: int) -> list[tuple[int, int]]:
    gaps = []
    position = start
    while position < end:
        if mask[position]:
            position += 1
            continue
        stop = mask.find(b"\1", position, end)
        stop = end if stop < 0 else stop
        gaps.append((position, stop))
        position = stop
    return gaps


def _is_filler(text: str, piece: Finding, whole: Finding) -> bool:
    """Whether a remainder ('Hospital', 'bed', 'the') identifies nobody by itself."""
    if piece == whole:
        return False
    if veto.NOBODY.fullmatch(text):
        return True
    words = re.findall(r"[^\W_]+", text)
    if piece.kind is Kind.NAME and any(w[0].isupper() and fold(w) in entries("given") for w in words):
        return False  # 'Rose' of 'Rose Whitcombe'
    if any(c.isdigit() for c in text) or not all(veto.common(w) or fold(w) in entries("grammar") for w in words):
        return not words
    # 'Royal' of 'Royal Perth': the weigher takes the whole for a name; 'Elm Street', of which a number was taken
    meant = whole.kind is Kind.NAME or whole.score < SURE or sum(w[0].isupper() for w in words) > 1
    return not (meant and whole.score >= _WHOLE and not all(fold(w) in entries("grammar") for w in words))


def names_in(text: str, spans: Sequence[Finding]) -> dict[str, Finding]:
    """The words of every name found, folded, with the finding they come from: what must not stand elsewhere."""
    words: dict[str, Finding] = {}
    for span in spans:
        if span.kind in (Kind.EMAIL, Kind.URL, Kind.USERNAME):
            words |= {w: span for w in _names_in_address(text[span.start : span.end]) if w not in words}
        if span.kind is not Kind.NAME:
            continue
        for word in re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", text[span.start : span.end]):
            for part in {word, *re.split(r"[-']", word)}:
                plain = fold(part)
                best = words.get(plain)
                if (
                    len(plain) >= (2 if plain[0] > "\u2e80" else 3)  # '李娜' is a whole name
                    and plain not in entries("grammar")
                    and plain not in entries("abbreviations")
                    and plain not in _TITLES
                    and (best is None or span.score > best.score)
                ):
                    words[plain] = span
    return words


_TITLES = entries("titles_apart")
_LETTERS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def _names_in_address(address: str) -> set[str]:
    """Names of the lists in the personal part of an address: 'g.pottinger77@…', '…/RINKU-YADAV-3318.pdf'."""
    personal = address.split("@")[0] if "@" in address[1:] else address.split("/", 3)[-1]
    words = {fold(w) for w in re.findall(r"[^\W\d_]{4,}", personal)}
    return {
        w
        for w in words
        if (w in entries("given") or w in entries("surnames")) and w not in entries("words") and not veto.medical(w)
    }


def echoes(reading: Reading, spans: Sequence[Finding], words: dict[str, Finding]) -> list[Finding]:
    """Every other place where a found name stands, in any case and form, also inside a file name."""
    if not words:
        return []
    mask = bytearray(len(reading.text))
    for span in spans:
        mask[span.start : span.end] = b"\1" * (span.end - span.start)
    own = mask_of(reading.text, OWN_LABEL)
    found = []
    for match in _LETTERS.finditer(reading.text):
        if mask[match.start()] or own[match.start()]:
            continue
        first = words.get(fold(match.group()))
        if first is None and not match.group().isalpha():
            first = next((words[fold(p)] for p in re.split(r"[-']", match.group()) if fold(p) in words), None)
        if first is not None:
            score = _echo_score(reading, match, first)
            if score:
                end = match.end() - 2 if match.group().endswith("'s") else match.end()
                found.append(Finding(match.start(), end, Kind.NAME, score, "echo", first.role))
    return found


def _echo_score(reading: Reading, match: re.Match[str], first: Finding) -> float:
    word = match.group()
    lower = word[0].islower()
    if veto.medical(word) and (word.endswith("'s") or lower or veto.MEDICAL_NOUN.match(reading.after(match.end(), 24))):
        return 0
    if veto.common(word):  # 'Grace had the grace to thank us'
        return 0 if lower else min(first.score, 0.6)
    if len(word) < 4 and (lower or word.isupper()):
        return 0
    return first.score
