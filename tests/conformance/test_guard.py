"""What is typed natively: clean words join the record, others are answered with a draft to post by one tap."""

from __future__ import annotations

from datetime import timedelta

from tests.conformance.conftest import CANARY
from tests.conformance.steps import Platform, Seen, until
from tests.conformance.test_cases import posted

RAW = f"{{{CANARY}}} sat up today"


async def entry_of(chat: Platform, text: str) -> bool:
    """Whether the case's record holds this."""
    case = (await chat.house.cases())[0]
    scope = chat.house.cast.scope()
    entries = await chat.house.app.store.read(scope, lambda unit: unit.cases.get(case).entries)
    return any(text in str(entry.text) for entry in entries)


async def joined(chat: Platform, text: str) -> None:
    await until(lambda: entry_of(chat, text), f"{text!r} in the record")


async def nudged(chat: Platform) -> tuple[Seen, Seen]:
    """A case's card, and what the colleague was told of what they typed under it."""
    _, card = await posted(chat)
    await chat.type("colleague", RAW, card)
    told = await chat.told("colleague", "[PATIENT] sat up today")
    assert CANARY not in told.text
    return card, told


async def test_clean_words_join_the_record_and_follow_their_message(chat: Platform) -> None:
    _, card = await posted(chat)
    written = await chat.type("colleague", "Give it now.", card)
    await joined(chat, "Give it now.")
    await chat.retype("colleague", written, "Give it at once.")
    await joined(chat, "Give it at once.")
    await chat.unsay("colleague", written)

    async def gone() -> bool:
        return not await entry_of(chat, "Give it at once.")

    await until(gone, "the deleted reply to leave the record")


async def test_a_nudge_offers_the_cleaned_text_and_one_tap_posts_it(chat: Platform) -> None:
    card, told = await nudged(chat)
    done = await chat.tap("colleague", told, "Post it so")
    assert "Your reply stands under" in done.text
    await chat.reads(card, "[PATIENT] sat up today")
    assert not await entry_of(chat, CANARY)
    counted = await chat.do("moderator", "guard counts")
    assert "nudged" in counted.text


async def test_a_draft_is_dropped(chat: Platform) -> None:
    _, told = await nudged(chat)
    assert "Dropped" in (await chat.tap("colleague", told, "Drop it")).text
    assert not await entry_of(chat, "sat up today")


async def test_an_edit_that_brings_a_patient_in_is_cleaned_in_the_record(chat: Platform) -> None:
    _, card = await posted(chat)
    written = await chat.type("colleague", "He sat up.", card)
    await joined(chat, "He sat up.")
    await chat.retype("colleague", written, RAW)
    await chat.told("colleague", "Seen in it")
    assert not await entry_of(chat, CANARY)


async def test_what_is_removed_after_a_week_of_counting_leaves_a_button_to_its_draft(chat: Platform) -> None:
    """On Slack only a token of an administrator can delete: without one the moderators learn that it could not be."""
    mode = await chat.do("administrator", "guard mode", None, {"mode": "remove"})
    assert "counts first" in mode.text
    _, card = await posted(chat)
    await chat.type("colleague", "A clean word.", card)  # the first that is counted
    await joined(chat, "A clean word.")
    chat.house.clock.turned += timedelta(days=8)
    await chat.type("colleague", RAW, card, files=("wrist band.png",))
    if chat.platform == "slack":
        await chat.told("moderator", "could not be delivered")
        await chat.house.forgive()
        return

    async def removed() -> bool:
        return not any(CANARY in said for said in await chat.under(card))

    await until(removed, "the message to be removed")
    await chat.reads(card, "A message was taken down here.")
    await chat.told("colleague", "[PATIENT] sat up today")


async def test_attachments_are_treated_alike(chat: Platform) -> None:
    _, card = await posted(chat)
    await chat.type("colleague", "See this film.", card, files=("film.png",))
    await chat.told("colleague", "attachment")
    assert not await entry_of(chat, "See this film.")


async def test_strangers_words_and_other_channels_are_nobodys(chat: Platform) -> None:
    _, card = await posted(chat)
    await chat.type("newcomer", RAW, card)
    await chat.type("colleague", "The last word.", card)
    await joined(chat, "The last word.")
    assert not await entry_of(chat, "sat up today")
    assert await chat.notices("newcomer") == []


async def test_a_word_redacted_after_it_was_typed_natively_is_never_sent_again(chat: Platform) -> None:
    case, card = await posted(chat)
    await chat.type("colleague", "Smithers sat up.", card)
    await joined(chat, "Smithers sat up.")
    store, scope = chat.house.app.store, chat.house.cast.scope()
    entry = await store.read(scope, lambda unit: unit.cases.get(case).entries[0].id)
    await chat.house.quiet()
    chat.forget_sent()
    span = {"locator": f"entry-{entry}", "start": "0", "end": "8"}
    assert "Redacted in every version" in (await chat.do("author", "case redact", case, span)).text
    await chat.do("author", "case update", case, {"text": "Day 3: he walks."})
    await chat.reads(await chat.card(f"{case} ·"), "Day 3: he walks.")
    await joined(chat, "[REDACTED] sat up.")
    assert "1 found for sat" in (await chat.do("colleague", "case search", None, {"query": "sat"})).text
    await chat.house.quiet()
    if chat.platform == "slack":  # it asked for the message's deletion, and may not
        await chat.house.forgive()
    else:
        assert "Smithers" not in chat.standing()
    assert "Smithers" not in chat.sent()
