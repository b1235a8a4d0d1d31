"""A person's words on Discord: shown as they were typed, pinging nobody, forging nothing.

Discord's client reads markup in everything that a bot posts, and its server looks for mentions in the bare text, before
any backslash counts. So markup gets a backslash, and a mention an invisible character inside. Only what could be read
as markup is touched: a case is read in a phone's notification too, where '120\\/80' would look like an error.
"""

from __future__ import annotations

import re

_NOTHING = "\u200b"  # ZERO WIDTH SPACE: what discord.py puts into a mention as well

# Overrides of the writing direction reach beyond a person's own words and can turn ours around.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ALWAYS = re.compile(r"[\\*_`]|~(?=~)|(?<=~)~|\|(?=\|)|(?<=\|)\|")
_LINE_START = re.compile(r"(?m)^([ \t]*)(#{1,3}(?=\s)|-(?=#?\s)|[+>](?=\s|>>)|>$)")
# Discord counts a list on by itself: '5.' and '3.' would be shown as 5 and 6.
_NUMBERED = re.compile(r"(?m)^([ \t]*\d+)\.(?=\s)")
# <@1>, <#1>, <t:1>, <:x:1>, <id:home>, <https://…>, </case post:1>; also where one only begins: its end may follow in
# what stands beside.
_TAGGED = re.compile(r"(?i)<(?=[@#:/]|a:|t:|id:|https?:|[^\s<>]*>)")
_MASKED_LINK = re.compile(r"\](?=\()")
_SCHEME = re.compile(r"(?i)(?<=[a-z])://")
_INVITE = re.compile(r"(?i)(discord\.gg|discord(?:app)?\.com)/")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)


def escape(text: str) -> str:
    """``text`` so that Discord shows it as it is."""
    text = _BIDI.sub("", text)
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(r"\1\\\2", text)
    text = _NUMBERED.sub(r"\1\\.", text)
    text = _TAGGED.sub(r"\\<", text)
    text = _MASKED_LINK.sub(r"]\\", text)
    text = _SCHEME.sub(r"\\://", text)
    text = _INVITE.sub(r"\1\\/", text)
    return _MENTION.sub("@" + _NOTHING, text)


def line(text: str) -> str:
    """``text`` on one line: what follows a heading's mark up to the line's end is heading."""
    return " ".join(text.split())


def name(text: str, limit: int) -> str:
    """For a thread's name, a button, a select: Discord reads no markup there, but it counts characters."""
    flat = line(_BIDI.sub("", text))
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
