# SPDX-License-Identifier: EUPL-1.2
"""Series drawn: everything inside the picture, gaps kept, labels apart, whatever the numbers."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.insights.charts.series import (
    LABEL_STEP,
    SPARK_HEIGHT,
    Chart,
    LineKind,
    Series,
    chart,
    sparkline,
)
from dialogue.insights.charts.stations import GREATEST_RADIUS, LEAST_RADIUS, fork, stations

any_float = st.floats(allow_nan=True, allow_infinity=True)
values = st.dictionaries(st.integers(1900, 2100), any_float, max_size=40)
several = st.lists(
    st.builds(Series, st.sampled_from(LineKind), st.text(max_size=30), values), max_size=7
)
targets = st.none() | any_float


def points(drawn: Chart) -> list[tuple[float, float]]:
    return [(p.x, p.y) for line in drawn.lines for run in line.runs for p in run]


@given(several, targets)
def test_every_point_stands_inside_the_picture(series: list[Series], target: float | None) -> None:
    drawn = chart(series, target, "Mål")
    if drawn is None:
        assert not any(math.isfinite(v) for one in series for v in one.values.values())
        return
    assert all(0 <= x <= drawn.right and 0 <= y <= drawn.height for x, y in points(drawn))
    assert drawn.target_y is None or 0 <= drawn.target_y <= drawn.height


@given(values, targets)
def test_a_sparkline_stays_within_its_32_pixels(
    known: dict[int, float], target: float | None
) -> None:
    drawn = sparkline(known, target)
    if drawn is not None:
        assert all(0 <= x <= 100 and 0 <= y <= SPARK_HEIGHT for x, y in points(drawn))


@given(several)
def test_every_value_is_a_point_and_no_point_is_made_up(series: list[Series]) -> None:
    drawn = chart(series)
    told = [
        {y: v for y, v in one.values.items() if math.isfinite(v)}
        for one in series
        if any(math.isfinite(v) for v in one.values.values())
    ]
    shown = [
        {p.year: p.value for run in line.runs for p in run}
        for line in (drawn.lines if drawn else [])
    ]
    assert shown == told


@given(several)
def test_no_line_is_drawn_over_a_year_without_a_value(series: list[Series]) -> None:
    drawn = chart(series)
    for line in drawn.lines if drawn else []:
        assert all(b.year == a.year + 1 for a, b in line.pieces)


@given(several, targets)
def test_no_label_covers_another_or_leaves_the_picture(
    series: list[Series], target: float | None
) -> None:
    drawn = chart(series, target, "Mål")
    if drawn is None:
        return
    labels = [line.label for line in drawn.lines] + [drawn.target_label, drawn.zero_label]
    places = sorted(label.y for label in labels if label is not None)
    assert all(0 <= y <= drawn.height for y in places)
    assert all(b - a >= LABEL_STEP - 0.2 for a, b in pairwise(places))


def test_a_missing_year_leaves_two_runs_and_a_lone_dot() -> None:
    drawn = sparkline({2018: 1, 2019: 2, 2021: 3})
    assert drawn is not None
    (line,) = drawn.lines
    assert [[p.year for p in run] for run in line.runs] == [[2018, 2019], [2021]]
    assert [p.year for p in line.lone] == [2021]


def test_equal_values_lie_in_the_middle_and_higher_ones_above_lower() -> None:
    flat, steep = sparkline({2020: 0, 2021: 0}), sparkline({2020: -4, 2021: 9})
    assert flat is not None
    assert {y for _x, y in points(flat)} == {SPARK_HEIGHT / 2}
    assert steep is not None
    (_, low), (_, high) = points(steep)
    assert high < low


def test_labels_of_lines_that_meet_stand_around_them() -> None:
    met = [Series(LineKind.AREA, name, {2020: 9, 2021: 5}) for name in "abc"]
    drawn = chart([*met, Series(LineKind.OWN, "d", {2020: 1})], target=9)
    assert drawn is not None
    places = [line.label.y - line.last.y for line in drawn.lines if line.label]
    assert places == pytest.approx([-LABEL_STEP, 0, LABEL_STEP, 0])


def test_zero_is_drawn_only_between_lower_and_higher_values() -> None:
    both, above = chart([Series(LineKind.OWN, "", {1: -4, 2: 4})]), sparkline({1: 0, 2: 4}, 9)
    assert both is not None
    assert both.zero_y == pytest.approx((both.lines[0].runs[0][0].y + both.lines[0].last.y) / 2)
    assert both.zero_label is not None
    assert above is not None
    assert (above.zero_y, above.zero_label) == (None, None)


def test_years_keep_their_distance() -> None:
    drawn = sparkline({2010: 1, 2011: 1, 2020: 1})
    assert drawn is not None
    x = [x for x, _y in points(drawn)]
    assert x[2] - x[0] == pytest.approx(10 * (x[1] - x[0]), abs=0.1)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=6))
def test_a_dot_grows_with_its_number_between_8_and_28_pixels(numbers: list[int]) -> None:
    dots = stations([("said", n) for n in numbers])
    assert all(LEAST_RADIUS <= dot.radius <= GREATEST_RADIUS for dot in dots)
    by_count = sorted(dots, key=lambda dot: dot.count)
    assert [d.radius for d in by_count] == sorted(d.radius for d in dots)


def test_the_line_is_red_as_far_as_the_last_that_has_happened() -> None:
    dots = stations([("said", 9), ("answers", 0), ("decisions", 1), ("done", 0)])
    assert [dot.on for dot in dots] == [True, True, False, False]
    assert [dot.reached for dot in dots] == [True, False, True, False]
    assert not any(dot.on for dot in stations([("said", 0), ("answers", 0)]))


def test_a_fork_draws_each_merge_from_dot_to_dot_in_lanes_of_their_own() -> None:
    drawn = fork([2022, 2023, 2023, 2024], [(0, 1), (1, 3), (2, 3)])
    assert len(set(drawn.dots)) == 4
    assert [x for x, _y in drawn.dots] == [9, 9, 27, 9]
    assert drawn.lines[2] == (*drawn.dots[2], *drawn.dots[3])
    assert all(x < drawn.width for x, _y in drawn.dots)
