# SPDX-License-Identifier: EUPL-1.2
"""Everything that can happen, on one page: immutable events, and the outbox of those to be told.

`record()` is called inside a command's transaction.  It inserts one Event, which is the audit
trail, and for kinds that have an audience one Outbox row, which the worker expands later.
Details hold ids, enums and dates; never words, names or addresses.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.core.access import Actor
from dialogue.core.database import Base, Id, Key, session, state_type


class EventKind(StrEnum):
    """What can happen.  Each is recorded by one command."""

    ACCOUNT_CREATED = "account_created"
    SIGN_IN_REQUESTED = "sign_in_requested"
    SIGN_IN_LINK_MADE = "sign_in_link_made"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    BARRIER_REPORTED = "barrier_reported"
    PLAN_IMPORTED = "plan_imported"
    FIGURES_IMPORTED = "figures_imported"
    INVESTMENTS_IMPORTED = "investments_imported"
    PROGRESS_IMPORTED = "progress_imported"
    PROGRESS_REPORTED = "progress_reported"
    DEMO_LOADED = "demo_loaded"
    STANDING_OPENED = "standing_opened"
    DIALOGUE_CREATED = "dialogue_created"
    DIALOGUE_CHANGED = "dialogue_changed"
    DIALOGUE_ANNOUNCED = "dialogue_announced"
    DIALOGUE_CLOSED = "dialogue_closed"
    DIALOGUE_CANCELLED = "dialogue_cancelled"
    CONTRIBUTION_RECEIVED = "contribution_received"
    CONTRIBUTION_EDITED = "contribution_edited"
    RECEIPT_MAILED = "receipt_mailed"
    CONTRIBUTION_WITHDRAWN = "contribution_withdrawn"
    CONTRIBUTION_NAME_REMOVED = "contribution_name_removed"
    CONTRIBUTION_MAIL_STOPPED = "contribution_mail_stopped"
    CONTRIBUTION_APPROVED = "contribution_approved"
    CONTRIBUTION_MASKED = "contribution_masked"
    CONTRIBUTION_REJECTED = "contribution_rejected"
    CONTRIBUTION_HELD = "contribution_held"
    CONTRIBUTION_UNPUBLISHED = "contribution_unpublished"
    CONTRIBUTION_RESTORED = "contribution_restored"
    CONTRIBUTION_MOVED = "contribution_moved"
    NOTICE_GIVEN = "notice_given"
    FEEDBACK_SAVED = "feedback_saved"
    FEEDBACK_SUBMITTED = "feedback_submitted"
    FEEDBACK_RETURNED = "feedback_returned"
    FEEDBACK_PUBLISHED = "feedback_published"
    FOLLOW_REQUESTED = "follow_requested"
    FOLLOW_CONFIRMED = "follow_confirmed"
    FOLLOW_ENDED = "follow_ended"
    DIGEST_DUE = "digest_due"
    PAGE_JUDGED = "page_judged"


#: Kinds with an audience: each has its mail templates under templates/mails/.
TOLD = frozenset(
    {
        EventKind.SIGN_IN_REQUESTED,
        EventKind.CONTRIBUTION_RECEIVED,
        EventKind.RECEIPT_MAILED,
        EventKind.CONTRIBUTION_APPROVED,
        EventKind.CONTRIBUTION_MASKED,
        EventKind.CONTRIBUTION_REJECTED,
        EventKind.CONTRIBUTION_UNPUBLISHED,
        EventKind.CONTRIBUTION_RESTORED,
        EventKind.CONTRIBUTION_MOVED,
        EventKind.FEEDBACK_PUBLISHED,
        EventKind.FOLLOW_REQUESTED,
        EventKind.DIGEST_DUE,
    }
)


class Event(Base):
    """Something that happened, once.  Never changed; erasing an account empties `actor_id`."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "subject_type", "subject_id", "id"),)

    id: Mapped[Id]
    kind: Mapped[EventKind] = mapped_column(state_type(EventKind, "kind"))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    subject_type: Mapped[Key]
    subject_id: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Outbox(Base):
    """One event that somebody is to be told about; `expanded_at` once its audience is written."""

    __tablename__ = "outbox"

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    expanded_at: Mapped[datetime | None] = mapped_column(index=True)


def record(
    kind: EventKind, actor: Actor, subject: Any, *, at: datetime, **details: int | str | None
) -> Event:
    """Write down that `kind` happened to `subject`, and put it in the outbox if it has an audience.

    `subject` is a stored row with an `id`; rows that are new are flushed first.
    """
    current = session()
    current.flush()
    event = Event(
        kind=kind,
        at=at,
        actor_id=actor.account_id,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        details=details,
    )
    current.add(event)
    current.flush()
    if kind in TOLD:
        current.add(Outbox(event_id=event.id))
    return event
