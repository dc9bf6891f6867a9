# SPDX-License-Identifier: EUPL-1.2
"""What has happened to what is followed: of everything only what anybody may read now.

Each source gives rows (followed, item, moment): the id of the goal, dialogue or place, the id of
what happened to it, and when.  Asked for many at once, never for one follower.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import joinedload

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Dialogue, DialogueLink
from dialogue.dialogues.queries.about import threads_and_goals
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState
from dialogue.feedback.models import FeedbackCover, FeedbackLink, FeedbackResponse
from dialogue.feedback.rules import ResponseState
from dialogue.goals.models import Assignment, Goal, ProgressReport
from dialogue.notifications.models import Follow
from dialogue.notifications.queries.follow import Due, due_follows
from dialogue.notifications.rules import FollowKind, News

_SHOWN = Contribution.state == ContributionState.PUBLISHED
_GOING_ON = Dialogue.state.in_([DialogueState.ANNOUNCED, DialogueState.ARCHIVED])


class Item(NamedTuple):
    """One thing that happened to one that is followed."""

    news: News
    followed_id: int
    item_id: int


class _Window(NamedTuple):
    """News count after one instant, up to and with another.

    It stands inside of every source: what happened long ago is not even gathered.
    """

    after: datetime
    until: datetime

    def holds(self, moment: Any) -> ColumnElement[bool]:
        """Whether it happened in the window."""
        found: ColumnElement[bool] = (moment > self.after) & (moment <= self.until)
        return found


def _about(kind: FollowKind, *columns: Any) -> list[Select[Any]]:
    """(followed, columns) of contributions that anybody may read; several for those of places."""
    match kind:
        case FollowKind.GOAL:
            about = threads_and_goals().subquery()
            goal = select(about.c.goal_id.label("followed"), *columns).select_from(Contribution)
            return [goal.join(about, about.c.thread_id == Contribution.thread_id).where(_SHOWN)]
        case FollowKind.DIALOGUE:
            dialogue = select(Contribution.dialogue_id.label("followed"), *columns)
            return [dialogue.select_from(Contribution).where(_SHOWN)]
    named = select(Contribution.place_id.label("followed"), *columns).select_from(Contribution)
    there = select(Dialogue.place_id.label("followed"), *columns).select_from(Contribution)
    return [
        named.where(_SHOWN, Contribution.place_id.is_not(None)),
        there.join(Dialogue, Dialogue.id == Contribution.dialogue_id).where(
            _SHOWN, Dialogue.place_id.is_not(None)
        ),
    ]


def _said(kind: FollowKind, window: _Window) -> Subquery:
    moment = Contribution.shown_at
    columns = (Contribution.id.label("item"), moment.label("moment"))
    return union(*(q.where(window.holds(moment)) for q in _about(kind, *columns))).subquery()


def _answered(kind: FollowKind, window: _Window) -> Subquery:
    moment = FeedbackResponse.published_at
    columns: Any = (FeedbackResponse.id.label("item"), moment.label("moment"))
    fresh = (FeedbackResponse.state == ResponseState.PUBLISHED) & window.holds(moment)
    parts = [
        query.join(FeedbackCover, FeedbackCover.contribution_id == Contribution.id)
        .join(FeedbackResponse, FeedbackResponse.id == FeedbackCover.response_id)
        .where(fresh)
        for query in _about(kind, *columns)
    ]
    if kind is FollowKind.GOAL:
        linked = select(FeedbackLink.goal_id.label("followed"), *columns)
        linked = linked.join(FeedbackResponse, FeedbackResponse.id == FeedbackLink.response_id)
        parts.append(linked.where(fresh))
    return union(*parts).subquery()


def _reported(kind: FollowKind, window: _Window) -> Subquery:
    moment = func.coalesce(ProgressReport.changed_at, ProgressReport.reported_at)
    owners: dict[FollowKind, Any] = {
        FollowKind.GOAL: Assignment.goal_id,
        FollowKind.DIALOGUE: DialogueLink.dialogue_id,
        FollowKind.PLACE: Assignment.place_id,
    }
    query = (
        select(
            owners[kind].label("followed"), ProgressReport.id.label("item"), moment.label("moment")
        )
        .select_from(ProgressReport)
        .join(Assignment, Assignment.id == ProgressReport.assignment_id)
        .where(window.holds(moment))
    )
    if kind is FollowKind.DIALOGUE:
        query = query.join(DialogueLink, DialogueLink.assignment_id == Assignment.id)
    return query.distinct().subquery()


def _dialogues(kind: FollowKind, moment: Any, condition: ColumnElement[bool]) -> Subquery:
    owners: dict[FollowKind, Any] = {
        FollowKind.GOAL: DialogueLink.goal_id,
        FollowKind.DIALOGUE: Dialogue.id,
        FollowKind.PLACE: Dialogue.place_id,
    }
    query = (
        select(owners[kind].label("followed"), Dialogue.id.label("item"), moment.label("moment"))
        .select_from(Dialogue)
        .where(_GOING_ON, Dialogue.announced_at.is_not(None), condition)
    )
    if kind is FollowKind.GOAL:
        query = query.join(DialogueLink, DialogueLink.dialogue_id == Dialogue.id)
    return query.distinct().subquery()


def _source(news: News, kind: FollowKind, window: _Window) -> Subquery:
    match news:
        case News.SAID:
            return _said(kind, window)
        case News.ANSWERED:
            return _answered(kind, window)
        case News.REPORTED:
            return _reported(kind, window)
        case News.OPENED:
            return _dialogues(kind, Dialogue.announced_at, window.holds(Dialogue.announced_at))
    bounded = Dialogue.form == DialogueForm.BOUNDED
    return _dialogues(kind, Dialogue.closes_at, bounded & window.holds(Dialogue.closes_at))


def _latest(kind: FollowKind, sinces: Mapping[int, datetime], until: datetime) -> dict[int, Any]:
    """Id of what is followed → when something last happened to it, after the earliest of sinces."""
    if not sinces:
        return {}
    parts = []
    for news in News:
        rows = _source(news, kind, _Window(min(sinces.values()), until))
        parts.append(
            select(rows.c.followed, func.max(rows.c.moment).label("moment"))
            .where(rows.c.followed.in_(sinces))
            .group_by(rows.c.followed)
        )
    every = union_all(*parts).subquery()
    latest = select(every.c.followed, func.max(every.c.moment)).group_by(every.c.followed)
    return {row[0]: row[1] for row in session().execute(latest)}


def due_with_news(at: datetime, among: Collection[str] | None = None) -> dict[str, list[Due]]:
    """Address → what it follows, for those whose week is over and to whom there is news to tell."""
    due = due_follows(at, among)
    latest = {kind: _latest(kind, _sinces(due, kind), at) for kind in FollowKind}
    told: dict[str, list[Due]] = {}
    for row in due:
        told.setdefault(row.follow.email, []).append(row)
    return {
        email: rows
        for email, rows in told.items()
        if any(_has_news(row, latest[row.follow.kind]) for row in rows)
    }


def _has_news(row: Due, latest: Mapping[int, datetime]) -> bool:
    moment = latest.get(row.follow.followed_id)
    return moment is not None and moment > row.since


def _sinces(due: Iterable[Due], kind: FollowKind) -> dict[int, datetime]:
    """Id of what is followed → from when on news of it count for somebody."""
    sinces: dict[int, datetime] = {}
    for row in due:
        if row.follow.kind is kind:
            here = row.follow.followed_id
            sinces[here] = min(row.since, sinces.get(here, row.since))
    return sinces


# What one digest tells


def _within(rows: Subquery, follows: Collection[Follow], since: datetime) -> ColumnElement[bool]:
    return or_(
        *(
            and_(
                rows.c.followed == follow.followed_id,
                rows.c.moment > max(since, follow.confirmed_at or since),
            )
            for follow in follows
        )
    )


def said_counts(
    kind: FollowKind, follows: Collection[Follow], since: datetime, until: datetime
) -> dict[int, int]:
    """Id of what is followed → how many contributions to it were published in the time."""
    if not follows:
        return {}
    rows = _said(kind, _Window(since, until))
    query = (
        select(rows.c.followed, func.count())
        .where(_within(rows, follows, since))
        .group_by(rows.c.followed)
    )
    return {row[0]: row[1] for row in session().execute(query)}


def items(
    kind: FollowKind, follows: Collection[Follow], since: datetime, until: datetime
) -> list[Item]:
    """Everything else that happened in the time, in the order in which it happened."""
    if not follows:
        return []
    parts: list[Select[Any, Any, Any, Any]] = []
    for news in News:
        if news is News.SAID:
            continue
        rows = _source(news, kind, _Window(since, until))
        columns = (rows.c.followed, rows.c.item, rows.c.moment)
        said = select(literal(news.value).label("news"), *columns)
        parts.append(said.where(_within(rows, follows, since)))
    every = union_all(*parts).subquery()
    found = session().execute(select(every).order_by(every.c.moment, every.c.item))
    return [Item(News(news), followed, item) for news, followed, item, _moment in found]


def responses_by_id(ids: Collection[int]) -> dict[int, FeedbackResponse]:
    """Published answers."""
    query = select(FeedbackResponse).where(
        FeedbackResponse.id.in_(ids), FeedbackResponse.state == ResponseState.PUBLISHED
    )
    return {row.id: row for row in session().scalars(query)}


def reports_by_id(ids: Collection[int]) -> dict[int, ProgressReport]:
    """Progress reports with their assignments."""
    assignment = joinedload(ProgressReport.assignment)
    query = (
        select(ProgressReport)
        .where(ProgressReport.id.in_(ids))
        .options(assignment.joinedload(Assignment.goal).joinedload(Goal.plan))
    )
    return {row.id: row for row in session().scalars(query)}


def dialogues_by_id(ids: Collection[int]) -> dict[int, Dialogue]:
    """Announced dialogues."""
    query = select(Dialogue).where(Dialogue.id.in_(ids), Dialogue.announced_at.is_not(None))
    return {row.id: row for row in session().scalars(query)}
