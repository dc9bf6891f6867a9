# SPDX-License-Identifier: EUPL-1.2
"""The values of an imported plan, checked, each with the row on which it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogue.core.languages import Translated
from dialogue.goals.rules import AssignmentOrigin, GoalKind, VisionDimension


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment as the file has it; `committee` and `place` are keys."""

    row: int
    key: str
    committee: str
    place: str | None
    origin: AssignmentOrigin
    text: Translated


@dataclass(frozen=True)
class GoalRow:
    """A goal as the file has it; `continues`: key in the nearest earlier plan → row."""

    row: int
    number: int
    key: str
    kind: GoalKind | None
    dimension: VisionDimension | None
    committee: str
    short: Translated
    about: Translated
    name: Translated
    policy: Translated
    sami_flag: bool
    child_flag: bool
    continues: Mapping[str, int]
    assignments: tuple[AssignmentRow, ...]


@dataclass(frozen=True)
class PlanRow:
    """A plan as the file has it."""

    row: int
    year: int
    title: Translated
    adopted_on: date
    goals: tuple[GoalRow, ...]


@dataclass(frozen=True)
class Known:
    """What the file may point at.

    The first committee is responsible for what names none.  `goals`: year → key → number of the
    goals that are stored already.
    """

    committees: Sequence[str]
    places: Collection[str]
    goals: Mapping[int, Mapping[str, int]]
