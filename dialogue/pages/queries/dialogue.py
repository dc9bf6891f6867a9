# SPDX-License-Identifier: EUPL-1.2
"""Dialogues and threads with what their public pages need, in few queries."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Dialogue, DialogueChange, DialogueLink, Thread
from dialogue.dialogues.queries.dialogue import has_unanswered
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState


class ThreadPage(NamedTuple):
    """A thread with its dialogue, committee and place; what the promise and its state need."""

    thread: Thread
    changes: int
    is_unanswered: bool


class Standing(NamedTuple):
    """A goal's standing dialogue with its only thread; `first_due`: of the first that waits."""

    dialogue: Dialogue
    thread: Thread
    changes: int
    first_due: datetime | None


def _changes() -> ColumnElement[int]:
    return (
        select(func.count(DialogueChange.id))
        .where(DialogueChange.dialogue_id == Dialogue.id)
        .correlate(Dialogue)
        .scalar_subquery()
    )


def thread_page(slug: str, thread_slug: str) -> ThreadPage | None:
    """A thread of an announced dialogue, in one query."""
    dialogue = contains_eager(Thread.dialogue)
    row = session().execute(
        select(Thread, _changes(), has_unanswered())
        .join(Thread.dialogue)
        .where(
            Dialogue.slug == slug,
            Dialogue.announced_at.is_not(None),
            Thread.slug == thread_slug,
        )
        .options(dialogue.joinedload(Dialogue.committee), dialogue.joinedload(Dialogue.place))
    )
    found = row.first()
    return ThreadPage(found[0], found[1], bool(found[2])) if found else None


def standing_of_goal(goal_id: int) -> Standing | None:
    """The standing dialogue of a goal, in one query."""
    first_due = (
        select(func.min(Contribution.due_at))
        .where(
            Contribution.dialogue_id == Dialogue.id,
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.answered_at.is_(None),
        )
        .correlate(Dialogue)
        .scalar_subquery()
    )
    row = session().execute(
        select(Thread, _changes(), first_due)
        .join(Thread.dialogue)
        .where(
            Dialogue.form == DialogueForm.STANDING,
            Dialogue.state == DialogueState.ANNOUNCED,
            Dialogue.links.any(DialogueLink.goal_id == goal_id),
        )
        .options(contains_eager(Thread.dialogue).options(joinedload(Dialogue.committee)))
        .order_by(Dialogue.id, Thread.id)
        .limit(1)
    )
    found = row.first()
    return Standing(found[0].dialogue, found[0], found[1], found[2]) if found else None
