"""No words in the log: of a person, of an exception, of a library."""

from __future__ import annotations

import logging

import pytest

from bot import log
from bot.settings import Log


@pytest.fixture(autouse=True)
def configured(capfd: pytest.CaptureFixture[str]) -> None:
    """After the capture began, so that what is written there is seen."""
    log.configure(Log(level="debug"))


def test_keys_that_are_not_allowed_are_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    log.get().info("posted", path="case post", text="Anna Smith", handle="Anna")
    shown = capfd.readouterr().err
    assert "case post" in shown
    assert "Anna" not in shown


def test_a_value_that_is_no_plain_word_is_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    log.get().info("posted", path=["Anna"])
    assert "Anna" not in capfd.readouterr().err


def test_a_librarys_record_is_its_template_and_place(capfd: pytest.CaptureFixture[str]) -> None:
    try:
        int("Anna Smith")
    except ValueError:
        logging.getLogger("somelibrary").exception("could not send %s", "Anna")
    shown = capfd.readouterr().err
    assert "could not send %s ValueError at" in shown
    assert "Anna" not in shown


@pytest.mark.parametrize("name", log.CHATTY)
def test_libraries_that_log_content_are_quiet_below_warning(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger(name).debug("Anna")
    logging.getLogger(name).info("Anna")
    assert "Anna" not in capfd.readouterr().err


def test_a_bare_message_of_a_library_is_not_trusted(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("somelibrary").error("Anna " + "Smith")
    assert "Anna" not in capfd.readouterr().err
