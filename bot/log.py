"""Logging without content: an event's name and an allow-list of keys; everything else is dropped before it is written.

Tracebacks are reduced to types and places: an exception's words, its arguments and the frames' locals may hold what a
person typed. Libraries that log content at DEBUG are kept at WARNING, and their messages at their bare template.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog

from bot.settings import Log

# Choices, numbers, references and durations: nothing that a person typed fits under any of these names.
ALLOWED_KEYS = frozenset(
    {"event", "level", "timestamp", "path", "community", "person", "subject", "platform", "channel", "reason"}
    | {"attempts", "seconds", "count", "correlation", "error", "where", "port", "url", "version", "bytes"}
)

# They log statements, payloads or addresses with secrets in them.
CHATTY = (
    "aiosqlite", "asyncio", "discord", "presidio-analyzer", "slack_bolt", "slack_sdk", "sqlalchemy", "uvicorn.access",
)  # fmt: skip

get = structlog.get_logger


def where(error: BaseException) -> str:
    """The innermost frame of Curbside's own: 'bot/engine.py:88'. Never the words of the error."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        f for f in frames if "/bot/" in f.filename or "/cogs/" in f.filename or "/adapters/" in f.filename
    ] or frames
    if not ours:
        return "?"
    parts = ours[-1].filename.replace("\\", "/").split("/")
    return f"{'/'.join(parts[-2:])}:{ours[-1].lineno}"


def allow(_: Any, __: str, event: Any) -> Any:
    """Drop every key that is not allowed; the event's name itself is a literal of ours."""
    return {key: value for key, value in event.items() if key in ALLOWED_KEYS and isinstance(value, str | int | float)}


class _Bare(logging.Formatter):
    """A library's record as its template and place: without arguments, without the words of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        tail = f" {type(error).__name__} at {where(error)}" if error else ""
        words = str(record.msg)[:120] if record.args else "said something"
        return f"{record.levelname.lower():<8} {record.name}: {words}{tail}"


class _Stderr(logging.Handler):
    """To whatever standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr)  # noqa: T201


def configure(settings: Log) -> None:
    """Send everything to standard error."""
    level = getattr(logging, settings.level.upper())
    logging.raiseExceptions = False  # its own report of a failure would print the arguments
    handler = _Stderr()
    handler.setFormatter(_Bare())
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    renderer: Any = (
        structlog.processors.JSONRenderer() if settings.json_lines else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"), allow, renderer
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )  # fmt: skip
    sys.excepthook = _last_words


def _last_words(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """An uncaught exception, without its words."""
    print(f"curbside ended by {kind.__name__} at {where(error)}", file=sys.stderr)  # noqa: T201
