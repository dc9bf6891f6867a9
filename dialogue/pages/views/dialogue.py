# SPDX-License-Identifier: EUPL-1.2
"""Dialogues by what they show as, and one with its promise."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from dialogue.core.texts import current_locale
from dialogue.core.web.guards import instant, public
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import Dialogue
from dialogue.dialogues.queries.dialogue import (
    Listed,
    dialogues_by_state,
    is_unanswered,
    public_dialogue,
)
from dialogue.dialogues.rules.dialogue import DialogueForm, PublicState
from dialogue.pages.queries.line import heirs_of
from dialogue.pages.queries.links import Link
from dialogue.pages.queries.response import Listed as ListedAnswer
from dialogue.pages.queries.response import answers
from dialogue.pages.red_thread import dialogue_steps
from dialogue.pages.shown.dialogue import (
    KINDS,
    changes,
    promise,
    rows,
    state_text,
    thread_rows,
    thread_url,
)
from dialogue.pages.shown.goal import assignments_among, goals_among
from dialogue.pages.shown.response import cards
from dialogue.pages.shown.steps import decided_by, dialogue_words
from dialogue.pages.views.blueprint import blueprint, found, today

#: The groups of the list, in its order.
GROUPS = {
    "open": (PublicState.OPEN,),
    "upcoming": (PublicState.UPCOMING,),
    "answering": (PublicState.OVERDUE, PublicState.ANSWERING),
    "answered": (PublicState.ANSWERED, PublicState.ARCHIVED),
    "cancelled": (PublicState.CANCELLED,),
}
MOST = 100


@blueprint.get("/dialoger")
@public(reading=True)
def dialogues() -> str:
    """Bounded dialogues grouped by what they show as; the standing ones apart."""
    order = [state for states in GROUPS.values() for state in states]
    bounded = dialogues_by_state(
        instant(), order, form=DialogueForm.BOUNDED, waiting=False, count=MOST
    )
    standing = dialogues_by_state(
        instant(), [PublicState.OPEN], form=DialogueForm.STANDING, waiting=False, count=MOST
    )
    return render_template(
        "pages/dialogues.html",
        groups=[(name, rows(_among(bounded, states), today())) for name, states in GROUPS.items()],
        standing=rows(standing, today()),
    )


def _among(listed: list[Listed], states: tuple[PublicState, ...]) -> list[Listed]:
    return [item for item in listed if item.state in states]


@blueprint.get("/dialoger/<slug>")
@public(reading=True)
def dialogue(slug: str) -> str:
    """One dialogue: the promise, the questions, the answers, the steps, the latest change."""
    dialogue = found(public_dialogue(slug))
    listed, _later = answers(dialogue_id=dialogue.id)
    links: list[Link] = [(link.goal, link.assignment) for link in dialogue.links]
    return render_template(
        "pages/dialogue.html",
        dialogue=dialogue,
        title=dialogue.title.best(current_locale()),
        promise=promise(dialogue, links, len(dialogue.changes), instant()),
        threads=thread_rows(dialogue),
        goals=goals_among(links, heirs_of(links)),
        assignments=assignments_among(links),
        responses=cards(listed, today()),
        changes=changes(dialogue, today())[:1],
        change_count=len(dialogue.changes),
        **_state(dialogue, listed),
    )


@blueprint.get("/dialoger/<slug>/andringar")
@public(reading=True)
def dialogue_changes(slug: str) -> str:
    """Every change of the promise since it was announced, the latest first."""
    dialogue = found(public_dialogue(slug))
    return render_template(
        "pages/dialogue_changes.html",
        title=dialogue.title.best(current_locale()),
        dialogue_url=url_for("pages.dialogue", slug=slug),
        changes=changes(dialogue, today()),
    )


def _state(dialogue: Dialogue, listed: list[ListedAnswer]) -> dict[str, Any]:
    """What it shows as, its steps, and the way to write while it is open."""
    now = instant()
    state = dialogue.public_state(now, unanswered=is_unanswered(dialogue))
    open_thread = dialogue.threads[0] if state is PublicState.OPEN and dialogue.threads else None
    return {
        "state": state.value,
        "state_text": state_text(dialogue, state, today()),
        "state_kind": KINDS.get(state, ""),
        "steps": _steps(dialogue, state, listed),
        "write_url": thread_url(dialogue, open_thread) + "/skriv" if open_thread else None,
        "first_answer": dialogue.answer_by if not dialogue.is_standing else None,
    }


def _steps(dialogue: Dialogue, state: PublicState, listed: list[ListedAnswer]) -> list[Any]:
    if state is PublicState.CANCELLED:
        return []
    opens = dialogue.opens_at or dialogue.announced_at
    assert opens is not None
    now = instant()
    decision = next((i.response.decision for i in listed if i.response.decision), None)
    latest = listed[0].response.published_at if listed else None
    return dialogue_words(
        dialogue_steps(
            opens=local_day(opens),
            closes=local_day(dialogue.closes_at) if dialogue.closes_at else None,
            decided=decided_by(decision, dialogue.decision_on),
            answer_by=dialogue.answer_by,
            answered=local_day(latest) if latest else None,
            has_opened=opens <= now,
            has_closed=dialogue.closes_at is not None and dialogue.closes_at <= now,
            is_answered=state in (PublicState.ANSWERED, PublicState.ARCHIVED),
            today=today(),
        ),
        today(),
    )
