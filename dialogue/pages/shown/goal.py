# SPDX-License-Identifier: EUPL-1.2
"""Goals, assignments and places as public pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup

from dialogue.core.municipality import municipality
from dialogue.core.texts import _, current_locale
from dialogue.goals.models import Assignment, Goal, Place
from dialogue.goals.rules import GoalKind
from dialogue.insights.charts.stations import Fork, fork
from dialogue.pages.queries.line import Line
from dialogue.pages.queries.links import Link
from dialogue.pages.shown.staff import staff_html

Words = tuple[str, str]
NO_HEIRS: Mapping[int, Sequence[Goal]] = {}


@dataclass(frozen=True)
class GoalRow:
    """What the component `goal_row` takes."""

    url: str
    key: str
    short: Words
    about: Words | None
    contributions: int
    answers: int


@dataclass(frozen=True)
class GoalWords:
    """What the goal page says of its goal."""

    number: int
    year: int
    key: str
    short: Words
    about: Words
    name: Words
    policy_html: Markup
    #: The dimension of the political vision that it serves, and whether it cuts across all work.
    dimension: Words | None
    kind: Markup | None


@dataclass(frozen=True)
class Neighbour:
    """A goal of another year, or one that something is about."""

    url: str
    short: Words
    year: int
    #: The last goals in which it lives on.
    heirs: Sequence[Neighbour] = ()


@dataclass(frozen=True)
class LineRow:
    """A goal in the drawing of a line; `into` names those in which it lives on next."""

    goal: Neighbour
    is_here: bool
    into: list[Words]


@dataclass(frozen=True)
class Lineage:
    """What the component `lineage` takes: the rows, and the drawing beside them."""

    rows: list[LineRow]
    fork: Fork


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment in a list."""

    url: str
    text: Words
    committee: Words | None


@dataclass(frozen=True)
class PlaceLink:
    """What the component `place_pills` takes."""

    url: str
    name: Words


def goal_url(goal: Goal) -> str:
    """The address of a goal."""
    return url_for("pages.goal", year=goal.plan.year, key=goal.key)


def assignment_url(assignment: Assignment) -> str:
    """The address of an assignment."""
    return url_for("pages.assignment", assignment_id=assignment.id, slug=assignment.key)


def goal_rows(goals: Sequence[Goal], counts: Mapping[int, tuple[int, int]]) -> list[GoalRow]:
    """Goals in a list, with how much was said and answered."""
    locale = current_locale()
    return [
        GoalRow(
            goal_url(goal), goal.key, goal.short.best(locale), goal.about.best(locale),
            *counts.get(goal.id, (0, 0)),
        )
        for goal in goals
    ]  # fmt: skip


def goal_words(goal: Goal) -> GoalWords:
    """One goal."""
    locale = current_locale()
    lang, policy = goal.policy.best(locale)
    html = staff_html(policy)
    return GoalWords(
        number=goal.number,
        year=goal.plan.year,
        key=goal.key,
        short=goal.short.best(locale),
        about=goal.about.best(locale),
        name=goal.name.best(locale),
        policy_html=html
        if lang == locale
        else Markup('<div lang="{}">{}</div>').format(lang, html),
        dimension=_dimension(goal),
        kind=_kind(goal),
    )


def _dimension(goal: Goal) -> Words | None:
    named = {fact.key: fact.name for fact in municipality().vision}
    name = named.get(goal.dimension) if goal.dimension else None
    return name.best(current_locale()) if name else None


def _kind(goal: Goal) -> Markup | None:
    match goal.kind:
        case GoalKind.CROSS_CUTTING:
            return _("Cuts across all municipal work")
        case GoalKind.CORE:
            return _("Aims at core services")
    return None


def neighbours(goals: Sequence[Goal]) -> list[Neighbour]:
    """Goals of other years."""
    locale = current_locale()
    return [Neighbour(goal_url(goal), goal.short.best(locale), goal.plan.year) for goal in goals]


def lineage(line: Line) -> Lineage | None:
    """The line of a goal as rows and a drawing; None when it stands alone."""
    if len(line.goals) < 2:
        return None
    shown = dict(zip((g.id for g in line.goals), neighbours(line.goals), strict=True))
    place = {goal_id: n for n, goal_id in enumerate(shown)}
    return Lineage(
        [
            LineRow(
                shown[goal.id],
                goal.id == line.here,
                [shown[b].short for a, b in line.edges if a == goal.id],
            )
            for goal in line.goals
        ],
        fork(
            [goal.plan.year for goal in line.goals],
            [(place[a], place[b]) for a, b in line.edges],
        ),
    )


def assignment_rows(assignments: Sequence[Assignment]) -> list[AssignmentRow]:
    """Assignments in a list."""
    locale = current_locale()
    return [
        AssignmentRow(assignment_url(a), a.text.best(locale), a.committee.name.best(locale))
        for a in assignments
    ]


def place_links(places: Sequence[Place]) -> list[PlaceLink]:
    """Places in a list."""
    locale = current_locale()
    return [
        PlaceLink(url_for("pages.place", slug=place.key), place.name.best(locale))
        for place in places
    ]


def goals_among(
    links: Sequence[Link], heirs: Mapping[int, Sequence[Goal]] = NO_HEIRS
) -> list[Neighbour]:
    """The goals that something is about, each once; former ones with those that came of them."""
    goals = {goal.id: goal for goal, _assignment in links}
    return [
        replace(shown, heirs=neighbours(heirs.get(goal_id, [])))
        for goal_id, shown in zip(goals, neighbours(list(goals.values())), strict=True)
    ]


def assignments_among(links: Sequence[Link]) -> list[AssignmentRow]:
    """The assignments that something is about, without who is responsible."""
    locale = current_locale()
    found = {a.id: a for _goal, a in links if a is not None}
    return [AssignmentRow(assignment_url(a), a.text.best(locale), None) for a in found.values()]
