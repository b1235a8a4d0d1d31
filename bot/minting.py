"""The mint of ``CleanText``.

Only ``bot.anonymizer`` (which made the text clean) and ``bot.store`` (which reads back what was clean when it was
written) may import this module; import-linter holds that in CI.
"""

from bot.text import _MINT, CleanText


def mint(text: str) -> CleanText:
    return CleanText(text, _MINT)
