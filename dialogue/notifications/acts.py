# SPDX-License-Identifier: EUPL-1.2
"""What several commands of following share: ending, and forgetting an address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select, update

from dialogue.core.access import Actor
from dialogue.core.database import session
from dialogue.core.events import Event, EventKind, record
from dialogue.notifications.models import Digest, Follow, Notification
from dialogue.notifications.queries import follow as queries

#: Mails that exist for followers only: what is kept of them goes with the last follow.
_OF_FOLLOWING = (EventKind.FOLLOW_REQUESTED, EventKind.DIGEST_DUE)


def end(actor: Actor, follows: Iterable[Follow], at: datetime) -> int:
    """End these follows; an address that follows nothing more is forgotten.  How many ended."""
    ended = list(follows)
    for follow in ended:
        record(
            EventKind.FOLLOW_ENDED, actor, follow, at=at, goal_id=follow.goal_id,
            dialogue_id=follow.dialogue_id, place_id=follow.place_id,
        )  # fmt: skip
        session().delete(follow)
    session().flush()
    for email in sorted({follow.email for follow in ended}):
        if not queries.is_known(email):
            _forget(email, at)
    return len(ended)


def _forget(email: str, at: datetime) -> None:
    """Nothing that following left behind names the address any more; what is unsent is not sent.

    The rows of sent mails stay without it: their numbers are in the mails' Message-IDs.
    """
    current = session()
    current.execute(delete(Digest).where(Digest.email == email))
    of_following = select(Event.id).where(Event.kind.in_(_OF_FOLLOWING))
    current.execute(
        update(Notification)
        .where(Notification.address == email, Notification.event_id.in_(of_following))
        .values(person="", address="", sent_at=func.coalesce(Notification.sent_at, at))
        .execution_options(synchronize_session=False)
    )
