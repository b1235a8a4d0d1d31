"""What can go wrong, as a person is told of it. An error carries a message id and typed parameters, never content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.i18n import Message
from bot.review import Review


class CurbsideError(Exception):
    """Shown to the person who asked: ``message`` says what to do next."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)  # the sentence without its parameters
        self.message = message


class Invalid(CurbsideError):
    """A form as filled in can't be taken; ``fields`` says why, field by field."""

    def __init__(self, message: Message, fields: Mapping[str, Message] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Refused(CurbsideError):
    """This person may not do this, or not now."""


class Missing(CurbsideError):
    """Nothing there, or nothing there for this person: the two are told alike."""


class Held(CurbsideError):
    """The text could not be read safely, so it went nowhere; the page still has it.

    ``killed``: a worker had to be killed or replaced for it, which the engine counts against the author.
    """

    def __init__(self, message: Message, *, killed: bool = False) -> None:
        super().__init__(message)
        self.killed = killed


class Undecided(CurbsideError):
    """Doubtful spans wait for their author's word."""

    def __init__(self, message: Message, review: Review) -> None:
        super().__init__(message)
        self.review = review


class StillSaving(CurbsideError):
    """Not known to be saved, and not known to have failed: asking again with the same key finds out."""


class Internal(CurbsideError):
    """A fault of ours: the person gets a number, the log the type and the place, nobody the content."""


class Unavailable(CurbsideError):
    """What Curbside stands on can't be used: a full, read-only or newer database, an anonymizer that won't start."""


@dataclass
class DeliveryError(Exception):
    """A platform did not take a message. ``retry_after`` in seconds, as the platform asked."""

    permanent: bool
    retry_after: float | None = None
    reason: str = "unknown"  # a code, never content

    def __str__(self) -> str:
        return self.reason
