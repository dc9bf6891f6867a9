# SPDX-License-Identifier: EUPL-1.2
"""The numbered migrations make exactly what the models say, up and down, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from dialogue import create_app
from dialogue.config import ROOT
from dialogue.core.database import Base, db
from tests.conftest import DATABASES, make_settings

VERSIONS = ROOT / "migrations" / "versions"


@pytest.fixture(params=DATABASES)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that holds nothing."""
    if request.param == "sqlite":
        yield from _application(f"sqlite:///{tmp_path / 'bare.db'}", tmp_path)
        return
    server = request.getfixturevalue("postgresql_url")
    from sqlalchemy import create_engine

    admin = create_engine(_psycopg(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS bare WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE bare"))
    try:
        url = make_url(server).set(database="bare").render_as_string(hide_password=False)
        yield from _application(url, tmp_path)
    finally:
        with admin.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS bare WITH (FORCE)"))
        admin.dispose()


def _psycopg(url: str) -> str:
    return re.sub(r"^postgresql:", "postgresql+psycopg:", url)


def _application(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(make_settings(url, folder))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def _plain(sql: str) -> str:
    """SQL without what each database adds or leaves out in writing."""
    sql = re.sub(r"::[a-z ]+(\[\])?", "", sql.lower())
    return re.sub(r'[\s()"\[\]]|array', "", sql).replace("=any", "in").replace("<>", "!=")


def checks() -> dict[str, str]:
    """Name → condition of every CHECK in the database."""
    found = inspect(db.engine)
    return {
        str(check["name"]): _plain(check["sqltext"])
        for table in tables()
        for check in found.get_check_constraints(table)
    }


def indexes() -> dict[str, tuple[object, ...]]:
    """Name → columns, uniqueness and condition of every index and UNIQUE in the database."""
    sql = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if db.engine.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    with db.engine.connect() as connection:
        rows = connection.execute(text(sql)).all()
    return {name: (_plain(made),) for name, made in rows if "alembic" not in name}


def test_the_migrations_make_what_the_models_say(bare: Flask) -> None:
    upgrade()
    assert tables() == set(Base.metadata.tables)
    drift = bare.test_cli_runner().invoke(args=["db", "check"])
    assert drift.exit_code == 0, f"run: make migration NAME=what_changes\n{drift.output}"
    migrated = checks(), indexes()
    downgrade(revision="base")
    assert tables() == set()
    Base.metadata.create_all(db.engine)
    said = checks(), indexes()
    assert migrated[0] == said[0], "a CHECK differs: change it in the newest migration by hand"
    assert migrated[1] == said[1], "an index differs: change it in the newest migration by hand"


def test_they_go_up_down_and_up_again(bare: Flask) -> None:
    upgrade()
    for _ in VERSIONS.glob("0*.py"):
        downgrade()
    assert tables() == set()
    upgrade()
    assert tables() == set(Base.metadata.tables)


def _happened(kind: str) -> None:
    """An event that somebody was mailed about."""
    with db.engine.begin() as connection:
        for table, columns, values in (
            ("event", "id, kind, at, subject_type, subject_id, details",
             f"{ord(kind[0])}, '{kind}', '2026-11-16 09:00:00', 'follow', 1, '{{}}'"),
            ("outbox", "id, event_id", f"{ord(kind[0])}, {ord(kind[0])}"),
            ("notification", "id, event_id, person, language, address, attempts",
             f"{ord(kind[0])}, {ord(kind[0])}, 'e:a@example.org', 'sv', 'a@example.org', 0"),
        ):  # fmt: skip
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"))


def test_0008_takes_what_is_there_along_and_its_own_away(bare: Flask) -> None:
    upgrade(revision="0007")
    _happened("signed_in")
    with pytest.raises(IntegrityError):
        _happened("follow_requested")
    upgrade(revision="0008")
    _happened("follow_requested")
    with pytest.raises(IntegrityError):
        _happened("nothing_like_it")
    downgrade(revision="0007")
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT kind FROM event")).scalars().all() == ["signed_in"]
        for table in ("outbox", "notification"):
            left = connection.execute(text(f"SELECT event_id FROM {table}")).scalars().all()
            assert left == [ord("s")]
    with pytest.raises(IntegrityError):
        _happened("follow_requested")
    upgrade(revision="0008")
    _happened("follow_requested")


def test_they_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in VERSIONS.glob("*.py"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_they_stand_without_the_application() -> None:
    for path in VERSIONS.glob("*.py"):
        words = path.read_text(encoding="utf-8")
        assert "dialogue.core" not in words, f"{path.name}: write plain SQLAlchemy types"
        assert "import dialogue" not in words, f"{path.name}: write plain SQLAlchemy types"


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                assert constraint.name, f"{table.name}: name the CHECK"
        assert "CONSTRAINT" in str(CreateTable(table))
