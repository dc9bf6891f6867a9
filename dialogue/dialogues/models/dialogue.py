# SPDX-License-Identifier: EUPL-1.2
"""Dialogues, their promise card, threads, links and public changes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Committee
from dialogue.core.access import Whose
from dialogue.core.database import Base, Id, Key, Line, TranslatedText, state_type
from dialogue.core.languages import Translated
from dialogue.dialogues.rules.dialogue import (
    FREE_SLUG,
    DialogueForm,
    DialogueState,
    ModerationMode,
    ParticipationLevel,
    PublicState,
    public_state,
)
from dialogue.goals.models import GoalLink, Place

_CARD = " AND ".join(
    f"{name} IS NOT NULL"
    for name in ("slug", "purpose", "open_to", "not_open_to", "decider", "level", "contact")
)


class Dialogue(Base):
    """A bounded or standing invitation, with its promise card.

    `version` grows with each change and travels in the desk's form.  `slug` is given when the
    dialogue is announced, and frozen.
    """

    __tablename__ = "dialogue"
    __table_args__ = (
        CheckConstraint(f"announced_at IS NULL OR ({_CARD})", name="announced_has_card"),
        CheckConstraint(
            "state NOT IN ('announced', 'archived') OR announced_at IS NOT NULL",
            name="announced_has_time",
        ),
        CheckConstraint(
            "announced_at IS NULL OR form <> 'bounded' "
            "OR (closes_at IS NOT NULL AND answer_by IS NOT NULL)",
            name="bounded_has_dates",
        ),
        CheckConstraint(
            "state <> 'cancelled' OR cancel_reason IS NOT NULL", name="cancel_has_reason"
        ),
    )

    id: Mapped[Id]
    slug: Mapped[Key | None] = mapped_column(unique=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    form: Mapped[DialogueForm] = mapped_column(state_type(DialogueForm, "form"))
    state: Mapped[DialogueState] = mapped_column(
        state_type(DialogueState, "state"), default=DialogueState.DRAFT, index=True
    )
    moderation: Mapped[ModerationMode] = mapped_column(
        state_type(ModerationMode, "moderation"), default=ModerationMode.PRE
    )
    level: Mapped[ParticipationLevel | None] = mapped_column(
        state_type(ParticipationLevel, "level")
    )
    title: Mapped[Translated] = mapped_column(TranslatedText)
    purpose: Mapped[Translated | None] = mapped_column(TranslatedText)
    open_to: Mapped[Translated | None] = mapped_column(TranslatedText)
    not_open_to: Mapped[Translated | None] = mapped_column(TranslatedText)
    decider: Mapped[Translated | None] = mapped_column(TranslatedText)
    contact: Mapped[Line | None]
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["sv"])
    case_number: Mapped[Line | None]
    sami_flag: Mapped[bool] = mapped_column(default=False)
    child_flag: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    decision_on: Mapped[date | None]
    answer_by: Mapped[date | None]
    announced_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    committee: Mapped[Committee] = relationship()
    place: Mapped[Place | None] = relationship()
    threads: Mapped[list[Thread]] = relationship(
        back_populates="dialogue",
        order_by="Thread.position, Thread.id",
        cascade="all, delete-orphan",
    )
    links: Mapped[list[DialogueLink]] = relationship(
        order_by="DialogueLink.id", cascade="all, delete-orphan"
    )
    changes: Mapped[list[DialogueChange]] = relationship(order_by="DialogueChange.id")

    def whose(self) -> Whose:
        """A dialogue is its committee's."""
        return Whose(committee_id=self.committee_id)

    def public_state(self, now: datetime, *, unanswered: bool) -> PublicState:
        """What it shows as at `now`."""
        return public_state(
            self.state, opens_at=self.opens_at, closes_at=self.closes_at,
            answer_by=self.answer_by, unanswered=unanswered, now=now,
        )  # fmt: skip

    def is_open(self, now: datetime) -> bool:
        """Whether residents may write in it at `now`."""
        return self.public_state(now, unanswered=True) is PublicState.OPEN

    @property
    def is_standing(self) -> bool:
        """Whether it is always open."""
        return self.form is DialogueForm.STANDING

    @property
    def is_free(self) -> bool:
        """Whether it is the municipality's own, for what has no goal yet."""
        return self.slug == FREE_SLUG

    @property
    def is_public(self) -> bool:
        """Whether anybody may see it: announced once, whatever came then."""
        return self.announced_at is not None


class DialogueLink(GoalLink, Base):
    """A dialogue is about a goal, or an assignment under it."""

    __tablename__ = "dialogue_link"

    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)


class Thread(Base):
    """One question in a dialogue that residents talk under.  Only transition() writes the count."""

    __tablename__ = "thread"
    __table_args__ = (UniqueConstraint("dialogue_id", "slug"),)

    id: Mapped[Id]
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    slug: Mapped[Key]
    position: Mapped[int] = mapped_column(default=0)
    question: Mapped[Translated] = mapped_column(TranslatedText)
    shown_count: Mapped[int] = mapped_column(default=0)

    dialogue: Mapped[Dialogue] = relationship(back_populates="threads")
    links: Mapped[list[ThreadLink]] = relationship(
        order_by="ThreadLink.id", cascade="all, delete-orphan"
    )

    def whose(self) -> Whose:
        """A thread is its dialogue's committee's."""
        return self.dialogue.whose()


class ThreadLink(GoalLink, Base):
    """A thread is about a goal or assignment, where that differs from its dialogue."""

    __tablename__ = "thread_link"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)


class DialogueChange(Base):
    """A change of the promise after it was announced: public, with what stood before."""

    __tablename__ = "dialogue_change"

    id: Mapped[Id]
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    field: Mapped[Key]
    old: Mapped[str]
    new: Mapped[str]
