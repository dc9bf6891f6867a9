# SPDX-License-Identifier: EUPL-1.2
"""Goals, assignments and places as public pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from dialogue.core.html import render_markdown
from dialogue.core.municipality import municipality
from dialogue.core.texts import _, current_locale
from dialogue.goals.models import Assignment, Goal, Place
from dialogue.goals.rules import GoalKind
from dialogue.pages.queries.links import Link

Words = tuple[str, str]


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
    html = render_markdown(policy)
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


def goals_among(links: Sequence[Link]) -> list[Neighbour]:
    """The goals that something is about, each once."""
    return neighbours(list({goal.id: goal for goal, _assignment in links}.values()))


def assignments_among(links: Sequence[Link]) -> list[AssignmentRow]:
    """The assignments that something is about, without who is responsible."""
    locale = current_locale()
    found = {a.id: a for _goal, a in links if a is not None}
    return [AssignmentRow(assignment_url(a), a.text.best(locale), None) for a in found.values()]
