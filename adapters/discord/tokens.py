"""What a button or a form carries: everything that routes it, so that it works after a restart.

``path|SUBJECT`` is the core's token. Before it may stand ``!`` (the person was asked 'sure?' and this is the yes) and
``@GUILD `` (the button stands in a direct message, where Discord names no guild).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import Ref
from bot.views import parse_token

_SHAPE = re.compile(r"(?P<sure>!?)(?:@(?P<guild>\d{1,20}) )?(?P<token>[^!@].*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    path: str
    subject: Ref | None = None
    guild: str | None = None
    sure: bool = False

    def __str__(self) -> str:
        guild = f"@{self.guild} " if self.guild else ""
        return f"{'!' if self.sure else ''}{guild}{self.path}|{self.subject or ''}"

    @classmethod
    def parse(cls, custom_id: str) -> Token:
        """Reads ``str(token)`` back; ValueError where it is none of ours."""
        match = _SHAPE.fullmatch(custom_id)
        if match is None:
            raise ValueError("not a token")
        path, subject = parse_token(match["token"])
        return cls(path, subject, match["guild"], bool(match["sure"]))
