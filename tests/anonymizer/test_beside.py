"""A spaCy pipeline named in the settings is read beside the own model."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
import spacy

from bot import settings
from bot.anonymizer.beside import Beside
from bot.anonymizer.detection import Detector
from bot.anonymizer.findings import Evidence
from bot.anonymizer.service import AnonymizerService, worker
from bot.review import Context, Kind
from bot.settings import Misconfigured
from bot.text import RawText

TEXT = "see what Zorbinax Quelt wrote after the meeting"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The smallest pipeline there is: it knows one person, one place and one day."""
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PERSON", "pattern": "Zorbinax Quelt"},
            {"label": "GPE", "pattern": "Quarfield"},
            {"label": "DATE", "pattern": "meeting"},
        ]
    )
    path = tmp_path_factory.mktemp("pipeline") / "tiny"
    pipeline.to_disk(path)
    return str(path)


def test_what_it_finds_alone_is_asked_about(folder: str) -> None:
    beside = Detector(model=Beside(lambda text: (), folder)).detect({"t": TEXT}, Context())["t"]
    (found,) = [f for f in beside if f.kind is Kind.NAME]
    assert TEXT[found.start : found.end] == "Zorbinax Quelt"
    assert found.score < 0.75


def test_where_both_find_the_same_each_adds_to_the_other(folder: str) -> None:
    start = TEXT.index("Zorbinax")
    own = Evidence(start, start + len("Zorbinax Quelt"), "NAME", 0.9)
    (both,) = Beside(lambda text: [own], folder)(TEXT)
    assert both.score == pytest.approx(0.97)


def test_other_kinds_of_it_are_left_to_the_rules(folder: str) -> None:
    assert [e.label for e in Beside(lambda text: (), folder)("Zorbinax Quelt of Quarfield, after the meeting")] == [
        "NAME",
        "PLACE",
    ]


async def test_the_workers_of_a_server_read_with_it(folder: str) -> None:
    service = AnonymizerService(worker(folder), deadline=20)
    await service.start()
    review = await service.review({"t": RawText(TEXT)}, {}, Context())
    await service.close()
    assert "Zorbinax" not in str(review.fields["t"].result)


def test_the_command_line_reads_with_it(folder: str) -> None:
    asked = json.dumps({"id": "1", "text": TEXT}) + "\n"
    told = subprocess.run(
        [sys.executable, "-m", "bot", "deid", "--jsonl"],
        input=asked,
        capture_output=True,
        text=True,
        env=os.environ | {"CURBSIDE_ANONYMIZER__SPACY": folder},
        check=True,
    )
    assert "name" in {span["kind"] for span in json.loads(told.stdout)["spans"]}


@pytest.mark.parametrize("name", ["en_core_web_nowhere", "no/such/folder", "os.path.nowhere"])
def test_one_that_is_not_there_is_refused_by_name_of_the_setting(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURBSIDE_ANONYMIZER__SPACY", name)
    with pytest.raises(Misconfigured) as refused:
        settings.load()
    assert "CURBSIDE_ANONYMIZER__SPACY" in refused.value.message.text()
    assert "no installed spaCy pipeline" in refused.value.message.text()
