"""A command is declared once, with its form, and every adapter renders it. A button is a command with a subject."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.model import Person, Place, Ref, Role, SubjectKind
from bot.review import RiskLevel
from bot.text import CleanText
from bot.views import Reply

if TYPE_CHECKING:
    from bot.store.queue import Timer
    from bot.store.unit import Unit

F = TypeVar("F")

Choice = tuple[str, str]  # value, label


@dataclass(frozen=True, slots=True)
class Field:
    """How one field of a form is asked for. ``label`` and ``help`` are message ids."""

    label: str
    help: str = ""
    lines: int = 1
    patient: bool = False  # text about a patient: never typed into a platform
    choices: Sequence[str | Choice] | None = None  # a bare str is its own label
    pattern: str | None = None  # of a code, a handle or a locator: a str that is neither a choice nor free text
    more: bool = False  # stands under 'More'
    limit: int = 4000  # characters
    # What becomes of a doubtful span: its author is asked, or (in a search or a reason) it is redacted.
    doubt: Literal["ask", "redact"] = "ask"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field as found in a form: its name, its type (CleanText, str, int or bool) and whether it must be filled."""

    name: str
    field: Field
    type: type
    required: bool
    default: object

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple((c, c) if isinstance(c, str) else c for c in self.field.choices or ())


def fields_of(form: type) -> tuple[FieldSpec, ...]:
    """The fields of a form, which is a frozen dataclass of ``Annotated[type, Field(...)]``; TypeError otherwise."""
    hints = get_type_hints(form, include_extras=True)
    specs = []
    for item in dataclasses.fields(form):
        annotated = hints[item.name]
        if get_origin(annotated) is not Annotated:
            raise TypeError(f"{form.__name__}.{item.name} has no Field")
        base, field = get_args(annotated)[:2]
        optional = get_origin(base) in (types.UnionType, Union)
        kind = next(t for t in get_args(base) if t is not type(None)) if optional else base
        if kind not in (CleanText, str, int, bool) or (kind is str and field.choices is None and field.pattern is None):
            raise TypeError(f"{form.__name__}.{item.name}: free text is CleanText; str is for choices and codes")
        default = None if item.default is dataclasses.MISSING else item.default
        required = item.default is dataclasses.MISSING
        specs.append(FieldSpec(item.name, field, kind, required, default))
    return tuple(specs)


@dataclass(frozen=True, slots=True)
class Nothing:
    """The form of a command that asks for nothing."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a command was given."""

    platform: str
    channel: int | None = None  # the room of the channel, where that is linked
    place: Place | None = None  # as the platform names it; None on the web


@dataclass(frozen=True, slots=True)
class Call(Generic[F]):
    """What a cog sees: who asks for what, in clean words."""

    actor: Person
    form: F
    subject: Ref | None
    origin: Origin
    now: datetime
    risk: RiskLevel = RiskLevel.LOW  # of what is left in its texts

    @property
    def on(self) -> Ref:
        """The subject of a command that was declared with one."""
        if self.subject is None:
            raise LookupError("this command has no subject")
        return self.subject


Handler = Callable[[Call[Any], "Unit"], Reply]
Prefill = Callable[["Ref | None", "Unit"], Mapping[str, "str | CleanText"]]
Suggest = Callable[[Mapping[str, CleanText]], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Command:
    path: str
    summary: str  # a message id
    form: type
    fields: tuple[FieldSpec, ...]
    handler: Handler
    writes: bool
    who: Role
    subject: SubjectKind | None
    final: bool  # can't be undone: a person is asked 'sure?' first
    # Fills what was left empty from the clean text, for the author to see at review.
    suggest: Suggest | None
    # What the form begins with: the present text of an edit, the last choice of consent.
    prefill: Prefill | None
    chat: bool  # about the server or account that it is given in: the web doesn't offer it

    @property
    def about_patient(self) -> bool:
        return any(spec.field.patient for spec in self.fields)

    @property
    def free_text(self) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self.fields if spec.type is CleanText)


class Cog:
    """One feature: its commands, its cards (how a subject looks in a channel) and its timers."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.commands: list[Command] = []
        self.cards: dict[SubjectKind, Callable[[Ref, Unit], Reply]] = {}
        self.timers: dict[str, Callable[[Timer, Unit], None]] = {}
        # What a person is told about a subject: a name, and a message id with the place {ref}.
        self.notices: dict[str, str] = {}

    def command(
        self,
        path: str,
        form: type[F],
        summary: str,
        *,
        writes: bool = True,
        who: Role = Role.MEMBER,
        subject: SubjectKind | None = None,
        final: bool = False,
        suggest: Suggest | None = None,
        prefill: Prefill | None = None,
        chat: bool = False,
    ) -> Callable[[Callable[[Call[F], Unit], Reply]], Callable[[Call[F], Unit], Reply]]:
        """Declare a command; the handler is returned as it is, so that a test calls it like any function."""

        def declare(handler: Callable[[Call[F], Unit], Reply]) -> Callable[[Call[F], Unit], Reply]:
            self.commands.append(
                Command(
                    path, summary, form, fields_of(form), handler, writes, who, subject, final, suggest, prefill, chat
                )
            )
            return handler

        return declare

    def query(
        self,
        path: str,
        form: type[F],
        summary: str,
        *,
        who: Role = Role.MEMBER,
        subject: SubjectKind | None = None,
    ) -> Callable[[Callable[[Call[F], Unit], Reply]], Callable[[Call[F], Unit], Reply]]:
        """A command that only reads; adapters may show it as a page."""
        return self.command(path, form, summary, writes=False, who=who, subject=subject)

    def card(self, kind: SubjectKind) -> Callable[[Callable[[Ref, Unit], Reply]], Callable[[Ref, Unit], Reply]]:
        """How a subject of this kind is shown: rendered anew at each delivery, so that a redaction holds."""

        def declare(render: Callable[[Ref, Unit], Reply]) -> Callable[[Ref, Unit], Reply]:
            self.cards[kind] = render
            return render

        return declare

    def timer(self, kind: str) -> Callable[[Callable[[Timer, Unit], None]], Callable[[Timer, Unit], None]]:
        def declare(ring: Callable[[Timer, Unit], None]) -> Callable[[Timer, Unit], None]:
            self.timers[kind] = ring
            return ring

        return declare


class Registry:
    """Every command, card and timer of the cogs that the composition root named. ValueError on a name given twice."""

    def __init__(self, cogs: Iterable[Cog]) -> None:
        self.cogs = tuple(cogs)
        self.commands: dict[str, Command] = {}
        self.cards: dict[SubjectKind, Callable[[Ref, Unit], Reply]] = {}
        self.timers: dict[str, Callable[[Timer, Unit], None]] = {}
        self.notices: dict[str, str] = {}
        for cog in self.cogs:
            _join(self.commands, {command.path: command for command in cog.commands})
            _join(self.cards, cog.cards)
            _join(self.timers, cog.timers)
            _join(self.notices, cog.notices)


K = TypeVar("K")
V = TypeVar("V")


def _join(into: dict[K, V], more: Mapping[K, V]) -> None:
    for key in more:
        if key in into:
            raise ValueError(f"{key!s} is declared twice")
    into.update(more)
