# SPDX-License-Identifier: EUPL-1.2
"""Contributions gathered over several threads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    bindparam,
    case,
    column,
    func,
    literal,
    select,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload

from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.queries.about import is_about_place
from dialogue.dialogues.rules.contribution import ContributionState, Cursor, Sort, read_cursor
from dialogue.feedback.models import FeedbackCover, FeedbackLink, FeedbackResponse
from dialogue.feedback.rules import ResponseState
from dialogue.pages.queries.goal import unchanged, waits
from dialogue.pages.queries.links import (
    latest_year,
    threads_of_assignment,
    threads_of_goal,
    threads_of_goals,
)

#: By what an author changes what shows.
_BY_AUTHORS = (EventKind.CONTRIBUTION_EDITED, EventKind.CONTRIBUTION_NAME_REMOVED)


def newest_of_goal(goal_id: int, limit: int = 3) -> list[Contribution]:
    """The newest contributions about a goal, those in bounded dialogues too."""
    return _newest(Contribution.thread_id.in_(threads_of_goal(goal_id)), limit)


class Said(NamedTuple):
    """A contribution; `year` is the goal's when it is about a former one, else None."""

    contribution: Contribution
    year: int | None


class Shows(StrEnum):
    """Which contributions about a goal a list shows, as its address says it."""

    WAITING = "vantar"
    UNCHANGED = "inte-andrade"


def said_of_line(goal_id: int, earlier: Collection[int], limit: int = 3) -> list[Said]:
    """The newest contributions about a goal, then the newest about the goals that live on in it;
    as many of each at most.  What is about both is the goal's own.
    """
    written = _newest_of_line(limit, bool(earlier))
    rows = session().execute(written, {"here": goal_id, "earlier": list(earlier)})
    return [Said(*row) for row in rows]


@cache
def _newest_of_line(limit: int, has_former: bool) -> Select[Contribution, int]:
    """The statement, written once: writing it takes longer than running it."""
    here = bindparam("here", type_=Integer)
    former: ColumnElement[Any] | None = None
    if has_former:
        former = bindparam("earlier", type_=Integer, expanding=True)
    ids: Select[Any] = select(_newest_in("own", threads_of_goal(here), limit).c.id)
    if former is not None:
        others = threads_of_goals(former).where(column("thread_id").not_in(threads_of_goal(here)))
        both = ids.union_all(select(_newest_in("former", others, limit).c.id)).subquery()
        ids = select(both.c.id)
    year = _former_year(here, former)
    return (
        select(Contribution, year)
        .where(Contribution.id.in_(ids))
        .options(joinedload(Contribution.place))
        .order_by(year.is_not(None), Contribution.shown_at.desc(), Contribution.id.desc())
    )


def _newest_in(name: str, threads: Select[tuple[int]], limit: int) -> Subquery:
    """The ids of the newest contributions in these threads, without the comments on them.

    Each thread's newest are looked up one by one, in the order of its index: to sort all that was
    ever said would cost more with every word.
    """
    among = threads.cte(f"{name}_threads")
    one = aliased(Contribution)
    newest = (
        select(one.id)
        .where(
            one.thread_id == among.c.thread_id,
            one.parent_id.is_(None),
            one.shown_at.is_not(None),
            one.state == ContributionState.PUBLISHED,
        )
        .order_by(one.shown_at.desc(), one.id.desc())
        .limit(1)
        .correlate(among)
    )
    places = [newest.offset(n).scalar_subquery().label("id") for n in range(limit)]
    picked = union_all(*(select(place).select_from(among) for place in places)).subquery()
    return (
        select(Contribution.id)
        .where(Contribution.id.in_(select(picked.c.id)))
        .order_by(Contribution.shown_at.desc(), Contribution.id.desc())
        .limit(limit)
        .subquery()
    )


def _former_year(
    goal_id: int | ColumnElement[int], earlier: Collection[int] | ColumnElement[Any] | None
) -> ColumnElement[int]:
    """The year of the former goal, NULL for what is the goal's own."""
    nothing = literal(None, Integer())
    if earlier is None or (not isinstance(earlier, ColumnElement) and not earlier):
        return nothing
    own = Contribution.thread_id.in_(threads_of_goal(goal_id))
    return case((own, nothing), else_=latest_year(earlier))


def said_about(
    goal_id: int,
    earlier: Collection[int],
    *,
    shows: Shows | None = None,
    after: str | None = None,
    limit: int = 20,
) -> tuple[list[Said], str | None]:
    """A page of what is said about a goal and those that live on in it, the newest first, and the
    cursor of the next page.  `shows` narrows it to some of the goal's own.
    """
    threads = threads_of_goal(goal_id) if shows else threads_of_goals([goal_id, *earlier])
    newest = (Contribution.shown_at.desc(), Contribution.id.desc())
    ids = (
        select(Contribution.id)
        .where(
            Contribution.state == ContributionState.PUBLISHED, Contribution.thread_id.in_(threads)
        )
        .order_by(*newest)
        .limit(limit + 1)
    )
    if shows is not None:
        ids = ids.where(waits() if shows is Shows.WAITING else unchanged())
    cursor = read_cursor(after, Sort.NEWEST)
    if cursor.moment is not None:
        place = tuple_(Contribution.shown_at, Contribution.id)
        ids = ids.where(place < tuple_(cursor.moment, cursor.identity))
    rows = (
        select(Contribution, _former_year(goal_id, earlier))
        .where(Contribution.id.in_(select(ids.subquery().c.id)))
        .options(joinedload(Contribution.place))
        .order_by(*newest)
    )
    found = [Said(*row) for row in session().execute(rows)]
    if len(found) <= limit:
        return found, None
    last = found[limit - 1].contribution
    assert last.shown_at is not None
    return found[:limit], Cursor(last.shown_at, last.id).written(Sort.NEWEST)


def newest_at_place(place_id: int, limit: int = 20) -> list[Contribution]:
    """The newest contributions about a place: those that name it, or in a dialogue about it."""
    return _newest(is_about_place(place_id), limit)


def newest_of_dialogue(dialogue_id: int, limit: int = 20) -> list[Contribution]:
    """The newest contributions in a dialogue."""
    return _newest(Contribution.dialogue_id == dialogue_id, limit)


def changed_by_authors(ids: Collection[int]) -> dict[int, datetime]:
    """Id → when its author last changed what shows of it, for those of which she did."""
    rows = session().execute(
        select(Event.subject_id, func.max(Event.at))
        .where(
            Event.subject_type == Contribution.__tablename__,
            Event.subject_id.in_(ids),
            Event.kind.in_(_BY_AUTHORS),
        )
        .group_by(Event.subject_id)
    )
    return {row[0]: row[1] for row in rows}


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
    one = aliased(Contribution)
    said = select(one.id).where(one.thread_id.in_(threads_of_assignment(assignment_id)))
    # two ways by index: either word in one condition would make it a walk through all that is said
    return Contribution.id.in_(union(said, answered))


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
