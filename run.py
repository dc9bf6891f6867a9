# SPDX-License-Identifier: EUPL-1.2
"""`make run`: everything for a first look, on this machine only.

Writes a `.env` when there is none, migrates, loads the demo once, prints where and how to sign in,
starts web and worker, and ends both on Ctrl-C.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
DEMO_ACCOUNTS = (
    ("facilitator", "dialogledare, alla nämnder"),
    ("facilitator2", "en till dialogledare"),
    ("facilitator-val", "dialogledare, bara Valnämnden"),
    ("official", "skriver svar, alla nämnder"),
    ("reviewer", "läser igenom svar"),
    ("official-val", "skriver svar, bara Valnämnden"),
    ("resident", "invånare"),
    ("translator", "översättare"),
    ("elected", "förtroendevald"),
    ("admin", "administratör"),
)
HOURS = 12


def write_env(port: int) -> None:
    """A `.env` for this machine: development, a fresh secret, the chosen port, no rate limits."""
    path = ROOT / ".env"
    if path.exists():
        return
    lines = [
        "# Written by `make run`. Never commit it; .env.example explains every key.",
        "DIALOGUE_ENVIRONMENT=development",
        f"DIALOGUE_SECRET_KEY={secrets.token_hex(32)}",
        f"DIALOGUE_BASE_URL=http://127.0.0.1:{port}",
        "DIALOGUE_RATE_LIMITS=",
    ]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    say("Wrote .env (development, a fresh secret, rate limits off).")


def say(text: str = "") -> None:
    """One line to whoever started it."""
    print(text, flush=True)  # noqa: T201 - this is the program's output


def free(port: int) -> bool:
    """Whether nobody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


def prepare() -> Callable[..., str]:
    """Migrate and load the demo; gives a way to run flask commands in this process."""
    sys.path.insert(0, str(ROOT))
    from flask_migrate import upgrade  # noqa: PLC0415 - after .env is written

    from dialogue import create_app  # noqa: PLC0415

    (ROOT / "instance").mkdir(exist_ok=True)
    app = create_app()
    with app.app_context():
        upgrade()
    runner = app.test_cli_runner()

    def flask(*arguments: str) -> str:
        done = runner.invoke(args=arguments)
        if done.exit_code:
            sys.exit(f"flask {arguments[0]} failed: {done.output or done.exception}")
        return done.stdout.strip()

    say(flask("demo").capitalize() + ".")
    return flask


def start(port: int) -> list[subprocess.Popen[bytes]]:
    """Web (gunicorn gthread, 2 x 4) and worker, each in its own process group."""
    web = [
        str(BIN / "gunicorn"), "wsgi:app", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload",
        "--no-control-socket", "--graceful-timeout", "2", "--log-level", "warning",
    ]  # fmt: skip
    worker = [str(BIN / "flask"), "--app", "wsgi", "worker"]
    return [
        subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # noqa: S603 - our own commands
        for command in (web, worker)
    ]


def wait_for(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    """Until the web can be reached, or one of the processes has ended."""
    while all(process.poll() is None for process in processes):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """End both, kindly at first."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        for process in processes:
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, sent)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and any(p.poll() is None for p in processes):
            time.sleep(0.05)


def main() -> int:
    """Everything `make run` does; returns the exit code."""
    port = int(os.environ.get("PORT", "8000"))
    if not free(port):
        say(f"Port {port} is taken. Choose another: make run PORT={port + 1}")
        return 1
    write_env(port)
    os.environ["DIALOGUE_BASE_URL"] = f"http://127.0.0.1:{port}"
    flask = prepare()
    processes = start(port)
    links = [
        (email, words, flask("login-link", email, "--minutes", str(HOURS * 60)))
        for email, words in ((f"{name}@example.org", words) for name, words in DEMO_ACCOUNTS)
    ]
    wait_for(port, processes)
    say(f"\nDialogue is running on http://127.0.0.1:{port}/\n")
    say(f"Sign in (each link works once, within {HOURS} hours):")
    for email, words, address in links:
        say(f"  {email:<28} {words}\n    {address}")
    say("\nMail is written to instance/mail. Rate limits are off. Ctrl-C ends web and worker.")
    # Handlers of our own: a shell that starts this in the background has Ctrl-C ignored.
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    while not stopping.is_set() and all(process.poll() is None for process in processes):
        stopping.wait(0.2)
    stop(processes)
    return 0 if stopping.is_set() else 1


if __name__ == "__main__":
    sys.exit(main())
