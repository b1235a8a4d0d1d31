"""The few look-ups that come before a community is known. Each is by a secret's hash or a platform's own number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.model import Community, Space
from bot.store import tables as t
from bot.store.entrance import BrowserSession, Code, digest, session_from
from bot.store.members import community_from


class Directory:
    def __init__(self, conn: sa.Connection, now: datetime) -> None:
        self.conn = conn
        self.now = now

    def communities(self) -> Sequence[Community]:
        return [community_from(row) for row in self.conn.execute(sa.select(t.communities).order_by(t.communities.c.id))]

    def found(self, name: str, *, day_first: bool = True, regions: Sequence[str] = ("US", "GB", "IN")) -> Community:
        """A new, empty community."""
        values = {"name": name, "day_first": day_first, "regions": ",".join(regions), "created": self.now}
        key = self.conn.execute(sa.insert(t.communities).values(**values)).inserted_primary_key
        return Community(int(key[0]) if key else 0, name, day_first, tuple(regions))

    def space(self, platform: str, native: str) -> Space | None:
        """The space that a platform's event came from, where it was linked to a community."""
        query = sa.select(t.spaces).where(t.spaces.c.platform == platform, t.spaces.c.native == native)
        row = self.conn.execute(query).first()
        return Space(row.id, row.community, row.platform, row.native, row.name) if row else None

    def code(self, secret: str) -> Code | None:
        """A link or code that is there (a used one is gone) and has not expired."""
        query = sa.select(t.codes).where(t.codes.c.hash == digest(secret), t.codes.c.expires > self.now)
        row = self.conn.execute(query).first()
        return Code(row.hash, row.community, row.purpose, row.person, row.detail or "") if row else None

    def session(self, secret: str) -> BrowserSession | None:
        query = sa.select(t.sessions).where(t.sessions.c.hash == digest(secret), t.sessions.c.expires > self.now)
        row = self.conn.execute(query).first()
        return session_from(row) if row else None

    def flag(self, name: str) -> str | None:
        """A note about the whole store: 'scrub' (a redaction's second half is due), 'hold' (the outbox waits)."""
        return self.conn.execute(sa.select(t.meta.c.value).where(t.meta.c.name == name)).scalar()

    def set_flag(self, name: str, value: str | None) -> None:
        self.conn.execute(sa.delete(t.meta).where(t.meta.c.name == name))
        if value is not None:
            self.conn.execute(sa.insert(t.meta).values(name=name, value=value))
