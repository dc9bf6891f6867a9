# SPDX-License-Identifier: EUPL-1.2
"""Plans from CSV: a row for each goal and for each assignment.

The rows become the same groups of fields as a YAML file, so that one reader checks both.
"""

from __future__ import annotations

import re
from typing import Final

from dialogue.core.plain_text import one_line
from dialogue.goals.importing.cells import Row
from dialogue.goals.importing.located import Fault, Fields, Items, Located, PlanError, Scalar, shown
from dialogue.goals.importing.plans import check_plans
from dialogue.goals.importing.rows import Known, PlanRow
from dialogue.goals.importing.tables import read_table

REQUIRED: Final = ("year", "title", "goal", "number", "name", "policy")
_OF_PLAN: Final = ("title", "adopted_on")
_OF_GOAL: Final = (
    "number", "kind", "dimension", "short", "about", "name", "policy", "continues",
    "sami_flag", "child_flag",
)  # fmt: skip
_OF_ASSIGNMENT: Final = ("origin", "place", "text")
OPTIONAL: Final = (
    "adopted_on", "kind", "dimension", "committee", "short", "about", "continues", "assignment",
    "origin", "place", "text", "sami_flag", "child_flag",
)  # fmt: skip
_WHOLE: Final = ("year", "number")
_FLAGS: Final = ("sami_flag", "child_flag")
_LONG: Final = ("policy", "text")
_TRUTH: Final = {
    "true": True, "yes": True, "ja": True, "1": True, "x": True,
    "false": False, "no": False, "nej": False, "0": False,
}  # fmt: skip


def read_plan_table(content: bytes, known: Known) -> list[PlanRow]:
    """The plans of a CSV file, earliest year first.  Raises PlanError that names every fault."""
    faults: list[Fault] = []
    table = _Table(faults)
    for row in read_table(content, REQUIRED, OPTIONAL, faults):
        table.take(row)
    table.check()
    try:
        return check_plans(list(table.plans.values()), known, faults)
    except PlanError as refused:
        said = dict.fromkeys(table.renamed(fault) for fault in refused.faults)
        raise PlanError(list(said)) from None


class _Table:
    """The rows, put into the plans and goals that they name."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.plans: dict[str, Fields] = {}
        self.goals: dict[tuple[str, str], Fields] = {}
        self.tasks: list[tuple[Row, tuple[str, str]]] = []
        self.task_rows: set[int] = set()

    def take(self, row: Row) -> None:
        """Put a row where it belongs."""
        year, key = one_line(row.cells["year"]), one_line(row.cells["goal"])
        for name, text in (("year", year), ("goal", key)):
            if not text:
                row.fault(name, "is missing")
        if not (year and key):
            return
        plan = self._plan(row, year)
        if not row.has("assignment"):
            self._not_here(row, _OF_ASSIGNMENT, "belongs to an assignment: name it in its column")
            self._goal(row, plan, (year, key))
        else:
            self._not_here(row, _OF_GOAL, "belongs to the goal's own row: leave it empty here")
            self.task_rows.add(row.row)
            self.tasks.append((row, (year, key)))

    def check(self) -> None:
        """Put the assignments under their goals, which may stand further down."""
        for row, name in self.tasks:
            goal = self.goals.get(name)
            if goal is None:
                sentence = f"{shown(name[1])} has no row of its own for {name[0]} in the file"
                row.fault("goal", sentence)
                continue
            fields = _fields(row, ("committee", *_OF_ASSIGNMENT))
            fields.values["key"] = Scalar(row.row, one_line(row.cells["assignment"]))
            _items(goal, "assignments", row.row).append(fields)

    def renamed(self, fault: Fault) -> Fault:
        """The fault with the column's name where the reader of both kinds of file says `key`."""
        if fault.field != "key":
            return fault
        column = "assignment" if fault.row in self.task_rows else "goal"
        return Fault(fault.row, column, fault.sentence)

    def _plan(self, row: Row, year: str) -> Fields:
        if year not in self.plans:
            goals = Items(row.row)
            self.plans[year] = Fields(row.row, {"year": _scalar(row, "year"), "goals": goals})
        plan = self.plans[year]
        for name in _OF_PLAN:
            if not row.has(name):
                continue
            said = _scalar(row, name)
            before = plan.values.setdefault(name, said)
            if isinstance(before, Scalar) and before.value != said.value:
                row.fault(name, f"says something else than row {before.row} of the same plan")
        return plan

    def _goal(self, row: Row, plan: Fields, name: tuple[str, str]) -> None:
        fields = _fields(row, ("committee", *_OF_GOAL))
        fields.values["key"] = Scalar(row.row, name[1])
        if row.has("continues"):
            keys = re.split(r"[\s|]+", row.cells["continues"].strip(" |"))
            fields.values["continues"] = Items(row.row, [Scalar(row.row, key) for key in keys])
        self.goals.setdefault(name, fields)
        _items(plan, "goals", row.row).append(fields)

    def _not_here(self, row: Row, names: tuple[str, ...], sentence: str) -> None:
        for name in names:
            if row.has(name):
                row.fault(name, sentence)


def _items(fields: Fields, name: str, row: int) -> list[Located]:
    """The list under a name, made where it is missing."""
    found = fields.values.setdefault(name, Items(row))
    assert isinstance(found, Items), "only lists are put there"
    return found.values


def _fields(row: Row, names: tuple[str, ...]) -> Fields:
    """The cells that are filled in.  One with a fault already stands for what it was meant to."""
    return Fields(row.row, {name: _scalar(row, name) for name in names if row.has(name)})


def _scalar(row: Row, name: str) -> Scalar:
    text = row.cells[name] if name in _LONG else one_line(row.cells[name])
    if name in _WHOLE and text.isascii() and text.isdigit() and len(text) < 10:
        return Scalar(row.row, int(text))
    if name in _FLAGS:
        return Scalar(row.row, _TRUTH.get(text.casefold(), text))
    return Scalar(row.row, text)
