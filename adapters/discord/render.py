"""A Reply as a Discord message. Pure.

Everything stands in the content and in buttons: a phone's notification shows a message's content, and no embed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from adapters.discord import limits
from adapters.discord.escape import escape, line, name
from adapters.discord.tokens import Token
from bot.i18n import Message, translations
from bot.text import CleanText
from bot.views import Actions, Block, Button, Code, Fields, Inline, Item, Link, Reply, Style, Table, Text, Thread

Json = dict[str, Any]

NOBODY: Json = {"parse": []}
_SECONDARY, _PRIMARY, _LINK = 2, 1, 5  # styles of a button


def message(answer: Reply, locale: str = "en", guild: str | None = None) -> Json:
    """The body of a request that makes or edits a message. ``guild``: for a direct message, whose it is."""
    rows = components(answer.blocks, locale, guild)
    text = content(answer.blocks, locale)
    return {
        "content": text or ("" if rows else "—"),
        "components": rows,
        "allowed_mentions": NOBODY,
        "flags": limits.SUPPRESS_EMBEDS,
    }


def words(inline: Inline, locale: str) -> str:
    """A person's text escaped; a sentence of ours with its parameters escaped, since a handle is a person's, too."""
    if isinstance(inline, CleanText):
        return escape(str(inline))
    safe = {key: escape(str(v)) if isinstance(v, CleanText | str) else v for key, v in inline.params.items()}
    return replace(inline, params=safe).text(locale)


def gettext(msgid: str, locale: str) -> str:
    """A message id of a declaration, in this language."""
    return translations(locale).gettext(msgid)


def plain(said: Message, locale: str, limit: int) -> str:
    """A sentence where Discord reads no markup: a label, a title."""
    return name(said.text(locale), limit) or "…"


@dataclass(frozen=True, slots=True)
class _Paragraph:
    before: str
    body: str
    after: str = ""
    close: bool = False  # the next one follows without an empty line

    def __str__(self) -> str:
        return self.before + self.body + self.after

    def cut(self, characters: int) -> _Paragraph:
        kept = self.body[: max(0, len(self.body) - characters - 1)].rstrip()
        if (len(kept) - len(kept.rstrip("\\"))) % 2:
            kept = kept[:-1]  # half of an escape would escape our own mark
        return replace(self, body=kept + "…")


def content(blocks: Iterable[Block], locale: str = "en") -> str:
    """The text of a message within Discord's limit. The core has degraded it; what escapes added is cut off here."""
    paragraphs = [p for block in blocks for p in _paragraphs(block, locale) if p.body.strip()]
    text = _joined(paragraphs)
    while len(text) > limits.CONTENT and paragraphs:
        longest = max(paragraphs, key=lambda p: len(p.body))
        excess = len(text) - limits.CONTENT
        if len(longest.body) < 40:  # so many short ones that cutting each would leave nothing to read
            paragraphs.pop()
        else:
            shorter = longest.cut(min(excess, len(longest.body) // 2))
            paragraphs[paragraphs.index(longest)] = shorter
        text = _joined(paragraphs)
    return text


def _joined(paragraphs: list[_Paragraph]) -> str:
    pieces: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        pieces.append(str(paragraph))
        if index + 1 < len(paragraphs):
            pieces.append("\n" if paragraph.close else "\n\n")
    return "".join(pieces).strip()


def _paragraphs(block: Block, locale: str) -> Iterator[_Paragraph]:
    match block:
        case Text():
            yield _text(block.body, block.style, locale)
        case Fields():
            yield from _items(block.items, locale)
        case Table():
            for row in block.rows:
                yield _Paragraph("", " · ".join(line(words(cell, locale)) for cell in row), close=True)
        case Code():
            yield _Paragraph("```\n", block.text.replace("`", "'"), "\n```")
        case Actions() | Link():
            pass  # components
        case Thread():
            pass  # of messages of its own


def _text(body: Inline, style: Style, locale: str) -> _Paragraph:
    text = words(body, locale)
    match style:
        case Style.HEADING:
            return _Paragraph("**", line(text), "**", close=True)
        case Style.SMALL:
            return _Paragraph("-# ", line(text), close=True)
        case Style.WARNING:
            return _Paragraph("⚠️ ", text)
        case Style.PLAIN:
            return _Paragraph("", text)


def _items(items: tuple[Item, ...], locale: str) -> Iterator[_Paragraph]:
    for index, item in enumerate(items):
        label = line(words(item.label, locale))
        yield _Paragraph(f"**{label}:** ", words(item.body, locale), close=index + 1 < len(items))


def components(blocks: Iterable[Block], locale: str = "en", guild: str | None = None) -> list[Json]:
    """The buttons of a message in rows of five."""
    buttons: dict[str, Json] = {}  # Discord refuses the same id twice in a message
    for block in blocks:
        if isinstance(block, Actions):
            for button in block.buttons:
                made = _button(button, locale, guild)
                buttons.setdefault(made["custom_id"], made)
        elif isinstance(block, Link) and len(block.url) <= limits.URL:
            label = plain(block.label, locale, limits.BUTTON_LABEL)
            buttons.setdefault(block.url, {"type": 2, "style": _LINK, "label": label, "url": block.url})
    return rows(list(buttons.values())[: limits.BUTTONS])


def rows(buttons: list[Json]) -> list[Json]:
    return [
        {"type": 1, "components": buttons[start : start + limits.ROW_BUTTONS]}
        for start in range(0, len(buttons), limits.ROW_BUTTONS)
    ]


def _button(button: Button, locale: str, guild: str | None) -> Json:
    return {
        "type": 2,
        "style": _PRIMARY if button.primary else _SECONDARY,
        "label": plain(button.label, locale, limits.BUTTON_LABEL),
        "custom_id": str(Token(button.path, button.subject, guild)),
    }
