"""Pools of given names, surnames and places of the world: Faker's locales, phonenumbers' geography, and hand lists.

Names in other scripts also come romanised: clinicians type them so.
"""

from __future__ import annotations

import importlib
import pkgutil
import random
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType

import faker.providers.address
import faker.providers.person

from training import wordlists

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяієїґўјљњћђџѓќ",
        ("a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch , y , e yu ya i ye yi g w j lj nj c dj dz g k")
        .replace(",", "")
        .split(" "),
        strict=True,
    )
)
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        ("a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev").split(),
        strict=True,
    )
)
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        ("a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h").split(),
        strict=True,
    )
)
_TABLE = _CYRILLIC | _GREEK | _ARMENIAN | _GEORGIAN
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
    for locale, (given_text, family_text) in wordlists.NAMES.items():
        result.append(Pool(locale, given_text.split(), family_text.split()))
    return result


@cache
def places() -> list[str]:
    """Towns, districts and villages: phonenumbers' geography, Faker's cities, and hand lists."""
    found: dict[str, None] = {}
    geodata = importlib.import_module("phonenumbers.geodata")
    for info in pkgutil.iter_modules(geodata.__path__):
        if not info.name.startswith("data"):
            continue
        for names in vars(importlib.import_module(f"phonenumbers.geodata.{info.name}")).get("data", {}).values():
            for name in (names.get(code) for code in ("en", "es", "pt", "fr", "de", "it")):
                for part in (name or "").replace("/", ",").split(","):
                    _keep_place(found, part.strip())
    for info in pkgutil.iter_modules(faker.providers.address.__path__):
        if "_" in info.name:
            module = importlib.import_module(f"faker.providers.address.{info.name}")
            for prefix in ("cities", "city_name", "villages", "towns", "districts", "municipal", "localit"):
                for name in _strings(module, prefix):
                    _keep_place(found, name)
    for name in wordlists.PLACES.split(","):
        _keep_place(found, name.strip())
    return sorted(found)


def _keep_place(found: dict[str, None], name: str) -> None:
    if not (2 < len(name) < 26 and _latin(name) and name[0].isupper() and not any(c.isdigit() for c in name)):
        return
    if name.lower() in wordlists.COUNTRIES or "county" in name.lower() or len(name.split()) > 3 or len(name) == 2:
        return
    if any(w in {"Region", "Province", "District", "State", "Provincial", "Area", "Zone", "and"} for w in name.split()):
        return
    found[name] = None


def invent(rng: random.Random, pool: list[str]) -> str:
    """A name that no list holds, of the sound of two that do: the model has to learn how names are built and used."""
    first, second = rng.choice(pool), rng.choice(pool)
    cut, at = max(2, len(first) * 3 // 5), max(1, len(second) // 2)
    made = first[:cut] + second[at:].lower()
    return made if 3 <= len(made) <= 16 and " " not in made else first
