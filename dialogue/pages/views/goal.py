# SPDX-License-Identifier: EUPL-1.2
"""Goals of a year, one goal, one assignment."""

from __future__ import annotations

from flask import render_template, url_for
from werkzeug.wrappers import Response

from dialogue.core.texts import current_locale
from dialogue.core.web.guards import public
from dialogue.goals.models import Plan
from dialogue.goals.queries import (
    assignment_by_id,
    current_plan,
    goals_of,
    plan_by_year,
    plans,
    progress_of_assignment,
)
from dialogue.pages.queries.contribution import (
    count_of_assignment,
    newest_of_assignment,
)
from dialogue.pages.queries.links import goal_counts
from dialogue.pages.queries.response import answers
from dialogue.pages.shown.contribution import shown
from dialogue.pages.shown.goal import (
    goal_rows,
    neighbours,
)
from dialogue.pages.shown.progress import reports_shown
from dialogue.pages.shown.response import cards
from dialogue.pages.views.blueprint import blueprint, found, moved_to, today

NEWEST = 3


@blueprint.get("/mal")
@public(reading=True)
def goals() -> str:
    """The goals of the plan in force."""
    return _plan_page(current_plan(today()))


@blueprint.get("/mal/<int:year>")
@public(reading=True)
def plan(year: int) -> str:
    """The goals of one year."""
    return _plan_page(found(plan_by_year(year)))


def _plan_page(plan: Plan | None) -> str:
    """A plan's goals; before the first plan, the page that says what will be here."""
    here = goals_of(plan.id) if plan else []
    return render_template(
        "pages/goals.html",
        plan=plan,
        goals=goal_rows(here, goal_counts([goal.id for goal in here])),
        years=[(url_for("pages.plan", year=p.year), p.year, p is plan) for p in plans()],
    )


@blueprint.get("/uppdrag/<int:assignment_id>-<slug>")
@public(reading=True)
def assignment(assignment_id: int, slug: str) -> str | Response:
    """An assignment, with the contributions and answers behind it."""
    assignment = found(assignment_by_id(assignment_id))
    if slug != assignment.key:
        return moved_to("pages.assignment", assignment_id=assignment_id, slug=assignment.key)
    listed, _later = answers(assignment_id=assignment_id, limit=20)
    return render_template(
        "pages/assignment.html",
        assignment=assignment,
        text=assignment.text.best(current_locale()),
        goal=neighbours([assignment.goal])[0],
        reports=reports_shown(progress_of_assignment(assignment_id), today()),
        responses=cards(listed, today()),
        contributions=[shown(c, today()) for c in newest_of_assignment(assignment_id)],
        count=count_of_assignment(assignment_id),
    )
