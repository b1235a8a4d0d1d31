"""What names look like and who they are told of: shared by the recognizers of names."""

from __future__ import annotations

import re

from bot.anonymizer.lexicon import entries, fold

_CAP = r"(?:[^\W\d_a-z][^\W\d_]{0,30}+(?:['.\-][^\W\d_]{1,30}+){0,3}+|[dDlLO]'[^\W\d_]{1,30}+)"

CLINICIAN, PATIENT = "clinician", "patient"

_RELATIVES = entries("relatives")

_RELATIVE = "|".join(re.escape(w) for w in sorted(_RELATIVES, key=len, reverse=True))


def known_name(word: str) -> bool:
    plain = fold(word.strip("'.\""))
    return plain in entries("given") or plain in entries("surnames")
