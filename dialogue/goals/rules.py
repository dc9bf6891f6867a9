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
