"""Texts with marked entities, written by the grammar and roughened as phones roughen them. Seeded: the same every time."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence

from training import entities, templates
from training.fragments import FRAGMENTS
from training.grammar import Piece, Rules, expand

Example = tuple[str, list[tuple[int, int, str]]]

RULES: Rules = {
    **FRAGMENTS,
    "plan_verb": templates.PLAN_VERBS,
    "pt": entities.person,
    "full": entities.full,
    "first": entities.first,
    "last": entities.last,
    "abbr": entities.abbreviated,
    "titled": entities.titled,
    "record": entities.record,
    "doc": entities.doctor,
    "town": entities.town,
    "street": entities.street,
    "address": entities.address,
    "country": entities.country,
    "region": entities.region,
    "fac": entities.facility,
    "ward": entities.ward,
    "org": entities.organisation,
    "school": entities.school,
}

_REGISTERS: Sequence[tuple[Sequence[str], int]] = (
    (templates.CHAT, 42),
    (templates.QUESTIONS, 9),
    (templates.HANDOFF, 7),
    (templates.NARRATIVE, 8),
    (templates.GENERAL, 8),
    (templates.CLEAN, 26),
)
_KEYS = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2], strict=True)}


def texts(rng: random.Random, count: int, clean_lines: Sequence[str]) -> Iterator[Example]:
    """``count`` texts, each of one to four templates; ``clean_lines`` are real sentences without identifiers."""
    weights = [weight for _, weight in _REGISTERS]
    for _ in range(count):
        pieces: list[Piece] = []
        for position in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
            if position:
                pieces.append((rng.choice((" ", " ", " ", "\n", ". ", " ... ", " - ", "\n\n")), None))
            if clean_lines and rng.random() < 0.12:
                pieces.append((_stretch(rng, clean_lines), None))
                continue
            register = rng.choices(_REGISTERS, weights)[0][0]
            pieces += expand(rng.choice(register), RULES, rng)
        yield assemble(roughen(rng, pieces))


def _stretch(rng: random.Random, lines: Sequence[str]) -> str:
    """One to three sentences of a real clean line."""
    sentences = re.split(r"(?<=[.?!])\s+", rng.choice(lines))
    start = rng.randrange(len(sentences))
    return " ".join(sentences[start : start + rng.randint(1, 3)])


def assemble(pieces: list[Piece]) -> Example:
    """The text and its entities; parts of a name with no more than a space between them are one."""
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
        pieces = [(part.lower() if label and rng.random() < 0.6 else part, label) for part, label in pieces]
    elif roll < 0.38:
        pieces = [(part.upper() if label == "NAME" else part, label) for part, label in pieces]
    elif roll < 0.43:
        pieces = [(part if label else part.lower(), label) for part, label in pieces]
    elif roll < 0.47:
        pieces = [(_unmarked(part) if label else part, label) for part, label in pieces]
    if rng.random() < 0.25:
        pieces = [(_typos(rng, part), label) for part, label in pieces]
    if rng.random() < 0.1:
        pieces = [(re.sub(r"[.,](?=\s|$)", "", part) if not label else part, label) for part, label in pieces]
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
