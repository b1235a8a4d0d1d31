"""What stands ready for deploying, checked as far as it can be without an engine: names, rights, ports, commands."""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import settings
from bot.cli import COMMANDS

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf8")
UNIT = ROOT / "deploy" / "curbside.service"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf8"))
GUIDE = (ROOT / "docs" / "hosting.md").read_text(encoding="utf8")
APP, PROXY = COMPOSE["services"]["app"], COMPOSE["services"]["proxy"]


@pytest.mark.parametrize(
    "page", ["Dockerfile", "compose.yaml", "deploy/curbside.service", "docs/hosting.md", "README.md"]
)
def test_every_setting_that_is_named_exists(page: str) -> None:
    named = set(re.findall(r"CURBSIDE_[A-Z_]*[A-Z]", (ROOT / page).read_text(encoding="utf8")))
    known = set(re.findall(r"(?m)^# (CURBSIDE_[A-Z_]+)=", settings.example()))
    assert {name.removesuffix("_FILE") for name in named} <= known


@pytest.mark.parametrize("page", ["docs/hosting.md", "README.md"])
def test_every_command_that_is_named_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf8")
    named = re.findall(r"(?m)(?:^|`|exec app |-T app |/bin/|run --rm app )\s*curbside ([a-z]+)", text)
    assert named
    assert set(named) <= {name for name, _, _ in COMMANDS}


# compose.yaml


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert "ports" not in APP
    assert PROXY["ports"] == ["80:80", "443:443", "443:443/udp"]
    assert PROXY["environment"]["UPSTREAM"] == "app:8420"
    assert "EXPOSE 8420" in DOCKERFILE
    assert settings.Web().port == 8420


def test_the_proxy_and_nobody_else_is_believed() -> None:
    subnet, pool = (
        ipaddress.ip_network(COMPOSE["networks"]["front"]["ipam"]["config"][0][k]) for k in ("subnet", "ip_range")
    )
    address = PROXY["networks"]["front"]["ipv4_address"]
    assert APP["environment"]["CURBSIDE_WEB__TRUSTED_PROXIES"] == address
    assert ipaddress.ip_address(address) in subnet
    assert ipaddress.ip_address(address) not in pool  # so no other container gets it


@pytest.mark.parametrize("service", [APP, PROXY], ids=["app", "proxy"])
def test_a_container_has_no_more_rights_than_it_needs(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert {"mem_limit", "pids_limit"} <= service.keys()
    assert service.get("cap_add", []) == ([] if service is APP else ["NET_BIND_SERVICE"])


def test_secrets_are_files_and_each_is_there_for_the_app() -> None:
    for name, value in APP["environment"].items():
        assert name.endswith("_FILE") == value.startswith("/run/secrets/")
    files = {
        value.removeprefix("/run/secrets/") for name, value in APP["environment"].items() if name.endswith("_FILE")
    }
    assert files == set(APP["secrets"]) == set(COMPOSE["secrets"])
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].removeprefix("./") in GUIDE  # or nobody would make it


def test_what_compose_mounts_is_there() -> None:
    for service in (APP, PROXY):
        for mount in service["volumes"]:
            source = mount.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).exists(), source


# Dockerfile


def stages() -> list[list[str]]:
    joined = DOCKERFILE.replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    starts = [n for n, line in enumerate(lines) if line.startswith("FROM ")]
    return [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def test_the_image_ends_as_somebody_without_tools() -> None:
    last = stages()[-1]
    assert "USER curbside" in last
    assert last.index("USER curbside") > max(n for n, line in enumerate(last) if line.startswith("RUN "))
    assert any("pip uninstall" in line for line in last)
    assert not [line for line in last if "apt-get install" in line]
    assert any(line.startswith("HEALTHCHECK ") and "/healthz" in line for line in last)
    assert "VOLUME /data" in last
    for stage in stages():
        assert re.match(r"FROM python:3\.\d+-slim\b", stage[0])


def test_libraries_come_with_their_hashes() -> None:
    installs = [line for stage in stages() for line in stage if "pip" in line and " install --" in line]
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]
    assert "--only-binary :all:" in installs[0]


def test_what_is_copied_into_the_image_starts_alone(tmp_path: Path) -> None:
    """The files that COPY names, and no others, with the libraries of this environment."""
    asked = [line.split()[1:] for line in stages()[0] if line.startswith("COPY ")]
    sources = [source for *some, _ in asked for source in some]
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf8").splitlines()
    assert {f"!{source}" for source in sources} <= set(allowed)
    for source in sources:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / source)
        else:
            shutil.copy(ROOT / source, tmp_path / source)
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "slack", "manifest"], cwd=tmp_path, capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert '"/curbside"' in ran.stdout


# deploy/


def test_the_proxy_passes_everything_on_and_logs_nothing() -> None:
    lines = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    assert words[0] == "{$DOMAIN} {"
    assert "reverse_proxy {$UPSTREAM:127.0.0.1:8420}" in words
    assert not [line for line in words if line.startswith("log")]


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that is there, since systemd looks for it."""
    text = UNIT.read_text(encoding="utf8").replace("/opt/curbside/.venv/bin/python", "/bin/true")
    (tmp_path / UNIT.name).write_text(text, encoding="utf8")
    return tmp_path / UNIT.name


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze isn't installed")
def test_systemd_understands_the_unit_and_finds_it_tight(unit: Path) -> None:
    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    # 10 is an open door; what is left is the network, which a bot can't do without.
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)], capture_output=True, text=True
    )
    assert rated.returncode == 0, rated.stdout


def test_the_unit_runs_as_its_own_user_and_comes_back() -> None:
    lines = UNIT.read_text(encoding="utf8").splitlines()
    wanted = {
        "User=curbside", "StateDirectory=curbside", "ProtectSystem=strict", "NoNewPrivileges=yes",
        "CapabilityBoundingSet=", "Restart=on-failure", "ExecStart=/opt/curbside/.venv/bin/python -m bot run",
    }  # fmt: skip
    assert wanted <= set(lines)
    assert any(line.startswith("MemoryMax=") for line in lines)
    assert "CURBSIDE_DATA=/var/lib/curbside" in "\n".join(lines)
