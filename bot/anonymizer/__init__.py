"""The anonymizer: finds what may identify a patient, and replaces it so that the case stays readable.

As a library, in-process::

    from bot.anonymizer import Anonymizer

    anonymizer = Anonymizer()
    review = anonymizer.review({"text": RawText("Mr Okafor, 94, admitted 3/4/2024 to St Mary's Hospital")})
    str(review.fields["text"].result)   # 'Mr [PATIENT], 90+, admitted day 0 to [HOSPITAL 1]'
    review.undecided                    # how many doubtful spans wait for a person

A server uses ``bot.anonymizer.service.AnonymizerService``, which runs the same thing in workers that can be killed.
"""

from __future__ import annotations

import os

# One thread a process: texts are short, and OpenBLAS's waiting threads cost ten times what they save. Before numpy
# loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from collections.abc import Mapping, Sequence

from bot.anonymizer.pipeline import Outcome, Pipeline
from bot.errors import Invalid
from bot.i18n import say
from bot.minting import mint
from bot.review import MAX_CHARACTERS, Context, Decision, FieldReview, Review
from bot.text import RawText


class Anonymizer:
    """Synchronous, without a deadline: for the command line, scripts and tests. Not for text of strangers on a
    server.
    """

    def __init__(self, pipeline: Pipeline | None = None) -> None:
        self._pipeline = pipeline or Pipeline()

    def review(
        self,
        fields: Mapping[str, RawText],
        decisions: Mapping[str, Sequence[Decision]] | None = None,
        context: Context | None = None,
    ) -> Review:
        """Detect in all fields together and apply the decisions. Raises ``errors.Invalid`` over MAX_CHARACTERS."""
        refuse_too_long(fields)
        plain = {name: text.expose() for name, text in fields.items()}
        return minted(self._pipeline.read(plain, decisions or {}, context or Context()))

    def clean(self, text: str, context: Context | None = None) -> str:
        """The text with every certain and every doubtful span replaced: for a quick look, not for publishing unseen."""
        return str(self.review({"text": RawText(text)}, context=context).fields["text"].result)


def refuse_too_long(fields: Mapping[str, RawText]) -> None:
    total = sum(len(text) for text in fields.values())
    if total > MAX_CHARACTERS:
        raise Invalid(
            say(
                "All fields together hold {length} characters; up to {limit} can be checked at once. Please "
                "leave out what the question "
                "doesn't need, or split it.",
                length=total,
                limit=MAX_CHARACTERS,
            )
        )


def minted(outcome: Outcome) -> Review:
    """The outcome as the rest of the house may see it."""
    return Review(
        {
            name: FieldReview(field.spans, mint(field.result), tuple(field.spans[i] for i in field.undecided))
            for name, field in outcome.fields.items()
        },
        outcome.timeline,
        outcome.risk,
    )
