"""Names and places that the lists know or that the model names, with no word beside them to confirm it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymizer import veto
from bot.anonymizer.findings import Finding, Reading, Recognizer, Token, matches
from bot.anonymizer.lexicon import entries, fold
from bot.anonymizer.recognizers.places import is_place
from bot.review import Kind

# Letters of other scripts inside a text in Latin letters are nearly always a name ('李娜', 'آقای مهدی رستگار').
_OTHER_SCRIPT = re.compile(
    r"[\u0400-\u052f\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}(?:[ ·・][\u0400-\u052f\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}){0,4}"
)
_PERSONAL_AFTER = re.compile(
    r"(?i)^(?:'s\b|\s(?:is|was|has|had|said|says|told|thinks|thought|asked|asks|wants|walked|came|went|works?|lives?|died|passed|called|agreed|refused|declined|donated|delivered|presented|started|had|did|does|did|who|and i|from|,? ?\d{1,3}\s?[fm]?\b))"
)
_LABELS = {"NAME": Kind.NAME, "PLACE": Kind.LOCATION, "ORG": Kind.ORGANISATION, "FACILITY": Kind.FACILITY}


class ListedNameRecognizer(Recognizer):
    """Capitalised words of the name lists: surer when two stand together or when what follows is said of a person."""

    kinds = (Kind.NAME,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for start, end, _ in matches(_OTHER_SCRIPT, reading.text):
            yield self.found(start, end, Kind.NAME, 0.8)
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
            run = [token] if token and _capital(token) and _named(token) else []

    def _run(self, reading: Reading, run: list[Token]) -> Iterator[Finding]:
        fresh = [t for t in run if not veto.medical(t.text)]
        strange = [t for t in fresh if not veto.common(t.text)]
        if not strange and not (len(run) > 1 and any(fold(t.text) in entries("given") for t in fresh)):
            return
        if len(run) > 1 and len(fresh) == len(run):
            score = 0.85 if len(strange) > 1 else 0.76
        elif len(run) > 1:
            score = 0.5
        else:
            given = fold(run[0].text) in entries("given")
            followed = _PERSONAL_AFTER.match(reading.after(run[0].end, 14))
            score = (0.7 if followed else 0.5) if given else 0.45 if followed else 0.3
        yield self.found(run[0].start, run[-1].end, Kind.NAME, score)


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
                ):
                    if count > 1 or not (veto.medical(phrase) or veto.common(phrase) or len(phrase) < 4):
                        yield self.found(part[0].start, part[-1].end, Kind.LOCATION, 0.6 if count > 1 else 0.5)
                        position += count - 1
                        break
            position += 1


class InstitutionRecognizer(Recognizer):
    """Hospitals, employers and insurers that go by one word or by their letters: 'UCSF', 'Mayo', 'Kaiser'."""

    kinds = (Kind.FACILITY,)

    def find(self, reading: Reading) -> Iterator[Finding]:
        for match in _institutions().finditer(reading.text):
            yield self.found(match.start(), match.end(), Kind.FACILITY, 0.8)


def _institutions() -> re.Pattern[str]:
    return _INSTITUTIONS


_INSTITUTIONS = re.compile(
    r"(?<![\w@])(?:"
    + "|".join(re.escape(e) for e in sorted(entries("institutions"), key=len, reverse=True))
    + r")(?:'s)?(?![\w])"
)


class ModelRecognizer(Recognizer):
    """What the statistical model says."""

    kinds = tuple(_LABELS.values())

    def find(self, reading: Reading) -> Iterator[Finding]:
        for said in reading.evidence:
            yield self.found(said.start, said.end, _LABELS[said.label], said.score)


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
