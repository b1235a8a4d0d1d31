"""The way of a command: who is this, may they, parse the form, anonymize (or ask back), one unit of work, reply."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from bot import forms, log
from bot.clock import Clock
from bot.commands import Call, Command, Origin, Registry
from bot.errors import CurbsideError, Held, Internal, Invalid, Missing, Refused, StillSaving, Undecided
from bot.i18n import say
from bot.model import Account, Person, Ref, SubjectKind
from bot.policy import RateLimits, check_may
from bot.review import Context, Decision, Review, Reviewer, RiskLevel
from bot.store.base import Scope
from bot.store.sqlite import SqliteStore
from bot.store.trace import Done
from bot.store.unit import Unit
from bot.text import CleanText, RawText
from bot.views import Reply, reply

T = TypeVar("T")

SAVING_SECONDS = 2.0  # after this, a write that isn't known to be durable is 'still saving'

_log = log.get()


@dataclass(frozen=True, slots=True)
class PersonKey:
    """Somebody whom a session has identified already."""

    community: int
    person: int


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command as an adapter received it. Seen by adapters and the engine alone; its fields are raw."""

    who: Account | PersonKey
    path: str
    fields: Mapping[str, RawText] = field(default_factory=dict)
    subject: Ref | None = None
    origin: Origin = field(default_factory=lambda: Origin("local"))
    # Where the event came from, and its key there: delivered twice, it happens once.
    source: str = "local"
    event: str = field(default_factory=lambda: secrets.token_hex(16))
    decisions: Mapping[str, Sequence[Decision]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form to be filled in: its command, who fills it in, and the values that it begins with."""

    command: Command
    person: Person
    values: Mapping[str, str | CleanText]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the author sees before publishing."""

    review: Review
    suggestions: Mapping[str, str]
    errors: Mapping[str, Any]  # field -> Message


@dataclass(frozen=True, slots=True)
class _Prepared:
    person: Person
    context: Context
    done: Done | None


class Engine:
    def __init__(self, store: SqliteStore, reviewer: Reviewer, registry: Registry, clock: Clock) -> None:
        self.store = store
        self.registry = registry
        self._reviewer = reviewer
        self._clock = clock
        self._limits = RateLimits()
        self._saving: set[asyncio.Task[Any]] = set()
        self._reading: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def person(self, who: Account | PersonKey) -> Person:
        """Who this is. Raises Refused where their space or account isn't known."""
        if isinstance(who, PersonKey):
            ref = Ref(SubjectKind.MEMBER, who.person)
            return await self.store.read(Scope(who.community), lambda unit: unit.members.get(ref))
        space = await self.store.read(None, lambda unit: unit.directory.space(who.platform, who.space))
        if space is None:
            raise Refused(say("This server isn't part of a community yet. An administrator can link it with a code."))
        person = await self.store.read(Scope(space.community), lambda unit: unit.members.by_account(who))
        if person is None:
            raise Refused(
                say("You aren't a member yet, as far as this account tells. If you are one elsewhere, get a code there"
                    " (account code), and give it here: account link. If not, ask a moderator to invite you.")
            )  # fmt: skip
        return person

    async def open_form(self, who: Account | PersonKey, path: str, subject: Ref | None) -> OpenForm:
        command = self._command(path, subject)
        person = await self.person(who)
        check_may(person, command)

        def begin(unit: Unit) -> OpenForm:
            if subject is not None and subject.kind in self.registry.cards:
                card(self.registry, subject, unit)  # Missing now, and not after everything was written
            values: dict[str, str | CleanText] = {}
            if command.prefill:
                values.update(command.prefill(subject, unit))
            return OpenForm(command, person, values)

        return await self.store.read(Scope(person.community, person), begin)

    async def review(self, invocation: Invocation) -> Reviewed:
        """What the anonymizer says of the form as it stands; nothing is kept."""
        return await self._guarded(invocation, self._review(invocation))

    async def dispatch(self, invocation: Invocation) -> Reply:
        """Carry the command out. Raises CurbsideError alone, each saying what to do next."""
        return await self._guarded(invocation, self._dispatch(invocation))

    async def _review(self, invocation: Invocation) -> Reviewed:
        command = self._command(invocation.path, invocation.subject)
        prepared = await self._prepare(command, invocation, writes=False)
        parsed = forms.parse(command, invocation.fields)
        review = await self._anonymize(prepared, parsed.texts, invocation)
        clean = {name: part.result for name, part in review.fields.items()}
        return Reviewed(review, command.suggest(clean) if command.suggest else {}, parsed.errors)

    async def _dispatch(self, invocation: Invocation) -> Reply:
        command = self._command(invocation.path, invocation.subject)
        prepared = await self._prepare(command, invocation, writes=command.writes)
        if prepared.done is not None:
            return await self._again(prepared.person, prepared.done, command)
        parsed = forms.parse(command, invocation.fields)
        if parsed.errors:
            raise Invalid(say("Something is missing or can't be used. Look at the marked fields."), parsed.errors)
        clean: dict[str, CleanText] = {}
        risk = RiskLevel.LOW
        if parsed.texts:
            review = await self._anonymize(prepared, parsed.texts, invocation)
            asked = [
                spec.name for spec in command.free_text if spec.field.doubt == "ask" and spec.name in review.fields
            ]
            if any(review.fields[name].undecided for name in asked):
                raise Undecided(say("Decide about what is marked in yellow first: redact it or keep it."), review)
            clean = {name: part.result for name, part in review.fields.items()}
            risk = review.risk.level
        form = command.form(**parsed.values, **clean)
        call = Call(prepared.person, form, invocation.subject, invocation.origin, self._clock.now(), risk)
        scope = Scope(prepared.person.community, prepared.person)
        if not command.writes:
            return await self.store.read(scope, lambda unit: command.handler(call, unit))
        return await self._save(self._write(scope, command, call, invocation))

    async def _write(self, scope: Scope, command: Command, call: Call[Any], invocation: Invocation) -> Reply:
        def work(unit: Unit) -> Reply | Done:
            done = unit.events.find(invocation.source, invocation.event)
            if done is not None:
                return done
            if unit.members.get(call.actor.ref) != call.actor:
                raise Refused(say("Your role changed just now. Please try again; what you typed is still here."))
            answer = command.handler(call, unit)
            unit.events.record(invocation.source, invocation.event, command.path, answer.subject)
            unit.audit.add(command.path, answer.subject or call.subject)
            if isinstance(invocation.who, Account):
                unit.accounts.used(invocation.who)
            return answer

        result = await self.store.write(scope, work)
        if isinstance(result, Done):
            return await self._again(call.actor, result, command)
        if await self.store.read(None, lambda unit: unit.directory.flag("scrub")):
            await self.store.scrub()
        return result

    async def _save(self, write: Awaitable[Reply]) -> Reply:
        task = asyncio.ensure_future(write)
        self._saving.add(task)  # the loop holds tasks weakly
        task.add_done_callback(self._saved)
        done, _ = await asyncio.wait({task}, timeout=SAVING_SECONDS)
        if not done:
            raise StillSaving(say("Still saving. Leave this page open: it asks again by itself."))
        return task.result()

    def _saved(self, task: asyncio.Task[Any]) -> None:
        self._saving.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waits has it; whoever went is not told twice

    async def _again(self, person: Person, done: Done, command: Command) -> Reply:
        """The answer to an event that was delivered before: what it led to, as it stands now."""
        if done.person != person.id or done.path != command.path:
            raise Refused(say("This form was already used. Open a new one; your text can be copied from here."))
        if done.subject is None:
            return reply(say("That was done already."))
        return reply(
            say("{ref} was saved already; nothing was done twice.", ref=str(done.subject)),
            subject=done.subject,
        )

    async def _prepare(self, command: Command, invocation: Invocation, *, writes: bool) -> _Prepared:
        person = await self.person(invocation.who)
        check_may(person, command)
        self._limits.check(person, writes=writes)

        def query(unit: Unit) -> _Prepared:
            community = unit.members.current()
            places = [community.name]
            if invocation.origin.channel is not None:
                places.append(unit.spaces.channel(invocation.origin.channel).name)
            said = _said(unit, invocation.subject) if command.about_patient else ()
            today = self._clock.now().date()
            context = Context(community.day_first, community.regions, today, tuple(places), said)
            done = unit.events.find(invocation.source, invocation.event) if writes else None
            return _Prepared(person, context, done)

        return await self.store.read(Scope(person.community, person), query)

    async def _anonymize(self, prepared: _Prepared, texts: Mapping[str, RawText], invocation: Invocation) -> Review:
        # One text of a member at a time: however many one person sends, the others find a worker free.
        async with self._reading.setdefault(prepared.person.id, asyncio.Lock()):
            self._limits.check_kills(prepared.person)
            try:
                return await self._reviewer.review(texts, invocation.decisions, prepared.context)
            except Held as held:
                if held.killed:
                    self._limits.count_kill(prepared.person)
                raise

    def _command(self, path: str, subject: Ref | None) -> Command:
        command = self.registry.commands.get(path)
        if command is None:
            raise Missing(say("There is no such command. See: help"))
        if command.subject is not (subject.kind if subject else None):
            raise Invalid(say("This command needs a reference, such as CASE-3 or C-12. Use its button, or search."))
        return command

    async def _guarded(self, invocation: Invocation, work: Awaitable[T]) -> T:
        """Let errors meant for people through; give any other a number and no words."""
        # An unknown path is whatever somebody typed.
        path = invocation.path if invocation.path in self.registry.commands else "unknown"
        try:
            return await work
        except CurbsideError as error:
            _log.info("refused", path=path, error=type(error).__name__)
            raise
        except Exception as error:
            raise fault(path, error) from None


def fault(path: str, error: Exception) -> Internal:
    """A fault of ours, as a person is told of it: the log gets its type and place, nobody the content."""
    correlation = secrets.token_hex(4)
    _log.error(
        "failed", path=path, error=type(error).__name__, where=log.where(error), correlation=correlation
    )  # fmt: skip
    return Internal(
        say(
            "Something went wrong here, and nothing was saved; what you typed is still on this page. Try again,"
            " or give a moderator this number: {correlation}",
            correlation=correlation,
        )
    )


def _said(unit: Unit, subject: Ref | None) -> tuple[str, ...]:
    """What stands in a subject's case already, for the risk of the whole."""
    try:
        if subject is not None and subject.kind is SubjectKind.CONSULT:
            subject = unit.consults.get(subject).case
        if subject is None or subject.kind is not SubjectKind.CASE:
            return ()
        case = unit.cases.get(subject)
    except Missing:
        return ()
    return (*(str(part.text) for part in case.parts), *(str(entry.text) for entry in case.entries))


def card(registry: Registry, ref: Ref, unit: Unit) -> Reply:
    """How a subject looks now, to the unit's viewer. Raises Missing."""
    render = registry.cards.get(ref.kind)
    if render is None:
        raise Missing(say("There is nothing to show for {ref}.", ref=str(ref)))
    return render(ref, unit)
