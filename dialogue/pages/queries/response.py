# SPDX-License-Identifier: EUPL-1.2
"""The municipality's published answers, as public pages show them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, null, select, tuple_
from sqlalchemy.orm import joinedload

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.queries.about import is_about_place
from dialogue.dialogues.rules.contribution import ContributionState, Cursor, Sort, read_cursor
from dialogue.feedback.models import (
    FeedbackCover,
    FeedbackLink,
    FeedbackResponse,
    FeedbackRevision,
)
from dialogue.feedback.rules import ResponseState, Use
from dialogue.pages.queries.links import answers_any, latest_year_answered

_SHOWN = Contribution.state == ContributionState.PUBLISHED
_NEWEST = (FeedbackResponse.published_at.desc(), FeedbackResponse.id.desc())


class Listed(NamedTuple):
    """A published answer in a list: its text in force, how many it answers, and what it led to
    when that was the same for all.
    """

    response: FeedbackResponse
    revision: FeedbackRevision
    answered: int
    use: Use | None
    #: The last year of the goals asked for that it is about, when several were asked for.
    year: int | None = None


class Quote(NamedTuple):
    """A contribution that an answer covers and anybody may read, and how it was used."""

    contribution: Contribution
    cover: FeedbackCover


class Answer(NamedTuple):
    """The published answer to one contribution."""

    cover: FeedbackCover
    response: FeedbackResponse
    revision: FeedbackRevision


class Facts(NamedTuple):
    """What is told of the contributions behind an answer: of those that show, and no others."""

    shown: int
    first_received: datetime | None
    first_shown: datetime | None


def _published() -> Select[FeedbackResponse, FeedbackRevision]:
    """Published answers, each with its text in force and its decision."""
    last = (
        select(func.max(FeedbackRevision.number))
        .where(FeedbackRevision.response_id == FeedbackResponse.id)
        .correlate(FeedbackResponse)
        .scalar_subquery()
    )
    return (
        select(FeedbackResponse, FeedbackRevision)
        .join(FeedbackRevision, FeedbackRevision.response_id == FeedbackResponse.id)
        .where(FeedbackResponse.state == ResponseState.PUBLISHED, FeedbackRevision.number == last)
        .options(joinedload(FeedbackResponse.decision))
    )


def _counted(page: Select[int]) -> Subquery:
    """Of each answer on a page: how many it covers that show, the least and the most of their uses.

    What was hidden later is not even counted.
    """
    return (
        select(
            FeedbackCover.response_id,
            func.count().label("answered"),
            func.min(FeedbackCover.use).label("least"),
            func.max(FeedbackCover.use).label("most"),
        )
        .join(Contribution, Contribution.id == FeedbackCover.contribution_id)
        .where(FeedbackCover.response_id.in_(page), _SHOWN)
        .group_by(FeedbackCover.response_id)
        .subquery()
    )


def answers(
    *,
    goal_id: int | None = None,
    goal_ids: Collection[int] = (),
    assignment_id: int | None = None,
    place_id: int | None = None,
    dialogue_id: int | None = None,
    decided: bool = False,
    after: str | None = None,
    limit: int = 20,
) -> tuple[list[Listed], str | None]:
    """Published answers, the newest first, and the cursor of the next page (None on the last).

    `goal_ids`: about any of these goals, each with the last year of those.  `decided`: only those
    with a formal decision.
    """
    page = (
        select(FeedbackResponse.id)
        .where(FeedbackResponse.state == ResponseState.PUBLISHED)
        .order_by(*_NEWEST)
        .limit(limit + 1)
    )
    if goal_id is not None:
        page = page.where(answers_any([goal_id]))
    if goal_ids:
        page = page.where(answers_any(goal_ids))
    if decided:
        page = page.where(FeedbackResponse.decision.has())
    if assignment_id is not None:
        page = page.where(
            exists().where(
                FeedbackLink.response_id == FeedbackResponse.id,
                FeedbackLink.assignment_id == assignment_id,
            )
        )
    if place_id is not None:
        page = page.where(FeedbackResponse.id.in_(_answering(is_about_place(place_id))))
    if dialogue_id is not None:
        threads = select(Thread.id).where(Thread.dialogue_id == dialogue_id)
        page = page.where(FeedbackResponse.id.in_(_answering(Contribution.thread_id.in_(threads))))
    cursor = read_cursor(after, Sort.NEWEST)
    if cursor.moment is not None:
        place = tuple_(FeedbackResponse.published_at, FeedbackResponse.id)
        page = page.where(place < tuple_(cursor.moment, cursor.identity))
    # Only what is on the page is counted: the covers of all answers would be all that was said.
    here = select(page.subquery().c.id)
    counted = _counted(here)
    rows = (
        _published()
        .outerjoin(counted, counted.c.response_id == FeedbackResponse.id)
        .add_columns(
            func.coalesce(counted.c.answered, 0),
            counted.c.least,
            counted.c.most,
            latest_year_answered(goal_ids) if goal_ids else null(),
        )
        .where(FeedbackResponse.id.in_(here))
        .order_by(*_NEWEST)
    )
    found = [
        Listed(response, revision, count, Use(least) if least and least == most else None, year)
        for response, revision, count, least, most, year in session().execute(rows)
    ]
    return found[:limit], _later(found, limit)


def _answering(condition: ColumnElement[bool]) -> Select[int]:
    """The answers to what shows and meets the condition; it looks through that, not through all
    that was ever answered.
    """
    return (
        select(FeedbackCover.response_id)
        .join(Contribution, Contribution.id == FeedbackCover.contribution_id)
        .where(_SHOWN, Contribution.answered_at.is_not(None), condition)
    )


def _later(found: list[Listed], limit: int) -> str | None:
    if len(found) <= limit:
        return None
    last = found[limit - 1].response
    assert last.published_at is not None
    return Cursor(last.published_at, last.id).written(Sort.NEWEST)


def first_quotes(response_ids: Collection[int]) -> dict[int, Quote]:
    """Response id → the first contribution that it answers and that shows."""
    if not response_ids:
        return {}
    place = func.row_number().over(
        partition_by=FeedbackCover.response_id, order_by=(Contribution.shown_at, Contribution.id)
    )
    first = (
        select(FeedbackCover.response_id, FeedbackCover.contribution_id, place.label("place"))
        .join(Contribution, Contribution.id == FeedbackCover.contribution_id)
        .where(FeedbackCover.response_id.in_(response_ids), _SHOWN)
        .subquery()
    )
    rows = session().execute(
        select(Contribution, FeedbackCover)
        .join(FeedbackCover, FeedbackCover.contribution_id == Contribution.id)
        .join(
            first,
            (first.c.response_id == FeedbackCover.response_id)
            & (first.c.contribution_id == Contribution.id),
        )
        .where(first.c.place == 1)
    )
    return {cover.response_id: Quote(contribution, cover) for contribution, cover in rows}


def published_response(response_id: int) -> tuple[FeedbackResponse, FeedbackRevision] | None:
    """A published answer with its text in force and its decision; None for any other."""
    row = session().execute(_published().where(FeedbackResponse.id == response_id)).first()
    return (row[0], row[1]) if row else None


def answer_to(contribution_id: int) -> Answer | None:
    """The published answer that covers a contribution."""
    row = session().execute(
        _published()
        .join(FeedbackCover, FeedbackCover.response_id == FeedbackResponse.id)
        .where(FeedbackCover.contribution_id == contribution_id)
        .add_columns(FeedbackCover)
        .order_by(FeedbackResponse.published_at.desc())
        .limit(1)
    )
    found = row.first()
    return Answer(found[2], found[0], found[1]) if found else None


def facts_of(response_id: int) -> Facts:
    """How many contributions that show an answer covers, and when these came."""
    row = session().execute(
        select(
            func.count(),
            func.min(Contribution.received_at),
            func.min(Contribution.shown_at),
        )
        .select_from(FeedbackCover)
        .join(Contribution, Contribution.id == FeedbackCover.contribution_id)
        .where(FeedbackCover.response_id == response_id, _SHOWN)
    )
    return Facts(*row.one())


def quotes(response_id: int, after: str | None, limit: int = 20) -> tuple[list[Quote], str | None]:
    """A page of what an answer covers and shows, the oldest first, and the next page's cursor."""
    rows = (
        select(Contribution, FeedbackCover)
        .join(FeedbackCover, FeedbackCover.contribution_id == Contribution.id)
        .where(FeedbackCover.response_id == response_id, _SHOWN)
        .options(joinedload(Contribution.place))
        .order_by(Contribution.shown_at, Contribution.id)
        .limit(limit + 1)
    )
    cursor = read_cursor(after, Sort.OLDEST)
    if cursor.moment is not None:
        place = tuple_(Contribution.shown_at, Contribution.id)
        rows = rows.where(place > tuple_(cursor.moment, cursor.identity))
    found = [Quote(*row) for row in session().execute(rows)]
    if len(found) <= limit:
        return found, None
    last = found[limit - 1].contribution
    assert last.shown_at is not None
    return found[:limit], Cursor(last.shown_at, last.id).written(Sort.OLDEST)
