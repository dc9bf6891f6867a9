# SPDX-License-Identifier: EUPL-1.2
"""Key figures from CSV, one measurement a row; what describes a figure stands on any one row of it.

A row without year and value only describes its figure: that is how a figure comes to be before it
is measured, or is fetched from Kolada.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dialogue.goals.importing.cells import Row
from dialogue.goals.importing.located import Fault, PlanError, shown
from dialogue.goals.importing.tables import read_table
from dialogue.goals.models.followed import OWN_AREA
from dialogue.goals.rules import Sex

REQUIRED: Final = ("plan", "goal", "key", "year", "value")
OPTIONAL: Final = ("name", "unit", "target", "source", "kolada", "sex", "area")
YEARS_MEASURED: Final = (1900, 2100)
NAME_LIMIT, UNIT_LIMIT, SOURCE_LIMIT, AREA_LIMIT = 200, 60, 200, 80
SEXES: Final = {
    "total": Sex.TOTAL, "women": Sex.WOMEN, "men": Sex.MEN,
    "totalt": Sex.TOTAL, "kvinnor": Sex.WOMEN, "män": Sex.MEN,
}  # fmt: skip
_KOLADA = re.compile(r"[A-Z][A-Z0-9]{1,9}")


class FigureName(NamedTuple):
    """A key figure among all: its goal as `<year>/<key>`, and its own key."""

    goal: str
    key: str


class Measured(NamedTuple):
    """What one value counts."""

    year: int
    sex: Sex
    area: str


@dataclass
class FigureRow:
    """A key figure as a file has it; None where the file does not say."""

    figure: FigureName
    name: str | None = None
    unit: str | None = None
    target: float | None = None
    source: str | None = None
    kolada: str | None = None
    values: dict[Measured, float] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownFigures:
    """What a file of figures may point at.

    `goals`: year → keys of its goals.  `figures`: those that are stored → their ids in Kolada.
    """

    goals: Mapping[int, Collection[str]]
    figures: Mapping[FigureName, str | None]


def read_figures(content: bytes, known: KnownFigures) -> list[FigureRow]:
    """The figures of a file, in its order.  Raises PlanError that names every fault."""
    faults: list[Fault] = []
    reading = _Reading(known)
    rows = read_table(content, REQUIRED, OPTIONAL, faults)
    lost = any(fault.field in ("row", "file") for fault in faults)
    for row in rows:
        reading.row(row)
    if not (lost or reading.lost):
        reading.undescribed(faults)
    if faults:
        raise PlanError(faults)
    return list(reading.figures.values())


class _Reading:
    """One reading: the figures so far, and on which rows what they say stands."""

    def __init__(self, known: KnownFigures) -> None:
        self.known = known
        self.figures: dict[FigureName, FigureRow] = {}
        self.rows: dict[FigureName, int] = {}
        self.said: dict[tuple[FigureName, str | Measured], int] = {}
        self.spoilt: set[tuple[FigureName, str]] = set()
        #: Whether a row does not say of which figure it is: it may be the one that describes it.
        self.lost = False

    def row(self, row: Row) -> None:
        """Put a row to its figure."""
        before = len(row.faults)
        goal, key = row.goal(self.known.goals), row.key("key")
        details: dict[str, str | float | None] = {
            "name": row.text("name", NAME_LIMIT) if row.has("name") else None,
            "unit": row.text("unit", UNIT_LIMIT) if row.has("unit") else None,
            "target": row.decimal("target") if row.has("target") else None,
            "source": row.text("source", SOURCE_LIMIT) if row.has("source") else None,
            "kolada": _kolada(row) if row.has("kolada") else None,
        }
        measured, value = _measurement(row)
        if not (goal and key):
            self.lost = True
            return
        figure = FigureName(goal, key)
        found = self.figures.setdefault(figure, FigureRow(figure))
        self.rows.setdefault(figure, row.row)
        for name, said in details.items():
            self._describe(row, found, name, said)
        if measured is None or value is None or len(row.faults) > before:
            return
        if first := self.said.get((figure, measured)):
            row.fault("value", f"{_in_words(figure, measured)} stands on row {first} already")
            return
        self.said[figure, measured] = row.row
        found.values[measured] = value

    def _describe(self, row: Row, found: FigureRow, name: str, said: str | float | None) -> None:
        if row.has(name) and not said and said != 0:
            self.spoilt.add((found.figure, name))
        if said is None or said == "":
            return
        first = self.said.setdefault((found.figure, name), row.row)
        if first == row.row:
            setattr(found, name, said)
        elif getattr(found, name) != said:
            row.fault(name, f"{shown(said)} is not what row {first} says of {found.figure.key}")

    def undescribed(self, faults: list[Fault]) -> None:
        """A figure that is new must have a name and a unit."""
        for figure, row in self.rows.items():
            if figure in self.known.figures:
                continue
            for name in ("name", "unit"):
                if (figure, name) not in self.said and (figure, name) not in self.spoilt:
                    faults.append(Fault(row, name, f"is missing, and {figure.key} is new"))


def _measurement(row: Row) -> tuple[Measured | None, float | None]:
    if not row.has("year") and not row.has("value"):
        for name in ("sex", "area"):
            if row.has(name):
                row.fault(name, "belongs to a value, and there is none on the row")
        return None, None
    year = row.whole("year", *YEARS_MEASURED)
    sex = row.word("sex", SEXES) if row.has("sex") else Sex.TOTAL
    area = row.text("area", AREA_LIMIT) if row.has("area") else OWN_AREA
    value = row.decimal("value")
    if year is None or sex is None:
        return None, value
    return Measured(year, sex, area), value


def _kolada(row: Row) -> str:
    said = row.text("kolada", SOURCE_LIMIT).upper()
    if said and not _KOLADA.fullmatch(said):
        row.fault("kolada", f"{shown(said)} is no id in Kolada, such as N00945")
        return ""
    return said


def _in_words(figure: FigureName, measured: Measured) -> str:
    words = f"{figure.key} {measured.year}, {measured.sex}"
    return f"{words}, {measured.area}" if measured.area else words
