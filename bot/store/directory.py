"""The few look-ups that come before a community is known. Each is by a secret's hash or a platform's own number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.model import Byline, Community, Guard, Hold, Space
from bot.store import tables as t
from bot.store.entrance import BrowserSession, Code, digest, session_from
from bot.store.members import community_from, space_from


class Directory:
    def __init__(self, conn: sa.Connection, now: datetime) -> None:
        self.conn = conn
        self.now = now

    def communities(self) -> Sequence[Community]:
        return [community_from(row) for row in self.conn.execute(sa.select(t.communities).order_by(t.communities.c.id))]

    def found(self, name: str, *, day_first: bool = True, regions: Sequence[str] = ("US", "GB", "IN")) -> Community:
        """A new, empty community."""
        values = {"name": name, "day_first": day_first, "regions": ",".join(regions), "created": self.now}
        values["guard_since"] = self.now
        key = self.conn.execute(sa.insert(t.communities).values(**values)).inserted_primary_key
        return Community(
            int(key[0]) if key else 0, name, day_first, tuple(regions), Byline.BOTH, Guard.NUDGE, Hold.OFF, self.now
        )

    def space(self, platform: str, native: str) -> Space | None:
        """The space that a platform's event came from, where it was linked to a community."""
        query = sa.select(t.spaces).where(t.spaces.c.platform == platform, t.spaces.c.native == native)
        row = self.conn.execute(query).first()
        return space_from(row) if row else None

    def spaces(self, platform: str | None = None) -> Sequence[Space]:
        """Every guild or workspace (of one platform) that is part of some community here."""
        query = sa.select(t.spaces).order_by(t.spaces.c.id)
        if platform is not None:
            query = query.where(t.spaces.c.platform == platform)
        return [space_from(row) for row in self.conn.execute(query)]

    def credentials(self, platform: str) -> dict[tuple[str, str], bytes]:
        """The sealed tokens of a platform's spaces: (native id of the space, name of the token) to its seal."""
        query = sa.select(t.credentials).where(t.credentials.c.platform == platform)
        return {(row.native, row.name): row.sealed for row in self.conn.execute(query)}

    def keep_credential(self, platform: str, native: str, name: str, sealed: bytes) -> None:
        """Keep a token of a space that none of that name is kept of: ``forget_credentials`` goes before."""
        row = {"platform": platform, "native": native, "name": name, "sealed": sealed}
        self.conn.execute(sa.insert(t.credentials).values(**row))

    def forget_credentials(self, platform: str, native: str) -> bool:
        """Remove every token of one space; False where there was none."""
        c = t.credentials.c
        gone = self.conn.execute(sa.delete(t.credentials).where(c.platform == platform, c.native == native))
        return gone.rowcount > 0

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
