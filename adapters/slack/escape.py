"""Slack's markup, out and in: what a person wrote is shown as written, and what Slack sends is read as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CONTROL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TOKEN = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
# Overrides of the writing direction reach beyond a person's own words and can turn ours around.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = ("\n\n", "\n", " ")


def escape(text: str) -> str:
    """Text that Slack shows character by character: it pings nobody and links nowhere.

    Source: docs.slack.dev, 'Formatting message text', Escaping text.
    """
    return "".join(_CONTROL.get(character, character) for character in text)


def unturned(text: str) -> str:
    """The text without what would turn the writing direction of the words around it."""
    return _BIDI.sub("", text)


def size(text: str) -> int:
    """How much of a limit this text takes once it is escaped, in UTF-16 units."""
    return sum(_cost(character) for character in text)


def _cost(character: str) -> int:
    return len(_CONTROL[character]) if character in _CONTROL else 2 if ord(character) > 0xFFFF else 1


def cut(text: str, limit: int) -> str:
    """The beginning that fits, with '…' where something is missing. Not escaped yet."""
    if size(text) <= limit:
        return text
    return text[: _fitting(text, limit - 1)].rstrip() + "…"


def pieces(text: str, limit: int) -> Iterator[str]:
    """The text in parts that each fit once escaped, parted at a paragraph, a line or a word where one is near."""
    while size(text) > limit:
        end = _fitting(text, limit)
        for mark in _BREAKS:
            found = text.rfind(mark, end // 2, end)
            if found > 0:
                end = found + len(mark)
                break
        yield text[:end].rstrip()
        text = text[end:].lstrip("\n")
    yield text


def _fitting(text: str, limit: int) -> int:
    """How many characters of the text fit; at least one, so that a loop ends."""
    taken = 0
    for index, character in enumerate(text):
        taken += _cost(character)
        if taken > limit:
            return max(index, 1)
    return len(text)


def plain(text: str) -> str:
    """What Slack sends of a typed message, as the author saw it: mentions and links by their words."""
    return _decoded(_TOKEN.sub(lambda match: _shown(match[1], match[2]), text))


def codes(text: str) -> str:
    """Typed text in which a mention stands by its id: '<!subteam^S1|@cardiology>' as 'S1', '<#C1|cases>' as 'C1'."""
    return _decoded(_TOKEN.sub(lambda match: _id(match[1], match[2]), text))


def _decoded(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(target: str, label: str | None) -> str:
    if target[0] in "@#":
        return target[0] + label.lstrip("@#") if label else target
    if target[0] == "!":
        return label or "@" + target[1:].partition("^")[0]
    address = target.removeprefix("mailto:")
    return address if not label or label in address else f"{label} ({address})"


def _id(target: str, label: str | None) -> str:
    if target[0] in "@#":
        return target[1:]
    if target.startswith("!subteam^"):
        return target.removeprefix("!subteam^")
    return _shown(target, label)
