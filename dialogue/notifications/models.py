# SPDX-License-Identifier: EUPL-1.2
"""Tables of delivery."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.core.database import Base, Id, Line
from dialogue.dialogues.models import Dialogue
from dialogue.goals.models import Goal, Place
from dialogue.notifications.rules import FollowKind

Followed = Goal | Dialogue | Place


class Notification(Base):
    """One person told about one event, once.  `person` is `a:<account>` or `e:<address>`.

    Claimed by lease: whoever sets `leased_until` sends it, and marks `sent_at` after acceptance.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("event_id", "person"),
        Index(
            "ix_notification_waiting", "leased_until", "id",
            sqlite_where=text("sent_at IS NULL"), postgresql_where=text("sent_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person: Mapped[Line]
    language: Mapped[str] = mapped_column(String(3))
    address: Mapped[Line]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]


class Follow(Base):
    """Somebody follows a goal, a dialogue or a place by e-mail.

    Mails only begin at `confirmed_at`, when the link in the first mail was answered.  Whoever
    stops following is forgotten: the row goes.
    """

    __tablename__ = "follow"
    __table_args__ = (
        CheckConstraint(
            "(goal_id IS NOT NULL AND dialogue_id IS NULL AND place_id IS NULL) OR "
            "(goal_id IS NULL AND dialogue_id IS NOT NULL AND place_id IS NULL) OR "
            "(goal_id IS NULL AND dialogue_id IS NULL AND place_id IS NOT NULL)",
            name="exactly_one",
        ),
        UniqueConstraint("email", "goal_id"),
        UniqueConstraint("email", "dialogue_id"),
        UniqueConstraint("email", "place_id"),
    )

    id: Mapped[Id]
    email: Mapped[Line]
    language: Mapped[str] = mapped_column(String(3))
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"))
    dialogue_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    requested_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    goal: Mapped[Goal | None] = relationship()
    dialogue: Mapped[Dialogue | None] = relationship()
    place: Mapped[Place | None] = relationship()

    @property
    def kind(self) -> FollowKind:
        """What kind of thing it is."""
        if self.goal_id is not None:
            return FollowKind.GOAL
        return FollowKind.PLACE if self.dialogue_id is None else FollowKind.DIALOGUE

    @property
    def followed_id(self) -> int:
        """The id of the thing; the CHECK says that there is one."""
        found = self.goal_id or self.dialogue_id or self.place_id
        assert found is not None
        return found

    @property
    def followed(self) -> Followed:
        """The thing itself."""
        found = self.goal or self.dialogue or self.place
        assert found is not None
        return found


class Digest(Base):
    """One weekly mail to one address: what happened after `since`, up to and with `until`."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("email", "until"),)

    id: Mapped[Id]
    email: Mapped[Line]
    language: Mapped[str] = mapped_column(String(3))
    since: Mapped[datetime]
    until: Mapped[datetime]
