"""Ways in, and what opens nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot import entrance
from bot.app import App
from bot.clock import FixedClock
from bot.errors import Refused
from bot.membership import connect
from bot.model import Account, Role
from bot.store.base import Scope
from bot.store.entrance import Errand
from tests.support import Cast, running_app

GUEST = Account("slack", "T1", "U1")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[tuple[App, Cast, FixedClock]]:
    clock = FixedClock()
    async with running_app(tmp_path / "data", clock) as (app, cast):
        yield app, cast, clock


async def link(app: App, cast: Cast) -> str:
    errand = Errand("case post", None, cast.general.id)
    return await app.store.write(cast.scope(cast.author), lambda unit: unit.entrance.link(cast.author, errand))


async def test_a_link_opens_once(place: tuple[App, Cast, FixedClock]) -> None:
    app, cast, _ = place
    secret = await link(app, cast)
    entered = await entrance.redeem_link(app.store, secret)
    assert (entered.person.id, entered.errand.path, entered.errand.channel) == (
        cast.author.id, "case post", cast.general.id,
    )  # fmt: skip
    with pytest.raises(Refused):
        await entrance.redeem_link(app.store, secret)


async def test_a_new_link_voids_the_old(place: tuple[App, Cast, FixedClock]) -> None:
    app, cast, _ = place
    old, new = await link(app, cast), await link(app, cast)
    with pytest.raises(Refused):
        await entrance.redeem_link(app.store, old)
    assert (await entrance.redeem_link(app.store, new)).person.id == cast.author.id


async def test_a_link_lives_ten_minutes(place: tuple[App, Cast, FixedClock]) -> None:
    app, cast, clock = place
    secret = await link(app, cast)
    clock.advance(timedelta(minutes=10, seconds=1))
    with pytest.raises(Refused):
        await entrance.redeem_link(app.store, secret)


async def test_an_idle_session_ends_and_one_in_use_goes_on(place: tuple[App, Cast, FixedClock]) -> None:
    app, cast, clock = place
    entered = await entrance.redeem_link(app.store, await link(app, cast))
    for _ in range(3):
        clock.advance(timedelta(hours=11))
        assert await entrance.session(app.store, clock, entered.secret)
    clock.advance(timedelta(hours=12, seconds=1))
    assert await entrance.session(app.store, clock, entered.secret) is None


async def test_the_setup_code_makes_the_first_administrator_and_a_local_space(tmp_path: Path) -> None:
    async with running_app(tmp_path / "data") as (app, _):
        await app.store.write(None, lambda unit: unit.directory.found("Empty"))
        community = (await app.store.read(None, lambda unit: unit.directory.communities()))[-1].id
        code = await app.store.write(Scope(community), lambda unit: unit.entrance.code("setup"))
        entered = await entrance.join(app.store, code, "Dr First")
        assert (entered.person.role, entered.person.handle) == (Role.ADMINISTRATOR, "Dr First")
        channels = await app.store.read(Scope(community), lambda unit: unit.spaces.channels())
        assert {c.purpose for c in channels} == {"cases", "moderators"}


async def test_no_setup_code_is_printed_once_there_is_an_administrator(place: tuple[App, Cast, FixedClock]) -> None:
    app, _, _ = place
    assert await entrance.first_code(app.store) is None


async def test_an_invitation_names_its_member(place: tuple[App, Cast, FixedClock]) -> None:
    app, cast, _ = place
    code = await app.store.write(cast.scope(cast.moderator), lambda unit: unit.entrance.code("invite", "Dr Guest"))
    entered = await entrance.join(app.store, code, "Dr Somebody Else")
    assert (entered.person.handle, entered.person.role) == ("Dr Guest", Role.MEMBER)


@pytest.mark.parametrize("purpose", ["setup", "invite", "space", "link"])
async def test_a_code_opens_its_own_door_alone(place: tuple[App, Cast, FixedClock], purpose: str) -> None:
    app, cast, _ = place
    code = await app.store.write(cast.scope(cast.administrator), lambda unit: unit.entrance.code(purpose, "Dr X"))
    doors: dict[str, Callable[[], Awaitable[object]]] = {
        "link": lambda: entrance.redeem_link(app.store, code),
        "space": lambda: connect(app.store, code, GUEST, "amina", ("slack-T1", "e1")),
        "join": lambda: entrance.join(app.store, code, "Dr X"),
    }
    own = {"invite": "join", "setup": "none: there is an administrator"}.get(purpose, purpose)
    for name, door in doors.items():
        if name != own:
            with pytest.raises(Refused):
                await door()


async def test_a_space_joins_with_an_administrators_code(place: tuple[App, Cast, FixedClock]) -> None:
    app, cast, _ = place
    administrator = cast.administrator
    code = await app.store.write(
        cast.scope(administrator), lambda unit: unit.entrance.code("space", person=administrator)
    )
    await connect(app.store, code, GUEST, "amina", ("slack-T1", "e1"))
    assert (await app.engine.person(GUEST)).id == administrator.id
    space = await app.store.read(None, lambda unit: unit.directory.space("slack", "T1"))
    assert space is not None
    assert space.community == cast.community.id
