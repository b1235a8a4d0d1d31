"""Who belongs, where cases stand, and what moderators do: accounts, roles, channels, holding, home and help."""

from __future__ import annotations

from bot.model import SubjectKind
from tests.conformance.house import ref_in
from tests.conformance.steps import Platform, until
from tests.conformance.test_cases import CASE, posted


async def test_a_mapped_role_makes_a_member_and_its_loss_ends_it(chat: Platform) -> None:
    await chat.do("newcomer", "case list")  # seen before the role means anything
    await chat.do("administrator", "role map", None, {"native": chat.role(), "meaning": "member"})
    await chat.do("administrator", "role map", None, {"native": chat.role(), "meaning": "cardiology"})
    refused = await chat.do("newcomer", "case list")
    assert "You aren't a member yet" in refused.text
    await chat.hand("newcomer", given=True)

    async def answers(words: str) -> bool:
        return words in (await chat.do("newcomer", "case list")).text

    await until(lambda: answers("No case yet"), "the newcomer to be a member")
    assert (await chat.do("moderator", "member list")).text.count("cardiology") == 2
    assert "member" in (await chat.do("moderator", "role list")).text
    await chat.hand("newcomer", given=False)
    await until(lambda: answers("You left this community"), "the newcomer to be a member no more")


async def test_a_channel_is_added_as_a_mirror_and_removed(chat: Platform) -> None:
    first, _ = await posted(chat)
    channels = await chat.do("colleague", "channel list")
    cases = next(c for c in await _channels(chat) if c.native == chat.channel("cases"))
    assert str(cases.ref) in channels.text
    added = await chat.do(
        "administrator", "channel add", None, {"purpose": "cases", "mirrors": str(cases.ref)}, at="second"
    )
    assert "It mirrors" in added.text
    second, _ = await posted(chat)
    mirror = await chat.card(f"{second} ·", where="second")
    await chat.tap("colleague", mirror, "Reply", {"text": "From the other side."})
    await chat.reads(await chat.card(f"{second} ·"), "From the other side.")
    await chat.reads(mirror, "From the other side.")
    await chat.do("administrator", "channel remove", at="second")
    third, _ = await posted(chat)
    assert not [card for card in await chat.cards(where="second") if str(third) in card.text]
    await chat.do("author", "case withdraw", second)  # what stands in a removed channel still follows
    await chat.card(f"{second} was withdrawn", where="second")
    assert not [card for card in await chat.cards(where="second") if str(first) in card.text]


async def test_an_open_channel_and_a_closed_one_are_no_mirrors(chat: Platform) -> None:
    cases = next(c for c in await _channels(chat) if c.native == chat.channel("cases"))
    refused = await chat.do("administrator", "channel add", None, {"mirrors": str(cases.ref)}, at="closed")
    assert "can't mirror each other" in refused.text


async def test_how_authors_are_shown_is_the_communitys_choice(here: Platform) -> None:
    done = await here.do("administrator", "community names", None, {"shown": "role"})
    assert "Copies follow" in done.text
    _, card = await posted(here)
    assert "author" not in card.text
    assert "member" in card.text


async def test_moderators_look_and_others_are_refused(here: Platform) -> None:
    case, _ = await posted(here)
    reported = await here.do("colleague", "case report", case, {"reason": "It names {Mr Ash}."})
    assert "The moderators are told" in reported.text
    await here.told("moderator", str(case), "was reported")
    assert "It names [PATIENT]." in (await here.do("moderator", "case versions", case)).text
    assert "case post" in (await here.do("moderator", "audit show")).text
    assert "The chain is whole" in (await here.do("moderator", "audit verify")).text
    try:
        refused = await here.do("colleague", "case versions", case)
    except PermissionError:  # Discord doesn't even offer it
        return
    assert "Only moderators can do this" in refused.text


async def test_home_and_help_show_what_one_can_do(here: Platform) -> None:
    done = await here.do("author", "case post", None, CASE | {"specialty": "cardiology"})
    case = str(ref_in(done.text, SubjectKind.CASE))
    mine = await here.do("author", "home")
    assert case in mine.text
    theirs = await here.do("cardiologist", "home")
    assert "C-1" in theirs.text
    opened = await here.press("cardiologist", theirs, "Open")
    assert "cardiology" in opened.text
    assert "case reply" in (await here.do("colleague", "help")).text
    page = await here.do("colleague", "web open")
    assert page.link is not None
    browser, _ = await here.house.composer.redeem(page.link)
    assert case in (await browser.open("/q/case/list")).text


async def _channels(chat: Platform):  # type: ignore[no-untyped-def]
    return await chat.house.app.store.read(chat.house.cast.scope(), lambda unit: list(unit.spaces.channels()))
