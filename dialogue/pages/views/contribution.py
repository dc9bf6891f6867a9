# SPDX-License-Identifier: EUPL-1.2
"""One published contribution and its trace, both ways."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.texts import current_locale, lazy
from dialogue.core.web.guards import instant, public
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.queries.contribution import (
    public_contribution,
    replies_of,
)
from dialogue.pages.queries.line import heirs_of
from dialogue.pages.queries.links import Link, links_of_response, links_of_thread
from dialogue.pages.queries.response import Answer, answer_to
from dialogue.pages.shown.contribution import reply_url, shown
from dialogue.pages.shown.dialogue import dialogue_url, thread_url
from dialogue.pages.shown.goal import assignments_among, goals_among
from dialogue.pages.shown.response import answer_parts
from dialogue.pages.shown.steps import contribution_words, steps_of
from dialogue.pages.views.blueprint import blueprint, done, found, today

DONE = {"anmald": lazy("Thank you. A person looks at what you reported.")}


@blueprint.get("/synpunkter/<int:contribution_id>")
@public(reading=True)
def contribution(contribution_id: int) -> str:
    """Words, steps, goals, assignments, the answer, and what others said about it."""
    contribution = found(public_contribution(contribution_id))
    answer = answer_to(contribution_id)
    parent = public_contribution(contribution.parent_id) if contribution.parent_id else None
    return render_template(
        "pages/contribution.html",
        steps=contribution_words(
            steps_of(contribution, contribution.dialogue, answer, today()), today()
        ),
        answer=answer_parts(answer, today()) if answer else None,
        done=done(DONE),
        **_trace(contribution, answer),
        **_around(contribution, parent),
        **_replies(contribution),
    )


def _trace(contribution: Contribution, answer: Answer | None) -> dict[str, Any]:
    links: list[Link] = links_of_thread(contribution.thread) if contribution.thread else []
    if answer is not None:
        links = [*links, *links_of_response(answer.response.id)]
    return {"goals": goals_among(links, heirs_of(links)), "assignments": assignments_among(links)}


def _around(contribution: Contribution, parent: Contribution | None) -> dict[str, Any]:
    """Where it stands.  One comments on the one on top, as long as that shows."""
    dialogue, thread = contribution.dialogue, contribution.thread
    top = parent if contribution.parent_id else contribution
    reply = None
    if thread is not None and top is not None and dialogue.is_open(instant()):
        reply = reply_url(thread, top.id)
    return {
        "contribution": shown(contribution, today(), reply_url=reply, linked=False, tagged=False),
        "is_reply": contribution.parent_id is not None,
        "parent": shown(parent, today()) if parent else None,
        "due": local_day(contribution.due_at),
        "is_late": local_day(contribution.due_at) < today(),
        "dialogue_title": dialogue.title.best(current_locale()),
        "dialogue_url": dialogue_url(dialogue),
        "question": thread.question.best(current_locale()) if thread else None,
        "thread_url": thread_url(dialogue, thread) if thread else None,
    }


def _replies(contribution: Contribution) -> dict[str, Any]:
    """A page of the comments on it; on a comment's own page, of all comments on the same thing."""
    root_id = contribution.parent_id or contribution.id
    page = replies_of(root_id, request.args.get("efter"))
    here = url_for("pages.contribution", contribution_id=contribution.id)
    return {
        "replies": [shown(r, today()) for r in page.rows if r.id != contribution.id],
        "first_url": f"{here}#kommentarer" if request.args.get("efter") else None,
        "later_url": f"{here}?efter={page.later}#kommentarer" if page.later else None,
    }
