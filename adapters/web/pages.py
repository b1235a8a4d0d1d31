"""The pages: for you, a channel, a subject, a query, a form, and the ways in. Read with their viewer's eyes."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.web import wire
from adapters.web.api import BY_SELECTION, Endpoint
from adapters.web.house import ONE_FORM, Here, Unlinked, arrive, house, may, status_of
from adapters.web.sample import CASES
from bot.commands import Command, Origin
from bot.engine import Invocation, card
from bot.errors import CurbsideError, Missing, Refused
from bot.i18n import Message, say
from bot.jobs import rendered
from bot.model import Channel, Ref, Role, SubjectKind
from bot.store.posts import Post
from bot.store.unit import Unit
from bot.views import Reply

View = Callable[[Here], Awaitable[Response]]

# The way through the house, beside the channels: a query and what its link says.
NAVIGATION = (
    ("case list", "Cases"),
    ("consult queue", "Queue"),
    ("case search", "Search"),
    ("member list", "Members"),
    ("help", "Help"),
)
MODERATION = (("audit show", "Trace"), ("delivery list", "Deliveries"))


def page(view: View) -> Endpoint:
    """A page for those who are linked; what goes wrong is a page too, that says what to do."""

    async def endpoint(request: Request) -> Response:
        here = None
        try:
            here = await arrive(request)
            return await view(here)
        except CurbsideError as error:
            return await error_page(request, here, error)

    return endpoint


async def show(here: Here, template: str, title: Message | str, **context: Any) -> Response:
    """Render a page with the frame around it."""
    web, person = here.web, here.person
    whole = here.visitor.form_session is None
    people = []
    if web.identity.demo:
        people = list(await web.app.store.read(here.scope, lambda unit: unit.members.everyone()))
    context |= {
        "title": web.render.sentence(title),
        "csrf": web.gate.token(here.visitor.secret),
        "community": here.community,
        "person": person,
        "whole": whole,
        "demo": web.identity.demo,
        "people": people,
        "channels": [c for c in here.channels if c.platform == "local"] if whole else [],
        "navigation": [(f"/q/{p.replace(' ', '/')}", t) for p, t in NAVIGATION if whole and may(person, p, web)],
        "moderation": [(f"/q/{p.replace(' ', '/')}", t) for p, t in MODERATION if whole and may(person, p, web)],
        "at": here.request.url.path,
    }
    return HTMLResponse(web.render.page(template, **context))


async def error_page(request: Request, here: Here | None, error: CurbsideError) -> Response:
    status, _ = status_of(error)
    web = house(request)
    if here is not None:
        found = await show(here, "error.html", say("That didn't work"), error=error, status=status)
        found.status_code = status
        return found
    title = say("Link this browser") if isinstance(error, Unlinked) else say("That didn't work")
    return bare(request, "outside.html", title, status, error=error, demo=web.identity.demo)


def bare(request: Request, template: str, title: Message, status: int = 200, **context: Any) -> Response:
    """A page for one who isn't linked yet."""
    web = house(request)
    context |= {"title": web.render.sentence(title), "csrf": web.gate.token("")}
    return HTMLResponse(web.render.page(template, **context), status)


async def nowhere(request: Request, _: Exception) -> Response:
    """An address that leads nowhere, or a method that isn't taken there."""
    error = Missing(say("There is no such page. Start from the front page, or ask /help what there is."))
    try:
        here = await arrive(request)
    except CurbsideError:
        return await error_page(request, None, error)
    return await error_page(request, here, error)


async def home(here: Here) -> Response:
    """What waits for this person. A session for one form goes straight to it."""
    session = here.visitor.form_session
    if session is not None:
        return await show(here, "oneform.html", say("Your form"), errand=session.errand)

    def look(unit: Unit) -> list[tuple[Post, Reply]]:
        registry = here.web.app.engine.registry
        return [(post, rendered(registry, unit, post)) for post in unit.posts.for_person(here.person.id)]

    notices = await here.web.app.store.read(here.scope, look)
    cards = [(post, here.web.render.reply(answer)) for post, answer in notices]
    first = next((c for c in here.channels if c.platform == "local" and c.purpose == "cases"), None)
    return await show(here, "home.html", say("For you"), notices=cards, first=first)


async def channel(here: Here) -> Response:
    here.check_whole()
    number = here.request.path_params["number"]
    found = next((c for c in here.channels if c.id == number), None)
    if found is None:
        raise Missing(say("There is no such channel that you can see. Choose one from the list."))

    def look(unit: Unit) -> list[tuple[Ref, Reply, Ref | None]]:
        return [seen for post in unit.posts.in_channel(number) if (seen := _seen(here, unit, post.subject))]

    cards = [
        (ref, here.web.render.reply(answer, redact=redact))
        for ref, answer, redact in await here.web.app.store.read(here.scope, look)
    ]
    return await show(here, "channel.html", f"#{found.name}", channel=found, cards=cards)


def _seen(here: Here, unit: Unit, ref: Ref) -> tuple[Ref, Reply, Ref | None] | None:
    """A card as its viewer sees it, with the case that they may redact in; None where it isn't for them."""
    try:
        return ref, card(here.web.app.engine.registry, ref, unit), redactable(here, unit, ref)
    except Missing:
        return None


def redactable(here: Here, unit: Unit, ref: Ref) -> Ref | None:
    """The case of a card, where this viewer may take a word out of it."""
    if ref.kind not in (SubjectKind.CASE, SubjectKind.CONSULT) or "case redact" not in (
        here.web.app.engine.registry.commands
    ):
        return None
    case = unit.cases.get(ref if ref.kind is SubjectKind.CASE else unit.consults.get(ref).case)
    mine = case.author == here.person.id or here.person.is_at_least(Role.MODERATOR)
    return case.ref if mine else None


def thread_of(unit: Unit, ref: Ref) -> int | None:
    """The channel in which a subject's card stands, whose news are this page's news."""
    if ref.kind is SubjectKind.CONSULT:
        ref = unit.consults.get(ref).case
    return unit.cases.get(ref).channel if ref.kind is SubjectKind.CASE else None


async def subject(here: Here) -> Response:
    here.check_whole()
    ref = wire.reference(here.request.path_params["ref"])
    if ref is None or ref.show not in here.web.app.engine.registry.commands:
        raise Missing(say("There is nothing to show for that. References look like CASE-3, C-12 or M-4."))
    answer = await _ask(here, ref.show, ref)

    def look(unit: Unit) -> tuple[Ref | None, int | None]:
        return redactable(here, unit, ref), thread_of(unit, ref)

    redact, number = await here.web.app.store.read(here.scope, look)
    back = next((c for c in here.channels if c.id == number), None)
    body = here.web.render.reply(answer, level=1, redact=redact)
    return await show(here, "subject.html", str(ref), body=body, back=back, ref=ref)


async def query(here: Here) -> Response:
    """A command that only reads, run at once where it asks for nothing."""
    command, ref = _command(here)
    if command.writes:
        return await form(here)
    here.check_whole()
    if ref is not None and command.path == ref.show:
        return RedirectResponse(f"/s/{ref}", 303)
    body = None
    if not any(spec.required for spec in command.fields):
        body = here.web.render.reply(await _ask(here, command.path, ref))
    return await show(
        here,
        "query.html",
        command.summary,
        command=command,
        values={},
        body=body,
        subject=ref,
        key=_key(),
        channel=None,
    )


async def form(here: Here) -> Response:
    command, ref = _command(here)
    if not here.allows(command.path, ref):
        raise Refused(ONE_FORM)
    opened = await here.web.app.engine.open_form(here.visitor.key, command.path, ref)
    session = here.visitor.form_session
    given = session is not None and session.errand.channel is not None  # in a channel, and so for that one
    places = [] if given else [c for c in here.channels if c.purpose == "cases"]
    composer = command.about_patient
    return await show(
        here, "form.html", command.summary, command=command, subject=ref, key=_key(), composer=composer,
        values={name: str(value) for name, value in opened.values.items()},
        channel=_place(here, places), places=places if composer and ref is None else [],
        samples=CASES if here.web.identity.demo and command.path == "case post" else (),
    )  # fmt: skip


def _place(here: Here, places: list[Channel]) -> Channel | None:
    """Where a form was opened; a case without a channel starts in the first one."""
    session = here.visitor.form_session
    wanted = str(session.errand.channel) if session else here.request.query_params.get("in", "")
    found = next((c for c in here.channels if str(c.id) == wanted), None)
    return found or (places[0] if places else None)


def _command(here: Here) -> tuple[Command, Ref | None]:
    path = here.request.path_params["path"].replace("/", " ").replace("+", " ")
    command = here.web.app.engine.registry.commands.get(path)
    if command is None or path in BY_SELECTION:
        raise Missing(say("There is no such command. /help shows what there is."))
    return command, wire.reference(here.request.query_params.get("on", ""))


async def _ask(here: Here, path: str, ref: Ref | None) -> Reply:
    return await here.web.app.engine.dispatch(Invocation(here.visitor.key, path, {}, ref, Origin("local"), "web"))


def _key() -> str:
    """What makes a form's publishing happen once, however often it is sent."""
    return secrets.token_hex(16)


async def sessions(here: Here) -> Response:
    """The browsers that are linked, each with its end."""
    here.check_whole()
    current = here.visitor.session
    found = await here.web.app.store.read(here.scope, lambda unit: unit.entrance.sessions(here.person.id))
    return await show(here, "sessions.html", say("Linked browsers"), sessions=found, current=current)


async def link(request: Request) -> Response:
    """Where a link leads. Its secret stands in the fragment, which no server and no log sees; the script sends it."""
    return bare(request, "link.html", say("Your link"))


async def join(request: Request) -> Response:
    return bare(request, "join.html", say("Join"))
