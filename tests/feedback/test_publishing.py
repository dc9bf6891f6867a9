# SPDX-License-Identifier: EUPL-1.2
"""Publication: all or nothing, once, by the right person."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import event as listening
from sqlalchemy import insert

from dialogue.core.access import OPERATOR
from dialogue.core.database import db, random_id, session
from dialogue.core.errors import DialogueError, Forbidden, IllegalTransition, Invalid, Stale
from dialogue.core.events import Event, EventKind, Outbox
from dialogue.dialogues.models import Contribution, ThreadLink
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback import commands
from dialogue.feedback.models import FeedbackCover, FeedbackResponse, FeedbackSelection
from dialogue.feedback.rules import AlreadyCovered, ResponseState, Selection, Uncoverable, Use
from tests import factories as make
from tests.feedback import stage

AT = make.NOW


def assert_nothing_published(response: FeedbackResponse) -> None:
    session().rollback()
    fresh = session().get(FeedbackResponse, response.id, populate_existing=True)
    assert fresh
    assert fresh.state is not ResponseState.PUBLISHED
    assert fresh.published_at is None
    assert not session().query(FeedbackCover).filter_by(response_id=response.id).count()
    assert not session().query(Event).filter_by(kind=EventKind.FEEDBACK_PUBLISHED).count()


def test_another_publishes_a_full_response_and_everybody_is_answered(app: Flask) -> None:
    first, second = make.contribution(), make.contribution()
    author, reviewer = stage.acting(), stage.acting()
    passed = Selection(second.id, Use.PASSED_ON, "Fråga dem.", receiver="region")
    made = stage.in_review(author, first, passed)
    done = commands.publish_response(reviewer, made, seen=2, at=AT)
    assert (done.state, done.published_at) == (ResponseState.PUBLISHED, AT)
    assert (done.author_id, done.reviewer_id) == (author.account_id, reviewer.account_id)
    assert done.slug == "ljus-pa-vagen"
    covers = {cover.contribution_id: cover for cover in done.covers}
    assert covers[first.id].line == "Du fick ljus."
    assert (covers[second.id].use, covers[second.id].receiver) == (Use.PASSED_ON, "region")
    assert first.answered_at == second.answered_at == AT
    assert session().query(FeedbackSelection).count() == 0
    [told] = session().query(Event).filter_by(kind=EventKind.FEEDBACK_PUBLISHED)
    assert (told.subject_type, told.subject_id) == ("feedback_response", done.id)
    assert session().query(Outbox).filter_by(event_id=told.id).count() == 1
    assert session().query(Outbox).count() == 1


def test_the_author_publishes_a_short_response(app: Flask) -> None:
    said, author = make.contribution(), stage.acting()
    made = commands.create_response(author, make.committee(), draft=stage.short(said))
    done = commands.publish_response(author, made, seen=1, at=AT)
    assert done.state is ResponseState.PUBLISHED
    assert done.reviewer_id is None
    assert said.answered_at == AT


def test_the_goals_behind_the_words_are_tied_to_the_answer_once(app: Flask) -> None:
    chosen, behind = make.goal("skola"), make.goal("trygghet")
    thread = make.dialogue(goals=[chosen, behind]).threads[0]
    thread.links = [ThreadLink(goal_id=behind.id, assignment_id=make.assignment(behind).id)]
    first, second = make.contribution(thread), make.contribution(thread)
    made = commands.create_response(
        stage.acting(), make.committee(), draft=stage.full(first, second, goals=[chosen.id])
    )
    commands.submit_response(stage.acting(), made, seen=1)
    done = commands.publish_response(stage.acting(), made, seen=2)
    tied = [(link.goal_id, link.assignment_id is None) for link in done.links]
    assert sorted(tied) == sorted([(chosen.id, True), (behind.id, True), (behind.id, False)])


def test_the_author_never_publishes_her_own_full_response(app: Flask) -> None:
    author = stage.acting()
    made = stage.in_review(author, make.contribution())
    with pytest.raises(Forbidden):
        commands.publish_response(author, made, seen=2)
    assert_nothing_published(made)


def test_whoever_put_the_text_forward_does_not_approve_it_either(app: Flask) -> None:
    said, author, other = make.contribution(), stage.acting(), stage.acting()
    made = commands.create_response(author, make.committee(), draft=stage.full(said))
    changed = stage.full(said, decided="Allt blir annorlunda.")
    commands.submit_response(other, made, seen=1, draft=changed)
    with pytest.raises(Forbidden):
        commands.publish_response(other, made, seen=2)
    commands.publish_response(stage.acting(), made, seen=2)


def test_a_full_draft_is_not_published_without_review(app: Flask) -> None:
    made = commands.create_response(
        stage.acting(), make.committee(), draft=stage.full(make.contribution())
    )
    with pytest.raises(IllegalTransition):
        commands.publish_response(stage.acting(), made, seen=1)
    assert_nothing_published(made)


def test_a_response_is_published_once(app: Flask) -> None:
    author = stage.acting()
    made = commands.create_response(
        author, make.committee(), draft=stage.short(make.contribution())
    )
    commands.publish_response(author, made, seen=1)
    for seen in (1, 2):
        with pytest.raises(IllegalTransition):
            commands.publish_response(author, made, seen=seen)
    assert session().query(Outbox).count() == 1


def test_a_stale_publication_is_refused(app: Flask) -> None:
    made = stage.in_review(stage.acting(), make.contribution())
    with pytest.raises(Stale):
        commands.publish_response(stage.acting(), made, seen=1)
    assert_nothing_published(made)


@pytest.mark.parametrize(
    ("use", "field"),
    [(None, "covers"), (Use.NOT_USED, "reason"), (Use.PASSED_ON, "receiver")],
)
def test_what_a_cover_lacks_is_said_at_its_field(app: Flask, use: Use | None, field: str) -> None:
    fine, lacking, author = make.contribution(), make.contribution(), stage.acting()
    draft = stage.short(fine, Selection(lacking.id, use))
    made = commands.create_response(author, make.committee(), draft=draft)
    with pytest.raises(Invalid) as refusal:
        commands.publish_response(author, made, seen=1)
    assert list(refusal.value.faults) == [f"{field}-{lacking.id}"]
    assert_nothing_published(made)


@pytest.mark.parametrize("state", [s for s in ContributionState if s != "published"])
def test_one_that_was_hidden_meanwhile_stops_all(app: Flask, state: ContributionState) -> None:
    fine, gone = make.contribution(), make.contribution()
    made = stage.in_review(stage.acting(), fine, gone)
    gone.state = state
    session().commit()
    with pytest.raises(Uncoverable) as refusal:
        commands.publish_response(stage.acting(), made, seen=2)
    assert refusal.value.contribution_ids == [gone.id]
    assert_nothing_published(made)


def test_one_that_was_answered_meanwhile_stops_all(app: Flask) -> None:
    fine, taken = make.contribution(), make.contribution()
    made = stage.in_review(stage.acting(), fine, taken)
    make.response([taken])
    with pytest.raises(AlreadyCovered) as refusal:
        commands.publish_response(stage.acting(), made, seen=2)
    assert refusal.value.contribution_ids == [taken.id]


def test_a_reviewer_of_one_committee_does_not_answer_for_another(app: Flask) -> None:
    body, own = make.committee("valnamnden", "Valnämnden"), make.committee()
    theirs = make.contribution(make.dialogue(body=body).threads[0])
    made = stage.in_review(stage.acting(), make.contribution(), theirs)
    with pytest.raises(Invalid) as refusal:
        commands.publish_response(stage.acting(own), made, seen=2)
    assert list(refusal.value.faults) == [f"covers-{theirs.id}"]
    with pytest.raises(Forbidden):
        commands.publish_response(stage.acting(body), made, seen=2)


def test_an_answer_in_a_language_that_was_not_promised_answers_nobody(app: Flask) -> None:
    said, author = make.contribution(), stage.acting()
    said.answer_language = "sma"
    session().commit()
    made = commands.create_response(author, make.committee(), draft=stage.short(said))
    commands.publish_response(author, made, seen=1, at=AT)
    assert said.answered_at is None
    assert len(made.covers) == 1


def test_the_command_line_may_publish_what_it_loads(app: Flask) -> None:
    made = stage.in_review(OPERATOR, make.contribution())
    assert commands.publish_response(OPERATOR, made, seen=2).state is ResponseState.PUBLISHED


def test_many_are_answered_by_the_same_few_statements(app: Flask) -> None:
    assert _statements(2) == _statements(3_000)


def _statements(count: int) -> int:
    author = stage.acting()
    first = make.contribution()
    made = commands.create_response(author, make.committee(), draft=stage.short(first))
    columns = {c.name: getattr(first, c.name) for c in Contribution.__table__.columns}
    ids = [random_id() for _ in range(count)]
    session().execute(insert(Contribution), [{**columns, "id": i} for i in ids])
    chosen = {"response_id": made.id, "use": Use.PARTLY, "line": "", "reason": "", "receiver": ""}
    session().execute(insert(FeedbackSelection), [{**chosen, "contribution_id": i} for i in ids])
    session().commit()
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    listening.listen(db.engine, "before_cursor_execute", note)
    try:
        commands.publish_response(author, made, seen=1)
    finally:
        listening.remove(db.engine, "before_cursor_execute", note)
    assert session().query(FeedbackCover).filter_by(response_id=made.id).count() == count + 1
    assert session().query(Contribution).filter_by(answered_at=None).count() == 0
    return len(seen)


def test_of_two_that_cover_the_same_at_once_one_wins(app: Flask) -> None:
    author, shared = stage.acting(), make.contribution()
    drafts = [stage.short(shared, make.contribution()) for _ in range(2)]
    made = [commands.create_response(author, make.committee(), draft=draft) for draft in drafts]
    ids, shared_id = [response.id for response in made], shared.id
    session().rollback()
    start, outcomes = threading.Barrier(2), []

    def publish(response_id: int) -> None:
        with app.app_context():
            response = session().get(FeedbackResponse, response_id)
            start.wait()
            try:
                assert response is not None
                commands.publish_response(author, response, seen=1)
                outcomes.append("published")
            except DialogueError as refusal:
                outcomes.append(type(refusal).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=publish, args=(response_id,)) for response_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["AlreadyCovered", "published"]
    assert session().query(FeedbackCover).filter_by(contribution_id=shared_id).count() == 1
    assert session().query(FeedbackCover).count() == 2
