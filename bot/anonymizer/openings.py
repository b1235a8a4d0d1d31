"""Where in a text a pattern can match at all, read from the pattern itself: tried there, it needn't be looked for.

A text is outlined once: where each word begins, by its first letters; where figures and other signs stand. From the
parsed pattern follows what any match begins with and what it holds further on. Most patterns ask for words that a text
doesn't have, and are done with after one look at the outline. What is said of a pattern may be too wide, never too
narrow; of a form that isn't known here nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from bot.anonymizer.normalise import lower
from bot.anonymizer.outline import (
    ANY,
    BLANK,
    CAPITAL,
    CAPITALISED,
    DEPTH,
    DIGIT,
    ELIDED,
    END,
    LARGE,
    LEAST,
    NUMBER,
    OPEN,
    WORD,
    small_letter,
)


class Plan(NamedTuple):
    """What is known of a pattern: the keys one of which stands where a match begins, None if it may begin elsewhere;
    and sets of keys, of each of which one stands somewhere in the match.
    """

    begins: frozenset[str] | None
    holds: tuple[frozenset[str], ...]


class _UnknownError(Exception):
    """Nothing can be said of where a pattern begins."""


class _State(NamedTuple):
    """What was read of a match: the letters of its first word so far, and whether no letter, no figure stands before
    it.
    """

    letters: str = ""
    no_letter: bool = False
    no_digit: bool = False

    def beside(self, no_letter: bool, no_digit: bool) -> _State:
        """With what a look behind has told; of use at the beginning alone."""
        return self if self.letters else _State("", self.no_letter or no_letter, self.no_digit or no_digit)

    def named(self) -> bool:
        return ANY not in self.letters and LARGE not in self.letters

    def with_letter(self, sign: str) -> _State:
        if len(sign) == 1 and self.named():
            return self._replace(letters=self.letters + sign)
        first = LARGE if sign == CAPITALISED and not self.letters else self.letters[:1]
        return self._replace(letters=(first if first == LARGE else ANY) + ANY * len(self.letters))

    def ended(self) -> str:
        """The key of a word that ends here."""
        if not (self.letters and self.no_letter):
            raise _UnknownError
        return self.letters + END

    def unfinished(self) -> str:
        """The key of a word that may go on in any way."""
        if not (self.letters and self.no_letter):
            raise _UnknownError
        if self.named() and len(self.letters) >= LEAST:
            return self.letters[:LEAST] + OPEN
        return CAPITALISED if self.letters[0] == LARGE else WORD


_States = set[_State]
_Items = Sequence[tuple[Any, Any, int]]  # an operation, its argument, the flags


def plan(pattern: re.Pattern[str]) -> Plan:
    items = _flat(_parser.parse(pattern.pattern, pattern.flags), pattern.flags)
    rare = sorted(set(_held(items)), key=_frequency)
    return Plan(_begun(items, _State()), tuple(keys for keys in rare[:_ASKED] if _frequency(keys) < _COMMON))


def shortest(pattern: re.Pattern[str]) -> int:
    """How many characters a match has at least."""
    return int(_parser.parse(pattern.pattern, pattern.flags).getwidth()[0])


def _held(items: _Items) -> Iterator[frozenset[str]]:
    """Sets of keys, of each of which one stands where the items match."""
    beside = _State()
    for i, (operation, argument, flags) in enumerate(items):
        if i and (keys := _begun(items[i:], beside)):
            yield keys
        if operation is op.ASSERT and argument[0] > 0 and (keys := _begun(_flat(argument[1], flags), _State())):
            yield keys
        if operation is op.BRANCH and len(argument[1]) < _SEVERAL:
            each = [min(_held_alone(_flat(inner, flags)), key=_frequency, default=None) for inner in argument[1]]
            known = [keys for keys in each if keys is not None]
            if len(known) == len(each):
                yield frozenset().union(*known)
        if operation in _REPEATS and argument[0] > 0:
            yield from _held(_flat(argument[2], flags))
        signs = _signs(operation, argument, flags)
        beside = _State("", _free(signs, _is_letter), _free(signs, _is_digit))


_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def _held_alone(items: _Items) -> Iterator[frozenset[str]]:
    if keys := _begun(items, _State()):
        yield keys
    yield from _held(items)


_ASKED = 2
_SEVERAL = 12  # of more alternatives than these, one is nearly always there
_COMMON = 5
# How often a key is met in a text of some lines, roughly: which of several to ask for.
_OFTEN = {WORD: 9, CAPITALISED: 3, CAPITAL: 3, NUMBER: 0.8, DIGIT: 0.8, BLANK: 9, "\n": 1, ".": 2, ",": 2}


def _frequency(keys: Iterable[str]) -> float:
    return sum(
        _OFTEN.get(key, 0.3 if len(key) == 1 else 0.2 if key[-1] == OPEN else 0.04 if key[-1] == END else 0.02)
        for key in keys
    )


def _flat(parsed: Iterable[tuple[Any, Any]], flags: int) -> list[tuple[Any, Any, int]]:
    """The items of a pattern, those of its groups among them."""
    out: list[tuple[Any, Any, int]] = []
    for operation, argument in parsed:
        if operation is op.SUBPATTERN:
            _, added, removed, inner = argument
            out += _flat(inner, (flags | added) & ~removed)
        elif operation is op.ATOMIC_GROUP:
            out += _flat(argument, flags)
        else:
            out.append((operation, argument, flags))
    return out


def _begun(items: _Items, state: _State) -> frozenset[str] | None:
    """The keys one of which stands where ``items`` match; None if nothing can be said."""
    keys: set[str] = set()
    try:
        keys.update([one.unfinished() for one in _read({state}, items, keys)])
    except _UnknownError:
        return None
    return frozenset(keys - _contained(keys))


def _contained(keys: set[str]) -> set[str]:
    """The keys of words that others among ``keys`` stand for, too."""
    if WORD in keys:
        return {key for key in keys if key[0].isalpha() or (key[0] in (ANY, LARGE) and len(key) > 1)} | {CAPITALISED}
    return {key for key in keys if key[0] == LARGE and len(key) > 1} if CAPITALISED in keys else set()


def _read(states: _States, items: _Items, keys: set[str]) -> _States:
    """The states after ``items``. What is known well enough becomes a key and is no state any more."""
    for operation, argument, flags in items:
        if not states:
            break
        if operation in _READERS:
            states = _READERS[operation](states, argument, flags, keys)
        else:
            states = _sign(states, _signs(operation, argument, flags), keys)
    return states


def _branch(states: _States, argument: Any, flags: int, keys: set[str]) -> _States:
    return {after for inner in argument[1] for after in _read(states, _flat(inner, flags), keys)}


def _repeat(states: _States, argument: Any, flags: int, keys: set[str]) -> _States:
    least, most, inner = argument
    items = _flat(inner, flags)
    least = min(least, DEPTH)  # a word is known by then
    after = set() if least else states
    for count in range(1, min(most, least + DEPTH) + 1):
        states = _read(states, items, keys)
        if count >= least:
            after = after | states
    return after


def _at(states: _States, argument: Any, flags: int, keys: set[str]) -> _States:
    """At the edge of a word, or of a line."""
    if argument is op.AT_NON_BOUNDARY:
        return states
    keys |= {one.ended() for one in states if one.letters}
    return {one.beside(True, True) for one in states if not one.letters}


def _look(states: _States, argument: Any, flags: int, keys: set[str]) -> _States:
    direction, inner = argument
    signs = _signs(*_flat(inner, flags)[-1]) if direction < 0 else None
    no_letter, no_digit = _free(signs, _is_letter), _free(signs, _is_digit)
    return {one.beside(no_letter, no_digit) for one in states if not (one.letters and no_letter)}


def _look_not(states: _States, argument: Any, flags: int, keys: set[str]) -> _States:
    direction, inner = argument
    no_letter, no_digit = _forbidden(_flat(inner, flags))
    if direction < 0:
        return {one.beside(no_letter, no_digit) for one in states}
    if not no_letter:
        return states
    keys |= {one.ended() for one in states if one.letters}
    return {one for one in states if not one.letters}


def _forbidden(items: _Items) -> tuple[bool, bool]:
    """Whether no letter, no digit at all can stand where ``items`` must not match."""
    if len(items) != 1:
        return False, False
    operation, argument, flags = items[0]
    if operation is op.BRANCH:
        each = [_forbidden(_flat(inner, flags)) for inner in argument[1]]
        return any(no_letter for no_letter, _ in each), any(no_digit for _, no_digit in each)
    members = set(argument) if operation is op.IN else set()
    if (op.NEGATE, None) in members:
        letters = members <= {(op.NEGATE, None), _NO_WORD, _DIGITS, _LINE}
        return letters, letters and _DIGITS not in members
    return _WORDS in members, _WORDS in members or _DIGITS in members


_WORDS, _NO_WORD = (op.CATEGORY, op.CATEGORY_WORD), (op.CATEGORY, op.CATEGORY_NOT_WORD)
_DIGITS, _LINE, _SMALL = (op.CATEGORY, op.CATEGORY_DIGIT), (op.LITERAL, ord("_")), (op.RANGE, (ord("a"), ord("z")))


_READERS: dict[Any, Callable[[_States, Any, int, set[str]], _States]] = {
    op.BRANCH: _branch,
    op.MAX_REPEAT: _repeat,
    op.MIN_REPEAT: _repeat,
    op.POSSESSIVE_REPEAT: _repeat,
    op.AT: _at,
    op.ASSERT: _look,
    op.ASSERT_NOT: _look_not,
}


def _sign(states: _States, signs: frozenset[str] | None, keys: set[str]) -> _States:
    """After one character, which is one of ``signs``."""
    if signs is None:
        keys |= {one.unfinished() for one in states}
        return set()
    after = set()
    for one in states:
        for sign in signs:
            key = (_within if one.letters else _first)(one, sign)
            if key:
                keys.add(key)
            else:
                after.add(one.with_letter(sign))
    return after


def _first(state: _State, sign: str) -> str:
    """The key that ``sign`` is where a match begins with it; none for the letter of a word."""
    if sign == NUMBER:
        return NUMBER if state.no_digit else DIGIT
    if sign == CAPITALISED and not state.no_letter:
        return CAPITAL
    if sign == WORD and not state.no_letter:
        raise _UnknownError
    return "" if _is_letter(sign) else sign


def _within(state: _State, sign: str) -> str:
    """The key of the word that goes on with ``sign``; none if more must be read."""
    if not state.no_letter:  # in the middle of a word, only an elision is known
        if sign == "'" and len(state.letters) == 1:
            return ELIDED
        raise _UnknownError
    if not _is_letter(sign):
        return state.ended()
    if len(sign) > 1 and state.named() and len(state.letters) >= LEAST:
        return state.unfinished()
    longer = state.with_letter(sign)
    if len(longer.letters) < DEPTH:
        return ""
    return longer.letters if longer.named() else longer.unfinished()


def _is_letter(sign: str) -> bool:
    return sign in (WORD, CAPITALISED) or (len(sign) == 1 and sign.isalnum())


def _is_digit(sign: str) -> bool:
    return sign == NUMBER


def _free(signs: frozenset[str] | None, test: Callable[[str], bool]) -> bool:
    return signs is not None and not any(map(test, signs))


def _signs(operation: Any, argument: Any, flags: int) -> frozenset[str] | None:
    """What one character that an item takes may be: letters in lower case, keys; None if nearly anything, or if the
    item takes another number of characters.
    """
    if operation is op.LITERAL:
        return _literal(argument)
    return _class(tuple(argument), flags & re.IGNORECASE) if operation is op.IN else None


@lru_cache
def _literal(code: int) -> frozenset[str]:
    return frozenset({_named(chr(code))})


@lru_cache
def _class(members: tuple[tuple[Any, Any], ...], blind: int) -> frozenset[str] | None:
    if (op.NEGATE, None) in members:
        return _negated(members, blind)
    out: set[str] = set()
    characters: list[str] = []
    for kind, value in members:
        if kind is op.CATEGORY and value in _CATEGORIES:
            out |= _CATEGORIES[value]
        elif kind is op.LITERAL:
            characters.append(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < _WIDEST:
            characters += map(chr, range(value[0], value[1] + 1))
        else:
            return None
    return frozenset(out | _collected(characters, blind))


_WIDEST = 400
_NAMED = 6  # more letters than these aren't told apart
_CATEGORIES = {
    op.CATEGORY_DIGIT: {NUMBER},
    op.CATEGORY_SPACE: {BLANK, "\n"},
    op.CATEGORY_WORD: {WORD, NUMBER, "_"},
}


def _collected(characters: Sequence[str], blind: int) -> set[str]:
    out = {_named(one) for one in characters}
    letters = {sign for sign in out if _is_letter(sign)}
    if len(letters) <= _NAMED:
        return out
    small = blind or any(map(small_letter, characters))
    return out - letters | {WORD if small else CAPITALISED}


def _negated(members: Sequence[Any], blind: int) -> frozenset[str] | None:
    """Of the classes that exclude something, those of letters and figures are known."""
    if _NO_WORD not in members:
        return None
    out = {CAPITALISED if _SMALL in members and not blind else WORD}
    if _DIGITS not in members:
        out.add(NUMBER)
    if _LINE not in members:
        out.add("_")
    return frozenset(out)


def _named(character: str) -> str:
    if character.isdecimal():
        return NUMBER
    return BLANK if character.isspace() and character != "\n" else lower(character)
