"""The ways in: links, codes, and what a session is good for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import entrance
from bot.model import Ref, Role, SubjectKind
from bot.store.base import Scope
from tests.web.conftest import Web, a_case


async def test_without_a_session_there_is_a_way_in_and_nothing_else(web: Web) -> None:
    browser = web.browser(web.sessions)
    for path in ("/", f"/c/{web.cast.general.id}", "/s/CASE-1", "/q/case/list", "/f/case/post", "/sessions"):
        response = await browser.open(path)
        assert response.status_code == 401
        assert "Ask the bot for a fresh link" in response.text
        assert "author" not in response.text
    answer = await browser.post("/api/review", {"path": "case post", "fields": {"text": "x"}})
    assert (answer.status_code, answer.json()["kind"]) == (401, "unlinked")
    assert (await browser.client.get("/api/commands")).status_code == 401
    assert (await browser.client.get("/events")).status_code == 204
    assert (await browser.post("/api/act", {"person": "1"})).status_code == 404  # the demo's alone


async def test_a_get_redeems_nothing(web: Web) -> None:
    secret = await web.link(web.cast.author)
    browser = web.browser(web.sessions)
    assert secret not in (await browser.open(f"/link?secret={secret}")).text
    assert (await browser.client.get("/api/link")).status_code in (404, 405)
    assert (await browser.post("/api/link", {"secret": secret})).status_code == 200


async def test_redeeming_says_whose_account_it_is_and_sets_a_guarded_cookie(web: Web) -> None:
    browser = web.browser(web.sessions)
    await browser.open("/link")
    entered = await browser.post("/api/link", {"secret": await web.link(web.cast.author, "case post")})
    assert entered.json()["handle"] == "author"
    assert entered.json()["go"] == "/f/case/post"
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


async def test_behind_https_the_cookie_is_bound_to_the_host(web: Web) -> None:
    from adapters.web.identity import SessionIdentity

    browser = web.browser(SessionIdentity(web.app.store, web.clock, https=True))
    await browser.open("/link")
    entered = await browser.post("/api/link", {"secret": await web.link(web.cast.author)})
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith("__Host-curbside=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


async def test_a_link_works_once_and_for_ten_minutes_and_a_new_one_voids_it(web: Web) -> None:
    used, old, voided = await web.link(web.cast.author), "", ""
    browser = web.browser(web.sessions)
    await browser.open("/link")
    assert (await browser.post("/api/link", {"secret": used})).status_code == 200
    voided = await web.link(web.cast.author)
    old = await web.link(web.cast.author)
    web.clock.advance(timedelta(minutes=11))
    thief = web.browser(web.sessions)
    await thief.open("/link")
    for secret in (used, voided, old, "made-up-" + "x" * 30, ""):
        answer = await thief.post("/api/link", {"secret": secret})
        assert answer.status_code == 403
        assert "Ask for a new one" in answer.json()["message"]
    assert (await thief.open("/")).status_code == 401


async def test_a_form_session_is_good_for_its_own_form(web: Web) -> None:
    browser = await web.linked(web.cast.author, "case post")
    page = (await browser.open("/f/case/post")).text
    assert 'id="check"' in page
    assert 'id="bar"' not in page
    assert 'id="place"' not in page  # the channel is the link's
    for path in ("/q/case/list", f"/c/{web.cast.general.id}", "/f/consult/request?on=CASE-1", "/sessions"):
        assert (await browser.open(path)).status_code == 403, path
    assert (await browser.client.get("/api/commands")).status_code == 403
    assert (await browser.client.get("/events")).status_code == 204
    assert (await browser.submit("member leave")).status_code == 403
    assert (
        await browser.post("/api/review", {"path": "case reply", "subject": "CASE-1", "fields": {}})
    ).status_code == 403


async def test_a_form_session_publishes_once_where_it_was_opened(web: Web) -> None:
    browser = await web.linked(web.cast.author, "case post")
    elsewhere = web.cast.closed.id  # what the page says of the channel is not believed
    first = await browser.submit("case post", key="a" * 32, fields=a_case(), channel=elsewhere)
    again = await browser.submit("case post", key="b" * 32, fields=a_case("Another {Ash}"), channel=elsewhere)
    assert first.status_code == again.status_code == 200
    assert "was saved already" in again.json()["html"]
    colleague = await web.acting(web.cast.outsider)
    assert "CASE-1" in (await colleague.open(f"/c/{web.cast.general.id}")).text
    assert "CASE-2" not in (await colleague.open("/q/case/list")).text


async def test_a_form_session_is_bound_to_its_subject(web: Web) -> None:
    author = await web.acting(web.cast.author)
    await author.submit("case post", fields=a_case(), key="a" * 32)
    await author.submit("case post", fields=a_case(), key="b" * 32)
    browser = await web.linked(web.cast.author, "case update", Ref(SubjectKind.CASE, 1))
    assert (await browser.submit("case update", "CASE-2", fields={"text": "Better"})).status_code == 403
    assert (await browser.submit("case update", "CASE-1", fields={"text": "Better"})).status_code == 200


async def test_an_expired_session_is_asked_for_a_fresh_link_and_the_form_goes_on(web: Web) -> None:
    browser = await web.linked(web.cast.author, "case post")
    await browser.open("/f/case/post")
    web.clock.advance(timedelta(hours=13))
    gone = await browser.submit("case post", fields=a_case())
    assert (gone.status_code, gone.json()["kind"]) == (401, "unlinked")
    assert "your text stays here" in gone.json()["message"]
    browser.csrf = (await browser.client.get("/api/token")).json()["csrf"]
    entered = await browser.post("/api/link", {"secret": await web.link(web.cast.author, "case post")})
    browser.csrf = entered.json()["csrf"]
    assert (await browser.submit("case post", fields=a_case())).status_code == 200


async def test_a_session_in_use_goes_on(web: Web) -> None:
    browser = await web.linked(web.cast.author)
    for _ in range(4):
        web.clock.advance(timedelta(hours=6))
        assert (await browser.open("/q/case/list")).status_code == 200


async def test_a_browser_may_stay_linked_and_is_listed_and_ended(web: Web) -> None:
    browser = await web.linked(web.cast.author, "case post")
    assert (await browser.post("/api/stay", {})).status_code == 200
    web.clock.advance(timedelta(days=20))
    page = (await browser.open("/sessions")).text
    assert "This browser" in page
    assert "Stays linked for 30 days" in page
    other = await web.linked(web.cast.author)
    named = [part.split('"')[0] for part in (await other.open("/sessions")).text.split('data-session="')[1:]]
    assert len(named) == 2
    assert (await other.post("/api/end", {"session": named[0]})).json() == {"done": True, "mine": False}
    assert (await browser.open("/sessions")).status_code == 401


async def test_nobody_ends_anothers_session(web: Web) -> None:
    browser, other = await web.linked(web.cast.author), await web.linked(web.cast.colleague)
    page = (await browser.open("/sessions")).text
    mine = page.split('data-session="')[1].split('"')[0]
    await other.post("/api/end", {"session": mine})
    assert (await browser.open("/sessions")).status_code == 200


async def test_not_me_ends_the_session(web: Web) -> None:
    browser = await web.linked(web.cast.author)
    cookie = dict(browser.client.cookies)
    assert (await browser.post("/api/end", {})).json()["mine"] is True
    browser.client.cookies.update(cookie)  # the cookie kept by a thief opens nothing
    assert (await browser.open("/")).status_code == 401


async def test_leaving_ends_every_session(web: Web) -> None:
    browser = await web.linked(web.cast.colleague)
    assert (await browser.submit("member leave")).status_code == 200
    assert (await browser.open("/")).status_code == 401


async def test_losing_a_role_ends_every_session(web: Web) -> None:
    browser = await web.linked(web.cast.moderator)
    administrator = await web.acting(web.cast.administrator)
    subject = str(web.cast.moderator.ref)
    assert (await administrator.submit("member role", subject, fields={"role": "member"})).status_code == 200
    assert (await browser.open("/q/audit/show")).status_code == 401


async def test_an_invitation_makes_a_member_by_the_name_in_it(web: Web) -> None:
    code = await web.app.store.write(
        Scope(web.cast.community.id, web.cast.moderator), lambda unit: unit.entrance.code("invite", "Dr New")
    )
    browser = web.browser(web.sessions)
    await browser.open("/join")
    entered = await browser.post("/api/join", {"code": code, "handle": "Dr Other"})
    assert entered.json()["handle"] == "Dr New"
    browser.csrf = entered.json()["csrf"]
    assert (await browser.open("/q/member/list")).status_code == 200
    assert (await browser.open("/q/audit/show")).status_code == 403
    again = await browser.post("/api/join", {"code": code, "handle": ""})
    assert again.status_code == 403


@pytest.mark.parametrize("handle", ["", "x", "a\nb", "<script>", "y" * 60])
async def test_the_first_administrator_gives_a_name_that_can_be_read(web: Web, handle: str) -> None:
    community = await web.app.store.write(None, lambda unit: unit.directory.found("Fresh").id)
    code = await web.app.store.write(Scope(community), lambda unit: unit.entrance.code("setup"))
    browser = web.browser(web.sessions)
    await browser.open("/join")
    told = await browser.post("/api/join", {"code": code, "handle": handle})
    assert told.status_code == 422
    assert told.json()["fields"]["handle"]
    entered = await browser.post("/api/join", {"code": code, "handle": "Dr First"})  # the code was not used up
    assert entered.status_code == 200
    found = await web.app.store.read(Scope(community), lambda unit: unit.members.at_least(Role.ADMINISTRATOR))
    assert [p.handle for p in found] == ["Dr First"]


async def test_the_setup_code_stops_when_there_is_an_administrator(web: Web) -> None:
    assert await entrance.first_code(web.app.store) is None
