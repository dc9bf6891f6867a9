# SPDX-License-Identifier: EUPL-1.2
"""The servers and the client as processes; each one that is started is ended, by its number."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.client import Found, Order
from bench.surroundings import DATA, THREADS, WORKERS, BenchError
from dialogue.config import ROOT

PATIENCE = 60.0


class Processes:
    """All that a run has started; leaving the block ends it, whatever happened."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = {**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": ""}
        self._all: list[subprocess.Popen[Any]] = []
        self._client: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        for process in self._all:
            end(process)

    def serve(self, name: str, module: str, answers_at: str) -> Server:
        """A server as `make run` starts it; back when it has answered for the first time."""
        port = free_port()
        command = [
            str(Path(sys.executable).parent / "gunicorn"), module, "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS),
            "--preload", "--no-control-socket", "--graceful-timeout", "2",
            "--log-level", "warning",
        ]  # fmt: skip
        log = DATA / f"{name}.log"
        began = time.perf_counter()
        with log.open("w") as file:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command, cwd=ROOT, env=self.environment, stdout=file, stderr=file,
                start_new_session=True,
            )  # fmt: skip
        self._all.append(process)
        while not _answers(port, answers_at):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
                raise BenchError(f"{name} does not start:\n{tail}")
            time.sleep(0.005)
        return Server(name, port, process, time.perf_counter() - began)

    def ask(self, order: Order) -> Found:
        """Let the client carry an order out.  Raises BenchError when anything went wrong."""
        client = self._client or self._begin_client()
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write(order.written() + "\n")
        client.stdin.flush()
        line = client.stdout.readline()
        if not line:
            raise BenchError("the client ended")
        found = Found(**json.loads(line))
        if found.faults:
            raise BenchError(f"port {order.port}: " + "; ".join(found.faults))
        return found

    def _begin_client(self) -> subprocess.Popen[str]:
        self._client = subprocess.Popen(
            [sys.executable, "-m", "bench.client"], cwd=ROOT, env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        self._all.append(self._client)
        return self._client

    def result_of(self, module: str, asked: object) -> Any:
        """What a part in a process of its own answers; both sides speak JSON.

        Raises BenchError when it fails.
        """
        log = DATA / f"{module}.log"
        with log.open("w") as file:
            process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", module], cwd=ROOT, env=self.environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=file,
                start_new_session=True,
            )  # fmt: skip
        self._all.append(process)
        printed, _nothing = process.communicate(json.dumps(asked))
        if process.returncode:
            tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
            raise BenchError(f"{module} failed:\n{tail}")
        return json.loads(printed.splitlines()[-1])


class Server:
    """One of the three programs, running; `started_in` seconds until its first answer."""

    def __init__(
        self, name: str, port: int, process: subprocess.Popen[Any], started_in: float
    ) -> None:
        self.name, self.port, self.process, self.started_in = name, port, process, started_in

    def memory(self) -> int | None:
        """Bytes that its largest worker holds in memory; None where the system does not tell."""
        sizes = [memory_of(pid) for pid in _children(self.process.pid)]
        known = [size for size in sizes if size is not None]
        return max(known, default=None)

    def stop(self) -> None:
        """End it."""
        end(self.process)


def end(process: subprocess.Popen[Any]) -> None:
    """End a process with its children: kindly, then not."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, sent)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", path)
        return connection.getresponse().status == 200
    return False


def _children(pid: int) -> list[int]:
    with suppress(OSError, ValueError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(child) for child in text.split()]
    return []


def memory_of(pid: int | str, field: str = "VmRSS") -> int | None:
    """A field of a process's status in bytes: `VmRSS` now, `VmHWM` at the most."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024
    return None
