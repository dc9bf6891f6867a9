# SPDX-License-Identifier: EUPL-1.2
"""What is followed from year to year: key figures, investments, progress on assignments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account
from dialogue.core.access import Whose
from dialogue.core.database import Base, Id, Key, Line, TranslatedText, state_type
from dialogue.core.languages import Translated
from dialogue.goals.models.steering import Assignment, Goal
from dialogue.goals.rules import Period, ProgressState, Sex

#: The area of values that are the municipality's own.
OWN_AREA = ""


class KeyFigure(Base):
    """A measured series on a goal (nyckeltal); one with a `target` is an indicator (indikator).

    `source` says who publishes it; `kolada` is its id there, for fetching, such as N00945.
    """

    __tablename__ = "key_figure"
    __table_args__ = (UniqueConstraint("goal_id", "key"),)

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    key: Mapped[Key]
    name: Mapped[Translated] = mapped_column(TranslatedText)
    unit: Mapped[Translated] = mapped_column(TranslatedText)
    target: Mapped[float | None] = mapped_column(Float)
    source: Mapped[Line | None]
    kolada: Mapped[Key | None] = mapped_column(index=True)

    goal: Mapped[Goal] = relationship()
    values: Mapped[list[KeyFigureValue]] = relationship(
        back_populates="figure", order_by="KeyFigureValue.year, KeyFigureValue.id"
    )


class KeyFigureValue(Base):
    """One measurement, in the unit of its figure.

    `area` is empty for the municipality's own, else the name of whom it is compared with: another
    municipality, or a group of them.
    """

    __tablename__ = "key_figure_value"
    __table_args__ = (UniqueConstraint("figure_id", "year", "sex", "area"),)

    id: Mapped[Id]
    figure_id: Mapped[int] = mapped_column(ForeignKey("key_figure.id"))
    year: Mapped[int]
    sex: Mapped[Sex] = mapped_column(state_type(Sex, "sex"), default=Sex.TOTAL)
    area: Mapped[Key] = mapped_column(default=OWN_AREA)
    value: Mapped[float] = mapped_column(Float)

    figure: Mapped[KeyFigure] = relationship(back_populates="values")


class Investment(Base):
    """Money set aside for something under a goal in one year; `amount` in whole kronor."""

    __tablename__ = "investment"
    __table_args__ = (UniqueConstraint("goal_id", "key", "year"),)

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    key: Mapped[Key]
    title: Mapped[Translated] = mapped_column(TranslatedText)
    year: Mapped[int]
    amount: Mapped[int]

    goal: Mapped[Goal] = relationship()


class ProgressReport(Base):
    """What was done on an assignment by T1, T2 or in the year (uppföljning).

    Public as soon as it is saved.  `version` grows with each change and travels in the desk's
    form; `changed_at` is shown where it was changed after `reported_at`.
    """

    __tablename__ = "progress_report"
    __table_args__ = (UniqueConstraint("assignment_id", "year", "period"),)

    id: Mapped[Id]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    year: Mapped[int]
    period: Mapped[Period] = mapped_column(state_type(Period, "period"))
    state: Mapped[ProgressState] = mapped_column(state_type(ProgressState, "state"))
    text: Mapped[Translated] = mapped_column(TranslatedText)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reported_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    assignment: Mapped[Assignment] = relationship()
    by: Mapped[Account | None] = relationship()

    def whose(self) -> Whose:
        """A report is its assignment's committee's."""
        return self.assignment.whose()
