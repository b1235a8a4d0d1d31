"""Signed deliveries: what is forged, old, large, or for nobody here."""

from __future__ import annotations

import json
import time

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier

from tests.adapters_slack.conftest import Stage, stage
from tests.slack.double import Double


@pytest.mark.parametrize("forged", ["signature", "timestamp"])
async def test_a_forged_or_old_delivery_is_refused(slack: Double, forged: str) -> None:
    async with stage(slack, "http") as ward:
        ward.team.line.forge = forged
        await ward.team.say(ward.anna, ward.cases, "Not from Slack")
        shown = await ward.team.command(ward.anna, ward.cases, "/curbside case list")
        assert [delivery.status for delivery in ward.team.line.deliveries] == [401, 401]
        assert not shown.acked
        assert (ward.desk.said, ward.desk.asked) == ([], [])
        ward.team.line.forge = ""
        await ward.team.say(ward.anna, ward.cases, "From Slack")
        assert ward.desk.said == ["From Slack"]


async def test_slacks_first_call_is_answered_if_one_of_ours_signed_it(slack: Double) -> None:
    async with stage(slack, "http") as ward:
        body = {"type": "url_verification", "token": "t", "challenge": "3eZbrw1aB"}
        answer = await send(ward, json.dumps(body), ward.team.line.signing_secret)
        assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw1aB"})
        assert await ward.team.verify_url()
        answer = await send(ward, json.dumps(body), "another")
        assert answer.status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{not json", 400),
        ("[]", 401),
        ("payload=%7Bbroken", 400),
        ("", 401),
        ('{"type": "event_callback", "team_id": "T404", "event": {"type": "message"}}', 503),
        ("team_id=T404&command=%2Fcurbside", 503),
        ("x" * (1024 * 1024 + 1), 413),
    ],
)
async def test_what_is_no_delivery_for_us_is_refused(slack: Double, body: str, status: int) -> None:
    async with stage(slack, "http") as ward:
        answer = await send(ward, body, ward.team.line.signing_secret)
        assert answer.status_code == status


async def test_one_workspaces_secret_opens_no_other(slack: Double) -> None:
    async with stage(slack, "http") as ward:
        event = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.1", "text": "Forged"}
        body = {"type": "event_callback", "team_id": ward.team.id, "event_id": "Ev1", "event": event}
        answer = await send(ward, json.dumps(body), "the secret of another workspace")
        assert answer.status_code == 401
        assert ward.desk.said == []


async def send(ward: Stage, body: str, secret: str) -> httpx.Response:
    stamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or "", "Content-Type": kind}
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(str(ward.team.line.request_url), content=body, headers=headers)
