"""Makers of places, hospitals and organisations."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from training import lists, names, people
from training.grammar import Piece


def town_name(rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.25:
        return rng.choice(lists.read("towns"))
    if roll < 0.9:
        return rng.choice(names.drawn_places())
    if roll < 0.95:
        return _new_town(rng)
    return names.invent(rng, names.drawn_places()).strip()


def _new_town(rng: random.Random) -> str:
    return rng.choice(lists.read("town_beginnings")) + rng.choice(lists.read("town_endings"))


def _surname(rng: random.Random) -> str:
    return people.family(rng, people.pool(rng, native=0))


def _anyone(rng: random.Random) -> str:
    source = people.pool(rng, native=0)
    return f"{rng.choice(source.given)} {rng.choice(source.family)}"


def _listed(kind: str) -> Callable[[random.Random], str]:
    return lambda rng: rng.choice(lists.read(kind))


def town(rng: random.Random) -> list[Piece]:
    name = town_name(rng)
    if rng.random() < 0.15:
        name = rng.choice(lists.read("parts_of_towns")).format(name)
    return [(name, "PLACE")]


_NUMBERS = (" {}", ", {}", " no {}", " No. {}", " nº {}")
_HOUSES = ("Flat {}, ", "Plot {}, ", "House {}, ", "House No. {}, ", "H.No {} ", "Block {}, ", "Unit {}/")
_ROOMS = (" Apt {}", ", Apt {}", " Suite {}", ", Apt. {}", " Unit {}", ", Flat {}", " #{}")


def street(rng: random.Random) -> list[Piece]:
    """A street with or without its number; 'Plot 14', 'Flat 3B', 'House no 5'."""
    base = rng.choice(
        (_surname, town_name, lambda r: people.first(r)[0][0], lambda r: rng.choice(lists.read("common_streets")))
    )(rng)
    if rng.random() < 0.7:
        text = f"{base} {rng.choice(lists.read('streets'))}"
        if rng.random() < 0.75:
            numbers = (
                rng.randint(1, 300),
                rng.randint(100, 99999),
                f"{rng.randint(1, 99)}{rng.choice('abAB')}",
                f"0{rng.randint(100, 9999)}",
            )
            text = f"{rng.choice(numbers)} {text}"
        if rng.random() < 0.2:
            text += rng.choice(_ROOMS).format(rng.randint(1, 990))
    else:
        text = rng.choice(lists.read("streets_abroad")).format(base)
        if rng.random() < 0.8:
            text += rng.choice(_NUMBERS).format(rng.randint(1, 250))
    if rng.random() < 0.1:
        text = (
            rng.choice(_HOUSES).format(rng.choice((rng.randint(1, 120), f"{rng.randint(1, 30)}{rng.choice('ABC')}")))
            + text
        )
    return [(text, "PLACE")]


_POSTCODES = ("#####", "#####", "??# #??", "??## #??", "?#? #?#", "######", "### ###", "#####-###", "####", "#### ??")


def postcode(rng: random.Random) -> str:
    def one(match: re.Match[str]) -> str:
        return str(rng.randint(0, 9)) if match.group() == "#" else rng.choice("ABCDEFGHJKLMNPRSTUVWXY")

    return re.sub(r"[#?]", one, rng.choice(_POSTCODES))


def country(rng: random.Random) -> list[Piece]:
    return [(rng.choice(lists.read("countries")).title(), None)]


def region(rng: random.Random) -> list[Piece]:
    return [(rng.choice(lists.read("states")), None)] if rng.random() < 0.5 else country(rng)


def address(rng: random.Random) -> list[Piece]:
    """In one line or several; now and then a military one."""
    if rng.random() < 0.03:
        box = rng.choice(("PSC {}, Box {}", "Unit {} Box {}")).format(rng.randint(1000, 9999), rng.randint(1000, 9999))
        state = f"{rng.choice(('APO', 'FPO', 'DPO'))} {rng.choice(('AA', 'AE', 'AP'))} {rng.randint(10000, 99999)}"
        return [(f"{box}\n{state}", "PLACE")]
    pieces: list[Piece] = [*street(rng)]
    if rng.random() < 0.15:
        pieces += [
            (rng.choice(("\n", "\n ", ", ")), None),
            (rng.choice(("Suite {}", "Apt. {}", "Flat {}")).format(rng.randint(1, 990)), "PLACE"),
        ]
    pieces += [(rng.choice((", ", ", ", ", ", "\n", "\n ", " ")), None), *town(rng)]
    if rng.random() < 0.5:
        pieces += [(rng.choice((", ", " ")), None), *region(rng)]
    if rng.random() < 0.5:
        pieces += [(" ", None), (postcode(rng), "PLACE")]
    if rng.random() < 0.15:
        pieces += [(rng.choice((", ", "\n")), None), *country(rng)]
    return pieces


def facility(rng: random.Random) -> list[Piece]:
    makers = {_known_hospital: 22, _saint: 17, _named_hospital: 32, _hospital_abroad: 23, _initials: 6}
    text = rng.choices(list(makers), list(makers.values()))[0](rng)
    article = text[:4] if text.lower().startswith(("the ", "our ")) else ""
    return [(article, None), (text.removeprefix(article), "FACILITY")]


def _known_hospital(rng: random.Random) -> str:
    name = rng.choice(lists.read("hospitals"))
    return f"{name} {rng.choice(lists.read('hospital_kinds')[:12])}" if rng.random() < 0.4 else name


def _initials(rng: random.Random) -> str:
    """'GMCH', 'KGH', 'TYKS': what a hospital is called by those who work there."""
    if rng.random() < 0.3:
        return "".join(rng.choice("ABCDEGHIKLMNPRSTUVYZ") for _ in range(rng.choice((3, 3, 4, 4, 5))))
    letters = "".join(rng.choice("ABCDGJKLMNPRSTUVW") for _ in range(rng.choice((1, 1, 2, 2, 3))))
    return letters + rng.choice(("H", "H", "GH", "MC", "MCH", "RI", "UH", "CH", "TH", "DH", "RH"))


def _saint(rng: random.Random) -> str:
    saint = rng.choice(("St", "St.", "Saint", "St", "St.", "Santa", "San", "Sankt", "Sant"))
    text = f"{saint} {rng.choice(lists.read('saints'))}" + rng.choice(("'s", "'s", "’s", "s", "", "'"))
    return f"{text} {rng.choice(lists.read('hospital_kinds'))}" if rng.random() < 0.65 else text


def _named_hospital(rng: random.Random) -> str:
    bases = (town_name, town_name, _surname, _new_town, _landscape_name, lambda r: r.choice(lists.read("hospitals")))
    return f"{rng.choice(bases)(rng)} {rng.choice(lists.read('hospital_kinds'))}"


def _landscape_name(rng: random.Random) -> str:
    first, second = rng.choice(lists.read("business_words")), rng.choice(lists.read("landscape"))
    return rng.choice((first, second, f"{first} {second}"))


def _hospital_abroad(rng: random.Random) -> str:
    return rng.choice(lists.read("hospitals_abroad")).format(rng.choice((town_name, town_name, _surname, _anyone))(rng))


_WARDS = ("ward", "Ward", "Ward", "unit", "Unit", "wing", "Wing", "suite", "House", "Lodge", "pavilion")


def ward(rng: random.Random) -> list[Piece]:
    """A ward with a name; numbered ones are left to the rules."""
    base = rng.choice(
        [rng.choice(lists.read(kind)) for kind in ("word_surnames", "word_names", "landscape", "trees")]
        + [_surname(rng)]
    )
    return [(f"{base} {rng.choice(_WARDS)}", "FACILITY")]


def lone_hospital(rng: random.Random) -> list[Piece]:
    """A hospital as those near it call it, by one word: 'Bronglais', 'the Mater', 'St V's'."""
    bases = (
        town_name,
        town_name,
        _surname,
        _new_town,
        lambda r: f"{r.choice(('St', 'San', 'Santa', 'Sankt'))} {r.choice(lists.read('saints'))}",
        *(_listed(kind) for kind in ("business_words", "word_names", "landscape")),
    )
    return [(rng.choice(bases)(rng), "FACILITY")]


def lone_company(rng: random.Random) -> list[Piece]:
    """An employer by one word or its letters: 'Zimplats', 'Target', 'FSC'."""
    roll = rng.random()
    if roll < 0.25:
        text = rng.choice(lists.read("companies"))
    elif roll < 0.4:
        text = "".join(rng.choice("ABCDEFGHIKLMNPRSTUV") for _ in range(rng.choice((2, 3, 3, 4))))
    elif roll < 0.6:
        text = rng.choice(lists.read("business_words"))
    elif roll < 0.8:
        text = _surname(rng) + rng.choice(("", "", "'s", "s"))
    else:
        text = _coined(rng)
    return [(text, "ORG")]


def _coined(rng: random.Random) -> str:
    """A name made by gluing two words: 'AgriTrans', 'Zimplats'."""
    head = rng.choice((town_name(rng), rng.choice(lists.read("business_words"))))[: rng.randint(3, 5)].strip()
    tail = rng.choice(lists.read("company_kinds")[40:] + lists.read("business_words")).split()[-1]
    return head + (tail if rng.random() < 0.4 else tail.lower())


def school(rng: random.Random) -> list[Piece]:
    bases = (
        town_name,
        _surname,
        _anyone,
        *(_listed(kind) for kind in ("saints", "business_words", "trees")),
    )
    return [(rng.choice(lists.read("schools")).format(rng.choice(bases)(rng)), "ORG")]


def company(rng: random.Random) -> list[Piece]:
    kinds, roll = lists.read("company_kinds"), rng.random()
    if roll < 0.25:
        text = rng.choice(lists.read("companies"))
    elif roll < 0.29:
        text = "".join(rng.choice("ABCDEFGHIKLMNPRSTUV") for _ in range(rng.choice((3, 3, 3, 4))))
    elif roll < 0.7:
        base = rng.choice(
            (
                _surname,
                lambda r: r.choice(lists.read("business_words")),
                lambda r: r.choice(lists.read("business_words")),
                town_name,
            )
        )(rng)
        text = f"{base} {rng.choice(kinds)}"
    elif roll < 0.76:
        text = (
            _surname(rng)
            + rng.choice((" and ", " & ", "-", ", "))
            + _surname(rng)
            + rng.choice(("", "", " " + rng.choice(kinds)))
        )
    elif roll < 0.96:
        text = rng.choice(lists.read("companies_abroad")).format(
            rng.choice((town_name, _surname, _landscape_name))(rng)
        )
    else:
        text = names.invent(rng, names.drawn_places()).replace(" ", "").capitalize()
    if rng.random() < 0.02:
        text = rng.choice(("M/s ", "M/S ", "Messrs ")) + text
    return [(text, "ORG")]


def hospital_initials(rng: random.Random) -> list[Piece]:
    return [(_initials(rng), "FACILITY")]


def _patterned(rng: random.Random) -> list[Piece]:
    """Clubs and parishes, homes, practices and pharmacies, in the words of many languages."""
    words = [rng.choice(lists.read(kind)) for kind in ("saints", "business_words", "trees", "word_names")]
    base = rng.choice([town_name(rng), _surname(rng), _landscape_name(rng), people.first(rng)[0][0], *words])
    return [(rng.choice(lists.read(rng.choice(("clubs", "homes", "practices")))).format(base), "ORG")]


def organisation(rng: random.Random) -> list[Piece]:
    return rng.choices((school, company, _patterned, lone_company), (22, 48, 22, 8))[0](rng)
