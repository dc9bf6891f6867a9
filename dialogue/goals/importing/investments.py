# SPDX-License-Identifier: EUPL-1.2
"""Investments from CSV: what money is set aside for under a goal, a year a row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from dialogue.goals.importing.cells import YEARS
from dialogue.goals.importing.located import Fault, PlanError
from dialogue.goals.importing.tables import read_table

REQUIRED: Final = ("plan", "goal", "key", "title", "year", "amount")
TITLE_LIMIT: Final = 200
#: In kronor; more than any municipality spends.
AMOUNTS: Final = (0, 10**12)


class InvestmentName(NamedTuple):
    """An investment among all: its goal as `<year>/<key>`, its own key, and the year."""

    goal: str
    key: str
    year: int


@dataclass(frozen=True)
class InvestmentRow:
    """An investment as the file has it; `amount` in kronor."""

    name: InvestmentName
    title: str
    amount: int


def read_investments(content: bytes, goals: Mapping[int, Collection[str]]) -> list[InvestmentRow]:
    """The investments of a file, in its order.  Raises PlanError that names every fault."""
    faults: list[Fault] = []
    found: list[InvestmentRow] = []
    seen: dict[InvestmentName, int] = {}
    for row in read_table(content, REQUIRED, (), faults):
        goal, key = row.goal(goals), row.key("key")
        title = row.text("title", TITLE_LIMIT)
        year, amount = row.whole("year", *YEARS), row.whole("amount", *AMOUNTS)
        if not (goal and key) or year is None:
            continue
        name = InvestmentName(goal, key, year)
        if first := seen.get(name):
            row.fault("key", f"{key} of {year} stands on row {first} already")
        seen.setdefault(name, row.row)
        found.append(InvestmentRow(name, title, amount or 0))
    if faults:
        raise PlanError(faults)
    return found
