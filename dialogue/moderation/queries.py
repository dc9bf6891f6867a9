# SPDX-License-Identifier: EUPL-1.2
"""Every SELECT of the reading desk: what waits, what was decided, what was pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from dialogue.accounts.models import Account
from dialogue.core.database import session
from dialogue.core.events import Event
from dialogue.dialogues.models import Contribution, Dialogue, Thread
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import FREE_SLUG, DialogueState
from dialogue.moderation.models import ModerationDecision, Report
from dialogue.moderation.rules import GROUNDED


def decision_in_force(contribution_id: int) -> ModerationDecision | None:
    """The judgement that keeps it from view: the latest rejection or unpublishing not undone."""
    return (
        session()
        .scalars(
            select(ModerationDecision)
            .where(
                ModerationDecision.contribution_id == contribution_id,
                ModerationDecision.act.in_(GROUNDED),
                ModerationDecision.undone_at.is_(None),
            )
            .order_by(ModerationDecision.at.desc(), ModerationDecision.id.desc())
            .limit(1)
        )
        .first()
    )


def latest_decision_for_event(event: Event) -> ModerationDecision | None:
    """The judgement that an event tells of; None for an event of another kind."""
    decision_id = event.details.get("decision")
    if not isinstance(decision_id, int):
        return None
    return session().get(ModerationDecision, decision_id)


def open_reports(contribution_id: int) -> Sequence[Report]:
    """The notices on it that no decision has followed yet, oldest first."""
    return (
        session()
        .scalars(
            select(Report)
            .where(Report.contribution_id == contribution_id, Report.handled_at.is_(None))
            .order_by(Report.at, Report.id)
        )
        .all()
    )


def replies_of(contribution_id: int) -> Sequence[Contribution]:
    """Every reply to it, whatever its state."""
    return (
        session()
        .scalars(select(Contribution).where(Contribution.parent_id == contribution_id))
        .all()
    )


#: Ids of the reader's committees; None means all (core.access.committees_of).
Scope = frozenset[int] | None

_WAITING = (ContributionState.SUBMITTED, ContributionState.HELD)
_FREE_FIRST = case((Dialogue.slug == FREE_SLUG, 0), else_=1)
_ORDER = (_FREE_FIRST, Contribution.due_at, Contribution.id)
_SEEN_ALONG = (
    contains_eager(Contribution.dialogue),
    joinedload(Contribution.thread),
    joinedload(Contribution.place),
)


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    return [] if scope is None else [Dialogue.committee_id.in_(scope)]


def _on_desk(scope: Scope) -> list[ColumnElement[bool]]:
    """What rules.stands_on_desk says, as conditions."""
    noticed = exists().where(Report.contribution_id == Contribution.id, Report.handled_at.is_(None))
    shown = Contribution.state == ContributionState.PUBLISHED
    unread = or_(Contribution.reviewed_at.is_(None), noticed)
    return [or_(Contribution.state.in_(_WAITING), and_(shown, unread)), *_within(scope)]


def desk_page(scope: Scope, *, limit: int, offset: int = 0) -> Sequence[Contribution]:
    """What somebody has to read: without a goal yet first, then by the day of the answer."""
    return (
        session()
        .scalars(
            select(Contribution)
            .join(Contribution.dialogue)
            .where(*_on_desk(scope))
            .order_by(*_ORDER)
            .options(*_SEEN_ALONG)
            .limit(limit)
            .offset(offset)
        )
        .all()
    )


def desk_count(scope: Scope) -> tuple[int, datetime | None]:
    """How many stand on the desk, and since when the oldest does: received, or pointed at."""
    notice = (
        select(func.min(Report.at))
        .where(Report.contribution_id == Contribution.id, Report.handled_at.is_(None))
        .scalar_subquery()
    )
    unread = or_(Contribution.state.in_(_WAITING), Contribution.reviewed_at.is_(None))
    since = case((unread, Contribution.received_at), else_=notice)
    count, oldest = (
        session()
        .execute(
            select(func.count(Contribution.id), func.min(since))
            .join(Contribution.dialogue)
            .where(*_on_desk(scope))
        )
        .one()
    )
    return count, oldest


def desk_item(contribution_id: int, scope: Scope) -> Contribution | None:
    """One contribution in whatever state, as it stands now; None outside the scope."""
    return (
        session()
        .scalars(
            select(Contribution)
            .join(Contribution.dialogue)
            .where(Contribution.id == contribution_id, *_within(scope))
            .options(*_SEEN_ALONG)
            .execution_options(populate_existing=True)
        )
        .one_or_none()
    )


def next_on_desk(done: Contribution, scope: Scope) -> int | None:
    """The id of the one that follows it on the desk, or else of the first; None: all is read."""
    place = (0 if done.dialogue.is_free else 1, done.due_at, done.id)
    return (
        session()
        .scalars(
            select(Contribution.id)
            .join(Contribution.dialogue)
            .where(Contribution.id != done.id, *_on_desk(scope))
            .order_by(case((tuple_(*_ORDER) > place, 0), else_=1), *_ORDER)
            .limit(1)
        )
        .first()
    )


def history(contribution_id: int) -> Sequence[tuple[ModerationDecision, str | None]]:
    """Every judgement on it with the name of who made it, latest first."""
    return [
        (decision, name)
        for decision, name in session().execute(
            select(ModerationDecision, Account.name)
            .outerjoin(Account, Account.id == ModerationDecision.by_id)
            .where(ModerationDecision.contribution_id == contribution_id)
            .order_by(ModerationDecision.at.desc(), ModerationDecision.id.desc())
        )
    ]


def threads_to_move_to(scope: Scope, *, besides: int | None) -> Sequence[Thread]:
    """The threads of announced dialogues within the scope but one, by dialogue."""
    return (
        session()
        .scalars(
            select(Thread)
            .join(Thread.dialogue)
            .where(Dialogue.state == DialogueState.ANNOUNCED, Thread.id != besides, *_within(scope))
            .order_by(_FREE_FIRST, Dialogue.id, Thread.position, Thread.id)
            .options(contains_eager(Thread.dialogue))
        )
        .all()
    )


def shown_contribution(contribution_id: int) -> Contribution | None:
    """A published contribution; None when it is missing or hidden."""
    return (
        session()
        .scalars(
            select(Contribution).where(
                Contribution.id == contribution_id,
                Contribution.state == ContributionState.PUBLISHED,
            )
        )
        .one_or_none()
    )


def thread(thread_id: int) -> Thread | None:
    """A thread by its id."""
    return session().get(Thread, thread_id)


def reports(contribution_id: int) -> Sequence[Report]:
    """Every notice on it, latest first."""
    return (
        session()
        .scalars(
            select(Report)
            .where(Report.contribution_id == contribution_id)
            .order_by(Report.at.desc(), Report.id.desc())
        )
        .all()
    )
