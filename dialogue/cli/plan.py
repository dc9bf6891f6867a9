# SPDX-License-Identifier: EUPL-1.2
"""`flask plan`: a year's goals and assignments from a file, and a draft of one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from dialogue.accounts.acts import Counts
from dialogue.cli.importing import FILE, dry_run, refusals, start_of, tell
from dialogue.core.access import OPERATOR
from dialogue.core.workdays import local_day
from dialogue.dialogues.commands.standing import open_free, open_standing
from dialogue.goals import commands, queries
from dialogue.goals.importing import PlanRow, known_here, put_plans, read_plans
from dialogue.goals.importing.budget import draft_plan, written
from dialogue.goals.importing.located import SIZE_LIMIT
from dialogue.goals.importing.plan_table import read_plan_table
from dialogue.goals.importing.plans import YEARS
from dialogue.goals.importing.storing import budget_here, with_stored_languages
from dialogue.goals.importing.tables import SIZE_LIMIT as TABLE_LIMIT


@click.group()
def plan() -> None:
    """The steering chain: plans, goals and assignments."""


@plan.command("import")
@click.argument("file", type=FILE)
@dry_run
@with_appcontext
def import_plans(file: Path, dry_run: bool) -> None:
    """Store the plans of FILE (YAML, or CSV by its name); once more changes nothing."""
    now = datetime.now(UTC)
    with refusals():
        if file.suffix.lower() == ".csv":
            table = read_plan_table(start_of(file, TABLE_LIMIT), known_here())
            plans = with_stored_languages(table)
        else:
            plans = read_plans(start_of(file, SIZE_LIMIT), known_here())
        tell(put_plans(plans, write=False) if dry_run else store(plans, now))


@plan.command("draft")
@click.argument("file", type=FILE)
@click.option("--year", required=True, type=click.IntRange(*YEARS), help="The budget's year.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the draft; without it, to standard output.",
)  # fmt: skip
@with_appcontext
def draft(file: Path, year: int, output: Path | None) -> None:
    """Make a draft of a plan from FILE, a budget document's plain text, for a person to correct."""
    with refusals():
        made = draft_plan(start_of(file, SIZE_LIMIT), year, budget_here(year))
        if output and output.exists():
            raise click.ClickException(f"{output} is there already: choose another name")
        if output:
            with output.open("x", encoding="utf-8") as opened:
                opened.write(written(made))
        else:
            click.echo(written(made), nl=False)
    tasks = sum(len(goal.tasks) for goal in made.goals)
    counts = f"goals={len(made.goals)} assignments={tasks} to_check={made.doubt_count}"
    click.echo(counts, err=output is None)


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
