"""A spaCy pipeline of the community's choice, read beside the model that ships with the package.

It knows more names and less of clinicians' writing, and tells no confidence. What it alone finds is therefore asked
about.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.anonymizer.detection import Model
from bot.anonymizer.findings import Chances, Evidence

_LABELS = {"PERSON": "NAME", "PER": "NAME", "GPE": "PLACE", "LOC": "PLACE", "FAC": "FACILITY", "ORG": "ORG"}
_CONFIDENCE = 0.5  # asked about, never enough to replace
_NOT_NEEDED = ("parser", "lemmatizer", "textcat", "entity_linker")


class Beside:
    """The evidence of ``own`` and of the pipeline ``name``. Raises OSError where the pipeline can't be loaded."""

    def __init__(self, own: Model, name: str) -> None:
        from spacy import load  # large: imported only where a pipeline is named

        self._own = own
        self._pipeline = load(name, exclude=_NOT_NEEDED)

    def __call__(self, text: str) -> tuple[Sequence[Evidence], Chances | None]:
        own, chances = self._own(text)
        with self._pipeline.memory_zone():  # it would keep every word it ever met
            more = [
                Evidence(entity.start_char, entity.end_char, _LABELS[entity.label_], _CONFIDENCE, beside=True)
                for entity in self._pipeline(text).ents
                if entity.label_ in _LABELS
            ]
        return [*own, *more], chances
