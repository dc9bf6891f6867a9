# SPDX-License-Identifier: EUPL-1.2
"""What is followed under a goal from year to year: key figures and investments."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.core.database import session
from dialogue.goals.models import Goal, Investment, KeyFigure, Plan


def key_figures_on(goal_ids: Collection[int]) -> list[KeyFigure]:
    """The key figures on these goals with their values, in the order in which they were put in."""
    rows = session().scalars(
        select(KeyFigure)
        .where(KeyFigure.goal_id.in_(goal_ids))
        .options(joinedload(KeyFigure.values))
        .order_by(KeyFigure.id)
    )
    return list(rows.unique())


def key_figure_names() -> list[tuple[int, str, str, str | None]]:
    """Plan year, goal key, own key and id in Kolada of every key figure there is."""
    rows = session().execute(
        select(Plan.year, Goal.key, KeyFigure.key, KeyFigure.kolada)
        .join(KeyFigure.goal)
        .join(Goal.plan)
        .order_by(KeyFigure.id)
    )
    return [(year, goal, key, kolada) for year, goal, key, kolada in rows]


def investments_of(goal_id: int) -> list[Investment]:
    """The investments under a goal, by year and in the order in which they were put in."""
    return list(
        session().scalars(
            select(Investment)
            .where(Investment.goal_id == goal_id)
            .order_by(Investment.year, Investment.id)
        )
    )


def investments_on(goal_ids: Collection[int]) -> list[Investment]:
    """The investments under any of these goals."""
    return list(
        session().scalars(
            select(Investment).where(Investment.goal_id.in_(goal_ids)).order_by(Investment.id)
        )
    )
