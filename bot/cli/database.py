"""``curbside db upgrade|backup|restore``."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from bot import keys, log, settings
from bot.store import backup, migrations


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("upgrade", help="bring the database to this version's tables; makes it if there is none")
    acts.add_parser("backup", help="write an encrypted backup, and remove those past their lifetime")
    restore = acts.add_parser("restore", help="put a backup in place; deliveries wait until an administrator confirms")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="replace the present database, which is kept aside")


def run(args: argparse.Namespace) -> int:
    found = settings.load()
    log.configure(found.log)
    if args.act == "upgrade":
        found.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        migrations.upgrade(found.database)
        print(f"{found.database} is at migration {migrations.head()}.")
        return 0
    key = keys.derive(found.secret(), "backup")
    now = datetime.now(UTC)
    if args.act == "backup":
        migrations.check(found.database)
        print(f"Written: {backup.backup(found.database, found.backup.folder, key, now)}")
        removed = backup.prune(found.backup.folder, found.backup.keep_days, now)
        if removed:
            print(f"Removed {len(removed)} older than {found.backup.keep_days} days.")
    else:
        backup.restore(args.file, found.database, key, replace=args.replace)
        print("Restored. Nothing is delivered until an administrator gives the command: delivery resume")
    return 0
