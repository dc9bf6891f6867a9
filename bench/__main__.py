# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: data set, three servers, one table."""

from __future__ import annotations

import json
import os
import signal
import sys
from statistics import median
from typing import NoReturn

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from bench import table
from bench.dataset import build, check, quiet_console
from bench.processes import Processes
from bench.putting_back import put_back
from bench.surroundings import (
    RESULTS,
    WORKERS,
    Asked,
    BenchError,
    database_url,
    environment,
    machine,
)
from bench.works import Three, addresses, measure, works
from dialogue import create_app
from dialogue.config import SettingsError
from dialogue.core.database import db, engine_options

STARTS = 3
VISITED = ("start", "goal", "thread")


def run(asked: Asked, url: str, console: Console) -> None:
    """Everything, in order.  Raises BenchError, which says which part failed."""
    settings = {**environment(url), "BENCH_ENGINE": json.dumps(engine_options(url))}
    os.environ.update(settings)
    facts = machine(url, asked)
    app = create_app()
    state = build(app, asked.n, console)
    with app.app_context():
        put_back(db.engine)
    checked = check(app)
    console.print(f"flask trace check: {checked}")
    with Processes(settings) as processes:
        lines = _publish(processes, asked, console)
        with app.app_context():
            put_back(db.engine)
        lines = [*_measured(processes, state, asked, console), *lines]
    text = table.written(lines, facts, checked)
    kind = "postgresql" if url.startswith("postgresql") else "sqlite"
    path = table.store(RESULTS, f"{kind}-{asked.n}", text, lines, facts)
    console.print(f"\n{text}\nWritten to bench/results/{path.name}.", markup=False)


def _publish(processes: Processes, asked: Asked, console: Console) -> list[table.Line]:
    contributors = max(10, asked.n * 75 // 1000)
    console.print(f"Publishing an answer to {contributors}.")
    done = processes.result_of("bench.publishing", {"contributors": contributors})
    return [table.publish_line(done)]


def _measured(
    processes: Processes, state: dict[str, str], asked: Asked, console: Console
) -> list[table.Line]:
    paths = addresses(state)
    visits = {name: paths[name] for name in VISITED}
    console.print("Counting queries and bytes.")
    counted = processes.result_of("bench.counting", {"paths": paths, "visits": visits})
    three, starts = _start(processes, state)
    found = works(three, counted["pages"], state)
    seconds = asked.rounds * len(found) * asked.seconds * 2
    console.print(f"Measuring {len(found)} works in {asked.rounds} rounds: about {seconds:.0f} s.")
    measure(
        processes, three, found, state, asked,
        lambda number: console.print(f"Round {number} of {asked.rounds}."),
    )  # fmt: skip
    memory = {name: getattr(three, name).memory() for name in ("app", "hello", "limit")}
    return [
        *table.work_lines(found, counted["pages"]),
        *table.visit_lines(counted["visits"]),
        *table.process_lines(memory, starts, WORKERS),
    ]


def _start(processes: Processes, state: dict[str, str]) -> tuple[Three, dict[str, float]]:
    """All three, and how long each took to its first answer: the median of a few starts."""
    modules = {
        "app": ("wsgi:app", "/healthz"),
        "hello": ("bench.anchors:hello()", "/"),
        "limit": ("bench.anchors:limit()", f"/{state['big_thread_id']}"),
    }
    running, starts = {}, {}
    for name, (module, path) in modules.items():
        took = []
        for attempt in range(STARTS):
            running[name] = processes.serve(name, module, path)
            took.append(running[name].started_in)
            if attempt < STARTS - 1:
                running[name].stop()
        starts[name] = median(took)
    return Three(running["app"], running["hello"], running["limit"]), starts


def _ended(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Returns the exit code: 1 when a part failed, 130 after Ctrl-C."""
    # A shell that starts this in the background has Ctrl-C ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ended)
    console = quiet_console()
    try:
        asked = Asked.from_environment()
        with database_url(asked) as url:
            run(asked, url, console)
    except (BenchError, SettingsError, SQLAlchemyError, OSError) as error:
        console.print(f"The bench failed: {error}", markup=False)
        return 1
    except KeyboardInterrupt:
        console.print("Ended; every process of the run has been ended too.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
