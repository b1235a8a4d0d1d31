"""Commands, forms, buttons and shortcuts, by the real Bolt app over Socket Mode and over HTTP."""

from __future__ import annotations

import pytest

from bot.desk import Answered
from bot.i18n import say
from bot.model import Ref
from bot.views import Actions, Button, Style, Text, reply
from tests.adapters_slack.conftest import Stage
from tests.adapters_slack.desk import LINK
from tests.slack.state import View


def beside(view: View, words: str) -> str:
    """The action_id of the button beside these words."""
    line = next(block for block in view.blocks if words in block.get("text", {}).get("text", ""))
    return str(line["accessory"]["action_id"])


async def test_a_command_is_acknowledged_at_once_and_answered_to_its_asker_alone(both: Stage) -> None:
    both.desk.free.clear()
    shown = await both.team.command(both.anna, both.cases, "/curbside case list")
    assert shown.acked
    assert shown.answers == []
    both.desk.free.set()
    await both.slack.until(lambda: shown.answers)
    assert "Done: case list." in shown.text
    assert shown.posts == []
    [asked] = both.desk.asked
    assert (asked.who.space, asked.who.native) == (both.team.id, both.anna.id)
    assert (asked.place.channel, asked.place.name, asked.place.closed) == (both.cases.id, "cases", False)


async def test_patient_text_gets_the_link_and_what_was_typed_is_not_used(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside case post Anna Smith, 54, fell <!here>")
    await both.slack.until(lambda: shown.answers)
    assert "was not used" in shown.text
    [link] = [e for m in shown.answers for b in m.blocks if b["type"] == "actions" for e in b["elements"]]
    assert link["url"] == LINK
    assert both.desk.asked[0].fields == {}
    assert both.slack.traces("Smith") == []


async def test_a_form_opens_at_once_and_says_what_to_mend(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside consult answer C-12")
    await both.slack.until(lambda: shown.view)
    view = shown.view
    assert view is not None
    assert "C-12" in view.shown
    both.desk.answers["consult answer"] = Answered(reply(say("No.")), {"text": say("Too short, I'm afraid.")})
    sent = await both.team.submit(both.anna, view, {"text": "Yes"})
    assert sent.errors == {"text": "Too short, I'm afraid."}
    assert view in both.team.views(both.anna), "what was typed is still there"
    both.desk.answers.clear()
    both.desk.done.clear()  # nothing was kept of it
    sent = await both.team.submit(both.anna, view, {"text": "Start with low dose & <5 mg>"})
    await both.slack.until(lambda: sent.ephemerals)
    assert "Done: consult answer C-12." in sent.text
    assert both.team.views(both.anna) == []
    assert both.desk.asked[-1].fields["text"].expose() == "Start with low dose & <5 mg>"


async def test_a_refusal_keeps_the_form_open_with_what_was_typed(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside consult answer C-12")
    await both.slack.until(lambda: shown.view)
    assert shown.view is not None
    both.desk.answers["consult answer"] = Answered(reply(Text(say("C-12 is closed."), Style.WARNING)))
    sent = await both.team.submit(both.anna, shown.view, {"text": "Long thought about"})
    assert sent.errors == {"text": "C-12 is closed."}
    assert both.team.views(both.anna) == [shown.view]


async def test_what_was_typed_with_the_command_stands_in_its_form(both: Stage) -> None:
    group = both.team.group("cardio", [both.bea])
    shown = await both.team.command(both.anna, both.cases, f"/curbside role map <!subteam^{group.id}|@cardio>")
    await both.slack.until(lambda: shown.view)
    assert shown.view is not None
    sent = await both.team.submit(both.anna, shown.view, {"meaning": "cardiology"})
    await both.slack.until(lambda: sent.ephemerals)
    fields = both.desk.asked[-1].fields
    assert {name: raw.expose() for name, raw in fields.items()} == {"native": group.id, "meaning": "cardiology"}


async def test_a_submission_after_a_restart_finds_its_way(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside consult answer C-12")
    await both.slack.until(lambda: shown.view)
    assert shown.view is not None
    await both.restart()
    sent = await both.team.submit(both.anna, shown.view, {"text": "Still here"})
    await both.slack.until(lambda: sent.ephemerals)
    [asked] = both.desk.asked
    assert (asked.path, asked.subject, asked.place.channel) == ("consult answer", Ref.parse("C-12"), both.cases.id)


async def test_a_slow_submission_is_told_to_wait_and_its_answer_comes(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside consult answer C-12")
    await both.slack.until(lambda: shown.view)
    assert shown.view is not None
    both.desk.free.clear()
    sent = await both.team.submit(both.anna, shown.view, {"text": "Slowly"})
    assert "Still saving" in sent.errors["text"]
    assert both.team.views(both.anna) == [shown.view]
    both.desk.free.set()
    await both.slack.until(lambda: sent.ephemerals)
    again = await both.team.submit(both.anna, shown.view, {"text": "Slowly"})
    await both.slack.until(lambda: again.ephemerals)
    assert len(both.desk.done) == 1, "one key: it happens once"


async def test_a_missing_reference_is_chosen_from_what_is_there(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside consult accept")
    await both.slack.until(lambda: shown.view)
    view = shown.view
    assert view is not None
    offered = await both.team.suggest(both.anna, view, "subject", "neuro")
    assert [option["text"]["text"] for option in offered] == ["C-2 neurology &amp; more"]
    sent = await both.team.submit(both.anna, view, {"subject": offered[0]})
    await both.slack.until(lambda: sent.ephemerals)
    assert "Done: consult accept C-2." in sent.text


async def test_a_chosen_reference_leads_on_to_the_form(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside consult answer")
    await both.slack.until(lambda: shown.view)
    assert shown.view is not None
    offered = await both.team.suggest(both.anna, shown.view, "subject", "")
    sent = await both.team.submit(both.anna, shown.view, {"subject": offered[0]})
    assert sent.view is not None
    done = await both.team.submit(both.anna, sent.view, {"text": "An answer"})
    await both.slack.until(lambda: done.ephemerals)
    assert "Done: consult answer C-1." in done.text


async def test_what_can_not_be_taken_back_asks_first(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside case withdraw CASE-3")
    await both.slack.until(lambda: shown.view)
    assert both.desk.asked == []
    assert shown.view is not None
    sent = await both.team.submit(both.anna, shown.view)
    await both.slack.until(lambda: sent.ephemerals)
    assert "Done: case withdraw CASE-3." in sent.text


async def test_help_is_a_modal_whose_buttons_lead_on(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside")
    await both.slack.until(lambda: shown.view)
    view = shown.view
    assert view is not None
    assert "/curbside consult queue" in view.shown
    pressed = await both.team.press(both.anna, view, beside(view, "consult queue"))
    await both.slack.until(lambda: "Done: consult queue." in view.shown)
    assert pressed.ephemerals == []
    unknown = await both.team.command(both.anna, both.cases, "/curbside make coffee")
    await both.slack.until(lambda: unknown.view)
    assert unknown.view is not None
    assert "No command is called that" in unknown.view.shown


async def test_the_help_asks_before_what_can_not_be_taken_back(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside help")
    await both.slack.until(lambda: shown.view)
    assert shown.view is not None
    pressed = await both.team.press(both.anna, shown.view, beside(shown.view, "member leave"))
    await both.slack.until(lambda: pressed.view)
    assert both.desk.asked == []
    assert pressed.view is not None
    sent = await both.team.submit(both.anna, pressed.view)
    await both.slack.until(lambda: sent.ephemerals)
    assert "Done: member leave." in sent.text


async def test_a_form_opens_on_top_of_the_help(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside help")
    await both.slack.until(lambda: shown.view)
    assert shown.view is not None
    pressed = await both.team.press(both.anna, shown.view, beside(shown.view, "case search"))
    await both.slack.until(lambda: pressed.view)
    assert pressed.view is not None
    sent = await both.team.submit(both.anna, pressed.view, {"query": "dengue"})
    await both.slack.until(lambda: sent.ephemerals)
    assert both.team.views(both.anna) == []
    assert both.desk.asked[-1].fields["query"].expose() == "dengue"


async def test_buttons_work_before_and_after_a_restart(both: Stage) -> None:
    ref = Ref.parse("C-5")
    choices = Button(say("Accept"), "consult accept", ref), Button(say("Answer"), "consult answer", ref)
    both.desk.answers["case list"] = Answered(reply(say("There is one."), Actions(choices)))
    shown = await both.team.command(both.anna, both.cases, "/curbside case list")
    await both.slack.until(lambda: shown.answers)
    pressed = await both.team.press(both.anna, shown, "Accept")
    await both.slack.until(lambda: pressed.answers)
    assert "Done: consult accept C-5." in pressed.text
    await both.restart()
    again = await both.team.press(both.anna, shown, "Answer")
    await both.slack.until(lambda: again.view)
    assert again.view is not None
    assert "C-5" in again.view.shown


async def test_a_stale_button_says_so(both: Stage) -> None:
    token = "case forgotten|CASE-1"
    old = {"type": "button", "text": {"type": "plain_text", "text": "Old"}, "action_id": "press 1", "value": token}
    blocks = [{"type": "actions", "block_id": "b", "elements": [old]}]
    message = both.team.put(both.cases, both.team.bot, "Old", blocks=blocks)
    pressed = await both.team.press(both.anna, message, "Old")
    await both.slack.until(lambda: pressed.answers)
    assert "does nothing any more" in pressed.text
    assert both.desk.asked == []


async def test_message_shortcuts_are_about_the_thread_they_stand_in(both: Stage) -> None:
    root = both.team.put(both.cases, both.team.bot, "CASE-1", bot_id=both.team.bot_id)
    typed = await both.team.say(both.bea, both.cases, "Give 5 mg & wait <b>", thread=root)
    shown = await both.team.message_shortcut(both.bea, typed, "answer_this")
    await both.slack.until(lambda: shown.answers)
    await both.team.message_shortcut(both.bea, typed, "answer_this")
    await both.slack.until(lambda: len(both.desk.asked) == 2)
    first, second = both.desk.asked
    assert first.event == second.event, "pressing twice answers once"
    assert (first.path, first.subject, first.place.thread) == ("consult answer", None, root.ts)
    assert first.fields["text"].expose() == "Give 5 mg & wait <b>"
    report = await both.team.message_shortcut(both.anna, typed, "report_this")
    await both.slack.until(lambda: report.view)
    assert report.view is not None
    assert report.view.title == "Case report"
    asking = await both.team.message_shortcut(both.anna, root, "consult_about")
    await both.slack.until(lambda: asking.answers)
    assert (both.desk.asked[-1].path, both.desk.asked[-1].place.thread) == ("consult request", root.ts)
    outside = await both.team.say(both.anna, both.cases, "What would you do?")
    posting = await both.team.message_shortcut(both.anna, outside, "consult_about")
    await both.slack.until(lambda: posting.answers)
    assert both.desk.asked[-1].path == "case post"


async def test_nobody_makes_anothers_message_their_answer(both: Stage) -> None:
    root = both.team.put(both.cases, both.team.bot, "CASE-1", bot_id=both.team.bot_id)
    typed = await both.team.say(both.bea, both.cases, "Give 5 mg", thread=root)
    for message in (typed, root):
        refused = await both.team.message_shortcut(both.anna, message, "answer_this")
        await both.slack.until(lambda: refused.answers)  # noqa: B023 - awaited within the turn
        assert "Only the one who wrote a message" in refused.text
    assert both.desk.asked == []


async def test_global_shortcuts_answer_by_a_direct_message_or_a_form(both: Stage) -> None:
    shown = await both.team.shortcut(both.anna, "post_case")
    await both.slack.until(lambda: both.team.dms(both.anna))
    assert shown.acked
    assert "Open the form" in both.team.dms(both.anna)[0].labels
    find = await both.team.shortcut(both.anna, "find_case")
    await both.slack.until(lambda: find.view)


async def test_a_mention_works_in_a_thread_where_no_slash_command_does(both: Stage) -> None:
    root = both.team.put(both.cases, both.team.bot, "CASE-1", bot_id=both.team.bot_id)
    await both.team.mention(both.anna, both.cases, "consult queue cardiology", thread=root)
    [answer] = both.team.ephemerals(both.anna)
    assert "Done: consult queue." in answer.shown
    assert answer.thread_ts == root.ts
    [asked] = both.desk.asked
    assert asked.fields["specialty"].expose() == "cardiology"
    assert both.desk.said == [], "a command is no part of the case"
    await both.team.mention(both.anna, both.cases, "case reply Give 5 mg", thread=root)
    assert both.desk.said == ["@" + both.team.bot.id + " case reply Give 5 mg"], "the guard reads what was worded"
    assert len(both.desk.asked) == 1, "and it is not said twice"
    [_, door] = both.team.ephemerals(both.anna)
    pressed = await both.team.press(both.anna, door, "Open the form")
    await both.slack.until(lambda: pressed.view)


async def test_the_home_tab_shows_what_waits_and_its_buttons_work(both: Stage) -> None:
    await both.team.open_home(both.anna)
    home = both.team.home(both.anna)
    assert home is not None
    assert "My cases" in home.shown
    await both.team.press(both.anna, home, "Accept")
    await both.slack.until(lambda: both.team.dms(both.anna))
    assert "Done: consult accept C-7." in both.team.dms(both.anna)[0].shown
    await both.slack.until(lambda: len(both.slack.calls("views.publish")) == 2)


async def test_a_command_where_the_bot_is_no_member_is_answered_all_the_same(both: Stage) -> None:
    private = both.team.channel("board", private=True, members=[both.anna], with_bot=False)
    shown = await both.team.command(both.anna, private, "/curbside case list")
    await both.slack.until(lambda: shown.answers)
    assert both.desk.asked[0].place.closed, "what the bot may not look at isn't open"
    form = await both.team.command(both.anna, private, "/curbside case search")
    await both.slack.until(lambda: form.view)
    assert form.view is not None
    await both.team.submit(both.anna, form.view, {"query": "dengue"})
    await both.slack.until(lambda: both.team.dms(both.anna))


async def test_an_answer_that_slack_delays_or_drops_still_comes(both: Stage) -> None:
    both.slack.trouble.cut("response_url")
    shown = await both.team.command(both.anna, both.cases, "/curbside case list")
    await both.slack.until(lambda: shown.answers)
    both.slack.trouble.fail("response_url", times=9)
    both.slack.trouble.rate_limit("chat.postEphemeral", retry_after=0)
    shown = await both.team.command(both.anna, both.cases, "/curbside case list")
    await both.slack.until(lambda: shown.ephemerals)


async def test_what_is_delivered_twice_happens_once(both: Stage) -> None:
    shown = await both.team.command(both.anna, both.cases, "/curbside case list")
    form = await both.team.command(both.anna, both.cases, "/curbside case search")
    await both.slack.until(lambda: shown.answers and form.view)
    message = shown.answers[0]
    for delivery in list(both.team.line.deliveries):
        await both.team.line.send(delivery)
    await both.slack.until(lambda: len(both.desk.asked) == 2 and len(both.slack.calls("views.open")) == 2)
    assert len(both.desk.done) == 1
    assert form.view is not None
    await both.team.submit(both.anna, form.view, {"query": "dengue"})
    submission = both.team.line.deliveries[-1]
    await both.team.line.send(submission)
    await both.slack.until(lambda: len(both.desk.asked) == 4)
    assert len(both.desk.done) == 2
    assert "did not open" not in "\n".join(m.shown for m in both.team.ephemerals(both.anna))
    assert not message.deleted


async def test_a_mention_delivered_again_with_a_retry_number_is_the_same(both: Stage) -> None:
    await both.team.mention(both.anna, both.cases, "consult queue")
    for number, delivery in enumerate(list(both.team.line.deliveries), 1):
        await both.team.line.send(delivery, number=number, reason="http_timeout")
        assert delivery.acked
    assert len(both.desk.done) == 1


async def test_a_modal_that_came_too_late_leaves_a_button_that_opens_it(both: Stage) -> None:
    both.slack.trouble.refuse("views.open", "expired_trigger_id")
    shown = await both.team.command(both.anna, both.cases, "/curbside consult answer C-3")
    await both.slack.until(lambda: shown.answers)
    assert "did not open in time" in shown.text
    pressed = await both.team.press(both.anna, shown, "Open the form")
    await both.slack.until(lambda: pressed.view)


async def test_an_answer_to_a_press_stands_where_the_button_does(both: Stage) -> None:
    accept = both.desk.registry.commands["consult accept"]
    button = {"type": "button", "text": {"type": "plain_text", "text": "Accept"}, "action_id": "press 1"}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button | {"value": f"{accept.path}|C-5"}]}]
    root = both.team.put(both.cases, both.team.bot, "CASE-1", bot_id=both.team.bot_id, blocks=blocks)
    under = both.team.put(
        both.cases, both.team.bot, "C-5", bot_id=both.team.bot_id, blocks=blocks, thread_ts=root.ts
    )  # fmt: skip
    for message, shown_in in ((root, None), (under, root.ts)):
        pressed = await both.team.press(both.anna, message, "Accept")
        await both.slack.until(lambda pressed=pressed: pressed.answers)
        assert pressed.answers[0].thread_ts == shown_in
        assert both.desk.asked[-1].place.thread == root.ts


async def test_a_fault_of_ours_is_told_and_keeps_what_was_typed(
    both: Stage, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    both.desk.broken = 1
    shown = await both.team.command(both.anna, both.cases, "/curbside case list")
    await both.slack.until(lambda: shown.answers)
    assert "Something went wrong here." in shown.text
    form = await both.team.command(both.anna, both.cases, "/curbside case search")
    await both.slack.until(lambda: form.view)
    assert form.view is not None
    both.desk.broken = 1
    both.slack.patience = 0.5
    sent = await both.team.submit(both.anna, form.view, {"query": "dengue"})
    assert not sent.acked
    assert both.team.views(both.anna) == [form.view]
    told = capsys.readouterr()
    assert "Smith" not in told.out + told.err + caplog.text + shown.text
