# SPDX-License-Identifier: EUPL-1.2
"""The municipality's answers: all of them, and one with whom it answers."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.core.texts import current_locale
from dialogue.core.web.guards import public
from dialogue.core.workdays import local_day
from dialogue.feedback.models import FeedbackResponse
from dialogue.goals.models import Goal
from dialogue.goals.queries import goals_by_path_keys
from dialogue.pages.queries.line import heirs_of, line_of
from dialogue.pages.queries.links import links_of_response
from dialogue.pages.queries.response import answers, facts_of, published_response, quotes
from dialogue.pages.red_thread import response_steps
from dialogue.pages.shown.goal import assignments_among, goals_among
from dialogue.pages.shown.response import cards, parts, used
from dialogue.pages.shown.steps import contribution_words, day_of, decided_by
from dialogue.pages.views.blueprint import blueprint, found, moved_to, today


@blueprint.get("/aterkoppling")
@public(reading=True)
def responses() -> str:
    """All published answers, the newest first.

    `?mal=<year>/<key>`: those about one goal and the goals that live on in it; `&beslut=1`: of the
    goal's own, those with a decision.
    """
    goal = _goal()
    after = request.args.get("efter")
    decided = goal is not None and request.args.get("beslut") == "1"
    ids = [goal.id] if goal else []
    if goal and not decided:
        ids += [former.id for former in line_of(goal.id).earlier()]
    listed, later = answers(goal_ids=ids, decided=decided, after=after)
    path_key, only = (goal.path_key if goal else None), ("1" if decided else None)
    return render_template(
        "pages/responses.html",
        goal=goals_among([(goal, None)])[0] if goal else None,
        only_decisions=decided,
        responses=cards(listed, today(), goal.plan.year if goal else None),
        first_url=url_for("pages.responses", mal=path_key, beslut=only) if after else None,
        later_url=url_for("pages.responses", mal=path_key, beslut=only, efter=later)
        if later
        else None,
    )


def _goal() -> Goal | None:
    key = request.args.get("mal", "")
    return goals_by_path_keys([key]).get(key) if key else None


@blueprint.get("/aterkoppling/<int:response_id>-<slug>")
@public(reading=True)
def response(response_id: int, slug: str) -> str | Response:
    """One answer; what is not published is not here."""
    response, revision = found(published_response(response_id))
    right = response.slug or "svar"
    if slug != right:
        return moved_to("pages.response", response_id=response_id, slug=right)
    links = links_of_response(response_id)
    return render_template(
        "pages/response.html",
        response=response,
        title=response.title.best(current_locale()),
        answer=parts(response, revision, today()),
        goals=goals_among(links, heirs_of(links)),
        assignments=assignments_among(links),
        decision=response.decision,
        **_behind(response),
    )


def _behind(response: FeedbackResponse) -> dict[str, Any]:
    """The steps, and whom it answers: those that show, with their words."""
    facts = facts_of(response.id)
    after = request.args.get("efter")
    page, later = quotes(response.id, after)
    assert response.published_at is not None
    here = url_for("pages.response", response_id=response.id, slug=response.slug or "svar")
    steps = response_steps(
        received=day_of(facts.first_received),
        shown=day_of(facts.first_shown),
        decided=decided_by(response.decision, None),
        answered=local_day(response.published_at),
        today=today(),
    )
    return {
        "count": facts.shown,
        "used": used(page, today()),
        "steps": contribution_words(steps, today()),
        "first_url": f"{here}#synpunkter" if after else None,
        "later_url": f"{here}?efter={later}#synpunkter" if later else None,
    }
