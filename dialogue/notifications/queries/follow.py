# SPDX-License-Identifier: EUPL-1.2
"""Who follows what, and when each address got its last digest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, select
from sqlalchemy.orm import joinedload

from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.models import Dialogue
from dialogue.goals.models import Goal, Place
from dialogue.notifications.models import Digest, Follow, Followed, Notification
from dialogue.notifications.rules import CONFIRM_WITHIN, DIGEST_EVERY, FollowKind


class Due(NamedTuple):
    """A confirmed follow of an address whose week is over; news count from `since`."""

    follow: Follow
    digested_until: datetime
    since: datetime


def _whole() -> tuple[Any, ...]:
    return (
        joinedload(Follow.goal).joinedload(Goal.plan),
        joinedload(Follow.dialogue),
        joinedload(Follow.place),
    )


def columns_of(followed: Followed) -> dict[str, int | None]:
    """The three columns of a follow of this thing."""
    return {
        "goal_id": followed.id if isinstance(followed, Goal) else None,
        "dialogue_id": followed.id if isinstance(followed, Dialogue) else None,
        "place_id": followed.id if isinstance(followed, Place) else None,
    }


def followed_by_id(kind: FollowKind, followed_id: int) -> Followed | None:
    """The thing; a dialogue only when anybody may see it."""
    match kind:
        case FollowKind.GOAL:
            return session().get(Goal, followed_id, options=[joinedload(Goal.plan)])
        case FollowKind.PLACE:
            return session().get(Place, followed_id)
    dialogue = session().get(Dialogue, followed_id)
    return dialogue if dialogue is not None and dialogue.is_public else None


def follow_of(email: str, followed: Followed) -> Follow | None:
    """What stands of this address and this thing, confirmed or not."""
    return session().scalar(select(Follow).filter_by(email=email, **columns_of(followed)))


def follow_as_asked(follow_id: int, requested_at: datetime) -> Follow | None:
    """The follow that a link was mailed for, with what it is about."""
    query = select(Follow).where(Follow.id == follow_id, Follow.requested_at == requested_at)
    return session().scalar(query.options(*_whole()))


def follow_to_ask(follow_id: int, at: datetime) -> Follow | None:
    """The follow that was asked for at `at`, as long as nobody has answered."""
    query = select(Follow).where(
        Follow.id == follow_id, Follow.requested_at <= at, Follow.confirmed_at.is_(None)
    )
    return session().scalar(query.options(*_whole()))


def times_asked(follow: Follow) -> int:
    """How many mails have asked for an answer since it was last begun."""
    query = select(func.count()).where(
        Event.kind == EventKind.FOLLOW_REQUESTED,
        Event.subject_type == Follow.__tablename__,
        Event.subject_id == follow.id,
        Event.at >= follow.requested_at,
    )
    return session().scalar(query) or 0


def questions_waiting(email: str, at: datetime) -> int:
    """How many questions at this address can still be answered."""
    query = select(func.count()).where(
        Follow.email == email,
        Follow.confirmed_at.is_(None),
        Follow.requested_at >= at - CONFIRM_WITHIN,
    )
    return session().scalar(query) or 0


def follows_of(email: str) -> Sequence[Follow]:
    """All that an address follows, confirmed, with what each is about; the oldest first."""
    return (
        session()
        .scalars(
            select(Follow)
            .where(Follow.email == email, Follow.confirmed_at.is_not(None))
            .options(*_whole())
            .order_by(Follow.confirmed_at, Follow.id)
        )
        .all()
    )


def follows_to_end(email: str, follow_id: int | None = None) -> Sequence[Follow]:
    """The follow of this address with this id, or all of its follows, confirmed or not; locked."""
    query = select(Follow).where(Follow.email == email).order_by(Follow.id).with_for_update()
    if follow_id is not None:
        query = query.where(Follow.id == follow_id)
    return session().scalars(query).all()


def is_known(email: str) -> bool:
    """Whether the address follows, or is asked about, anything."""
    return session().scalar(select(Follow.id).where(Follow.email == email).limit(1)) is not None


def digest_by_id(digest_id: int) -> Digest | None:
    """The digest; None once its address follows nothing."""
    return session().get(Digest, digest_id)


def _unanswered(at: datetime) -> ColumnElement[bool]:
    return Follow.confirmed_at.is_(None) & (Follow.requested_at < at - CONFIRM_WITHIN)


def has_unanswered(at: datetime) -> bool:
    """Whether there is a question whose link no longer works."""
    return session().scalar(select(Follow.id).where(_unanswered(at)).limit(1)) is not None


def unanswered(at: datetime) -> Sequence[Follow]:
    """The questions whose links no longer work; locked."""
    query = select(Follow).where(_unanswered(at)).order_by(Follow.id).with_for_update()
    return session().scalars(query).all()


def lock_follows(emails: Collection[str]) -> None:
    """Lock what these addresses follow until the transaction ends: one worker at a time."""
    query = select(Follow.id).where(Follow.email.in_(emails)).order_by(Follow.id)
    session().execute(query.with_for_update()).all()


def due_follows(at: datetime, among: Collection[str] | None = None) -> list[Due]:
    """Every confirmed follow of the addresses that have had no digest for a week.

    An address's first week begins when it confirmed its first follow.  While a digest waits for
    the mail server none is made, and the week after it begins when it was sent.
    """
    last = (
        select(Digest.email, func.max(Digest.until).label("until"))
        .group_by(Digest.email)
        .subquery()
    )
    first = (
        select(Follow.email, func.min(Follow.confirmed_at).label("began"))
        .where(Follow.confirmed_at.is_not(None))
        .group_by(Follow.email)
        .subquery()
    )
    until = func.coalesce(last.c.until, first.c.began)
    query: Select[Follow, datetime] = (
        select(Follow, until)
        .join(first, first.c.email == Follow.email)
        .outerjoin(last, last.c.email == Follow.email)
        .where(
            Follow.confirmed_at.is_not(None),
            until <= at - DIGEST_EVERY,
            ~_waits_or_came_late(last, at),
        )
        .order_by(Follow.email, Follow.confirmed_at, Follow.id)
        .execution_options(populate_existing=True)
    )
    if among is not None:
        query = query.where(Follow.email.in_(among))
    return [
        Due(follow, ended, max(ended, follow.confirmed_at or ended))
        for follow, ended in session().execute(query)
    ]


def _waits_or_came_late(last: Subquery, at: datetime) -> ColumnElement[bool]:
    """Whether the address's last digest is still to be sent, or was sent within the week."""
    mailed = Notification.sent_at
    return (
        exists()
        .where(
            Digest.email == last.c.email,
            Digest.until == last.c.until,
            Event.subject_type == Digest.__tablename__,
            Event.subject_id == Digest.id,
            Event.at == Digest.until,
            Notification.event_id == Event.id,
            mailed.is_(None) | (mailed > at - DIGEST_EVERY),
        )
        .correlate(last)
    )


def has_weekly_followers(at: datetime) -> bool:
    """Whether anybody has followed anything for a week: else there is nothing to look for."""
    query = select(Follow.id).where(Follow.confirmed_at <= at - DIGEST_EVERY).limit(1)
    return session().scalar(query) is not None
