"""Curbside is an application: its wheel holds exactly three packages, and they find each other."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    subprocess.run(
        [*pip, "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_exactly_the_three_packages(wheel: Path) -> None:
    names = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"bot", "cogs", "adapters"}


def test_it_holds_what_it_needs_at_run_time(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "bot/store/migrations/versions/0001_first.py" in names
    assert any(name.startswith("adapters/web/static/") for name in names)
    assert any(name.startswith("bot/anonymizer/model/") for name in names)


def test_it_starts_from_a_clean_place_and_refuses_a_strange_neighbour(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    libraries = next(Path(p) for p in sys.path if p.endswith("site-packages"))
    strange = tmp_path / "strange"
    (strange / "adapters").mkdir(parents=True)
    (strange / "adapters" / "__init__.py").touch()
    command = [sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main(['check', '--new-key']))"]

    def run(*path: Path) -> subprocess.CompletedProcess[str]:
        env = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path)), "PYTHONSAFEPATH": "1"}
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)

    good, bad = run(site, libraries), run(strange, site, libraries)
    assert good.returncode == 0, good.stderr
    assert len(good.stdout.strip()) == 64
    assert bad.returncode == 1
    assert "'adapters' beside Curbside belongs to something else" in bad.stderr
