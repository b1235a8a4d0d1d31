"""Hypothesis draws anew on a developer's machine, to find what is wrong; in CI it repeats, so that a change is judged
by what it changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
from discord.gateway import KeepAliveHandler
from hypothesis import settings

settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(autouse=True)
def no_heart_beats_on() -> Iterator[None]:
    """A connection that is refused or cut off while it opens leaves its heartbeat to discord.py's thread, which would
    speak to the closed loop forty seconds later, in the middle of somebody else's test.
    """
    yield
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler) and thread.ws.socket.closed:
            thread.stop()
