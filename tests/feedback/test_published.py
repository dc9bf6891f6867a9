# SPDX-License-Identifier: EUPL-1.2
"""What a desk shows of published answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event

from dialogue.core.database import db, session
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.queries import published
from dialogue.feedback.rules import ResponseState
from tests import factories as make


@pytest.mark.parametrize("state", [ResponseState.DRAFT, ResponseState.IN_REVIEW])
def test_what_is_not_published_is_not_there(app: Flask, state: ResponseState) -> None:
    said = make.contribution()
    made = make.response([said], state=state)
    assert published.public_response(made.id) is None
    assert published.covers_of([said.id]) == {}


def test_one_that_was_hidden_later_does_not_show(app: Flask) -> None:
    shown, hidden = make.contribution(), make.contribution()
    made = make.response([shown, hidden])
    hidden.state = ContributionState.UNPUBLISHED
    session().commit()
    assert [c.contribution_id for c in published.shown_covers(made.id, 10)] == [shown.id]


def test_what_a_page_asks_does_not_grow(app: Flask) -> None:
    def answered(count: int) -> list[int]:
        thread = make.dialogue(goals=[make.goal(f"g{count}")]).threads[0]
        said = [make.contribution(thread) for _ in range(count)]
        made = make.response(said)
        return [made.id, *(c.id for c in said)]

    few, many = answered(1), answered(9)

    def read(ids: list[int]) -> None:
        response = published.public_response(ids[0])
        assert response
        assert response.revision.decided
        assert [link.goal.plan.year for link in response.links]
        assert [c.contribution.thread for c in published.shown_covers(ids[0], 20)]
        covers = published.covers_of(ids[1:]).values()
        assert [c.response.revision.decided for c in covers]

    assert _queries(lambda: read(few)) == _queries(lambda: read(many))


def _queries(read: Callable[[], None]) -> int:
    seen: list[object] = []

    def note(*_given: object) -> None:
        seen.append(1)

    session().rollback()
    session().expunge_all()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
