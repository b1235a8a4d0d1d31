"""presidio-anonymizer operators: what replaces a span. Each span comes with its own parameters."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import ConflictResolutionStrategy, OperatorConfig, RecognizerResult
from presidio_anonymizer.operators import Operator, OperatorType

# Presidio's debug lines hold findings; nothing of a text may reach a log.
logging.getLogger("presidio-anonymizer").disabled = True
logging.getLogger("presidio-analyzer").disabled = True

# Three-digit ZIP areas with 20,000 people or fewer in the 2000 census, which become 000. Source: HHS Office for Civil
# Rights,
# Guidance Regarding Methods for De-identification of Protected Health Information (2012), on 45 CFR
# 164.514(b)(2)(i)(B).
SPARSE_ZIP = frozenset(
    [
        "036",
        "059",
        "063",
        "102",
        "203",
        "556",
        "692",
        "790",
        "821",
        "823",
        "830",
        "831",
        "878",
        "879",
        "884",
        "890",
        "893",
    ]
)


class _Operator(Operator):
    def validate(self, params: dict[str, Any] | None = None) -> None:
        """Parameters come from this package alone."""

    def operator_type(self) -> OperatorType:
        return OperatorType.Anonymize


class RoleLabel(_Operator):
    """A label such as [PATIENT] or [HOSPITAL 1]; ``label`` was handed out for this person or place."""

    def operate(self, text: str, params: dict[str, Any] | None = None) -> str:
        return str((params or {})["label"])

    def operator_name(self) -> str:
        return "role_label"


class Timeline(RoleLabel):
    """A day of the timeline; ``label`` was reckoned over all fields together."""

    def operator_name(self) -> str:
        return "timeline"


class AgeBand(_Operator):
    """Every age over 89 as one category."""

    def operate(self, text: str, params: dict[str, Any] | None = None) -> str:
        return "90+"

    def operator_name(self) -> str:
        return "age_band"


class ZipPrefix(_Operator):
    """The first three digits of a US ZIP code where more than 20,000 people live in the area, else 000."""

    def operate(self, text: str, params: dict[str, Any] | None = None) -> str:
        prefix = re.sub(r"\D", "", text)[:3]
        return ("000" if prefix in SPARSE_ZIP else prefix) + "**"

    def operator_name(self) -> str:
        return "zip_prefix"


class Replacement(NamedTuple):
    start: int
    end: int
    operator: str
    label: str = ""


class Replacer:
    """presidio's anonymizer with our operators. Its own merging is off: what comes here never overlaps."""

    def __init__(self) -> None:
        self._engine = AnonymizerEngine()  # type: ignore[no-untyped-call]
        for operator in (RoleLabel, Timeline, AgeBand, ZipPrefix):
            self._engine.add_anonymizer(operator)

    def replace(self, text: str, replacements: Sequence[Replacement]) -> tuple[str, list[str]]:
        """The text with every replacement made, and what each became, in order of position."""
        if not replacements:
            return text, []
        # An entity type of its own for every span, since presidio hands parameters out by type.
        results = [RecognizerResult(f"SPAN{i}", r.start, r.end, 1.0) for i, r in enumerate(replacements)]
        operators = {f"SPAN{i}": OperatorConfig(r.operator, {"label": r.label}) for i, r in enumerate(replacements)}
        done = self._engine.anonymize(
            text,
            results,
            operators,
            ConflictResolutionStrategy.MERGE_SIMILAR_OR_CONTAINED,
            merge_entities_with_spaces=False,
        )
        return done.text, [item.text for item in sorted(done.items, key=lambda item: item.start)]
