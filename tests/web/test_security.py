"""What every request must pass, and what every answer carries."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.requests import HTTPConnection

from adapters.web import serve as serving
from adapters.web.identity import SessionIdentity, Visitor
from adapters.web.security import CSP, MAX_BODY, Gate
from bot.errors import Refused
from bot.settings import Misconfigured, Settings
from tests.support import KEY as SECRET
from tests.web.conftest import KEY, ORIGIN, Web, a_case

PAGES = ("/", "/f/case/post", "/q/case/list", "/nothing", "/api/commands", "/static/page.js", "/static/none.js")


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_carries_the_headers(web: Web, path: str) -> None:
    response = await (await web.acting(web.cast.author)).open(path)
    assert response.headers["content-security-policy"] == CSP
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")
    assert "server" not in response.headers


@pytest.mark.parametrize("path", PAGES[:3])
async def test_no_page_holds_inline_script_or_style(web: Web, path: str) -> None:
    page = (await (await web.acting(web.cast.author)).open(path)).text
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert page.count("<script") == page.count('<script type="module" src=') == 1


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "169.254.1.1:8420"])
async def test_a_rebound_name_gets_nothing(web: Web, host: str) -> None:
    browser = await web.acting(web.cast.author)
    response = await browser.client.get("/", headers={"Host": host})
    assert response.status_code == 421
    assert "Curbside" not in response.text


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1:9999", "[::1]:8420", "LOCALHOST"])
async def test_loopback_names_are_known(web: Web, host: str) -> None:
    browser = await web.acting(web.cast.author)
    assert (await browser.client.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "https://127.0.0.1:8420", "http://127.0.0.1:1"])
async def test_a_post_from_another_page_is_refused(web: Web, origin: str) -> None:
    browser = await web.acting(web.cast.author)
    body = {"path": "case post", "fields": a_case(), "key": KEY}
    assert (await browser.post("/api/submit", body, Origin=origin)).status_code == 403
    assert "CASE-1" not in (await browser.open("/q/case/list")).text


async def test_a_post_without_an_origin_is_refused(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    response = await browser.client.post("/api/submit", json={}, headers={"X-CSRF": browser.csrf})
    assert response.status_code == 403


@pytest.mark.parametrize("token", ["", "0" * 64, "ü"])
async def test_a_post_without_the_pages_token_is_refused(web: Web, token: str) -> None:
    browser = await web.acting(web.cast.author)
    body = {"path": "case post", "fields": a_case(), "key": KEY}
    response = await browser.client.post(
        "/api/submit", json=body, headers=[(b"Origin", ORIGIN.encode()), (b"X-CSRF", token.encode())]
    )
    assert response.status_code == 403
    assert response.json()["kind"] == "token"


async def test_one_sessions_token_is_not_anothers(web: Web) -> None:
    mine, theirs = await web.linked(web.cast.author), await web.linked(web.cast.colleague)
    assert mine.csrf != theirs.csrf
    mine.csrf = theirs.csrf
    assert (await mine.submit("case post", fields=a_case())).status_code == 403


async def test_too_large_a_body_is_refused_also_without_a_length(web: Web) -> None:
    browser = await web.acting(web.cast.author)
    assert (await browser.post("/api/review", {"x": "y" * MAX_BODY})).status_code == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"y" * 65_536

    headers = {"Origin": ORIGIN, "X-CSRF": browser.csrf}
    response = await browser.client.post("/api/review", content=pieces(), headers=headers)
    assert response.status_code == 413
    assert "still on this page" in response.json()["message"]


class BrokenIdentity(SessionIdentity):
    """Fails with words in it that nobody may see."""

    async def visitor(self, connection: HTTPConnection) -> Visitor | None:
        raise RuntimeError("CANARY")


async def test_a_fault_of_ours_shows_a_number_and_no_words(web: Web, capfd: pytest.CaptureFixture[str]) -> None:
    browser = web.browser(BrokenIdentity(web.app.store, web.clock, https=False))
    for response in (await browser.open("/"), await browser.post("/api/review", {})):
        assert response.status_code == 500
        assert "this number" in response.text
        assert "CANARY" not in response.text
    assert "CANARY" not in "".join(capfd.readouterr())


def test_a_public_address_is_known_with_its_https_origin() -> None:
    settings = Settings(key=SECRET, web={"public_url": "https://curbside.example"})
    gate = Gate(settings, demo=False)
    assert gate.knows_host("curbside.example")
    assert gate.own_origin("curbside.example", "https://curbside.example")
    assert not gate.own_origin("curbside.example", "http://curbside.example")
    assert not Gate(settings, demo=True).knows_host("curbside.example")


@pytest.mark.parametrize("settings", [{"public_url": "https://curbside.example"}, {"host": "0.0.0.0"}])
async def test_the_demo_refuses_to_be_reachable(web: Web, settings: dict[str, str]) -> None:
    reachable = Settings(key=SECRET, data=Path("unused"), web=settings)
    with pytest.raises(Refused):
        await serving.serve(dataclasses.replace(web.app, settings=reachable), demo=True)


async def test_plain_http_is_not_opened_to_others(web: Web) -> None:
    open_host = Settings(key=SECRET, data=Path("unused"), web={"host": "0.0.0.0"})
    with pytest.raises(Misconfigured):
        await serving.serve(dataclasses.replace(web.app, settings=open_host))
