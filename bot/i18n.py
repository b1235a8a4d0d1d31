"""Every sentence that a person reads: a message id with typed parameters, turned into words where a reply is rendered.

The message id is the English sentence itself, as gettext has it; ``say`` takes it as a literal (tests/rules checks
this), so that no text of a person can become a sentence of ours.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from bot.text import CleanText

Param = CleanText | int | float | datetime | str  # a str is a choice, a reference or a handle; never typed text

LOCALES = Path(__file__).parent / "locales"


@dataclass(frozen=True, slots=True)
class Message:
    msgid: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def text(self, locale: str = "en") -> str:
        words = {k: v.strftime("%d %b %Y %H:%M UTC") if isinstance(v, datetime) else v for k, v in self.params.items()}
        return translations(locale).gettext(self.msgid).format_map(words)


def say(msgid: str, /, **params: Param) -> Message:
    """A sentence of Curbside's. ``msgid`` is a literal with ``{named}`` places."""
    return Message(msgid, params)


@lru_cache
def translations(locale: str) -> gettext.NullTranslations:
    return gettext.translation("curbside", LOCALES, languages=[locale], fallback=True)
