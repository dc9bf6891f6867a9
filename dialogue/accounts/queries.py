# SPDX-License-Identifier: EUPL-1.2
"""Every SELECT on accounts, bodies, sessions, links and barrier reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account, BarrierReport, Committee, LoginSession, SignInLink
from dialogue.accounts.rules import LINK_LIFE, oldest_live_day
from dialogue.accounts.tokens import cookie_hash
from dialogue.core.access import Actor
from dialogue.core.database import session

PAGE = 20


def actor_by_session(cookie: str, now: datetime) -> Actor | None:
    """Who is signed in with this cookie, in one query; None when revoked, too old or closed.

    Reads only.  `seen_on` is renewed by the first POST of a day, see `acts.renew_session`.
    """
    found = (
        session()
        .scalars(
            select(Account)
            .join(LoginSession, LoginSession.account_id == Account.id)
            .where(
                LoginSession.token_hash == cookie_hash(cookie),
                LoginSession.revoked_at.is_(None),
                LoginSession.seen_on >= oldest_live_day(now),
                Account.closed_at.is_(None),
            )
            .options(joinedload(Account.grants))
        )
        .unique()
        .one_or_none()
    )
    return found.actor() if found else None


def account(account_id: int) -> Account | None:
    """The account with its grants."""
    return session().get(Account, account_id)


def account_by_email(email: str) -> Account | None:
    """The account with this address, whatever its case; closed ones too."""
    return session().scalar(select(Account).where(Account.email == email.strip().lower()))


def committee_by_key(key: str) -> Committee | None:
    """The body with this key."""
    return session().scalar(select(Committee).where(Committee.key == key))


def committees() -> Sequence[Committee]:
    """Every body, in the order in which they came."""
    return session().scalars(select(Committee).order_by(Committee.id)).all()


def committees_by_key() -> dict[str, Committee]:
    """Every body by its key."""
    return {row.key: row for row in committees()}


def sign_in_link(link_id: int) -> SignInLink | None:
    """The mailed link with this id, when its account is still open."""
    return session().scalar(
        select(SignInLink)
        .join(Account, Account.id == SignInLink.account_id)
        .where(SignInLink.id == link_id, Account.closed_at.is_(None))
    )


def unspent_links(account_id: int, now: datetime) -> int:
    """How many mailed links of the account can be used just now."""
    return session().scalar(
        select(func.count())
        .select_from(SignInLink)
        .where(
            SignInLink.account_id == account_id,
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
            SignInLink.expires_at <= now + LINK_LIFE,
        )
    ) or 0  # fmt: skip


def live_sessions(account_id: int, now: datetime) -> Sequence[LoginSession]:
    """The devices on which an account is signed in, latest first."""
    return (
        session()
        .scalars(
            select(LoginSession)
            .where(
                LoginSession.account_id == account_id,
                LoginSession.revoked_at.is_(None),
                LoginSession.seen_on >= oldest_live_day(now),
            )
            .order_by(LoginSession.id.desc())
        )
        .all()
    )


def all_sessions(account_id: int) -> Sequence[LoginSession]:
    """Every session an account ever had, ended ones too."""
    return (
        session().scalars(select(LoginSession).where(LoginSession.account_id == account_id)).all()
    )


def session_by_cookie(cookie: str) -> LoginSession | None:
    """The session that this cookie opens, also when it has ended."""
    return session().scalar(
        select(LoginSession).where(LoginSession.token_hash == cookie_hash(cookie))
    )


def seen_on(token_hash: str) -> date | None:
    """The day on which a session that is not revoked was last seen."""
    return session().scalar(
        select(LoginSession.seen_on).where(
            LoginSession.token_hash == token_hash, LoginSession.revoked_at.is_(None)
        )
    )


def barrier_reports(before: int | None = None) -> tuple[Sequence[BarrierReport], int | None]:
    """A page of reports, newest first, older than `before`; and where the next page begins."""
    query = select(BarrierReport).order_by(BarrierReport.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(BarrierReport.id < before)
    rows = session().scalars(query).all()
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None
