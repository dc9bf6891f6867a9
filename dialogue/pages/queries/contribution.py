# SPDX-License-Identifier: EUPL-1.2
"""Contributions gathered over several threads."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.queries.about import is_about_place
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import FeedbackCover, FeedbackLink, FeedbackResponse
from dialogue.feedback.rules import ResponseState
from dialogue.pages.queries.links import threads_of_assignment, threads_of_goal


def newest_of_goal(goal_id: int, limit: int = 3) -> list[Contribution]:
    """The newest contributions about a goal, those in bounded dialogues too."""
    return _newest(Contribution.thread_id.in_(threads_of_goal(goal_id)), limit)


def newest_at_place(place_id: int, limit: int = 20) -> list[Contribution]:
    """The newest contributions about a place: those that name it, or in a dialogue about it."""
    return _newest(is_about_place(place_id), limit)


def newest_of_dialogue(dialogue_id: int, limit: int = 20) -> list[Contribution]:
    """The newest contributions in a dialogue."""
    return _newest(Contribution.dialogue_id == dialogue_id, limit)


def newest_of_assignment(assignment_id: int, limit: int = 20) -> list[Contribution]:
    """The newest contributions behind an assignment: said under it, or answered with it."""
    return _newest(_behind(assignment_id), limit)


def count_of_assignment(assignment_id: int) -> int:
    """How many contributions stand behind an assignment."""
    shown = Contribution.state == ContributionState.PUBLISHED
    return session().scalar(select(func.count()).where(shown, _behind(assignment_id))) or 0


def _behind(assignment_id: int) -> ColumnElement[bool]:
    answered = (
        select(FeedbackCover.contribution_id)
        .join(FeedbackResponse, FeedbackResponse.id == FeedbackCover.response_id)
        .join(FeedbackLink, FeedbackLink.response_id == FeedbackResponse.id)
        .where(
            FeedbackLink.assignment_id == assignment_id,
            FeedbackResponse.state == ResponseState.PUBLISHED,
        )
    )
    return or_(
        Contribution.thread_id.in_(threads_of_assignment(assignment_id)),
        Contribution.id.in_(answered),
    )


def _newest(condition: ColumnElement[bool], limit: int) -> list[Contribution]:
    return list(
        session().scalars(
            select(Contribution)
            .where(Contribution.state == ContributionState.PUBLISHED, condition)
            .options(joinedload(Contribution.place))
            .order_by(Contribution.shown_at.desc(), Contribution.id.desc())
            .limit(limit)
        )
    )
