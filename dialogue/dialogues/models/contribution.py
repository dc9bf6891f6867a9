# SPDX-License-Identifier: EUPL-1.2
"""Contributions, their receipt, and the address for answers, apart so that it can be erased."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.core.access import Whose
from dialogue.core.database import Base, Id, Key, Line, RandomId, random_id, state_type
from dialogue.dialogues.models.dialogue import Dialogue, Thread
from dialogue.dialogues.rules.contribution import Channel, ContributionState
from dialogue.goals.models import Place

_PUBLISHED = "state = 'published'"
_ANSWERED = f"{_PUBLISHED} AND answered_at IS NOT NULL"
#: Hidden roots are in the index too: one with replies that show keeps its place in the thread.
_ROOT_ONCE_SHOWN = "parent_id IS NULL AND shown_at IS NOT NULL"


class Contribution(Base):
    """Anything one resident gave.  `body_html` is rendered at write time by `html_version`.

    Only `transition()` and `receive()` in acts.py write `state`, times and counters.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint("state <> 'published' OR shown_at IS NOT NULL", name="published_has_time"),
        CheckConstraint("answered_at IS NULL OR shown_at IS NOT NULL", name="answered_was_shown"),
        Index(
            "ix_contribution_roots", "thread_id", "shown_at", "id",
            sqlite_where=text(_ROOT_ONCE_SHOWN),
            postgresql_where=text(_ROOT_ONCE_SHOWN),
        ),
        Index(
            "ix_contribution_replies", "parent_id", "reply_no",
            sqlite_where=text(f"{_PUBLISHED} AND parent_id IS NOT NULL"),
            postgresql_where=text(f"{_PUBLISHED} AND parent_id IS NOT NULL"),
        ),
        Index(
            "ix_contribution_desk", "dialogue_id", "due_at", "id",
            sqlite_where=text("state IN ('submitted', 'held')"),
            postgresql_where=text("state IN ('submitted', 'held')"),
        ),
        Index(
            "ix_contribution_unanswered", "dialogue_id", "due_at",
            sqlite_where=text(f"{_PUBLISHED} AND answered_at IS NULL"),
            postgresql_where=text(f"{_PUBLISHED} AND answered_at IS NULL"),
        ),
        Index(
            "ix_contribution_answered", "thread_id", "answered_at",
            sqlite_where=text(_ANSWERED),
            postgresql_where=text(_ANSWERED),
        ),
        Index(
            "ix_contribution_promised", "due_at", "dialogue_id", "answered_at",
            sqlite_where=text(_PUBLISHED), postgresql_where=text(_PUBLISHED),
        ),
        Index(
            "ix_contribution_shown", "shown_at", "id",
            sqlite_where=text(_PUBLISHED), postgresql_where=text(_PUBLISHED),
        ),
    )  # fmt: skip

    id: Mapped[RandomId] = mapped_column(default=random_id)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    channel: Mapped[Channel] = mapped_column(state_type(Channel, "channel"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[Line | None]
    on_behalf_of: Mapped[Line | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    language: Mapped[str] = mapped_column(String(3))
    answer_language: Mapped[str] = mapped_column(String(3), default="sv")
    body: Mapped[str | None]
    body_html: Mapped[str] = mapped_column(default="")
    html_version: Mapped[int] = mapped_column(default=0)
    state: Mapped[ContributionState] = mapped_column(state_type(ContributionState, "state"))
    #: Kinds of personal data that made the rules hold it, or empty.
    held_for: Mapped[list[str]] = mapped_column(JSON, default=list)
    received_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reply_no: Mapped[int | None]
    submission_key: Mapped[Key | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    dialogue: Mapped[Dialogue] = relationship()
    thread: Mapped[Thread | None] = relationship()
    place: Mapped[Place | None] = relationship()
    receipt: Mapped[Receipt] = relationship(back_populates="contribution")
    contact: Mapped[Contact | None] = relationship()

    def whose(self) -> Whose:
        """A contribution is its author's, by account or receipt, and its dialogue's committee's."""
        return Whose(self.dialogue.committee_id, self.author_id, self.id)

    @property
    def is_shown(self) -> bool:
        """Whether anybody may read it."""
        return self.state is ContributionState.PUBLISHED


class Receipt(Base):
    """The code that lets anyone follow a contribution without an account."""

    __tablename__ = "receipt"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), primary_key=True, autoincrement=False
    )
    code: Mapped[Key] = mapped_column(unique=True)

    contribution: Mapped[Contribution] = relationship(back_populates="receipt")


class Contact(Base):
    """The address that the answer is mailed to, in a table of its own so that it can be erased."""

    __tablename__ = "contact"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), primary_key=True, autoincrement=False
    )
    email: Mapped[Line | None]
    erased_at: Mapped[datetime | None]


class SealedOriginal(Base):
    """The words as they were before masking, or before their author changed them.

    Read by nobody without a permission of its own.
    """

    __tablename__ = "sealed_original"

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    body: Mapped[str]
    name: Mapped[str | None]
    on_behalf_of: Mapped[str | None]
    sha256: Mapped[Key]
    dispose_on: Mapped[date]
