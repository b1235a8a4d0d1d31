"""Names of months, weekdays, festivals and relative days, as clinicians of many countries write them."""

from __future__ import annotations

from bot.anonymizer.lexicon import lines


def _numbered(name: str) -> dict[str, int]:
    """Word to number, from lines such as '3 = march mar marzo'."""
    rows = (line.split(" = ") for line in lines(name))
    return {word: int(number) for number, words in rows for word in words.split()}


MONTHS = _numbered("months")
WEEKDAYS = _numbered("weekdays")
FESTIVALS = lines("festivals")
DAYS_SURE = lines("days")
DAYS_UNSURE = lines("days_unsure")
