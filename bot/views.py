"""What a command answers: blocks that every adapter can render, in words that are chosen at rendering."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


Block = Text | Fields | Table | Code | Actions


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


def degrade(answer: Reply, to: Capabilities, link: Callable[[Ref | None], Message]) -> Reply:
    """The same answer within an adapter's means: tables become lines, long text is cut with a link to the page."""
    return replace(answer, blocks=tuple(_degraded(answer, to, link)))


def _degraded(answer: Reply, to: Capabilities, link: Callable[[Ref | None], Message]) -> Iterator[Block]:
    cut = False
    for block in answer.blocks:
        if isinstance(block, Table) and not to.tables:
            for row in block.rows:
                yield Fields(tuple(Item(head, cell) for head, cell in zip(block.head, row, strict=True)))
        elif isinstance(block, Text) and isinstance(block.body, CleanText) and _too_long(block.body, to):
            cut = True
            yield replace(block, body=block.body.excerpt(to.text_limit or 0))
        elif isinstance(block, Actions) and to.buttons is not None:
            cut = cut or len(block.buttons) > to.buttons
            yield Actions(block.buttons[: to.buttons])
        else:
            yield block
    if cut:
        yield Text(link(answer.subject), Style.SMALL)


def _too_long(body: CleanText, to: Capabilities) -> bool:
    return to.text_limit is not None and len(body) > to.text_limit


def words(text: str) -> Message:
    """A choice, a handle or a reference on its own, as an inline."""
    return say("{words}", words=text)
