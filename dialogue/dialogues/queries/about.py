# SPDX-License-Identifier: EUPL-1.2
"""Which threads are about a goal, and what is said about a place: conditions for other queries."""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, or_, select, union
from sqlalchemy.sql.selectable import CompoundSelect

from dialogue.dialogues.models import Contribution, Dialogue, DialogueLink, Thread, ThreadLink


@cache
def threads_and_goals() -> CompoundSelect[tuple[int, int]]:
    """(goal_id, thread_id): a thread is about its dialogue's goals and about its own."""
    return union(
        select(DialogueLink.goal_id, Thread.id.label("thread_id"))
        .join(Thread, Thread.dialogue_id == DialogueLink.dialogue_id)
        .join(Dialogue, Dialogue.id == DialogueLink.dialogue_id)
        .where(Dialogue.announced_at.is_not(None)),
        select(ThreadLink.goal_id, ThreadLink.thread_id)
        .join(Thread, Thread.id == ThreadLink.thread_id)
        .join(Dialogue, Dialogue.id == Thread.dialogue_id)
        .where(Dialogue.announced_at.is_not(None)),
    )


def is_about_place(place_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the row's contribution names the place, or stands in a dialogue about it."""
    there = select(Dialogue.id).where(Dialogue.place_id == place_id)
    return or_(Contribution.place_id == place_id, Contribution.dialogue_id.in_(there))
