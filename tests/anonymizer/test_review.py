"""What the author sees: labels, the timeline, ages, ZIP codes, decisions, risk."""

from __future__ import annotations

from datetime import date

import pytest

from bot.anonymizer import Anonymizer, veto
from bot.errors import Invalid
from bot.review import MAX_CHARACTERS, Action, Context, Decision, FieldReview, RiskLevel, Tier
from bot.text import RawText


def read(anonymizer: Anonymizer, text: str, *decisions: Decision, context: Context | None = None) -> FieldReview:
    return anonymizer.review({"t": RawText(text)}, {"t": decisions}, context).fields["t"]


def test_the_documented_example(anonymizer: Anonymizer) -> None:
    result = anonymizer.clean("Mr Okafor, 94, admitted 3/4/2024 to St Mary's Hospital")
    assert result == "Mr [PATIENT], 90+, admitted day 0 to [HOSPITAL 1]"


def test_one_person_has_one_label_in_all_fields(anonymizer: Anonymizer) -> None:
    review = anonymizer.review(
        {
            "case": RawText("Pt Ngozi Okafor, seen with her son Emeka Bello by Dr Silverstein."),
            "question": RawText("Mrs Okafor refuses. Emeka agrees. Silverstein doubts it."),
        }
    )
    assert str(review.fields["case"].result) == "Pt [PATIENT], seen with her son [SON] by Dr [CLINICIAN 1]."
    assert str(review.fields["question"].result) == "Mrs [PATIENT] refuses. [SON] agrees. [CLINICIAN 1] doubts it."


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("as Dr Okafor said, Mr Silverstein is septic", "as Dr [CLINICIAN 1] said, Mr [PATIENT] is septic"),
        ("thanks Emeka. Mrs Okafor went home", "thanks [PERSON 1]. Mrs [PATIENT] went home"),
        ("Emeka please look at Mrs Okafor again", "[PERSON 1] please look at Mrs [PATIENT] again"),
    ],
)
def test_who_is_spoken_to_is_not_the_patient(anonymizer: Anonymizer, text: str, result: str) -> None:
    assert anonymizer.clean(text) == result


def test_an_address_ends_where_a_pressure_begins(anonymizer: Anonymizer) -> None:
    assert anonymizer.clean("lives at 12 Elm Street BP 120/80") == "lives at [PLACE 1] BP 120/80"


@pytest.mark.parametrize("title", ["Mama", "Uncle", "Mzee", "Baby", "Baby boy", "baby"])
def test_a_title_that_is_part_of_a_name_goes_with_it(anonymizer: Anonymizer, title: str) -> None:
    text = f"Sending {title} Okafor home on ORS"
    assert anonymizer.clean(text) == "Sending [PATIENT] home on ORS"
    assert not read(anonymizer, text).undecided


@pytest.mark.parametrize("text", ["worse since last year", "seen last summer", "no attack this winter"])
def test_years_and_seasons_say_little_of_a_day(anonymizer: Anonymizer, text: str) -> None:
    assert not read(anonymizer, text).spans


@pytest.mark.parametrize("letters", ["TIA", "LFT", "ECG"])
def test_several_of_what_goes_by_letters_stay(letters: str) -> None:
    assert veto.several(f"{letters}s")
    assert not veto.several(letters)
    assert not veto.several("LEEs")


def test_a_date_ends_before_an_article(anonymizer: Anonymizer) -> None:
    text = "Since late November a 2.5 cm inguinal node, weight stable"
    assert anonymizer.clean(text) == "Since [MONTH] a 2.5 cm inguinal node, weight stable"


def test_a_title_makes_a_name_of_an_eponym_in_lower_case(anonymizer: Anonymizer) -> None:
    assert "smith" not in anonymizer.clean("seen by dr smith for Graves' disease")
    assert "smith" not in anonymizer.clean("a 34-year-old 李娜 dr smith https://zorb.example/p")
    assert "smith" in anonymizer.clean("a smith fracture, volar plate")


@pytest.mark.parametrize("name", ["Smith", "Bell", "Grace"])
def test_an_age_makes_a_name_of_an_eponym_or_a_word(anonymizer: Anonymizer, name: str) -> None:
    assert name not in anonymizer.clean(f"{name} 45F sob")
    assert anonymizer.clean("Foley 16F in situ") == "Foley 16F in situ"


def test_a_weekday_cut_short_is_as_sure_as_a_whole_one(anonymizer: Anonymizer) -> None:
    assert not read(anonymizer, "biopsy on Tues, home on Thurs").undecided


def test_what_was_cleaned_before_keeps_its_numbers(anonymizer: Anonymizer) -> None:
    again = anonymizer.clean("Seen by [CLINICIAN 2], then Dr Okafor rang [HOSPITAL 1] and St Mary's Hospital")
    assert again == "Seen by [CLINICIAN 2], then Dr [CLINICIAN 3] rang [HOSPITAL 1] and [HOSPITAL 2]"
    assert anonymizer.clean("tel [PHONE] or 07700 900461") == "tel [PHONE] or [PHONE 2]"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Su hermana Rosa Quispe y su marido Juan Quispe", "Su hermana [SISTER] y su marido [HUSBAND]"),
        (
            "Pt Ngozi Okafor came with her son Emeka Okafor. Emeka asks about Okafor.",
            "Pt [PATIENT] came with her son [SON]. [SON] asks about [PATIENT].",
        ),
    ],
)
def test_relatives_of_one_surname_are_kept_apart(anonymizer: Anonymizer, text: str, result: str) -> None:
    assert anonymizer.clean(text) == result


def test_places_are_numbered_and_kept_apart(anonymizer: Anonymizer) -> None:
    result = anonymizer.clean("Transferred from Elmwood Hospital to Lakeside Hospital, then back to Elmwood Hospital.")
    assert result == "Transferred from [HOSPITAL 1] to [HOSPITAL 2], then back to [HOSPITAL 1]."


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Admitted 3/4/2024, worse on 5/4/2024, scan 1/4/2024", "Admitted day 0, worse on day +2, scan day -2"),
        ("Fever since 28 Feb 2024, rash 1 March 2024", "Fever since day 0, rash day +2"),
        ("DOB 03/12/1961, admitted 3/4/2024", "DOB [DATE OF BIRTH], admitted day 0"),
        ("Seen 12.10.23 and again 15.10.23", "Seen day 0 and again day +3"),
        ("Seen 12.10.23 and 15.10.23", "Seen day 0 and day +3"),
        ("Diagnosed 2023-11, seen on 2024-02-03", "Diagnosed 2023, seen on day 0"),
        ("Seen on 12/03/2567", "Seen on [DATE]"),  # a year of another calendar is none of ours
        ("Saw her yesterday and this morning", "Saw her recently and at presentation"),
        ("Clinic next Tuesday", "Clinic soon"),
        ("Wait till Monday, review by Friday", "Wait till then, review by then"),
        ("Diagnosed in July 2022, on day 5, since 2019", "Diagnosed in 2022, on day 5, since 2019"),
    ],
)
def test_dates_become_a_timeline(anonymizer: Anonymizer, text: str, result: str) -> None:
    assert anonymizer.clean(text) == result


def test_an_ambiguous_date_follows_the_communitys_order(anonymizer: Anonymizer) -> None:
    text = "Admitted 3/4/2024, scan 10 April 2024"
    assert anonymizer.clean(text, Context(day_first=True)) == "Admitted day 0, scan day +7"
    assert anonymizer.clean(text, Context(day_first=False)) == "Admitted day 0, scan day +37"


def test_a_date_without_a_year_lies_before_the_day_of_writing(anonymizer: Anonymizer) -> None:
    review = anonymizer.review(
        {"t": RawText("Admitted 30 December, scan 2 January")}, context=Context(written=date(2024, 1, 5))
    )
    assert [entry.label for entry in review.timeline] == ["day 0", "day +3"]


def test_zip_codes_keep_three_digits_where_many_live(anonymizer: Anonymizer) -> None:
    assert anonymizer.clean("home is MA 02115 now") == "home is MA 021** now"
    assert anonymizer.clean("home is WY 82190 now") == "home is WY 000** now"


def test_a_doubtful_span_waits_and_is_shown_redacted(anonymizer: Anonymizer) -> None:
    field = read(anonymizer, "moved to bed 4 today")
    assert [s.tier for s in field.undecided] == [Tier.ASK] * len(field.undecided)
    assert field.undecided
    assert "[WARD" in str(field.result)


def test_keeping_and_redacting_decide(anonymizer: Anonymizer) -> None:
    text = "Mr Okafor, seen today, fever for three weeks"
    start = text.index("today")
    kept = read(anonymizer, text, Decision(start, start + 5, Action.KEEP))
    assert "today" in str(kept.result)
    assert not kept.undecided
    redacted = read(anonymizer, text, Decision(start, start + 5, Action.REDACT))
    assert "today" not in str(redacted.result)
    assert not redacted.undecided


def test_what_detection_missed_goes_everywhere(anonymizer: Anonymizer) -> None:
    first = "the third swing of it"
    review = anonymizer.review(
        {"a": RawText(first), "b": RawText("once more the THIRD\nswing, and third swings")},
        {"a": [Decision(4, 15, Action.REDACT)]},
    )
    assert str(review.fields["a"].result) == "the [REDACTED] of it"
    assert str(review.fields["b"].result) == "once more the [REDACTED], and third swings"


def test_keeping_needs_the_whole_span(anonymizer: Anonymizer) -> None:
    field = read(anonymizer, "Mr Okafor-Whitcombe is here", Decision(3, 5, Action.KEEP))
    assert "Okafor" not in str(field.result)


def test_a_label_that_somebody_types_hides_nothing(anonymizer: Anonymizer) -> None:
    assert "Okafor" not in anonymizer.clean("[Mr Okafor] is here")
    assert "OKAFOR" not in anonymizer.clean("[MR OKAFOR] is here")


def test_spans_count_code_points_of_what_was_typed(anonymizer: Anonymizer) -> None:
    text = "👩‍⚕️ saw Mr O\u200bkafor\r\ntwice"
    field = read(anonymizer, text)
    assert [RawText(text).expose()[s.start : s.end] for s in field.spans] == ["O\u200bkafor"]


def test_too_long_is_refused_kindly(anonymizer: Anonymizer) -> None:
    with pytest.raises(Invalid):
        read(anonymizer, "a" * (MAX_CHARACTERS + 1))


def test_empty_text_is_fine(anonymizer: Anonymizer) -> None:
    assert str(read(anonymizer, "").result) == ""


def test_risk_adds_up_and_says_why(anonymizer: Anonymizer) -> None:
    low = anonymizer.review({"t": RawText("Fever for 3 days, CRP 120. Which antibiotic?")})
    high = anonymizer.review(
        {"t": RawText("Dairy farmer with moyamoya in Kerala, seen at the Elmwood meeting. The flood was in the news.")},
        context=Context(places=("Elmwood doctors",)),
    )
    assert low.risk.level is RiskLevel.LOW
    assert high.risk.level is RiskLevel.HIGH
    reasons = {reason.code: reason.instead for reason in high.risk.reasons}
    assert reasons["occupation"] == "manual worker"
    assert {"rare condition", "region", "public event"} <= reasons.keys()


WHERE = Context(places=("Zorbury General Hospital", "chest clinic"))


@pytest.mark.parametrize(
    ("text", "code", "instead"),
    [
        ("a dairy farmer with a cough", "occupation", "manual worker"),
        ("known moyamoya, new headache", "rare condition", None),
        ("flew in from Kerala last year", "region", "[REGION]"),
        ("found in the rubble after two days", "public event", None),
        ("she has 40k followers", "told in public", None),
        ("from a traveller family", "people or faith", None),
        ("one of triplets", "multiple birth", None),
        ("he said 'no', then \"I have not been able to see my own hand\"", "quotation", None),
        ("the only patient alive in this country", "said to be the only one", None),
        ("a 34-year-old teacher", "exact age", "30-39-year-old"),
        ("34F with fever", "exact age", "30-39F"),
        ("an 8 year old", "exact age", None),
        ("today is POD 4", "day meets calendar", "in the first week"),
        ("now day 12 of illness", "day meets calendar", "in the second week"),
        ("CRP 200, day 30 today", "day meets calendar", "some weeks on"),
    ],
)
def test_what_singles_out_is_named(anonymizer: Anonymizer, text: str, code: str, instead: str | None) -> None:
    risk = anonymizer.review({"t": RawText(text)}, context=WHERE).risk
    assert {reason.code: reason.instead for reason in risk.reasons}.get(code, "missing") == instead


def test_the_own_institution_is_named_where_its_author_keeps_it(anonymizer: Anonymizer) -> None:
    text = RawText("as the zorbury protocol has it")
    kept = {"t": [Decision(7, 14, Action.KEEP)]}
    reasons = anonymizer.review({"t": text}, kept, WHERE).risk.reasons
    assert [(reason.code, reason.instead) for reason in reasons] == [("own institution", "[HOSPITAL]")]


@pytest.mark.parametrize(
    "text",
    ["fever for 3 days, CRP 120", "chest pain, POD 3, first case of asthma today", "general advice from the clinic"],
)
def test_ordinary_cases_are_no_risk(anonymizer: Anonymizer, text: str) -> None:
    assert anonymizer.review({"t": RawText(text)}, context=WHERE).risk.reasons == ()


def test_no_letter_of_another_form_breaks_the_risk(anonymizer: Anonymizer) -> None:
    reasons = anonymizer.review({"t": RawText("The \u017fhepherd is here with a cough")}).risk.reasons
    assert [(r.code, r.instead) for r in reasons] == [("occupation", "outdoor worker")]


def test_what_will_be_replaced_is_no_risk_and_what_is_kept_is(anonymizer: Anonymizer) -> None:
    text = "seen at ZGH with a cough"
    keep = {"t": [Decision(0, len(text), Action.KEEP)]}
    assert not anonymizer.review({"t": RawText(text)}, context=WHERE).risk.reasons
    kept = anonymizer.review({"t": RawText(text)}, keep, WHERE).risk
    assert [reason.code for reason in kept.reasons] == ["own institution"]


def test_a_case_adds_up_over_its_replies(anonymizer: Anonymizer) -> None:
    update = {"t": RawText("By the way, he is a beekeeper.")}
    said = ("Moyamoya, new weakness.", "From Kerala.")
    alone = anonymizer.review(update).risk
    together = anonymizer.review(update, context=Context(said=said)).risk
    assert alone.level is RiskLevel.LOW
    assert together.level is RiskLevel.RAISED
    assert "adds up with what the case said before" in {reason.code for reason in together.reasons}
    agreed = anonymizer.review({"t": RawText("Agree with the plan.")}, context=Context(said=said)).risk
    assert agreed.level is RiskLevel.LOW


def test_a_numbered_day_earlier_in_the_case_meets_the_calendar(anonymizer: Anonymizer) -> None:
    update = {"t": RawText("Saw him yesterday, better.")}
    assert not anonymizer.review(update).risk.reasons
    risk = anonymizer.review(update, context=Context(said=("Worse on day +3.",))).risk
    assert "day meets calendar" in {reason.code for reason in risk.reasons}
