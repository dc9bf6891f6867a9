# SPDX-License-Identifier: EUPL-1.2
"""`flask investments`: what money is set aside for under the goals."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from dialogue.cli.importing import FILE, dry_run, refusals, start_of, tell
from dialogue.core.access import OPERATOR
from dialogue.goals import commands, queries
from dialogue.goals.importing.investments import read_investments
from dialogue.goals.importing.storing_followed import put_investments
from dialogue.goals.importing.tables import SIZE_LIMIT


@click.group()
def investments() -> None:
    """Investments under the goals, year by year."""


@investments.command("import")
@click.argument("file", type=FILE)
@dry_run
@with_appcontext
def import_investments(file: Path, dry_run: bool) -> None:
    """Store the investments of the CSV file FILE; the same file once more changes nothing."""
    now = datetime.now(UTC)
    with refusals():
        rows = read_investments(start_of(file, SIZE_LIMIT), queries.goal_numbers())
        tell(
            put_investments(rows, write=False)
            if dry_run
            else commands.import_investments(OPERATOR, None, investments=rows, at=now)
        )
