# SPDX-License-Identifier: EUPL-1.2
"""What a desk shows of published responses, and of what they cover; pages/queries has the rest.

A response that is not published is not found by any of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm
from dialogue.feedback.models import FeedbackCover, FeedbackLink, FeedbackResponse
from dialogue.feedback.rules import ResponseState
from dialogue.goals.models import Assignment, Goal


def whole() -> tuple[Any, ...]:
    """Options that load all that a response's own page shows, in a fixed number of queries."""
    response = FeedbackResponse
    return (
        joinedload(response.committee),
        joinedload(response.decision),
        selectinload(response.revisions),
        selectinload(response.links).options(
            joinedload(FeedbackLink.goal).joinedload(Goal.plan),
            joinedload(FeedbackLink.assignment).joinedload(Assignment.goal).joinedload(Goal.plan),
        ),
    )


def kept_and_promised(since: datetime, until: datetime) -> tuple[int, int]:
    """Of the answers promised in standing dialogues for a time between two instants: how many came
    in time, and how many were promised.  Only what is published has a promise running.
    """
    in_time = Contribution.answered_at <= Contribution.due_at
    kept, promised = (
        session()
        .execute(
            select(func.count().filter(in_time), func.count())
            .join(Dialogue, Dialogue.id == Contribution.dialogue_id)
            .where(
                Dialogue.form == DialogueForm.STANDING,
                Contribution.state == ContributionState.PUBLISHED,
                Contribution.due_at >= since,
                Contribution.due_at < until,
            )
        )
        .one()
    )
    return kept, promised


def public_response(response_id: int) -> FeedbackResponse | None:
    """One published response with revisions, links, decision and committee."""
    return session().scalar(
        select(FeedbackResponse)
        .where(
            FeedbackResponse.id == response_id, FeedbackResponse.state == ResponseState.PUBLISHED
        )
        .options(*whole())
    )


def shown_covers(response_id: int, limit: int) -> list[FeedbackCover]:
    """The first covers whose contribution is shown now, with it, in the order of its showing."""
    found = (
        select(FeedbackCover)
        .join(FeedbackCover.contribution)
        .where(
            FeedbackCover.response_id == response_id,
            Contribution.state == ContributionState.PUBLISHED,
        )
        .options(
            contains_eager(FeedbackCover.contribution).options(
                joinedload(Contribution.place),
                joinedload(Contribution.thread),
                joinedload(Contribution.dialogue),
            )
        )
        .order_by(Contribution.shown_at, Contribution.id)
    )
    return list(session().scalars(found.limit(limit)))


def covers_of(contribution_ids: Sequence[int]) -> dict[int, FeedbackCover]:
    """Contribution id → what the published answer says of it, with response and text."""
    found = (
        select(FeedbackCover)
        .join(FeedbackCover.response)
        .where(
            FeedbackResponse.state == ResponseState.PUBLISHED,
            FeedbackCover.contribution_id.in_(contribution_ids),
        )
        .options(contains_eager(FeedbackCover.response).selectinload(FeedbackResponse.revisions))
        .order_by(FeedbackResponse.published_at, FeedbackResponse.id)
    )
    return {cover.contribution_id: cover for cover in session().scalars(found)}
