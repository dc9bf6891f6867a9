# SPDX-License-Identifier: EUPL-1.2
"""Builds the data set once, and takes back what runs left in it.

The demo comes first, through its commands: plans, standing dialogues, people.  Then come the
contributions of rows.py with all that belongs to each, so that `flask trace check` finds nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    event,
    inspect,
    select,
    text,
)

from bench.storing import CHUNK, Storing
from bench.surroundings import BenchError, schema_head
from dialogue.core.database import Base, db
from dialogue.notifications.delivery import expand

#: Grows when the rows change shape, so that older data sets are built anew.
SHAPE = "3"
OWN = MetaData()
#: What is known of a data set, in the database itself: complete once there is something in it.
STATE = Table(
    "bench_state", OWN, Column("key", String(40), primary_key=True), Column("value", Text)
)
#: Where the anchor puts its words.
BARE = Table(
    "bench_bare", OWN,
    Column("id", String(40), primary_key=True), Column("body", Text), Column("at", String(40)),
)  # fmt: skip

State = dict[str, str]


def build(app: Flask, n: int, console: Console) -> State:
    """The data set in the application's database, built when it is not there: what is where in it.

    Raises BenchError for a database that holds something else.
    """
    wanted = {"n": str(n), "head": schema_head(), "shape": SHAPE}
    with app.app_context():
        _patiently(db.engine)
        known = _known(db.engine)
        if known and wanted.items() <= known.items():
            console.print("The data set is there already.")
            return known
        if known is not None:
            make_room(db.engine)
        OWN.create_all(db.engine)
        upgrade()
        console.print("The schema is there; loading the demo.")
        done = app.test_cli_runner().invoke(args=["demo"])
        if done.exit_code:
            raise BenchError(f"the demo could not be loaded: {done.output or done.exception}")
        expand(datetime.now(UTC))  # or the first run would tell of the demo's events too
        state = {**wanted, **_fill(n, console)}
        with db.engine.begin() as connection:
            connection.execute(STATE.insert(), [{"key": k, "value": v} for k, v in state.items()])
        tidy(db.engine)
        return state


def _fill(n: int, console: Console) -> State:
    with db.engine.connect() as connection, _progress(console) as progress:
        _fast(connection)
        storing = Storing(connection, datetime.now(UTC))
        words = storing.words(n)
        task = progress.add_task("contributions", total=n)
        for chunk in words.chunks(CHUNK):
            storing.chunk(chunk)
            connection.commit()
            progress.advance(task, len(chunk.contributions))
        task = progress.add_task("answers", total=len(words.answers))
        for answer in words.answers:
            storing.answer(answer)
            progress.advance(task)
        connection.commit()
        console.print("Marking what is answered, and counting.")
        storing.mark_and_count(words)
        connection.commit()
        return storing.where(words)


@contextmanager
def _progress(console: Console) -> Iterator[Progress]:
    """A bar on a terminal; a line when it is done anywhere else."""
    bar = Progress(
        TextColumn("{task.description:>14}"), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(), console=console, disable=not console.is_terminal,
    )  # fmt: skip
    with bar:
        yield bar
    if not console.is_terminal:
        for task in bar.tasks:
            console.print(f"Stored: {task.completed:.0f} {task.description}.")


def check(app: Flask) -> str:
    """What `flask trace check` says of it.  Raises BenchError when the red thread is broken."""
    with app.app_context():
        _patiently(db.engine)
        done = app.test_cli_runner().invoke(args=["trace", "check"])
    if done.exit_code:
        raise BenchError(f"flask trace check: {done.output.strip()[:2000] or done.exception}")
    return done.output.strip()


def _known(engine: Engine) -> State | None:
    """What the data set says of itself; empty when it was never finished, None for an empty
    database.  Raises BenchError for one that holds something else.
    """
    tables = inspect(engine).get_table_names()
    if STATE.name not in tables:
        if tables:
            raise BenchError(
                "the database of BENCH_DATABASE holds something that is no data set of the bench: "
                "name an empty one"
            )
        return None
    with engine.connect() as connection:
        return {row.key: row.value for row in connection.execute(select(STATE))}


def make_room(engine: Engine) -> None:
    """Take an older data set away; its own table has said that it is one."""
    db.session.remove()
    if engine.dialect.name == "sqlite" and engine.url.database:
        engine.dispose()
        for ending in ("", "-wal", "-shm"):
            Path(engine.url.database + ending).unlink(missing_ok=True)
        return
    Base.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    OWN.drop_all(engine)


def _patiently(engine: Engine) -> None:
    """Building and checking may take longer than a page."""
    if engine.dialect.name != "postgresql":
        return
    db.session.remove()
    engine.dispose()

    @event.listens_for(engine, "connect")
    def _no_limit(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        connection.commit()


def _fast(connection: Connection) -> None:
    """Durability is for what was acknowledged; nobody was told of a half-built data set."""
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection
        for pragma in ("synchronous=OFF", "cache_size=-500000"):
            raw.execute(f"PRAGMA {pragma}")
    else:
        connection.exec_driver_sql("SET synchronous_commit = off")
        connection.commit()


def tidy(engine: Engine) -> None:
    """As a database is that has run for a while; and no connection keeps what building set."""
    db.session.remove()
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw: Any = connection.connection
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def quiet_console() -> Console:
    """To stdout, without colours where nobody sees them."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=True)
