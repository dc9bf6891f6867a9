# SPDX-License-Identifier: EUPL-1.2
"""Series as the geometry of a picture: where points, lines and labels stand.  Pure.

Across is in per cent of the picture's width, so that it fits any column; down is in px from its
top.  A year without a value is a gap: nothing is drawn between the years on either side of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

#: Between two labels at the end of lines, in px: one line of small text.
LABEL_STEP = 17.0


class LineKind(StrEnum):
    """How a line is drawn; each differs from the others without colour."""

    OWN = "own"
    WOMEN = "women"
    MEN = "men"
    AREA = "area"


@dataclass(frozen=True)
class Series:
    """Values of one group by year; what is no finite number is left out."""

    kind: LineKind
    label: str
    values: Mapping[int, float]


@dataclass(frozen=True)
class Point:
    """One measurement in the picture."""

    x: float
    y: float
    year: int
    value: float


@dataclass(frozen=True)
class Label:
    """Words at the end of a line: `y` is where they stand, moved apart from the others."""

    text: str
    y: float


@dataclass(frozen=True)
class Line:
    """A series drawn: runs of unbroken years, each of one point or more."""

    kind: LineKind
    runs: list[list[Point]]
    label: Label | None = None

    @property
    def pieces(self) -> list[tuple[Point, Point]]:
        """Each stretch between two years that follow on one another."""
        return [pair for run in self.runs for pair in pairwise(run)]

    @property
    def lone(self) -> list[Point]:
        """Points with a gap on both sides: dots."""
        return [run[0] for run in self.runs if len(run) == 1]

    @property
    def last(self) -> Point:
        """The latest measurement."""
        return self.runs[-1][-1]


@dataclass(frozen=True)
class Chart:
    """A picture: `height` and every `y` in px, every `x` in per cent.

    `right` is where the drawing ends and the labels begin; `target_y` None: no target;
    `zero_y` None: all values lie on one side of zero.
    """

    height: float
    right: float
    first_year: int
    last_year: int
    lines: list[Line] = field(default_factory=list)
    target_y: float | None = None
    target_label: Label | None = None
    zero_y: float | None = None
    zero_label: Label | None = None


@dataclass(frozen=True)
class _Frame:
    left: float
    right: float
    top: float
    bottom: float


SPARK_HEIGHT = 32.0
_SPARK = _Frame(left=2, right=95, top=5, bottom=27)
#: The least height of the drawing in a chart, and the room above it and below, for the years.
_LEAST, _ABOVE, _BELOW = 112.0, 12.0, 30.0


def finite(values: Mapping[int, float]) -> dict[int, float]:
    """What can be drawn, by year."""
    return {year: values[year] for year in sorted(values) if math.isfinite(values[year])}


def sparkline(values: Mapping[int, float], target: float | None = None) -> Chart | None:
    """One line without words, 32 px high; None when there is nothing to draw."""
    return _drawn([Series(LineKind.OWN, "", values)], target, "", _SPARK, SPARK_HEIGHT)


def chart(
    series: Sequence[Series], target: float | None = None, target_label: str = ""
) -> Chart | None:
    """Several lines with their labels at the end; None when there is nothing to draw."""
    shown = [one for one in series if finite(one.values)]
    labels = len(shown) + 2
    inner = max(_LEAST, LABEL_STEP * labels)
    frame = _Frame(left=3, right=62, top=_ABOVE, bottom=_ABOVE + inner)
    return _drawn(shown, target, target_label, frame, frame.bottom + _BELOW)


def _drawn(
    series: Sequence[Series], target: float | None, words: str, frame: _Frame, height: float
) -> Chart | None:
    found = [(one, values) for one in series if (values := finite(one.values))]
    if not found:
        return None
    years = [year for _one, values in found for year in values]
    levels = [value for _one, values in found for value in values.values()]
    aim = target if target is not None and math.isfinite(target) else None
    low, high = _span([*levels, *([aim] if aim is not None else [])])
    first, last = min(years), max(years)
    lines = [
        Line(
            one.kind,
            [
                [
                    Point(_across(y, first, last, frame), _down(v, low, high, frame), y, v)
                    for y, v in run
                ]
                for run in _runs(values)
            ],
        )
        for one, values in found
    ]
    target_y = None if aim is None else _down(aim, low, high, frame)
    zero_y = _down(0, low, high, frame) if low < 0 < high else None
    texts = [(one.label, line.last.y) for (one, _), line in zip(found, lines, strict=True)]
    texts += [(text, y) for text, y in ((words, target_y), ("0", zero_y)) if y is not None]
    labels = _apart(texts, frame)
    rest = iter(labels[len(lines) :])
    return Chart(
        height=height,
        right=frame.right,
        first_year=first,
        last_year=last,
        lines=[
            Line(line.kind, line.runs, label)
            for line, label in zip(lines, labels[: len(lines)], strict=True)
        ],
        target_y=target_y,
        target_label=next(rest) if target_y is not None else None,
        zero_y=zero_y,
        zero_label=next(rest) if zero_y is not None else None,
    )


def _runs(values: Mapping[int, float]) -> list[list[tuple[int, float]]]:
    """Values in runs of years that follow on one another."""
    runs: list[list[tuple[int, float]]] = []
    for year, value in sorted(values.items()):
        if runs and runs[-1][-1][0] == year - 1:
            runs[-1].append((year, value))
        else:
            runs.append([(year, value)])
    return runs


def _span(levels: Iterable[float]) -> tuple[float, float]:
    """The lowest and the highest."""
    found = list(levels)
    return min(found), max(found)


def _across(year: int, first: int, last: int, frame: _Frame) -> float:
    if first == last:
        return round((frame.left + frame.right) / 2, 2)
    return round(frame.left + (frame.right - frame.left) * (year - first) / (last - first), 2)


def _down(value: float, low: float, high: float, frame: _Frame) -> float:
    """In the middle when all are the same.  Halved first: the widest span must not overflow."""
    span = high / 2 - low / 2
    share = (value / 2 - low / 2) / span if span > 0 else 0.5
    return round(frame.bottom - (frame.bottom - frame.top) * min(1.0, max(0.0, share)), 1)


def _apart(texts: Sequence[tuple[str, float]], frame: _Frame) -> list[Label]:
    """Labels as near their lines as they can stand without covering one another.

    Those that would cover one another stand together, around the middle of their lines.
    """
    order = sorted(range(len(texts)), key=lambda i: texts[i][1])
    groups: list[list[float]] = []
    for i in order:
        groups.append([texts[i][1]])
        while len(groups) > 1 and _first(groups[-1]) < _first(groups[-2]) + LABEL_STEP * len(
            groups[-2]
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    wanted = [_first(group) + LABEL_STEP * k for group in groups for k in range(len(group))]
    least = frame.top
    for k, y in enumerate(wanted):
        wanted[k] = max(y, least)
        least = wanted[k] + LABEL_STEP
    most = frame.bottom
    for k in reversed(range(len(wanted))):
        wanted[k] = min(wanted[k], most)
        most = wanted[k] - LABEL_STEP
    places = dict(zip(order, wanted, strict=True))
    return [Label(text, round(places[i], 1)) for i, (text, _line) in enumerate(texts)]


def _first(group: Sequence[float]) -> float:
    """Where the first of labels that stand together is, so that their middle is their lines'."""
    return sum(group) / len(group) - LABEL_STEP * (len(group) - 1) / 2
