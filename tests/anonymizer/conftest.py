"""The anonymizer is loaded once for all of its tests; it holds no text between calls."""

from __future__ import annotations

import pytest

from bot.anonymizer import Anonymizer
from bot.anonymizer.detection import Detector
from bot.anonymizer.pipeline import Pipeline


@pytest.fixture(scope="session")
def detector() -> Detector:
    return Detector()


@pytest.fixture(scope="session")
def anonymizer(detector: Detector) -> Anonymizer:
    return Anonymizer(Pipeline(detector))
