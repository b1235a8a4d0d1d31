"""Hand lists, ``lists/*.txt``, one item a line: names that no package covers well, towns, hospitals, medical words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lists"


@cache
def read(name: str) -> list[str]:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf8").splitlines()


def peoples() -> list[str]:
    """The peoples whose names stand in given_*.txt and family_*.txt."""
    return sorted(path.stem.removeprefix("given_") for path in _FOLDER.glob("given_*.txt"))
