# SPDX-License-Identifier: EUPL-1.2
"""What several commands of this and of higher features share."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import update

from dialogue.accounts import queries
from dialogue.accounts.models import Account, Committee, LoginSession, SignInLink
from dialogue.accounts.rules import oldest_live_day
from dialogue.accounts.tokens import cookie_hash, new_cookie
from dialogue.core.database import session, transaction
from dialogue.core.languages import Translated
from dialogue.core.web.limits import RateCount
from dialogue.core.workdays import local_day


class Counts(NamedTuple):
    """What an upsert did."""

    created: int
    changed: int
    unchanged: int


class HasKeyAndName(Protocol):
    """A body as the municipality's file names it."""

    @property
    def key(self) -> str:
        """What files call it; never changes."""

    @property
    def name(self) -> Translated:
        """What people call it."""


def upsert_committees(named: Iterable[HasKeyAndName]) -> Counts:
    """A row for each named body: new keys are added, changed names taken over, none removed.

    The caller holds the write transaction.
    """
    known = queries.committees_by_key()
    created = changed = unchanged = 0
    for body in named:
        row = known.get(body.key)
        if row is None:
            known[body.key] = row = Committee(key=body.key, name=body.name)
            session().add(row)
            created += 1
        elif row.name != body.name:
            row.name = body.name
            changed += 1
        else:
            unchanged += 1
    session().flush()
    return Counts(created, changed, unchanged)


def add_link(account: Account, *, till: str | None, expires_at: datetime) -> SignInLink:
    """A new sign-in link, flushed so that it has the id its token is made of."""
    link = SignInLink(account_id=account.id, till=till, expires_at=expires_at)
    session().add(link)
    session().flush()
    return link


def spend_as_much(at: datetime) -> None:
    """The work of a sign-in request, for an address that has no account.

    Three rows are written and the transaction reaches the disk, as when a link, its event and its
    outbox row are stored, so that the time of the answer does not tell who has an account.  The
    rows hold chance only, and go with the next count of a rate limit.
    """
    for _ in range(3):
        key = secrets.token_hex(16)
        session().add(RateCount(key_hash=key, bucket=0, n=0, ends_at=at))
        session().flush()


def open_session(account: Account, at: datetime) -> tuple[LoginSession, str]:
    """A new session and the cookie that opens it; the cookie is known only here."""
    cookie = new_cookie()
    opened = LoginSession(
        account_id=account.id,
        token_hash=cookie_hash(cookie),
        created_at=at,
        seen_on=local_day(at),
    )
    session().add(opened)
    session().flush()
    return opened, cookie


def revoke(sessions: Iterable[LoginSession], at: datetime) -> int:
    """End sessions that are not ended yet; how many there were."""
    ended = [row for row in sessions if row.revoked_at is None]
    for row in ended:
        row.revoked_at = at
    return len(ended)


def renew_session(cookie: str, now: datetime) -> bool:
    """Let a live session's 30 days begin anew, in a transaction of its own; whether it did.

    Called for POST only, so that no GET writes, and it writes at most once a day and device:
    whoever only reads for 30 days signs in again.
    """
    hashed = cookie_hash(cookie)
    seen_on = queries.seen_on(hashed)
    if seen_on is None or not oldest_live_day(now) <= seen_on < local_day(now):
        return False
    with transaction() as current:
        current.execute(
            update(LoginSession)
            .where(LoginSession.token_hash == hashed, LoginSession.revoked_at.is_(None))
            .values(seen_on=local_day(now))
        )
    return True
