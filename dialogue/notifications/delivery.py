# SPDX-License-Identifier: EUPL-1.2
"""Delivery: from the outbox to the recipient, once per person, safe to run twice.

Three short steps, each its own transaction: write the audience of new events; claim some
notifications by lease; send each and mark it.  A process that dies leaves a lease that runs out.
A mail sent but not marked is sent again with the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from flask import current_app
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from dialogue.core.access import SYSTEM
from dialogue.core.database import insert_into, transaction
from dialogue.core.events import Outbox
from dialogue.core.mail import send
from dialogue.notifications import mails
from dialogue.notifications.commands import make_digests
from dialogue.notifications.models import Notification
from dialogue.notifications.queries import delivery as queries
from dialogue.notifications.queries import follow as following
from dialogue.notifications.queries.news import due_with_news

LEASE = timedelta(minutes=5)
#: After a failure: one minute, doubling up to half a day.
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=12)
BATCH = 20
log = structlog.get_logger()


@dataclass
class Delivered:
    """What one run did; `waiting` is what is still unsent after it."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0


def deliver(
    *,
    now: datetime | None = None,
    stopping: Callable[[], bool] = lambda: False,
    digests: bool = True,
) -> Delivered:
    """Expand the outbox and send everything that is due; stops between mails when asked to.

    `digests`: look first whether anybody's week is over, too.
    """
    done = Delivered()
    if digests:
        digest(now or datetime.now(UTC), stopping)
    expand(now or datetime.now(UTC))
    while not stopping():
        claimed = claim(now or datetime.now(UTC))
        if not claimed:
            break
        for notification_id in claimed:
            if stopping():
                break
            match _send(notification_id, now):
                case True:
                    done.sent += 1
                case False:
                    done.failed += 1
    done.waiting = queries.waiting_count()
    return done


def digest(now: datetime, stopping: Callable[[], bool] = lambda: False) -> None:
    """Make the digests that are due; two short looks when nothing is."""
    while not stopping() and is_digest_time(now):
        if not make_digests(SYSTEM, None, at=now):
            break


def is_digest_time(now: datetime) -> bool:
    """Whether there is a digest to make, or a question to forget."""
    if following.has_unanswered(now):
        return True
    return following.has_weekly_followers(now) and bool(due_with_news(now))


def expand(now: datetime) -> None:
    """Write one notification per person for each event that waits in the outbox."""
    while rows := queries.unexpanded():
        for row_id in [row.id for row in rows]:
            _expand_one(row_id, now)


def _expand_one(outbox_id: int, now: datetime) -> None:
    with transaction() as current:
        row = current.get(Outbox, outbox_id, with_for_update=True)
        if row is None or row.expanded_at is not None:
            return
        columns = ["event_id", "person", "language", "address", "attempts"]
        audience = queries.audience(queries.event_by_id(row.event_id))
        current.execute(
            insert_into(Notification).from_select(columns, audience).on_conflict_do_nothing()
        )
        row.expanded_at = now


def claim(now: datetime) -> list[int]:
    """Take a lease on some notifications that are due; theirs alone until it runs out."""
    with transaction() as current:
        ids = list(current.scalars(queries.due(now, BATCH)))
        current.execute(
            update(Notification)
            .where(Notification.id.in_(ids))
            .values(leased_until=now + LEASE, attempts=Notification.attempts + 1)
            .execution_options(synchronize_session=False)
        )
    return ids


def _send(notification_id: int, now: datetime | None) -> bool | None:
    """True when accepted, False when it failed and waits, None when there was nothing to tell."""
    row = queries.notification(notification_id)
    if row is None or row.sent_at is not None:
        return None
    attempts = row.attempts
    try:
        mail = mails.write(row)
        if mail is not None:
            send(mail, str(current_app.config["MAIL_URL"]))
    except DBAPIError:
        raise
    except Exception as error:
        # Refused by the server, or impossible to write: it waits, and must not stop the others.
        log.warning("mail_failed", notification=notification_id, kind=type(error).__name__)
        _mark(notification_id, leased_until=(now or datetime.now(UTC)) + _wait(attempts))
        return False
    if mail is None:
        with transaction() as current:
            if dropped := current.get(Notification, notification_id):
                current.delete(dropped)
        return None
    _mark(notification_id, sent_at=now or datetime.now(UTC))
    return True


def _mark(notification_id: int, **values: datetime) -> None:
    with transaction() as current:
        current.execute(
            update(Notification)
            .where(Notification.id == notification_id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _wait(attempts: int) -> timedelta:
    doublings: int = 2 ** min(attempts - 1, 20)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)
