"""Pools of given names, surnames and places of the world: Faker's locales, phonenumbers' geography, and hand lists.

Names in other scripts also come romanised: clinicians type them so.
"""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType

import faker.providers.address
import faker.providers.person

from training import lists

# How a passport office writes each letter; '-' where it writes nothing.
_LETTERS = {
    "абвгдежзийклмнопрстуфхцчшщъыьэюяієїґўјљњћђџѓќ": (
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i ye yi g w j lj nj c dj dz g k"
    ),
    "αβγδεζηθικλμνξοπρσςτυφχψω": "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև": (
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev"
    ),
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ": ("a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"),
}
_TABLE = {
    letter: sound.replace("-", "")
    for letters, sounds in _LETTERS.items()
    for letter, sound in zip(letters, sounds.split(" "), strict=True)
}
_INDIC = ("DEVANAGARI", "BENGALI", "GUJARATI", "ORIYA", "SINHALA", "TAMIL")


def romanise(name: str) -> str | None:
    """A plausible Latin spelling, or None where a table can't give one (Arabic, Hebrew, Han, Thai)."""
    plain = unicodedata.normalize("NFD", name.lower())
    if any(unicodedata.name(c, "").startswith(_INDIC) for c in plain):
        return _indic(name)
    out = []
    for char in plain:
        if char in _TABLE:
            out.append(_TABLE[char])
        elif char.isascii():
            out.append(char)
        elif not unicodedata.combining(char):
            return None
    return "".join(out).title()


def _indic(name: str) -> str:
    out = ""
    for char in name:
        words = unicodedata.name(char, "").split()
        if "LETTER" in words:
            sound = words[-1].lower()
            out += sound if len(sound) <= 4 else sound[:2]
        elif "VOWEL" in words:
            out = out.removesuffix("a") + words[-1].lower()
        elif words[-1:] == ["VIRAMA"] or "VIRAMA" in words:
            out = out.removesuffix("a")
        elif words[-1:] == ["ANUSVARA"]:
            out += "n"
        elif char in " -":
            out += char
    for long, short in (
        ("aa", "a"),
        ("ii", "i"),
        ("uu", "u"),
        ("nnn", "n"),
        ("nn", "n"),
        ("tt", "t"),
        ("dd", "d"),
        ("ss", "sh"),
        ("c", "ch"),
        ("chh", "ch"),
    ):
        out = out.replace(long, short)
    return " ".join(w.removesuffix("a") if len(w) > 4 else w for w in out.split()).title()


WIDE = "wide"  # the pool of training.gazetteers, where it was enrolled


@dataclass
class Pool:
    """The names of one locale; ``native`` marks a pool in another script."""

    locale: str
    given: list[str] = field(default_factory=list)
    family: list[str] = field(default_factory=list)
    native: bool = False


def _latin(word: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" or c in "’ʻ" for c in word)


def _strings(module: ModuleType, prefix: str) -> list[str]:
    found: dict[str, None] = {}
    for attribute in dir(module.Provider):
        if attribute.startswith(prefix) and "pair" not in attribute:
            value = getattr(module.Provider, attribute)
            if isinstance(value, dict | tuple | list | set):
                for item in value:
                    name = item[0] if isinstance(item, tuple | list) and item else item
                    if isinstance(name, str) and 1 < len(name) < 25 and "{" not in name and "." not in name:
                        found[name.strip()] = None
    return sorted(found)


@cache
def pools() -> list[Pool]:
    """Every locale's pool; another script's names stand once as they are and once romanised."""
    result = []
    for info in pkgutil.iter_modules(faker.providers.person.__path__):
        if "_" not in info.name:
            continue
        module = importlib.import_module(f"faker.providers.person.{info.name}")
        given, family = _strings(module, "first_name"), _strings(module, "last_name")
        given += _strings(module, "first_romanized")
        family += _strings(module, "last_romanized")
        latin = Pool(info.name, [n for n in given if _latin(n)], [n for n in family if _latin(n)])
        native = Pool(info.name, [n for n in given if not _latin(n)], [n for n in family if not _latin(n)], native=True)
        if native.given:
            latin.given += [r for n in native.given if (r := romanise(n)) and len(r) > 1]
            latin.family += [r for n in native.family if (r := romanise(n)) and len(r) > 1]
            result.append(Pool(native.locale, native.given, native.family or native.given, native=True))
        if len(latin.given) > 10:
            result.append(Pool(latin.locale, latin.given, latin.family or latin.given))
    for people in lists.peoples():
        result.append(Pool(people, lists.read(f"given_{people}"), lists.read(f"family_{people}")))
    return result


@cache
def places() -> list[str]:
    """Towns, districts and villages: phonenumbers' geography, Faker's cities, and hand lists."""
    return sorted({name for name in (*_dialled(), *_faker_cities(), *lists.read("towns")) if _is_place(name)})


@cache
def drawn_pools() -> list[Pool]:
    """The pools that texts are written from: ours, and that of training.gazetteers where it was enrolled."""
    return list(pools())


@cache
def drawn_places() -> list[str]:
    """The places that texts are written from, likewise."""
    return list(places())


def _dialled() -> Iterator[str]:
    """The places that telephone prefixes belong to, under their Latin names."""
    geodata = importlib.import_module("phonenumbers.geodata")
    for info in pkgutil.iter_modules(geodata.__path__):
        for named in vars(importlib.import_module(f"phonenumbers.geodata.{info.name}")).get("data", {}).values():
            for language in ("en", "es", "pt", "fr", "de", "it"):
                yield from (part.strip() for part in re.split("[,/]", named.get(language, "")))


def _faker_cities() -> Iterator[str]:
    for info in pkgutil.iter_modules(faker.providers.address.__path__):
        if "_" in info.name:
            module = importlib.import_module(f"faker.providers.address.{info.name}")
            for prefix in ("cities", "city_name", "villages", "towns", "districts", "municipal", "localit"):
                yield from _strings(module, prefix)


@cache
def _countries() -> set[str]:
    return set(lists.read("countries"))


_NO_PLACE = {"Region", "Province", "District", "State", "Provincial", "Area", "Zone", "and", "County"}


def _is_place(name: str) -> bool:
    """Latin, short, capitalised, smaller than a country."""
    plain = 2 < len(name) < 26 and _latin(name) and name[0].isupper() and not any(c.isdigit() for c in name)
    return plain and name.lower() not in _countries() and len(name.split()) < 4 and not _NO_PLACE & set(name.split())


def invent(rng: random.Random, pool: list[str]) -> str:
    """A name that no list holds, of the sound of two that do: the model has to learn how names are built and used."""
    first, second = rng.choice(pool), rng.choice(pool)
    cut, at = max(2, len(first) * 3 // 5), max(1, len(second) // 2)
    made = first[:cut] + second[at:].lower()
    return made if 3 <= len(made) <= 16 and " " not in made else first


def pool_of(rng: random.Random, *locales: str) -> Pool:
    return rng.choice([p for p in pools() if p.locale in locales and not p.native])
