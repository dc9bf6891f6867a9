# SPDX-License-Identifier: EUPL-1.2
"""Settings: everything the outside decides, read once at start from the environment or `.env`.

The real environment wins over `.env`; relative paths start at the project root.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
WEAK_SECRETS = (
    "change", "secret", "example", "dialog", "password", "insecure", "development", "default",
    "replace", "qwerty", "kommun",
)  # fmt: skip


class SettingsError(Exception):
    """The settings cannot be used; the message names every fault at once."""


class Settings(BaseSettings):
    """What can be set, one line each; every name is `DIALOGUE_` + the field in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="DIALOGUE_", env_file=ROOT / ".env", extra="ignore", env_ignore_empty=False
    )

    #: `production` refuses weak secrets and plain http; `development` is what `make run` sets.
    environment: Literal["production", "development"] = "production"
    #: SQLite (default, in instance/) or PostgreSQL, as an SQLAlchemy address.
    database_url: str = "sqlite:///instance/dialogue.db"
    #: Signs forms and sign-in links. At least 32 characters in production.
    secret_key: str = ""
    #: `file:<folder>` writes mails as files, `smtp://[user:password@]host[:port]` sends them.
    mail_url: str = "file:instance/mail"
    #: The address residents see; links in mails begin with it. https in production.
    base_url: str = Field(
        default_factory=lambda: f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    )
    #: How many proxies in front of the application are to be believed about addresses.
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    #: The municipality's YAML file: names, places, committees, phones, reading hours.
    municipality: Path = Path("dialogue/demo/municipality.yaml")
    #: Where `flask figures fetch` asks for key figures: the address of Kolada's interface.
    kolada_url: str = "https://api.kolada.se/v3"
    #: `name=count/time;…` per hashed address or account; empty turns the limits off.
    rate_limits: str = "contribute=20/10m;sign_in=5/15m;receipt=30/10m"

    # Every check stands at its own field: a check of the whole would wait until all others pass,
    # and its faults would not be named together with theirs.

    @field_validator("secret_key")
    @classmethod
    def _secret(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            raise ValueError("is missing; make one with: openssl rand -hex 32")
        if _in_production(info) and is_weak(value):
            raise ValueError("is too weak for production; it needs at least 32 random characters")
        return value

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str, info: ValidationInfo) -> str:
        parts = urlsplit(value)
        more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
        if parts.scheme not in ("http", "https") or not parts.hostname or more:
            raise ValueError(
                "must be an address such as https://dialog.example.org, without a path"
            )
        if _in_production(info) and parts.scheme != "https":
            raise ValueError("must begin with https:// in production")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("kolada_url")
    @classmethod
    def _kolada(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise ValueError("must be an address such as https://api.kolada.se/v3")
        return value.rstrip("/")

    @field_validator("mail_url")
    @classmethod
    def _mail(cls, value: str) -> str:
        if value.startswith("file:") and value[5:]:
            return "file:" + str(ROOT / value[5:])
        if value.startswith("smtp://") and urlsplit(value).hostname:
            return value
        raise ValueError("must be file:<folder> or smtp://host:port")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value.startswith("sqlite:///"):
            return "sqlite:///" + str(ROOT / value.removeprefix("sqlite:///"))
        if value.startswith(("postgresql://", "postgresql+psycopg://")):
            return value
        raise ValueError("must begin with sqlite:/// or postgresql://")

    @field_validator("municipality")
    @classmethod
    def _municipality(cls, value: Path) -> Path:
        path = ROOT / value
        if not path.is_file():
            raise ValueError(f"there is no file {value}")
        return path

    @field_validator("rate_limits")
    @classmethod
    def _limits(cls, value: str) -> str:
        parse_limits(value)
        return value


def _in_production(info: ValidationInfo) -> bool:
    """Whether the rules of production hold; they do where the environment itself is misspelt."""
    return info.data.get("environment") != "development"


def is_weak(secret: str) -> bool:
    """A secret that somebody could guess: short, of few letters, repeated, counted up or down, or
    copied from an example.
    """
    steps = [(ord(here), ord(after)) for here, after in pairwise(secret.lower())]
    return (
        len(secret) < 32
        or len(set(secret)) < 10
        or len(set(steps)) < 20
        or sum(abs(after - here) < 2 for here, after in steps) > len(steps) / 2
        or any(word in secret.lower() for word in WEAK_SECRETS)
    )


def parse_limits(text: str) -> dict[str, tuple[int, int]]:
    """`contribute=20/10m;…` as name → (count, seconds).

    Raises ValueError that says how a limit is written.
    """
    limits = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        match = re.fullmatch(r"([a-z_]+)=([1-9]\d{0,5})/([1-9]\d{0,3})([smh])", part)
        if not match:
            raise ValueError(
                f"{part!r} is not written as name=count/time, for example sign_in=5/15m"
            )
        name, count, amount, unit = match.groups()
        limits[name] = (int(count), int(amount) * {"s": 1, "m": 60, "h": 3600}[unit])
    return limits


def load_settings() -> Settings:
    """The settings of this process.  Raises SettingsError naming all faults at once."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_fault_lines(error))) from None


def _fault_lines(error: ValidationError) -> list[str]:
    lines = ["The settings cannot be used:"]
    for fault in error.errors():
        message = str(fault["msg"]).removeprefix("Value error, ")
        lines.append(f"  DIALOGUE_{str(fault['loc'][0]).upper()}: {message}")
    return lines
