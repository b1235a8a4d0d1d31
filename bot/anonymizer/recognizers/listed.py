"""Names and places that the lists know or that the model names, with no word beside them to confirm it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.anonymizer import veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, Token, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.people import known_name
from bot.anonymizer.recognizers.phrases import is_place
from bot.review import Kind

# Letters of other scripts inside a text in Latin letters are nearly always a name ('李娜', 'آقای مهدی رستگار').
_OTHER_SCRIPT = re.compile(
    r"[\u0400-\u052f\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff"
    r"\uac00-\ud7af]{2,}(?:[ ·・][\u0400-\u052f\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
    r"\uac00-\ud7af]{2,}){0,4}"
)
_PERSONAL_AFTER = re.compile(
    r"(?i)^(?:'s\b|\s(?:is|was|has|had|said|says|told|thinks|thought|asked|asks|wants|walked|"
    r"came|went|works?|lives?|died|passed|called|agreed|refused|declined|donated|delivered|presented|"
    r"started|needs|seems|looks|keeps|reckons|takes|brought|will|can|could|should|would|did|does|"
    r"who|and i|from|,? ?\d{1,3}\s?[fm]?\b))"
)
_SAID_OF_ONE = re.compile(
    r"(?i)^\s(?:had|was|is|has|said|says|told|thinks|asked|wants|went|came|died|called|agreed|refused|lives)\b"
)
# A word of no list at all, written as a name: 'Thistlethwaite has …'.
_UNLISTED = re.compile(r"[A-Z][a-zà-ÿ]{4,}(?:-[A-Z][a-zà-ÿ]{3,})?(?:'s)?")


def _strange(word: str) -> bool:
    known = veto.common(word) or veto.medical(word) or veto.region(word) or is_place(word)
    return bool(_UNLISTED.fullmatch(word)) and not known and fold(word) not in entries("abbreviations")


_LABELS = {"NAME": Kind.NAME, "PLACE": Kind.LOCATION, "ORG": Kind.ORGANISATION, "FACILITY": Kind.FACILITY}


class ListedNameRecognizer(Recognizer):
    """Capitalised words of the name lists: surer when two stand together or when what follows is said of a person."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, _ in matches(_OTHER_SCRIPT, reading.text):
            yield self.found(start, end, Kind.NAME, 0.6)
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
            plain = len(run[0].text) > 4 and not _opens_sentence(reading.text, run[0].start)
            score = (0.7 if followed else 0.5) if given else 0.45 if followed else 0.4 if plain else 0.3
        yield self.found(run[0].start, run[-1].end, Kind.NAME, score)


class LowerCasePairRecognizer(Recognizer):
    """Names typed without capitals: a given name and a surname ('graham pottinger'), or one word that is nothing
    else.
    """

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        tokens = reading.tokens
        for one, two in pairwise(tokens):
            if (
                two.text.islower()
                and one.text.islower()
                and two.text.islower()
                and reading.text[one.end : two.start] == " "
                and _pair(one.text, two.text)
            ):
                yield self.found(one.start, two.end, Kind.NAME, 0.78)
        for token in tokens:
            if len(token.text) > 4 and token.text.islower() and _only_a_name(token.text):
                yield self.found(token.start, token.end, Kind.NAME, 0.4)


def _only_a_name(word: str) -> bool:
    plain = fold(word)
    return (
        plain in entries("given")
        and not veto.common(plain)
        and not veto.medical(plain)
        and plain not in entries("abbreviations")
    )


def _pair(one: str, two: str) -> bool:
    first, second = fold(one), fold(two)
    if min(len(first), len(second)) < 3 or first in entries("grammar") or veto.common(two):
        return False
    if veto.common(one) and len(second) < 6:
        return False
    return (
        first in entries("given")
        and second in entries("surnames")
        and not veto.medical(second)
        and not veto.phrase(one + " " + two)
    )


class ListedPlaceRecognizer(Recognizer):
    """Towns of the list, wherever they stand."""

    kinds = (Kind.LOCATION,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        tokens = reading.tokens
        position = 0
        while position < len(tokens):
            for count in (3, 2, 1):
                part = tokens[position : position + count]
                phrase = reading.text[part[0].start : part[-1].end]
                if (
                    len(part) == count
                    and part[0].text[0].isupper()
                    and part[-1].text[0].isupper()
                    and "\n" not in phrase
                    and is_place(phrase)
                ) and (
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


_INSTITUTIONS = re.compile(
    r"(?<![\w@])(?:"
    + "|".join(re.escape(e) for e in sorted(entries("institutions"), key=len, reverse=True))
    + r")(?:'s)?(?![\w])"
)


class InstitutionRecognizer(Recognizer):
    """Hospitals, employers and insurers that go by one word or by their letters: 'UCSF', 'Mayo', 'Kaiser'."""

    kinds = (Kind.FACILITY,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, _ in matches(_INSTITUTIONS, reading.text):
            yield self.found(start, end, Kind.FACILITY, 0.8)


class ModelRecognizer(Recognizer):
    """What the statistical model says, weighed with what is known of the words.

    The model was trained on generated text and is sure of itself also where it errs: a word of medicine or of the
    dictionary needs more than its word, and a word of no list is asked about rather than taken.
    """

    kinds = tuple(_LABELS.values())

    def find(self, reading: Reading) -> Iterator[Finding]:
        foreign = _is_foreign(reading.text)
        for said in reading.evidence:
            words = _content(reading.text, said.start, said.end)
            if not words:
                continue
            start, end = words[0][0], words[-1][1]
            score = _weighed(said.score, [w for _, _, w in words])
            unknown = not any(known_name(w) or is_place(w) for _, _, w in words)
            if score <= 0.6 and unknown and len(words) == 1 and _opens_sentence(reading.text, start):
                # Any word has a capital there; only what is said of it makes it a name.
                score = score if said.score > 0.8 or _PERSONAL_AFTER.match(reading.after(end, 14)) else 0
            if score:  # trained on Latin letters: where others prevail, whole sentences look like names
                yield self.found(start, end, _LABELS[said.label], min(score, 0.6) if foreign else score)


def _is_foreign(text: str) -> bool:
    """Whether a third of the letters are of another script than the Latin one."""
    if text.isascii():
        return False
    letters = [c for c in text if c.isalpha()]
    return sum(c > "\u024f" and not "\u1e00" <= c <= "\u1eff" for c in letters) > len(letters) / 3


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" \"'(")
    return not before or before[-1] in ".!?:\n"


_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "da",
        "dos",
        "del",
        "della",
        "di",
        "du",
        "el",
        "al",
        "bin",
        "ibn",
        "abu",
        "la",
        "le",
        "ten",
        "ter",
    ]
)


def _content(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The words of a stretch without what no name begins or ends with."""
    words = [
        (m.start(), m.end(), m.group()) for m in re.compile(r"[^\W_]+(?:['.\-][^\W_]+)*\.?").finditer(text, start, end)
    ]
    lower = all(w[0].islower() for _, _, w in words)
    if not lower:  # 'Amina home leo': a name ends where lower case goes on
        while words and words[0][2][0].islower() and fold(words[0][2]) not in _PARTICLES:
            words.pop(0)
        for i, (_, _, word) in enumerate(words):
            if word[0].islower() and fold(word) not in _PARTICLES:
                words = words[:i]
                break
    while words and (
        _empty(words[-1][2]) or (not lower and words[-1][2][0].islower() and not known_name(words[-1][2]))
    ):
        words.pop()
    while words and (
        _empty(words[0][2]) or (not lower and words[0][2][0].islower() and fold(words[0][2]) not in _PARTICLES)
    ):
        words.pop(0)
    return words


def _empty(word: str) -> bool:
    if len(word) <= 2 and word[0].isupper() and word[0].isalpha():
        return False  # an initial
    return not word[0].isalpha() or any(c.isdigit() for c in word) or veto.never_name(word)


def _weighed(said: float, words: list[str]) -> float:
    if any(veto.medical(w) and not known_name(w) for w in words):
        return 0
    return max((_weight(said, w) for w in words if len(w) > 1 or len(words) == 1), default=0)


def _weight(said: float, word: str) -> float:
    bare = word.strip(".")
    listed = known_name(bare) or is_place(bare)
    if veto.medical(bare):
        return 0
    if bare[0].islower():
        if veto.common(bare):
            return 0
        return (0.5 if listed else 0.4) if said > (0.5 if listed else 0.7) else 0
    if bare.isupper() and len(bare) <= 5:
        return 0.5 if said > (0.5 if listed else 0.8) else 0
    if veto.common(bare):
        return 0.5 if said > (0.6 if listed else 0.85) else 0
    if listed:
        return 0.85 if said > 0.75 else 0.6 if said > 0.2 else 0
    return 0.78 if said > 0.97 else 0.6 if said > 0.8 else 0.4 if said > 0.35 else 0


def _capital(token: Token) -> bool:
    return token.text[0].isupper() and len(token.text) > 1


def _named(token: Token) -> bool:
    """Every part of the word is in the lists of names; a word in capitals must not be an abbreviation."""
    parts = [p for p in re.split(r"[-']", fold(token.text)) if p and p != "s"]
    if token.text.isupper() and (len(token.text) <= 3 or fold(token.text) in entries("abbreviations")):
        return False
    if fold(token.text) in entries("grammar"):
        return False
    return any(p in entries("given") or p in entries("surnames") for p in parts)
