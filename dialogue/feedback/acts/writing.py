# SPDX-License-Identifier: EUPL-1.2
"""What the commands write of a response: its draft, and what publication freezes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Insert, delete, exists, insert, literal, select, update

from dialogue.core.access import Actor
from dialogue.core.database import session
from dialogue.core.languages import Translated, with_swedish
from dialogue.dialogues.models import Contribution, DialogueLink, ThreadLink
from dialogue.feedback.acts.checks import parts
from dialogue.feedback.models import (
    Decision,
    FeedbackCover,
    FeedbackLink,
    FeedbackResponse,
    FeedbackRevision,
    FeedbackSelection,
)
from dialogue.feedback.queries import covering
from dialogue.feedback.rules import (
    Draft,
    Selection,
)
from dialogue.goals.models import Assignment

#: The one language in which answers are given until they are translated.
ANSWERED_IN = ("sv",)


def put_draft(official: Actor, response: FeedbackResponse, draft: Draft, at: datetime) -> None:
    """Write the draft into the response: texts, what it covers, links, decision, committee."""
    current = session()
    response.size = draft.size
    response.title = _in_swedish(response.title, draft.title) or response.title
    response.signature = draft.signature
    _put_text(response, draft, official, at)
    _put_selections(response.id, draft.covers)
    current.execute(delete(FeedbackLink).where(FeedbackLink.response_id == response.id))
    links = [{"goal_id": goal_id, "assignment_id": None} for goal_id in dict.fromkeys(draft.goals)]
    under = select(Assignment.id, Assignment.goal_id).where(Assignment.id.in_(draft.assignments))
    links += [{"goal_id": goal, "assignment_id": row} for row, goal in current.execute(under)]
    if links:
        rows = [{"response_id": response.id, **link} for link in links]
        current.execute(insert(FeedbackLink), rows)
    _put_decision(response, draft)
    first = [chosen.contribution_id for chosen in draft.covers[:1]]
    response.committee_id = covering.published_in_scope(first, None).get(
        first[0] if first else 0, response.committee_id
    )
    current.flush()
    current.expire(response, ["selections", "links", "committee"])


def _in_swedish(before: Translated | None, swedish: str) -> Translated | None:
    """The value with other words in Swedish; None where there are none."""
    return with_swedish(before, swedish) if swedish else None


def _put_text(response: FeedbackResponse, draft: Draft, official: Actor, at: datetime) -> None:
    if not response.revisions:
        response.revisions.append(FeedbackRevision(number=1, by_id=official.account_id, at=at))
    text = response.revision
    before = parts(text)
    text.said = _in_swedish(text.said, draft.said)
    text.decided = _in_swedish(text.decided, draft.decided)
    text.connection = _in_swedish(text.connection, draft.connection)
    if parts(text) != before:
        text.by_id, text.at = official.account_id, at


def _put_selections(response_id: int, covers: Iterable[Selection]) -> None:
    current = session()
    current.execute(delete(FeedbackSelection).where(FeedbackSelection.response_id == response_id))
    rows = {
        chosen.contribution_id: {
            "response_id": response_id, "contribution_id": chosen.contribution_id,
            "use": chosen.use, "line": chosen.line, "reason": chosen.reason,
            "receiver": chosen.receiver,
        }
        for chosen in covers
    }  # fmt: skip
    if rows:
        current.execute(insert(FeedbackSelection), list(rows.values()))


def _put_decision(response: FeedbackResponse, draft: Draft) -> None:
    if not draft.has_decision:
        response.decision = None
        return
    decision = response.decision or Decision()
    decision.case_number, decision.body_name = draft.case_number, draft.body_name
    decision.decided_on, decision.section = draft.decided_on, draft.section
    decision.url = draft.url
    response.decision = decision


def freeze(response: FeedbackResponse, at: datetime) -> None:
    """Make of what was chosen what is covered, and of those contributions answered ones: a few
    statements, however many they are.  The goals of what they were said about are tied to it too.
    """
    current = session()
    fields = ("response_id", "contribution_id", "use", "line", "reason", "receiver")
    current.execute(
        insert(FeedbackCover).from_select(
            list(fields),
            select(*(getattr(FeedbackSelection, name) for name in fields)).where(
                FeedbackSelection.response_id == response.id
            ),
        )
    )
    mine = exists().where(
        FeedbackCover.response_id == response.id, FeedbackCover.contribution_id == Contribution.id
    )
    current.execute(
        update(Contribution)
        .where(mine, Contribution.answer_language.in_(ANSWERED_IN))
        .values(answered_at=at)
        .execution_options(synchronize_session=False)
    )
    for link in (DialogueLink, ThreadLink):
        current.execute(_goals_answered(response.id, link))
    current.execute(delete(FeedbackSelection).where(FeedbackSelection.response_id == response.id))
    for row in current.identity_map.values():
        if isinstance(row, Contribution):
            current.expire(row, ["answered_at"])
    current.expire(response, ["selections", "covers", "links"])


def _goals_answered(response_id: int, link: type[DialogueLink | ThreadLink]) -> Insert:
    """INSERT the links of the dialogues, or threads, of what is covered, unless they are there."""
    place = (
        Contribution.dialogue_id == DialogueLink.dialogue_id
        if link is DialogueLink
        else Contribution.thread_id == ThreadLink.thread_id
    )
    there = exists().where(
        FeedbackLink.response_id == response_id,
        FeedbackLink.goal_id == link.goal_id,
        FeedbackLink.assignment_id.is_not_distinct_from(link.assignment_id),
    )
    found = (
        select(literal(response_id), link.goal_id, link.assignment_id)
        .join(Contribution, place)
        .join(FeedbackCover, FeedbackCover.contribution_id == Contribution.id)
        .where(FeedbackCover.response_id == response_id, ~there)
        .distinct()
    )
    return insert(FeedbackLink).from_select(["response_id", "goal_id", "assignment_id"], found)
