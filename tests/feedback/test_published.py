"""What everybody may read of the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from dialogue.core.database import db, session
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import FeedbackLink
from dialogue.feedback.queries import published
from dialogue.feedback.rules import ResponseState, Use
from tests import factories as make


@pytest.mark.parametrize("state", [ResponseState.DRAFT, ResponseState.IN_REVIEW])
def test_what_is_not_published_is_not_there(app: Flask, state: ResponseState) -> None:
    goal = make.goal()
    said = make.contribution(make.dialogue(goals=[goal]).threads[0])
    made = make.response([said], state=state)
    made.links = [FeedbackLink(goal_id=goal.id)]
    session().commit()
    assert published.public_response(made.id) is None
    assert published.public_responses(10) == []
    assert published.cover_of(said.id) is None
    assert published.covers_of([said.id]) == {}
    assert published.responses_for_goal(goal.id) == []
    assert published.response_counts_by_goal([goal.id]) == {goal.id: 0}
    assert published.responses_for_dialogue(said.dialogue_id) == []


def test_the_latest_stand_first_and_go_on_after_the_cursor(app: Flask) -> None:
    made = [make.response([make.contribution()], at=make.NOW + timedelta(days=n)) for n in range(3)]
    first = published.public_responses(2)
    assert [r.id for r in first] == [made[2].id, made[1].id]
    assert first[-1].published_at
    rest = published.public_responses(2, (first[-1].published_at, first[-1].id))
    assert [r.id for r in rest] == [made[0].id]


def test_one_that_was_hidden_later_counts_but_does_not_show(app: Flask) -> None:
    shown, hidden = make.contribution(), make.contribution()
    made = make.response([shown, hidden])
    hidden.state = ContributionState.UNPUBLISHED
    session().commit()
    assert [c.contribution_id for c in published.shown_covers(made.id, 10)] == [shown.id]
    assert published.cover_counts([made.id]) == {made.id: 2}


def test_covers_go_on_after_the_cursor(app: Flask) -> None:
    said = [make.contribution(at=make.NOW + timedelta(minutes=n)) for n in range(3)]
    made = make.response(said)
    [first] = published.shown_covers(made.id, 1)
    assert first.contribution.shown_at
    cursor = (first.contribution.shown_at, first.contribution_id)
    rest = published.shown_covers(made.id, 10, cursor)
    assert [cover.contribution_id for cover in rest] == [said[1].id, said[2].id]


def test_answers_are_found_from_goal_assignment_dialogue_and_place(app: Flask) -> None:
    goal, place = make.goal(), make.place()
    assignment = make.assignment(goal)
    thread = make.dialogue(goals=[goal]).threads[0]
    made = make.response([make.contribution(thread, where=place)])
    make.response([make.contribution()])
    made.links.append(FeedbackLink(goal_id=goal.id, assignment_id=assignment.id))
    session().commit()
    found = [
        published.responses_for_goal(goal.id),
        published.responses_for_assignment(assignment.id),
        published.responses_for_dialogue(thread.dialogue_id),
        published.responses_for_place(place.id),
    ]
    assert [[r.id for r in rows] for rows in found] == [[made.id]] * 4
    assert published.response_counts_by_goal([goal.id, 99]) == {goal.id: 1, 99: 0}


def test_a_use_is_common_when_all_were_used_alike(app: Flask) -> None:
    alike = make.response([make.contribution(), make.contribution()], use=Use.PASSED_ON)
    mixed = make.response([make.contribution(), make.contribution()])
    mixed.covers[0].use = Use.PARTLY
    session().commit()
    common = published.common_uses([alike.id, mixed.id])
    assert common == {alike.id: (Use.PASSED_ON, "contact_centre")}


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
        cover = published.cover_of(ids[1])
        assert cover
        assert cover.response.revision.decided
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
