"""What the pages' script calls: review, submit, the command bar's lists, and the ways in. JSON both ways."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.web import wire
from adapters.web.house import ONE_FORM, Here, Unlinked, arrive, house, may, status_of
from adapters.web.render import address
from adapters.web.security import said
from bot import entrance
from bot.commands import Origin
from bot.engine import Invocation
from bot.entrance import Entered
from bot.errors import CurbsideError, Invalid, Refused, Undecided
from bot.i18n import say
from bot.model import Ref, SubjectKind
from bot.store.unit import Unit

Endpoint = Callable[[Request], Awaitable[Response]]

# Its form is a selection in a text: no one types offsets into a command bar.
BY_SELECTION = frozenset({"case redact"})


def answered(call: Callable[[Request], Awaitable[Any]]) -> Endpoint:
    """An endpoint that checks the page's token, and tells every error in words."""

    async def endpoint(request: Request) -> Response:
        web = house(request)
        try:
            visitor = await web.identity.visitor(request)
            if request.method == "POST" and not web.gate.check(request, visitor.secret if visitor else ""):
                if visitor is None and not web.gate.check(request, ""):
                    raise Unlinked(say("Your session has ended. Paste a fresh link to go on; your text stays here."))
                return said(403, "token", say("This page is out of date. Reload it; copy your text first."))
            found = await call(request)
        except CurbsideError as error:
            return _told(error, web.render.locale)
        return found if isinstance(found, Response) else JSONResponse(found)

    return endpoint


def _told(error: CurbsideError, locale: str) -> Response:
    status, kind = status_of(error)
    told: dict[str, Any] = {"kind": kind, "message": error.message.text(locale)}
    if isinstance(error, Invalid):
        told["fields"] = {name: message.text(locale) for name, message in error.fields.items()}
    if isinstance(error, Undecided):
        told["review"] = wire.review_json(error.review)
    return JSONResponse(told, status)


async def review(request: Request) -> Any:
    here = await arrive(request)
    asked = wire.asked(await wire.body(request))
    reviewed = await here.web.app.engine.review(_invocation(here, asked, "review"))  # which keeps nothing
    return wire.reviewed_json(reviewed, here.web.render.locale)


async def submit(request: Request) -> Any:
    here = await arrive(request)
    asked = wire.asked(await wire.body(request))
    answer = await here.web.app.engine.dispatch(_invocation(here, asked, asked.key))
    whole = here.visitor.form_session is None
    return {
        "html": here.web.render.reply(answer),
        "subject": str(answer.subject) if answer.subject else None,
        "back": f"/s/{answer.subject}" if whole and answer.subject else await _thread(here),
    }


async def _thread(here: Here) -> str | None:
    """The channel in chat that the link to this form was given in."""
    session = here.visitor.form_session
    channel = next((c for c in here.channels if session and c.id == session.errand.channel), None)
    if channel is None:
        return None
    spaces = await here.web.app.store.read(here.scope, lambda unit: unit.spaces.spaces())
    return here.web.app.links.outside(next(space for space in spaces if space.id == channel.space), channel)


def _invocation(here: Here, asked: wire.Asked, key: str | None) -> Invocation:
    """The command with its key: that of the form, or the session's own where it is for one form only."""
    if not here.allows(asked.path, asked.subject):
        raise Refused(ONE_FORM)
    session = here.visitor.form_session
    channel = asked.channel if session is None or session.errand.channel is None else session.errand.channel
    event = session.hash if session else key
    if event is None:
        raise Invalid(say("This page is out of date. Reload it; copy your text first."))
    return Invocation(
        here.visitor.key, asked.path, asked.fields, asked.subject, Origin("local", channel), "web", event,
        asked.decisions,
    )  # fmt: skip


async def token(request: Request) -> Any:
    """A fresh token for a page that was open while the server's key changed."""
    visitor = await house(request).identity.visitor(request)
    return {"csrf": house(request).gate.token(visitor.secret if visitor else "")}


async def commands(request: Request) -> Any:
    """What the command bar offers this member."""
    here = await arrive(request)
    here.check_whole()
    say_it = here.web.render.sentence
    return [
        {
            "path": command.path,
            "summary": say_it(command.summary),
            "subject": command.subject.value if command.subject else None,
            "writes": command.writes,
            "fields": [spec.name for spec in command.fields],
            "required": [spec.name for spec in command.fields if spec.required],
        }
        for command in here.web.app.engine.registry.commands.values()
        if may(here.person, command.path, here.web) and command.path not in BY_SELECTION and not command.chat
    ]


async def references(request: Request) -> Any:
    """What a reference can be completed to, newest first: the reference and a few words."""
    here = await arrive(request)
    here.check_whole()
    wanted = request.query_params.get("kind", "")

    def look(unit: Unit) -> list[tuple[str, str]]:
        if wanted == SubjectKind.CASE.value:
            cases = [(c, c.part("question") or c.part("text")) for c in unit.cases.latest()]
            return [(str(c.ref), str(words.excerpt(60)) if words else "") for c, words in cases]
        if wanted == SubjectKind.CONSULT.value:
            asked = [(c, c.latest("question")) for case in unit.cases.latest() for c in unit.consults.of_case(case)]
            return [(str(c.ref), f"{c.specialty}: {words.excerpt(60) if words else ''}") for c, words in asked]
        if wanted == SubjectKind.MEMBER.value:
            return [(str(p.ref), p.handle) for p in unit.members.everyone()]
        if wanted == SubjectKind.CHANNEL.value:
            return [(str(c.ref), c.name) for c in unit.spaces.channels()]
        if wanted == SubjectKind.DELIVERY.value and may(here.person, "delivery list", here.web):
            return [(str(Ref(SubjectKind.DELIVERY, s.ref)), s.reason) for s in unit.outbox.dead()]
        return []

    found = await here.web.app.store.read(here.scope, look)
    return [{"ref": ref, "words": words} for ref, words in found]


async def act(request: Request) -> Any:
    """The demo alone: act as another sample member."""
    here = await arrive(request)
    wanted = wire.text(await wire.body(request), "person")
    people = await here.web.app.store.read(here.scope, lambda unit: [str(p.id) for p in unit.members.everyone()])
    if wanted not in people:
        raise Invalid(say("There is no such member."))
    response = JSONResponse({"go": "/"})
    here.web.identity.remember(response, wanted)
    return response


async def link(request: Request) -> Any:
    """Redeem a link that the bot gave in chat: once, by POST."""
    secret = wire.text(await wire.body(request), "secret")
    return await _entered(request, await entrance.redeem_link(house(request).app.store, secret))


async def join(request: Request) -> Any:
    found = await wire.body(request)
    entered = await entrance.join(house(request).app.store, wire.text(found, "code"), wire.text(found, "handle"))
    return await _entered(request, entered)


async def _entered(request: Request, entered: Entered) -> Response:
    web = house(request)
    errand = entered.errand
    go = "/"
    if errand.path is not None:
        command = web.app.engine.registry.commands.get(errand.path)
        room = "q" if command is not None and not command.writes else "f"
        go = address(room, errand.path, errand.subject)
    response = JSONResponse({"handle": entered.person.handle, "go": go, "csrf": web.gate.token(entered.secret)})
    web.identity.remember(response, entered.secret)
    return response


async def stay(request: Request) -> Any:
    """Keep this browser linked for 30 days."""
    here = await arrive(request)
    session = here.visitor.session
    if session is not None:
        await here.web.app.store.write(here.scope, lambda unit: unit.entrance.stay(session))
    return {"done": True}


async def end(request: Request) -> Any:
    """End a session of one's own: the one named, or this one ('Not me', 'Sign out')."""
    here = await arrive(request)
    session = here.visitor.session
    if session is None:
        return {"done": True}
    named = wire.text(await wire.body(request), "session") or session.hash
    if named != session.hash:
        here.check_whole()
    await here.web.app.store.write(here.scope, lambda unit: unit.entrance.close(here.person.id, named))
    response = JSONResponse({"done": True, "mine": named == session.hash})
    if named == session.hash:
        here.web.identity.forget(response)
    return response
