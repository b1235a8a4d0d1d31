"""The local community, by its pages: browsers without a screen, each linked to one member."""

from __future__ import annotations

import re
import secrets
from contextlib import AsyncExitStack
from urllib.parse import parse_qs, urlsplit

from adapters.web.api import BY_SELECTION
from bot.model import Ref
from tests.conformance import html
from tests.conformance.steps import MEMBERS, NEWCOMER, NONE, Fields, Platform, Seen
from tests.web.conftest import Browser

_ARTICLE = re.compile(r'<article class="card" id="([\w-]+)">(.*?)</article>', re.S)
_NOTICE = re.compile(r'<li class="card notice">(.*?)</li>', re.S)


class OnWeb(Platform):
    name = platform = "local"
    native_talk = False  # whatever is typed here is a form

    def __init__(self) -> None:
        self._browsers: dict[str, Browser] = {}

    async def open(self, stack: AsyncExitStack) -> None:
        """Its pages are Curbside's own."""

    async def connected(self, stack: AsyncExitStack) -> None:
        self._browsers.clear()

    @property
    def space(self) -> str:
        return f"local-{self.house.cast.community.id}"

    def account(self, who: str) -> str:
        assert who in (*MEMBERS, NEWCOMER)
        return who

    def channel(self, where: str) -> str:
        """The number that stands in the channel's address."""
        return str(self.house.cast.closed.id if where == "closed" else self.house.cast.general.id)

    async def browser(self, who: str) -> Browser:
        """This person's: its cookie and its page's token."""
        if who not in self._browsers:
            self._browsers[who] = await self.house.whole_session(who)
        return self._browsers[who]

    async def give(self, who: str, path: str, subject: Ref | None, fields: Fields, *, at: Seen | str = "cases") -> Seen:
        browser = await self.browser(who)
        command = self.house.app.desk.registry.commands[path]
        if not command.writes:
            return await self._query(browser, path, subject, fields)
        where = at if isinstance(at, str) else "cases"
        held = (path, subject, where)
        if path in BY_SELECTION:  # a selection in a text, not a form
            return await self._send(who, path, subject, where, fields)
        if not command.fields:
            return await self._send(who, path, subject, where, NONE)
        asked = [f"on={subject}"] if subject else []
        asked += [f"in={self.channel(where)}"] if path == "case post" else []
        page = await browser.open(f"/f/{path.replace(' ', '/')}?{'&'.join(asked)}")
        if page.status_code != 200:
            return html.seen(page.text)
        return Seen(html.words(page.text), form=tuple(f.name for f in command.fields), native=(held, page.text))

    async def _query(self, browser: Browser, path: str, subject: Ref | None, fields: Fields) -> Seen:
        """A command that reads: its page, or what its form's submission shows there."""
        command = self.house.app.desk.registry.commands[path]
        if fields or any(spec.required for spec in command.fields):
            return await self.house.composer.submit(
                browser, path, str(subject or ""), fields, key=secrets.token_hex(16)
            )
        page = await browser.open(f"/q/{path.replace(' ', '/')}" + (f"?on={subject}" if subject else ""))
        if page.status_code == 303:
            page = await browser.open(page.headers["location"])
        return html.seen(page.text)

    async def press(self, who: str, on: Seen, label: str) -> Seen:
        given = on.native[label]
        if "data-path" in given:
            return await self.give(who, given["data-path"], _ref(given["data-subject"]), NONE)
        address = urlsplit(given["href"])
        if address.path.startswith("/s/"):
            page = await (await self.browser(who)).open(address.path)
            return html.seen(page.text)
        return await self.give(
            who, address.path[3:].replace("/", " "), _ref(parse_qs(address.query).get("on", [""])[0]), NONE
        )

    async def fill(self, who: str, form: Seen, fields: Fields) -> Seen:
        (path, subject, where), page = form.native
        return await self._send(who, path, subject, where, fields, html.values(page))

    async def _send(
        self, who: str, path: str, subject: Ref | None, where: str, fields: Fields,
        begun: Fields = NONE,
    ) -> Seen:  # fmt: skip
        return await self.house.composer.submit(
            await self.browser(who), path, str(subject or ""), fields, begun, key=secrets.token_hex(16),
            channel=int(self.channel(where)),
        )  # fmt: skip

    async def suggestions(self, who: str, path: str, typed: str) -> list[str]:
        kind = self.house.app.desk.registry.commands[path].subject
        found = await (await self.browser(who)).open(f"/api/references?kind={kind.value if kind else ''}")
        return [each["ref"] for each in found.json() if typed.lower() in each["ref"].lower()]

    async def cards(self, who: str = "colleague", where: str = "cases") -> list[Seen]:
        page = await (await self.browser(who)).open(f"/c/{self.channel(where)}")
        return [html.seen(card) for _, card in _ARTICLE.findall(page.text)]

    async def under(self, card: Seen) -> list[str]:
        """Here replies stand on the card itself."""
        return [each.text for each in await self.cards() if each.text.split()[0] == card.text.split()[0]]

    async def notices(self, who: str) -> list[Seen]:
        page = await (await self.browser(who)).open("/")
        return [html.seen(notice) for notice in reversed(_NOTICE.findall(page.text))]


def _ref(text: str) -> Ref | None:
    return Ref.parse(text) if text else None
