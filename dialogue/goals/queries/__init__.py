# SPDX-License-Identifier: EUPL-1.2
"""What is read of the steering chain and of what is followed under it."""

from __future__ import annotations

from dialogue.goals.queries.followed import (
    investments_of,
    investments_on,
    key_figure_names,
    key_figures_on,
)
from dialogue.goals.queries.progress import (
    assignments_in,
    lock_assignments,
    progress_of_assignment,
    progress_of_plans,
    progress_report,
)
from dialogue.goals.queries.steering import (
    all_assignments,
    all_goals,
    assignment_by_id,
    assignments_at,
    assignments_by_path_keys,
    current_goals,
    current_plan,
    goal_by_key,
    goal_numbers,
    goals_by_path_keys,
    goals_of,
    heirs,
    lineages,
    place_by_key,
    places,
    plan_by_year,
    plans,
)

__all__ = [
    "all_assignments", "all_goals", "assignment_by_id", "assignments_at",
    "assignments_by_path_keys", "assignments_in", "current_goals", "current_plan", "goal_by_key",
    "goal_numbers", "goals_by_path_keys", "goals_of", "heirs", "investments_of", "investments_on",
    "key_figure_names", "key_figures_on", "lineages", "lock_assignments", "place_by_key", "places",
    "plan_by_year", "plans", "progress_of_assignment", "progress_of_plans", "progress_report",
]  # fmt: skip
