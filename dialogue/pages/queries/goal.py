# SPDX-License-Identifier: EUPL-1.2
"""A goal with what is counted under it."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import Decision, FeedbackCover, FeedbackLink, FeedbackResponse
from dialogue.feedback.rules import ResponseState, Use
from dialogue.goals.models import Goal, Plan, ProgressReport
from dialogue.goals.rules import Period, ProgressState
from dialogue.pages.queries.links import answers_goal, threads_of_goal

#: What waits is counted this far: a picture says "more than" beyond it.
COUNTED = 1000


class Counts(NamedTuple):
    """What the red thread of a goal has come to; of what anybody may see, and nothing else.

    `waiting` and `unchanged` are counted to one more than COUNTED.  `done`: assignments that the
    answers name and whose latest report says so.
    """

    said: int
    answers: int
    decisions: int
    done: int
    waiting: int
    unchanged: int


class GoalHere(NamedTuple):
    """A goal, whether its plan is in force, and its counts."""

    goal: Goal
    in_force: bool
    counts: Counts


def goal_here(
    year: int, key: str, today: date, *, counted: int | None = COUNTED
) -> GoalHere | None:
    """One goal of a year with all that its picture counts, in one query.

    `counted`: how far what waits is counted; None: to the end.
    """
    row = session().execute(_here(counted), {"year": year, "key": key, "today": today}).first()
    return GoalHere(row[0], bool(row[1]), Counts(*map(int, row[2:]))) if row else None


@cache
def _here(counted: int | None) -> Select[Any]:
    """The statement, written once: writing it takes longer than running it."""
    wanted = (
        select(Goal.id)
        .join(Goal.plan)
        .where(
            Plan.year == bindparam("year", type_=Integer), Goal.key == bindparam("key", type_=Text)
        )
    )
    current = (
        select(Plan.id)
        .where(Plan.adopted_on <= bindparam("today", type_=Date))
        .order_by(Plan.year.desc())
        .limit(1)
    ).scalar_subquery()
    here = wanted.scalar_subquery()
    answering = (
        select(FeedbackResponse.id)
        .where(FeedbackResponse.state == ResponseState.PUBLISHED, answers_goal(here))
        .cte("answering")
    )
    return (
        select(
            Goal, Goal.plan_id == current, _said(here),
            select(func.count()).select_from(answering).scalar_subquery(),
            _decisions(answering), _done(answering), _waiting(here, counted),
            _unchanged(here, answering, counted),
        )
        .join(Goal.plan)
        .where(Goal.id == here)
        .options(contains_eager(Goal.plan), joinedload(Goal.committee))
    )  # fmt: skip


def _said(goal_id: ColumnElement[int]) -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(Thread.shown_count), 0))
        .where(Thread.id.in_(threads_of_goal(goal_id)))
        .scalar_subquery()
    )


def _decisions(answering: CTE) -> ColumnElement[int]:
    return (
        select(func.count(Decision.id))
        .where(Decision.response_id.in_(select(answering.c.id)))
        .scalar_subquery()
    )


def _done(answering: CTE) -> ColumnElement[int]:
    later = aliased(ProgressReport)
    order = {period: n for n, period in enumerate(Period)}

    def place(report: type[ProgressReport]) -> ColumnElement[int]:
        return report.year * len(order) + case(order, value=report.period)

    return (
        select(func.count(FeedbackLink.assignment_id.distinct()))
        .join(ProgressReport, ProgressReport.assignment_id == FeedbackLink.assignment_id)
        .where(
            FeedbackLink.response_id.in_(select(answering.c.id)),
            ProgressReport.state == ProgressState.DONE,
            ~exists().where(
                later.assignment_id == ProgressReport.assignment_id,
                place(later) > place(ProgressReport),
            ),
        )
        .scalar_subquery()
    )


def waits() -> ColumnElement[bool]:
    """Whether the row's contribution is published and has no answer yet."""
    return and_(
        Contribution.state == ContributionState.PUBLISHED, Contribution.answered_at.is_(None)
    )


def unchanged() -> ColumnElement[bool]:
    """Whether a published answer says that the row's contribution did not change the decision."""
    not_used = (
        select(FeedbackCover.contribution_id)
        .join(FeedbackResponse, FeedbackResponse.id == FeedbackCover.response_id)
        .where(FeedbackCover.use == Use.NOT_USED, FeedbackResponse.state == ResponseState.PUBLISHED)
    )
    return Contribution.id.in_(not_used)


def _waiting(goal_id: ColumnElement[int], counted: int | None) -> ColumnElement[int]:
    threads = threads_of_goal(goal_id)
    # the dialogue's index holds what waits, and nothing else
    dialogues = select(Thread.dialogue_id).where(Thread.id.in_(threads))
    return _capped(
        select(Contribution.id).where(
            waits(), Contribution.dialogue_id.in_(dialogues), Contribution.thread_id.in_(threads)
        ),
        counted,
    )


def _unchanged(
    goal_id: ColumnElement[int], answering: CTE, counted: int | None
) -> ColumnElement[int]:
    # by way of the answers: there are fewer covers than words
    return _capped(
        select(Contribution.id)
        .join(FeedbackCover, FeedbackCover.contribution_id == Contribution.id)
        .where(
            FeedbackCover.response_id.in_(select(answering.c.id)),
            FeedbackCover.use == Use.NOT_USED,
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.thread_id.in_(threads_of_goal(goal_id)),
        )
        .distinct(),
        counted,
    )


def _capped(rows: Select[int], counted: int | None) -> ColumnElement[int]:
    few = (rows if counted is None else rows.limit(counted + 1)).subquery()
    return select(func.count()).select_from(few).scalar_subquery()
