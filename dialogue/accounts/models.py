# SPDX-License-Identifier: EUPL-1.2
"""Tables of people and bodies."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.core.access import Actor, Role, Whose, account_actor
from dialogue.core.database import Base, Id, Key, Line, TranslatedText, state_type
from dialogue.core.languages import Translated


class Committee(Base):
    """A body that is responsible: a committee of the council's."""

    __tablename__ = "committee"

    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Translated] = mapped_column(TranslatedText)

    def whose(self) -> Whose:
        """A committee is its own."""
        return Whose(committee_id=self.id)


class Account(Base):
    """Someone who can sign in.  `email` is in lower case; closed accounts cannot."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[Id]
    email: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line] = mapped_column(default="")
    language: Mapped[str | None] = mapped_column(String(3))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    grants: Mapped[list[RoleGrant]] = relationship(lazy="selectin", order_by="RoleGrant.id")

    def whose(self) -> Whose:
        """An account is its holder's."""
        return Whose(account_id=self.id)

    def actor(self) -> Actor:
        """Who this account is when it acts."""
        given = {(grant.role, grant.committee_id) for grant in self.grants}
        return account_actor(self.id, self.name or self.email, self.language, given)


class RoleGrant(Base):
    """A role given to an account, for one committee or (NULL) for all."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "uq_role_grant",
            "account_id",
            "role",
            func.coalesce(text("committee_id"), 0),
            unique=True,
        ),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role] = mapped_column(state_type(Role, "role"))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committee.id"))


class LoginSession(Base):
    """One device that is signed in; only the hash of its cookie is stored."""

    __tablename__ = "login_session"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[Key] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_on: Mapped[date]
    revoked_at: Mapped[datetime | None]

    def whose(self) -> Whose:
        """A session is its account's."""
        return Whose(account_id=self.account_id)


class SignInLink(Base):
    """A mailed link: single use, short-lived.  Its token is the signed id, and is not stored."""

    __tablename__ = "sign_in_link"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    #: Where to go after signing in: a path on this site.
    till: Mapped[str | None]


class BarrierReport(Base):
    """Somebody met a barrier on the site (act 2018:1937): read by the administrator."""

    __tablename__ = "barrier_report"

    id: Mapped[Id]
    text: Mapped[str]
    email: Mapped[Line | None]
    at: Mapped[datetime]
