"""``curbside slack manifest``: the manifest from which each workspace makes its own Slack app."""

from __future__ import annotations

import argparse
import json

from bot import app, settings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["manifest"], help="the app manifest, as JSON: paste it at api.slack.com/apps")


def run(args: argparse.Namespace) -> int:
    print(json.dumps(app.slack_manifest(settings.load()), indent=2, ensure_ascii=False))
    return 0
