# SPDX-License-Identifier: EUPL-1.2
"""Whether the database answers and has the schema that this code needs."""

from __future__ import annotations

from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from dialogue.config import ROOT
from dialogue.core.database import session


@cache
def newest_schema() -> frozenset[str]:
    """The heads of the migrations that came with this code."""
    return frozenset(ScriptDirectory(str(ROOT / "migrations")).get_heads())


def is_ready() -> bool:
    """Whether the database can be reached and its schema is the newest."""
    try:
        context = MigrationContext.configure(session().connection())
        return frozenset(context.get_current_heads()) == newest_schema()
    except SQLAlchemyError:
        session().rollback()
        return False
