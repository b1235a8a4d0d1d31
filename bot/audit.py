"""The audit chain: every act leaves a row whose MAC covers the row before it, keyed by a secret outside the database.

A changed, removed or swapped row breaks the chain. A cut tail does not, so the head (its number and MAC) is posted to
the moderators' channel daily, and ``verify`` is given the head that was seen there. People stand in the chain by a
salted pseudonym: erasing a person destroys the salt, and the chain stays whole.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Row:
    community: int
    seq: int  # from 1, without a gap
    at: datetime
    actor: str  # a pseudonym, or 'curbside'
    action: str  # a command's path, or what a timer did
    subject: str | None
    detail: str | None  # a choice; never clinical text
    mac: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """'17:3f9a…': the last row's number and the beginning of its MAC, short enough to post and to type."""

    seq: int
    mac: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac[:32]}"

    @classmethod
    def parse(cls, text: str) -> Head:
        seq, colon, mac = text.strip().partition(":")
        if not colon or not seq.isdecimal() or len(mac) < 16 or set(mac) - set("0123456789abcdef"):
            raise ValueError("a head reads like 17:3f9a… as posted in the moderators' channel")
        return cls(int(seq), mac)


@dataclass(frozen=True, slots=True)
class Verdict:
    rows: int
    fault: str | None  # what is wrong, and at which row
    head: Head


def mac_of(key: bytes, previous: str, row: Row) -> str:
    fields = [row.community, row.seq, row.at.isoformat(), row.actor, row.action, row.subject, row.detail]
    body = json.dumps([previous, *fields], separators=(",", ":"))
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()


def pseudonym(salt: str, person: int) -> str:
    return hashlib.sha256(f"{salt}:{person}".encode()).hexdigest()[:16]


def verify(key: bytes, rows: Iterable[Row], head: Head | None = None) -> Verdict:
    """Walk one community's chain from its first row; ``head`` is the one that was posted, where it is known."""
    previous, seq, fault = GENESIS, 0, None
    met = head is None or head.seq == 0
    for row in rows:
        if row.seq != seq + 1:
            fault = f"row {seq + 1} is missing or out of place"
        elif not hmac.compare_digest(mac_of(key, previous, row), row.mac):
            fault = f"row {row.seq} was changed, or the key is another"
        elif head and row.seq == head.seq and not row.mac.startswith(head.mac):
            fault = f"row {row.seq} is not the one whose head was posted"
        if fault:
            break
        met = met or (head is not None and row.seq == head.seq)
        previous, seq = row.mac, row.seq
    if fault is None and not met and head is not None:
        fault = f"the chain ends at row {seq}, but row {head.seq} was posted: the tail was cut"
    return Verdict(seq, fault, Head(seq, previous))
