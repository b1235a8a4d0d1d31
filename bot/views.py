"""What a command answers: blocks that every adapter can render, in words that are chosen at rendering."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.i18n import Message, say
from bot.model import Ref
from bot.text import CleanText

Inline = Message | CleanText


class Style(StrEnum):
    PLAIN = "plain"
    HEADING = "heading"
    SMALL = "small"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Text:
    body: Inline
    style: Style = Style.PLAIN
    # Where the text stands in the store ('part-17'), so that a reader can select a word in it and have it redacted.
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    label: Message
    body: Inline
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[Message, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Something to copy: a code, a digest. Curbside's own, never a person's."""

    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """A command with a subject. ``token`` is what a platform carries and ``parse_token`` reads back."""

    label: Message
    path: str
    subject: Ref | None = None
    primary: bool = False

    @property
    def token(self) -> str:
        return f"{self.path}|{self.subject or ''}"


def parse_token(token: str) -> tuple[str, Ref | None]:
    """The command path and subject of a button's token; ValueError where it is none."""
    path, bar, subject = token.partition("|")
    if not bar:
        raise ValueError("not a button's token")
    return path, Ref.parse(subject) if subject else None


@dataclass(frozen=True, slots=True)
class Actions:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said under a subject. A platform with threads shows each of it as a message of its own."""

    blocks: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a page, as a button: a one-time link is for the asker's eyes alone."""

    label: Message
    url: str


Block = Text | Fields | Table | Code | Actions | Thread | Link


class Visibility(StrEnum):
    """Who sees a direct answer. What others see comes by the outbox."""

    ASKER = "asker"
    THREAD = "thread"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Reply:
    blocks: tuple[Block, ...]
    visibility: Visibility = Visibility.ASKER
    subject: Ref | None = None  # what it is about: its edit key, and where 'open' leads


def reply(*blocks: Block | Message | None, subject: Ref | None = None) -> Reply:
    """A reply to the asker; a bare message stands for a paragraph, None for nothing."""
    kept = (Text(b) if isinstance(b, Message) else b for b in blocks if b is not None)
    return Reply(tuple(kept), subject=subject)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an adapter can show. None means without limit."""

    private: bool  # its forms reach this server without passing through a platform
    tables: bool
    text_limit: int | None  # characters of one text block
    buttons: int | None  # of one reply
    total: int | None = None  # characters of a whole message, with what an adapter's markup may add
    fields: int | None = None  # of a native form
    threads: bool = False  # replies and updates stand as messages of their own


def degrade(answer: Reply, to: Capabilities, rest: Callable[[Ref | None], Block]) -> Reply:
    """The same answer within an adapter's means: tables become lines, threads go, long text is cut at a paragraph.

    ``rest`` makes the block that says where all of it can be read.
    """
    blocks: list[Block] = []
    cut = False
    room = None if to.total is None else to.total - RESERVE
    buttons = to.buttons
    for block in _within_means(answer.blocks, to):
        if isinstance(block, Actions):
            fitted: Block | None = block if buttons is None else _first_buttons(block, buttons)
            buttons = None if buttons is None else max(0, buttons - len(block.buttons))
        else:
            fitted = _fit(block, room, to.text_limit)
        cut = cut or fitted != block
        if fitted is not None:
            blocks.append(fitted)
            room = None if room is None else room - _size(fitted)
    return replace(answer, blocks=(*blocks, rest(answer.subject)) if cut else tuple(blocks))


def _within_means(blocks: Iterable[Block], to: Capabilities) -> Iterator[Block]:
    """The blocks in the kinds that the adapter has."""
    for block in blocks:
        if isinstance(block, Table) and not to.tables:
            for row in block.rows:
                yield Fields(tuple(Item(head, cell) for head, cell in zip(block.head, row, strict=True)))
        elif isinstance(block, Thread):
            if not to.threads:
                yield from block.blocks
        else:
            yield block


def _first_buttons(block: Actions, count: int) -> Actions | None:
    if len(block.buttons) <= count:
        return block
    return Actions(block.buttons[:count]) if count else None


def _fit(block: Block, room: int | None, text_limit: int | None) -> Block | None:
    """A block within what is left of the message, its texts within their own limit; None where nothing of it fits."""
    if isinstance(block, Text):
        body = _fit_inline(block.body, _least(None if room is None else room - MARKUP, text_limit))
        return None if body is None else replace(block, body=body)
    if isinstance(block, Fields):
        return _fit_fields(block, room, text_limit)
    return block if room is None or _size(block) <= room else None


def _fit_fields(block: Fields, room: int | None, text_limit: int | None) -> Fields | None:
    items: list[Item] = []
    for item in block.items:
        around = _length(item.label) + MARKUP
        body = _fit_inline(item.body, _least(None if room is None else room - around, text_limit))
        if body is not None:
            items.append(replace(item, body=body))
            room = None if room is None else room - around - _length(body)
    return Fields(tuple(items)) if items or not block.items else None


def _fit_inline(body: Inline, limit: int | None) -> Inline | None:
    """The words whole, or their beginning where a person wrote them; a sentence of ours is never cut."""
    if limit is None or _length(body) <= limit:
        return body
    return body.beginning(limit) if isinstance(body, CleanText) and limit > SCRAP else None


def _least(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


RESERVE = 120  # characters kept free for the way to the rest
SCRAP = 20  # less than this of a text says nothing
MARKUP = 8  # characters that an adapter's markup and line ends add to a text at most


def _length(inline: Inline) -> int:
    return len(inline) if isinstance(inline, CleanText) else len(inline.text())


def _size(block: Block) -> int:
    """Characters of a block, with what its markup and line ends add at most."""
    if isinstance(block, Text):
        return _length(block.body) + MARKUP
    if isinstance(block, Fields):
        return sum(_length(item.label) + _length(item.body) + MARKUP for item in block.items)
    if isinstance(block, Table):
        return sum(_length(cell) + 4 for row in (block.head, *block.rows) for cell in row)
    return len(block.text) + MARKUP if isinstance(block, Code) else 0


def words(text: str) -> Message:
    """A choice, a handle or a reference on its own, as an inline."""
    return say("{words}", words=text)
