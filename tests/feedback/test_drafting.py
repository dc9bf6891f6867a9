# SPDX-License-Identifier: EUPL-1.2
"""Drafts: what may be stored, by whom, and what is refused."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.core.errors import Forbidden, IllegalTransition, Invalid, Stale
from dialogue.core.events import Event, EventKind
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback import commands
from dialogue.feedback.rules import (
    AlreadyCovered,
    ResponseSize,
    ResponseState,
    Selection,
    Uncoverable,
    Use,
)
from tests import factories as make
from tests.feedback import stage


def kinds() -> list[EventKind]:
    return [event.kind for event in session().query(Event).order_by(Event.id)]


def test_a_draft_keeps_all_that_was_written(app: Flask) -> None:
    said, goal = make.contribution(), make.goal()
    under = make.assignment(goal)
    draft = stage.full(
        Selection(said.id, Use.NOT_USED, "Inte nu.", "Pengarna är slut."),
        goals=[goal.id], assignments=[under.id], case_number="KS 1", url="https://example.org/1",
    )  # fmt: skip
    made = commands.create_response(stage.acting(), make.committee(), draft=draft)
    assert (made.state, made.size, made.version) == (ResponseState.DRAFT, ResponseSize.FULL, 1)
    assert made.title.sv == "Ljus på vägen"
    assert made.revision.said
    assert made.revision.said.sv == "Ni ville ha ljus."
    [selection] = made.selections
    assert (selection.use, selection.reason) == (Use.NOT_USED, "Pengarna är slut.")
    assert [(link.goal_id, link.assignment_id) for link in made.links] == [
        (goal.id, None), (goal.id, under.id),
    ]  # fmt: skip
    assert made.decision
    assert made.decision.case_number == "KS 1"
    assert kinds() == [EventKind.FEEDBACK_SAVED]


def test_saving_replaces_what_stood(app: Flask) -> None:
    one, other, official = make.contribution(), make.contribution(), stage.acting()
    made = commands.create_response(
        official, make.committee(), draft=stage.full(one, case_number="KS 1")
    )
    saved = commands.save_response(official, made, draft=stage.full(other, decided="Nej."), seen=1)
    assert saved.version == 2
    assert [chosen.contribution_id for chosen in saved.selections] == [other.id]
    assert saved.decision is None
    assert saved.revision.decided
    assert saved.revision.decided.sv == "Nej."
    assert len(saved.revisions) == 1


def test_a_response_is_its_first_contributions_committees(app: Flask) -> None:
    body = make.committee("valnamnden", "Valnämnden")
    theirs = make.contribution(make.dialogue(body=body).threads[0])
    made = commands.create_response(
        stage.acting(), make.committee(), draft=stage.short(theirs, make.contribution())
    )
    assert made.committee_id == body.id


def test_only_officials_of_the_committee_may_draft(app: Flask) -> None:
    body = make.committee("valnamnden", "Valnämnden")
    for role in (Role.FACILITATOR, Role.ADMINISTRATOR, Role.ELECTED, Role.TRANSLATOR, None):
        with pytest.raises(Forbidden):
            commands.create_response(make.account(role=role).actor(), body, draft=stage.short())
    with pytest.raises(Forbidden):
        commands.create_response(stage.acting(make.committee()), body, draft=stage.short())


@pytest.mark.parametrize("state", [s for s in ContributionState if s != "published"])
def test_what_is_not_published_cannot_be_chosen(app: Flask, state: ContributionState) -> None:
    hidden = make.contribution(state=state)
    refused = _refused(hidden.id)
    assert refused == _refused(hidden.id + 1)  # an unknown one: the same words


def test_another_committees_contribution_cannot_be_chosen(app: Flask) -> None:
    body = make.committee("valnamnden", "Valnämnden")
    theirs = make.contribution(make.dialogue(body=body).threads[0])
    assert _refused(theirs.id) == _refused(theirs.id + 1)


def _refused(contribution_id: int) -> str:
    own = make.committee()
    draft = stage.full(Selection(contribution_id, Use.PARTLY))
    with pytest.raises(Invalid) as refusal:
        commands.create_response(stage.acting(own), own, draft=draft)
    assert list(refusal.value.faults) == [f"covers-{contribution_id}"]
    return refusal.value.faults[f"covers-{contribution_id}"]


def test_what_is_answered_cannot_be_chosen(app: Flask) -> None:
    answered = make.contribution()
    make.response([answered])
    with pytest.raises(AlreadyCovered) as refusal:
        commands.create_response(stage.acting(), make.committee(), draft=stage.full(answered))
    assert refusal.value.contribution_ids == [answered.id]


def test_what_was_hidden_meanwhile_does_not_keep_from_saving_but_from_submitting(
    app: Flask,
) -> None:
    said, official = make.contribution(), stage.acting()
    made = commands.create_response(official, make.committee(), draft=stage.full(said))
    said.state = ContributionState.UNPUBLISHED
    session().commit()
    commands.save_response(official, made, draft=stage.full(said), seen=1)
    with pytest.raises(Uncoverable) as refusal:
        commands.submit_response(official, made, seen=2)
    assert refusal.value.contribution_ids == [said.id]


def test_a_stale_save_is_refused(app: Flask) -> None:
    official = stage.acting()
    made = commands.create_response(official, make.committee(), draft=stage.full())
    commands.save_response(stage.acting(), made, draft=stage.full(title="Hennes"), seen=1)
    for seen in (1, 3, -1):
        with pytest.raises(Stale):
            commands.save_response(official, made, draft=stage.full(title="Min"), seen=seen)
    assert made.title.sv == "Hennes"


def test_submitting_asks_for_everything_at_once(app: Flask) -> None:
    said, official = make.contribution(), stage.acting()
    made = commands.create_response(official, make.committee(), draft=stage.full())
    lacking = stage.full(Selection(said.id, Use.NOT_USED), said="", decided="", connection="")
    with pytest.raises(Invalid) as refusal:
        commands.submit_response(official, made, seen=1, draft=lacking)
    assert set(refusal.value.faults) == {"said", "decided", "connection", f"reason-{said.id}"}
    assert made.state is ResponseState.DRAFT


def test_a_draft_without_contributions_is_not_submitted(app: Flask) -> None:
    official = stage.acting()
    made = commands.create_response(official, make.committee(), draft=stage.full())
    with pytest.raises(Invalid) as refusal:
        commands.submit_response(official, made, seen=1)
    assert list(refusal.value.faults) == ["covers"]


def test_a_short_response_is_not_submitted(app: Flask) -> None:
    said, official = make.contribution(), stage.acting()
    made = commands.create_response(official, make.committee(), draft=stage.short(said))
    for draft in (None, stage.short(said)):
        with pytest.raises(IllegalTransition):
            commands.submit_response(official, made, seen=1, draft=draft)


def test_what_is_in_review_is_neither_saved_nor_submitted_again(app: Flask) -> None:
    official = stage.acting()
    made = stage.in_review(official, make.contribution())
    with pytest.raises(IllegalTransition):
        commands.save_response(official, made, draft=stage.full(), seen=2)
    with pytest.raises(IllegalTransition):
        commands.submit_response(official, made, seen=2)


def test_returning_needs_a_reason_and_gives_it_to_the_author(app: Flask) -> None:
    author, reviewer = stage.acting(), stage.acting()
    made = stage.in_review(author, make.contribution())
    with pytest.raises(Invalid):
        commands.return_response(reviewer, made, text="", seen=2)
    with pytest.raises(Stale):
        commands.return_response(reviewer, made, text="Skriv enklare.", seen=1)
    back = commands.return_response(reviewer, made, text="Skriv enklare.", seen=2)
    assert (back.state, back.return_reason) == (ResponseState.DRAFT, "Skriv enklare.")
    with pytest.raises(IllegalTransition):
        commands.return_response(reviewer, made, text="En gång till.", seen=3)
    again = commands.submit_response(author, back, seen=3)
    assert (again.state, again.return_reason) == (ResponseState.IN_REVIEW, None)
    assert kinds() == [
        EventKind.FEEDBACK_SAVED, EventKind.FEEDBACK_SUBMITTED, EventKind.FEEDBACK_RETURNED,
        EventKind.FEEDBACK_SUBMITTED,
    ]  # fmt: skip
