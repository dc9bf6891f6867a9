# SPDX-License-Identifier: EUPL-1.2
"""Rules of the steering chain: kinds, origins, dimensions.  Pure."""

from __future__ import annotations

from enum import StrEnum


class GoalKind(StrEnum):
    """Whether a goal cuts across all municipal work or aims at core services."""

    CROSS_CUTTING = "cross-cutting"
    CORE = "core"


class VisionDimension(StrEnum):
    """The four sustainability dimensions of the political vision."""

    ECONOMIC = "economic"
    ECOLOGICAL = "ecological"
    SOCIAL = "social"
    DEMOCRATIC = "democratic"


class AssignmentOrigin(StrEnum):
    """Who gave the assignment."""

    COUNCIL = "council"
    COMMITTEE = "committee"


class PlaceKind(StrEnum):
    """What kind of place."""

    TOWN = "town"
    DISTRICT = "district"
    VILLAGE = "village"


class Sex(StrEnum):
    """Whom a value of a key figure counts: everybody, or women and men apart."""

    TOTAL = "total"
    WOMEN = "women"
    MEN = "men"


class Period(StrEnum):
    """When an assignment is followed up: in April, in August, and for the whole year."""

    T1 = "T1"
    T2 = "T2"
    YEAR = "year"


class ProgressState(StrEnum):
    """How far an assignment has come, as a progress report says."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    DONE = "done"
    STOPPED = "stopped"


#: Code points of a progress report's text.
PROGRESS_TEXT_LIMIT = 2_000


def report_years(plan_year: int) -> range:
    """The years for which an assignment of a plan can be followed up: its own and the three that
    the budget's long plan reaches.
    """
    return range(plan_year, plan_year + 4)
