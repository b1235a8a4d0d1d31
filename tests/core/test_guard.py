"""The guard: what members type natively joins the record clean, or is kept back; the store never sees the rest."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot import keys, log
from bot.cli import export
from bot.commands import Origin
from bot.engine import Invocation, PersonKey
from bot.model import Account, Place, Ref, SubjectKind
from bot.settings import Log
from bot.store import backup
from bot.text import RawText
from tests.core.chat import Chat, Standing, Town, words_of
from tests.core.test_mirrors import POST, on_pages, posted, root, threads

CANARY = "Xyzzywick"


async def scene(town: Town, platform: str = "discord") -> tuple[Ref, Standing, Account]:
    """A case, its thread's first message on a platform, and a colleague there."""
    case = await posted(town)
    return case, root(town.chat(platform), case), await town.link(town.cast.colleague, platform)


def told(chat: Chat, who: Account) -> list[Standing]:
    return chat.in_channel(f"@{who.native}")


async def counts(town: Town) -> dict[str, int]:
    return {what: n for _, what, n in await town.app.store.read(town.scope, lambda unit: unit.sightings.latest())}


async def entries(town: Town, case: Ref) -> list[str]:
    return [
        str(entry.text) for entry in await town.app.store.read(town.scope, lambda unit: unit.cases.get(case).entries)
    ]


async def test_a_clean_reply_joins_and_its_edit_and_deletion_follow(town: Town) -> None:
    case, thread, colleague = await scene(town)
    native = await town.say(colleague, "Potasium?", thread)
    assert await entries(town, case) == ["Potasium?"]
    town.clock.advance(timedelta(minutes=1))
    await town.hear(colleague, native, edited="Potassium?")
    assert threads(town, case) == [["Potassium?"]] * 2
    assert await entries(town, case) == ["Potassium?"]
    await town.delete("discord", native)
    assert await entries(town, case) == []
    assert "Potassium" not in town.slack.everything()
    await town.say(colleague, "Sodium?", thread)
    assert threads(town, case) == [["Sodium?"], ["Its author deleted this reply.", "Sodium?"]]


async def test_versions_of_a_message_in_any_order_end_as_the_last_one(town: Town) -> None:
    case, thread, colleague = await scene(town)
    native = town.discord.type(colleague.native, "ward", "Third.", thread.native)
    for version, text in ((2, "Third."), (0, "First."), (1, "Second."), (2, "Third.")):
        town.discord.messages[native].edits = version
        town.discord.messages[native].text = text
        await town.hear(colleague, native)
    assert await entries(town, case) == ["Third."]


async def test_both_versions_at_once_are_one_reply(town: Town) -> None:
    case, thread, colleague = await scene(town)
    native = town.discord.type(colleague.native, "ward", "First.", thread.native)
    both = [town.hear(colleague, native), town.hear(colleague, native, edited="Second.")]
    await asyncio.gather(*both)
    assert len(await entries(town, case)) == 1


async def test_what_was_deleted_before_it_was_heard_joins_nothing(town: Town) -> None:
    case, thread, colleague = await scene(town)
    native = town.discord.type(colleague.native, "ward", "First.", thread.native)
    gone = town.discord.messages[native]
    await town.delete("discord", native)
    town.discord.messages[native] = gone
    await town.hear(colleague, native)
    assert await entries(town, case) == []


async def test_a_flagged_message_becomes_a_draft_its_author_posts_with_one_tap(town: Town) -> None:
    case, thread, colleague = await scene(town)
    await town.say(colleague, "{Mr Bloggs} sat up.", thread)
    assert await entries(town, case) == []
    [nudge] = told(town.discord, colleague)
    assert "seems to hold something about a patient" in nudge.text
    assert "Bloggs" not in nudge.text
    assert "[PATIENT] sat up." in nudge.text
    [post, drop] = nudge.buttons
    assert (post.path, drop.path) == ("draft post", "draft drop")
    answer = await town.give(colleague, post.path, on=post.subject)
    assert "Your reply stands under" in words_of(answer.reply)
    assert await entries(town, case) == ["[PATIENT] sat up."]
    assert [m.text.splitlines()[-1] for m in town.slack.in_thread(root(town.slack, case))] == ["[PATIENT] sat up."]
    assert "sat up" not in told(town.discord, colleague)[0].text, "what carried its words shows them no more"
    again = await town.give(colleague, post.path, on=post.subject)
    assert "done with already" in words_of(again.reply)
    assert await counts(town) == {"nudged": 1, "would remove": 0} or (await counts(town))["nudged"] == 1


async def test_a_draft_is_its_authors_alone(town: Town) -> None:
    _, thread, colleague = await scene(town)
    await town.say(colleague, "{Mr Bloggs} sat up.", thread)
    moderator = await town.link(town.cast.moderator, "discord")
    for path in ("draft show", "draft post", "draft drop"):
        answer = await town.give(moderator, path, on=Ref(SubjectKind.DRAFT, 1))
        assert "sat up" not in words_of(answer.reply)
        assert "There is no draft that you can see" in words_of(answer.reply)


async def test_an_edit_that_brings_an_identifier_in_leaves_cleaned_text_in_the_record(town: Town) -> None:
    case, thread, colleague = await scene(town)
    native = await town.say(colleague, "He sat up.", thread)
    town.clock.advance(timedelta(minutes=1))
    await town.hear(colleague, native, edited="{Mr Bloggs} sat up.")
    assert await entries(town, case) == ["[PATIENT] sat up."]
    assert "Bloggs" not in town.slack.everything()
    [nudge] = told(town.discord, colleague)
    assert [b.path for b in nudge.buttons] == ["draft drop"], "the record has it already"


async def removing(town: Town, *, counted_days: int = 8) -> None:
    """Remove is chosen, and a first message was counted so long ago."""
    stranger = Account("discord", "G1", "U-nobody")
    await town.say(stranger, "hello")
    await on_pages(town, town.cast.administrator, "guard mode", None, mode="remove")
    town.clock.advance(timedelta(days=counted_days))


async def test_remove_waits_for_a_week_of_counting(town: Town) -> None:
    await removing(town, counted_days=6)
    _, thread, colleague = await scene(town)
    native = await town.say(colleague, "{mrn 123}", thread)
    assert native in town.discord.messages
    assert (await counts(town))["would remove"] == 1
    answer = words_of(await on_pages(town, town.cast.administrator, "guard mode", None, mode="remove"))
    assert "until 12 Jan 2026" in answer
    assert "would remove | 1" in words_of(await on_pages(town, town.cast.moderator, "guard counts"))


async def test_a_community_whose_guard_never_counted_removes_nothing(town: Town) -> None:
    town.clock.advance(timedelta(days=30))
    answer = words_of(await on_pages(town, town.cast.administrator, "guard mode", None, mode="remove"))
    assert "a week from the first message" in answer
    _, thread, colleague = await scene(town)
    assert await town.say(colleague, "{mrn 123}", thread) in town.discord.messages


async def test_removed_is_the_message_and_its_author_finds_the_draft_in_the_thread(town: Town) -> None:
    await removing(town)
    case, thread, colleague = await scene(town)
    first = await town.say(colleague, "Fine.", thread)
    native = await town.say(colleague, "{mrn 123} sat up.", thread)
    assert native not in town.discord.messages
    assert first in town.discord.messages
    assert "is being taken down" in told(town.discord, colleague)[0].text
    offered = [m for m in town.discord.in_thread(thread) if m.buttons]
    assert [b.path for m in offered for b in m.buttons] == ["draft show"]
    assert "sat up" not in offered[0].text
    assert not [m for m in town.slack.messages.values() if "taken down" in m.text], "it was not removed there"
    await town.app.desk.unsaid(town.place("discord", thread=thread), native)  # the platform tells of our own removal
    town.discord.type(colleague.native, "ward", "", thread.native)
    await town.give(colleague, "draft post", on=Ref(SubjectKind.DRAFT, 1))
    assert await entries(town, case) == ["Fine.", "[PATIENT] sat up."]
    [offer] = [m for m in town.discord.in_thread(thread) if "taken down" in m.text]
    assert offer.buttons == ()


async def test_an_edit_that_is_removed_is_posted_as_it_may_stand(town: Town) -> None:
    await removing(town)
    case, thread, colleague = await scene(town)
    other = await town.say(colleague, "Another.", thread)
    native = await town.say(colleague, "Fine.", thread)
    town.clock.advance(timedelta(minutes=1))
    await town.hear(colleague, native, edited="{mrn 123} fine.")
    assert native not in town.discord.messages
    assert await entries(town, case) == ["Another.", "[PATIENT] fine."]
    assert [m.text.splitlines()[-1] for m in town.discord.in_thread(thread) if not m.buttons] == [
        "Another.", "[PATIENT] fine."
    ]  # fmt: skip
    assert other in town.discord.messages


async def test_a_message_edited_while_it_waits_to_be_taken_down_changes_no_other(town: Town) -> None:
    await removing(town)
    case, thread, colleague = await scene(town)
    await town.say(colleague, "Another.", thread)
    town.discord.away = True
    native = await town.say(colleague, "{mrn 123}", thread)
    for text in ("{mrn 124}", "Clean words."):
        town.clock.advance(timedelta(seconds=1))
        await town.hear(colleague, native, edited=text)
    assert await entries(town, case) == ["Another."]
    town.discord.away = False
    town.clock.advance(timedelta(minutes=5))
    await town.delivered()
    assert native not in town.discord.messages


async def test_what_is_not_sure_is_never_removed(town: Town) -> None:
    await removing(town)
    _, thread, colleague = await scene(town)
    native = await town.say(colleague, "<Rose> sat up.", thread)
    assert native in town.discord.messages
    assert (await counts(town)).get("removed") is None


async def test_an_attachment_is_treated_alike(town: Town) -> None:
    case, thread, colleague = await scene(town)
    await town.say(colleague, "See the ECG.", thread, attachments=1)
    assert await entries(town, case) == []
    [nudge] = told(town.discord, colleague)
    assert "Pictures and files can't be checked yet" in nudge.text
    assert [b.path for b in nudge.buttons] == ["draft post", "draft drop"]


@pytest.mark.parametrize("text", ["CRASH", "SLOW", "x" * 25_000 + "CRASH"])
async def test_what_could_not_be_read_is_not_passed(town: Town, text: str) -> None:
    case, thread, colleague = await scene(town)
    await town.say(colleague, f"{CANARY} {text}", thread)
    assert await entries(town, case) == []
    [nudge] = told(town.discord, colleague)
    assert "could not be checked" in nudge.text
    assert CANARY not in nudge.text
    native = await town.say(colleague, "Fine.", thread)
    town.clock.advance(timedelta(seconds=1))
    await town.hear(colleague, native, edited=f"{CANARY} {text}")
    assert await entries(town, case) == ["Fine."], "what was known to be clean stays"


async def test_who_is_no_member_is_counted_and_no_more(town: Town) -> None:
    case, thread, _ = await scene(town)
    nobody = Account("discord", "G1", "U-nobody")
    await town.say(nobody, "Hello there.", thread)
    await town.say(nobody, "{Mr Bloggs}", thread)
    await town.say(town.account(town.cast.outsider, "discord"), "not linked", thread)
    assert await entries(town, case) == []
    assert await counts(town) == {"clean": 2, "not a member's": 1}
    assert told(town.discord, nobody) == []


async def test_a_member_of_a_closed_channel_who_only_ever_wrote_there_is_in_it(town: Town) -> None:
    administrator = await town.link(town.cast.administrator, "discord")
    outsider = await town.link(town.cast.outsider, "discord")
    board = town.place("discord", "board", closed=True)
    await town.give(administrator, "channel add", board, fields={"mirrors": str(town.cast.closed.ref)})
    author = await town.link(town.cast.author, "discord")
    await town.give(author, "case list", board)
    number = town.cast.closed.id

    typed = {name: RawText(text) for name, text in (POST | {"audience": "channel"}).items()}
    key = PersonKey(town.cast.author.community, town.cast.author.id)
    case = (await town.app.engine.dispatch(Invocation(key, "case post", typed, None, Origin("local", number)))).subject
    await town.delivered()
    assert case is not None
    [card] = town.discord.in_channel("board")
    await town.say(outsider, "I am here, too.", card, channel="board")
    assert await entries(town, case) == ["I am here, too."]


async def test_off_reads_nothing_then_and_later(town: Town) -> None:
    await on_pages(town, town.cast.administrator, "guard mode", None, mode="off")
    case, thread, colleague = await scene(town)
    native = await town.say(colleague, "{Mr Bloggs} sat up.", thread)
    assert await entries(town, case) == []
    assert await counts(town) == {}
    assert told(town.discord, colleague) == []
    after = {c.place.thread: c.after for c in await town.app.desk.cursors("discord", "G1")}
    assert after[thread.native] == native, "nor is it caught up on when the guard is on again"


async def test_in_a_channel_outside_threads_nothing_joins_but_identifiers_are_nudged(town: Town) -> None:
    case, _, colleague = await scene(town)
    await town.say(colleague, "Good morning.")
    await town.say(colleague, "{Mr Bloggs} sat up.")
    assert await entries(town, case) == []
    [nudge] = told(town.discord, colleague)
    assert [b.path for b in nudge.buttons] == ["draft drop"]


async def test_what_is_typed_elsewhere_costs_nothing(town: Town) -> None:
    _, thread, colleague = await scene(town)
    seen = town.app.engine._reviewer.seen  # type: ignore[attr-defined]
    await town.say(colleague, "{Mr Bloggs}", channel="lobby")
    await town.say(Account("discord", "G9", colleague.native), "{Mr Bloggs}")
    unknown = Place("discord", "G9", "ward", thread.native)
    await town.app.desk.unsaid(unknown, "5")
    assert town.app.engine._reviewer.seen - seen == 1  # type: ignore[attr-defined]  # 'ward' is G1's here
    assert await town.app.desk.cursors("discord", "G9") == []


async def test_cursors_advance_and_never_go_back(town: Town) -> None:
    _, thread, colleague = await scene(town)

    async def cursors() -> dict[str | None, str | None]:
        found = await town.app.desk.cursors("discord", "G1")
        return {c.place.thread: c.after for c in found if c.place.channel == "ward"}

    assert await cursors() == {None: None, thread.native: thread.native}
    first, second = await town.say(colleague, "One.", thread), await town.say(colleague, "Two.", thread)
    top = await town.say(colleague, "Hello.")
    await town.hear(colleague, first)
    assert await cursors() == {None: top, thread.native: second}


async def test_a_native_reply_to_a_withdrawn_case_joins_nothing(town: Town) -> None:
    case, thread, colleague = await scene(town)
    await on_pages(town, town.cast.author, "case withdraw", case)
    await town.say(colleague, "Late.", thread)
    assert await entries(town, case) == []
    assert town.slack.in_thread(town.slack.in_channel("ward")[0]) == []


@pytest.mark.parametrize("deletes_others", [True, False])
async def test_a_redacted_native_reply_is_taken_down_and_posted_as_it_reads_now(
    town: Town, deletes_others: bool
) -> None:
    town.discord.deletes_others = deletes_others
    case, thread, colleague = await scene(town)
    before = await town.say(colleague, "Before.", thread)
    native = await town.say(colleague, f"Mr {CANARY} sat up.", thread)
    number = (await town.app.store.read(town.scope, lambda unit: unit.cases.get(case).entries[1])).id
    await on_pages(town, town.cast.author, "case redact", case, locator=f"entry-{number}", start="3", end="12")
    assert (native in town.discord.messages) is not deletes_others
    assert before in town.discord.messages
    ours = [m.text.splitlines()[-1] for m in town.discord.in_thread(thread) if m.by.startswith("curbside")]
    assert ours == ["Mr [REDACTED] sat up."]
    assert threads(town, case)[1] == ["Before.", "Mr [REDACTED] sat up."]
    assert "if you still see it, please delete it" in told(town.discord, colleague)[-1].text
    inbox = await town.app.store.read(town.scope, lambda unit: unit.posts.for_person(town.cast.moderator.id))
    assert [p.notice for p in inbox] == ([] if deletes_others else ["delivery stuck"])


async def nowhere(town: Town, capfd: pytest.CaptureFixture[str]) -> None:
    folder = town.app.settings.data
    key = keys.derive(town.app.settings.secret(), "backup")
    copy = backup.backup(town.app.settings.database, folder / "backups", key, town.clock.now())
    backup.restore(copy, folder / "restored.db", key)
    exported = await town.app.store.read(town.scope, lambda unit: list(export.lines(unit)))
    said = "".join(capfd.readouterr()) + "".join(exported) + town.discord.everything() + town.slack.everything()
    assert CANARY.lower() not in said.lower()
    for path in Path(folder).rglob("*"):
        assert not path.is_file() or CANARY.lower().encode() not in path.read_bytes().lower(), path.name


async def test_a_word_typed_natively_and_redacted_is_nowhere(town: Town, capfd: pytest.CaptureFixture[str]) -> None:
    log.configure(Log(level="debug"))
    case, thread, colleague = await scene(town)
    await town.link(town.cast.author, "slack")
    native = await town.say(colleague, f"{CANARY} sat up.", thread)
    await town.say(colleague, f"{{Mr Bloggs}}, {CANARY} by name, walks.", thread)  # and stands in a draft
    await town.say(colleague, f"{{Mr Bloggs}} or {CANARY} sits.", thread)
    await town.give(colleague, "draft post", on=Ref(SubjectKind.DRAFT, 1))
    assert CANARY in town.slack.everything()
    number = (await town.app.store.read(town.scope, lambda unit: unit.cases.get(case).entries[0])).id
    await on_pages(town, town.cast.author, "case redact", case, locator=f"entry-{number}", start="0", end="9")
    assert native not in town.discord.messages
    for left in [m for m in town.discord.messages.values() if m.by == colleague.native]:
        del town.discord.messages[left.native]  # as its author was asked
    await nowhere(town, capfd)


async def test_what_is_flagged_is_nowhere_but_where_it_was_typed(town: Town, capfd: pytest.CaptureFixture[str]) -> None:
    log.configure(Log(level="debug"))
    await removing(town)
    _, thread, colleague = await scene(town)
    for text in (f"{{{CANARY}}} sat up.", f"<{CANARY}> sat up.", f"{CANARY} CRASH"):
        native = await town.say(colleague, text, thread)
        town.discord.messages.pop(native, None)
    await nowhere(town, capfd)


async def test_who_keeps_stopping_the_readers_is_not_read_for_a_while(town: Town) -> None:
    _, thread, colleague = await scene(town)
    for _ in range(3):
        await town.say(colleague, "CRASH", thread)
    seen = town.app.engine._reviewer.seen  # type: ignore[attr-defined]
    await town.say(colleague, "Fine.", thread)
    assert town.app.engine._reviewer.seen == seen  # type: ignore[attr-defined]
    assert "could not be checked" in told(town.discord, colleague)[-1].text
