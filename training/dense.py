"""Shorthand as dense as clinicians type it: strings of results, drugs, scores and eponyms, and phrases of other languages."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Callable
from functools import cache

import faker.providers.lorem

from training import lists, terms
from training.fragments import FRAGMENTS, listed_drug, trial_like, word
from training.grammar import Piece, expand

_JOINTS = (
    ", ",
    ", ",
    ", ",
    ". ",
    ". ",
    " ",
    " ",
    "; ",
    " → ",
    " / ",
    "/",
    " + ",
    " vs ",
    " = ",
    " & ",
    ": ",
    " - ",
    " (",
    ") ",
    "? ",
    "! ",
    "\n",
    " -> ",
    " then ",
    " w/ ",
    " no ",
    " and ",
)
_AMINO = "Ala Arg Asn Asp Cys Gln Glu Gly His Ile Leu Lys Met Phe Pro Ser Thr Trp Tyr Val".split(" ")
_UNITS = (
    "mg",
    "mcg",
    "g",
    "mL",
    "mL/kg/h",
    "mmol/L",
    "mmHg",
    "kPa",
    "cm",
    "mm",
    "IU",
    "U/L",
    "%",
    "bpm",
    "ng/mL",
    "kg",
    "J",
    "Gy",
    "h",
    "d",
    "wk",
    "/52",
    "/7",
    "×10⁹/L",
    "µmol/L",
    "WU",
    "HU",
    "Δ",
    "°",
)


def shorthand(rng: random.Random) -> list[Piece]:
    """Four to sixteen items in a row; nothing in it names anyone."""
    text = ""
    for position in range(rng.randint(4, 16)):
        item = rng.choice(_ITEMS)(rng)
        if position == 0 or (text.endswith((". ", "! ", "? ", "\n")) and rng.random() < 0.8):
            item = item[:1].upper() + item[1:]
        text += item + rng.choice(_JOINTS)
    return [(text.rstrip(" ,;/-=(→+&:"), None)]


def _slot(name: str) -> Callable[[random.Random], str]:
    return lambda rng: "".join(text for text, _ in expand(f"{{{name}}}", FRAGMENTS, rng))


def _figure(rng: random.Random) -> str:
    return f"{rng.choice((rng.randint(1, 400), round(rng.random() * 20, 1)))}{rng.choice(('', ' ', ' '))}{rng.choice(_UNITS)}"


def _coded(rng: random.Random) -> str:
    """'V1-V2', 'A2L3B3', 'c.4057G>A', 'p.Arg117His', 'IL2RG', 'T1–T2', 'XI', 'G3P1', 'pT2N1'."""
    letter, digit = (lambda: rng.choice("ABCDEFGHIKLMNPQRSTVXY")), (lambda: str(rng.randint(0, 9)))
    return rng.choice(
        (
            letter() + digit(),
            f"{letter()}{digit()}{rng.choice('-–/')}{letter()}{digit()}",
            letter() + digit() + letter() + digit(),
            "".join(letter() + digit() for _ in range(3)),
            f"c.{rng.randint(20, 5000)}{rng.choice('ACGT')}>{rng.choice('ACGT')}",
            f"p.{rng.choice(_AMINO)}{rng.randint(5, 2000)}{rng.choice(_AMINO)}",
            letter() + letter() + digit() + letter(),
            letter() + letter() + letter() + str(rng.randint(1, 30)),
            rng.choice(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "IIa", "IIIB", "Ib")),
            rng.choice(("p", "c", "yp")) + f"T{rng.randint(1, 4)}N{rng.randint(0, 3)}M{rng.randint(0, 1)}",
            f"{digit()}{letter()}{letter()}{letter()}",
            letter(),
            f"anti-{letter()}{letter()}{digit()}",
            f"{letter()}{letter()}{letter()}-{letter()}{letter()}",
        )
    )  # fmt: skip


def _clipped_drug(rng: random.Random) -> str:
    """'clinda', 'loraz', 'chlorprom'."""
    name = rng.choice(lists.read("drugs")) if rng.random() < 0.5 else rng.choice(terms.drugs())
    return name[: rng.randint(3, 8)].lower()


def _clipped_word(rng: random.Random) -> str:
    """'adeno', 'abdo', 'dyshb', 'Geri'."""
    return word(rng)[0][0][: rng.randint(3, 6)]


def _words(rng: random.Random) -> str:
    return " ".join(word(rng)[0][0] for _ in range(rng.randint(1, 5)))


_ITEMS: tuple[Callable[[random.Random], str], ...] = (
    *(
        _slot(name)
        for name in (
            "lab",
            "labs",
            "lab",
            "drug",
            "dx",
            "eponym",
            "eponym",
            "device",
            "bug",
            "trial",
            "gene",
            "body",
            "society",
        )
    ),
    *(
        _slot(name)
        for name in (
            "symptom",
            "test",
            "finding",
            "plan",
            "eponymx",
            "placex",
            "acr",
            "acr",
            "acr",
            "brand",
            "icd",
            "dose",
            "emoji",
            "spec",
        )
    ),
    lambda rng: listed_drug(rng)[0][0],
    lambda rng: trial_like(rng)[0][0],
    *(_figure, _figure, _coded, _coded, _coded, _clipped_drug, _clipped_drug, _clipped_word, _words, _words, _words),
    lambda rng: f"{_slot('acr')(rng)} {rng.randint(1, 99)}",
    lambda rng: f"{_slot('acr')(rng)} {rng.choice(('+', '-', '+ve', '-ve', 'neg', 'pos', 'sent', 'pend'))}",
    lambda rng: f"{_clipped_drug(rng)} {rng.randint(1, 900)}",
    lambda rng: f"{_slot('eponym')(rng)} {rng.choice(('+', 'neg', 'no', '?', 'pos', '-ve', str(rng.randint(1, 15))))}",
    lambda rng: f"{rng.randint(1, 9)}. {_words(rng)}",
)


@cache
def _lorem() -> list[list[str]]:
    """The words of each Latin-script language of which Faker has real ones."""
    found = []
    for info in pkgutil.iter_modules(faker.providers.lorem.__path__):
        if info.name not in {"la", "en_US", "en_PH"}:
            module = importlib.import_module(f"faker.providers.lorem.{info.name}")
            words = [w for w in module.Provider.word_list if w == w.lower() and re.match("[a-z]", w)]
            if len(words) > 50:
                found.append(words)
    return found


def foreign(rng: random.Random) -> list[Piece]:
    """Words of another language, sometimes as a sentence, in no sensible order."""
    language = rng.choice(_lorem())
    text = " ".join(rng.choice(language) for _ in range(rng.randint(2, 8)))
    return [(text[0].upper() + text[1:] if rng.random() < 0.3 else text, None)]
