"""A spaCy pipeline of the community's choice, read beside the model that ships with the package.

It knows more names and less of clinicians' writing, and tells no confidence. What it alone finds is therefore asked
about; where both find the same, each adds to the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.anonymizer.detection import Model
from bot.anonymizer.findings import Evidence

_LABELS = {"PERSON": "NAME", "PER": "NAME", "GPE": "PLACE", "LOC": "PLACE", "FAC": "FACILITY", "ORG": "ORG"}
_CONFIDENCE = 0.7  # what is known of the words decides how it is asked; never enough to replace alone
_NOT_NEEDED = ("parser", "lemmatizer", "textcat", "entity_linker")


class Beside:
    """The evidence of ``own`` and of the pipeline ``name``. Raises OSError where the pipeline can't be loaded."""

    def __init__(self, own: Model, name: str) -> None:
        from spacy import load  # large: imported only where a pipeline is named

        self._own = own
        self._pipeline = load(name, exclude=_NOT_NEEDED)

    def __call__(self, text: str) -> Sequence[Evidence]:
        found = {(e.start, e.end, e.label): e for e in self._own(text)}
        for entity in self._pipeline(text).ents:
            label = _LABELS.get(entity.label_)
            if label is None:
                continue
            place = (entity.start_char, entity.end_char, label)
            score = _CONFIDENCE
            if same := found.get(place):
                score = 1 - (1 - same.score) * (1 - score)
            found[place] = Evidence(*place, score)
        return sorted(found.values())
