# SPDX-License-Identifier: EUPL-1.2
"""Tables of the municipality's answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Committee
from dialogue.core.access import Whose
from dialogue.core.database import Base, Id, Key, Line, TranslatedText, state_type
from dialogue.core.languages import Translated
from dialogue.dialogues.models import Contribution
from dialogue.feedback.rules import (
    ResponseSize,
    ResponseState,
    Use,
    may_publish,
)
from dialogue.goals.models import GoalLink


class FeedbackResponse(Base):
    """The municipality's official answer.  `version` travels in the desk's form."""

    __tablename__ = "feedback_response"
    __table_args__ = (
        CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL", name="published_has_time"
        ),
        CheckConstraint(
            "size <> 'full' OR reviewer_id IS NULL OR reviewer_id <> author_id",
            name="reviewed_by_another",
        ),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), index=True)
    #: From the Swedish title, at publication; empty before.
    slug: Mapped[Key] = mapped_column(default="")
    title: Mapped[Translated] = mapped_column(TranslatedText)
    size: Mapped[ResponseSize] = mapped_column(state_type(ResponseSize, "size"))
    state: Mapped[ResponseState] = mapped_column(
        state_type(ResponseState, "state"), default=ResponseState.DRAFT, index=True
    )
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    signature: Mapped[Line]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    #: Why it was sent back, for its author; emptied when it is submitted again.
    return_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    committee: Mapped[Committee] = relationship()
    author: Mapped[Account | None] = relationship(foreign_keys=[author_id])
    reviewer: Mapped[Account | None] = relationship(foreign_keys=[reviewer_id])
    revisions: Mapped[list[FeedbackRevision]] = relationship(order_by="FeedbackRevision.number")
    selections: Mapped[list[FeedbackSelection]] = relationship(
        order_by="FeedbackSelection.id", cascade="all, delete-orphan"
    )
    covers: Mapped[list[FeedbackCover]] = relationship(back_populates="response")
    links: Mapped[list[FeedbackLink]] = relationship(
        order_by="FeedbackLink.id", cascade="all, delete-orphan"
    )
    decision: Mapped[Decision | None] = relationship(cascade="all, delete-orphan")

    def whose(self) -> Whose:
        """A response is its committee's."""
        return Whose(committee_id=self.committee_id)

    def may_be_published_by(self, account_id: int | None, size: ResponseSize | None = None) -> bool:
        """Whether this account may publish it as a `size` (its own), whatever its state."""
        authors = {self.author_id, self.revision.by_id}
        return may_publish(size=size or self.size, author_ids=authors, publisher_id=account_id)

    @property
    def revision(self) -> FeedbackRevision:
        """The text in force."""
        return self.revisions[-1]


class FeedbackRevision(Base):
    """One version of a response's text, staff's Markdown; None where nothing is written (yet).

    `by_id` is who put it forward: the last to write it, or to send it to review.
    """

    __tablename__ = "feedback_revision"
    __table_args__ = (UniqueConstraint("response_id", "number"),)

    id: Mapped[Id]
    response_id: Mapped[int] = mapped_column(ForeignKey("feedback_response.id"))
    number: Mapped[int]
    said: Mapped[Translated | None] = mapped_column(TranslatedText)
    decided: Mapped[Translated | None] = mapped_column(TranslatedText)
    connection: Mapped[Translated | None] = mapped_column(TranslatedText)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class FeedbackSelection(Base):
    """What a response in work is about to cover; frozen into FeedbackCover at publication."""

    __tablename__ = "feedback_selection"
    __table_args__ = (UniqueConstraint("response_id", "contribution_id"),)

    id: Mapped[Id]
    response_id: Mapped[int] = mapped_column(ForeignKey("feedback_response.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    use: Mapped[Use | None] = mapped_column(state_type(Use, "use"))
    line: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    receiver: Mapped[Key] = mapped_column(default="")

    contribution: Mapped[Contribution] = relationship()


class FeedbackCover(Base):
    """A contribution that a published response answers, and how it was used."""

    __tablename__ = "feedback_cover"
    __table_args__ = (
        CheckConstraint("\"use\" <> 'not_used' OR reason <> ''", name="not_used_has_reason"),
        CheckConstraint("\"use\" <> 'passed_on' OR receiver <> ''", name="passed_on_has_receiver"),
    )

    response_id: Mapped[int] = mapped_column(
        ForeignKey("feedback_response.id"), primary_key=True, autoincrement=False
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), primary_key=True, autoincrement=False, index=True
    )
    use: Mapped[Use] = mapped_column(state_type(Use, "use"))
    line: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    receiver: Mapped[Key] = mapped_column(default="")

    response: Mapped[FeedbackResponse] = relationship(back_populates="covers")
    contribution: Mapped[Contribution] = relationship()


class FeedbackLink(GoalLink, Base):
    """A response is tied to a goal, or an assignment under it."""

    __tablename__ = "feedback_link"

    response_id: Mapped[int] = mapped_column(ForeignKey("feedback_response.id"), index=True)


class Decision(Base):
    """The formal decision behind a response: case number (dnr), body, day, paragraph, address."""

    __tablename__ = "decision"

    id: Mapped[Id]
    response_id: Mapped[int] = mapped_column(ForeignKey("feedback_response.id"), unique=True)
    case_number: Mapped[Line] = mapped_column(default="")
    body_name: Mapped[Line] = mapped_column(default="")
    decided_on: Mapped[date | None]
    section: Mapped[Line] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
