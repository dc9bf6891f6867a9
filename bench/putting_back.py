# SPDX-License-Identifier: EUPL-1.2
"""Takes back what runs left in a data set, so that the next one finds it as it was built."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, select, text, update

from bench.dataset import BARE, tidy
from bench.publishing import SIGNATURE
from bench.works import POSTED_NAME
from dialogue.core.events import Event, Outbox
from dialogue.dialogues.models import Contact, Contribution, Receipt, Thread
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import (
    FeedbackCover,
    FeedbackLink,
    FeedbackResponse,
    FeedbackRevision,
    FeedbackSelection,
)
from dialogue.notifications.models import Notification


def put_back(engine: Engine) -> None:
    """Nothing that a run posted or published is there afterwards."""
    with engine.connect().execution_options(writes=True) as connection:
        # Nothing but this ever deletes a contribution, so nothing else looks for its comments so.
        connection.execute(text("CREATE INDEX bench_parents ON contribution (parent_id)"))
        published = select(FeedbackResponse.id).where(FeedbackResponse.signature == SIGNATURE)
        posted = select(Contribution.id).where(Contribution.name == POSTED_NAME)
        _take_answers_back(connection, published)
        _take_words_back(connection, posted)
        connection.execute(delete(BARE))
        connection.execute(text("DROP INDEX bench_parents"))
        connection.commit()
    tidy(engine)


def _take_answers_back(connection: Connection, ids: Select[int]) -> None:
    covered = select(FeedbackCover.contribution_id).where(FeedbackCover.response_id.in_(ids))
    connection.execute(
        update(Contribution).where(Contribution.id.in_(covered)).values(answered_at=None)
    )
    _forget(connection, FeedbackResponse.__tablename__, Event.subject_id.in_(ids))
    for table in (FeedbackCover, FeedbackSelection, FeedbackLink, FeedbackRevision):
        connection.execute(delete(table).where(table.response_id.in_(ids)))
    connection.execute(delete(FeedbackResponse).where(FeedbackResponse.id.in_(ids)))


def _take_words_back(connection: Connection, ids: Select[int]) -> None:
    shown = connection.execute(
        select(Contribution.thread_id, func.count())
        .where(Contribution.id.in_(ids), Contribution.state == ContributionState.PUBLISHED)
        .group_by(Contribution.thread_id)
    )
    for thread_id, count in shown.all():
        connection.execute(
            update(Thread)
            .where(Thread.id == thread_id)
            .values(shown_count=Thread.shown_count - count)
        )
    _forget(connection, Contribution.__tablename__, Event.subject_id.in_(ids))
    for table in (Receipt, Contact):
        connection.execute(delete(table).where(table.contribution_id.in_(ids)))
    connection.execute(delete(Contribution).where(Contribution.name == POSTED_NAME))


def _forget(connection: Connection, kind: str, which: ColumnElement[bool]) -> None:
    """What was recorded of these, and the mails about it."""
    events = select(Event.id).where(Event.subject_type == kind, which)
    for table in (Notification, Outbox):
        connection.execute(delete(table).where(table.event_id.in_(events)))
    connection.execute(delete(Event).where(Event.subject_type == kind, which))
