"""What is worked out for a word is remembered while a form is read, and forgotten before the next one.

A cache of words is a list of names: a worker that served a thousand forms would hold a thousand patients. Promise 1
says the memory of one request. Reading many texts of one owner (the command line) may go on remembering.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])

_clears: list[Callable[[], None]] = []


def remembered(maxsize: int) -> Callable[[Function], Function]:
    """``lru_cache`` for a function of typed words, cleared by ``forget``."""

    def wrap(function: Function) -> Function:
        cached = lru_cache(maxsize)(function)
        _clears.append(cached.cache_clear)
        return cached  # type: ignore[return-value]  # it is called as the function is

    return wrap


def to_forget(clear: Callable[[], None]) -> None:
    """Have ``clear`` called by ``forget`` too."""
    _clears.append(clear)


def forget() -> None:
    for clear in _clears:
        clear()
