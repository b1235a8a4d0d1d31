"""Slack's published limits on what an app sends, as the errors Slack answers with.

Sources: docs.slack.dev, 'Block Kit' reference (blocks, elements, composition objects), 'Views', 'chat.postMessage'.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from tests.slack.interact import options_of
from tests.slack.state import Json, elements

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_TEXT = 40_000
BLOCKS_JSON = 13_000  # unpublished; what a message's blocks are found to hold in all, as JSON
VIEW_STACK = 3
VIEW_BYTES = 250_000
PRIVATE_METADATA = 3_000
CALLBACK_ID = 255
VIEW_TITLE = 24
BLOCK_ID = 255
ACTION_ID = 255
VALUE = 2_000
OPTION_VALUE = 150
OPTIONS = 100
PLACEHOLDER = 150

PLAIN_BLOCKS = {"actions", "divider", "image", "rich_text", "file", "video"}  # nothing but their elements to check
ELEMENTS_IN = {"actions": 25, "context": 10}
HEADER_TEXT = 150
SECTION_TEXT = 3_000
MARKDOWN_TEXT = 12_000
INPUT_LENGTH = 3_000
URL = 3_000
BUTTON_TEXT = 75
WITH_OPTIONS = {"static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow"}
MENU_OPTIONS = {"radio_buttons": 10, "checkboxes": 10, "overflow": 5}
IN_VIEWS_ONLY = {"input"}


def message_fault(args: Json) -> tuple[str, str] | None:
    """What is wrong with a message's text, blocks and metadata: (Slack's error, in words), or None."""
    text = args.get("text") or ""
    blocks = args.get("blocks")
    if not (text or blocks or args.get("attachments") or args.get("markdown_text")):
        return "no_text", "a message without text or blocks"
    if len(text) > MESSAGE_TEXT:
        return "msg_too_long", f"text of {len(text)} characters"
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        return "invalid_blocks_format", "blocks that are no list"
    if len(json.dumps(blocks, ensure_ascii=False)) > BLOCKS_JSON:
        return "msg_blocks_too_long", f"over {BLOCKS_JSON} characters of blocks"
    return _first("invalid_blocks", blocks_faults(blocks, MESSAGE_BLOCKS))


def view_fault(view: Any) -> tuple[str, str] | None:
    """What is wrong with a modal or Home view: (Slack's error, in words), or None."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return "invalid_arguments", "a view that is no modal or home"
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        return "view_too_large", "a view over 250 kB"
    return _first("invalid_arguments", _view_faults(view))


def _view_faults(view: Json) -> Iterator[str]:
    if view["type"] == "modal":
        yield from _text_faults("the modal's title", view.get("title"), VIEW_TITLE, plain=True)
        for part in ("submit", "close"):
            if view.get(part) is not None:
                yield from _text_faults(f"the modal's {part}", view[part], VIEW_TITLE, plain=True)
        if not view.get("submit") and any(block.get("type") == "input" for block in view.get("blocks", [])):
            yield "inputs in a modal without submit"
    if len(view.get("private_metadata") or "") > PRIVATE_METADATA:
        yield f"private_metadata over {PRIVATE_METADATA}"
    if len(view.get("callback_id") or "") > CALLBACK_ID:
        yield f"callback_id over {CALLBACK_ID}"
    if not isinstance(view.get("blocks"), list):
        yield "a view without blocks"
    else:
        yield from blocks_faults(view["blocks"], VIEW_BLOCKS, in_view=True)


def blocks_faults(blocks: list[Json], most: int, in_view: bool = False) -> Iterator[str]:
    """Everything wrong with these blocks, in words."""
    if len(blocks) > most:
        yield f"{len(blocks)} blocks where {most} fit"
    ids = Counter(block["block_id"] for block in blocks if isinstance(block, dict) and block.get("block_id"))
    yield from (f"block_id {name} twice" for name, times in ids.items() if times > 1)
    for block in blocks:
        if not isinstance(block, dict) or block.get("type") not in OF_BLOCK.keys() | PLAIN_BLOCKS:
            yield f"no such block: {block.get('type') if isinstance(block, dict) else type(block).__name__}"
        elif block["type"] in IN_VIEWS_ONLY and not in_view:
            yield f"a block of type {block['type']} in a message"
        else:
            yield from _block_faults(block)


def _block_faults(block: Json) -> Iterator[str]:
    kind = block["type"]
    if len(block.get("block_id") or "") > BLOCK_ID:
        yield f"block_id over {BLOCK_ID}"
    if kind in ELEMENTS_IN and not 1 <= len(block.get("elements") or []) <= ELEMENTS_IN[kind]:
        yield f"{len(block.get('elements') or [])} elements in {kind} where 1 to {ELEMENTS_IN[kind]} fit"
        return
    if kind in OF_BLOCK:
        yield from OF_BLOCK[kind](block)
    if kind == "input" and not isinstance(block.get("element"), dict):
        return
    ids = [element.get("action_id") for _, element in elements([block]) if element.get("action_id")]
    if len(ids) != len(set(ids)):
        yield "an action_id twice in a block"
    for _, element in elements([block]):
        yield from _element_faults(element)


def _context_faults(block: Json) -> Iterator[str]:
    for part in block["elements"]:
        if part.get("type") != "image":
            yield from _text_faults("a context", part, SECTION_TEXT)


def _header_faults(block: Json) -> Iterator[str]:
    yield from _text_faults("a header", block.get("text"), HEADER_TEXT, plain=True)


def _markdown_faults(block: Json) -> Iterator[str]:
    if not 1 <= len(block.get("text") or "") <= MARKDOWN_TEXT:
        yield f"markdown of {len(block.get('text') or '')} characters"


def _input_faults(block: Json) -> Iterator[str]:
    yield from _text_faults("an input's label", block.get("label"), 2_000, plain=True)
    if block.get("hint") is not None:
        yield from _text_faults("an input's hint", block["hint"], 2_000, plain=True)
    if not isinstance(block.get("element"), dict):
        yield "an input without its element"


def _section_faults(block: Json) -> Iterator[str]:
    fields = block.get("fields")
    if block.get("text") is None and not fields:
        yield "a section without text or fields"
    if block.get("text") is not None:
        yield from _text_faults("a section", block["text"], SECTION_TEXT)
    if fields is not None and not 1 <= len(fields) <= 10:
        yield f"{len(fields)} fields in a section"
    for each in fields or []:
        yield from _text_faults("a section's field", each, 2_000)


OF_BLOCK: dict[str, Callable[[Json], Iterator[str]]] = {
    "section": _section_faults,
    "header": _header_faults,
    "context": _context_faults,
    "markdown": _markdown_faults,
    "input": _input_faults,
}


def _element_faults(element: Json) -> Iterator[str]:
    kind = element.get("type", "")
    if len(element.get("action_id") or "") > ACTION_ID:
        yield f"action_id over {ACTION_ID}"
    if element.get("placeholder") is not None:
        yield from _text_faults("a placeholder", element["placeholder"], PLACEHOLDER, plain=True)
    if kind == "button":
        yield from _button_faults(element)
    elif kind == "plain_text_input":
        longest = max(element.get("max_length") or 0, len(element.get("initial_value") or ""))
        if longest > INPUT_LENGTH:
            yield f"an input of {longest} characters where {INPUT_LENGTH} fit"
    elif kind in WITH_OPTIONS or "options" in element:
        yield from _option_faults(kind, options_of(element))


def _button_faults(element: Json) -> Iterator[str]:
    yield from _text_faults("a button", element.get("text"), BUTTON_TEXT, plain=True)
    if len(element.get("value") or "") > VALUE:
        yield f"a button's value over {VALUE}"
    if len(element.get("url") or "") > URL:
        yield f"a button's url over {URL}"
    if element.get("style") not in (None, "primary", "danger"):
        yield f"a button's style {element['style']}"


def _option_faults(kind: str, options: list[Json]) -> Iterator[str]:
    most = MENU_OPTIONS.get(kind, OPTIONS)
    if not 1 <= len(options) <= most:
        yield f"{len(options)} options in {kind} where 1 to {most} fit"
    values = [option.get("value", "") for option in options]
    if len(values) != len(set(values)):
        yield f"two options of one value in {kind}"
    for option in options:
        yield from _text_faults("an option", option.get("text"), 75)
        if not 1 <= len(option.get("value", "")) <= OPTION_VALUE:
            yield f"an option's value of {len(option.get('value', ''))} characters"


def _text_faults(where: str, text: Any, most: int, plain: bool = False) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{where}: no text object"
        return
    if plain and text["type"] != "plain_text":
        yield f"{where}: must be plain_text"
    if not 1 <= len(text.get("text") or "") <= most:
        yield f"{where}: {len(text.get('text') or '')} characters where 1 to {most} fit"


def _first(error: str, faults: Iterator[str]) -> tuple[str, str] | None:
    found = list(faults)
    return (error, "; ".join(found)) if found else None
