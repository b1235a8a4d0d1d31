"""A database's error as a person is told of it. The driver's own error holds the statement's values: it stops here."""

from __future__ import annotations

import sqlite3

from bot import log
from bot.errors import Unavailable
from bot.i18n import say

_log = log.get()

NOT_SAVED = say("The database refused to save this. Nothing was saved; what you typed is still here. Try again.")
# Also told to one whose command was saved just before, so it doesn't say that nothing was: trying again will find it.
STOPPING = say("Curbside is being stopped. What you typed is still here: try again in a minute.")
WORDS = {
    sqlite3.SQLITE_FULL: say(
        "The server's disk is full, so nothing was saved. What you typed is still here: tell an administrator, and try"
        " again once there is room."
    ),
    sqlite3.SQLITE_READONLY: say(
        "The database is read-only at present, so nothing was saved. What you typed is still here: tell an"
        " administrator."
    ),
    sqlite3.SQLITE_BUSY: say(
        "The database is busy with something else. Nothing was saved; what you typed is still here. Try again."
    ),
}


def unavailable(error: BaseException | None) -> Unavailable:
    """From a driver's error (or SQLAlchemy's around it); raise it ``from None``."""
    original = getattr(error, "orig", None) or error
    if error is not None:
        name = getattr(original, "sqlite_errorname", type(original).__name__)
        _log.error("database refused", reason=name, where=log.where(error))
    code = getattr(original, "sqlite_errorcode", 0) or 0
    return Unavailable(WORDS.get(code & 0xFF, NOT_SAVED))  # the low byte is the primary result code
