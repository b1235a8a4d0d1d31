"""The pipe between service and worker: length-prefixed JSON, both ways. Raw text exists in it and in memory,
nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.anonymizer.pipeline import FieldOutcome, Outcome
from bot.review import Action, Context, Decision, Kind, Risk, RiskLevel, RiskReason, Span, Tier, TimelineEntry

PREFIX = 4  # bytes, big-endian length
MOST = 8_000_000  # bytes; 20,000 characters and their spans fit many times over


def pack(message: Mapping[str, Any]) -> bytes:
    body = json.dumps(message, separators=(",", ":")).encode()
    return len(body).to_bytes(PREFIX, "big") + body


def request(fields: Mapping[str, str], decisions: Mapping[str, Sequence[Decision]], context: Context) -> dict[str, Any]:
    return {
        "fields": dict(fields),
        "decisions": {name: [[d.start, d.end, d.action.value] for d in some] for name, some in decisions.items()},
        "context": {
            "day_first": context.day_first,
            "regions": list(context.regions),
            "written": context.written.isoformat() if context.written else None,
            "places": list(context.places),
            "said": list(context.said),
        },
    }


def read_request(message: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[Decision]], Context]:
    decisions = {
        name: [Decision(start, end, Action(action)) for start, end, action in some]
        for name, some in message["decisions"].items()
    }
    said = message["context"]
    written = date.fromisoformat(said["written"]) if said["written"] else None
    context = Context(said["day_first"], tuple(said["regions"]), written, tuple(said["places"]), tuple(said["said"]))
    return message["fields"], decisions, context


def answer(outcome: Outcome) -> dict[str, Any]:
    return {
        "fields": {
            name: {"spans": [asdict(s) for s in f.spans], "result": f.result, "undecided": list(f.undecided)}
            for name, f in outcome.fields.items()
        },
        "timeline": [asdict(entry) for entry in outcome.timeline],
        "risk": {"level": outcome.risk.level.value, "reasons": [asdict(reason) for reason in outcome.risk.reasons]},
    }


def read_answer(message: Mapping[str, Any], lengths: Mapping[str, int]) -> Outcome:
    """The outcome a worker sent, checked against the fields it was given. Raises ``ValueError`` if anything is off."""
    if message["fields"].keys() != lengths.keys():
        raise ValueError("other fields than asked about")
    fields = {name: _field(said, lengths[name]) for name, said in message["fields"].items()}
    risk = Risk(
        RiskLevel(message["risk"]["level"]), tuple(RiskReason(**reason) for reason in message["risk"]["reasons"])
    )
    return Outcome(fields, tuple(TimelineEntry(**entry) for entry in message["timeline"]), risk)


def _field(said: Mapping[str, Any], length: int) -> FieldOutcome:
    spans = tuple(Span(**{**s, "kind": Kind(s["kind"]), "tier": Tier(s["tier"])}) for s in said["spans"])
    position = 0
    for span in spans:
        if not position <= span.start < span.end <= length:
            raise ValueError("spans overlap or leave the text")
        position = span.end
    undecided = tuple(said["undecided"])
    if any(not 0 <= i < len(spans) or spans[i].tier is not Tier.ASK for i in undecided):
        raise ValueError("undecided spans that are not there")
    return FieldOutcome(spans, str(said["result"]), undecided)
