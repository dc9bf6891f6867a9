# SPDX-License-Identifier: EUPL-1.2
"""From checked figures and investments to tables; what a file leaves out stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from dialogue.accounts.acts import Counts
from dialogue.core.database import Base, session
from dialogue.core.languages import DEFAULT, Translated
from dialogue.goals import queries
from dialogue.goals.importing.figures import FigureName, FigureRow, KnownFigures, Measured
from dialogue.goals.importing.investments import InvestmentName, InvestmentRow
from dialogue.goals.models import Goal, Investment, KeyFigure, KeyFigureValue


def known_figures() -> KnownFigures:
    """What a file of figures may point at, by what is stored."""
    return KnownFigures(
        goals=queries.goal_numbers(),
        figures={
            FigureName(f"{year}/{goal}", key): kolada
            for year, goal, key, kolada in queries.key_figure_names()
        },
    )


def put_figures(rows: Iterable[FigureRow], *, write: bool) -> Counts:
    """Make the tables say what the file says.

    Each figure counts once and each of its values once.  Without `write` it only counts; with it,
    the caller holds the write transaction.  Every goal is stored.
    """
    wanted = list(rows)
    goals = queries.goals_by_path_keys({row.figure.goal for row in wanted})
    stored = {
        (figure.goal_id, figure.key): figure
        for figure in queries.key_figures_on([goal.id for goal in goals.values()])
    }
    counts: Counter[str] = Counter()
    for row in wanted:
        goal = goals[row.figure.goal]
        found = stored.get((goal.id, row.figure.key))
        counts[_outcome(found, _details(row, found))] += 1
        values = {Measured(v.year, v.sex, v.area): v for v in found.values} if found else {}
        for measured, value in row.values.items():
            counts[_outcome(values.get(measured), {"value": value})] += 1
        if write:
            _write_figure(row, goal, found, values)
    session().flush()
    return _counted(counts)


def _details(row: FigureRow, found: KeyFigure | None) -> dict[str, Any]:
    """The columns of which the file says something."""
    said = {
        "name": row.name and _swedish(row.name, found.name if found else None),
        "unit": row.unit and _swedish(row.unit, found.unit if found else None),
        "target": row.target,
        "source": row.source,
        "kolada": row.kolada,
    }
    return {name: value for name, value in said.items() if value is not None}


def _write_figure(
    row: FigureRow, goal: Goal, found: KeyFigure | None, values: Mapping[Measured, KeyFigureValue]
) -> None:
    details = _details(row, found)
    if found is None:
        found = KeyFigure(goal_id=goal.id, key=row.figure.key, **details)
        session().add(found)
        session().flush()
    _set(found, details)
    for measured, value in row.values.items():
        if measured in values:
            _set(values[measured], {"value": value})
        else:
            session().add(KeyFigureValue(figure_id=found.id, value=value, **measured._asdict()))


def put_investments(rows: Iterable[InvestmentRow], *, write: bool) -> Counts:
    """Make the tables say what the file says; each investment of a year counts once.

    Without `write` it only counts; with it, the caller holds the write transaction.  Every goal is
    stored.
    """
    wanted = list(rows)
    goals = queries.goals_by_path_keys({row.name.goal for row in wanted})
    paths = {goal.id: path for path, goal in goals.items()}
    stored = {
        InvestmentName(paths[found.goal_id], found.key, found.year): found
        for found in queries.investments_on(list(paths))
    }
    counts: Counter[str] = Counter()
    for row in wanted:
        found = stored.get(row.name)
        title = _swedish(row.title, found.title if found else None)
        said = {"title": title, "amount": row.amount}
        counts[_outcome(found, said)] += 1
        if write and found is not None:
            _set(found, said)
        elif write:
            key, year = row.name.key, row.name.year
            goal_id = goals[row.name.goal].id
            session().add(Investment(goal_id=goal_id, key=key, year=year, **said))
    session().flush()
    return _counted(counts)


def _swedish(text: str, stored: Translated | None) -> Translated:
    """The text with its other languages, which no column of a table says; without them where the
    Swedish is another now, since nobody has translated that.
    """
    return stored if stored is not None and stored.sv == text else Translated({DEFAULT: text})


def _outcome(found: Base | None, said: Mapping[str, object]) -> str:
    if found is None:
        return "created"
    return (
        "changed" if any(getattr(found, n) != value for n, value in said.items()) else "unchanged"
    )


def _set(found: Base, said: Mapping[str, object]) -> None:
    for name, value in said.items():
        if getattr(found, name) != value:
            setattr(found, name, value)


def _counted(counts: Counter[str]) -> Counts:
    return Counts(**{word: counts[word] for word in Counts._fields})
