"""Names and places that the lists know or that the model names, with no word beside them to confirm it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.anonymizer import veto
from bot.anonymizer.findings import Evidence, Finding, Reading, Recognizer, Token, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.ages import OVER_89, no_age
from bot.anonymizer.recognizers.phrases import is_place
from bot.anonymizer.recognizers.records import measured
from bot.review import Kind

# Letters of other scripts inside a text in Latin letters are nearly always a name ('李娜', 'آقای مهدی رستگار').
_LETTERS = (
    r"[\u0400-\u052f\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff"
    r"\uac00-\ud7af]"
)
_OTHER_SCRIPT = re.compile(rf"{_LETTERS}{{2,}}(?:[ ·・]{_LETTERS}{{2,}}){{0,4}}")
_PERSONAL_AFTER = re.compile(
    r"(?i)^(?:'s\b|\s(?:is|was|has|had|said|says|told|thinks|thought|asked|asks|wants|walked|"
    r"came|went|works?|lives?|died|passed|called|agreed|refused|declined|donated|delivered|presented|"
    r"started|needs|seems|looks|keeps|reckons|takes|brought|will|can|could|should|would|did|does|"
    r"who|and i|from)\b|,? \d{1,3}\s?[fm]?\b)"
)
_SAID_OF_ONE = re.compile(
    r"(?i)^\s(?:had|was|is|has|said|says|told|thinks|asked|wants|went|came|died|called|agreed|refused|lives)\b"
)
# A word of no list at all, written as a name: 'Thistlethwaite has …'.
_UNLISTED = re.compile(r"[A-Z][a-zà-ÿ]{4,}(?:-[A-Z][a-zà-ÿ]{3,})?(?:'s)?")


def _strange(word: str) -> bool:
    if not _UNLISTED.fullmatch(word):
        return False
    known = veto.common(word) or veto.medical(word) or veto.region(word) or is_place(word)
    return not known and fold(word) not in entries("abbreviations")


_LABELS = {
    "NAME": Kind.NAME,
    "PLACE": Kind.LOCATION,
    "ORG": Kind.ORGANISATION,
    "FACILITY": Kind.FACILITY,
    "ROOM": Kind.WARD,
    "DAY": Kind.DATE,
    "CODE": Kind.RECORD,
    "AGE": Kind.AGE,
}
_BESIDE, _SCRIPT = "Beside", "OtherScript"  # of these the weigher knows nothing
_HEARD = 0.06  # below this the model says nothing
_LIKELY, _POSSIBLE = 0.5, 0.15
_ZIP = re.compile(r"[A-Z]{2},? \d{5}")  # the state before it may stay
_GOES_ON = re.compile(r"[.,]\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTS = re.compile(r"[-']")
_CROWD = 2000  # pieces of evidence in a text
_LONGEST = 12  # characters of a word on either side of what the model drew
_WORDED = frozenset({"NAME", "PLACE", "ORG", "FACILITY"})
_WORDS = re.compile(r"[^\W_]+(?:['’.\-/][^\W_]+)*")
_LEARNT = 0.89  # however sure it is, it may err where a form doesn't


class ListedNameRecognizer(Recognizer):
    """Capitalised words of the name lists: surer when two stand together or when what follows is said of a person."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        yield from () if reading.text.isascii() else self._other_scripts(reading.text)
        run: list[Token] = []
        for token in [*reading.tokens, None]:
            if (
                token
                and run
                and reading.text[run[-1].end : token.start] in (" ", "-")
                and _capital(token)
                and _named(token)
            ):
                run.append(token)
                continue
            if run:
                yield from self._run(reading, run)
            elif token and _strange(token.text) and _SAID_OF_ONE.match(reading.after(token.end, 12)):
                yield self.found(token.start, token.end, Kind.NAME, 0.4)
            run = [token] if token and _capital(token) and _named(token) else []

    def _other_scripts(self, text: str) -> Iterator[Finding]:
        """In a text in Latin letters asked about whatever it says; elsewhere weighed like any other word."""
        source = _SCRIPT if _latin(text) else self.name
        for start, end, _ in matches(_OTHER_SCRIPT, text):
            yield Finding(start, end, Kind.NAME, 0.6, source)

    def _run(self, reading: Reading, run: list[Token]) -> Iterator[Finding]:
        fresh = [t for t in run if not veto.medical(t.text)]
        strange = [t for t in fresh if not veto.common(t.text)]
        while len(run) > 1 and veto.common(run[0].text) and fold(run[0].text) not in entries("given"):
            run = run[1:]  # 'Street John Doe'
        if veto.phrase(" ".join(t.text for t in run)):
            return
        last = fold(run[-1].text).removesuffix("'s")
        if len(run) > 1 and fold(run[0].text) in entries("given") and last in entries("surnames"):
            yield self.found(run[0].start, run[-1].end, Kind.NAME, 0.85 if strange else 0.78)
            return
        if not strange:
            if (
                len(run) == 1
                and fresh
                and fold(run[0].text) in entries("given")
                and _SAID_OF_ONE.match(reading.after(run[0].end, 12))
            ):
                yield self.found(run[0].start, run[0].end, Kind.NAME, 0.45, "person")
            return
        if len(run) > 1 and len(fresh) == len(run):
            score = 0.85 if len(strange) > 1 else 0.76
        elif len(run) > 1:
            score = 0.5
        else:
            if len(run[0].text) < 3 or (run[0].text.isupper() and len(run[0].text) < 6):
                return
            given = all(part in entries("given") for part in fold(run[0].text).split("-"))
            followed = _PERSONAL_AFTER.match(reading.after(run[0].end, 14))
            plain = len(run[0].text) > 4 and not reading.opens_sentence(run[0].start)
            score = (0.7 if followed else 0.5) if given else 0.45 if followed else 0.4 if plain else 0.3
        yield self.found(run[0].start, run[-1].end, Kind.NAME, score)


class ListedPlaceRecognizer(Recognizer):
    """Towns of the list, wherever they stand."""

    kinds = (Kind.LOCATION,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        tokens = reading.tokens
        position = 0
        while position < len(tokens):
            for count in (3, 2, 1) if tokens[position].text[0].isupper() else ():
                part = tokens[position : position + count]
                phrase = reading.text[part[0].start : part[-1].end]
                if (len(part) == count and part[-1].text[0].isupper() and "\n" not in phrase and is_place(phrase)) and (
                    count > 1
                    or not (veto.medical(phrase) or veto.common(phrase))
                    or (veto.medical(phrase) and _spoken_of(reading, part[0].start, part[-1].end))
                ):
                    yield self.found(part[0].start, part[-1].end, Kind.LOCATION, 0.6 if count > 1 else 0.5)
                    position += count - 1
                    break
            position += 1


# A town that is asked, rung or gone to, or that answers, whatever score is called after it.
_ASKED = re.compile(
    r"(?i)\b(?:try|tried|ring|rang|call|called|phone|phoned|ask|asked|contact|transfer to|back to|back in|up to|"
    r"down to|over to|"
    r"outside|near|leaving|reached|greater|north|south|east|west|trained in|works? in|moved to|accepted by|"
    r"refused by|via) $"
)
_ANSWERS = re.compile(
    r"^ (?:team|says?|said|folks|unit|A&E|ED|won't|will|refus\w+|accept\w*|is full|are full|has (?:no|a) bed|"
    r"have (?:no|a)|took|"
    r"wants?|agreed|can't|hospital|airport|clinic|bypass|road|station)\b"
)


def _spoken_of(reading: Reading, start: int, end: int) -> bool:
    return bool(_ASKED.search(reading.before(start, 16)) or _ANSWERS.match(reading.after(end, 16)))


class ModelRecognizer(Recognizer):
    """What the statistical model says; and where a word of which it is sure touches one that it doubts, both as one."""

    kinds = tuple(_LABELS.values())

    def find(self, reading: Reading) -> Iterator[Finding]:
        heard = [said for said in reading.evidence if said.score >= _HEARD]
        if len(heard) > _CROWD:  # no text of a person's
            heard = list(_run_together(heard))
        for said in heard:
            yield from self._said(reading, said.start, said.end, said)
        for first, second in pairwise(said for said in heard if not said.beside):
            alike = first.label == second.label or _WORDED.issuperset((first.label, second.label))
            one = max(first.score, second.score) >= _LIKELY and min(first.score, second.score) >= _POSSIBLE
            if alike and one and _joined(reading.text, first.end, second.start):
                surer = max(first, second, key=lambda said: said.score)
                yield from self._said(reading, first.start, second.end, surer)

    def _said(self, reading: Reading, start: int, end: int, said: Evidence) -> Iterator[Finding]:
        """As the model drew it, and without the words at its edges that only lead to it; never a part of a word."""
        if said.label != "AGE":  # '94F'
            start, end = _whole(reading.text, start, end)
        if _says_nothing(reading, start, end, said.label):
            return
        source = _BESIDE if said.beside else self.name
        bare = _bare(reading, start, end)
        for place in {bare} if _ZIP.fullmatch(reading.text[start:end]) else {(start, end), bare}:
            yield Finding(*place, _LABELS[said.label], min(said.score, _LEARNT), source)


def _says_nothing(reading: Reading, start: int, end: int, label: str) -> bool:
    """Grammar alone, a bare year, a measure, half of a decimal, an age under 90, the letters of a state before its ZIP
    code.
    """
    said = reading.text[start:end]
    if all(_leads(word) for word in _WORDS.findall(said)) or _YEAR.fullmatch(said):
        return True
    if label in ("AGE", "DAY") and said.isdigit() and _decimal(reading.text, start, end):
        return True
    if label == "AGE":
        measure = measured(reading, start, end) or no_age(reading, start, end)
        return measure or (any(map(str.isdigit, said)) and not OVER_89.fullmatch(said))
    if label == "DAY":
        return not any(map(str.isalpha, said)) and measured(reading, start, end)  # '10-12 days'
    return label == "CODE" and (measured(reading, start, end) or (said.isalpha() and len(said) < 3))


def _decimal(text: str, start: int, end: int) -> bool:
    """Whether the figures at ``[start, end)`` are a part of a longer number: '2' of '2.5 cm'."""
    return bool(_GOES_ON.match(text, end)) or (start > 1 and text[start - 1] in ".," and text[start - 2].isdigit())


def _run_together(heard: Sequence[Evidence]) -> Iterator[Evidence]:
    """What stands without a gap as one."""
    run = heard[0]
    for said in heard[1:]:
        if said.start == run.end:
            run = run._replace(end=said.end, score=max(run.score, said.score))
        else:
            yield run
            run = said
    yield run


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The model reads letters and figures apart: 'R117H' is one word."""
    first, last = start, end
    while first and text[first].isalnum() and text[first - 1].isalnum() and start - first < _LONGEST:
        first -= 1
    while last < len(text) and text[last - 1].isalnum() and text[last].isalnum() and last - end < _LONGEST:
        last += 1
    return first, last


def _bare(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The stretch without grammar in lower case at its edges ('on', 'the'), and without what is called by a number."""
    words = [(m.start(), m.end(), m.group()) for m in _WORDS.finditer(reading.text, start, end)]
    while len(words) > 1 and (_leads(words[0][2]) or (words[0][2].isalpha() and _is_number(words[1][2]))):
        words.pop(0)
    while len(words) > 1 and _leads(words[-1][2]):
        words.pop()
    return (words[0][0], words[-1][1]) if words else (start, end)


def _leads(word: str) -> bool:
    return word.islower() and fold(word) in entries("grammar")


def _is_number(word: str) -> bool:
    return sum(c.isdigit() for c in word) > 3


def _joined(text: str, end: int, start: int) -> bool:
    """Whether what ends at ``end`` and what begins at ``start`` may be one: 'St. Mary', not 'Bello. Emeka'."""
    between = text[end:start]
    stopped = "." in between and text[max(0, end - 4) : end].isalpha()
    return len(between) <= 2 and not stopped and not any(c in between for c in "\n,;:()")


def _latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters) > 0.5 * len(letters)


def _capital(token: Token) -> bool:
    return token.text[0].isupper() and len(token.text) > 1


def _named(token: Token) -> bool:
    """Every part of the word is in the lists of names; a word in capitals must not be an abbreviation."""
    plain = fold(token.text)
    if token.text.isupper() and (len(token.text) <= 3 or plain in entries("abbreviations")):
        return False
    if plain in entries("grammar"):
        return False
    return any(p in entries("given") or p in entries("surnames") for p in _PARTS.split(plain) if p and p != "s")
