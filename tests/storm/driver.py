"""Curbside as a process of its own, to be killed: ``python -m tests.storm.driver FOLDER SETTINGS-AS-JSON``."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from bot import log
from bot.app import running
from bot.settings import Log, Settings
from tests.support import KEY, BraceReviewer


async def main(folder: Path, platforms: dict[str, dict[str, str]]) -> None:
    settings = Settings(key=KEY, data=folder, **platforms)  # type: ignore[arg-type]
    async with running(settings, reviewer=BraceReviewer(), chat=True):
        print("up", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    log.configure(Log(level="warning"))
    asyncio.run(main(Path(sys.argv[1]), json.loads(sys.argv[2])))
