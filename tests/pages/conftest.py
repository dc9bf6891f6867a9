# SPDX-License-Identifier: EUPL-1.2
"""A small municipality that every page test can stand on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.dialogue import DialogueForm
from dialogue.feedback.models import FeedbackLink, FeedbackResponse
from dialogue.goals.models import Assignment, Goal, Place
from tests import factories

LANGUAGES = ("sv", "sma")


@dataclass
class Town:
    """A goal with an assignment, its standing dialogue, a bounded one, and one answer."""

    goal: Goal
    assignment: Assignment
    place: Place
    standing: Dialogue
    bounded: Dialogue
    waiting: Contribution
    answered: Contribution
    response: FeedbackResponse

    def paths(self) -> list[str]:
        """Every public reading page there is, without its language."""
        key = f"{self.goal.plan.year}/{self.goal.key}"
        return [
            "/", "/mal", f"/mal/{self.goal.plan.year}", f"/mal/{key}",
            f"/uppdrag/{self.assignment.id}-{self.assignment.key}", "/platser",
            f"/platser/{self.place.key}", "/dialoger", f"/dialoger/{self.standing.slug}",
            f"/dialoger/{self.bounded.slug}", f"/dialoger/{self.bounded.slug}/andringar",
            *(f"/mal/{key}/synpunkter{query}"
              for query in ("", "?visa=vantar", "?visa=inte-andrade", "?visa=x&efter=y")),
            *(f"/dialoger/{d.slug}/{d.threads[0].slug}{query}"
              for d in (self.standing, self.bounded)
              for query in ("", "?sortering=nyast", "?sortering=besvarade", "?efter=x")),
            f"/synpunkter/{self.waiting.id}", f"/synpunkter/{self.answered.id}",
            "/aterkoppling", f"/aterkoppling?mal={key}",
            f"/aterkoppling/{self.response.id}-{self.response.slug}",
            "/om", "/personuppgifter", "/tillganglighet", "/moderering/regler",
            "/ratt-till-samiska",
        ]  # fmt: skip


@pytest.fixture
def town(app: Flask) -> Town:
    """The town."""
    goal, place = factories.goal(), factories.place()
    assignment = factories.assignment(goal)
    standing = factories.dialogue(
        "mal-2024-aktivt-liv", goals=[goal], form=DialogueForm.STANDING, thread_slug="samtal"
    )
    bounded = factories.dialogue("ljus", goals=[goal])
    waiting = factories.contribution(standing.threads[0], "Mer is, tack.", where=place)
    answered = factories.contribution(bounded.threads[0], "Det är mörkt.", where=place, name="Tuva")
    response = factories.response([answered])
    if not response.links:
        session().add(FeedbackLink(response_id=response.id, goal_id=goal.id))
    session().add(
        FeedbackLink(response_id=response.id, goal_id=goal.id, assignment_id=assignment.id)
    )
    session().commit()
    return Town(goal, assignment, place, standing, bounded, waiting, answered, response)
