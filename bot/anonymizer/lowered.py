"""Patterns searched for in a text: tried where they can begin, or looked for in lower case, four times as fast.

Where a pattern can begin, its words tell (``openings``). Where they don't, or where it could begin nearly everywhere,
it is looked for. ``re`` tells at once that a branch can't begin at a letter, but only for exact letters: under ``(?i)``
it tries every branch at every place. So the pattern is rewritten in lower case and searched for in the text in lower
case. That may find too many places (where the pattern minds the case of what follows), never too few, and at each the
pattern itself is tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.anonymizer.memory import remembered
from bot.anonymizer.normalise import letter_lowered, lower
from bot.anonymizer.openings import Plan, plan
from bot.anonymizer.outline import CAPITALISED, NUMBER, Outline

_CROWDED = 8  # a pattern that may begin at every eighth character is looked for all over: that costs less than trying


# From a key to the patterns, by identity, that may begin with it: most patterns have nothing to begin with in a text.
_begun: dict[str, list[int]] = {}


@remembered(8)
def _outlined(text: str) -> tuple[Outline, dict[int, list[str]]]:
    """The outline of a text, and for each pattern that may begin in it, the keys that it may begin with."""
    outline = Outline(text, lower(text))
    here: dict[int, list[str]] = {}
    for key in outline.keys & _begun.keys():
        for pattern in _begun[key]:
            here.setdefault(pattern, []).append(key)
    return outline, here


def finditer(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    """As ``pattern.finditer(text)``, for a pattern that takes one character at least."""
    begins, holds = (_plans.get(id(pattern)) or _planned(pattern))[1]
    outline, begun = _outlined(text)
    here = begun.get(id(pattern))
    if here is None and begins is not None:
        return ()
    for keys in holds:
        if keys.isdisjoint(outline.keys):
            return ()
    if here is None:
        return all_over(pattern, text)
    places = outline.of(here)
    return _tried(pattern, text, places) if len(places) * _CROWDED < len(text) else all_over(pattern, text)


def _tried(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> list[re.Match[str]]:
    """The matches that begin at ``places``, but for those that begin in one before."""
    match = pattern.match
    tried = [found for place in places if (found := match(text, place))]
    if len(tried) < 2:
        return tried
    kept = tried[:1]
    for found in tried[1:]:  # two of its words may stand for one place
        if found.start() >= kept[-1].end():
            kept.append(found)
    return kept


def capitals_and_figures(text: str) -> Sequence[int]:
    """Where a word with a capital or a number begins."""
    outline, _ = _outlined(text)
    return outline.of(key for key in (CAPITALISED, NUMBER) if key in outline.keys)


# By identity: a pattern's hash goes over its whole code. The pattern is kept, so that no other gets its identity.
_plans: dict[int, tuple[re.Pattern[str], Plan]] = {}
# A pattern and the pattern for text in lower case, None where case counts throughout.
_twins: dict[int, tuple[re.Pattern[str], re.Pattern[str] | None]] = {}


def _planned(pattern: re.Pattern[str]) -> tuple[re.Pattern[str], Plan]:
    known = plan(pattern)
    _plans[id(pattern)] = pattern, known
    for key in known.begins or ():
        _begun.setdefault(key, []).append(id(pattern))
    _outlined.cache_clear()  # type: ignore[attr-defined]  # the texts outlined so far don't know of it
    return _plans[id(pattern)]


def all_over(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    """Looked for at every place, in lower case where the pattern overlooks case."""
    twin = (_twins.get(id(pattern)) or _rewritten(pattern))[1]
    if twin is None:
        return pattern.finditer(text)
    first = twin.search(lower(text))
    return () if first is None else _confirmed(pattern, twin, text, first)


def _confirmed(
    pattern: re.Pattern[str], twin: re.Pattern[str], text: str, place: re.Match[str] | None
) -> Iterator[re.Match[str]]:
    """The matches of ``pattern`` where its twin matches, from ``place`` on."""
    low = lower(text)
    while place is not None:
        match = pattern.match(text, place.start())
        if match is None:
            position = place.start() + 1
        else:
            yield match
            position = max(match.end(), place.start() + 1)
        place = twin.search(low, position) if position <= len(low) else None


def _rewritten(pattern: re.Pattern[str]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    source = rewritten(pattern.pattern) if "(?i" in pattern.pattern else None
    _twins[id(pattern)] = pattern, re.compile(source) if source else None
    return _twins[id(pattern)]


_FLAGS = re.compile(r"\(\?([aimsux]+)\)")
_OPENING = re.compile(r"\((?:\?(?:P<\w+>|P=\w+(?=\))|P>|<?[=!]|:|>|(-)?i:))?")


def rewritten(source: str) -> str | None:
    """A pattern that matches in a text in lower case wherever ``source`` matches in the text; None if it has a form
    that isn't known here.
    """
    flags = _FLAGS.match(source)
    out = [f"(?{rest})" if (rest := flags[1].replace("i", "")) else ""] if flags else [""]
    blind = [bool(flags and "i" in flags[1])]  # whether case is overlooked, in each open group
    begun: list[tuple[int, bool]] = []  # where each open group begins in ``out``, and whether it forbids something
    minds_case = False  # inside what is forbidden: a word in capitals alone must not be forbidden in lower case, too
    led = blind[-1]  # whether letters in any case come first: a search for what no letter need begin gains nothing
    position = flags.end() if flags else 0
    while position < len(source):
        sign = source[position]
        if sign == "\\":
            out.append(source[position : position + 2])
            position += 2
        elif sign == "[":
            members, end = _members(source, position, blind[-1])
            if members is None:
                return None
            if not led and any(c.isalpha() for c in re.sub(r"\\.", "", source[position:end])):
                return None
            out.append(members)
            position = end
        elif sign == "(":
            opening = _OPENING.match(source, position)
            if opening is None or (source.startswith("(?", position) and opening.end() == position + 1):
                return None
            inside = opening.group().endswith("i:")
            begun.append((len(out), opening.group() in ("(?!", "(?<!")))
            blind.append(opening.group(1) is None if inside else blind[-1])
            led |= blind[-1]
            out.append("(?:" if inside else opening.group())
            position = opening.end()
        elif sign == ")":
            start, forbids = begun.pop()
            blind.pop()
            out.append(sign)
            if forbids and minds_case:
                del out[start:]
            minds_case = minds_case and any(f for _, f in begun) and not forbids
            position += 1
        else:
            minds_case |= sign.isalpha() and not blind[-1] and any(f for _, f in begun)
            out.append(letter_lowered(sign))
            position += 1
    return "".join(out)


_CLASS = re.compile(r"\[(\^?)((?:\\.|[^\]\\])+)\]")
_MEMBER = re.compile(r"(?:\\.|[^\\])(?:-(?:\\.|[^\\]))?", re.DOTALL)


def _members(source: str, position: int, blind: bool) -> tuple[str | None, int]:
    """A class for the letters in lower case, and where it ends."""
    found = _CLASS.match(source, position)
    if found is None:
        return None, position
    excludes, members = found.groups()
    kept = []
    for member in _MEMBER.findall(members):
        letters = [c for c in member.replace("\\", "") if c.isalpha()] if not member.startswith("\\") else []
        if len(member) == 3 and any(not c.isascii() and c.lower() != c.upper() for c in letters):
            return None, position  # a range of letters whose small ones lie elsewhere
        if excludes and not blind and any(c.lower() != c.upper() for c in letters):
            continue  # it excludes capitals or small letters alone
        kept.append("".join(map(letter_lowered, member)) if letters else member)
    return (f"[{excludes}{''.join(kept)}]" if kept else r"[\s\S]"), found.end()
