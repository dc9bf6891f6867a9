# SPDX-License-Identifier: EUPL-1.2
"""Goals of a year, one goal, one assignment."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, url_for
from werkzeug.wrappers import Response

from dialogue.core.texts import current_locale, long_date
from dialogue.core.web.guards import instant, public
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import Contribution
from dialogue.goals.models import Goal, Plan
from dialogue.goals.queries import (
    assignment_by_id,
    assignments_of,
    current_plan,
    goal_by_key,
    goals_of,
    plan_by_year,
    plans,
)
from dialogue.goals.rules import AssignmentOrigin
from dialogue.pages.queries.contribution import (
    count_of_assignment,
    newest_of_assignment,
    newest_of_goal,
)
from dialogue.pages.queries.dialogue import Standing, standing_of_goal
from dialogue.pages.queries.goal import lineage
from dialogue.pages.queries.links import goal_counts
from dialogue.pages.queries.response import Listed, answers
from dialogue.pages.shown.contribution import reply_url, shown
from dialogue.pages.shown.dialogue import promise, thread_url
from dialogue.pages.shown.goal import (
    assignment_rows,
    goal_rows,
    goal_words,
    neighbours,
)
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


@blueprint.get("/mal/<int:year>/<key>")
@public(reading=True)
def goal(year: int, key: str) -> str:
    """One goal: the box, what was answered and said, what the municipality wants."""
    goal = found(goal_by_key(year, key))
    before, after = lineage(goal.id)
    plan = current_plan(today())
    is_current = plan is not None and plan.id == goal.plan_id
    return render_template(
        "pages/goal.html",
        goal=goal_words(goal),
        plan_url=url_for("pages.plan", year=year),
        predecessors=neighbours(before),
        successors=neighbours(after),
        **_people(goal, is_current=is_current),
        **_assignments(goal),
    )


def _people(goal: Goal, *, is_current: bool) -> dict[str, Any]:
    """What was said and answered; box and promise while its plan is in force."""
    standing = standing_of_goal(goal.id)
    listed, _later = answers(goal_id=goal.id, limit=NEWEST + 1)
    newest = newest_of_goal(goal.id, NEWEST)
    url = thread_url(standing.dialogue, standing.thread) if standing else None
    return {
        "responses": cards(listed[:NEWEST], today()),
        "responses_url": url_for("pages.responses", mal=goal.path_key)
        if len(listed) > NEWEST
        else None,
        "contributions": [_said(contribution, standing) for contribution in newest],
        "contributions_url": url if standing and standing.thread.shown_count else None,
        "form_action": f"{url}/skriv" if url and is_current else None,
        "promise": promise(standing.dialogue, [(goal, None)], standing.changes, instant())
        if standing and is_current
        else None,
        "first_answer_text": _first_answer(standing),
        "updated_text": long_date(_updated(goal, listed, newest), today()),
    }


def _said(contribution: Contribution, standing: Standing | None) -> Any:
    at_home = standing is not None and contribution.thread_id == standing.thread.id
    root = contribution.parent_id or contribution.id
    reply = reply_url(standing.thread, root) if standing and at_home else None
    return shown(contribution, today(), reply_url=reply)


def _first_answer(standing: Standing | None) -> str | None:
    if standing is None or standing.first_due is None:
        return None
    due = local_day(standing.first_due)
    return long_date(due, today()) if due >= today() else None


def _updated(goal: Goal, listed: list[Listed], newest: list[Contribution]) -> date:
    """When something on the page last happened."""
    moments = [item.response.published_at for item in listed] + [c.shown_at for c in newest]
    days = [local_day(moment) for moment in moments if moment is not None]
    return max([goal.plan.adopted_on, *days])


def _assignments(goal: Goal) -> dict[str, Any]:
    """In two groups: the council's, and the committees' own."""
    here = assignments_of(goal.id)
    council = [a for a in here if a.origin is AssignmentOrigin.COUNCIL]
    return {
        "assignments_council": assignment_rows(council),
        "assignments_committee": assignment_rows([a for a in here if a not in council]),
    }


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
        responses=cards(listed, today()),
        contributions=[shown(c, today()) for c in newest_of_assignment(assignment_id)],
        count=count_of_assignment(assignment_id),
    )
