# SPDX-License-Identifier: EUPL-1.2
"""Where an author is reached: the address she left, else her account's; nowhere once she said stop.

Both expressions need Contact and Account outer-joined to Contribution.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_

from dialogue.accounts.models import Account
from dialogue.dialogues.models import Contact


def mail_address() -> ColumnElement[str]:
    """The address in lower case, by which a person is told once."""
    return func.lower(func.coalesce(Contact.email, Account.email))


def has_mail_address() -> ColumnElement[bool]:
    """Whether there is one; a Contact row without an address is a stop."""
    account = and_(Contact.contribution_id.is_(None), Account.closed_at.is_(None))
    return or_(Contact.email.is_not(None), and_(account, Account.id.is_not(None)))
