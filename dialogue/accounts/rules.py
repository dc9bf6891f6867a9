# SPDX-License-Identifier: EUPL-1.2
"""Rules of signing in: how long a link and a session live, and what an account may be given."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from dialogue.core.access import GIVEN_ROLES, Role
from dialogue.core.workdays import local_day

#: How long a mailed link can be used.
LINK_LIFE = timedelta(minutes=15)

#: As many unspent links as this may wait in a mailbox; whoever has them needs no more.
UNSPENT_LINKS = 5

#: A session ends this many days after the day on which it was last seen.
SESSION_DAYS = 30


class LinkState(StrEnum):
    """What a sign-in link is worth just now."""

    FRESH = "fresh"
    USED = "used"
    EXPIRED = "expired"


def link_state(expires_at: datetime, used_at: datetime | None, now: datetime) -> LinkState:
    """A link is used once, and only before it expires."""
    if used_at is not None:
        return LinkState.USED
    return LinkState.FRESH if now < expires_at else LinkState.EXPIRED


def oldest_live_day(now: datetime) -> date:
    """The earliest day of being seen that still keeps a session alive."""
    return local_day(now) - timedelta(days=SESSION_DAYS)


def given_role(word: str) -> Role | None:
    """The role of that name that an account can be given; `resident` gives nothing more.

    Raises ValueError that names the roles there are.
    """
    known: dict[str, Role | None] = {Role.RESIDENT.value: None, **{r.value: r for r in GIVEN_ROLES}}
    if word not in known:
        raise ValueError(f"there is no role {word!r}; the roles are {', '.join(known)}")
    return known[word]
