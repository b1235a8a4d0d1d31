"""A Reply as Block Kit. Pure. A person's words stand in plain_text, where Slack reads no markup at all."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.escape import cut, escape, pieces, unturned
from bot.commands import Registry
from bot.i18n import Message, say
from bot.views import Actions, Block, Button, Code, Fields, Inline, Link, Reply, Style, Table, Text, Thread

Json = dict[str, Any]

PRESS = "press"  # a button's action_id begins with it; its value is the token
BEGIN = "begin"  # that of one which asked nothing yet
FOLLOW = "follow"  # a link's


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: ``text``, escaped, is what a notification shows."""

    text: str
    blocks: list[Json]


class Renderer:
    """In one language, for one registry of commands: it knows which buttons ask 'sure?' first."""

    def __init__(self, registry: Registry, locale: str = "en") -> None:
        self._registry = registry
        self.locale = locale

    def message(self, answer: Reply) -> Rendered:
        words = "\n".join(self._lines(answer.blocks)) or "Curbside"
        blocks = self.blocks(answer.blocks, limits.MESSAGE_BLOCKS, limits.MESSAGE_JSON)
        return Rendered(escape(cut(unturned(words), limits.FALLBACK)) or "Curbside", blocks)

    def blocks(self, blocks: Sequence[Block], most: int, room: int) -> list[Json]:
        """At most so many blocks of so many characters as JSON; where something doesn't fit, '…' is the last."""
        kept: list[Json] = []
        room -= 200  # for the brackets and the last block
        for block in self._blocks(blocks):
            room -= len(json.dumps(block)) + 2
            if room < 0 or len(kept) == most - 1:
                return [*kept, small("…")]
            kept.append(block)
        return kept or [small("…")]

    def words(self, inline: Inline) -> str:
        return inline.text(self.locale) if isinstance(inline, Message) else str(inline)

    def button(self, button: Button, number: int) -> Json:
        """A button of a message or view; ``number`` tells it from the others there."""
        made: Json = {
            "type": "button",
            "text": plain(cut(self.words(button.label), limits.BUTTON) or "…"),
            "action_id": f"{PRESS} {number}",
            "value": button.token,
        }
        command = self._registry.commands.get(button.path)
        if command is not None and command.final:
            made["confirm"] = self._sure(self.words(button.label))
        elif button.primary:
            made["style"] = "primary"
        return made

    def _sure(self, label: str) -> Json:
        return {
            "title": plain(cut(label, limits.CONFIRM_TITLE) or "…"),
            "text": plain(self.words(say("Are you sure? This can't be taken back."))),
            "confirm": plain(self.words(say("Yes"))),
            "deny": plain(self.words(say("No"))),
            "style": "danger",
        }

    def _lines(self, blocks: Sequence[Block]) -> Iterator[str]:
        """The words of a notification."""
        for block in blocks:
            if isinstance(block, Text) and (line := self.words(block.body).strip()):
                yield line
            elif isinstance(block, Fields):
                yield " · ".join(self.words(item.body) for item in block.items)

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[Json]:
        numbers = itertools.count(1)
        for are_fields, group in itertools.groupby(blocks, lambda block: isinstance(block, Fields)):
            if are_fields:
                yield from self._fields([block for block in group if isinstance(block, Fields)])
            else:
                for block in group:
                    yield from self._block(block, numbers)

    def _block(self, block: Block, numbers: Iterator[int]) -> Iterator[Json]:
        match block:
            case Text():
                yield from self._text(block)
            case Thread():
                for line in block.blocks:
                    yield from self._text(line)
            case Code() if block.text.strip():
                yield _code(block.text.strip())
            case Actions():
                for start in range(0, len(block.buttons), limits.BUTTONS):
                    batch = block.buttons[start : start + limits.BUTTONS]
                    yield {"type": "actions", "elements": [self.button(button, next(numbers)) for button in batch]}
            case Link():
                yield {"type": "actions", "elements": [self._link(block, next(numbers))]}
            case Table():
                head = [self.words(cell) for cell in block.head]
                yield from _table(head, [[self.words(cell) for cell in row] for row in block.rows])

    def _text(self, block: Text) -> Iterator[Json]:
        words = self.words(block.body).strip()
        if not words:
            return
        if block.style is Style.HEADING:
            yield {"type": "header", "text": plain(cut(words, limits.HEADER))}
        elif block.style is Style.SMALL:
            yield from (small(piece) for piece in pieces(words, limits.CONTEXT))
        else:
            marked = f"⚠️ {words}" if block.style is Style.WARNING else words
            for piece in pieces(marked, limits.SECTION):
                yield {"type": "section", "text": plain(piece)}

    def _fields(self, rows: list[Fields]) -> Iterator[Json]:
        """Fields by their labels. Several of the same labels were a table's rows, and say them once."""
        heads = [[self.words(item.label) for item in row.items] for row in rows]
        bodies = [[self.words(item.body) for item in row.items] for row in rows]
        for head, group in itertools.groupby(zip(heads, bodies, strict=True), lambda pair: pair[0]):
            values = [body for _, body in group]
            if len(values) > 1:
                yield from _table(head, values)
            else:
                for label, value in zip(head, values[0], strict=True):
                    yield from self._text(Text(say("{label}: {value}", label=label, value=value)))

    def _link(self, link: Link, number: int) -> Json:
        return {
            "type": "button",
            "text": plain(cut(self.words(link.label), limits.BUTTON) or "…"),
            "action_id": f"{FOLLOW} {number}",
            "url": link.url[: limits.URL],
            "style": "primary",
        }


def plain(text: str) -> Json:
    """A plain_text object of text that isn't escaped yet; ':smile:' stays what it is."""
    return {"type": "plain_text", "text": escape(unturned(text)) or " ", "emoji": False}


def small(text: str) -> Json:
    return {"type": "context", "elements": [plain(text)]}


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Json]:
    """Two columns, the first cell and the rest: Slack has no table, and a phone no room for one."""
    yield small(cut(" · ".join(head).strip() or "…", limits.CONTEXT))
    pairs = [(row[0] if row else "", " · ".join(row[1:])) for row in rows]
    for start in range(0, len(pairs), limits.FIELDS // 2):
        cells = [cell for pair in pairs[start : start + limits.FIELDS // 2] for cell in pair]
        yield {"type": "section", "fields": [plain(cut(cell.strip() or "–", limits.FIELD)) for cell in cells]}


def _code(text: str) -> Json:
    """Curbside's own: the only markup that is sent, and nothing can end it early."""
    inside = escape(cut(text.replace("`", "'"), limits.SECTION - 10))
    fence = "```" if "\n" in inside else "`"
    return {"type": "section", "text": {"type": "mrkdwn", "text": f"{fence}{inside}{fence}", "verbatim": True}}
