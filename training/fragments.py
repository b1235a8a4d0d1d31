"""Clean clinical and everyday fragments, no entity in any, as rules of the grammar: ``slots/*.txt`` and makers."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from training import lists, names, people, places, terms
from training.grammar import UNSURE, Maker, Piece, Rules, expand

_SLOTS = Path(__file__).parent / "slots"
_EPONYM_POOLS = ("en_GB", "de_DE", "fr_FR", "en_US", "sv_SE", "it_IT", "es_ES", "ja_JP", "pl_PL")


def _pattern(*patterns: str) -> Maker:
    """A figure for '#', one but nought for '%', a capital for '?'."""
    choices = {"#": "0123456789", "%": "123456789", "?": "ABCDEFGHJKLMNPRSTUVWXYZ"}

    def make(rng: random.Random) -> list[Piece]:
        return [(re.sub(r"[#%?]", lambda mark: rng.choice(choices[mark.group()]), rng.choice(patterns)), None)]

    return make


def eponym_frame(rng: random.Random) -> list[Piece]:
    """Any surname becomes medicine when a sign, a score or a disease follows it."""
    surname = people.family(rng, names.pool_of(rng, *_EPONYM_POOLS))
    if rng.random() < 0.25:
        surname += f"-{rng.choice(lists.read('word_surnames'))}"
    tail = rng.choice(lists.read("eponym_tails")).replace("{n}", str(rng.randint(1, 12)))
    return [(surname + ("" if tail.startswith("'") else " ") + tail, None)]


def place_frame(rng: random.Random) -> list[Piece]:
    """As any town does before 'criteria' or 'protocol'."""
    return [(f"{places.town_name(rng)} {rng.choice(lists.read('place_tails'))}", None)]


def trial_like(rng: random.Random) -> list[Piece]:
    """Trials like to be called ALICE, HOPE-3 or KESTREL."""
    name = rng.choice((people.given(rng, names.pool_of(rng, "en_GB", "it_IT", "es_ES")), word(rng)[0][0])).upper()
    return [
        (
            name + rng.choice(("", "", f"-{rng.randint(1, 9)}", f" {rng.randint(1, 4)}", "-HF", "-AF", "-CKD", "-1L")),
            None,
        )
    ]


def acronym(rng: random.Random) -> list[Piece]:
    text = "".join(rng.choice("AABCCDDEFGHIILMNNOPPRRSSTTV") for _ in range(rng.choice((2, 3, 3, 3, 4, 4, 5))))
    if rng.random() < 0.15:
        text += rng.choice(("-", "")) + str(rng.randint(1, 30))
    return [(text, None)]


def brand(rng: random.Random) -> list[Piece]:
    """A brand that nobody has heard of yet; a dose, not the list, says what it is."""
    head = rng.choice(terms.drugs())[: rng.randint(3, 6)]
    return [((head + rng.choice(lists.read("brand_endings"))).capitalize(), None)]


def listed_drug(rng: random.Random) -> list[Piece]:
    name = rng.choice(terms.drugs())
    return [(name.capitalize() if rng.random() < 0.4 else name, None)]


def diagnosis(rng: random.Random) -> list[Piece]:
    text = rng.choice(terms.diagnoses())
    return [(text if rng.random() < 0.5 else text[0].lower() + text[1:], None)]


def word(rng: random.Random) -> list[Piece]:
    """An English word in lower case: mostly a common one, else a medical or a rare one."""
    [source] = rng.choices((terms.common_words, _medical_words, _rare_words), (75, 15, 10))
    return [(rng.choice(source()), None)]


@cache
def _medical_words() -> list[str]:
    return sorted({w for text in terms.diagnoses() for w in re.findall(r"[a-z]{4,}", text)})


@cache
def _rare_words() -> list[str]:
    return sorted(terms.dictionary())


def clipped_drug(rng: random.Random) -> list[Piece]:
    """'clinda', 'loraz', 'chlorprom'."""
    name = rng.choice(lists.read("drugs")) if rng.random() < 0.5 else rng.choice(terms.drugs())
    return [(name[: rng.randint(3, 8)].lower(), None)]


def clipped_word(rng: random.Random) -> list[Piece]:
    """'adeno', 'abdo'."""
    return [(word(rng)[0][0][: rng.randint(3, 6)], None)]


def upper_word(rng: random.Random) -> list[Piece]:
    return [(word(rng)[0][0].upper(), None)]


def _unsure(make: Maker) -> Maker:
    """What ``make`` writes, not learned from: which of its words tell a day, a room or a number isn't marked."""
    return lambda rng: [(text, UNSURE) for text, _ in make(rng)]


def _of_slot(name: str) -> Maker:
    return lambda rng: expand(rng.choice(_slot(name)), FRAGMENTS, rng)


@cache
def _slot(name: str) -> list[str]:
    return (_SLOTS / f"{name}.txt").read_text(encoding="utf8").splitlines()


FRAGMENTS: Rules = {
    **{path.stem: _slot(path.stem) for path in sorted(_SLOTS.glob("*.txt"))},
    **{slot: _unsure(_of_slot(slot)) for slot in ("date", "month", "days", "time", "bed", "email", "handle", "url")},
    "drug": lists.read("drugs"),
    "dx": lists.read("problems"),
    "eponym": lists.read("eponyms"),
    "device": lists.read("devices"),
    "bug": lists.read("bugs"),
    "trial": lists.read("trials"),
    "gene": lists.read("genes"),
    "body": lists.read("body"),
    "society": lists.read("societies"),
    "group": lists.read("groups"),
    "eponymx": eponym_frame,
    "placex": place_frame,
    "trialx": trial_like,
    "acr": acronym,
    "brand": brand,
    "drugx": listed_drug,
    "icd": diagnosis,
    "clipped": clipped_drug,
    "clip": clipped_word,
    "word": word,
    "CAPS": upper_word,
    "n": _pattern("%", "%#", "%##", "#.%", "%.#"),
    "nn": _pattern("%#"),
    "day": _pattern("%", "1#", "2#"),
    "code": _pattern(*lists.read("code_patterns")),
    "letter": _pattern("?"),
    "phone": _unsure(_pattern(*lists.read("phone_patterns"))),
    "id": _unsure(_pattern(*lists.read("id_patterns"))),
}  # fmt: skip
