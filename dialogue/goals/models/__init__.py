# SPDX-License-Identifier: EUPL-1.2
"""Tables of the municipality's steering."""

from __future__ import annotations

from dialogue.goals.models.followed import (
    Investment,
    KeyFigure,
    KeyFigureValue,
    ProgressReport,
)
from dialogue.goals.models.steering import (
    Assignment,
    Goal,
    GoalLineage,
    GoalLink,
    Place,
    Plan,
)

__all__ = [
    "Assignment", "Goal", "GoalLineage", "GoalLink", "Investment", "KeyFigure", "KeyFigureValue",
    "Place", "Plan", "ProgressReport",
]  # fmt: skip
