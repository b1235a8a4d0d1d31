"""Hypothesis draws anew on a developer's machine, to find what is wrong; in CI it repeats, so that a change is judged
by what it changed."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
