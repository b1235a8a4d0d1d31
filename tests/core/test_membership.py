"""Who belongs here by what a platform says: codes, mapped roles, leaving; and what ends with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.entrance import join, redeem_link
from bot.errors import Refused
from bot.membership import handle_of
from bot.model import Account, Person, Ref, Role, SubjectKind
from bot.store.entrance import Errand
from tests.core.chat import Town, code_of, words_of
from tests.core.test_mirrors import on_pages, posted

ROLE, OTHER_ROLE, HEART = "100000000000000001", "100000000000000002", "100000000000000003"


async def redeem(town: Town, who: Account, code: str, event: str | None = None, **more: Any) -> str:
    answered = await town.give(who, "account link", event=event, fields={"code": code}, **more)
    return words_of(answered.reply)


async def person(town: Town, who: Account) -> Person | None:
    return await town.app.store.read(town.scope, lambda unit: unit.members.by_account(who))


async def fresh(town: Town, who: Person) -> Person:
    return await town.app.store.read(town.scope, lambda unit: unit.members.get(who.ref))


async def acts(town: Town) -> list[str]:
    return [row.action for row in await town.app.store.read(town.scope, lambda unit: unit.audit.latest())]


# codes


async def test_a_space_code_links_a_server_and_its_giver(town: Town) -> None:
    code = code_of(await on_pages(town, town.cast.administrator, "space code"))
    boss = Account("discord", "G2", "U-boss")
    assert "This server is part of the community now, and you are administrator here" in await redeem(town, boss, code)
    known = await person(town, boss)
    assert known is not None
    assert known.id == town.cast.administrator.id
    assert {"space linked", "account linked"} <= set(await acts(town))
    assert "used already" in await redeem(town, Account("discord", "G3", "U-thief"), code)


async def test_an_account_code_links_a_second_platform_and_a_third(town: Town) -> None:
    first = await town.link(town.cast.colleague, "discord")
    code = code_of((await town.give(first, "account code")).reply)
    second = Account("slack", "T1", "U7")
    assert "You are colleague here now" in await redeem(town, second, code)
    assert "Discord" in words_of((await town.give(second, "account list")).reply) or "Guild" in words_of(
        (await town.give(second, "account list")).reply
    )
    assert "used already" in await redeem(town, Account("slack", "T1", "U8"), code)


async def test_a_code_redeemed_twice_by_one_event_is_redeemed_once(town: Town) -> None:
    code = code_of(await on_pages(town, town.cast.moderator, "member invite", None, handle="Dr New"))
    new = Account("slack", "T1", "U9")
    said = [await redeem(town, new, code, event="e1") for _ in range(2)]
    assert said[0] == said[1]
    assert said[0].startswith("You are Dr New here now. To ask about a patient: case post")
    everyone = await town.app.store.read(town.scope, lambda unit: unit.members.everyone())
    assert [p.handle for p in everyone].count("Dr New") == 1


async def test_an_invitation_joins_who_is_nobody_and_leaves_members_as_they_are(town: Town) -> None:
    code = code_of(await on_pages(town, town.cast.moderator, "member invite", None, handle="Dr New"))
    colleague = await town.link(town.cast.colleague, "slack")
    assert "You are colleague here already" in await redeem(town, colleague, code)
    assert "You are Dr New here now" in await redeem(town, Account("slack", "T1", "U9"), code)


async def test_stale_foreign_and_made_up_codes_are_refused(town: Town) -> None:
    account = await town.link(town.cast.colleague, "discord")
    code = code_of((await town.give(account, "account code")).reply)
    town.clock.advance(timedelta(minutes=31))
    new = Account("slack", "T1", "U9")
    for said in (await redeem(town, new, code), await redeem(town, new, "abcdefgh1234"), await redeem(town, new, "x")):
        assert "used already, or is too old" in said
    foreign = await town.app.store.write(
        town.cast.scope(town.cast.stranger), lambda unit: unit.entrance.code("account", person=town.cast.stranger)
    )
    assert "belongs to another community" in await redeem(town, new, foreign)
    invite = code_of(await on_pages(town, town.cast.moderator, "member invite", None, handle="Dr New"))
    assert "isn't part of a community yet" in await redeem(town, Account("slack", "T9", "U9"), invite)
    assert await person(town, new) is None


async def test_a_code_of_who_left_opens_nothing(town: Town) -> None:
    code = code_of(await on_pages(town, town.cast.colleague, "account code"))
    await on_pages(town, town.cast.moderator, "member remove", town.cast.colleague.ref)
    assert "used already" in await redeem(town, Account("slack", "T1", "U9"), code)


async def test_the_first_administrator_may_come_by_chat(town: Town) -> None:
    other = await town.app.store.write(None, lambda unit: unit.directory.found("New community"))
    scope = type(town.scope)(other.id)
    code = await town.app.store.write(scope, lambda unit: unit.entrance.code("setup"))
    boss = Account("slack", "T5", "U-boss")
    assert "you are Ann here" in await redeem(town, boss, code, name="Ann")
    made = await town.app.store.read(scope, lambda unit: unit.members.by_account(boss))
    assert made is not None
    assert made.role is Role.ADMINISTRATOR


async def test_unlinking_ends_what_that_server_gave(town: Town) -> None:
    boss = await town.link(town.cast.administrator, "discord")
    await town.give(boss, "role map", fields={"native": ROLE, "meaning": "moderator"})
    account = await town.link(town.cast.colleague, "discord")
    await town.app.desk.roles(account, frozenset({ROLE}))
    assert (await fresh(town, town.cast.colleague)).role is Role.MODERATOR
    number = (await town.app.store.read(town.scope, lambda unit: unit.accounts.of(town.cast.colleague)))[0].id
    await town.give(account, "account unlink", fields={"server": str(number)})
    assert (await fresh(town, town.cast.colleague)).role is Role.MEMBER
    assert "You aren't a member yet" in words_of((await town.give(account, "case list")).reply)


# roles


async def mapped(town: Town) -> Account:
    boss = await town.link(town.cast.administrator, "discord")
    for native, meaning in ((ROLE, "member"), (OTHER_ROLE, "moderator"), (HEART, "cardiology")):
        answer = await town.give(boss, "role map", fields={"native": native, "meaning": meaning})
        assert "It takes effect when they are next seen" in words_of(answer.reply)
    return boss


async def test_a_role_that_means_member_joins_whoever_has_it(town: Town) -> None:
    await mapped(town)
    new = Account("discord", "G1", "U50")
    await town.app.desk.roles(new, frozenset({OTHER_ROLE}), "Dr Fifty")
    assert await person(town, new) is None, "a moderator's role alone makes nobody a member"
    answer = await town.give(new, "case list", roles=frozenset({ROLE, HEART}), name="Dr Fifty")
    assert "No case yet" in words_of(answer.reply)
    made = await person(town, new)
    assert made is not None
    assert (made.handle, made.role, made.specialties) == ("Dr Fifty", Role.MEMBER, frozenset({"cardiology"}))
    assert {"member joined", "roles there"} <= set(await acts(town))


async def test_roles_gained_and_lost_are_gained_and_lost_here(town: Town) -> None:
    await mapped(town)
    account = await town.link(town.cast.colleague, "discord")
    secret = await town.app.store.write(town.scope, lambda u: u.entrance.open(town.cast.colleague.id, Errand()))
    await town.app.desk.roles(account, frozenset({OTHER_ROLE, HEART}))
    now = await fresh(town, town.cast.colleague)
    assert (now.role, now.specialties) == (Role.MODERATOR, frozenset({"cardiology"}))
    await town.app.desk.roles(account, frozenset())
    now = await fresh(town, town.cast.colleague)
    assert (now.role, now.specialties, now.active) == (Role.MEMBER, frozenset(), True)
    assert await town.app.store.read(None, lambda unit: unit.directory.session(secret)) is None


async def test_what_two_servers_gave_ends_when_both_have_taken_it(town: Town) -> None:
    await mapped(town)
    boss = await town.link(town.cast.administrator, "slack")
    await town.give(boss, "role map", fields={"native": "S0123456", "meaning": "cardiology"})
    there, here = await town.link(town.cast.colleague, "slack"), await town.link(town.cast.colleague, "discord")
    await town.app.desk.roles(there, frozenset({"S0123456"}))
    await town.app.desk.roles(here, frozenset({HEART}))
    await town.app.desk.roles(here, frozenset())
    assert (await fresh(town, town.cast.colleague)).specialties == {"cardiology"}
    await town.app.desk.roles(there, frozenset())
    assert (await fresh(town, town.cast.colleague)).specialties == frozenset()


async def test_who_loses_the_members_role_is_no_member_until_they_have_it_again(town: Town) -> None:
    await mapped(town)
    new = Account("discord", "G1", "U50")
    await town.app.desk.roles(new, frozenset({ROLE, OTHER_ROLE}), "Dr Fifty")
    await town.app.desk.roles(new, frozenset({OTHER_ROLE}))
    known = await person(town, new)
    assert known is not None
    assert not known.active
    assert "You left this community" in words_of((await town.give(new, "case list")).reply)
    await town.app.desk.roles(new, frozenset({ROLE}))
    again = await person(town, new)
    assert again is not None
    assert (again.id, again.active, again.role) == (known.id, True, Role.MEMBER)


async def test_who_was_removed_by_hand_is_not_brought_back_by_the_role_they_still_have(town: Town) -> None:
    await mapped(town)
    new = Account("discord", "G1", "U50")
    await town.app.desk.roles(new, frozenset({ROLE}), "Dr Fifty")
    known = await person(town, new)
    assert known is not None
    await on_pages(town, town.cast.moderator, "member remove", known.ref)
    await town.app.desk.roles(new, frozenset({ROLE, OTHER_ROLE, HEART}))
    now = await fresh(town, known)
    assert (now.active, now.role, now.specialties) == (False, Role.MEMBER, frozenset())


async def test_what_a_role_means_may_change_for_those_who_have_it(town: Town) -> None:
    boss = await mapped(town)
    account = await town.link(town.cast.colleague, "discord")
    await town.give(account, "case list", roles=frozenset({HEART}))
    await town.give(boss, "role unmap", fields={"native": HEART, "meaning": "cardiology"})
    await town.give(boss, "role map", fields={"native": HEART, "meaning": "neurology"})
    await town.give(account, "case list", roles=frozenset({HEART}))
    assert (await fresh(town, town.cast.colleague)).specialties == {"neurology"}


async def test_the_last_administrator_is_safe_from_what_happens_on_a_platform(town: Town) -> None:
    boss = await mapped(town)
    await town.app.desk.roles(boss, frozenset({ROLE}))
    await town.app.desk.roles(boss, frozenset())
    assert (await fresh(town, town.cast.administrator)).is_at_least(Role.ADMINISTRATOR)
    await town.app.desk.roles(boss, frozenset({ROLE}))
    await town.app.desk.gone(boss)
    now = await fresh(town, town.cast.administrator)
    assert (now.active, now.role) == (True, Role.ADMINISTRATOR)
    assert "last administrator stays" in await acts(town)


async def test_a_member_by_role_who_links_another_account_is_one_person(town: Town) -> None:
    await mapped(town)
    here = Account("discord", "G1", "U50")
    await town.app.desk.roles(here, frozenset({ROLE, HEART}), "Dr Fifty")
    shell = await person(town, here)
    assert shell is not None
    code = code_of(await on_pages(town, town.cast.colleague, "account code"))
    await redeem(town, here, code, roles=frozenset({ROLE, HEART}))
    known = await person(town, here)
    assert known is not None
    assert known.id == town.cast.colleague.id
    assert known.specialties == {"cardiology"}, "the roles are this person's now"
    assert not (await fresh(town, shell)).active


# leaving


async def test_leaving_or_being_banned_ends_sessions_links_and_what_the_server_gave(town: Town) -> None:
    await mapped(town)
    here = Account("discord", "G1", "U50")
    await town.app.desk.roles(here, frozenset({ROLE, HEART}), "Dr Fifty")
    await posted(town, specialty="cardiology")
    await town.give(here, "consult accept", on=Ref(SubjectKind.CONSULT, 1))
    known = await person(town, here)
    assert known is not None
    store = town.app.store
    session = await store.write(town.scope, lambda unit: unit.entrance.open(known.id, Errand(), stay=True))
    link = await store.write(town.scope, lambda unit: unit.entrance.link(known, Errand()))
    await town.app.desk.gone(here)
    await town.app.desk.gone(here)  # twice
    assert await store.read(None, lambda unit: unit.directory.session(session)) is None
    with pytest.raises(Refused):
        await redeem_link(store, link)
    assert await person(town, here) is None
    now = await fresh(town, known)
    assert (now.active, now.specialties) == (False, frozenset())
    consult = await store.read(town.scope, lambda unit: unit.consults.get(Ref(SubjectKind.CONSULT, 1)))
    assert consult.assignee is None, "what was accepted waits for another specialist"
    assert "left server" in await acts(town)


async def test_who_leaves_one_server_stays_a_member_by_their_invitation_elsewhere(town: Town) -> None:
    here, there = await town.link(town.cast.colleague, "discord"), await town.link(town.cast.colleague, "slack")
    await town.app.desk.gone(here)
    assert (await fresh(town, town.cast.colleague)).active
    assert "No case yet" in words_of((await town.give(there, "case list")).reply)
    assert "You aren't a member yet" in words_of((await town.give(here, "case list")).reply)


async def test_who_leaves_a_server_leaves_its_closed_channels(town: Town) -> None:
    boss = await town.link(town.cast.administrator, "discord")
    board = town.place("discord", "board", closed=True)
    await town.give(boss, "channel add", board)
    outsider = await town.link(town.cast.outsider, "discord")
    await town.give(outsider, "case list", board)
    channel = await town.app.store.read(town.scope, lambda unit: unit.spaces.here(board))
    assert channel is not None
    assert channel.id in (await fresh(town, town.cast.outsider)).channels
    await town.app.desk.gone(outsider)
    assert (await fresh(town, town.cast.outsider)).channels == frozenset()
    assert town.cast.closed.id in (await fresh(town, town.cast.colleague)).channels


async def test_a_stranger_who_leaves_or_a_server_nobody_linked_is_nothing(town: Town) -> None:
    before = await acts(town)
    await town.app.desk.gone(Account("discord", "G1", "U99"))
    await town.app.desk.gone(Account("discord", "G9", "U99"))
    await town.app.desk.roles(Account("discord", "G9", "U99"), frozenset({ROLE}), "Dr Nobody")
    assert await acts(town) == before


async def test_a_new_members_session_by_the_page_works_beside(town: Town) -> None:
    code = code_of(await on_pages(town, town.cast.moderator, "member invite", None, handle="Dr New"))
    assert (await join(town.app.store, code, "")).person.handle == "Dr New"


@pytest.mark.parametrize(
    ("there", "here"),
    [("Ann O’Neil", "Ann O’Neil"), ("@everyone", "everyone"), ("🦊", "Dr Unnamed"), ("", "Dr Unnamed"),
     ("<b>Ann</b>", "bAnnb"), ("x" * 90, "x" * 40)],
)  # fmt: skip
def test_a_name_from_a_platform_is_made_one_that_can_stand_here(there: str, here: str) -> None:
    assert handle_of(there) == here
