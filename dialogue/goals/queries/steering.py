# SPDX-License-Identifier: EUPL-1.2
"""What is read of the steering chain.  Goals come with their plan and committee."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from dialogue.core.database import session
from dialogue.goals.models import Assignment, Goal, GoalLineage, Place, Plan

T = TypeVar("T")


def current_plan(today: date) -> Plan | None:
    """The plan in force: the highest year that is adopted on `today`."""
    return session().scalar(_in_force(select(Plan), today))


def _in_force(found: Select[T], today: date) -> Select[T]:
    return found.where(Plan.adopted_on <= today).order_by(Plan.year.desc()).limit(1)


def plans() -> list[Plan]:
    """Every plan, the latest year first."""
    return list(session().scalars(select(Plan).order_by(Plan.year.desc())))


def plan_by_year(year: int) -> Plan | None:
    """The plan of a year."""
    return session().scalar(select(Plan).where(Plan.year == year))


def _goals() -> Select[Goal]:
    return (
        select(Goal).join(Goal.plan).options(contains_eager(Goal.plan), joinedload(Goal.committee))
    )


def goals_of(plan_id: int) -> list[Goal]:
    """A plan's goals, in the order of their numbers."""
    return list(session().scalars(_goals().where(Goal.plan_id == plan_id).order_by(Goal.number)))


def current_goals(today: date) -> list[Goal]:
    """The goals of the plan in force, in the order of their numbers; none without a plan."""
    plan_id = _in_force(select(Plan.id), today).correlate(None).scalar_subquery()
    return list(session().scalars(_goals().where(Goal.plan_id == plan_id).order_by(Goal.number)))


def all_goals() -> list[Goal]:
    """Every goal of every year, by year and number."""
    return list(session().scalars(_goals().order_by(Plan.year, Goal.number)))


def goal_by_key(year: int, key: str) -> Goal | None:
    """One goal of a year."""
    return session().scalar(_goals().where(Plan.year == year, Goal.key == key))


def goals_by_path_keys(path_keys: Iterable[str]) -> dict[str, Goal]:
    """`<year>/<key>` → goal, for those that exist; what is written otherwise is not found."""
    wanted = {pair for pair in map(_year_and_key, path_keys) if pair}
    if not wanted:
        return {}
    found = session().scalars(_goals().where(tuple_(Plan.year, Goal.key).in_(wanted)))
    return {goal.path_key: goal for goal in found}


def _year_and_key(path_key: str) -> tuple[int, str] | None:
    year, _, key = path_key.partition("/")
    plain = len(year) == 4 and year.isascii() and year.isdigit()
    return (int(year), key) if plain and key and "\0" not in key else None


def goal_numbers() -> dict[int, dict[str, int]]:
    """Year → key → number, of every goal there is; a plan without goals has an empty year."""
    numbers: dict[int, dict[str, int]] = {}
    rows = session().execute(
        select(Plan.year, Goal.key, Goal.number).outerjoin(Goal, Goal.plan_id == Plan.id)
    )
    for year, key, number in rows:
        under = numbers.setdefault(year, {})
        if key is not None:
            under[key] = number
    return numbers


def lineages() -> dict[int, set[int]]:
    """Goal id → ids of the goals that live on in it, for every goal that has any."""
    found: dict[int, set[int]] = {}
    for earlier, later in session().execute(
        select(GoalLineage.from_goal_id, GoalLineage.to_goal_id)
    ):
        found.setdefault(later, set()).add(earlier)
    return found


def heirs(goal_id: int, plan_id: int) -> list[Goal]:
    """The goals of a later plan in which this goal lives on, over any number of years; the goal
    itself when it belongs to that plan.
    """
    line = select(Goal.id.label("id")).where(Goal.id == goal_id).cte("line", recursive=True)
    line = line.union(
        select(GoalLineage.to_goal_id).join(line, GoalLineage.from_goal_id == line.c.id)
    )
    return list(
        session().scalars(
            _goals()
            .where(Goal.id.in_(select(line.c.id)), Goal.plan_id == plan_id)
            .order_by(Goal.number)
        )
    )


def _assignments() -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.goal)
        .join(Goal.plan)
        .options(
            contains_eager(Assignment.goal).contains_eager(Goal.plan),
            joinedload(Assignment.committee),
            joinedload(Assignment.place),
        )
    )


def assignment_by_id(assignment_id: int) -> Assignment | None:
    """One assignment with its goal, plan, committee and place."""
    return session().scalar(_assignments().where(Assignment.id == assignment_id))


def all_assignments() -> list[Assignment]:
    """Every assignment of every year."""
    return list(session().scalars(_assignments().order_by(Assignment.id)))


def assignments_at(place_id: int) -> list[Assignment]:
    """The assignments that concern a place, the latest year first."""
    return list(
        session().scalars(
            _assignments()
            .where(Assignment.place_id == place_id)
            .order_by(Plan.year.desc(), Goal.number, Assignment.id)
        )
    )


def assignments_by_path_keys(path_keys: Iterable[str]) -> dict[str, Assignment]:
    """`<year>/<goal key>/<assignment key>` → assignment, for those that exist."""
    wanted = set()
    for path_key in path_keys:
        goal_key, _, key = path_key.rpartition("/")
        if (pair := _year_and_key(goal_key)) and key and "\0" not in key:
            wanted.add((*pair, key))
    if not wanted:
        return {}
    found = session().scalars(
        _assignments().where(tuple_(Plan.year, Goal.key, Assignment.key).in_(wanted))
    )
    return {assignment.path_key: assignment for assignment in found}


def places() -> list[Place]:
    """Every place, in the order in which the municipality names them."""
    return list(session().scalars(select(Place).order_by(Place.id)))


def place_by_key(key: str) -> Place | None:
    """One place."""
    return session().scalar(select(Place).where(Place.key == key))
