# SPDX-License-Identifier: EUPL-1.2
"""`flask progress`: how far the assignments have come."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from dialogue.cli.importing import FILE, dry_run, refusals, start_of, tell
from dialogue.core.access import OPERATOR
from dialogue.goals import commands
from dialogue.goals.importing.progress import known_assignments, put_progress, read_progress
from dialogue.goals.importing.tables import SIZE_LIMIT


@click.group()
def progress() -> None:
    """Progress reports on assignments: in April, in August, for the year."""


@progress.command("import")
@click.argument("file", type=FILE)
@dry_run
@with_appcontext
def import_progress(file: Path, dry_run: bool) -> None:
    """Store the reports of the CSV file FILE; the same file once more changes nothing."""
    now = datetime.now(UTC)
    with refusals():
        rows = read_progress(start_of(file, SIZE_LIMIT), known_assignments())
        tell(
            put_progress(rows, OPERATOR, at=now, write=False)
            if dry_run
            else commands.import_progress(OPERATOR, None, reports=rows, at=now)
        )
