# SPDX-License-Identifier: EUPL-1.2
"""Plans from a YAML file: read and checked (every fault at once, each with its row), then stored.

The file is a list `plans`, each with its goals, each goal with its assignments.  Required are year,
title and goals; number, key, name and policy; key, origin and text.  What may be missing:
`adopted_on` (1 January of the year), `committee` (the municipality's first), `kind`, `dimension`,
`short` (the name, cut), `about` (the short), `continues`, `assignments`, `place` of an assignment,
`sami_flag` and `child_flag` (no).  A text is Swedish, or a group of languages `{sv: …, sma: …}`.
"""

from __future__ import annotations

from dialogue.goals.importing.located import Fault, PlanError
from dialogue.goals.importing.plans import read_plans
from dialogue.goals.importing.rows import AssignmentRow, GoalRow, Known, PlanRow
from dialogue.goals.importing.storing import known_here, put_plans

__all__ = [
    "AssignmentRow", "Fault", "GoalRow", "Known", "PlanError", "PlanRow", "known_here", "put_plans",
    "read_plans",
]  # fmt: skip
