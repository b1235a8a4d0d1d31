"""Writes the name, place and word lists beside this file: ``python -m bot.anonymizer.lexicon.make AMERICAN BRITISH``.

AMERICAN and BRITISH are SCOWL's word lists (Debian's wamerican and wbritish). Names and places come from
Faker's locale data (MIT) and from the area names in phonenumbers (Apache-2.0); both are development dependencies here.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import faker.providers.address as address
import faker.providers.person as person
from faker.providers.geo import Provider as Geo

from bot.anonymizer.lexicon import fold

HERE = Path(__file__).parent
FAKER = "# Source: Faker's locale data (MIT)"
SCOWL = (
    "# Source: SCOWL. Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell "
    "these word lists is granted without fee, provided that this notice appears in all copies. Provided 'as is'."
)
LATIN = re.compile(r"[a-z][a-z'\- ]*[a-z]")


def provider_lists(package: object, wanted: re.Pattern[str]) -> Iterator[str]:
    for module in pkgutil.iter_modules(package.__path__):  # type: ignore[attr-defined]
        provider = importlib.import_module(f"{package.__name__}.{module.name}").Provider  # type: ignore[attr-defined]
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            if wanted.fullmatch(attribute) and isinstance(value, list | tuple | dict):
                for item in value:
                    yield from item if isinstance(item, tuple) else [item]


def area_names() -> Iterator[str]:
    for number in range(32):
        try:
            data = importlib.import_module(f"phonenumbers.geodata.data{number}").data
        except ModuleNotFoundError:
            return
        for names in data.values():
            name = names.get("en", "")
            yield from re.split(r"[,/]", re.sub(r", [A-Z]{2}$", "", name))[:1]


def write(name: str, source: str, words: set[str]) -> None:
    (HERE / name).write_text("\n".join([source, *sorted(words)]) + "\n", encoding="utf8")


def latin(words: Iterator[str], shortest: int) -> set[str]:
    folded = {fold(word).strip() for word in words if isinstance(word, str)}
    return {word for word in folded if len(word) >= shortest and LATIN.fullmatch(word)}


def main(lists: list[str]) -> None:
    english = {
        w for path in lists for w in Path(path).read_text(encoding="utf8").split() if re.fullmatch(r"[a-z]{2,}", w)
    }
    write("words.txt", SCOWL, english)
    given = latin(provider_lists(person, re.compile(r"(?!.*last).*first_names?(_\w+)?")), 2)
    surnames = latin(provider_lists(person, re.compile(r".*last_names?(_\w+)?")), 2)
    write("given.txt", FAKER, {part for name in given for part in re.split(r"[ \-]", name) if len(part) > 1})
    write("surnames.txt", FAKER, {part for name in surnames for part in re.split(r"[ \-]", name) if len(part) > 1})
    towns = latin(provider_lists(address, re.compile(r"cit(y|ies)(_names?)?|towns|villages|municipalities")), 4)
    towns |= latin((entry[2] for entry in Geo.land_coords), 4)
    towns |= latin(area_names(), 4)
    bare = {re.sub(r" - [a-z]{2}$", "", town) for town in towns}  # 'Abadia de Goias - GO'
    plain = {
        t
        for t in bare
        if len(t) > 3 and t not in english and not re.search(r"\b(county|province|region|state|district|area)\b", t)
    }
    write("places.txt", FAKER + " and phonenumbers' area names (Apache-2.0)", plain)


if __name__ == "__main__":
    main(sys.argv[1:])
