"""Review and submit over the wire: offsets, decisions, bad input, and what happens twice."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.web.conftest import KEY, Web, a_case

NAME = "👩‍👩‍👧‍👦 {Ash}"


async def test_a_review_shows_spans_results_and_what_the_text_fills_in(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    fields = {"text": "64 M, <Rose> and {Ash}.\nWould you operate?"}
    found = (await browser.post("/api/review", {"path": "case post", "fields": fields})).json()
    assert "review" in found, found
    part = found["review"]["fields"]["text"]
    assert part["result"] == "64 M, [PATIENT] and [PATIENT].\nWould you operate?"
    assert [(s["start"], s["end"], s["tier"], s["undecided"]) for s in part["spans"]] == [
        (6, 12, "ask", True),
        (17, 22, "auto", False),
    ]
    assert found["review"]["undecided"] == 1
    assert found["suggestions"] == {"age_band": "60-69", "sex": "male", "question": "Would you operate?"}
    assert "intervention" in found["errors"]


async def test_offsets_on_the_wire_count_code_points_under_lf_line_ends(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    found = (await browser.post("/api/review", {"path": "case post", "fields": {"text": f"a\r\n{NAME}"}})).json()
    [span] = found["review"]["fields"]["text"]["spans"]
    assert f"a\n{NAME}"[span["start"] : span["end"]] == "{Ash}"


async def test_publishing_waits_for_every_doubtful_place(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    fields = a_case("<Rose>, 64 F, and Canary slipped through.")
    refused = await browser.submit("case post", fields=fields, channel=web.cast.general.id)
    assert refused.status_code == 409
    assert refused.json()["review"]["undecided"] == 1
    decisions = {"text": [[0, 6, "redact"], [18, 24, "redact"]]}
    done = await browser.submit("case post", fields=fields, channel=web.cast.general.id, decisions=decisions)
    assert done.status_code == 200
    assert done.json()["back"] == "/s/CASE-1"
    page = (await browser.open("/s/CASE-1")).text
    assert "[PATIENT], 64 F, and [REDACTED] slipped through." in page
    assert "Rose" not in page


async def test_the_same_form_sent_again_happens_once(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    first = await browser.submit("case post", fields=a_case())
    again = await browser.submit("case post", fields=a_case())
    assert first.status_code == again.status_code == 200
    assert again.json()["subject"] == "CASE-1"
    assert "CASE-2" not in (await browser.open("/q/case/list")).text


async def test_what_is_still_saving_is_asked_for_again_with_the_same_key(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    blocked = asyncio.create_task(web.app.store.write(None, lambda unit: time.sleep(3)))
    await asyncio.sleep(0.1)
    waits = await browser.submit("case post", fields=a_case())
    assert waits.status_code == 202
    assert waits.json()["kind"] == "saving"
    await blocked
    done = await browser.submit("case post", fields=a_case())
    assert done.status_code == 200
    assert done.json()["subject"] == "CASE-1"


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("", 422, "Please fill this in."),
        (" \n\t ", 422, "Please fill this in."),
        ("x" * 100_000, 422, "Too long"),
        ("a lone \ud800 surrogate", 422, "can't be stored"),
        ("a NUL \x00 inside", 422, "can't be stored"),
    ],
)
async def test_text_that_cannot_be_taken_is_told_at_its_field(web: Web, text: str, status: int, says: str) -> None:
    browser = await web.acting(web.cast.author)
    # As json.dumps writes it, so that a lone surrogate travels as its escape.
    answer = await browser.submit("case post", fields=a_case(text))
    assert answer.status_code == status
    assert says in answer.json()["fields"]["text"]


@pytest.mark.parametrize("text", ["bell \x07 and escape \x1b[31m", "👩‍⚕️{Ash} came", "line\r\nline\rline"])
async def test_odd_but_readable_text_is_taken(web: Web, text: str) -> None:
    browser = await web.acting(web.cast.author)
    assert (await browser.submit("case post", fields=a_case(text))).status_code == 200
    page = (await browser.open("/s/CASE-1")).text
    assert "\x1b" not in page
    assert "\x07" not in page
    assert "Ash" not in page


async def test_a_form_with_a_missing_and_an_unknown_field_names_both(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    fields = a_case()
    del fields["outcome"]
    told = (await browser.submit("case post", fields=fields | {"colour": "blue"})).json()
    assert set(told["fields"]) == {"outcome", "form"}  # a name that is not ours is not said back


@pytest.mark.parametrize(
    "body",
    [
        [], "text", None, {}, {"path": "case post", "fields": [], "key": KEY},
        {"path": "case post", "fields": {"text": 1}, "key": KEY},
        {"path": "case post", "fields": {"text": "a"}, "key": "short"},
        {"path": "case post", "fields": {"text": "a"}, "key": KEY, "decisions": {"text": [[3, 1, "redact"]]}},
        {"path": "case post", "fields": {"text": "a"}, "key": KEY, "decisions": {"text": [[0, 1, "explode"]]}},
        {"path": "case show", "fields": {}, "key": KEY, "subject": "CASE-x"},
        {"path": "case show", "fields": {}, "key": KEY},
    ],
)  # fmt: skip
async def test_a_senseless_request_gets_a_sentence(web: Web, body: object) -> None:
    browser = await web.acting(web.cast.author)
    answer = await browser.post("/api/submit", body)
    assert answer.status_code == 422
    assert answer.json()["message"]


async def test_a_text_that_could_not_be_checked_is_held(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    answer = await browser.post("/api/review", {"path": "case post", "fields": {"text": "CRASH"}})
    assert answer.status_code == 503
    assert answer.json()["kind"] == "held"
    assert "still on this page" in answer.json()["message"]


async def test_a_button_runs_its_command(web: Web) -> None:
    author, specialist = await web.acting(web.cast.author), await web.acting(web.cast.cardiologist)
    await author.submit("case post", fields=a_case(specialty="cardiology"), channel=web.cast.general.id)
    taken = await specialist.submit("consult accept", "C-1", "e" * 32)
    assert taken.status_code == 200
    assert 'href="/f/consult/answer?on=C-1"' in taken.json()["html"]
    refused = await author.submit("consult answer", "C-1", "f" * 32, fields={"text": "Myself"})
    assert refused.status_code == 403


async def test_the_command_bar_offers_what_the_member_may_do(web: Web) -> None:
    member, moderator = await web.acting(web.cast.author), await web.acting(web.cast.moderator)
    mine = {c["path"] for c in (await member.client.get("/api/commands")).json()}
    theirs = {c["path"] for c in (await moderator.client.get("/api/commands")).json()}
    assert "case post" in mine
    assert "audit show" in theirs - mine
    assert "case redact" not in theirs  # its form is a selection


async def test_references_complete_to_what_the_member_can_see(web: Web) -> None:
    author, outsider = await web.acting(web.cast.author), await web.acting(web.cast.outsider)
    hidden = a_case(audience="channel", specialty="cardiology")
    await author.submit("case post", fields=hidden, channel=web.cast.closed.id)
    for kind in ("CASE", "C"):
        assert (await author.client.get(f"/api/references?kind={kind}")).json()[0]["ref"].startswith(kind)
        assert (await outsider.client.get(f"/api/references?kind={kind}")).json() == []
    assert (await outsider.client.get("/api/references?kind=D")).json() == []
    assert len((await outsider.client.get("/api/references?kind=M")).json()) == 6


async def test_a_full_disk_is_told_and_nothing_is_half_there(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    await web.app.store.limit_pages(1)  # no page more than there are
    for attempt in range(40):
        answer = await browser.submit("case post", key=f"{attempt:032x}", fields=a_case("word " * 3000))
        if answer.status_code != 200:
            break
    assert (answer.status_code, answer.json()["kind"]) == (503, "unavailable")
    assert answer.json()["message"]
    assert (await browser.open(f"/s/CASE-{attempt + 1}")).status_code == 404
