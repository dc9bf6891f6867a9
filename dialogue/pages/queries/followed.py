# SPDX-License-Identifier: EUPL-1.2
"""The assignments under goals with how far each has come, in one query."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import case, select
from sqlalchemy.orm import contains_eager, joinedload

from dialogue.core.database import session
from dialogue.goals.models import Assignment, Goal, ProgressReport
from dialogue.goals.rules import Period


class Followed(NamedTuple):
    """An assignment with every report on it, the newest first."""

    assignment: Assignment
    reports: list[ProgressReport]

    @property
    def latest(self) -> ProgressReport | None:
        """What was said last."""
        return self.reports[0] if self.reports else None

    def of_year(self, year: int) -> ProgressReport | None:
        """What was said last of a year."""
        return next((report for report in self.reports if report.year == year), None)


def followed_on(goal_ids: Collection[int]) -> list[Followed]:
    """The assignments under these goals, in the order in which the plans give them."""
    order = case({period: n for n, period in enumerate(Period)}, value=ProgressReport.period)
    rows = session().execute(
        select(Assignment, ProgressReport)
        .join(Assignment.goal)
        .join(Goal.plan)
        .outerjoin(ProgressReport, ProgressReport.assignment_id == Assignment.id)
        .where(Assignment.goal_id.in_(goal_ids))
        .options(
            contains_eager(Assignment.goal).contains_eager(Goal.plan),
            joinedload(Assignment.committee),
        )
        .order_by(Assignment.id, ProgressReport.year.desc(), order.desc())
    )
    found: dict[int, Followed] = {}
    for assignment, report in rows:
        item = found.setdefault(assignment.id, Followed(assignment, []))
        if report is not None:
            item.reports.append(report)
    return list(found.values())
