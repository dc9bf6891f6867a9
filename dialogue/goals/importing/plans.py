# SPDX-License-Identifier: EUPL-1.2
"""From located values to plans, goals and assignments."""

from __future__ import annotations

from datetime import date
from typing import Final

from dialogue.core.languages import Translated
from dialogue.goals.importing.checked import Entry, entries
from dialogue.goals.importing.located import (
    Fault,
    Fields,
    Items,
    Located,
    PlanError,
    Scalar,
    read,
    shown,
)
from dialogue.goals.importing.rows import AssignmentRow, GoalRow, Known, PlanRow
from dialogue.goals.rules import AssignmentOrigin, GoalKind, VisionDimension

YEARS: Final = (1990, 2100)
NUMBERS: Final = (1, 999)
LINE_LIMIT = 200
NAME_LIMIT = 500
TEXT_LIMIT = 2_000
POLICY_LIMIT = 20_000

#: What is said of a draft that `plan draft` wrote and nobody has read.
UNREAD: Final = "a person must read the draft first; correct it and remove this line"

PLAN = ("year", "title", "adopted_on", "goals", "unread")
GOAL = (
    "number", "key", "kind", "dimension", "committee", "short", "about", "name", "policy",
    "continues", "sami_flag", "child_flag", "assignments",
)  # fmt: skip
ASSIGNMENT = ("key", "committee", "origin", "text", "place")


def read_plans(content: bytes, known: Known) -> list[PlanRow]:
    """The plans of a file, earliest year first.  Raises PlanError that names every fault."""
    faults: list[Fault] = []
    return check_plans(_plan_entries(read(content, faults), faults), known, faults)


def check_plans(groups: list[Fields], known: Known, faults: list[Fault]) -> list[PlanRow]:
    """The plans in groups of fields, whatever kind of file they stood in, earliest year first.

    Raises PlanError that names every fault, those in `faults` too.
    """
    plans = [_plan(entry, known, faults) for entry in groups]
    _no_two_alike([(plan.row, "year", plan.year) for plan in plans], faults)
    plans.sort(key=lambda plan: plan.year)
    _check_lineage(plans, known, faults)
    if not faults:
        _check_taken(plans, known, faults)
    if faults:
        raise PlanError(faults)
    return plans


def _plan_entries(root: Located | None, faults: list[Fault]) -> list[Fields]:
    """The plans' own fields, from the file's outermost value."""
    if not isinstance(root, Fields):
        faults.append(Fault(root.row if root else 1, "plans", "the file must have a list plans:"))
        return []
    file = Entry(root, ["plans"], faults)
    if not file.has("plans"):
        file.fault("plans", "the list is missing or empty")
        return []
    found = entries(root.values["plans"], "plans", faults)
    if isinstance(root.values["plans"], Items) and not found:
        file.fault("plans", "the list is missing or empty")
    return _groups(found, "plans", faults)


def _groups(found: list[Located], name: str, faults: list[Fault]) -> list[Fields]:
    groups = []
    for value in found:
        if isinstance(value, Fields):
            groups.append(value)
        else:
            faults.append(Fault(value.row, name, "each entry must be a group of fields"))
    return groups


def _plan(fields: Fields, known: Known, faults: list[Fault]) -> PlanRow:
    entry = Entry(fields, PLAN, faults)
    if entry.flag("unread"):
        entry.fault("unread", UNREAD)
    year = entry.number("year", *YEARS)
    if "goals" not in fields.values:
        entry.fault("goals", "is missing")
    values = entries(fields.values.get("goals"), "goals", faults)
    goals = [_goal(group, known, faults) for group in _groups(values, "goals", faults)]
    for name in ("number", "key"):
        _no_two_alike([(e.row_of(name), name, getattr(g, name)) for e, g in goals], faults)
    return PlanRow(
        row=entry.row,
        year=year,
        title=entry.text("title", LINE_LIMIT),
        adopted_on=entry.day("adopted_on", date(year or YEARS[0], 1, 1)),
        goals=tuple(goal for _, goal in goals),
    )


def _goal(fields: Fields, known: Known, faults: list[Fault]) -> tuple[Entry, GoalRow]:
    entry = Entry(fields, GOAL, faults)
    name = entry.text("name", NAME_LIMIT)
    short = entry.text("short", LINE_LIMIT) if entry.has("short") else _cut(name)
    values = entries(fields.values.get("assignments"), "assignments", faults)
    assignments = [_assignment(a, known, faults) for a in _groups(values, "assignments", faults)]
    _no_two_alike([(a.row, "key", a.key) for a in assignments], faults)
    return entry, GoalRow(
        row=entry.row,
        number=entry.number("number", *NUMBERS),
        key=entry.key(),
        kind=entry.one_of("kind", GoalKind),
        dimension=entry.one_of("dimension", VisionDimension),
        committee=_committee(entry, known),
        short=short,
        about=entry.text("about", LINE_LIMIT) if entry.has("about") else short,
        name=name,
        policy=entry.text("policy", POLICY_LIMIT, lines=True),
        sami_flag=entry.flag("sami_flag"),
        child_flag=entry.flag("child_flag"),
        continues=_continues(fields, faults),
        assignments=tuple(assignments),
    )


def _continues(fields: Fields, faults: list[Fault]) -> dict[str, int]:
    keys: dict[str, int] = {}
    for value in entries(fields.values.get("continues"), "continues", faults):
        if isinstance(value, Scalar) and isinstance(value.value, str):
            keys[value.value] = value.row
        else:
            faults.append(Fault(value.row, "continues", "each entry must be a goal's key"))
    return keys


def _assignment(fields: Fields, known: Known, faults: list[Fault]) -> AssignmentRow:
    entry = Entry(fields, ASSIGNMENT, faults)
    if not entry.has("origin"):
        entry.fault("origin", "is missing")
    return AssignmentRow(
        row=entry.row_of("key"),
        key=entry.key(),
        committee=_committee(entry, known),
        place=entry.word("place", known.places) if entry.has("place") else None,
        origin=entry.one_of("origin", AssignmentOrigin) or AssignmentOrigin.COUNCIL,
        text=entry.text("text", TEXT_LIMIT, lines=True),
    )


def _committee(entry: Entry, known: Known) -> str:
    found = entry.word("committee", known.committees) if entry.has("committee") else None
    return found or known.committees[0]


def _cut(name: Translated) -> Translated:
    """A name as a short one: cut at a word where it is too long."""
    texts = {
        code: text if len(text) <= LINE_LIMIT else text[:LINE_LIMIT].rsplit(" ", 1)[0] + "…"
        for code, text in name.to_json().items()
    }
    return Translated(texts)


def _no_two_alike(values: list[tuple[int, str, object]], faults: list[Fault]) -> None:
    """Every value but the first of its kind is a fault; empty ones have a fault of their own."""
    first: dict[object, int] = {}
    for row, name, value in values:
        if not value:
            continue
        if value in first:
            faults.append(Fault(row, name, f"{value} stands on row {first[value]} already"))
        else:
            first[value] = row


def _check_lineage(plans: list[PlanRow], known: Known, faults: list[Fault]) -> None:
    """What a goal continues must be a goal of the nearest earlier plan, in the file or stored."""
    keys = {year: set(goals) for year, goals in known.goals.items()}
    for plan in plans:
        keys.setdefault(plan.year, set()).update(goal.key for goal in plan.goals)
    for plan in plans:
        before = max((year for year in keys if 0 < year < plan.year), default=None)
        for goal in plan.goals:
            for key, row in goal.continues.items():
                if before is None:
                    sentence = f"there is no plan before {plan.year}"
                elif key not in keys[before]:
                    sentence = f"the plan of {before} has no goal {shown(key)}"
                else:
                    continue
                faults.append(Fault(row, "continues", sentence))


def _check_taken(plans: list[PlanRow], known: Known, faults: list[Fault]) -> None:
    """A number must not belong to a stored goal that the file leaves out."""
    for plan in plans:
        mine = {goal.key for goal in plan.goals}
        taken = {n: key for key, n in known.goals.get(plan.year, {}).items() if key not in mine}
        for goal in plan.goals:
            if goal.number in taken:
                owner = taken[goal.number]
                faults.append(
                    Fault(goal.row, "number", f"{goal.number} belongs to {owner}, not in the file")
                )
