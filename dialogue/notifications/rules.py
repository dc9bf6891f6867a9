# SPDX-License-Identifier: EUPL-1.2
"""Rules of following: how long the first link works, how often a digest comes.  Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

#: So long the link in the first mail can be answered; then the question is forgotten.
CONFIRM_WITHIN = timedelta(days=7)
#: At most one digest in this time, whatever one follows.
DIGEST_EVERY = timedelta(days=7)
#: One address is asked so often about one thing, and waits with so many questions at once: whoever
#: types somebody else's address cannot fill her box.
ASKED_AT_MOST = 2
WAITING_AT_MOST = 10


class FollowKind(StrEnum):
    """What can be followed."""

    GOAL = "goal"
    DIALOGUE = "dialogue"
    PLACE = "place"


class News(StrEnum):
    """What can happen to something that is followed, in the order in which a digest tells it."""

    ANSWERED = "answered"
    SAID = "said"
    REPORTED = "reported"
    OPENED = "opened"
    CLOSED = "closed"


def is_too_old(requested_at: datetime, at: datetime) -> bool:
    """Whether a question that was asked at `requested_at` can no longer be answered."""
    return at - requested_at > CONFIRM_WITHIN
