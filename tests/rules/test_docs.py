from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import reference

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_table_of_commands_is_the_registry() -> None:
    assert (ROOT / reference.PATH).read_text(encoding="utf8") == reference.document(), "python -m bot.reference"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf8")
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    missing = [link for link in links if link and not (page.parent / link).exists()]
    assert not missing
    named = re.findall(r"`((?:bot|cogs|adapters|tests|benchmarks|docs|training)/[\w/.-]+)`", text)
    assert not [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_claims_what_nobody_can_promise(page: Path) -> None:
    text = page.read_text(encoding="utf8").lower()
    for claim in ("hipaa compliant", "hipaa-compliant", "fully anonymous", "guaranteed"):
        for place in re.finditer(claim, text):
            before = text[max(0, place.start() - 120) : place.start()]
            assert re.search(r"never|not|no claim", before), f"{page.name}: {claim}"
