# SPDX-License-Identifier: EUPL-1.2
"""From checked rows to tables, and what came of each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete

from dialogue.accounts import queries as bodies
from dialogue.accounts.acts import Counts
from dialogue.core.database import session
from dialogue.core.languages import with_swedish
from dialogue.core.municipality import municipality
from dialogue.goals import queries
from dialogue.goals.importing.budget import Here
from dialogue.goals.importing.rows import AssignmentRow, GoalRow, Known, PlanRow
from dialogue.goals.models import Assignment, Goal, GoalLineage, Plan


def known_here() -> Known:
    """What a file may point at in this municipality, by its settings and by what is stored."""
    facts = municipality()
    committees = [body.key for body in facts.committees]
    places = [place.key for place in facts.places]
    return Known(
        committees=list(dict.fromkeys([*committees, *bodies.committees_by_key()])),
        places=list(dict.fromkeys([*places, *(place.key for place in queries.places())])),
        goals=queries.goal_numbers(),
    )


def budget_here(year: int) -> Here:
    """What the draft of a year's plan may lean on: committees, and the goals that are stored."""
    facts = municipality()
    names = {body.key: body.name.sv for body in facts.committees}
    names |= {key: body.name.sv for key, body in bodies.committees_by_key().items()}
    earlier = max((plan.year for plan in queries.plans() if plan.year < year), default=None)
    goals = queries.all_goals()
    return Here(
        committees=names,
        same_year={goal.key: goal.name.sv for goal in goals if goal.plan.year == year},
        before={goal.key: goal.name.sv for goal in goals if goal.plan.year == earlier},
    )


def with_stored_languages(plans: Iterable[PlanRow]) -> list[PlanRow]:
    """The plans of a table, which is in Swedish, with what is stored of them in other languages."""
    years = {plan.year: plan for plan in queries.plans()}
    goals = {goal.path_key: goal for goal in queries.all_goals()}
    tasks = {task.path_key: task for task in queries.all_assignments()}
    return [
        replace(
            plan,
            **_kept(plan, years.get(plan.year), ("title",)),
            goals=tuple(
                replace(
                    goal,
                    **_kept(goal, goals.get(path_key), ("short", "about", "name", "policy")),
                    assignments=tuple(
                        replace(task, **_kept(task, tasks.get(f"{path_key}/{task.key}"), ("text",)))
                        for task in goal.assignments
                    ),
                )
                for goal in plan.goals
                for path_key in [f"{plan.year}/{goal.key}"]
            ),
        )
        for plan in plans
    ]


def _kept(row: object, stored: object | None, names: Iterable[str]) -> dict[str, Any]:
    """The row's texts, with the stored one's other languages."""
    return {
        name: with_swedish(getattr(stored, name), getattr(row, name).sv) if stored else said
        for name in names
        for said in [getattr(row, name)]
    }


def put_plans(plans: Iterable[PlanRow], *, write: bool) -> Counts:
    """Make the tables say what the file says; what the file leaves out stays as it is.

    A plan is known by its year, a goal by its year and key, an assignment by its goal and key.
    Each of them counts once; a goal's committee, kind and lineage count as part of the goal.
    Without `write` it only counts.  With it, the caller holds the write transaction, and every
    committee and place that the file names is stored.
    """
    work = _Import(write)
    rows = sorted(plans, key=lambda plan: plan.year)
    for row in rows:
        work.plan(row)
    for row in rows:
        work.free_numbers(row)
    for row in rows:
        for goal in row.goals:
            work.goal(row.year, goal)
    for row in rows:
        for goal in row.goals:
            for assignment in goal.assignments:
                work.assignment(f"{row.year}/{goal.key}", assignment)
    return Counts(**{word: work.counts[word] for word in Counts._fields})


class _Import:
    """One import: what is stored, and what came of each row."""

    def __init__(self, write: bool) -> None:
        self.write = write
        self.counts: Counter[str] = Counter()
        self.plans = {plan.year: plan for plan in queries.plans()}
        self.goals = {goal.path_key: goal for goal in queries.all_goals()}
        self.assignments = {row.path_key: row for row in queries.all_assignments()}
        self.lineages = queries.lineages()
        self.committees = bodies.committees_by_key()
        self.places = {place.key: place for place in queries.places()}
        self.years = set(self.plans)

    def plan(self, row: PlanRow) -> None:
        """Put a plan, without its goals."""
        self.years.add(row.year)
        found = self.plans.get(row.year)
        values = {"title": row.title, "adopted_on": row.adopted_on}
        self._count(found, found is not None and _differs(found, values))
        if self.write:
            if found is None:
                self.plans[row.year] = found = Plan(year=row.year)
                session().add(found)
            _set(found, values)
            session().flush()

    def free_numbers(self, row: PlanRow) -> None:
        """Take the numbers that will change away, so that two goals can swap theirs."""
        if not self.write:
            return
        for wanted in row.goals:
            found = self.goals.get(f"{row.year}/{wanted.key}")
            if found is not None and found.number != wanted.number:
                found.number = -found.id
        session().flush()

    def goal(self, year: int, row: GoalRow) -> None:
        """Put a goal and its lineage."""
        path_key = f"{year}/{row.key}"
        found = self.goals.get(path_key)
        values = {
            "number": row.number, "kind": row.kind, "dimension": row.dimension,
            "short": row.short, "about": row.about, "name": row.name, "policy": row.policy,
            "sami_flag": row.sami_flag, "child_flag": row.child_flag,
        }  # fmt: skip
        earlier = self._earlier(year, row)
        changed = found is not None and (
            _differs(found, values)
            or found.committee.key != row.committee
            or self.lineages.get(found.id, set()) != {goal and goal.id for goal in earlier}
        )
        self._count(found, changed)
        if not self.write:
            return
        if found is None:
            self.goals[path_key] = found = Goal(plan=self.plans[year], key=row.key)
            session().add(found)
        _set(found, {**values, "committee": self.committees[row.committee]})
        session().flush()
        self._lineage(found, {goal.id for goal in earlier if goal})

    def assignment(self, goal_key: str, row: AssignmentRow) -> None:
        """Put an assignment under its goal."""
        path_key = f"{goal_key}/{row.key}"
        found = self.assignments.get(path_key)
        values = {"origin": row.origin, "text": row.text}
        changed = found is not None and (
            _differs(found, values)
            or found.committee.key != row.committee
            or (found.place.key if found.place else None) != row.place
        )
        self._count(found, changed)
        if not self.write:
            return
        if found is None:
            self.assignments[path_key] = found = Assignment(goal=self.goals[goal_key], key=row.key)
            session().add(found)
        place = self.places[row.place] if row.place else None
        _set(found, {**values, "committee": self.committees[row.committee], "place": place})
        session().flush()

    def _earlier(self, year: int, row: GoalRow) -> list[Goal | None]:
        """The goals that live on in this one; None for one that is not stored yet."""
        if not row.continues:
            return []
        before = max(y for y in self.years if y < year)
        return [self.goals.get(f"{before}/{key}") for key in row.continues]

    def _lineage(self, goal: Goal, wanted: set[int]) -> None:
        stored = self.lineages.get(goal.id, set())
        if gone := stored - wanted:
            session().execute(
                delete(GoalLineage).where(
                    GoalLineage.to_goal_id == goal.id, GoalLineage.from_goal_id.in_(gone)
                )
            )
        session().add_all(
            GoalLineage(from_goal_id=earlier, to_goal_id=goal.id)
            for earlier in sorted(wanted - stored)
        )
        session().flush()

    def _count(self, found: Plan | Goal | Assignment | None, changed: bool) -> None:
        word = "created" if found is None else "changed" if changed else "unchanged"
        self.counts[word] += 1


def _differs(row: object, values: Mapping[str, object]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _set(row: object, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
