# SPDX-License-Identifier: EUPL-1.2
"""How Alembic reaches the database, and how it writes our column types.

Version files stand on their own: they never import the application, so that they say the same in
ten years.  States are written as VARCHAR with a named CHECK.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateTableOp, MigrationScript
from flask import current_app
from sqlalchemy.sql.elements import conv

from dialogue.core.database import TranslatedText, UTCDateTime

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Our own types as what they are in the database."""
    if kind == "type":
        if isinstance(item, TranslatedText):
            return "sa.JSON()"
        if isinstance(item, UTCDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, sa.Enum):
            return f"sa.String(length={item.length})"
    return False


def state_checks(table: str, columns: Iterable[Any]) -> Iterable[sa.CheckConstraint]:
    """The CHECK of each column that holds a state, named as the models name it."""
    for column in columns:
        if isinstance(column, sa.Column) and isinstance(column.type, sa.Enum):
            words = ", ".join(f"'{word}'" for word in column.type.enums)
            name = conv(f"ck_{table}_{column.type.name}")
            yield sa.CheckConstraint(f"{column.name} IN ({words})", name=name)


def process(_context: Any, _revision: Any, directives: list[MigrationScript]) -> None:
    """Write no empty file; give new tables their CHECKs of states."""
    script = directives[0]
    if script.upgrade_ops is None:
        return
    if script.upgrade_ops.is_empty():
        if getattr(context.config.cmd_opts, "autogenerate", False):
            directives[:] = []
        return
    for made in script.upgrade_ops.ops:
        if isinstance(made, CreateTableOp):
            made.columns = [*made.columns, *state_checks(made.table_name, made.columns)]


def run() -> None:
    """Bring the database to the wanted version."""
    with database.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        driver = connection.connection.driver_connection
        if on_sqlite:
            # A table is rebuilt by dropping it; its references come back with the new one.
            driver.execute("PRAGMA foreign_keys=OFF")
            # It cannot say what an index on an expression is made of; the test of migrations can.
            warnings.filterwarnings("ignore", ".*expression-based index")
        context.configure(
            connection=connection.execution_options(writes=True),
            target_metadata=database.metadata,
            compare_type=True,
            render_as_batch=True,
            render_item=render_item,
            process_revision_directives=process,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if on_sqlite:
            broken = driver.execute("PRAGMA foreign_key_check").fetchall()
            driver.execute("PRAGMA foreign_keys=ON")
            if broken:
                raise RuntimeError(f"references lead to nothing: {broken}")


run()
