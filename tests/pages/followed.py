# SPDX-License-Identifier: EUPL-1.2
"""Rows of what is followed up, for tests of goal pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from dialogue.core.database import session
from dialogue.goals.models import (
    Assignment,
    Goal,
    GoalLineage,
    Investment,
    KeyFigure,
    KeyFigureValue,
    ProgressReport,
)
from dialogue.goals.rules import Period, ProgressState, Sex
from tests.factories import sv

#: How the parser names the elements of a drawing.
SVG = "{http://www.w3.org/2000/svg}"
W, M, T = Sex.WOMEN, Sex.MEN, Sex.TOTAL


def key_figure(
    goal: Goal,
    values: Mapping[tuple[int, Sex, str], float],
    *,
    key: str = "trygg",
    name: str = "Känner sig trygg",
    unit: str = "procent",
    target: float | None = None,
    source: str | None = "Kommunens enkät",
) -> KeyFigure:
    """A key figure; `values`: (year, sex, area) → value."""
    made = KeyFigure(
        goal_id=goal.id, key=key, name=sv(name), unit=sv(unit), target=target, source=source
    )
    made.values = [
        KeyFigureValue(year=year, sex=sex, area=area, value=value)
        for (year, sex, area), value in values.items()
    ]
    session().add(made)
    session().commit()
    return made


def investment(
    goal: Goal, amount: int, *, key: str = "torg", title: str = "Torget", year: int = 2024
) -> None:
    """Money under a goal."""
    session().add(Investment(goal_id=goal.id, key=key, title=sv(title), year=year, amount=amount))
    session().commit()


def report(
    assignment: Assignment,
    state: ProgressState,
    *,
    year: int = 2024,
    period: Period = Period.T1,
    text: str = "Bryggan är ritad. Den byggs i höst.",
    at: datetime = datetime(2024, 5, 3, 9, 0, tzinfo=UTC),
) -> None:
    """What was said of an assignment."""
    session().add(
        ProgressReport(
            assignment_id=assignment.id, year=year, period=period, state=state, text=sv(text),
            reported_at=at,
        )
    )  # fmt: skip
    session().commit()


def lives_on(former: Goal, later: Goal) -> None:
    """A goal of one year lives on in another."""
    session().add(GoalLineage(from_goal_id=former.id, to_goal_id=later.id))
    session().commit()
