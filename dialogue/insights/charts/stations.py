# SPDX-License-Identifier: EUPL-1.2
"""The red thread of a goal, and the fork of its lineage, as geometry.  Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: The least and the greatest radius of a station's dot, in px.
LEAST_RADIUS, GREATEST_RADIUS = 8.0, 28.0
#: From how many on the greatest dot is as large as it gets; a handful must not look like a crowd.
CROWD = 25


def radius(n: int, most: int) -> float:
    """A station's radius: grows with the root of `n`, so that its area tells how many."""
    share = math.sqrt(n / max(most, CROWD)) if n > 0 else 0.0
    return round(LEAST_RADIUS + (GREATEST_RADIUS - LEAST_RADIUS) * min(1.0, share), 1)


@dataclass(frozen=True)
class Station:
    """A station on the red thread: `at` is the middle of its row or column, in per cent."""

    key: str
    count: int
    radius: float
    at: float
    #: Whether this has happened at all, and whether the line on to the next one is red.
    reached: bool
    on: bool


def stations(counts: Sequence[tuple[str, int]]) -> list[Station]:
    """The line's stations in equal steps.  It is red as far as the last that has happened."""
    most = max((n for _key, n in counts), default=0)
    last = max((i for i, (_key, n) in enumerate(counts) if n > 0), default=-1)
    step = 100 / max(1, len(counts))
    return [
        Station(key, n, radius(n, most), round(step * (i + 0.5), 2), n > 0, i < last)
        for i, (key, n) in enumerate(counts)
    ]


@dataclass(frozen=True)
class Fork:
    """Goals in rows, each with its dot; `x` in px, `y` in per cent of the list's height."""

    width: float
    dots: list[tuple[float, float]]
    #: From (x, y) to (x, y).
    lines: list[tuple[float, float, float, float]]


_LANE, _EDGE = 18.0, 9.0


def fork(years: Sequence[int], edges: Iterable[tuple[int, int]]) -> Fork:
    """A lineage: `years` of the rows in their order, `edges` between places of rows.

    The goals of one year stand in lanes beside one another, so that lines which meet do not run
    through other dots.
    """
    lanes: list[int] = []
    for i, year in enumerate(years):
        lanes.append(lanes[-1] + 1 if i and years[i - 1] == year else 0)
    step = 100 / max(1, len(years))
    dots = [(_EDGE + lane * _LANE, round(step * (i + 0.5), 2)) for i, lane in enumerate(lanes)]
    lines = [(*dots[a], *dots[b]) for a, b in edges]
    return Fork(_EDGE * 2 + max(lanes, default=0) * _LANE, dots, lines)
