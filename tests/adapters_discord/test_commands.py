"""Slash commands, forms, buttons, menus and suggestions, as a person on Discord gives them."""

from __future__ import annotations

import pytest

from bot.desk import Answered
from bot.errors import CurbsideError
from bot.i18n import say
from bot.model import Ref, SubjectKind
from bot.views import Actions, Button, reply
from tests.adapters_discord.conftest import Stage
from tests.adapters_discord.fake import post_of
from tests.discord.entities import Channel

CASE = Ref(SubjectKind.CASE, 3)


async def test_a_command_without_options_answers_the_asker_alone(here: Stage) -> None:
    done = await here.double.slash(here.amina, here.cases, "help")
    assert done.text == "help is done."
    assert done.ephemeral
    asked = here.desk.asked[0]
    assert (asked.who.space, asked.who.native) == (str(here.guild.id), str(here.amina.id))
    assert asked.place.channel == str(here.cases.id)
    assert asked.roles == {str(here.guild.id), str(here.doctors.id)}
    assert asked.name == "amina"


async def test_options_become_the_fields_and_the_subject(here: Stage) -> None:
    await here.double.slash(here.amina, here.cases, "case search", query="chest pain")
    await here.double.slash(here.amina, here.cases, "case follow", case="case-3")
    await here.double.slash(here.amina, here.cases, "case follow", case="4")
    search, follow, by_number = here.desk.asked
    assert search.fields["query"].expose() == "chest pain"
    assert follow.subject == CASE
    assert by_number.subject == Ref(SubjectKind.CASE, 4)


async def test_what_is_no_reference_is_told_and_asks_for_nothing(here: Stage) -> None:
    done = await here.double.slash(here.amina, here.cases, "case follow", case="the one of yesterday")
    assert "no reference" in done.text
    assert done.ephemeral
    assert here.desk.asked == []


async def test_a_form_opens_as_the_first_answer_and_its_submission_is_the_command(here: Stage) -> None:
    opened = await here.double.slash(here.amina, here.cases, "case reply", case="CASE-3")
    assert opened.modal
    assert len(here.double.asked("POST", "/interactions/{id}/{token}/callback")) <= 1
    done = await here.double.submit(here.amina, opened, {"Your reply": "Give **fluids**\nfirst."})
    assert done.text == "case reply is done."
    asked = here.desk.asked[0]
    assert asked.subject == CASE
    assert asked.fields["text"].expose() == "Give **fluids**\nfirst."


async def test_a_form_left_empty_is_given_all_the_same(here: Stage) -> None:
    opened = await here.double.slash(here.amina, here.cases, "consult acknowledge", consult="C-1")
    await here.double.submit(here.amina, opened, {})
    assert here.desk.asked[0].fields["text"].blank


async def test_a_form_is_filled_in_with_what_was_chosen_already(here: Stage) -> None:
    opened = await here.double.slash(here.amina, here.cases, "case reply", case="CASE-3", text="Try again")
    assert opened.modal is None, "nothing is missing"
    assert here.desk.asked[0].fields["text"].expose() == "Try again"


async def test_choices_of_a_form_are_a_select_that_keeps_the_option(here: Stage) -> None:
    admin = here.guild.owner
    opened = await here.double.slash(admin, here.cases, "member role", member="M-2", role="moderator")
    assert opened.modal
    select = opened.modal["components"][0]["component"]
    assert [option["value"] for option in select["options"] if option.get("default")] == ["moderator"]
    await here.double.submit(admin, opened, {"Role": "administrator", "Why": "She asked"})
    asked = here.desk.asked[0]
    assert {name: raw.expose() for name, raw in asked.fields.items()} == {
        "role": "administrator",
        "reason": "She asked",
    }


async def test_numbers_and_flags_are_options_too(here: Stage) -> None:
    await here.double.slash(here.guild.owner, here.cases, "audit quiet", hours=8, everywhere=True)
    assert {name: raw.expose() for name, raw in here.desk.asked[0].fields.items()} == {
        "hours": "8",
        "everywhere": "yes",
    }


async def test_a_command_about_a_patient_takes_no_text_and_answers_with_a_link(here: Stage) -> None:
    declared = next(each for each in here.double.world.commands[None] if each["name"] == "case")
    post = next(option for option in declared["options"] if option["name"] == "post")
    assert not post.get("options")
    done = await here.double.slash(here.amina, here.cases, "case post")
    assert done.ephemeral
    assert done.message
    assert next(part for part in done.message.parts() if part["type"] == 2)["url"] == "http://127.0.0.1:8000/#one-time"


async def test_moderators_commands_are_not_offered_to_others(here: Stage) -> None:
    with pytest.raises(PermissionError):
        await here.double.slash(here.amina, here.cases, "audit show")


async def test_suggestions_are_those_of_the_core_or_the_choices_of_the_field(here: Stage) -> None:
    references = await here.double.autocomplete(here.amina, here.cases, "case reply", "case", "CA")
    assert [choice["value"] for choice in references] == ["CASE-3", "CASE-4"]
    found = await here.double.autocomplete(here.guild.owner, here.cases, "member specialty", "specialty", "ology")
    assert "cardiology" in [choice["value"] for choice in found]
    everything = await here.double.autocomplete(here.guild.owner, here.cases, "member specialty", "specialty", "")
    assert len(everything) == 25
    roles = await here.double.autocomplete(here.guild.owner, here.cases, "role map", "native", "doc")
    assert roles == [{"name": "Doctors", "value": str(here.doctors.id)}]


async def _card(stage: Stage, channel: Channel, *buttons: Button) -> None:
    card = reply(say("A case"), Actions(buttons), subject=CASE)
    await stage.discord.deliver(post_of(place=channel.id), card, again=False)


async def test_buttons_and_forms_work_before_and_after_a_restart(stage: Stage) -> None:
    buttons = (Button(say("Follow"), "case follow", CASE), Button(say("Reply"), "case reply", CASE))
    async with stage.running():
        await _card(stage, stage.cases, *buttons)
        card = await stage.double.posted(stage.cases, "A case")
        done = await stage.double.press(stage.amina, card, "Follow")
        assert done.text == "case follow is done."
        opened = await stage.double.press(stage.amina, card, "Reply")
    async with stage.running():
        done = await stage.double.submit(stage.amina, opened, {"Your reply": "Typed before the restart"})
        assert done.text == "case reply is done."
        again = await stage.double.press(stage.ben, card, "Follow")
        assert again.ephemeral
        # The button of an answer that only its asker sees, too.
        assert done.message
        await stage.double.press(stage.amina, done.message, "Follow")
    paths = [(asked.path, asked.who.native) for asked in stage.desk.asked]
    amina, ben = str(stage.amina.id), str(stage.ben.id)
    assert paths == [
        ("case follow", amina), ("case reply", amina), ("case follow", ben), ("case follow", amina)
    ]  # fmt: skip
    assert stage.desk.asked[1].fields["text"].expose() == "Typed before the restart"


async def test_a_button_of_an_unknown_command_is_told_kindly(here: Stage) -> None:
    await _card(here, here.cases, Button(say("Dance"), "case dance", CASE))
    card = await here.double.posted(here.cases, "A case")
    done = await here.double.press(here.amina, card, "Dance")
    assert "no such command" in done.text
    assert done.ephemeral


async def test_what_cannot_be_undone_asks_first(here: Stage) -> None:
    await _card(here, here.cases, Button(say("Withdraw"), "case withdraw", CASE))
    card = await here.double.posted(here.cases, "A case")
    sure = await here.double.press(here.amina, card, "Withdraw")
    assert sure.text == "Take a case back (CASE-3)? This can't be undone."
    assert here.desk.asked == []
    assert sure.message
    done = await here.double.press(here.amina, sure.message, "Yes")
    assert done.text == "case withdraw is done."
    assert here.desk.asked[0].subject == CASE


async def test_what_must_be_mended_stands_in_the_answer_with_a_way_back(here: Stage) -> None:
    here.desk.answers["case reply"] = Answered(reply(say("Please mend this.")), {"text": say("Too long.")})
    opened = await here.double.slash(here.amina, here.cases, "case reply", case="CASE-3")
    done = await here.double.submit(here.amina, opened, {"Your reply": "long"})
    assert done.message
    reopened = await here.double.press(here.amina, done.message, "Open the form again")
    assert reopened.modal


async def test_the_menu_of_a_message(here: Stage) -> None:
    await _card(here, here.cases)
    card = await here.double.posted(here.cases, "A case")
    thread = here.double.thread(card)
    answer = await here.double.say(here.amina, thread, "Stop the drug")
    await here.double.context(here.amina, answer, "This is the answer")
    again = await here.double.context(here.amina, answer, "This is the answer")
    assert again.text == "That was done already."
    told = await here.double.context(here.ben, answer, "This is the answer")
    assert "Only the one who wrote" in told.text
    await here.double.context(here.ben, answer, "Ask a consult about this")
    report = await here.double.context(here.ben, answer, "Report")
    await here.double.submit(here.ben, report, {"Your reply": "Names the patient"})
    lone = await here.double.say(here.amina, here.cases, "A question")
    await here.double.context(here.amina, lone, "Ask a consult about this")
    first, consult, reported, posted = here.desk.asked
    assert (first.path, first.fields["text"].expose()) == ("consult answer", "Stop the drug")
    assert first.event == f"message-{answer.id}"
    assert (first.place.channel, first.place.thread) == (str(here.cases.id), str(thread.id))
    assert (consult.path, consult.place.thread) == ("consult request", str(thread.id))
    assert (reported.path, reported.place.thread) == ("case report", str(thread.id))
    assert posted.path == "case post"


async def test_a_fault_of_the_core_is_told_without_its_words(here: Stage) -> None:
    here.desk.fault = CurbsideError(say("secret words"))
    done = await here.double.slash(here.amina, here.cases, "help")
    assert "went wrong" in done.text


async def test_commands_are_written_when_they_changed_and_not_otherwise(stage: Stage) -> None:
    route = "/applications/{application_id}/commands"
    async with stage.running():
        assert len(stage.double.asked("PUT", route)) == 1
    async with stage.running():
        assert len(stage.double.asked("PUT", route)) == 1
    stage.desk.registry.commands.pop("help")
    async with stage.running():
        assert len(stage.double.asked("PUT", route)) == 2
