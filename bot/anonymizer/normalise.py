"""Text as the recognizers should see it, with the way back to what was typed.

Zero-width and format characters, homoglyphs, full-width letters, other digits, entities, markup and letter-spacing
hide an
identifier from a pattern and not from a reader. ``views`` undoes them and keeps, for every character, where it came
from.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from bot.anonymizer.memory import remembered

# Cyrillic and Greek letters that are drawn like Latin ones (Unicode confusables, the common part).
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјорсухԁԛԝһвкмнтгзΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρτυχικ",
    "ABESIJKMHOPCTYX3aesijopcyxdqwhbkmhtr3ABEZHIKMNOPTYXaovptuxik",
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "‘’‚‛ʼ`´＇"), "'") | dict.fromkeys(map(ord, "“”„‟«»＂"), '"')
_SIMPLE = _DASHES | _QUOTES
_DROPPED = re.compile(r"[͏ᅟᅠ឴឵ㅤﾠ︀-️]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
# No more than the sign itself: what else stands in angle brackets ('<MRN 4471882>') is read as everything is.
_TAGS = (
    "a|abbr|b|big|br|center|code|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strike|strong|sub|"
    "sup|table|td|th|tr|tt|u|ul|wbr"
)
_TAG = re.compile(
    rf"</?(?:{_TAGS}|{_TAGS.upper()})\s?/?>|<!--\W{{0,60}}?-->|"
    r"\|\||~~|(?<![\w@./#-])_+(?=[\w@])|(?<=\w)_+(?![\w@])|(?<=[^\W\d_])\*(?=[^\W\d_])|"
    r"\*\*(?<![A-Z][A-Z,][ ,]\d{3}\*\*)"  # but not a ZIP code that we shortened
)
_STARRED = re.compile(r"(?<!\d)(?:\d[*|]){5,}\d(?!\d)")
_AT = re.compile(r"\s{0,2}[\[({<]\s?(?:at|AT|At|@|arroba|ät)\s?[\])}>]\s{0,2}")
_DOT = re.compile(r"\s{0,2}[\[({<]\s?(?:dot|DOT|Dot|\.|punkt|point|punto|ponto)\s?[\])}>]\s{0,2}")
# Five or more single characters, evenly spaced: 'J o h n', '9 4 3 4 7'. Two spaces part the words.
_SPACED = re.compile(r"(?<![\w/.@:\-])[^\W_](?:([ ._\-*|/])[^\W_]){1}(?:\1{1,6}[^\W_]){3,120}(?![^\W_]|[.@][\w@])")
# Where spaced words part though one space stands between them: 'J o h n D o e', 'score 4 J o h n', 'I J o h n'.
_SEAM = re.compile(r"[^\W\dA-Z_]\W[A-Z](?:\W[^\W\dA-Z_])|\d\W[^\W\d_](?:\W[^\W\d_]){2}")
# A line break with a digit or the sign of an address on one side of it may stand inside an identifier.
_BROKEN = re.compile(r"(?<=\d)[ ]?\n[ ]?(?=\d)|(?<=[@._\-/])\n(?=[\w@])|(?<=\w)\n(?=[@._\-/]\w)")
_SEPARATORS = re.compile(r"[ ._\-*|/]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class View:
    """``text`` and, for each of its characters, the stretch of the typed text it stands for.

    ``altered`` are stretches (in ``text``) that read differently here than in the first view; a later view is asked
    only about them. An identity view keeps ``starts`` empty.
    """

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    altered: tuple[tuple[int, int], ...] = ()
    spaced: bool = False  # letter-spacing was closed up, not only line breaks

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the typed text under ``[start, end)`` of this view."""
        if not self.starts:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def position(self, typed: int) -> int:
        """The first character of this view that stands at or after ``typed``."""
        return bisect_left(self.starts, typed) if self.starts else typed


def views(typed: str) -> list[View]:
    """The base view first, then, where letters are spaced out or lines break inside a word, a joined one."""
    base = _base(typed)
    joined = _joined(base)
    return [base, joined] if joined else [base]


_MIXED = re.compile(r"[A-Za-z0-9]")
_SUSPECT = re.compile(r"[&<*|~\[({_\\]")
_ESCAPED = re.compile(r"\\(?:r\\n|[nt])(?![a-z])")  # of a log: a line break and a tab, written out
# What stands for itself.
_PLAIN = re.compile(r"[\n !-_a-~]+")


def _base(typed: str) -> View:
    skips = _skips(typed)
    if not skips and _PLAIN.fullmatch(typed):
        return View(typed)
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for skip in [*sorted(skips), len(typed)]:
        while position < skip:
            if run := _PLAIN.match(typed, position, skip):
                text += run.group()
                starts += range(position, run.end())
                ends += range(position + 1, run.end() + 1)
                position = run.end()
            else:
                _append(text, starts, ends, typed[position], position, position + 1)
                position += 1
        if position == skip < len(typed):
            sign, after = skips[skip]
            _append(text, starts, ends, sign, skip, after)
            position = after
    return View(_without_lookalikes("".join(text)), tuple(starts), tuple(ends))


def _skips(typed: str) -> dict[int, tuple[str, int]]:
    """Where several characters stand for one or none: what they stand for, and where they end."""
    if not _SUSPECT.search(typed):
        return {}
    skips = {m.start(): ("", m.end()) for m in _TAG.finditer(typed)}
    for match in _STARRED.finditer(typed):
        skips |= {i: ("", i + 1) for i in range(match.start(), match.end()) if typed[i] in "*|"}
    for pattern, sign in ((_AT, "@"), (_DOT, "."), (_ESCAPED, "\n")):
        skips |= {m.start(): (sign, m.end()) for m in pattern.finditer(typed)}
    return skips | {m.start(): (html.unescape(m.group()), m.end()) for m in _ENTITY.finditer(typed)}


def _append(text: list[str], starts: list[int], ends: list[int], sign: str, start: int, end: int) -> None:
    """Add one typed character as its plain form: nothing for an invisible one, several for a ligature."""
    for part in sign:
        if unicodedata.category(part) == "Cf" or _DROPPED.match(part):
            continue
        if unicodedata.combining(part) and text and ord(text[-1]) < 0x250:
            composed = unicodedata.normalize("NFC", text[-1] + part)
            text[-1] = composed if len(composed) == 1 else text[-1]  # a stray mark on a Latin letter is a disguise
            ends[-1] = end
            continue
        for plain in _plain(part):
            text.append(plain)
            starts.append(start)
            ends.append(end)


def _plain(part: str) -> str:
    if ord(part) in _SIMPLE:
        return _SIMPLE[ord(part)]
    digit = unicodedata.decimal(part, None)
    if digit is not None:
        return str(digit)
    if part.isspace() and part != "\n":
        return "\n" if part in "\u2028\u2029\x85" else " "
    if unicodedata.decomposition(part).startswith("<"):
        return unicodedata.normalize("NFKC", part).translate(_SIMPLE)
    return part


def _without_lookalikes(text: str) -> str:
    """Fold Cyrillic and Greek lookalikes in words that also hold Latin letters or digits. The length stays the same."""
    if text.isascii():
        return text

    def fold(match: re.Match[str]) -> str:
        word = match.group()
        return word.translate(_LOOKALIKES) if not word.isascii() and _MIXED.search(word) else word

    return _WORD.sub(fold, text)


def _joined(base: View) -> View | None:
    """Letter-spaced words closed up, and a line break between two characters of what may be one word removed."""
    text = base.text
    removed: dict[int, str] = {}
    touched: list[tuple[int, int]] = []
    for match in _SPACED.finditer(text):
        touched.append(match.span())
        for gap in _SEPARATORS.finditer(text, *match.span()):
            removed |= dict.fromkeys(range(gap.start(), gap.end()), "")
            if len(gap.group()) > 1 or _SEAM.match(text, gap.start() - 1):
                removed[gap.start()] = " "
    spaced = bool(touched)
    for match in _BROKEN.finditer(text):
        if match.start() not in removed:
            removed |= dict.fromkeys(range(*match.span()), "")
            touched.append((match.start() - 1, match.end() + 1))
    if not touched:
        return None
    kept = [(i, removed.get(i, c)) for i, c in enumerate(text) if removed.get(i, c)]
    where = [base.typed(i, i + 1) for i, _ in kept]
    origin = [i for i, _ in kept]
    altered = tuple(sorted((bisect_left(origin, a), bisect_left(origin, b)) for a, b in touched))
    return View("".join(c for _, c in kept), tuple(a for a, _ in where), tuple(b for _, b in where), altered, spaced)


# What ``re`` takes for the same letter under (?i), and folding keeps apart or makes several letters of.
_SAME = str.maketrans("İıﬅ\u1fd3\u1fe3", "iiﬆ\u0390\u03b0")


@remembered(8)
def lower(text: str) -> str:
    """``text`` in lower case, as long as it was."""
    return text.lower() if text.isascii() else "".join(map(letter_lowered, text))


@lru_cache(4096)
def letter_lowered(letter: str) -> str:
    letter = letter.translate(_SAME)
    return next((form for form in (letter.casefold(), letter.lower()) if len(form) == 1), letter)
