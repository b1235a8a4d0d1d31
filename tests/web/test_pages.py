"""The pages: what each shows, to whom, and that a fault is a page too."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request

from adapters.web import events
from bot.model import Person, Ref, SubjectKind
from tests.support import clean
from tests.web.conftest import Web, a_case


async def test_a_channel_shows_its_cards_and_a_subject_its_own(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    empty = (await browser.open(f"/c/{web.cast.general.id}")).text
    assert "No case here yet" in empty
    await browser.submit("case post", fields=a_case(), channel=web.cast.general.id)
    page = (await browser.open(f"/c/{web.cast.general.id}")).text
    assert "[PATIENT], 64 M, chest pain." in page
    assert 'data-redact="CASE-1"' in page
    assert "Ash" not in page
    assert 'href="/f/consult/request?on=CASE-1"' in (await browser.open("/s/CASE-1")).text


async def test_nobody_sees_what_is_not_theirs(web: Web) -> None:
    author = await web.acting(web.cast.author)
    hidden = a_case(audience="channel", specialty="cardiology")
    await author.submit("case post", fields=hidden, channel=web.cast.closed.id)
    for person in (web.cast.outsider, web.cast.stranger):
        browser = await web.acting(person)
        for path in ("/s/CASE-1", "/s/C-1", f"/c/{web.cast.closed.id}", "/f/case/reply?on=CASE-1"):
            response = await browser.open(path)
            assert "chest pain" not in response.text
            assert response.status_code == 404, path
        assert (await browser.submit("case reply", "CASE-1", "e" * 32, fields={"text": "Hello"})).status_code == 404


async def test_a_card_of_a_case_for_one_specialty_is_not_shown_to_others(web: Web) -> None:
    author = await web.acting(web.cast.author)
    narrow = a_case(audience="specialty", specialty="cardiology")
    await author.submit("case post", fields=narrow, channel=web.cast.general.id)
    channel = f"/c/{web.cast.general.id}"
    assert "CASE-1" in (await (await web.acting(web.cast.cardiologist)).open(channel)).text
    assert "CASE-1" not in (await (await web.acting(web.cast.outsider)).open(channel)).text


async def test_only_author_and_moderators_are_offered_redaction(web: Web) -> None:
    author = await web.acting(web.cast.author)
    await author.submit("case post", fields=a_case(specialty="cardiology"), channel=web.cast.general.id)
    for person, offered in ((web.cast.moderator, True), (web.cast.colleague, False)):
        browser = await web.acting(person)
        for path in ("/s/CASE-1", "/s/C-1"):
            assert ('data-redact="CASE-1"' in (await browser.open(path)).text) is offered


async def test_notices_wait_on_the_front_page(web: Web) -> None:
    specialist = await web.acting(web.cast.cardiologist)
    assert "Nothing waits for you" in (await specialist.open("/")).text
    author = await web.acting(web.cast.author)
    await author.submit("case post", fields=a_case(specialty="cardiology"), channel=web.cast.general.id)
    page = (await specialist.open("/")).text
    assert "A colleague asks your specialty" in page
    assert 'href="/s/C-1"' in page


async def test_moderators_pages_are_closed_to_members(web: Web) -> None:
    for path in ("/q/audit/show", "/q/audit/verify", "/q/delivery/list"):
        assert (await (await web.acting(web.cast.moderator)).open(path)).status_code == 200
        refused = await (await web.acting(web.cast.author)).open(path)
        assert refused.status_code == 403
        assert "Only moderators" in refused.text


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/s/CASE-99", "/s/what", "/c/99", "/q/no/such", "/f/no/such", "/s/D-1", "/f/case/redact", "/api/x"],
)
async def test_an_address_that_leads_nowhere_is_a_kind_page(web: Web, path: str) -> None:
    browser = await web.acting(web.cast.author)
    response = await browser.open(path)
    assert response.status_code in (404, 422)
    assert "To the front page" in response.text
    assert "Traceback" not in response.text


async def test_every_form_can_be_opened(web: Web) -> None:
    browser = await web.acting(web.cast.administrator)
    author = await web.acting(web.cast.administrator)
    await author.submit("case post", fields=a_case(specialty="cardiology"), channel=web.cast.general.id)
    await web.app.store.write(
        web.cast.scope(),
        lambda unit: unit.drafts.add(
            web.cast.administrator.id, "case reply", Ref(SubjectKind.CASE, 1), ["name"], clean("[PATIENT] sat up")
        ),
    )
    subjects = {"CASE": "CASE-1", "C": "C-1", "M": "M-1", "D": "D-1", "HEAD": "HEAD-1", "CH": "CH-1", "DR": "DR-1"}
    for command in (await browser.client.get("/api/commands")).json():
        room = "f" if command["writes"] else "q"
        on = f"?on={subjects[command['subject']]}" if command["subject"] else ""
        response = await browser.open(f"/{room}/{command['path'].replace(' ', '/')}{on}")
        assert response.status_code in (200, 303), command["path"]
        for name in command["fields"]:
            if response.status_code == 200:
                assert f'id="f-{name}"' in response.text


async def test_a_form_begins_with_the_last_consent(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    assert "selected>Written consent, for discussion and teaching" not in (await browser.open("/f/case/post")).text
    await browser.submit("case post", fields=a_case(consent="written, teaching"))
    assert "selected>Written consent, for discussion and teaching" in (await browser.open("/f/case/post")).text


async def test_markup_in_a_text_stays_text(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    await browser.submit("case post", fields=a_case("<b>bold</b>", question="C-5 &amp; \"x\"?"),
                         decisions={"text": [[0, 3, "keep"], [7, 11, "keep"]]})  # fmt: skip
    page = (await browser.open("/s/CASE-1")).text
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert 'href="/s/C-5"' not in page.split("data-locator", 1)[1].split("</article>")[0].split("Consult")[0]


async def test_news_reach_those_whom_they_concern(web: Web) -> None:
    """The stream's own filter; the browser test sees it arrive."""

    def asking(person: Person) -> Request:
        cookie = f"curbside_acting={person.id}".encode()
        return Request({"type": "http", "method": "GET", "path": "/events", "headers": [(b"cookie", cookie)]})

    from adapters.web.app import make
    from adapters.web.identity import DemoIdentity

    identity = DemoIdentity(web.app.store, web.cast.community.id, web.cast.author)
    house = make(web.app, identity).state.house
    as_ = {p.id: asking(p) for p in (web.cast.author, web.cast.outsider)}
    mine = await events.topics(house, as_[web.cast.author.id])
    theirs = await events.topics(house, as_[web.cast.outsider.id])
    assert mine is not None
    assert theirs is not None
    assert f"channel-{web.cast.closed.id}" in mine - theirs
    assert f"person-{web.cast.outsider.id}" in theirs - mine


async def test_a_delivery_wakes_the_listeners(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    async with web.app.local.listen() as queue:
        await browser.submit("case post", fields=a_case(), channel=web.cast.general.id)
        topic = await asyncio.wait_for(queue.get(), 30)
    assert topic == f"channel-{web.cast.general.id}"


async def test_whoever_checks_the_address_finds_curbside(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    assert (await browser.open("/healthz")).text == "curbside"
