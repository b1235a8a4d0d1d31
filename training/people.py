"""Makers of people, in the many forms in which clinicians write them."""

from __future__ import annotations

import random
from functools import cache

from training import lists, names
from training.grammar import Maker, Piece

# Half of all people come from any pool of the world with equal chance, whatever its size.
_ENGLISH = {"en_US", "en_GB", "en_IE", "en_NZ", "en_CA", "en_IN", "americas_extra"}
_LETTERS = "ABCDEFGHIJKLMNOPRSTVWYZ"
_QUOTES = ('"{}"', "'{}'", "“{}”", "({})")
_FORMS = {  # f(irst), l(ast), another g(iven) and m(ore) surnames, i(nitial), p(article)
    "{f} {l}": 55,
    "{f} {i}. {l}": 6,
    "{f} {i} {l}": 4,
    "{f} {g} {l}": 8,
    "{f} {l} {m}": 5,
    "{l} {f}": 4,
    "{L} {f}": 3,
    "{f} {L}": 3,
    "{f} {g}": 3,
    "{f} {p} {l}": 2,
    "{f} {l} Jr": 1,
    "{f} {l} Jr.": 0.5,
    "{f} {l} {s}": 4,
    "{n}. {l}": 2,
    "{n} {l}": 1,
}
_ENDINGS = ("II", "III", "IV", "V", "Sr", "Sr.", "MD", "DDS", "DVM", "PhD", "RN", "M.D.", "FRCS", "MBBS")
_SHORT_FORMS = {
    "{f} {i}.": 20,
    "{f} {i}": 10,
    "{i}.{l}": 7,
    "{i}. {l}": 10,
    "{i} {l}": 3,
    "{i}.{j}.": 13,
    "{i}.{j}": 6,
    "{i}. {j}.": 6,
    "{i}{j}": 7,
    "{i}{j}{n}": 3,
}
_RECORD_FORMS = {
    "{L}, {F}": 24,
    "{L}, {F} {i}": 8,
    "{L},{F}": 6,
    "{L}^{F}": 6,
    "{L}/{F}": 6,
    "{l}, {f}": 24,
    "{l}, {f} {i}": 6,
    "{l},{f}": 4,
}


@cache
def _pools(kind: str) -> list[names.Pool]:
    every = names.drawn_pools()
    if kind == "native":
        return [p for p in every if p.native and len(p.given) > 20]
    if kind == names.WIDE:
        return [p for p in every if p.locale == names.WIDE] or _pools("world")
    return [p for p in every if not p.native and (kind == "world" or p.locale in _ENGLISH)]


def pool(rng: random.Random, native: float = 0.02) -> names.Pool:
    roll = rng.random()
    kind = "native" if roll < native else "english" if roll < 0.28 else names.WIDE if roll < 0.5 else "world"
    return rng.choice(_pools(kind))


def given(rng: random.Random, source: names.Pool) -> str:
    roll = rng.random()
    if source.locale in _ENGLISH:
        if roll < 0.12:
            return rng.choice(lists.read("short_names"))
        if roll < 0.27:
            return rng.choice(lists.read("word_names"))
    if roll > 0.88 and not source.native:
        return names.invent(rng, source.given)
    name = rng.choice(source.given)
    if "-" in name and roll > 0.3:  # 'Soo-Jin', 'Soo-jin', 'Soo Jin'
        return name.capitalize() if roll < 0.6 else name.replace("-", " ")
    return name


def family(rng: random.Random, source: names.Pool) -> str:
    roll = rng.random()
    if source.locale in _ENGLISH:
        if roll < 0.2:
            return rng.choice(lists.read("word_surnames"))
        if roll < 0.24:
            return rng.choice(lists.read("eponym_people"))
    if roll > 0.86 and not source.native:
        return names.invent(rng, source.family)
    name = rng.choice(source.family)
    if roll > 0.82:
        return f"{name}{rng.choice(('-', '-', ' '))}{rng.choice(source.family)}"
    if roll > 0.78:
        return f"{rng.choice(lists.read('particles'))} {name}"
    return name


def _form(rng: random.Random, forms: dict[str, float] | dict[str, int], source: names.Pool) -> str:
    [form] = rng.choices(list(forms), list(forms.values()))
    first_name, last_name = given(rng, source), family(rng, source)
    parts = {"f": first_name, "F": first_name.upper(), "n": first_name[0], "l": last_name, "L": last_name.upper()}
    parts |= {"g": given(rng, source), "m": family(rng, source), "i": rng.choice(_LETTERS), "j": rng.choice(_LETTERS)}
    parts |= {"p": rng.choice(lists.read("particles")), "s": rng.choice(_ENDINGS)}
    return form.format(**parts)


def full(rng: random.Random) -> list[Piece]:
    source = pool(rng)
    if source.native:
        joint = "" if source.locale[:2] in {"zh", "ja", "ko"} else " "
        return [(rng.choice(source.family) + joint + rng.choice(source.given), "NAME")]
    if rng.random() < 0.03:
        nick = rng.choice(_QUOTES).format(rng.choice(lists.read("short_names")))
        return [(f"{given(rng, source)} {nick} {family(rng, source)}", "NAME")]
    return [(_form(rng, _FORMS, source), "NAME")]


def native(language: str, form: str) -> Maker:
    """People of one language in its own script; ``form`` is full, first or last."""
    joint = "" if language in {"zh", "ja", "ko", "th"} else " "

    def make(rng: random.Random) -> list[Piece]:
        source = rng.choice([p for p in names.pools() if p.native and p.locale.startswith(f"{language}_")])
        surname = rng.choice(lists.read("han_surnames") if language == "zh" else source.family)
        name = rng.choice(source.given)
        if form == "full":
            surname = surname + joint + name if language in {"zh", "ja", "ko"} else name + joint + surname
        return [(name if form == "first" else surname, "NAME")]

    return make


def capitals(rng: random.Random) -> list[Piece]:
    """'KIM MIN JI'."""
    return [(text.upper(), label) for text, label in full(rng)]


def first(rng: random.Random) -> list[Piece]:
    return [(given(rng, pool(rng)), "NAME")]


def last(rng: random.Random) -> list[Piece]:
    return [(family(rng, pool(rng)), "NAME")]


def first_word(rng: random.Random) -> list[Piece]:
    """A given name that is also a word, where it stands for a person."""
    return [(rng.choice(lists.read("word_names")), "NAME")]


def first_lower(rng: random.Random) -> list[Piece]:
    return [(text.lower(), label) for text, label in (first_word if rng.random() < 0.25 else first)(rng)]


def last_lower(rng: random.Random) -> list[Piece]:
    return [(text.lower(), label) for text, label in last(rng)]


def abbreviated(rng: random.Random) -> list[Piece]:
    """'Anna S.', 'A. Smith', 'JS', 'J.S.', 'Mr K'."""
    if rng.random() < 0.1:
        return [(rng.choice(("Mr ", "Mrs ", "Ms ", "Miss ", "Mr. ", "Mrs. ")), None), (rng.choice(_LETTERS), "NAME")]
    return [(_form(rng, _SHORT_FORMS, pool(rng, native=0)), "NAME")]


def initials(rng: random.Random) -> list[Piece]:
    """'J.S.', 'JS'."""
    return [(_form(rng, {"{i}.{j}.": 4, "{i}.{j}": 2, "{i}. {j}.": 1, "{i}{j}": 3}, pool(rng, native=0)), "NAME")]


def lower_abbreviated(rng: random.Random) -> list[Piece]:
    """'p. osei', 'anna k'."""
    return [(_form(rng, {"{i}. {l}": 3, "{i}.{l}": 1, "{f} {i}": 2}, pool(rng, native=0)).lower(), "NAME")]


def record(rng: random.Random) -> list[Piece]:
    """'DOE, JOHN M', 'Doe, John', 'DOE^JOHN'."""
    return [(_form(rng, _RECORD_FORMS, pool(rng, native=0)), "NAME")]


def titled(rng: random.Random) -> list[Piece]:
    name = rng.choices((last, full, first), (7, 2, 1))[0](rng)
    titles = lists.read("titles")
    return [(rng.choice(titles[:7] if rng.random() < 0.6 else titles) + " ", None), *name]


def called(rng: random.Random) -> list[Piece]:
    """'Mama Amina', 'Uncle Femi': the honorific goes with the name, since that is how the person is known."""
    return [(rng.choice(lists.read("honorifics")) + " ", "NAME"), *first(rng)]


def called_baby(rng: random.Random) -> list[Piece]:
    """'Baby Khadija', 'baby boy Obi'."""
    word = rng.choice(("baby", "Baby", "Baby", "baby boy", "Baby boy", "Baby girl", "baby girl", "Baby Boy", "BB"))
    return [(word + " ", "NAME"), *(first if rng.random() < 0.5 else last)(rng)]


def suffixed(rng: random.Random) -> list[Piece]:
    """'Tanaka-san', 'Ramesh bhai'."""
    return [*(first if rng.random() < 0.6 else last)(rng), (rng.choice(lists.read("suffixes")), None)]


def person(rng: random.Random) -> list[Piece]:
    makers = {full: 33, first: 22, last: 10, abbreviated: 14, titled: 14, called: 2, suffixed: 2, record: 3}
    return rng.choices(list(makers), list(makers.values()))[0](rng)


def doctor(rng: random.Random) -> list[Piece]:
    if rng.random() < 0.13:
        return [*full(rng), (", " + rng.choice(lists.read("credentials")), None)]
    titles = lists.read("doctor_titles")
    title = rng.choice(titles[:6] if rng.random() < 0.7 else titles)
    name = rng.choices((last, full, first, one_letter), (62, 23, 8, 7))[0](rng)
    return [(title + " ", None), *name]


def one_letter(rng: random.Random) -> list[Piece]:
    return [(rng.choice(_LETTERS), "NAME")]
