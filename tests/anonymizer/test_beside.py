"""A spaCy pipeline named in the settings is read beside the own model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence

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

TEXT = "see what the blue folder says of it, after lunch"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The smallest pipeline there is: it knows one person, one place and one day."""
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PERSON", "pattern": "blue folder"},
            {"label": "GPE", "pattern": "Quarfield"},
            {"label": "DATE", "pattern": "lunch"},
        ]
    )
    path = tmp_path_factory.mktemp("pipeline") / "tiny"
    pipeline.to_disk(path)
    return str(path)


def nothing(text: str) -> tuple[Sequence[Evidence], None]:
    return (), None


def test_it_keeps_no_word_of_a_text(folder: str) -> None:
    beside = Beside(nothing, folder)
    beside("Zyxomma came")
    assert "Zyxomma" not in beside._pipeline.vocab.strings


def test_what_it_finds_alone_is_asked_about(folder: str) -> None:
    beside = Detector(model=Beside(nothing, folder)).detect({"t": TEXT}, Context())["t"]
    (found,) = [f for f in beside if f.kind is Kind.NAME]
    assert TEXT[found.start : found.end] == "blue folder"
    assert found.score < 0.75


def test_what_the_own_model_says_stays_as_it_is(folder: str) -> None:
    own = Evidence(0, 3, "NAME", 0.9)
    said, _ = Beside(lambda text: ([own], None), folder)(TEXT)
    assert [(e.score, e.beside) for e in said] == [(0.9, False), (0.5, True)]


def test_other_kinds_of_it_are_left_to_the_rules(folder: str) -> None:
    said, _ = Beside(nothing, folder)("blue folder of Quarfield, after lunch")
    assert [e.label for e in said] == ["NAME", "PLACE"]


async def test_the_workers_of_a_server_read_with_it(folder: str) -> None:
    service = AnonymizerService(worker(folder), deadline=20)
    await service.start()
    review = await service.review({"t": RawText(TEXT)}, {}, Context())
    await service.close()
    assert "folder" not in str(review.fields["t"].result)


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
