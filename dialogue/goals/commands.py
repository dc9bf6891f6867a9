# SPDX-License-Identifier: EUPL-1.2
"""Acts on the steering chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from dialogue.accounts.acts import Counts, upsert_committees
from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, check_seen, command
from dialogue.core.errors import Invalid
from dialogue.core.events import EventKind, record
from dialogue.core.municipality import municipality
from dialogue.goals import acts, queries
from dialogue.goals.importing import PlanRow, put_plans
from dialogue.goals.importing.figures import FigureRow
from dialogue.goals.importing.investments import InvestmentRow
from dialogue.goals.importing.progress import ProgressRow, put_progress
from dialogue.goals.importing.storing_followed import put_figures, put_investments
from dialogue.goals.models import Assignment, ProgressReport
from dialogue.goals.rules import PROGRESS_TEXT_LIMIT, Period, ProgressState, report_years


@command(Permission.GOALS_MANAGE)
def import_plans(
    actor: Actor, subject: None, *, plans: Sequence[PlanRow], at: datetime = NOW
) -> Counts:
    """Store plans that were read from a file, with the committees and places of the settings.

    The same file once more changes nothing.  Nothing is ever removed: contributions may hang on it.
    """
    facts = municipality()
    upsert_committees(facts.committees)
    acts.upsert_places(facts.places)
    counts = put_plans(plans, write=True)
    for row in plans:
        if plan := queries.plan_by_year(row.year):
            record(EventKind.PLAN_IMPORTED, actor, plan, at=at, goals=len(row.goals))
    return counts


@command(Permission.GOALS_MANAGE)
def import_figures(
    actor: Actor, subject: None, *, figures: Sequence[FigureRow], at: datetime = NOW
) -> Counts:
    """Store key figures and their values, from a file or from Kolada.

    The same once more changes nothing.  What is left out stays as it is.
    """
    counts = put_figures(figures, write=True)
    for year, count in _by_plan(row.figure.goal for row in figures):
        if plan := queries.plan_by_year(year):
            record(EventKind.FIGURES_IMPORTED, actor, plan, at=at, figures=count)
    return counts


@command(Permission.GOALS_MANAGE)
def import_investments(
    actor: Actor, subject: None, *, investments: Sequence[InvestmentRow], at: datetime = NOW
) -> Counts:
    """Store investments that were read from a file.

    The same file once more changes nothing.  What it leaves out stays as it is.
    """
    counts = put_investments(investments, write=True)
    for year, count in _by_plan(row.name.goal for row in investments):
        if plan := queries.plan_by_year(year):
            record(EventKind.INVESTMENTS_IMPORTED, actor, plan, at=at, investments=count)
    return counts


@command(Permission.GOALS_MANAGE)
def import_progress(
    actor: Actor, subject: None, *, reports: Sequence[ProgressRow], at: datetime = NOW
) -> Counts:
    """Store progress reports that were read from a file.

    The same file once more changes nothing.  What it leaves out stays as it is.
    """
    counts = put_progress(reports, actor, at=at, write=True)
    for year, count in _by_plan(row.name.assignment for row in reports):
        if plan := queries.plan_by_year(year):
            record(EventKind.PROGRESS_IMPORTED, actor, plan, at=at, reports=count)
    return counts


@command(Permission.PROGRESS_REPORT)
def report_progress(
    official: Actor, assignment: Assignment, *, year: int, period: Period, state: ProgressState,
    text: str, seen: int | None, at: datetime = NOW,
) -> ProgressReport:  # fmt: skip
    """Say how far an assignment has come by a period of a year, or say it anew.

    `seen` is the version that the page showed, 0 for a report that was not there; a report that
    is not there yet cannot be stale.  Saying the same once more changes nothing.  Raises Stale,
    or Invalid for a year or a text that cannot be.
    """
    if year not in report_years(assignment.goal.plan.year):
        raise Invalid({"year": "the plan does not reach that year"})
    if not 0 < len(text) <= PROGRESS_TEXT_LIMIT:
        raise Invalid({"text": f"a text has 1 to {PROGRESS_TEXT_LIMIT} characters"})
    found = queries.progress_report(assignment.id, year, period)
    if found is not None:
        check_seen(found.version, seen)
    before = found.version if found else 0
    report = acts.put_report(
        official, found, assignment, year, period, state=state, text=text, at=at
    )
    if report.version != before:
        record(
            EventKind.PROGRESS_REPORTED, official, report, at=at,
            assignment=assignment.id, year=year, period=period, state=state,
        )  # fmt: skip
    return report


def _by_plan(goals: Iterable[str]) -> list[tuple[int, int]]:
    """How many rows are about each year's plan, earliest first; goals as `<year>/<key>`."""
    return sorted(Counter(int(goal.partition("/")[0]) for goal in goals).items())
