# SPDX-License-Identifier: EUPL-1.2
"""Which threads belong to a goal or an assignment, and which goals and assignments to a thread."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union
from sqlalchemy.orm import aliased, contains_eager, joinedload
from sqlalchemy.sql.selectable import CompoundSelect

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, DialogueLink, Thread, ThreadLink
from dialogue.dialogues.queries.about import threads_and_goals
from dialogue.feedback.models import FeedbackLink, FeedbackResponse
from dialogue.feedback.rules import ResponseState
from dialogue.goals.models import Assignment, Goal, Plan

#: A goal, and the assignment under it when the link is to that.
Link = tuple[Goal, Assignment | None]

#: Several ids, or the parameter that stands for them.
Ids = Collection[int] | ColumnElement[Any]

_OWN = aliased(ThreadLink)
#: Whether the row's thread names assignments of its own; they count instead of the dialogue's.
_HAS_OWN_ASSIGNMENTS = (
    exists().where(_OWN.thread_id == Thread.id, _OWN.assignment_id.is_not(None)).correlate(Thread)
)


def threads_of_goal(goal_id: int | ColumnElement[int]) -> Select[tuple[int]]:
    """The ids of the threads that are about a goal."""
    pairs = threads_and_goals().subquery()
    return select(pairs.c.thread_id).where(pairs.c.goal_id == goal_id)


def threads_of_goals(goal_ids: Ids) -> Select[tuple[int]]:
    """The ids of the threads that are about any of these goals."""
    pairs = threads_and_goals().subquery()
    return select(pairs.c.thread_id).where(pairs.c.goal_id.in_(goal_ids))


def latest_year(goal_ids: Ids) -> ColumnElement[int]:
    """The last year in which the row's contribution is about any of these goals."""
    pairs = threads_and_goals().subquery()
    return (
        select(func.max(Plan.year))
        .select_from(Goal)
        .join(Goal.plan)
        .join(pairs, pairs.c.goal_id == Goal.id)
        .where(pairs.c.thread_id == Contribution.thread_id, Goal.id.in_(goal_ids))
        .correlate(Contribution)
        .scalar_subquery()
    )


def latest_year_answered(goal_ids: Collection[int]) -> ColumnElement[int]:
    """The last year of those among these goals that the row's response is about."""
    return (
        select(func.max(Plan.year))
        .select_from(Goal)
        .join(Goal.plan)
        .where(Goal.id.in_(goal_ids), _answers(Goal.id))
        .correlate(FeedbackResponse)
        .scalar_subquery()
    )


def threads_of_assignment(assignment_id: int) -> CompoundSelect[tuple[int]]:
    """The ids of the threads that are about an assignment."""
    return union(
        select(ThreadLink.thread_id).where(ThreadLink.assignment_id == assignment_id),
        select(Thread.id)
        .join(DialogueLink, DialogueLink.dialogue_id == Thread.dialogue_id)
        .where(DialogueLink.assignment_id == assignment_id, ~_HAS_OWN_ASSIGNMENTS),
    )


def goal_counts(goal_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Goal id → (contributions that show, published answers), for each of the goals."""
    pairs = threads_and_goals().subquery()
    said = (
        select(func.coalesce(func.sum(Thread.shown_count), 0))
        .join(pairs, pairs.c.thread_id == Thread.id)
        .where(pairs.c.goal_id == Goal.id)
        .correlate(Goal)
        .scalar_subquery()
    )
    answers = (
        select(func.count(FeedbackResponse.id))
        .where(FeedbackResponse.state == ResponseState.PUBLISHED, _answers(Goal.id))
        .correlate(Goal)
        .scalar_subquery()
    )
    rows = session().execute(select(Goal.id, said, answers).where(Goal.id.in_(goal_ids)))
    return {goal_id: (int(n), int(m)) for goal_id, n, m in rows}


def answers_goal(goal_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the row's response is about a goal."""
    return _answers(goal_id)


def answers_any(goal_ids: Collection[int]) -> ColumnElement[bool]:
    """Whether the row's response is about any of these goals."""
    return or_(*(_answers(literal(goal_id)) for goal_id in goal_ids))


def _answers(goal_id: ColumnElement[int] | object) -> ColumnElement[bool]:
    """Whether the row's response is tied to a goal.

    Publishing ties it to every goal of what it covers, so nobody has to look at the covers again:
    there may be a hundred thousand of them.
    """
    return (
        exists()
        .where(FeedbackLink.response_id == FeedbackResponse.id, FeedbackLink.goal_id == goal_id)
        .correlate(FeedbackResponse, Goal)
    )


def links_of_thread(thread: Thread) -> list[Link]:
    """The goals and assignments that a thread is about, its dialogue's first, each once.

    A thread with assignments of its own is not about its dialogue's other ones.
    """
    own = select(ThreadLink.goal_id, ThreadLink.assignment_id, literal(1).label("own")).where(
        ThreadLink.thread_id == thread.id
    )
    shared = select(DialogueLink.goal_id, DialogueLink.assignment_id, literal(0)).where(
        DialogueLink.dialogue_id == thread.dialogue_id
    )
    found = own.union_all(shared).subquery()
    rows = session().execute(
        select(Goal, Assignment, found.c.own)
        .join(found, found.c.goal_id == Goal.id)
        .join(Goal.plan)
        .outerjoin(
            Assignment,
            and_(Assignment.id == found.c.assignment_id, Assignment.goal_id == Goal.id),
        )
        .options(contains_eager(Goal.plan))
        .order_by(found.c.own, Plan.year.desc(), Goal.number, Assignment.id)
    )
    return _each_once([(goal, assignment, bool(own)) for goal, assignment, own in rows])


def _each_once(rows: list[tuple[Goal, Assignment | None, bool]]) -> list[Link]:
    has_own = any(own and assignment for _goal, assignment, own in rows)
    kept: dict[tuple[int, int | None], Link] = {}
    for goal, assignment, own in rows:
        counts = assignment if own or not has_own else None
        kept.setdefault((goal.id, counts.id if counts else None), (goal, counts))
    named = {goal.id for goal, assignment in kept.values() if assignment is not None}
    return [link for link in kept.values() if link[1] is not None or link[0].id not in named]


def links_of_response(response_id: int) -> list[Link]:
    """The goals and assignments that a response names."""
    rows = session().scalars(
        select(FeedbackLink)
        .where(FeedbackLink.response_id == response_id)
        .options(
            joinedload(FeedbackLink.goal).joinedload(Goal.plan),
            joinedload(FeedbackLink.assignment),
        )
        .order_by(FeedbackLink.id)
    )
    return [(link.goal, link.assignment) for link in rows]
