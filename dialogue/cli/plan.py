# SPDX-License-Identifier: EUPL-1.2
"""`flask plan import`: a year's goals and assignments from a YAML file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from dialogue.accounts.acts import Counts
from dialogue.core.access import OPERATOR
from dialogue.core.errors import Invalid
from dialogue.core.workdays import local_day
from dialogue.dialogues.commands.standing import open_free, open_standing
from dialogue.goals import commands, queries
from dialogue.goals.importing import PlanError, PlanRow, known_here, put_plans, read_plans
from dialogue.goals.importing.located import SIZE_LIMIT


@click.group()
def plan() -> None:
    """The steering chain: plans, goals and assignments."""


@plan.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@with_appcontext
def import_plans(file: Path, dry_run: bool) -> None:
    """Store the plans of FILE; the same file once more changes nothing."""
    now = datetime.now(UTC)
    try:
        with file.open("rb") as opened:
            plans = read_plans(opened.read(SIZE_LIMIT + 1), known_here())
        counts = put_plans(plans, write=False) if dry_run else store(plans, now)
    except PlanError as refused:
        for fault in refused.faults:
            click.echo(str(fault), err=True)
        raise click.exceptions.Exit(1) from None
    except (Invalid, OSError) as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(" ".join(f"{word}={n}" for word, n in zip(Counts._fields, counts, strict=True)))


def store(plans: list[PlanRow], at: datetime) -> Counts:
    """Store the plans, and open the dialogues of the goals that people can write to.

    Goals of former years are read only: what people have to say belongs to their successors.  A
    plan of a coming year has its dialogues ready on the day when it comes into force.
    """
    counts = commands.import_plans(OPERATOR, None, plans=plans, at=at)
    current = queries.current_plan(local_day(at))
    for known in queries.plans():
        if current is None or known.year >= current.year:
            open_standing(OPERATOR, known, at=at)
    open_free(OPERATOR, None, at=at)
    return counts
