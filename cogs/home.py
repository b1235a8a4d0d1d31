"""What waits for a member, and the way to the pages."""

from __future__ import annotations

from bot.commands import Call, Cog, Nothing
from bot.consult import STATE_WORDS, possible
from bot.i18n import say
from bot.links import Links
from bot.model import Consult
from bot.store.entrance import Errand
from bot.store.unit import Unit
from bot.views import Actions, Block, Button, Link, Reply, Style, Text, reply


def make(links: Links) -> Cog:
    """The home cog; its links lead to the pages at this address."""
    cog = Cog("home")

    @cog.query("home", Nothing, "Your cases, your consults and the queue")
    def home(call: Call[Nothing], unit: Unit) -> Reply:
        cases = unit.cases.latest(mine=True, limit=5)
        waiting = unit.consults.queue()
        mine = [c for c in waiting if call.actor.id in (c.requester, c.assignee)]
        open_to_me = [c for c in waiting if c not in mine and possible(c, call.actor)]
        blocks: list[Block] = [
            Actions((Button(say("Post a case"), "case post", primary=True), Button(say("Search"), "case search"))),
            Text(say("Your cases"), Style.HEADING),
            *(
                Text(say("{ref} · {question}", ref=str(c.ref), question=part.excerpt(100)))
                for c in cases
                if (part := c.part("question") or c.part("text"))
            ),
            Text(say("Your consults"), Style.HEADING),
            *(line(c) for c in mine[:5]),
            Text(say("Waiting for you"), Style.HEADING),
        ]
        for consult in open_to_me[:5]:
            blocks += [line(consult), Actions((Button(say("Open"), "consult show", consult.ref),))]
        return reply(*blocks)

    @cog.command("web open", Nothing, "Open the pages in your browser")
    def browser(call: Call[Nothing], unit: Unit) -> Reply:
        secret = unit.entrance.link(call.actor, Errand())
        return reply(
            say("For you alone: whoever opens it acts as you. It works once, within 10 minutes."),
            Link(say("Open the pages"), links.redeem(secret)),
        )

    return cog


def line(consult: Consult) -> Text:
    return Text(
        say("{ref} · {specialty}: {state}, due {due}", ref=str(consult.ref), specialty=consult.specialty,
            state=STATE_WORDS[consult.state].lower(), due=consult.due)
    )  # fmt: skip
