"""``curbside slack manifest``: what a workspace's own Slack app is made from."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot import app, log, settings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["manifest"], help="print the app's manifest as JSON")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write it there instead")
    parser.add_argument(
        "--socket", action="store_true", help="Socket Mode, for an address that members reach but Slack doesn't"
    )


def run(args: argparse.Namespace) -> int:
    found = settings.load()
    log.configure(found.log)
    text = json.dumps(app.slack_manifest(found, socket=args.socket), indent=2, ensure_ascii=False) + "\n"
    if args.out is None:
        print(text, end="")
    else:
        args.out.write_text(text, encoding="utf8")
        print(f"Written: {args.out}")
    return 0
