# SPDX-License-Identifier: EUPL-1.2
"""The bench's client and table: what went wrong is said, a missed target is called short."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from bench import table
from bench.client import CONNECTIONS, Found, Order, carry_out
from bench.works import POST, Work

PAGE = {"queries": 4, "size": 24_000, "compressed": 4_200}


class Handler(BaseHTTPRequestHandler):
    """Answers a few paths, and keeps what was posted."""

    protocol_version = "HTTP/1.1"
    posted: ClassVar[list[bytes]] = []

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/" else 404, b"hello")

    def do_POST(self) -> None:
        self.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(303, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """A server of the test's own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join(timeout=10)


def test_the_client_asks_on_every_connection_and_counts(port: int) -> None:
    found = carry_out(Order(port, ["/"], 0.2))
    assert not found.faults
    assert found.count >= CONNECTIONS
    assert 0 < found.half <= found.most


def test_the_client_says_what_was_answered_wrongly(port: int) -> None:
    found = carry_out(Order(port, ["/nowhere"], 0.1))
    assert found.faults
    assert "404 instead of 200" in found.faults[0]


def test_the_client_posts_words_that_no_other_has_posted(port: int) -> None:
    Handler.posted.clear()
    found = carry_out(Order(port, ["/"], 0.1, 303, forms=[{"name": "Mätningen"}]))
    assert not found.faults
    assert len(Handler.posted) == len(set(Handler.posted)) == found.count


def test_a_server_that_is_gone_is_a_fault_and_no_endless_wait() -> None:
    found = carry_out(Order(1, ["/"], 0.1))
    assert found.count == 0
    assert found.faults


def work(key: str, label: str, rates: list[float], limits: list[float]) -> Work:
    """A work with these rates in its rounds."""
    made = Work(key, label, lambda seconds: Order(1, ["/"], seconds))
    made.ours = [Found(rate, 0.01, 0.02, 9, []) for rate in rates]
    made.limit = [Found(rate, 0.01, 0.02, 9, []) for rate in limits]
    made.hello = [Found(1_000, 0.001, 0.002, 9, []) for _rate in rates]
    return made


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    noisy = work("thread", "thread", [50, 5, 60], [100, 10, 100])
    assert noisy.ratio(noisy.limit) == 0.5


def test_a_missed_target_is_called_short_and_a_met_one_ok() -> None:
    thread = work("thread", "thread, first page", [40], [100])
    start = work("start", "start", [30], [100])
    post = work("post", POST, [70], [100])
    lines = {line.work: line for line in table.work_lines([thread, start, post], {"thread": PAGE})}
    assert lines["thread, first page"].short is True
    assert lines["thread, first page"].ratio == "40% of limit"
    assert lines["start"].short is False
    assert lines[POST].short is False
    assert lines["POST, p99 to p50"].ratio == "2.0x"


def test_too_many_queries_are_short_whatever_the_rate() -> None:
    thread = work("thread", "thread, first page", [90], [100])
    (line,) = [
        line
        for line in table.work_lines([thread], {"thread": {**PAGE, "queries": 5}})
        if line.queries
    ]
    assert line.short is True


def test_the_table_is_written_twice_with_the_same_content(tmp_path: Path) -> None:
    done = {"covered": 7_500, "published": 1.5, "told": 0.5, "people": 70, "memory": 1_000_000}
    lines = [
        table.publish_line(done),
        *table.visit_lines({"start": {"requests": 5, "compressed": 9_000}}),
        *table.process_lines(
            {"app": 90_000_000, "hello": None, "limit": None},
            {"app": 1.5, "hello": 0.2, "limit": 0.3},
            2,
        ),
    ]  # fmt: skip
    text = table.written(lines, ["two cores"], "ok: 9 contributions, 1 responses")
    path = table.store(tmp_path, "sqlite-300", text, lines, ["two cores"])
    assert path.read_text(encoding="utf-8") == text
    rows = [row for row in text.splitlines() if " ok" in row or " short" in row]
    assert [row.split("  ")[0] for row in rows if "trace" not in row] == [
        "publish to 7,500: command, whom to tell",
        "first visit of start",
        "memory of a worker (2 run)",
        "cold start to the first answer",
    ]
    stored = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert stored["lines"][0]["short"] is False
    assert stored["lines"][1]["short"] is True
    assert str(tmp_path) not in text
