# SPDX-License-Identifier: EUPL-1.2
"""Progress reports from CSV: how far each assignment has come, a period a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from dialogue.accounts.acts import Counts
from dialogue.core.access import Actor
from dialogue.goals import acts, queries
from dialogue.goals.importing.cells import Row
from dialogue.goals.importing.located import Fault, PlanError, shown
from dialogue.goals.importing.tables import read_table
from dialogue.goals.rules import PROGRESS_TEXT_LIMIT, Period, ProgressState, report_years

REQUIRED: Final = ("plan", "goal", "assignment", "period", "state", "text")
OPTIONAL: Final = ("year",)
PERIODS: Final = {
    "t1": Period.T1, "april": Period.T1, "t2": Period.T2, "augusti": Period.T2,
    "year": Period.YEAR, "året": Period.YEAR, "helår": Period.YEAR,
}  # fmt: skip
STATES: Final = {
    "planned": ProgressState.PLANNED, "planerat": ProgressState.PLANNED,
    "ongoing": ProgressState.ONGOING, "på gång": ProgressState.ONGOING,
    "done": ProgressState.DONE, "klart": ProgressState.DONE,
    "stopped": ProgressState.STOPPED, "stoppat": ProgressState.STOPPED,
}  # fmt: skip


class ReportName(NamedTuple):
    """A report among all: its assignment as `<year>/<goal>/<key>`, the year and the period."""

    assignment: str
    year: int
    period: Period


@dataclass(frozen=True)
class ProgressRow:
    """A progress report as the file has it."""

    name: ReportName
    state: ProgressState
    text: str


@dataclass(frozen=True)
class KnownAssignments:
    """What a file may point at: year of the plan → keys of its goals, and every assignment."""

    goals: Mapping[int, Collection[str]]
    assignments: Collection[str]


def known_assignments() -> KnownAssignments:
    """What a file may point at, by what is stored."""
    stored = {assignment.path_key for assignment in queries.all_assignments()}
    return KnownAssignments(queries.goal_numbers(), stored)


def read_progress(content: bytes, known: KnownAssignments) -> list[ProgressRow]:
    """The reports of a file, in its order.  Raises PlanError that names every fault."""
    faults: list[Fault] = []
    found: list[ProgressRow] = []
    seen: dict[ReportName, int] = {}
    for row in read_table(content, REQUIRED, OPTIONAL, faults):
        name = _name(row, known)
        state = row.word("state", STATES)
        text = row.text("text", PROGRESS_TEXT_LIMIT, lines=True)
        if name is None:
            continue
        if first := seen.get(name):
            row.fault("period", f"{name.period} {name.year} stands on row {first} already")
        seen.setdefault(name, row.row)
        if state is not None:
            found.append(ProgressRow(name, state, text))
    if faults:
        raise PlanError(faults)
    return found


def _name(row: Row, known: KnownAssignments) -> ReportName | None:
    goal, key = row.goal(known.goals, "plan"), row.key("assignment")
    period = row.word("period", PERIODS)
    if goal and key and f"{goal}/{key}" not in known.assignments:
        row.fault("assignment", f"the goal {goal} has no assignment {shown(key)}")
        return None
    if not (goal and key):
        return None
    plan = int(goal.partition("/")[0])
    years = report_years(plan)
    year = row.whole("year", years[0], years[-1]) if row.has("year") else plan
    return None if year is None or period is None else ReportName(f"{goal}/{key}", year, period)


def put_progress(rows: Sequence[ProgressRow], actor: Actor, *, at: datetime, write: bool) -> Counts:
    """Make the tables say what the file says; each report counts once.

    Without `write` it only counts.  With it, the caller holds the write transaction.
    """
    assignments = queries.assignments_by_path_keys({row.name.assignment for row in rows})
    if write:
        queries.lock_assignments([assignment.id for assignment in assignments.values()])
    plans = {assignment.goal.plan_id for assignment in assignments.values()}
    stored = {
        (report.assignment_id, report.year, report.period): report
        for report in queries.progress_of_plans(plans)
    }
    counts: Counter[str] = Counter()
    for row in rows:
        assignment, (_, year, period) = assignments[row.name.assignment], row.name
        found = stored.get((assignment.id, year, period))
        differs = found is not None and acts.report_differs(found, row.state, row.text)
        counts["created" if found is None else "changed" if differs else "unchanged"] += 1
        if write:
            acts.put_report(
                actor, found, assignment, year, period, state=row.state, text=row.text, at=at
            )
    return Counts(**{word: counts[word] for word in Counts._fields})
