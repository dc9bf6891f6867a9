# SPDX-License-Identifier: EUPL-1.2
"""`trace check`: proves that nothing has been left behind, and that what is counted is right.

Each fault is (kind, id, sentence).  Everything stored is derived anew and compared: counters with
a recount, answered times with the published covers, covers with receipts and notices.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select

from dialogue.core.database import session
from dialogue.core.events import Event, EventKind, Outbox
from dialogue.dialogues.models import (
    Contact,
    Contribution,
    Dialogue,
    DialogueLink,
    Receipt,
    Thread,
    ThreadLink,
)
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import FREE_SLUG
from dialogue.feedback.models import FeedbackCover, FeedbackLink, FeedbackResponse
from dialogue.feedback.rules import ResponseState
from dialogue.goals.models import Assignment, Goal
from dialogue.notifications.models import Notification

_SHOWN = Contribution.state == ContributionState.PUBLISHED
_PUBLISHED = FeedbackResponse.state == ResponseState.PUBLISHED


class TraceFault(NamedTuple):
    """Where the red thread is broken."""

    kind: str
    id: int
    sentence: str


class TraceCounts(NamedTuple):
    """What was walked through."""

    contributions: int
    responses: int


def trace_counts() -> TraceCounts:
    """All contributions, whatever their state, and all published responses."""
    current = session()
    return TraceCounts(
        current.scalar(select(func.count()).select_from(Contribution)) or 0,
        current.scalar(select(func.count()).select_from(FeedbackResponse).where(_PUBLISHED)) or 0,
    )


def trace_faults() -> Iterator[TraceFault]:
    """Every place where the thread is broken, in the order of the story."""
    for kind, query, sentence in (*_contribution_checks(), *_answer_checks(), *_link_checks()):
        for (found,) in session().execute(query):
            yield TraceFault(kind, found, sentence)


Check = tuple[str, Select[Any], str]


def _covered() -> ColumnElement[bool]:
    """Whether a published response covers the contribution."""
    return exists().where(
        FeedbackCover.contribution_id == Contribution.id,
        FeedbackCover.response_id == FeedbackResponse.id,
        _PUBLISHED,
    )


def _contribution_checks() -> list[Check]:
    recount = (
        select(func.count())
        .select_from(Contribution)
        .where(Contribution.thread_id == Thread.id, _SHOWN)
        .scalar_subquery()
    )
    ids = select(Contribution.id).order_by(Contribution.id)
    return [
        (
            "contribution",
            ids.where(~exists().where(Receipt.contribution_id == Contribution.id)),
            "has no receipt, so its author cannot follow it",
        ),
        (
            "contribution",
            ids.join(Dialogue, Dialogue.id == Contribution.dialogue_id).where(
                _SHOWN, Dialogue.announced_at.is_(None)
            ),
            "is published in a dialogue that was never announced",
        ),
        (
            "contribution",
            ids.join(Thread, Thread.id == Contribution.thread_id).where(
                Thread.dialogue_id != Contribution.dialogue_id
            ),
            "is in a thread of another dialogue",
        ),
        (
            "contribution",
            ids.where(_SHOWN, Contribution.parent_id.is_not(None), Contribution.reply_no.is_(None)),
            "is a published reply without a number",
        ),
        (
            "contribution",
            ids.where(
                ~exists().where(
                    Event.subject_type == Contribution.__tablename__,
                    Event.subject_id == Contribution.id,
                    Event.kind == EventKind.CONTRIBUTION_RECEIVED,
                )
            ),
            "was never recorded as received",
        ),
        (
            "thread",
            select(Thread.id).where(Thread.shown_count != recount).order_by(Thread.id),
            "counts another number of published contributions than there are",
        ),
    ]


def _answer_checks() -> list[Check]:
    ids = select(Contribution.id).order_by(Contribution.id)
    responses = select(FeedbackResponse.id).where(_PUBLISHED).order_by(FeedbackResponse.id)
    mailed = (
        exists()
        .where(
            Notification.event_id == Event.id,
            Notification.person == literal("e:") + func.lower(Contact.email),
        )
        # To this author: the address of the contribution's row, two SELECTs further out.
        .correlate(Event, Contact)
    )
    told = (
        exists()
        .where(
            Event.subject_type == FeedbackResponse.__tablename__,
            Event.subject_id == FeedbackCover.response_id,
            Event.kind == EventKind.FEEDBACK_PUBLISHED,
            Event.id == Outbox.event_id,
            or_(Outbox.expanded_at.is_(None), mailed),
        )
        .correlate(FeedbackCover, Contact)
    )
    return [
        (
            "contribution",
            ids.where(Contribution.answered_at.is_not(None), ~_covered()),
            "is marked as answered, but no published answer covers it",
        ),
        (
            "contribution",
            ids.where(Contribution.answered_at.is_(None), _covered()),
            "is covered by a published answer, but not marked as answered",
        ),
        (
            "contribution",
            ids.join(FeedbackCover, FeedbackCover.contribution_id == Contribution.id)
            .join(Contact, Contact.contribution_id == Contribution.id)
            .where(_SHOWN, Contact.email.is_not(None), ~told)
            .distinct(),
            "has an answer, but its author was never told",
        ),
        (
            "response",
            responses.where(~exists().where(FeedbackCover.response_id == FeedbackResponse.id)),
            "is published, but answers no contribution",
        ),
        (
            "response",
            responses.where(
                ~exists().where(
                    Event.subject_type == FeedbackResponse.__tablename__,
                    Event.subject_id == FeedbackResponse.id,
                    Event.kind == EventKind.FEEDBACK_PUBLISHED,
                )
            ),
            "is published, but its publication was never recorded",
        ),
    ]


def _link_checks() -> list[Check]:
    checks: list[Check] = [
        (
            "dialogue",
            select(Dialogue.id)
            .where(
                Dialogue.announced_at.is_not(None),
                Dialogue.slug != FREE_SLUG,
                ~exists().where(DialogueLink.dialogue_id == Dialogue.id),
            )
            .order_by(Dialogue.id),
            "is announced, but tied to no goal",
        )
    ]
    for name, link in (
        ("dialogue_link", DialogueLink),
        ("thread_link", ThreadLink),
        ("feedback_link", FeedbackLink),
    ):
        checks.append(
            (
                name,
                select(link.id).where(~exists().where(Goal.id == link.goal_id)).order_by(link.id),
                "points to a goal that is not there",
            )
        )
        checks.append(
            (
                name,
                select(link.id).where(
                    link.assignment_id.is_not(None),
                    ~exists().where(
                        and_(
                            Assignment.id == link.assignment_id, Assignment.goal_id == link.goal_id
                        )
                    ),
                ),
                "points to an assignment that is not under its goal",
            )
        )
    return checks
