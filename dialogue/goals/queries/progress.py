# SPDX-License-Identifier: EUPL-1.2
"""Progress reports, the newest period first, and the assignments that they are about."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import contains_eager, joinedload

from dialogue.core.database import session
from dialogue.goals.models import Assignment, Goal, ProgressReport
from dialogue.goals.rules import Period


def progress_of_assignment(assignment_id: int) -> list[ProgressReport]:
    """Every report on an assignment, newest first."""
    return _all(ProgressReport.assignment_id == assignment_id)


def progress_of_plans(plan_ids: Collection[int]) -> list[ProgressReport]:
    """Every report on the assignments of these plans, newest first."""
    return _all(Goal.plan_id.in_(plan_ids))


def progress_report(assignment_id: int, year: int, period: Period) -> ProgressReport | None:
    """The report on an assignment for one period of a year, with the account that wrote it."""
    return session().scalar(
        _reports()
        .where(
            ProgressReport.assignment_id == assignment_id,
            ProgressReport.year == year,
            ProgressReport.period == period,
        )
        .options(joinedload(ProgressReport.by))
    )


def lock_assignments(assignment_ids: Collection[int]) -> None:
    """Hold these assignments until the transaction ends, as a report on one of them does."""
    ids = select(Assignment.id).where(Assignment.id.in_(assignment_ids)).order_by(Assignment.id)
    session().scalars(ids.with_for_update(key_share=True)).all()


def assignments_in(plan_id: int, committees: Collection[int] | None) -> list[Assignment]:
    """A plan's assignments that belong to these committees (None: to any), by goal."""
    found = (
        select(Assignment)
        .join(Assignment.goal)
        .join(Goal.plan)
        .where(Goal.plan_id == plan_id)
        .options(
            contains_eager(Assignment.goal).contains_eager(Goal.plan),
            joinedload(Assignment.committee),
        )
        .order_by(Goal.number, Assignment.id)
    )
    if committees is not None:
        found = found.where(Assignment.committee_id.in_(committees))
    return list(session().scalars(found))


def _reports() -> Select[ProgressReport]:
    return (
        select(ProgressReport)
        .join(ProgressReport.assignment)
        .join(Assignment.goal)
        .join(Goal.plan)
        .options(
            contains_eager(ProgressReport.assignment)
            .contains_eager(Assignment.goal)
            .contains_eager(Goal.plan),
            contains_eager(ProgressReport.assignment).joinedload(Assignment.committee),
        )
    )


def _all(where: ColumnElement[bool]) -> list[ProgressReport]:
    order = case({period: n for n, period in enumerate(Period)}, value=ProgressReport.period)
    newest = (ProgressReport.year.desc(), order.desc(), ProgressReport.assignment_id)
    return list(session().scalars(_reports().where(where).order_by(*newest)))
