"""How Discord's client reads a message: what would be shown as typed, and what would be taken for markup.

From Discord's guide to its markdown. Stricter than the client on purpose: a lone star, which it would show as a star,
counts as markup here, since another star may follow in what stands beside it.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(r"[ \t]*(#{1,3}\s|-#\s|>\s|>>>|[-*]\s|\d+\.\s)")
_INLINE = re.compile(
    r"[*_`]|~~|\|\||<[@#:/][^\s>]*|<a?:\w+:\d+>|<t:\d+|<id:\w+|<https?:[^\s>]*>|\]\(|https?://\S|discord\.gg/|"
    r"discord(?:app)?\.com/|@everyone|@here",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
INVISIBLE = re.compile("[\u200b\u202a-\u202e\u2066-\u2069]")


def read(source: str) -> tuple[str, list[str]]:
    """What is shown, and every piece that counts as markup."""
    shown: list[str] = []
    marks: list[str] = []
    at, line_start = 0, True
    while at < len(source):
        if line_start and (block := _BLOCK.match(source, at)):
            marks.append(block[1])
        if escaped := _ESCAPED.match(source, at):
            shown.append(escaped[1])
            at, line_start = escaped.end(), False
            continue
        if inline := _INLINE.match(source, at):
            marks.append(inline[0])
        shown.append(source[at])
        line_start = source[at] == "\n"
        at += 1
    return "".join(shown), marks
