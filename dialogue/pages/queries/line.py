# SPDX-License-Identifier: EUPL-1.2
"""The line of goals that a goal stands in, over the years."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from sqlalchemy import CTE, Integer, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import contains_eager

from dialogue.core.database import session
from dialogue.goals.models import Goal, GoalLineage, Plan
from dialogue.pages.queries.links import Link


class Line(NamedTuple):
    """The goals that live on in a goal and those in which it lives on, all the way, itself among
    them, by year and number; `edges` from id to id.
    """

    goals: list[Goal]
    edges: list[tuple[int, int]]
    here: int

    def earlier(self) -> list[Goal]:
        """The goals of former years that live on in this one."""
        return [goal for goal in self.goals if goal.id in self._from(backwards=True)]

    def before(self) -> list[Goal]:
        """The nearest of these."""
        near = {a for a, b in self.edges if b == self.here}
        return [goal for goal in self.goals if goal.id in near]

    def heirs(self) -> list[Goal]:
        """The last goals in which this one lives on."""
        after = self._from(backwards=False)
        ended = after - {a for a, _b in self.edges}
        return [goal for goal in self.goals if goal.id in ended]

    def _from(self, *, backwards: bool) -> set[int]:
        found: set[int] = set()
        waiting = [self.here]
        while waiting:
            now = waiting.pop()
            near = {a if backwards else b for a, b in self.edges if now == (b if backwards else a)}
            waiting += near - found
            found |= near
        return found - {self.here}


def _walk(name: str, *, backwards: bool) -> CTE:
    """The ids that lineage reaches from the goal asked for, and that."""
    near, far = GoalLineage.to_goal_id, GoalLineage.from_goal_id
    if not backwards:
        near, far = far, near
    start = Goal.id == bindparam("here", type_=Integer)
    walk = select(Goal.id.label("id")).where(start).cte(name, recursive=True)
    return walk.union(select(far).join(walk, near == walk.c.id))


@cache
def _line() -> Select[Goal, int]:
    back = select(_walk("back", backwards=True).c.id)
    forth = select(_walk("forth", backwards=False).c.id)
    start, end = GoalLineage.from_goal_id, GoalLineage.to_goal_id
    return (
        select(Goal, end)
        .join(Goal.plan)
        .outerjoin(
            GoalLineage,
            and_(
                start == Goal.id,
                or_(and_(start.in_(back), end.in_(back)), and_(start.in_(forth), end.in_(forth))),
            ),
        )
        .where(or_(Goal.id.in_(back), Goal.id.in_(forth)))
        .options(contains_eager(Goal.plan))
        .order_by(Plan.year, Goal.number, end)
    )


def line_of(goal_id: int) -> Line:
    """The line that a goal stands in, over any number of years, in one query."""
    rows = session().execute(_line(), {"here": goal_id})
    goals: dict[int, Goal] = {}
    edges = []
    for goal, to in rows:
        goals[goal.id] = goal
        if to is not None:
            edges.append((goal.id, to))
    return Line(list(goals.values()), edges, goal_id)


def heirs_of(links: Iterable[Link]) -> dict[int, list[Goal]]:
    """Id of a goal that is linked → the last goals in which it lives on, for those that do."""
    goal_ids = {goal.id for goal, _assignment in links}
    if not goal_ids:
        return {}
    walk = (
        select(Goal.id.label("root"), Goal.id.label("id"))
        .where(Goal.id.in_(goal_ids))
        .cte("walk", recursive=True)
    )
    walk = walk.union(
        select(walk.c.root, GoalLineage.to_goal_id).join(
            walk, GoalLineage.from_goal_id == walk.c.id
        )
    )
    rows = session().execute(
        select(walk.c.root, Goal)
        .join(walk, Goal.id == walk.c.id)
        .join(Goal.plan)
        .where(walk.c.id != walk.c.root, ~exists().where(GoalLineage.from_goal_id == Goal.id))
        .options(contains_eager(Goal.plan))
        .order_by(Plan.year, Goal.number)
    )
    found: dict[int, list[Goal]] = {}
    for root, goal in rows:
        found.setdefault(root, []).append(goal)
    return found
