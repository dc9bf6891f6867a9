# SPDX-License-Identifier: EUPL-1.2
"""Every SELECT of delivery: who is told about an event, and what each mail tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account, SignInLink
from dialogue.core.database import session
from dialogue.core.events import Event, EventKind, Outbox
from dialogue.core.languages import DEFAULT
from dialogue.dialogues.models import Contact, Contribution, Dialogue, DialogueLink
from dialogue.dialogues.queries.contact import has_mail_address, mail_address
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import FeedbackCover, FeedbackResponse
from dialogue.goals.models import Goal
from dialogue.moderation.models import Report
from dialogue.notifications.models import Digest, Follow, Notification

#: Kinds that tell an author that her words are shown; told only when she had to wait for it.
SHOWN_KINDS = frozenset(
    {
        EventKind.CONTRIBUTION_APPROVED,
        EventKind.CONTRIBUTION_MASKED,
        EventKind.CONTRIBUTION_RESTORED,
    }
)
WAITED = timedelta(hours=1)


def unexpanded(limit: int = 100) -> Sequence[Outbox]:
    """Outbox rows whose audience has not been written yet, oldest first."""
    query = select(Outbox).where(Outbox.expanded_at.is_(None)).order_by(Outbox.id).limit(limit)
    return session().scalars(query).all()


def event_by_id(event_id: int) -> Event:
    """The event; it always exists, the outbox and notifications refer to it."""
    return session().get_one(Event, event_id)


def audience(event: Event) -> Select[int, str, str, str, int]:
    """SELECT event_id, person, language, address, attempts for everybody to be told, each once."""
    if event.kind is EventKind.SIGN_IN_REQUESTED:
        return select(
            literal(event.id),
            literal("a:") + cast(Account.id, String),
            func.coalesce(Account.language, DEFAULT),
            Account.email,
            literal(0),
        ).where(
            Account.id == SignInLink.account_id,
            SignInLink.id == event.subject_id,
            Account.closed_at.is_(None),
        )
    if event.kind in (EventKind.FOLLOW_REQUESTED, EventKind.DIGEST_DUE):
        return _follower(event)
    address = mail_address()
    return (
        select(
            literal(event.id),
            literal("e:") + address,
            func.min(Contribution.language),
            address,
            literal(0),
        )
        .select_from(Contribution)
        .outerjoin(Contact, Contact.contribution_id == Contribution.id)
        .outerjoin(Account, Account.id == Contribution.author_id)
        .where(_told_of(event), has_mail_address())
        .group_by(address)
    )


def _follower(event: Event) -> Select[int, str, str, str, int]:
    """The address that is asked, or whose week is over.

    The times must agree: the number of a row that is gone may have been given anew.
    """
    columns = (Follow.language, Follow.email)
    condition = (
        (Follow.id == event.subject_id)
        & (Follow.requested_at <= event.at)
        & Follow.confirmed_at.is_(None)
    )
    if event.kind is EventKind.DIGEST_DUE:
        columns = (Digest.language, Digest.email)
        condition = (Digest.id == event.subject_id) & (Digest.until == event.at)
    language, address = columns
    return select(literal(event.id), literal("e:") + address, language, address, literal(0)).where(
        condition
    )


def _told_of(event: Event) -> ColumnElement[bool]:
    """The contributions whose authors an event is told to."""
    if event.kind is EventKind.FEEDBACK_PUBLISHED:
        return exists().where(
            FeedbackCover.contribution_id == Contribution.id,
            FeedbackCover.response_id == event.subject_id,
        )
    this = Contribution.id == event.subject_id
    if event.kind is EventKind.CONTRIBUTION_RECEIVED:
        # Whoever has asked for her receipt meanwhile is mailed for that, and not twice.
        return this & ~exists().where(
            Event.subject_type == event.subject_type,
            Event.subject_id == Contribution.id,
            Event.kind == EventKind.RECEIPT_MAILED,
        )
    if event.kind in (EventKind.CONTRIBUTION_APPROVED, EventKind.CONTRIBUTION_MASKED):
        first_shown = Contribution.shown_at == event.at
        return and_(this, first_shown, Contribution.received_at < event.at - WAITED)
    return this


def due(now: datetime, limit: int) -> Select[int]:
    """The ids of notifications that nobody is sending just now, oldest first."""
    return (
        select(Notification.id)
        .where(
            Notification.sent_at.is_(None),
            or_(Notification.leased_until.is_(None), Notification.leased_until <= now),
        )
        .order_by(Notification.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def waiting_count() -> int:
    """How many notifications have not been sent yet."""
    query = select(func.count()).select_from(Notification).where(Notification.sent_at.is_(None))
    return session().scalar(query) or 0


def notification(notification_id: int) -> Notification | None:
    """The notification; None when it was dropped meanwhile."""
    return session().get(Notification, notification_id)


def sign_in_link(link_id: int) -> SignInLink | None:
    """The link that a sign-in mail carries."""
    return session().get(SignInLink, link_id)


def contribution_told_of(contribution_id: int, address: str) -> Contribution | None:
    """A contribution with what its mails name: receipt, thread, dialogue and goal.

    None when `address` is no longer where its author is reached: she said stop meanwhile.
    """
    return session().scalar(
        select(Contribution)
        .outerjoin(Contact, Contact.contribution_id == Contribution.id)
        .outerjoin(Account, Account.id == Contribution.author_id)
        .where(Contribution.id == contribution_id, has_mail_address(), mail_address() == address)
        .options(*_named())
    )


def covers_told_of(event: Event, address: str) -> Sequence[FeedbackCover]:
    """What a published answer says of one person's contributions that are still shown."""
    return (
        session()
        .scalars(
            select(FeedbackCover)
            .join(Contribution, Contribution.id == FeedbackCover.contribution_id)
            .outerjoin(Contact, Contact.contribution_id == Contribution.id)
            .outerjoin(Account, Account.id == Contribution.author_id)
            .where(
                FeedbackCover.response_id == event.subject_id,
                has_mail_address(),
                mail_address() == address,
                Contribution.state == ContributionState.PUBLISHED,
            )
            .options(joinedload(FeedbackCover.contribution).options(*_named()))
            .order_by(Contribution.received_at, Contribution.id)
        )
        .all()
    )


def response_told_of(response_id: int) -> FeedbackResponse:
    """The published response of an answer mail."""
    return session().get_one(
        FeedbackResponse, response_id, options=[selectinload(FeedbackResponse.revisions)]
    )


def was_reported(contribution_id: int, before: datetime) -> bool:
    """Whether somebody pointed at it before the decision."""
    found = select(Report.id).where(Report.contribution_id == contribution_id, Report.at <= before)
    return session().scalar(found.limit(1)) is not None


def _named() -> tuple[Any, ...]:
    return (
        joinedload(Contribution.receipt),
        joinedload(Contribution.contact),
        joinedload(Contribution.thread),
        joinedload(Contribution.dialogue)
        .selectinload(Dialogue.links)
        .joinedload(DialogueLink.goal)
        .joinedload(Goal.plan),
    )
