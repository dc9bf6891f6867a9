# SPDX-License-Identifier: EUPL-1.2
"""What each act of the desk changes, writes down and refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from dialogue.core.access import OPERATOR, SYSTEM, Actor, Role
from dialogue.core.database import session
from dialogue.core.errors import Conflict, Forbidden, IllegalTransition, Invalid, NotFound, Stale
from dialogue.core.events import Event, EventKind, Outbox
from dialogue.dialogues.models import Contribution, SealedOriginal, Thread
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueState
from dialogue.moderation import commands, queries
from dialogue.moderation.models import ModerationDecision, Report
from dialogue.moderation.rules import DeskAct, Ground
from tests import factories as make

S = ContributionState
LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def britta(app: Flask) -> Actor:
    return make.account(role=Role.FACILITATOR, name="Britta Ek").actor()


@pytest.fixture
def other(app: Flask) -> Actor:
    return make.account(role=Role.FACILITATOR, name="Nils Alm").actor()


def shown(thread_id: int | None) -> int:
    thread = session().get(Thread, thread_id, populate_existing=True)
    assert thread is not None
    return thread.shown_count


def fresh(contribution: Contribution) -> Contribution:
    session().expire_all()
    return contribution


def decisions() -> list[ModerationDecision]:
    return session().query(ModerationDecision).order_by(ModerationDecision.id).all()


def events() -> list[Event]:
    return session().query(Event).order_by(Event.id).all()


def test_approving_publishes_counts_and_tells(britta: Actor) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    commands.approve_contribution(britta, waiting, seen=1, at=LATER)
    waiting = fresh(waiting)
    assert (waiting.state, waiting.shown_at, waiting.reviewed_at) == (S.PUBLISHED, LATER, LATER)
    assert (waiting.version, shown(waiting.thread_id)) == (2, 1)
    [decision], [event] = decisions(), events()
    assert (decision.act, decision.by_id, decision.at) == (
        DeskAct.APPROVE,
        britta.account_id,
        LATER,
    )
    assert event.kind is EventKind.CONTRIBUTION_APPROVED
    assert event.details == {"decision": decision.id, "before": "submitted"}
    assert session().query(Outbox).count() == 1
    assert queries.latest_decision_for_event(event) is decision


def test_a_post_moderated_one_is_approved_once(britta: Actor) -> None:
    published = make.contribution(reviewed=False)
    commands.approve_contribution(britta, published, seen=None, at=LATER)
    assert fresh(published).reviewed_at == LATER
    assert shown(published.thread_id) == 1
    with pytest.raises(IllegalTransition):
        commands.approve_contribution(britta, published, seen=None, at=LATER)
    assert len(decisions()) == 1


def test_a_read_one_with_a_notice_can_be_kept(britta: Actor) -> None:
    published = make.contribution()
    commands.give_notice(READER, published, text="Elakt.", at=LATER)
    commands.approve_contribution(britta, published, seen=1, at=LATER)
    assert fresh(published).version == 2
    assert not queries.open_reports(published.id)
    assert shown(published.thread_id) == 1


READER = Actor(frozenset({(Role.ANYONE, None)}))


def test_masking_takes_every_finding_and_seals_the_original(britta: Actor) -> None:
    held = make.contribution(
        body="Ring 070-123 45 67 eller a@b.se.\n\nHej <b>", name="Eva 0701234567", state=S.HELD,
        held_for=["phone"],
    )  # fmt: skip
    commands.mask_contribution(britta, held, seen=1, at=LATER)
    held = fresh(held)
    assert held.body == "Ring [personuppgift borttagen] eller [personuppgift borttagen].\n\nHej <b>"
    assert held.body_html.startswith("<p>Ring [personuppgift borttagen] eller")
    assert "&lt;b&gt;" in held.body_html
    assert held.name == "Eva [personuppgift borttagen]"
    assert (held.state, held.held_for, shown(held.thread_id)) == (S.PUBLISHED, [], 1)
    [sealed] = session().query(SealedOriginal).all()
    assert sealed.body.startswith("Ring 070-123 45 67")
    assert sealed.name == "Eva 0701234567"
    assert len(sealed.sha256) == 64
    assert (sealed.dispose_on - LATER.date()).days == 30
    assert "070" not in str(events()[0].details)


def test_masking_is_refused_where_nothing_is_found(britta: Actor) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    with pytest.raises(Invalid):
        commands.mask_contribution(britta, waiting, seen=1, at=LATER)
    assert fresh(waiting).state is S.SUBMITTED
    assert (decisions(), events(), shown(waiting.thread_id)) == ([], [], 0)


def test_rejecting_needs_a_ground_which_the_database_holds(britta: Actor) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    commands.reject_contribution(britta, waiting, ground=Ground.SPAM, text="Nej.", seen=1, at=LATER)
    assert fresh(waiting).state is S.REJECTED
    in_force = queries.decision_in_force(waiting.id)
    assert in_force is not None
    assert (in_force.ground, in_force.text) == (Ground.SPAM, "Nej.")
    assert events()[0].details["ground"] == "spam"


def test_holding_is_silent(britta: Actor) -> None:
    published = make.contribution()
    commands.hold_contribution(britta, published, seen=1, at=LATER)
    assert (fresh(published).state, shown(published.thread_id)) == (S.HELD, 0)
    assert events()[0].kind is EventKind.CONTRIBUTION_HELD
    assert session().query(Outbox).count() == 0


def test_unpublished_is_restored_by_another_at_any_time(britta: Actor, other: Actor) -> None:
    published = make.contribution()
    commands.unpublish_contribution(britta, published, ground=Ground.THREAT, seen=1, at=LATER)
    assert (fresh(published).state, shown(published.thread_id)) == (S.UNPUBLISHED, 0)
    commands.restore_contribution(other, published, seen=2, at=LATER + timedelta(days=90))
    assert (fresh(published).state, shown(published.thread_id)) == (S.PUBLISHED, 1)
    assert queries.decision_in_force(published.id) is None
    assert published.shown_at == make.NOW, "its first showing is its time"


@pytest.mark.parametrize(("minutes", "allowed"), [(0, True), (10, True), (11, False)])
def test_the_decider_undoes_within_ten_minutes(britta: Actor, minutes: int, allowed: bool) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    commands.reject_contribution(britta, waiting, ground=Ground.SPAM, seen=1, at=LATER)
    again = LATER + timedelta(minutes=minutes)
    if allowed:
        commands.restore_contribution(britta, waiting, seen=2, at=again)
        assert fresh(waiting).state is S.PUBLISHED
    else:
        with pytest.raises(Conflict):
            commands.restore_contribution(britta, waiting, seen=2, at=again)
        assert (fresh(waiting).state, len(decisions())) == (S.REJECTED, 1)


def test_what_the_command_line_decided_anybody_restores(britta: Actor) -> None:
    published = make.contribution()
    commands.unpublish_contribution(OPERATOR, published, ground=Ground.SPAM, at=LATER)
    commands.restore_contribution(britta, published, at=LATER + timedelta(days=1))
    assert fresh(published).state is S.PUBLISHED


def test_moving_takes_replies_along_and_keeps_state_and_clock(britta: Actor) -> None:
    root = make.contribution()
    reply = make.contribution(thread=root.thread, parent=root)
    hidden = make.contribution(thread=root.thread, parent=root, state=S.REJECTED)
    origin, due = root.thread_id, root.due_at
    target = make.dialogue("torvalla").threads[0]
    commands.move_contribution(britta, root, target=target, seen=1, at=LATER)
    root = fresh(root)
    assert (root.thread_id, root.dialogue_id) == (target.id, target.dialogue_id)
    assert (root.state, root.due_at, root.version) == (S.PUBLISHED, due, 2)
    assert {reply.thread_id, hidden.thread_id} == {target.id}
    assert (shown(origin), shown(target.id)) == (0, 2)
    told = [(e.kind, e.subject_id) for e in events()]
    assert sorted(told) == sorted(
        [(EventKind.CONTRIBUTION_MOVED, root.id), (EventKind.CONTRIBUTION_MOVED, reply.id)]
    )


def test_moving_is_refused_to_where_it_is_hidden_or_not_hers(app: Flask) -> None:
    hers = make.committee("valnamnden", "Valnämnden")
    narrow = make.account(role=Role.FACILITATOR, body=hers).actor()
    thread = make.dialogue("val", body=hers).threads[0]
    waiting = make.contribution(thread, state=S.SUBMITTED)
    for target in (
        thread,
        make.dialogue(state=DialogueState.DRAFT, body=hers).threads[0],
        make.dialogue(state=DialogueState.CANCELLED, body=hers).threads[0],
        make.dialogue("annans").threads[0],
    ):
        with pytest.raises(Invalid) as refused:
            commands.move_contribution(narrow, waiting, target=target, seen=1, at=LATER)
        assert list(refused.value.faults) == ["target"]
    assert fresh(waiting).thread_id == thread.id


def test_nobody_else_may_moderate_and_nobody_outside_her_committee(app: Flask) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    elsewhere = make.committee("valnamnden", "Valnämnden")
    actors = [make.account(role=role).actor() for role in Role if role in GIVEN]
    actors.append(make.account(role=Role.FACILITATOR, body=elsewhere).actor())
    for actor in [*actors, READER]:
        with pytest.raises(Forbidden):
            commands.approve_contribution(actor, waiting, seen=1, at=LATER)
    assert fresh(waiting).state is S.SUBMITTED
    commands.approve_contribution(SYSTEM, waiting, at=LATER)


GIVEN = {Role.OFFICIAL, Role.TRANSLATOR, Role.ELECTED, Role.ADMINISTRATOR}
ACTS: dict[str, Callable[[Actor, Contribution], object]] = {
    "approve": lambda a, c: commands.approve_contribution(a, c, seen=7, at=LATER),
    "mask": lambda a, c: commands.mask_contribution(a, c, seen=7, at=LATER),
    "reject": lambda a, c: commands.reject_contribution(a, c, ground=Ground.SPAM, seen=7, at=LATER),
    "hold": lambda a, c: commands.hold_contribution(a, c, seen=7, at=LATER),
    "unpublish": lambda a, c: commands.unpublish_contribution(
        a, c, ground=Ground.SPAM, seen=7, at=LATER
    ),
    "restore": lambda a, c: commands.restore_contribution(a, c, seen=7, at=LATER),
    "move": lambda a, c: commands.move_contribution(
        a, c, target=make.dialogue().threads[0], seen=7, at=LATER
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_stale_page_changes_nothing(act: str, britta: Actor) -> None:
    waiting = make.contribution(state=S.SUBMITTED)
    with pytest.raises(Stale):
        ACTS[act](britta, waiting)
    assert (fresh(waiting).state, fresh(waiting).version, decisions()) == (S.SUBMITTED, 1, [])


@pytest.mark.parametrize("act", sorted(set(ACTS)))
def test_nothing_is_done_with_what_was_taken_back(act: str, britta: Actor) -> None:
    gone = make.contribution(state=S.WITHDRAWN, body="070-1234567")
    gone.version = 7
    session().commit()
    with pytest.raises(IllegalTransition):
        ACTS[act](britta, gone)
    assert (fresh(gone).state, decisions(), events()) == (S.WITHDRAWN, [], [])


def test_every_decision_answers_the_open_notices(britta: Actor) -> None:
    published = make.contribution()
    commands.give_notice(READER, published, text="Ett.", at=make.NOW)
    commands.give_notice(
        READER, published, text="Två.", ground=Ground.PRIVACY, email="a@b.se", at=make.NOW
    )
    assert [e.kind for e in events()] == [EventKind.NOTICE_GIVEN] * 2
    assert "a@b.se" not in str([e.details for e in events()])
    commands.hold_contribution(britta, published, seen=1, at=LATER)
    assert {r.handled_at for r in session().query(Report)} == {LATER}


@pytest.mark.parametrize("state", [s for s in S if s is not S.PUBLISHED])
def test_a_notice_on_a_hidden_one_answers_as_if_it_were_missing(state: S, app: Flask) -> None:
    with pytest.raises(NotFound):
        commands.give_notice(READER, make.contribution(state=state), text="x", at=LATER)
    assert session().query(Report).count() == 0
