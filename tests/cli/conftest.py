"""An installation with an address of its own, on loopback with a certificate, and its command line."""

from __future__ import annotations

import asyncio
import io
import os
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from discord.http import Route

from bot.cli import main
from tests.discord import double as discord_double
from tests.slack import double as slack_double
from tests.support import KEY, migrated

SECRET = "0123456789abcdef" * 2
GUARD_CAN_NOT_READ = (
    "MISSING  discord   The message-content intent is off: the guard can't read. Turn it on under Bot, or do without."
)
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@dataclass
class Told:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


Cli = Callable[..., Awaitable[Told]]


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with an empty database, and settings of its own; what a command reads from .env is forgotten after."""
    before = dict(os.environ)
    for name in list(os.environ):
        if name.startswith("CURBSIDE_") or name.upper() in PROXIES:
            del os.environ[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "curbside.db").write_bytes(migrated())
    os.environ |= {"CURBSIDE_KEY": KEY, "CURBSIDE_DATA": str(tmp_path / "data")}
    yield tmp_path
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def cli(installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command with what is piped into it. In a thread, since the platforms' doubles live on the test's loop."""

    async def run(*arguments: str, piped: str = "") -> Told:
        monkeypatch.setattr("sys.stdin", io.StringIO(piped))
        capsys.readouterr()
        code = await asyncio.to_thread(main, list(arguments))
        return Told(code, *capsys.readouterr())

    return run


@pytest.fixture
async def address(installation: Path) -> AsyncIterator[str]:
    """The installation's public address, with a certificate that this process believes."""
    pair = installation / "pair.pem"
    pair.write_bytes(_certificate())
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pair)

    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="curbside")

    site = web.Application()
    site.router.add_get("/healthz", alive)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    url = f"https://127.0.0.1:{runner.addresses[0][1]}"
    os.environ |= {
        "SSL_CERT_FILE": str(pair),
        "CURBSIDE_WEB__PUBLIC_URL": url,
        "CURBSIDE_WEB__TRUSTED_PROXIES": "127.0.0.1",
    }
    yield url
    await runner.cleanup()


def _certificate() -> bytes:
    """A key and a certificate for 127.0.0.1 that it signed itself, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain
    ) + certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture
async def discord(installation: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[discord_double.Double]:
    monkeypatch.setattr(Route, "BASE", Route.BASE)  # the command sets it for its process
    async with discord_double.Double() as double:
        os.environ["CURBSIDE_DISCORD__API_URL"] = double.api_url
        yield double
        assert double.faults == []
        assert {request.method for request in double.requests} <= {"GET"}  # looking changes nothing


@pytest.fixture
async def slack(installation: Path) -> AsyncIterator[slack_double.Double]:
    async with slack_double.Double() as double:
        os.environ["CURBSIDE_SLACK__API_URL"] = double.api_url
        yield double
        assert double.faults == []
