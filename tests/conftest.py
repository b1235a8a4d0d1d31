"""What all tests share."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
from discord.gateway import KeepAliveHandler
from hypothesis import settings

# The same examples each time, so that a change fails by its own fault; HYPOTHESIS_PROFILE=default looks for new ones.
settings.register_profile("same", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def no_heart_beats_on() -> Iterator[None]:
    """A connection that is refused or cut off while it opens leaves its heartbeat to discord.py's thread, which would
    speak to the closed loop forty seconds later, in the middle of somebody else's test.
    """
    yield
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler) and thread.ws.socket.closed:
            thread.stop()
