from __future__ import annotations

from pathlib import Path

from tests.conformance import table

ROOT = Path(__file__).parents[2]


def test_the_table_of_capabilities_is_what_the_adapters_declare() -> None:
    written = (ROOT / table.PATH).read_text(encoding="utf8")
    assert written == table.document(), "python -m tests.conformance.table"
