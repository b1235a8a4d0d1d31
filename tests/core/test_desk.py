"""The desk: a command given in chat is answered in words, whoever gives it and whatever goes wrong."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, replace
from typing import Annotated

import pytest

from bot import log
from bot.app import registry
from bot.commands import Call, Cog, Field, Origin, Registry
from bot.desk import EVERYTHING, Asked, Desk, Way
from bot.engine import Engine, Invocation, PersonKey
from bot.entrance import redeem_link
from bot.errors import Invalid, Missing
from bot.guard import NativeGuard
from bot.links import Links
from bot.model import Account, Place, Ref, SubjectKind
from bot.settings import Log
from bot.store.unit import Unit
from bot.text import CleanText, RawText
from bot.views import Reply
from tests.core.chat import CAPABILITIES, Town, url_of, words_of
from tests.core.test_mirrors import POST, on_pages, posted, root, threads
from tests.support import BraceReviewer

COMMANDS = registry().commands
LINKED = {"case post", "case edit", "case update", "consult request", "consult supply"}
ACTS = {
    "account code", "account list", "audit show", "audit verify", "case copies", "case follow", "case list",
    "case release", "case show", "case versions", "case withdraw", "channel list", "channel remove", "channel show",
    "consult accept", "consult close", "consult decline", "consult queue", "consult show", "consult withdraw",
    "delivery list", "delivery resume", "delivery retry", "draft drop", "draft post", "draft show", "guard counts",
    "head show", "help", "home", "member erase", "member leave", "member link", "member list", "member remove",
    "member sessions", "member show", "role list", "space code", "web open",
}  # fmt: skip


def subject_of(path: str) -> Ref | None:
    kind = COMMANDS[path].subject
    return Ref(kind, 1) if kind else None


@pytest.mark.parametrize("path", sorted(COMMANDS))
async def test_every_command_has_its_way(town: Town, path: str) -> None:
    desk, place, subject = town.app.desk, Place("discord", "G1", "ward"), subject_of(path)
    expected = Way.LINK if path in LINKED else Way.ACT if path in ACTS else Way.FORM
    assert desk.way(path, subject, (), place, CAPABILITIES) is expected
    whole = [spec.name for spec in COMMANDS[path].fields]
    assert desk.way(path, subject, whole, place, CAPABILITIES) is (Way.LINK if path in LINKED else Way.ACT)
    assert desk.way(path, subject, (), place, EVERYTHING) is (Way.ACT if path in ACTS else Way.FORM)
    one = replace(CAPABILITIES, fields=0)
    if expected is Way.FORM:
        assert desk.way(path, subject, (), place, one) is (Way.FORM if COMMANDS[path].chat else Way.LINK)
    if subject is not None:
        with pytest.raises(Invalid):
            desk.way(path, None, (), place, CAPABILITIES)
        assert desk.way(path, None, whole, replace(place, thread="1"), CAPABILITIES) is not Way.FORM


async def test_an_unknown_command_has_none(town: Town) -> None:
    with pytest.raises(Missing):
        town.app.desk.way("case explode", None, (), Place("discord", "G1"), CAPABILITIES)


async def test_native_entry_is_a_workspaces_choice_and_nobody_elses(town: Town) -> None:
    boss, guild = await town.link(town.cast.administrator, "slack"), await town.link(town.cast.administrator, "discord")
    refused = await town.give(guild, "space entry", fields={"allowed": "on"})
    assert "Only a Slack workspace" in words_of(refused.reply)
    assert "passes through Slack" in words_of((await town.give(boss, "space entry", fields={"allowed": "on"})).reply)
    case, many = Ref(SubjectKind.CASE, 1), replace(CAPABILITIES, fields=30)
    assert town.app.desk.way("case update", case, (), town.place("slack"), many) is Way.FORM
    assert town.app.desk.way("case update", case, (), town.place("discord"), many) is Way.LINK
    typed = await town.give(boss, "case post", fields=POST)
    assert "CASE-1 is posted" in words_of(typed.reply)
    doubtful = await town.give(boss, "case post", fields=POST | {"text": "<Rose> fell."})
    assert url_of(doubtful.reply), "more than one text can't be a draft: its form on the page"
    await town.give(boss, "space entry", fields={"allowed": "off"})
    assert town.app.desk.way("case update", case, (), town.place("slack"), many) is Way.LINK


# who asks


async def test_strangers_are_told_how_to_come_in(town: Town) -> None:
    said = await town.give(Account("discord", "G9", "U1"), "case list", Place("discord", "G9", "x"))
    assert "An administrator can link it with a code" in words_of(said.reply)
    for path in ("case list", "case post", "home"):
        said = await town.give(Account("discord", "G1", "U-nobody"), path)
        assert "You aren't a member yet" in words_of(said.reply)
    home = await town.app.desk.home(Account("slack", "T1", "U-nobody"))
    assert "You aren't a member yet" in words_of(home)


async def test_a_role_is_needed_where_a_role_is_needed(town: Town) -> None:
    member = await town.link(town.cast.colleague, "discord")
    for path, needed in (("audit show", "moderators"), ("channel add", "administrators")):
        assert f"Only {needed} can do this" in words_of((await town.give(member, path)).reply)


@pytest.mark.parametrize("path", sorted(COMMANDS))
@pytest.mark.parametrize("who", ["colleague", "administrator"])
async def test_every_command_is_answered_in_words_though_its_reference_is_stale(
    town: Town, path: str, who: str
) -> None:
    account = await town.link(getattr(town.cast, who), "discord")
    subject = replace(subject_of(path), number=999) if COMMANDS[path].subject else None  # type: ignore[type-var]
    for on, fields in ((subject, {}), (None, {}), (Ref(SubjectKind.HEAD, 9), {"nonsense": "Xyzzywick"})):
        answered = await town.give(account, path, on=on, fields=fields)
        said = words_of(answered.reply)
        assert said or answered.reply.blocks
        assert "Xyzzywick" not in said
        assert "Something went wrong" not in said


# what is typed


async def test_an_invalid_form_says_what_to_mend_by_field(town: Town) -> None:
    account = await town.link(town.cast.moderator, "discord")
    answered = await town.give(account, "member specialty", on=town.cast.colleague.ref, fields={"specialty": "magic"})
    assert answered.errors["specialty"].text() == "Choose one of the list."
    assert "Specialty: Choose one of the list." in words_of(answered.reply)
    assert "magic" not in words_of(answered.reply)


async def test_a_doubtful_text_is_kept_back_cleaned_and_posted_with_one_tap(town: Town) -> None:
    case, account = await posted(town), await town.link(town.cast.colleague, "slack")
    for _ in range(2):  # delivered twice
        answered = await town.give(account, "case reply", on=case, event="e1", fields={"text": "<Rose> sat up."})
    drafts = await town.app.store.read(town.scope, lambda unit: unit.drafts.open_of(town.cast.colleague.id))
    assert [str(draft.text) for draft in drafts] == ["[PATIENT] sat up."]
    assert threads(town, case) == [[], []]
    assert "Rose" not in words_of(answered.reply)
    await town.give(account, "draft post", on=drafts[0].ref)
    assert threads(town, case) == [["[PATIENT] sat up."]] * 2


async def test_what_can_not_be_read_goes_nowhere_and_says_so(town: Town) -> None:
    case, account = await posted(town), await town.link(town.cast.colleague, "slack")
    answered = await town.give(account, "case reply", on=case, fields={"text": "CRASH"})
    assert "could not be checked, so it went nowhere" in words_of(answered.reply)
    assert threads(town, case) == [[], []]


async def test_the_same_event_twice_happens_once(town: Town) -> None:
    case, account = await posted(town), await town.link(town.cast.colleague, "slack")
    both = [
        town.give(account, "case reply", on=case, event="e1", fields={"text": "Once."}),
        town.give(account, "case reply", on=case, event="e1", fields={"text": "Once."}),
    ]
    await asyncio.gather(*both)
    said = await town.give(account, "case reply", on=case, event="e1", fields={"text": "Once."})
    assert "nothing was done twice" in words_of(said.reply)
    assert threads(town, case) == [["Once."]] * 2


async def test_what_is_not_known_to_be_saved_is_still_saving(town: Town) -> None:
    case, account = await posted(town), await town.link(town.cast.colleague, "slack")
    asked = Asked(account, "case reply", town.place("slack"), "e1", case, {"text": RawText("Slowly.")})
    release = threading.Event()
    async with asyncio.timeout(30):
        held = asyncio.create_task(town.app.store.write(town.scope, lambda unit: release.wait(20)))
        await asyncio.sleep(0)
        answered = await town.app.desk.answer(asked, CAPABILITIES)
        release.set()
        await held
    assert "Still saving; nothing is lost." in words_of(answered.reply)
    said = await town.give(account, "case reply", on=case, event="e1", fields={"text": "Slowly."})
    assert "saved already" in words_of(said.reply)
    assert threads(town, case) == [["Slowly."]] * 2


async def test_a_fault_of_ours_is_words_and_a_number(town: Town, capfd: pytest.CaptureFixture[str]) -> None:
    log.configure(Log(level="debug"))

    @dataclass(frozen=True, slots=True)
    class Form:
        text: Annotated[CleanText, Field("Text")]

    broken = Cog("broken")

    @broken.command("case break", Form, "Break")
    def fails(call: Call[Form], unit: Unit) -> Reply:
        raise RuntimeError(str(call.form.text))

    engine = Engine(town.app.store, BraceReviewer(), Registry([broken]), town.clock)
    desk = Desk(engine, NativeGuard(town.app.store, BraceReviewer(), town.clock), Links(town.app.settings.web))
    account = await town.link(town.cast.colleague, "slack")
    for path in ("case break", "case none"):
        asked = Asked(account, path, town.place("slack"), "e1", None, {"text": RawText("Xyzzywick")})
        said = words_of((await desk.answer(asked, CAPABILITIES)).reply)
        assert ("number: " in said) is (path == "case break")
        assert "Xyzzywick" not in said
    assert "Xyzzywick" not in "".join(capfd.readouterr())


async def test_an_answer_is_within_the_adapters_means(town: Town) -> None:
    case, account = await posted(town, text="Long. " * 900), await town.link(town.cast.colleague, "slack")
    answered = await town.give(account, "case show", on=case)
    assert len(words_of(answered.reply)) <= (CAPABILITIES.total or 0)
    assert url_of(answered.reply), "and leads to the rest"


# where it is given


async def test_in_a_thread_a_command_is_about_its_case(town: Town) -> None:
    case, account = await posted(town), await town.link(town.cast.colleague, "discord")
    here = town.place("discord", thread=root(town.discord, case))
    assert "You follow CASE-1" in words_of((await town.give(account, "case follow", here)).reply)
    nowhere = replace(here, thread="12345")
    assert "needs a reference" in words_of((await town.give(account, "case follow", nowhere)).reply)


async def test_this_is_the_answer_picks_the_askers_consult(town: Town) -> None:
    case = await posted(town, specialty="cardiology")
    heart, colleague = await town.link(town.cast.cardiologist, "slack"), await town.link(town.cast.colleague, "slack")
    here = town.place("slack", thread=root(town.slack, case))
    refused = await town.give(colleague, "consult answer", here, fields={"text": "Not mine."})
    assert "waits for cardiology" in words_of(refused.reply)
    for _ in range(2):  # pressed twice on one message
        await town.give(heart, "consult answer", here, event="message-1", fields={"text": "Give heparin."})
    consult = await town.app.store.read(town.scope, lambda unit: unit.consults.get(Ref(SubjectKind.CONSULT, 1)))
    assert [str(e.text) for e in consult.entries if e.kind == "answer"] == ["Give heparin."]
    late = await town.give(heart, "consult answer", here, fields={"text": "Or not."})
    assert "C-1 is now: answered" in words_of(late.reply)


async def test_which_consult_is_asked_where_there_are_several_or_none(town: Town) -> None:
    case, cast = await posted(town), town.cast
    heart = await town.link(cast.cardiologist, "slack")
    here = town.place("slack", thread=root(town.slack, case))
    none = await town.give(heart, "consult answer", here, fields={"text": "Yes."})
    assert "No consult of CASE-1 waits for that from you" in words_of(none.reply)
    asked = {name: POST[name] for name in ("question", "intervention", "outcome")}
    for _ in range(2):
        await on_pages(town, cast.author, "consult request", case, specialty="cardiology", **asked)
    several = await town.give(heart, "consult answer", here, fields={"text": "Yes."})
    assert "There are several: C-1, C-2. Say which" in words_of(several.reply)
    await town.give(heart, "consult accept", here, on=Ref(SubjectKind.CONSULT, 2))
    assert "is told" in words_of((await town.give(heart, "consult answer", here, fields={"text": "Yes."})).reply)
    consult = await town.app.store.read(town.scope, lambda unit: unit.consults.get(Ref(SubjectKind.CONSULT, 2)))
    assert consult.state.value == "answered", "the one that they had accepted"


async def test_a_form_about_a_patient_opens_by_a_link_and_appears_where_it_was_asked_for(town: Town) -> None:
    author = await town.link(town.cast.author, "discord")
    first = url_of((await town.give(author, "case post", fields={"text": "72F, typed into the chat"})).reply)
    second = url_of((await town.give(author, "case post")).reply)
    assert first is not None
    assert second is not None
    assert second.startswith(("https://", "http://127.0.0.1"))
    store = town.app.store
    with pytest.raises(Exception, match="used already"):
        await redeem_link(store, first.partition("#")[2])  # a new one voids the old
    entered = await redeem_link(store, second.partition("#")[2])
    assert (entered.person.id, entered.errand.path) == (town.cast.author.id, "case post")
    typed = {name: RawText(text) for name, text in POST.items()}
    key = PersonKey(entered.person.community, entered.person.id)
    published = Invocation(key, "case post", typed, None, Origin("local", entered.errand.channel), "web", "session-1")
    await town.app.engine.dispatch(published)
    await town.delivered()
    assert root(town.discord, Ref(SubjectKind.CASE, 1))
    assert root(town.slack, Ref(SubjectKind.CASE, 1))
    assert "typed into the chat" not in town.discord.everything() + town.slack.everything()


async def test_a_link_is_refused_before_anything_is_written_for_nothing(town: Town) -> None:
    case, colleague = await posted(town), await town.link(town.cast.colleague, "discord")
    said = await town.give(colleague, "case update", on=case)
    assert url_of(said.reply) is None
    assert "Only its author" in words_of(said.reply)
    gone = await town.give(colleague, "case update", on=Ref(SubjectKind.CASE, 99))
    assert "There is no case that you can see" in words_of(gone.reply)


async def test_a_case_posted_in_the_moderators_channel_does_not_stand_there(town: Town) -> None:
    boss = await town.link(town.cast.administrator, "slack")
    there = town.place("slack", "mods", closed=True)
    await town.give(boss, "channel add", there, fields={"purpose": "moderators"})
    url = url_of((await town.give(boss, "case post", there)).reply)
    assert url is not None
    assert (await redeem_link(town.app.store, url.partition("#")[2])).errand.channel is None


# what is offered


async def test_references_and_choices_are_suggested_as_somebody_may_see_them(town: Town) -> None:
    await posted(town, audience="specialty", specialty="cardiology")
    await posted(town, question="Stop the statin?")
    colleague, place = await town.link(town.cast.colleague, "discord"), town.place("discord")
    suggest = town.app.desk.suggest
    assert await suggest(colleague, place, "case show", "subject", "STATIN") == [
        ("CASE-2", "CASE-2 Stop the statin?")
    ]  # fmt: skip
    assert [value for value, _ in await suggest(colleague, place, "case show", "subject", "")] == ["CASE-2"]
    found = await suggest(colleague, place, "member specialty", "specialty", "cardi")
    assert found == [("cardiology", "cardiology")]
    for kind in SubjectKind:
        path = next((p for p, c in COMMANDS.items() if c.subject is kind), None)
        if path is not None:
            offered = await suggest(colleague, place, path, "subject", "")
            assert all(Ref.parse(value).kind is kind for value, _ in offered), kind
    assert await suggest(Account("discord", "G1", "U-nobody"), place, "case show", "subject", "") == []
    assert await suggest(colleague, place, "no such", "subject", "") == []
    assert len(await suggest(colleague, place, "consult request", "specialty", "")) == 25


async def test_home_shows_what_waits(town: Town) -> None:
    await posted(town, specialty="cardiology")
    heart = await town.app.desk.home(await town.link(town.cast.cardiologist, "slack"))
    assert "C-1 · cardiology: waiting for a specialist" in words_of(heart)
    mine = await town.app.desk.home(await town.link(town.cast.author, "slack"))
    assert "CASE-1 · Heparin now?" in words_of(mine)
