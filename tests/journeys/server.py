# SPDX-License-Identifier: EUPL-1.2
"""Web and worker as real processes, for tests that kill them or look with a real browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from dialogue import create_app
from dialogue.config import ROOT
from dialogue.core.database import Base, db
from dialogue.dialogues.rules.dialogue import FREE_SLUG, DialogueForm
from tests import factories as make
from tests.conftest import SECRET, make_settings

BIN = Path(sys.executable).parent
#: The one write page of what `fill` makes.
FREE_PATH = f"/sv/dialoger/{FREE_SLUG}/samtal/skriv"


def engine_url(engine: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a database of this kind."""
    if engine == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return f"sqlite:///{folder / 'test.db'}"


def fill(url: str, folder: Path) -> Flask:
    """An application on a fresh schema with the one dialogue that is written to."""
    app = create_app(make_settings(url, folder))
    with app.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
        make.dialogue(FREE_SLUG, form=DialogueForm.STANDING, thread_slug="samtal")
        db.session.remove()
        db.engine.dispose()
    return app


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """gunicorn and the worker on one database; `kill()` is kill -9 of both with all children."""

    database_url: str
    folder: Path
    worker: bool = True
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def base(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the processes are started with."""
        return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {
            # What the first process has compiled, the ones after a kill start from.
            "PYTHONPYCACHEPREFIX": str(self.folder / "compiled"),
            "DIALOGUE_ENVIRONMENT": "development",
            "DIALOGUE_SECRET_KEY": SECRET,
            "DIALOGUE_DATABASE_URL": self.database_url,
            "DIALOGUE_MAIL_URL": f"file:{self.folder / 'mail'}",
            "DIALOGUE_BASE_URL": self.base,
            "DIALOGUE_RATE_LIMITS": "",
            "DIALOGUE_MUNICIPALITY": str(ROOT / "dialogue/demo/municipality.yaml"),
        }

    def start(self) -> None:
        """Start both, and wait until the web answers."""
        web = [
            str(BIN / "gunicorn"), "wsgi:app", "--bind", f"127.0.0.1:{self.port}",
            "--worker-class", "gthread", "--workers", "2", "--threads", "4",
            "--no-control-socket", "--log-level", "error",
        ]  # fmt: skip
        worker = [str(BIN / "flask"), "--app", "wsgi", "worker"]
        commands = [web, worker] if self.worker else [web]
        with (self.folder / "log").open("ab") as log:
            self.processes = [
                subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                    start_new_session=True,
                )
                for command in commands
            ]  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Until `/healthz` answers; fails after 20 seconds with what was logged."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with (
                suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(f"{self.base}/healthz", timeout=2),
            ):
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text()[-3000:])

    def read(self, path: str) -> str:
        """A page, as text."""
        with urllib.request.urlopen(f"{self.base}{path}", timeout=20) as answer:
            return str(answer.read().decode())

    def kill(self) -> None:
        """kill -9, without a word of warning."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        self.processes = []

    def run(self, *arguments: str) -> str:
        """A flask command on the same database; its stdout."""
        command = [str(BIN / "flask"), "--app", "wsgi", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout
