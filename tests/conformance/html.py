"""What a person reads and can press on a page of the web adapter."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from tests.conformance.steps import Seen

_SILENT = {"script", "style", "template", "head"}


class _Reader(HTMLParser):
    """Collects words, buttons (label -> attributes), the values of form fields, and cards."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.buttons: list[tuple[str, dict[str, str]]] = []
        self.values: dict[str, str] = {}
        self._open: dict[str, str] | None = None
        self._label: list[str] = []
        self._silent = 0
        self._field: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        if (tag == "a" and "button" in given.get("class", "").split()) or (tag == "button" and "data-path" in given):
            self._open, self._label = given, []
        name = given.get("name", "")
        if tag == "textarea":
            self._field, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given.get("value", "")
        elif tag == "input" and name and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.values[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        if self._open is not None and tag in ("a", "button"):
            self.buttons.append((" ".join("".join(self._label).split()), self._open))
            self._open = None
        if tag == "textarea":
            self._field = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._field is not None:
            self.values[self._field] += data
            return
        if self._open is not None:
            self._label.append(data)
        if data.strip():
            self.words.append(data.strip())


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def words(page: str) -> str:
    return " ".join(_read(page).words)


def values(page: str) -> dict[str, str]:
    """What stands in the fields of a form, the empty ones left out."""
    return {name: value for name, value in _read(page).values.items() if value.strip()}


def seen(page: str) -> Seen:
    reader = _read(page)
    links = [given["href"] for _, given in reader.buttons if urlsplit(given.get("href", "")).netloc]
    native: Any = dict(reader.buttons)
    return Seen(
        " ".join(reader.words), tuple(label for label, _ in reader.buttons), links[0] if links else None, native=native
    )
