# SPDX-License-Identifier: EUPL-1.2
"""Tables of what is learnt about pages."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.core.database import Base, Id, Line, state_type
from dialogue.insights.rules import Verdict


class PageVerdict(Base):
    """How many said on a day (in Stockholm) that a page helped, or did not.  Never who.

    `page` is the page's path without its language, such as `/mal/2024/ledning`.
    """

    __tablename__ = "page_verdict"
    __table_args__ = (UniqueConstraint("page", "verdict", "day"),)

    id: Mapped[Id]
    page: Mapped[Line]
    verdict: Mapped[Verdict] = mapped_column(state_type(Verdict, "verdict"))
    day: Mapped[date]
    count: Mapped[int] = mapped_column(default=0)
