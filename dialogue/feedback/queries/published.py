"""What everybody may read of the answers: published responses, and what they cover.

A response that is not published is not found by any of these.  A covered contribution that was
hidden later still counts, but is never among those shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import FeedbackCover, FeedbackLink, FeedbackResponse
from dialogue.feedback.rules import ResponseState, Use
from dialogue.goals.models import Assignment, Goal

#: (published_at, id) of the last response that was shown.
Cursor = tuple[datetime, int]


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


def _published() -> Select[FeedbackResponse]:
    return (
        select(FeedbackResponse)
        .where(FeedbackResponse.state == ResponseState.PUBLISHED)
        .order_by(FeedbackResponse.published_at.desc(), FeedbackResponse.id.desc())
        .options(*whole())
    )


def _listed(found: Select[FeedbackResponse], limit: int | None) -> list[FeedbackResponse]:
    return list(session().scalars(found.limit(limit)))


def public_responses(limit: int, cursor: Cursor | None = None) -> list[FeedbackResponse]:
    """The latest published responses, after `cursor` when one is given."""
    found = _published()
    if cursor is not None:
        place = tuple_(FeedbackResponse.published_at, FeedbackResponse.id)
        found = found.where(place < cursor)
    return _listed(found, limit)


def public_response(response_id: int) -> FeedbackResponse | None:
    """One published response with revisions, links, decision and committee."""
    return session().scalar(_published().where(FeedbackResponse.id == response_id))


def responses_for_goal(goal_id: int, limit: int | None = None) -> list[FeedbackResponse]:
    """The responses tied to a goal, the latest first."""
    tied = exists().where(
        FeedbackLink.response_id == FeedbackResponse.id, FeedbackLink.goal_id == goal_id
    )
    return _listed(_published().where(tied), limit)


def responses_for_assignment(
    assignment_id: int, limit: int | None = None
) -> list[FeedbackResponse]:
    """The responses tied to an assignment, the latest first."""
    tied = exists().where(
        FeedbackLink.response_id == FeedbackResponse.id,
        FeedbackLink.assignment_id == assignment_id,
    )
    return _listed(_published().where(tied), limit)


def responses_for_dialogue(dialogue_id: int, limit: int | None = None) -> list[FeedbackResponse]:
    """The responses that answer something said in a dialogue, the latest first."""
    answering = (
        select(FeedbackCover.response_id)
        .join(FeedbackCover.contribution)
        .where(Contribution.dialogue_id == dialogue_id)
    )
    return _listed(_published().where(FeedbackResponse.id.in_(answering)), limit)


def responses_for_place(place_id: int, limit: int | None = None) -> list[FeedbackResponse]:
    """The responses that answer something shown about a place, or tied to an assignment there."""
    answering = (
        select(FeedbackCover.response_id)
        .join(FeedbackCover.contribution)
        .join(Contribution.dialogue)
        .where(
            Contribution.state == ContributionState.PUBLISHED,
            or_(Contribution.place_id == place_id, Dialogue.place_id == place_id),
        )
    )
    tied = (
        select(FeedbackLink.response_id)
        .join(Assignment, Assignment.id == FeedbackLink.assignment_id)
        .where(Assignment.place_id == place_id)
    )
    here = FeedbackResponse.id.in_(answering.union(tied))
    return _listed(_published().where(here), limit)


def response_counts_by_goal(goal_ids: Collection[int]) -> dict[int, int]:
    """Goal id → how many published responses are tied to it; 0 for those without any."""
    counts = dict.fromkeys(goal_ids, 0)
    rows = session().execute(
        select(FeedbackLink.goal_id, func.count(FeedbackLink.response_id.distinct()))
        .join(FeedbackResponse, FeedbackResponse.id == FeedbackLink.response_id)
        .where(FeedbackLink.goal_id.in_(counts), FeedbackResponse.state == ResponseState.PUBLISHED)
        .group_by(FeedbackLink.goal_id)
    )
    counts.update((goal_id, count) for goal_id, count in rows)
    return counts


def cover_counts(response_ids: Collection[int]) -> dict[int, int]:
    """Response id → how many contributions it answers, hidden ones among them."""
    counts = dict.fromkeys(response_ids, 0)
    rows = session().execute(
        select(FeedbackCover.response_id, func.count())
        .where(FeedbackCover.response_id.in_(counts))
        .group_by(FeedbackCover.response_id)
    )
    counts.update((response_id, count) for response_id, count in rows)
    return counts


def common_uses(response_ids: Collection[int]) -> dict[int, tuple[Use, str]]:
    """Response id → (use, receiver's key) for those whose covers were all used alike."""
    alike = (
        select(
            FeedbackCover.response_id,
            func.min(FeedbackCover.use).label("use"),
            func.min(FeedbackCover.receiver).label("receiver"),
        )
        .where(FeedbackCover.response_id.in_(response_ids))
        .group_by(FeedbackCover.response_id)
        .having(func.min(FeedbackCover.use) == func.max(FeedbackCover.use))
        .having(func.min(FeedbackCover.receiver) == func.max(FeedbackCover.receiver))
    )
    return {row: (Use(use), receiver) for row, use, receiver in session().execute(alike)}


def shown_covers(response_id: int, limit: int, cursor: Cursor | None = None) -> list[FeedbackCover]:
    """Covers whose contribution is shown now, with it, by (shown_at, id) after `cursor`."""
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
    if cursor is not None:
        found = found.where(tuple_(Contribution.shown_at, Contribution.id) > cursor)
    return list(session().scalars(found.limit(limit)))


def _covers() -> Select[FeedbackCover]:
    return (
        select(FeedbackCover)
        .join(FeedbackCover.response)
        .where(FeedbackResponse.state == ResponseState.PUBLISHED)
        .order_by(FeedbackResponse.published_at, FeedbackResponse.id)
    )


def cover_of(contribution_id: int) -> FeedbackCover | None:
    """What the published answer says of one contribution, with the whole response."""
    found = (
        _covers()
        .where(FeedbackCover.contribution_id == contribution_id)
        .options(contains_eager(FeedbackCover.response).options(*whole()))
    )
    return session().scalars(found).first()


def covers_of(contribution_ids: Sequence[int]) -> dict[int, FeedbackCover]:
    """Contribution id → what the published answer says of it, with response and text."""
    found = (
        _covers()
        .where(FeedbackCover.contribution_id.in_(contribution_ids))
        .options(
            contains_eager(FeedbackCover.response).selectinload(FeedbackResponse.revisions),
        )
    )
    return {cover.contribution_id: cover for cover in session().scalars(found)}
