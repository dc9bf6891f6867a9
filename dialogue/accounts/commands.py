# SPDX-License-Identifier: EUPL-1.2
"""Acts on accounts: create, ask for a link, sign in and out, report a barrier."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from dialogue.accounts import acts, queries
from dialogue.accounts.models import Account, BarrierReport, RoleGrant, SignInLink
from dialogue.accounts.rules import LINK_LIFE, UNSPENT_LINKS, LinkState, link_state
from dialogue.core.access import Actor, Permission, Role
from dialogue.core.commands import NOW, command
from dialogue.core.database import session
from dialogue.core.errors import Conflict, Gone, NotFound
from dialogue.core.events import EventKind, record


@command(Permission.ACCOUNTS_MANAGE)
def create_account(
    actor: Actor,
    subject: None,
    *,
    email: str,
    role: Role | None = None,
    committee_id: int | None = None,
    name: str = "",
    at: datetime = NOW,
) -> Account:
    """The account with this address and this role, made or completed; twice changes nothing.

    `committee_id` None gives the role for all bodies.  Raises Conflict when the account is closed.
    """
    address = email.strip().lower()
    account = queries.account_by_email(address)
    if account is not None and account.closed_at is not None:
        raise Conflict(f"the account {address} is closed")
    changed = account is None
    if account is None:
        account = Account(email=address, name=name, created_at=at, grants=[])
        session().add(account)
    if name and account.name != name:
        account.name, changed = name, True
    if role is not None and (role, committee_id) not in {
        (grant.role, grant.committee_id) for grant in account.grants
    }:
        account.grants.append(RoleGrant(role=role, committee_id=committee_id))
        changed = True
    if changed:
        record(
            EventKind.ACCOUNT_CREATED, actor, account, at=at,
            role=role.value if role else None, committee_id=committee_id,
        )  # fmt: skip
    return account


@command(Permission.ACCOUNTS_MANAGE)
def make_sign_in_link(
    actor: Actor, account: Account, *, expires_at: datetime, at: datetime = NOW
) -> SignInLink:
    """A link for the command line to show instead of mailing it.  Raises Conflict when closed."""
    if account.closed_at is not None:
        raise Conflict(f"the account {account.email} is closed")
    link = acts.add_link(account, till=None, expires_at=expires_at)
    record(EventKind.SIGN_IN_LINK_MADE, actor, link, at=at)
    return link


@command(Permission.SIGN_IN)
def request_sign_in(
    actor: Actor, subject: None, *, email: str, till: str | None, at: datetime = NOW
) -> None:
    """Let a link be mailed to this address, if it has an account; nobody is told whether.

    When enough unspent ones wait in the mailbox no more are sent, so that nobody can fill it.
    """
    account = queries.account_by_email(email)
    waiting = queries.unspent_links(account.id if account else 0, at)
    if account is None or account.closed_at is not None or waiting >= UNSPENT_LINKS:
        acts.spend_as_much(at)
        return
    link = acts.add_link(account, till=till, expires_at=at + LINK_LIFE)
    record(EventKind.SIGN_IN_REQUESTED, actor, link, at=at)


@command(Permission.SIGN_IN)
def use_sign_in_link(
    actor: Actor, link: SignInLink, *, old_cookie: str | None, at: datetime = NOW
) -> str:
    """Sign in: the link is spent, the old cookie's session ends, the new session's cookie is given.

    Raises Gone when the link was used, is too old, or its account is closed.
    """
    account = queries.account(link.account_id)
    if account is None or account.closed_at is not None:
        raise Gone("the account is closed")
    state = link_state(link.expires_at, link.used_at, at)
    if state is not LinkState.FRESH:
        raise Gone(f"the link is {state}")
    link.used_at = at
    old = queries.session_by_cookie(old_cookie) if old_cookie else None
    if old is not None:
        acts.revoke([old], at)
    opened, cookie = acts.open_session(account, at)
    record(EventKind.SIGNED_IN, account.actor(), opened, at=at)
    return cookie


@command(Permission.ACCOUNT_USE)
def sign_out(
    actor: Actor, account: Account, *, session_ids: Collection[int], at: datetime = NOW
) -> int:
    """End these sessions of the account, on the server; how many ended.

    Once more changes nothing.  Raises NotFound when one of them is not the account's.
    """
    rows = [row for row in queries.all_sessions(account.id) if row.id in session_ids]
    if len(rows) != len(set(session_ids)):
        raise NotFound("no such session")
    ended = acts.revoke(rows, at)
    if ended:
        record(EventKind.SIGNED_OUT, actor, account, at=at, sessions=ended)
    return ended


@command(Permission.BARRIER_REPORT)
def report_barrier(
    actor: Actor, subject: None, *, text: str, email: str | None, at: datetime = NOW
) -> BarrierReport:
    """Tell the administrator of a barrier on the site (act 2018:1937 § 14)."""
    report = BarrierReport(text=text, email=email, at=at)
    session().add(report)
    record(EventKind.BARRIER_REPORTED, actor, report, at=at)
    return report
