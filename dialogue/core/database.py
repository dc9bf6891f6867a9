# SPDX-License-Identifier: EUPL-1.2
"""The database: base class, column types, and the only place that commits.

Reading uses plain transactions.  A write takes the lock at once: on SQLite by BEGIN IMMEDIATE
(a deferred upgrade would ignore the busy timeout), on PostgreSQL by locking the rows.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    Text,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from dialogue.core.languages import Translated

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant, always aware and in UTC.  Raises ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; SQLite keeps no zone, so it is left out there."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TranslatedText(TypeDecorator[Translated]):
    """A Translated value as JSON per language; Swedish is required."""

    # A missing value is NULL, not JSON null: otherwise the CHECKs on promise cards would not bite.
    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Translated | None, dialect: Dialect) -> Any:
        """The mapping of language to text."""
        return None if value is None else value.to_json()

    def process_result_value(self, value: Any, dialect: Dialect) -> Translated | None:
        """The value, checked anew."""
        return None if value is None else Translated.from_json(value)


#: Column types by meaning; identities that must not be guessed are random, others count.
Id = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
RandomId = Annotated[int, mapped_column(BigInteger, primary_key=True, autoincrement=False)]
Line = Annotated[str, mapped_column(String(300))]
Key = Annotated[str, mapped_column(String(120))]


class Base(DeclarativeBase):
    """What every table is made from."""

    metadata = MetaData(naming_convention=NAMING)
    registry: ClassVar[registry] = registry(
        metadata=metadata,
        type_annotation_map={
            datetime: UTCDateTime,
            date: Date,
            str: Text,
            int: BigInteger().with_variant(Integer, "sqlite"),
            Translated: TranslatedText,
        },
    )


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


def session() -> Session:
    """The session of this request or command."""
    return db.session()


def state_type(states: type[StrEnum], name: str) -> Enum:
    """A column type for an enum: VARCHAR with a CHECK, the values as they are written."""
    return Enum(
        states,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


def random_id() -> int:
    """A random id of 53 bits: safe in JavaScript, and gaps tell nothing about what is hidden."""
    return secrets.randbits(53) or 1


def insert_into(table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what happens ON CONFLICT, as the database at hand writes it."""
    on_postgresql = session().get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if on_postgresql else sqlite.insert(table)


@contextmanager
def transaction() -> Iterator[Session]:
    """The one transaction of a write: ends the read before it, begins, commits or rolls back."""
    current = session()
    current.rollback()
    current.connection(execution_options={"writes": True})
    try:
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise


def is_busy(error: DBAPIError) -> bool:
    """Whether the database refused only because others were writing or it cannot be reached."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return (
        error.connection_invalidated
        or "locked" in str(error.orig)
        or state in ("55P03", "57014", "40001", "40P01", "53300", "57P03")
        or (state is None and "connect" in str(error.orig))
    )


def engine_options(url: str) -> dict[str, Any]:
    """Options for create_engine that make the two databases behave alike."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10, "check_same_thread": False}}
    return {
        "pool_pre_ping": True,
        "pool_size": 5,
        "connect_args": {
            "connect_timeout": 10,
            "options": "-c lock_timeout=10s -c statement_timeout=30s -c timezone=UTC",
        },
    }


def prepare_engine(engine: Engine) -> None:
    """Listeners for SQLite: WAL, foreign keys, full durability, and our own BEGIN."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # what was acknowledged survives a power cut
            "foreign_keys=ON",
            "busy_timeout=10000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
