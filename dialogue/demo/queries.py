# SPDX-License-Identifier: EUPL-1.2
"""What is there of the demo already."""

from __future__ import annotations

from sqlalchemy import exists, or_, select

from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.dialogue import DialogueState
from dialogue.feedback.models import FeedbackCover, FeedbackResponse, FeedbackSelection
from dialogue.goals.models import ProgressReport
from dialogue.moderation.models import ModerationDecision


def is_loaded() -> bool:
    """Whether the demo was loaded to its end once; one that broke off does not count."""
    return bool(session().scalar(select(exists().where(Event.kind == EventKind.DEMO_LOADED))))


def is_followed_up() -> bool:
    """Whether anything was reported on the assignments; there is nothing to follow before."""
    return bool(session().scalar(select(exists().where(ProgressReport.id.is_not(None)))))


def dialogue_by_slug(slug: str) -> Dialogue | None:
    """The dialogue with this address."""
    return session().scalar(select(Dialogue).where(Dialogue.slug == slug))


def draft_called(title: str, committee_id: int) -> Dialogue | None:
    """A draft with this Swedish title, that an earlier try made and did not come to announce."""
    drafts = session().scalars(
        select(Dialogue).where(
            Dialogue.state == DialogueState.DRAFT, Dialogue.committee_id == committee_id
        )
    )
    return next((draft for draft in drafts if draft.title.sv == title), None)


def was_judged(contribution: Contribution) -> bool:
    """Whether anybody has decided on it."""
    mine = ModerationDecision.contribution_id == contribution.id
    return bool(session().scalar(select(exists().where(mine))))


def response_about(contribution_id: int) -> FeedbackResponse | None:
    """The response that covers a contribution, or is about to."""
    covered = select(FeedbackCover.response_id).where(
        FeedbackCover.contribution_id == contribution_id
    )
    chosen = select(FeedbackSelection.response_id).where(
        FeedbackSelection.contribution_id == contribution_id
    )
    return session().scalar(
        select(FeedbackResponse).where(
            or_(FeedbackResponse.id.in_(covered), FeedbackResponse.id.in_(chosen))
        )
    )
