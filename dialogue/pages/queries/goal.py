# SPDX-License-Identifier: EUPL-1.2
"""Goals with what stands beside them."""

from __future__ import annotations

from sqlalchemy import case, or_, select
from sqlalchemy.orm import contains_eager

from dialogue.core.database import session
from dialogue.goals.models import Goal, GoalLineage, Plan


def lineage(goal_id: int) -> tuple[list[Goal], list[Goal]]:
    """The goals of earlier years that live on in this one, and those in which it lives on."""
    other = case(
        (GoalLineage.to_goal_id == goal_id, GoalLineage.from_goal_id), else_=GoalLineage.to_goal_id
    )
    rows = session().execute(
        select(Goal, GoalLineage.to_goal_id == goal_id)
        .join(GoalLineage, Goal.id == other)
        .join(Goal.plan)
        .where(or_(GoalLineage.to_goal_id == goal_id, GoalLineage.from_goal_id == goal_id))
        .options(contains_eager(Goal.plan))
        .order_by(Plan.year, Goal.number)
    )
    before: list[Goal] = []
    after: list[Goal] = []
    for goal, is_before in rows:
        (before if is_before else after).append(goal)
    return before, after
