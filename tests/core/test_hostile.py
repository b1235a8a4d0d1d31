"""A hostile member, a hostile outsider: what they try in chat, and what comes of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.model import Account, Channel, Role
from bot.store.unit import Unit
from tests.core.chat import Town, code_of, words_of
from tests.core.test_membership import OTHER_ROLE, ROLE, acts, fresh, mapped, person, redeem
from tests.core.test_mirrors import on_pages, posted


async def test_a_role_that_is_taken_back_at_once_is_taken_back(town: Town) -> None:
    """The second event must not look at what was before the first one was kept."""
    await mapped(town)
    account = await town.link(town.cast.colleague, "discord")
    given, taken = frozenset({OTHER_ROLE}), frozenset[str]()
    await asyncio.gather(town.app.desk.roles(account, given), town.app.desk.roles(account, taken))
    assert (await fresh(town, town.cast.colleague)).role is Role.MEMBER


async def test_who_leaves_while_their_role_is_read_is_gone(town: Town) -> None:
    await mapped(town)
    account = await town.link(town.cast.colleague, "discord")
    await asyncio.gather(town.app.desk.roles(account, frozenset({OTHER_ROLE})), town.app.desk.gone(account))
    assert await person(town, account) is None
    assert (await fresh(town, town.cast.colleague)).role is Role.MEMBER


async def test_whoever_was_removed_is_suggested_nothing(town: Town) -> None:
    account = await town.link(town.cast.colleague, "discord")
    await posted(town)
    place = town.place("discord")
    assert await town.app.desk.suggest(account, place, "case show", "subject", "")
    assert await town.app.desk.suggest(account, place, "member show", "subject", "")
    await on_pages(town, town.cast.moderator, "member remove", town.cast.colleague.ref)
    assert await town.app.desk.suggest(account, place, "case show", "subject", "") == []
    assert await town.app.desk.suggest(account, place, "member show", "subject", "") == []


async def test_nobody_is_suggested_what_they_may_not_do(town: Town) -> None:
    account = await town.link(town.cast.colleague, "discord")
    await posted(town)
    assert await town.app.desk.suggest(account, town.place("discord"), "case versions", "subject", "") == []


async def test_whoever_left_a_closed_channel_sees_its_cases_no_more(town: Town) -> None:
    """Nor on the pages; unless another closed channel that mirrors it still lets them in."""
    rooms: dict[str, Channel] = {}

    def close(unit: Unit) -> None:
        rooms["discord"] = unit.spaces.add_channel(town.guild, "board", "board", closed=True)
        rooms["slack"] = unit.spaces.add_channel(town.team, "board", "board", closed=True, room=rooms["discord"].id)

    await town.app.store.write(town.scope, close)
    author, here = await town.link(town.cast.author, "slack"), await town.link(town.cast.colleague, "slack")
    there = await town.link(town.cast.colleague, "discord")
    for account in (author, here, there):
        await town.give(account, "help", town.place(account.platform, "board"))

    async def sees() -> set[int]:
        return set((await fresh(town, town.cast.colleague)).channels) & {c.id for c in rooms.values()}

    assert await sees() == {c.id for c in rooms.values()}
    await town.app.desk.left_channel(here, town.place("slack", "board"))
    await town.app.desk.left_channel(there, town.place("discord", "board"))
    assert await sees() == set()
    assert "left channel" in await acts(town)


async def test_whose_code_somebody_uses_is_told_where_they_are(town: Town) -> None:
    """A code makes its redeemer that person: an administrator whose code was taken must learn of it."""
    await town.link(town.cast.administrator, "discord")
    code = code_of(await on_pages(town, town.cast.administrator, "space code"))
    thief = Account("slack", "T9", "U-thief")
    assert "you are administrator here" in await redeem(town, thief, code)
    await town.delivered()
    [told] = town.discord.in_channel("@U-administrator")
    assert "A chat account acts as you from now on" in told.text
    assert "account list" in told.text
    assert "account linked" in await acts(town)


async def test_a_servers_code_is_short_lived_and_says_whom_it_makes(town: Town) -> None:
    answer = await on_pages(town, town.cast.administrator, "space code")
    assert "whoever uses it is you here" in words_of(answer)
    town.clock.advance(timedelta(minutes=61))
    assert "used already, or is too old" in await redeem(town, Account("slack", "T9", "U-thief"), code_of(answer))


async def test_a_new_code_voids_the_one_before(town: Town) -> None:
    account = await town.link(town.cast.colleague, "discord")
    first = code_of((await town.give(account, "account code")).reply)
    second = code_of((await town.give(account, "account code")).reply)
    assert "used already" in await redeem(town, Account("slack", "T1", "U7"), first)
    assert "You are colleague here now" in await redeem(town, Account("slack", "T1", "U7"), second)


async def test_two_who_redeem_one_code_at_once_are_not_both_that_person(town: Town) -> None:
    account = await town.link(town.cast.colleague, "discord")
    code = code_of((await town.give(account, "account code")).reply)
    said = await asyncio.gather(*(redeem(town, Account("slack", "T1", user), code) for user in ("U7", "U8")))
    assert sorted("You are colleague here now" in words for words in said) == [False, True]


async def test_a_nickname_makes_nobody_a_colleague(town: Town) -> None:
    """Whoever joins by a role brings the name that they gave themselves."""
    await mapped(town)
    new = Account("discord", "G1", "U50")
    await town.app.desk.roles(new, frozenset({ROLE}), "Colleague")
    known = await person(town, new)
    assert known is not None
    assert known.handle == "Colleague 2"


async def test_a_strangers_texts_stop_the_workers_no_more_than_a_members(town: Town) -> None:
    stranger = Account("discord", "G1", "U-stranger")
    reviewer = town.app.engine._reviewer
    for _ in range(8):
        await town.say(stranger, "SLOW")
    assert reviewer.seen == 3  # type: ignore[attr-defined]
