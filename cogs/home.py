"""What waits for a member, and the way to the pages."""

from __future__ import annotations

from bot.commands import Call, Cog, Nothing
from bot.consult import STATE_WORDS, possible
from bot.i18n import say
from bot.links import Links
from bot.model import Case, Consult, Ref
from bot.store.entrance import Errand
from bot.store.unit import Unit
from bot.views import Actions, Block, Button, Link, Reply, Style, Text, reply


def make(links: Links) -> Cog:
    """The home cog; its links lead to the pages at this address."""
    cog = Cog("home")

    @cog.query("home", Nothing, "Your cases, your consults and the queue")
    def home(call: Call[Nothing], unit: Unit) -> Reply:
        waiting = unit.consults.queue()
        mine = [c for c in waiting if call.actor.id in (c.requester, c.assignee)]
        open_to_me = [c for c in waiting if c not in mine and possible(c, call.actor)]
        return reply(
            Actions((Button(say("Post a case"), "case post", primary=True), Button(say("Search"), "case search"))),
            Text(say("Waiting for you"), Style.HEADING),
            *some([block for c in open_to_me[:5] for block in (line(c), opening(c.ref))]),
            Text(say("Your consults"), Style.HEADING),
            *some([block for c in mine[:5] for block in (line(c), opening(c.ref))]),
            Text(say("Your cases"), Style.HEADING),
            *some([headline(c) for c in unit.cases.latest(mine=True, limit=5)]),
        )

    @cog.command("web open", Nothing, "Open the pages in your browser")
    def browser(call: Call[Nothing], unit: Unit) -> Reply:
        secret = unit.entrance.link(call.actor, Errand())
        return reply(
            say("For you alone: whoever opens it acts as you. It works once, within 10 minutes."),
            Link(say("Open the pages"), links.redeem(secret)),
        )

    return cog


def some(blocks: list[Block]) -> list[Block]:
    return blocks or [Text(say("Nothing at present."), Style.SMALL)]


def opening(ref: Ref) -> Actions:
    return Actions((Button(say("Open"), ref.show, ref),))


def headline(case: Case) -> Text:
    return Text(say("{ref} · {question}", ref=str(case.ref), question=case.headline))


def line(consult: Consult) -> Text:
    return Text(
        say("{ref} · {specialty}: {state}, due {due}", ref=str(consult.ref), specialty=consult.specialty,
            state=STATE_WORDS[consult.state].lower(), due=consult.due)
    )  # fmt: skip
