"""Texts with marked entities, written by the grammar and roughened as phones roughen them."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence

from training import dense, people, places, real, templates
from training.fragments import FRAGMENTS
from training.grammar import CLEAN, UNSURE, Piece, Rules, expand

Example = tuple[str, list[tuple[int, int, str]]]

RULES: Rules = {
    **FRAGMENTS,
    "plan_verb": templates.read("word_continuations"),
    "dense": dense.shorthand,
    "foreign": dense.foreign,
    "prose": dense.prose,
    "pt": people.person,
    "full": people.full,
    "first": people.first,
    "last": people.last,
    "abbr": people.abbreviated,
    "initials": people.initials,
    "one": people.one_letter,
    "lower_abbr": people.lower_abbreviated,
    "caps": people.capitals,
    "titled": people.titled,
    "record": people.record,
    "doc": people.doctor,
    "town": places.town,
    "street": places.street,
    "address": places.address,
    "country": places.country,
    "region": places.region,
    "fac": places.facility,
    "first_lower": people.first_lower,
    "last_lower": people.last_lower,
    "called": people.called,
    "called_baby": people.called_baby,
    "word_name": people.first_word,
    "facacr": places.hospital_initials,
    "ward": places.ward,
    "org": places.organisation,
    "org_word": places.lone_company,
    "fac_word": places.lone_hospital,
    "school": places.school,
    **{
        f"{language}_{form}": people.native(language, form)
        for language in ("ar", "bg", "el", "fa", "he", "hi", "ja", "ko", "ru", "th", "uk", "zh")
        for form in ("full", "first", "last")
    },
}

_HANDWRITTEN = 0.6  # of the texts' parts
_REGISTERS = {  # how often a text, or a part of one, comes from which file
    "people": 34,
    "chat": 19,
    "clean_chat": 24,
    "clean_forms": 13,
    "dense": 12,
    "replies": 12,
    "questions": 8,
    "narrative": 8,
    "handoff": 6,
    "general": 9,
    "foreign": 3,
    "world": 15,
    "clean_world": 9,
    "lone": 14,
    "clean_lone": 12,
    "story": 9,
    "clean_story": 6,
}
_CLEANED = 0.1  # of the texts come with our labels in them
_LABELS = {
    "NAME": ("PATIENT", "PATIENT", "CLINICIAN 1", "PERSON 1", "PERSON 2", "SON", "MOTHER", "DAUGHTER"),
    "PLACE": ("PLACE 1", "PLACE 2"),
    "FACILITY": ("HOSPITAL 1", "HOSPITAL 2"),
    "ORG": ("ORGANISATION 1",),
    "ROOM": ("WARD 1",),
    "DAY": ("DATE", "MONTH"),
    "CODE": ("RECORD NUMBER", "PHONE", "NATIONAL ID"),
}
_KEYS = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2], strict=True)}


def texts(rng: random.Random, count: int, clean_lines: Sequence[str], without: int | None = None) -> Iterator[Example]:
    """``count`` texts, each of one to four templates; ``clean_lines`` are real sentences without identifiers.

    ``without`` leaves out a half of the development texts.
    """
    for _ in range(count):
        pieces: list[Piece] = []
        for position in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
            if position:
                pieces.append((rng.choice((" ", " ", " ", "\n", ". ", " ... ", " - ", "\n\n")), None))
            if clean_lines and rng.random() < 0.12:
                pieces.append((_stretch(rng, clean_lines), None))
                continue
            if rng.random() < _HANDWRITTEN:
                pieces += real.example(rng, without)
                continue
            [register] = rng.choices(list(_REGISTERS), list(_REGISTERS.values()))
            pieces += expand(rng.choice(templates.read(register)), RULES, rng)
        if rng.random() < _CLEANED:
            pieces = [replaced(rng, piece) for piece in pieces]
        yield assemble(roughen(rng, pieces))


def replaced(rng: random.Random, piece: Piece) -> Piece:
    """What a name becomes when the anonymizer was there before: what is read again must not change."""
    label = _LABELS.get(piece[1] or "")
    return (f"[{rng.choice(label)}]", CLEAN) if label and rng.random() < 0.7 else piece


def _stretch(rng: random.Random, lines: Sequence[str]) -> str:
    """One to three sentences of a real clean line."""
    sentences = re.split(r"(?<=[.?!])\s+", rng.choice(lines))
    start = rng.randrange(len(sentences))
    return " ".join(sentences[start : start + rng.randint(1, 3)])


def names_something(label: str | None) -> bool:
    return label not in (None, CLEAN, UNSURE)


def assemble(pieces: list[Piece]) -> Example:
    """The text and its labelled stretches; parts of a name with no more than a space between them are one."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for part, label in pieces:
        if label and part.strip():
            start = len(text) + len(part) - len(part.lstrip())
            end = len(text) + len(part.rstrip())
            between = text[spans[-1][1] :] if spans else "-"
            if spans and spans[-1][2] == label == "NAME" and between in {"", " "}:
                spans[-1] = (spans[-1][0], end, label)
            else:
                spans.append((start, end, label))
        text += part
    return text, spans


def roughen(rng: random.Random, pieces: list[Piece]) -> list[Piece]:
    roll = rng.random()
    if roll < 0.22:
        pieces = [(part.lower(), label) for part, label in pieces]
    elif roll < 0.27:
        pieces = [(part.upper(), label) for part, label in pieces]
    elif roll < 0.33:
        pieces = [
            (part.lower() if names_something(label) and rng.random() < 0.6 else part, label) for part, label in pieces
        ]
    elif roll < 0.41:
        pieces = [(part.upper() if label == "NAME" else part, label) for part, label in pieces]
    elif roll < 0.46:
        pieces = [(part if names_something(label) else part.lower(), label) for part, label in pieces]
    elif roll < 0.50:
        pieces = [(_unmarked(part) if names_something(label) else part, label) for part, label in pieces]
    if rng.random() < 0.25:
        pieces = [(_typos(rng, part), label) for part, label in pieces]
    if rng.random() < 0.1:
        pieces = [
            (part if names_something(label) else re.sub(r"[.,](?=\s|$)", "", part), label) for part, label in pieces
        ]
    return pieces


def _unmarked(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f")


def _typos(rng: random.Random, text: str) -> str:
    out = list(text)
    for i in range(len(out)):
        if out[i].isalpha() and rng.random() < 0.012:
            roll = rng.random()
            if roll < 0.3:
                out[i] = ""
            elif roll < 0.55:
                out[i] = _KEYS.get(out[i].lower(), out[i])
            elif roll < 0.75:
                out[i] *= 2
            elif i + 1 < len(out) and out[i + 1].isalpha():
                out[i], out[i + 1] = out[i + 1], out[i]
    return "".join(out)


if __name__ == "__main__":
    for shown, marked in texts(random.Random(7), 40, []):
        print(repr(shown), [(shown[a:b], k) for a, b, k in marked])
