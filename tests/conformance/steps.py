"""The steps of every scenario, in words that no platform owns. A driver (on_web, on_discord, on_slack) carries them out
as a person of its platform would: it types, presses, fills in, and reads what stands there.
"""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from bot.model import Ref

if TYPE_CHECKING:
    from tests.conformance.house import House

T = TypeVar("T")
Fields = Mapping[str, str]

PATIENCE = 10.0  # seconds that a step waits for what it expects
LOOK_SECONDS = 0.01  # between two looks

# Members of the community (tests.support.Cast), and one who is on the platform and not in the community.
MEMBERS = ("author", "colleague", "cardiologist", "moderator", "administrator", "outsider")
NEWCOMER = "newcomer"
NONE: Fields = MappingProxyType({})


@dataclass(frozen=True)
class Seen:
    """What somebody has before them: a message, an answer, or a form that opened."""

    text: str
    buttons: tuple[str, ...] = ()
    link: str | None = None  # of a URL button
    form: tuple[str, ...] | None = None  # the names of the fields of an open form; () where it only asks 'sure?'
    native: Any = field(default=None, repr=False)  # the driver's own handle on it


class Platform(ABC):
    """One platform with its people on it."""

    name: str  # of this variant
    platform: str  # as the core calls it
    native_talk = True  # people can type there past Curbside

    house: House

    # -- its life

    @abstractmethod
    async def open(self, stack: AsyncExitStack) -> None:
        """Begin to exist, before Curbside starts; the stack ends it."""

    def settings(self) -> dict[str, Any]:
        """What Curbside must be told to connect."""
        return {}

    async def connected(self, stack: AsyncExitStack) -> None:  # noqa: B027 - the pages are there at once
        """Wait until Curbside, just started, serves this platform; the stack ends with Curbside."""

    # -- who and where, in the platform's own names

    @property
    @abstractmethod
    def space(self) -> str: ...

    @abstractmethod
    def account(self, who: str) -> str: ...

    @abstractmethod
    def channel(self, where: str) -> str:
        """'cases' is linked when a scenario begins, 'second' is not, 'closed' is one for a few."""

    def role(self) -> str:
        """The id of a native role or user group that means nothing yet."""
        return "S000000001"

    async def hand(self, who: str, *, given: bool) -> None:
        """An administrator there gives somebody that role, or takes it back."""
        raise NotImplementedError

    # -- what people do

    @abstractmethod
    async def give(self, who: str, path: str, subject: Ref | None, fields: Fields, *, at: Seen | str = "cases") -> Seen:
        """Give a command in a channel or in the thread of a card. Of its fields those are typed with it that the
        platform lets one type there; the others are left to the form.
        """

    @abstractmethod
    async def press(self, who: str, on: Seen, label: str) -> Seen: ...

    @abstractmethod
    async def fill(self, who: str, form: Seen, fields: Fields) -> Seen:
        """Fill an open form by its fields' names, and send it."""

    async def type(self, who: str, text: str, under: Seen | None = None, files: tuple[str, ...] = ()) -> Seen:
        """Type a message natively, in the thread of a card or in the channel."""
        raise NotImplementedError(f"nobody types past Curbside on {self.name}")

    async def retype(self, who: str, message: Seen, text: str) -> None:
        """Edit a message of one's own."""
        raise NotImplementedError

    async def unsay(self, who: str, message: Seen) -> None:
        """Delete a message of one's own."""
        raise NotImplementedError

    async def menu(self, who: str, on: Seen, name: str) -> Seen:
        """An entry of a message's menu: 'This is the answer'."""
        raise NotImplementedError

    async def suggestions(self, who: str, path: str, typed: str) -> list[str]:
        """The references that are offered while ``typed`` stands where the subject goes."""
        raise NotImplementedError

    # -- what people see

    @abstractmethod
    async def cards(self, who: str = "colleague", where: str = "cases") -> list[Seen]:
        """What Curbside posted in a channel, oldest first."""

    @abstractmethod
    async def under(self, card: Seen) -> list[str]:
        """What stands in the thread of a card."""

    @abstractmethod
    async def notices(self, who: str) -> list[Seen]:
        """What Curbside told somebody alone, oldest first."""

    # -- what must never be

    def sent(self) -> str:
        """Every byte that Curbside sent to the platform's server."""
        return ""

    def forget_sent(self) -> None:  # noqa: B027 - to the pages nothing is sent
        """Begin anew with what was sent."""

    def standing(self) -> str:
        """Every word that still stands on the platform."""
        return ""

    def faults(self) -> list[str]:
        """What was wrong with Curbside's requests, by the platform's specification and limits."""
        return []

    def forged(self) -> list[str]:
        """Mentions, links and markup in Curbside's messages that only a person's words can have made."""
        return []

    # -- steps that are made of these

    async def card(self, text: str, where: str = "cases", who: str = "colleague") -> Seen:
        """The latest card with this on it, as it stands now; waits for it."""
        found = await until(
            lambda: self._cards_with(text, where, who), f"a card with {text!r} in {where} on {self.name}"
        )
        return found[-1]

    async def _cards_with(self, text: str, where: str, who: str) -> list[Seen]:
        return [card for card in await self.cards(who, where) if text in card.text]

    async def no_card(self, text: str, where: str = "cases") -> None:
        """Waits until no card there has this on it."""

        async def gone() -> bool:
            return not await self._cards_with(text, where, "colleague")

        await until(gone, f"{text!r} to be gone from {where} on {self.name}")

    async def reads(self, card: Seen, text: str) -> None:
        """Waits until this stands in a card's thread."""

        async def there() -> bool:
            return any(text in said for said in await self.under(card))

        await until(there, f"{text!r} under a card on {self.name}")

    async def told(self, who: str, *texts: str) -> Seen:
        """The latest notice with all of these on it, once they are told."""

        async def with_it() -> list[Seen]:
            return [notice for notice in await self.notices(who) if all(text in notice.text for text in texts)]

        return (await until(with_it, f"{who} to be told {texts} on {self.name}"))[-1]

    async def do(
        self, who: str, path: str, subject: Ref | None = None, fields: Fields = NONE, *, at: Seen | str = "cases",
        way: list[str] | None = None,
    ) -> Seen:  # fmt: skip
        """Give a command and go on, whichever way it goes there, until it is answered. ``way`` takes the stages
        between: 'composer', 'form', 'sure'.
        """
        return await self.finish(who, await self.give(who, path, subject, fields, at=at), fields, way)

    async def tap(self, who: str, on: Seen, label: str, fields: Fields = NONE) -> Seen:
        """Press a button and go on until it is answered."""
        return await self.finish(who, await self.press(who, on, label), fields)

    async def finish(self, who: str, seen: Seen, fields: Fields, way: list[str] | None = None) -> Seen:
        """Write on the composer, fill in the form, or say that one is sure: whatever stands between and the answer."""
        stages = [] if way is None else way
        if seen.link is not None and "/link#" in seen.link and "form" in seen.text.lower():
            stages.append("composer")
            return await self.house.composer.publish(seen.link, fields)
        if seen.form is not None:
            stages.append("form" if seen.form else "sure")
            return await self.fill(who, seen, {name: fields[name] for name in seen.form if name in fields})
        if "Yes" in seen.buttons:
            stages.append("sure")
            return await self.press(who, seen, "Yes")
        return seen


async def until(look: Callable[[], Awaitable[T]], what: str, within: float = PATIENCE) -> T:
    """Look until there is something, and hand it over; AssertionError naming ``what`` after ``within`` seconds."""
    end = time.monotonic() + within
    while not (found := await look()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        await asyncio.sleep(LOOK_SECONDS)
    return found
