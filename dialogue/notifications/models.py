# SPDX-License-Identifier: EUPL-1.2
"""Tables of delivery."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.core.database import Base, Id, Line


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
