# SPDX-License-Identifier: EUPL-1.2
"""Tables of the reading desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.core.database import Base, Id, Line, state_type
from dialogue.dialogues.models import Contribution
from dialogue.moderation.rules import DeskAct, Ground


class ModerationDecision(Base):
    """One judgement on one contribution: by whom (NULL: the rules), when, on what ground."""

    __tablename__ = "moderation_decision"
    __table_args__ = (
        CheckConstraint(
            "act NOT IN ('reject', 'unpublish') OR ground IS NOT NULL", name="grounded"
        ),
    )

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    act: Mapped[DeskAct] = mapped_column(state_type(DeskAct, "act"))
    ground: Mapped[Ground | None] = mapped_column(state_type(Ground, "ground"))
    text: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()


class Report(Base):
    """A reader points at a contribution (anmälan).  The author never learns who."""

    __tablename__ = "report"

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    ground: Mapped[Ground | None] = mapped_column(state_type(Ground, "ground"))
    text: Mapped[str]
    email: Mapped[Line | None]
    at: Mapped[datetime]
    #: When a facilitator decided on the contribution after the notice.
    handled_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()
