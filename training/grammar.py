"""A small grammar for writing text with marked entities: ``[a|b]`` chooses, ``{slot}`` expands, both nest.

A slot is a list of templates, or a function of the random source that returns pieces. A piece is (text, label);
the label is None outside entities.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache

UNSURE = "?"  # the label of a stretch of which the network learns nothing
CLEAN = "-"  # the label of a stretch that is marked throughout: what has no other label is nothing
Piece = tuple[str, str | None]
Maker = Callable[[random.Random], list[Piece]]
Rules = dict[str, Sequence[str] | Maker]

_PARTS = re.compile(r"[\[\]|]|\{[\w.]+\}|[^\[\]|{}]+")

Node = tuple[str, "str | list[list[Node]]"]


@cache
def parse(template: str) -> list[Node]:
    """('text', s), ('slot', name) or ('choice', alternatives) in order. Raises ValueError for a bracket left open."""
    stack: list[list[list[Node]]] = [[[]]]
    for match in _PARTS.finditer(template):
        part = match.group()
        if part == "[":
            stack.append([[]])
        elif part == "|" and len(stack) > 1:
            stack[-1].append([])
        elif part == "]":
            alternatives = stack.pop()
            stack[-1][-1].append(("choice", alternatives))
        elif part.startswith("{"):
            stack[-1][-1].append(("slot", part[1:-1]))
        else:
            stack[-1][-1].append(("text", part))
    if len(stack) != 1:
        raise ValueError(f"unbalanced: {template}")
    return stack[0][0]


def expand(template: str, rules: Rules, rng: random.Random) -> list[Piece]:
    pieces: list[Piece] = []
    _write(parse(template), rules, rng, pieces)
    return pieces


def _write(nodes: list[Node], rules: Rules, rng: random.Random, out: list[Piece]) -> None:
    for kind, value in nodes:
        if isinstance(value, list):
            _write(rng.choice(value), rules, rng, out)
        elif kind == "text":
            out.append((value, None))
        else:
            _fill(value, rules, rng, out)


def _fill(slot: str, rules: Rules, rng: random.Random, out: list[Piece]) -> None:
    if slot not in rules and slot.lower() in rules:  # {Plan} is {plan} at the head of a sentence
        written: list[Piece] = []
        _fill(slot.lower(), rules, rng, written)
        out.append((written[0][0][:1].upper() + written[0][0][1:], written[0][1]))
        out.extend(written[1:])
        return
    rule = rules[slot]
    if callable(rule):
        out.extend(rule(rng))
    else:
        _write(parse(rng.choice(rule)), rules, rng, out)
