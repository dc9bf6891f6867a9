# SPDX-License-Identifier: EUPL-1.2
"""What the demo shows to be followed under its goals."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import delete, func, select

from dialogue.core.database import session, transaction
from dialogue.demo import loading
from dialogue.dialogues.models import Contribution
from dialogue.goals.models import Investment, KeyFigure, KeyFigureValue, ProgressReport
from dialogue.goals.queries import all_goals, investments_of, key_figures_on
from dialogue.goals.rules import Sex

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
FOLLOWED = (KeyFigureValue, KeyFigure, Investment, ProgressReport)


def counts() -> list[int | None]:
    return [
        session().scalar(select(func.count()).select_from(table))
        for table in (*FOLLOWED, Contribution)
    ]


def test_every_goal_of_the_year_has_figures_of_every_kind(app: Flask) -> None:
    loading.load(NOW)
    goals = {goal.path_key: goal.id for goal in all_goals()}
    followed = {path: key_figures_on([goal_id]) for path, goal_id in goals.items()}
    figures: list[KeyFigure] = [one for some in followed.values() for one in some]
    assert {path for path, some in followed.items() if some and path.startswith("2024")} == {
        path for path in goals if path.startswith("2024")
    }
    assert len([path for path in followed if path.startswith("2023") and followed[path]]) == 4
    assert {figure.source for figure in figures} == {"Demo, påhittade värden"}
    own = [{v.year for v in f.values if not v.area and v.sex is Sex.TOTAL} for f in figures]
    assert min(map(len, own)) >= 5
    assert any(max(years) - min(years) >= len(years) for years in own), "a gap in some series"
    assert {v.area for f in figures for v in f.values} == {"", "Riket"}
    assert sum(any(v.sex is Sex.WOMEN for v in f.values) for f in figures) >= 5
    assert 0 < sum(f.target is not None for f in figures) < len(figures)
    money = {(i.key, i.year): i.amount for g in goals.values() for i in investments_of(g)}
    assert money["brunflo", 2023] == 2_180_000
    assert {year for _, year in money} == {2023, 2024}


def test_a_demo_of_an_earlier_version_gets_what_is_followed(app: Flask) -> None:
    loading.load(NOW)
    whole = counts()
    assert all(whole)
    with transaction() as current:
        for table in FOLLOWED:
            current.execute(delete(table))
    assert loading.load(NOW)
    assert counts() == whole
    assert not loading.load(NOW)
    assert counts() == whole
