# SPDX-License-Identifier: EUPL-1.2
"""Plans, goals, assignments, places, and the shape of links to them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from dialogue.accounts.models import Committee
from dialogue.core.access import Whose
from dialogue.core.database import Base, Id, Key, TranslatedText, state_type
from dialogue.core.languages import Translated
from dialogue.goals.rules import AssignmentOrigin, GoalKind, PlaceKind, VisionDimension


class Plan(Base):
    """One budget year's steering document (mål och budget)."""

    __tablename__ = "plan"

    id: Mapped[Id]
    year: Mapped[int] = mapped_column(unique=True)
    title: Mapped[Translated] = mapped_column(TranslatedText)
    adopted_on: Mapped[date]


class Place(Base):
    """A town, district or village."""

    __tablename__ = "place"

    id: Mapped[Id]
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Translated] = mapped_column(TranslatedText)
    kind: Mapped[PlaceKind] = mapped_column(state_type(PlaceKind, "kind"))


class Goal(Base):
    """What the council wants reached.  `name` is official, `short` and `about` residents' words."""

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("plan_id", "key"), UniqueConstraint("plan_id", "number"))

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    key: Mapped[Key]
    number: Mapped[int]
    kind: Mapped[GoalKind | None] = mapped_column(state_type(GoalKind, "kind"))
    dimension: Mapped[VisionDimension | None] = mapped_column(
        state_type(VisionDimension, "dimension")
    )
    short: Mapped[Translated] = mapped_column(TranslatedText)
    about: Mapped[Translated] = mapped_column(TranslatedText)
    name: Mapped[Translated] = mapped_column(TranslatedText)
    policy: Mapped[Translated] = mapped_column(TranslatedText)
    sami_flag: Mapped[bool] = mapped_column(default=False)
    child_flag: Mapped[bool] = mapped_column(default=False)

    plan: Mapped[Plan] = relationship()
    committee: Mapped[Committee] = relationship()

    @property
    def path_key(self) -> str:
        """`<year>/<key>`: names a goal over all years, as the desk's fields write it."""
        return f"{self.plan.year}/{self.key}"


class GoalLineage(Base):
    """A goal of one year lives on in a goal of another; many-to-many, goals split and merge."""

    __tablename__ = "goal_lineage"
    __table_args__ = (CheckConstraint("from_goal_id <> to_goal_id", name="not_itself"),)

    from_goal_id: Mapped[int] = mapped_column(
        ForeignKey("goal.id"), primary_key=True, autoincrement=False
    )
    to_goal_id: Mapped[int] = mapped_column(
        ForeignKey("goal.id"), primary_key=True, autoincrement=False, index=True
    )


class Assignment(Base):
    """What a committee is to do under a goal; from the council or the committee's own."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("goal_id", "key"), UniqueConstraint("id", "goal_id"))

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    key: Mapped[Key]
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    origin: Mapped[AssignmentOrigin] = mapped_column(state_type(AssignmentOrigin, "origin"))
    text: Mapped[Translated] = mapped_column(TranslatedText)

    goal: Mapped[Goal] = relationship()
    committee: Mapped[Committee] = relationship()
    place: Mapped[Place | None] = relationship()

    @property
    def path_key(self) -> str:
        """`<year>/<goal key>/<key>`: names an assignment over all years."""
        return f"{self.goal.path_key}/{self.key}"

    def whose(self) -> Whose:
        """An assignment is its committee's."""
        return Whose(committee_id=self.committee_id)


class GoalLink:
    """The shape of every link to the steering chain: a goal, or one of its assignments."""

    id: Mapped[Id]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[object, ...]:
        """An assignment's goal is the link's goal."""
        return (
            ForeignKeyConstraint(
                ["assignment_id", "goal_id"], ["assignment.id", "assignment.goal_id"]
            ),
        )

    @declared_attr
    @classmethod
    def goal_id(cls) -> Mapped[int]:
        """The goal."""
        return mapped_column(ForeignKey("goal.id"), index=True)

    @declared_attr
    @classmethod
    def assignment_id(cls) -> Mapped[int | None]:
        """The assignment under it, or NULL for the goal itself."""
        return mapped_column(index=True)

    @declared_attr
    @classmethod
    def goal(cls) -> Mapped[Goal]:
        """The goal."""
        return relationship(Goal, viewonly=True, foreign_keys=f"{cls.__name__}.goal_id")

    @declared_attr
    @classmethod
    def assignment(cls) -> Mapped[Assignment | None]:
        """The assignment."""
        return relationship(
            Assignment,
            viewonly=True,
            primaryjoin=f"Assignment.id == {cls.__name__}.assignment_id",
            foreign_keys=f"{cls.__name__}.assignment_id",
        )
