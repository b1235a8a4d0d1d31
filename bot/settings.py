"""Settings, from the environment and a ``.env`` file: prefix ``CURBSIDE_``, ``__`` for nesting, ``_FILE`` for secrets.

``config.example.env`` is generated from this module (``python -m bot.settings``) and a test holds the two equal.
"""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from dotenv import load_dotenv
from pydantic import BaseModel, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import CurbsideError
from bot.i18n import Message, say

Names = Annotated[
    tuple[str, ...],
    NoDecode,
    BeforeValidator(
        lambda v: tuple(part.strip() for part in v.split(",") if part.strip()) if isinstance(v, str) else v
    ),
]


class Misconfigured(CurbsideError):
    """The settings can't be used; says which and why, never a value."""


class Web(BaseModel):
    host: str = Field("127.0.0.1", description="The address to listen on; a proxy in front brings HTTPS.")
    port: int = Field(8420, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    public_url: str | None = Field(None, description="The community's own address, as members open it: https://…")
    trusted_proxies: Names = Field((), description="Addresses of proxies whose X-Forwarded-For is believed.")

    @field_validator("public_url")
    @classmethod
    def _https(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not value.startswith("https://"):
            raise ValueError("must begin with https://: no link to a patient form is ever handed out as http://")
        return value.rstrip("/")


class Discord(BaseModel):
    token: SecretStr | None = Field(None, description="The bot's token. Without one, Discord is left alone.")
    api_url: str | None = Field(None, description="For tests against a server of your own: http://127.0.0.1:…/api/v10")
    gateway_url: str | None = Field(None, description="For tests: ws://127.0.0.1:…")


class Slack(BaseModel):
    bot_token: SecretStr | None = Field(None, description="A workspace's bot token (xoxb-…). Without one, Slack is left"
                                        " alone. More workspaces: curbside setup slack.")  # fmt: skip
    app_token: SecretStr | None = Field(None, description="Its app-level token (xapp-…), for Socket Mode.")
    signing_secret: SecretStr | None = Field(None, description="Its signing secret, for events over HTTPS instead.")
    admin_token: SecretStr | None = Field(None, description="A user token of an administrator (xoxp-…): lets the guard"
                                          " delete members' messages. It can do all that they can.")  # fmt: skip
    api_url: str | None = Field(None, description="For tests against a server of your own: http://127.0.0.1:…/api/")


class Anonymizer(BaseModel):
    spacy: str | None = Field(None, description="A larger spaCy pipeline to read beside the own model: the name of an"
                              " installed one (en_core_web_lg) or its folder.")  # fmt: skip

    @field_validator("spacy")
    @classmethod
    def _there(cls, value: str | None) -> str | None:
        if value and not (Path(value, "config.cfg").is_file() or (value.isidentifier() and find_spec(value))):
            raise ValueError("names no installed spaCy pipeline, and no folder that holds one")
        return value or None


class Backup(BaseModel):
    folder: Path = Field(Path("data/backups"), description="Where encrypted backups are written.")
    keep_days: int = Field(30, ge=1, description="Days after which a backup, and a redacted word in it, is gone.")


class Log(BaseModel):
    level: str = Field("info", pattern="^(debug|info|warning|error)$", description="debug, info, warning or error.")
    json_lines: bool = Field(False, description="One JSON object a line instead of readable text.")


class Settings(BaseSettings):
    """Every setting of Curbside, with its default and what it is for."""

    model_config = SettingsConfigDict(
        env_prefix="CURBSIDE_", env_nested_delimiter="__", extra="ignore", hide_input_in_errors=True, frozen=True
    )

    key: SecretStr | None = Field(
        None,
        description="The installation's secret, 64 hexadecimal digits: keys of the audit chain and the backups are"
        " derived from it. Made by `curbside check --new-key`. Keep it outside the database and its backups.",
    )
    data: Path = Field(Path("data"), description="The folder of the database.")
    cogs: Names = Field((), description="Cogs of others, by entry-point name in the group curbside.cogs.")
    web: Web = Web()
    discord: Discord = Discord()
    slack: Slack = Slack()
    anonymizer: Anonymizer = Anonymizer()
    backup: Backup = Backup()
    log: Log = Log()

    @field_validator("key")
    @classmethod
    def _hex(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            digits = value.get_secret_value().strip()
            if len(digits) != 64 or set(digits) - set("0123456789abcdefABCDEF"):
                raise ValueError("must be 64 hexadecimal digits")
        return value

    @property
    def database(self) -> Path:
        return self.data / "curbside.db"

    def secret(self) -> bytes:
        """The installation's secret. Raises Misconfigured where there is none."""
        if self.key is None:
            raise Misconfigured(
                say("CURBSIDE_KEY is not set. Make one with: curbside check --new-key, and keep it outside the data.")
            )
        return bytes.fromhex(self.key.get_secret_value().strip())


def load(env_file: Path = Path(".env")) -> Settings:
    """Read the settings. Raises Misconfigured, naming the setting and never its value."""
    load_dotenv(env_file)
    _read_secret_files()
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        name = "CURBSIDE_" + "__".join(str(part).upper() for part in first["loc"])
        raise Misconfigured(say("{name}: {why}", name=name, why=first["msg"])) from None


def new_key() -> str:
    return secrets.token_hex(32)


def _read_secret_files() -> None:
    """``CURBSIDE_KEY_FILE=/run/secrets/key`` stands for the content of that file."""
    for name in [n for n in os.environ if n.startswith("CURBSIDE_") and n.endswith("_FILE")]:
        try:
            os.environ[name.removesuffix("_FILE")] = Path(os.environ[name]).read_text(encoding="utf8").strip()
        except OSError:
            raise Misconfigured(say("{name}: the file can't be read.", name=name)) from None


def strangers() -> list[Message]:
    """Variables that begin with CURBSIDE_ and are no setting, each with the nearest that is one, never its value.

    A mistyped name would otherwise pass unseen, and with it what it was meant to set.
    """
    names = [name for name, _ in _fields()]
    known = {*names, *(f"CURBSIDE_{group.upper()}" for group in Settings.model_fields)}
    return [
        say("{name} is no setting of Curbside. The nearest is {nearest}.",
            name=name, nearest=difflib.get_close_matches(name.upper(), names, n=1, cutoff=0)[0])
        for name in sorted(os.environ)
        if name.upper().startswith("CURBSIDE_") and name.upper().removesuffix("_FILE") not in known
    ]  # fmt: skip


def example() -> str:
    """The text of config.example.env."""
    lines = [
        "# Settings of Curbside. Copy to .env and change what differs. Generated by: python -m bot.settings",
        "# A secret may stand in a file instead: CURBSIDE_KEY_FILE=/run/secrets/curbside-key",
    ]
    for name, field in _fields():
        value = field.default
        shown = ",".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        lines += ["", f"# {field.description}", f"# {name}={shown}"]
    return "\n".join(lines) + "\n"


def _fields() -> Iterator[tuple[str, FieldInfo]]:
    """Every setting with the variable that stands for it: CURBSIDE_DATA, CURBSIDE_WEB__PORT, …"""
    for name, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for inner, part in kind.model_fields.items():
                yield f"CURBSIDE_{name}__{inner}".upper(), part
        else:
            yield f"CURBSIDE_{name}".upper(), field


if __name__ == "__main__":
    Path("config.example.env").write_text(example(), encoding="utf8")
