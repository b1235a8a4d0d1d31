"""Text that a person wrote, before and after the anonymizer.

``RawText`` may hold a patient. It lives in the memory of one request and of the worker that reads it, and it
refuses to become a string by accident: no ``str()``, no f-string, no pickle, a ``repr`` that shows only its length.

``CleanText`` is what the anonymizer made of it. It has no public constructor: ``bot.minting`` makes it, and an
import rule lets only the anonymizer and the store's column type import that module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NoReturn, final

_MINT = object()  # the capability held by bot.minting
_REFUSED = re.compile("[\x00\ud800-\udfff]")
# Control characters but tab and line feed say nothing in a case and much to a terminal or a log reader.
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")


class UnreadableText(ValueError):
    """What was typed holds a NUL or a lone surrogate, which no store and no platform carries faithfully."""


@final
class RawText:
    """What a person typed, held under LF line ends. Offsets into it count code points."""

    __slots__ = ("_typed",)

    def __init__(self, typed: str) -> None:
        if _REFUSED.search(typed):
            raise UnreadableText("holds a NUL or a lone surrogate")
        self._typed = typed.replace("\r\n", "\n").replace("\r", "\n")

    def expose(self) -> str:
        """The text itself. For the anonymizer alone: tests/rules holds the list of callers."""
        return self._typed

    @property
    def blank(self) -> bool:
        return not self._typed.strip()

    def __len__(self) -> int:
        return len(self._typed)

    def __repr__(self) -> str:
        return f"<RawText of {len(self._typed)}>"

    def __str__(self) -> NoReturn:
        raise TypeError("raw text has no str(): it may hold a patient")

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("raw text can't be formatted: it may hold a patient")

    def __reduce__(self) -> NoReturn:
        raise TypeError("raw text can't be pickled: it may hold a patient")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RawText) and self._typed == other._typed

    __hash__ = None  # type: ignore[assignment]  # a hash of a short name is the name


@final
class CleanText:
    """Text from which the anonymizer, and its author, took the patient. Compares and hashes by content."""

    __slots__ = ("_text",)

    def __init__(self, text: str, mint: object = None) -> None:
        if mint is not _MINT:
            raise TypeError("CleanText is made by the anonymizer or read from a clean column")
        self._text = _CONTROL.sub("", text)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<CleanText of {len(self._text)}>"

    def __len__(self) -> int:
        return len(self._text)

    def __bool__(self) -> bool:
        return bool(self._text.strip())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CleanText) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    @classmethod
    def nothing(cls) -> CleanText:
        return cls("", _MINT)

    def beginning(self, limit: int) -> CleanText:
        """At most ``limit`` code points, cut behind a paragraph, a line or a word where one ends late enough."""
        if len(self._text) <= limit:
            return self
        cut = self._text[: limit - 1]
        for end in ("\n\n", "\n", " "):
            head, found, _ = cut.rpartition(end)
            if found and len(head) > limit // 2:
                return CleanText(head.rstrip() + "…", _MINT)
        return CleanText(cut + "…", _MINT)

    def excerpt(self, limit: int) -> CleanText:
        """The beginning on one line, cut at a word, of at most ``limit`` code points."""
        line = " ".join(self._text.split())
        if len(line) <= limit:
            return CleanText(line, _MINT)
        cut = line[: limit - 1]
        head = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
        return CleanText(head.rstrip(" ,.;:-") + "…", _MINT)

    def selection(self, start: int, end: int) -> re.Pattern[str] | None:
        """The selected stretch as a pattern that finds it again; None where nothing readable is selected.

        A whole word is found as a whole word. A part of one (a name inside a longer run, or in a script without
        spaces) is found wherever it stands: what its author selected is always among what is found.
        """
        if not 0 <= start < end <= len(self._text):
            return None
        chosen = self._text[start:end]
        start, end = start + len(chosen) - len(chosen.lstrip()), end - len(chosen) + len(chosen.rstrip())
        before, after = self._text[start - 1 : start] if start else "", self._text[end : end + 1]
        return whole_word(
            self._text[start:end],
            left=_in_word(self._text[start : start + 1]) and not _in_word(before),
            right=_in_word(self._text[end - 1 : end]) and not _in_word(after),
        )

    def without(self, pattern: re.Pattern[str], label: str = "[REDACTED]") -> tuple[CleanText, int]:
        """The text with what the pattern finds replaced, and how many times that was."""
        text, count = pattern.subn(label, self._text)
        return CleanText(text, _MINT), count


def joined(texts: Iterable[CleanText]) -> CleanText:
    """Clean texts as one, a paragraph each."""
    return CleanText("\n\n".join(str(text) for text in texts), _MINT)


def whole_word(word: str, *, left: bool = True, right: bool = True) -> re.Pattern[str] | None:
    """``word`` standing on its own (on the sides asked for), in any case and composition, with any run of white space.

    None where nothing is left of it.
    """
    forms = {form: unicodedata.normalize(form, word).split() for form in ("NFC", "NFD")} | {"typed": word.split()}
    if not forms["typed"]:
        return None
    alternatives = {r"\s+".join(re.escape(part) for part in parts) for parts in forms.values()}
    before, after = r"(?<!\w)" if left else "", r"(?!\w)" if right else ""
    pattern = re.compile(f"{before}(?:{'|'.join(sorted(alternatives))}){after}", re.IGNORECASE)
    re.purge()  # the module would remember the word
    return pattern


def _in_word(character: str) -> bool:
    """Whether a character (or none) belongs to a word, as ``\\w`` has it."""
    return re.match(r"\w", character) is not None
