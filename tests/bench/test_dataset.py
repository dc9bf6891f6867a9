# SPDX-License-Identifier: EUPL-1.2
"""The bench's data set: whole, the same each time, and as it was after a run.  Nothing is timed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask
from rich.console import Console
from sqlalchemy import create_engine, func, inspect, select, text
from sqlalchemy.engine import make_url

from bench import counting
from bench.dataset import OWN, STATE, State, build, check, make_room
from bench.publishing import publish
from bench.putting_back import put_back
from bench.rows import SMALL, Chunk, Place, Words
from bench.storing import BIG
from bench.surroundings import Asked, BenchError
from bench.works import POSTED_NAME, addresses
from dialogue import create_app
from dialogue.core.access import ANYONE
from dialogue.core.database import Base, db, session
from dialogue.dialogues.acts import Words as Given
from dialogue.dialogues.commands.contribution import contribute
from dialogue.dialogues.models import Contribution, Dialogue, Thread
from tests.conftest import DATABASES, make_settings

N = 1_200
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=DATABASES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, State]]:
    """A small data set in a database of its own."""
    folder = tmp_path_factory.mktemp("bench")
    url = f"sqlite:///{folder / 'bench.db'}"
    if request.param != "sqlite":
        server = re.sub(
            r"^postgresql:", "postgresql+psycopg:", request.getfixturevalue("postgresql_url")
        )
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS bench WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE bench"))
        admin.dispose()
        url = make_url(server).set(database="bench").render_as_string(hide_password=False)
    app = create_app(make_settings(url, folder))
    state = build(app, N, Console(file=StringIO()))
    yield app, state
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def counts() -> dict[str, int]:
    """How many rows each table has."""
    db.session.remove()
    return {
        table.name: session().scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_the_red_thread_of_the_data_set_is_whole(built: tuple[Flask, State]) -> None:
    app, _state = built
    assert re.fullmatch(r"ok: \d{3,} contributions, \d+ responses", check(app))
    with app.app_context():
        big = session().scalars(select(Thread).join(Dialogue).where(Dialogue.slug == BIG)).one()
        said = select(func.count()).where(Contribution.thread_id == big.id)
        assert N // 12 <= (session().scalar(said) or 0) <= N // 8
        db.session.remove()


def test_it_is_not_built_twice(built: tuple[Flask, State]) -> None:
    app, state = built
    out = StringIO()
    assert build(app, N, Console(file=out)) == state
    assert "already" in out.getvalue()


def test_every_page_that_is_measured_is_there(built: tuple[Flask, State]) -> None:
    app, state = built
    paths = addresses(state)
    found = counting.count(app, {"paths": paths, "visits": {"start": paths["start"]}})
    assert set(found["pages"]) == set(paths)
    assert found["pages"]["thread"]["queries"] == 4
    assert found["visits"]["start"]["requests"] >= 3


def test_a_run_leaves_the_data_set_as_it_was(built: tuple[Flask, State]) -> None:
    app, _state = built
    with app.app_context():
        before = counts()
        big = session().scalars(select(Thread).join(Dialogue).where(Dialogue.slug == BIG)).one()
        shown = big.shown_count
        given = Given(body="Mer ljus.", name=POSTED_NAME, email="inga@example.org")
        contribute(ANYONE, big, words=given, key="k")
        db.session.remove()
    done = publish(app, 12)
    assert done["covered"] == 12
    assert done["people"] > 0
    assert check(app).startswith("ok:")
    with app.app_context():
        assert counts() != before
        db.session.remove()  # a run is alone with its database; a reader here would be waited for
        put_back(db.engine)
        assert counts() == before
        assert (
            session().scalars(select(Thread).where(Thread.id == big.id)).one().shown_count == shown
        )
        answered = (Contribution.thread_id == big.id, Contribution.answered_at.is_not(None))
        assert session().scalar(select(func.count()).where(*answered)) == 0
        db.session.remove()
    assert check(app).startswith("ok:")


def test_a_data_set_of_another_n_makes_room(tmp_path: Path) -> None:
    app = create_app(make_settings(f"sqlite:///{tmp_path / 'bench.db'}", tmp_path))
    with app.app_context():
        OWN.create_all(db.engine)
        with db.engine.begin() as connection:
            connection.execute(STATE.insert(), [{"key": "n", "value": "7"}])
            connection.execute(text("CREATE TABLE contribution (id INTEGER)"))
        make_room(db.engine)
        assert inspect(db.engine).get_table_names() == []
        db.engine.dispose()


def test_a_database_that_holds_something_else_is_left_alone(app: Flask) -> None:
    before = set(inspect(db.engine).get_table_names())
    with pytest.raises(BenchError, match="name an empty one"):
        build(app, N, Console(file=StringIO()))
    assert set(inspect(db.engine).get_table_names()) == before


def test_the_same_n_gives_the_same_words_in_the_promised_shape() -> None:
    def rows(n: int) -> list[Chunk]:
        places = [Place(thread_id=number, dialogue_id=number) for number in range(5)]
        places[0].is_answered = places[1].is_answered = False
        return list(Words(n, NOW, places[0], places[1], places[2:], [1, 2]).chunks(500))

    first, second = rows(4_000), rows(4_000)
    assert first == second
    said = [row for chunk in first for row in chunk.contributions]
    assert len(said) == len({row["id"] for row in said}) == 4_000
    threads = Counter(row["thread_id"] for row in said)
    assert (threads[0], threads[1]) == (400, SMALL)
    shown = {row["id"] for row in said if row["shown_at"] is not None}
    replies = [row for row in said if row["parent_id"] is not None]
    assert len(replies) > 800
    assert all(row["parent_id"] in shown for row in replies)


@pytest.mark.parametrize(
    ("name", "value"), [("BENCH_N", "many"), ("BENCH_N", "7"), ("BENCH_SECONDS", "0")]
)
def test_what_cannot_be_measured_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BenchError, match=name):
        Asked.from_environment()
