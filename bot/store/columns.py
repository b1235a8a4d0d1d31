"""Column types. ``Clean`` is where promise 1 is kept at the last door: it takes nothing but ``CleanText``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from bot.minting import mint
from bot.text import CleanText


class NotClean(TypeError):
    """Something other than CleanText was about to enter a clean column. Carries no value."""


class Clean(sa.types.TypeDecorator[CleanText]):
    """Text that the anonymizer made."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, CleanText):
            raise NotClean("a clean column takes CleanText alone")
        return str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> CleanText | None:
        return None if value is None else mint(value)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept as microseconds since 1970 UTC: it sorts, indexes and reads alike on every database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else round(value.timestamp() * 1_000_000)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1_000_000, UTC)
