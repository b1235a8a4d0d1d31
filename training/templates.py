"""The templates: ``text/*.txt``, one a line in the notation of ``training.grammar``; '\\n' stands for a line break."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "text"


@cache
def read(name: str) -> list[str]:
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line.strip()]


def every() -> list[str]:
    return [template for path in sorted(_FOLDER.glob("*.txt")) for template in read(path.stem)]
