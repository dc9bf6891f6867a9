# SPDX-License-Identifier: EUPL-1.2
"""The first page: words go in, answers come out."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, url_for

from dialogue.core.municipality import municipality
from dialogue.core.texts import lazy
from dialogue.core.web.guards import instant, public
from dialogue.core.workdays import end_of_day
from dialogue.dialogues.queries.dialogue import Listed, dialogues_by_state
from dialogue.dialogues.rules.dialogue import DialogueForm, PublicState
from dialogue.feedback.queries.published import kept_and_promised
from dialogue.feedback.rules import share_to_admit
from dialogue.goals.queries import current_goals, places
from dialogue.pages.queries.links import goal_counts
from dialogue.pages.queries.response import answers, first_quotes
from dialogue.pages.shown.dialogue import open_items
from dialogue.pages.shown.goal import goal_rows, place_links
from dialogue.pages.shown.response import Card, news
from dialogue.pages.views.blueprint import blueprint, done, today

DONE = {"utloggad": lazy("You are signed out.")}
NEWEST = 3
LAST = timedelta(days=30)
OPEN = 6


@blueprint.get("/")
@public(reading=True)
def start() -> str:
    """The box first, then what came of what people said."""
    goals = current_goals(today())
    facts = municipality()
    return render_template(
        "pages/start.html",
        form_action=url_for("dialogues.write_free"),
        answer_days=facts.answer_days,
        kept_in_hundred=_kept_in_hundred(),
        phone=facts.phones.main,
        fault_report_url=facts.fault_report_url,
        latest_responses=_latest(),
        open_dialogues=open_items(_open(), today()),
        goals=goal_rows(goals, goal_counts([goal.id for goal in goals])),
        places=place_links(places()),
        answers_url=url_for("pages.responses"),
        done=done(DONE),
    )


def _kept_in_hundred() -> int | None:
    """What to admit of the last thirty days' promises; counted by whole days."""
    until = end_of_day(today() - timedelta(days=1))
    return share_to_admit(*kept_and_promised(until - LAST, until))


def _latest() -> list[Card]:
    found, _later = answers(limit=NEWEST)
    return news(found, first_quotes([item.response.id for item in found]), today())


def _open() -> list[Listed]:
    return dialogues_by_state(
        instant(), [PublicState.OPEN], form=DialogueForm.BOUNDED, waiting=False, count=OPEN
    )
