# SPDX-License-Identifier: EUPL-1.2
"""Whatever happens to contributions, the counters, times and numbers stay true."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from dialogue.core.access import ANYONE, account_actor
from dialogue.core.database import session, transaction
from dialogue.core.errors import Conflict, IllegalTransition, Invalid
from dialogue.dialogues.acts import Words, due_at, found_in, move, receive, transition
from dialogue.dialogues.commands.contribution import contribute
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.rules.contribution import (
    LIFECYCLE,
    MOVABLE,
    Channel,
    ContributionAct,
    ContributionState,
)
from dialogue.dialogues.rules.dialogue import DialogueForm, ModerationMode
from tests import factories
from tests.conftest import empty
from tests.factories import NOW

S, A = ContributionState, ContributionAct


def assert_true(threads: list[Thread]) -> None:
    """Counters equal a recount, replies stand where their roots do, numbers are given once."""
    session().expire_all()
    for thread in threads:
        shown = select(func.count()).where(
            Contribution.thread_id == thread.id, Contribution.state == S.PUBLISHED
        )
        assert thread.shown_count == session().scalar(shown)
    numbers: dict[int, list[int]] = {}
    for one in session().scalars(select(Contribution)):
        assert (one.shown_at is not None) or one.state is not S.PUBLISHED
        if one.parent_id is None:
            assert one.reply_no is None
            continue
        parent = session().get_one(Contribution, one.parent_id)
        assert (parent.parent_id, parent.thread_id) == (None, one.thread_id)
        assert (one.reply_no is None) == (one.shown_at is None)
        if one.reply_no is not None:
            numbers.setdefault(parent.id, []).append(one.reply_no)
    assert all(len(set(given)) == len(given) for given in numbers.values())


steps = st.lists(
    st.tuples(
        st.sampled_from(["receive", "reply", "move", *A]),
        st.integers(0, 30),
        st.integers(0, 2),
    ),
    max_size=25,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_any_sequence_of_acts_keeps_the_counters_true(
    app: Flask, steps: list[tuple[str, int, int]]
) -> None:
    session().rollback()
    session().expunge_all()
    empty(app)
    modes = (ModerationMode.POST, ModerationMode.PRE, ModerationMode.POST)
    threads = [factories.dialogue(moderation=mode).threads[0] for mode in modes]
    for number, (step, which, where) in enumerate(steps):
        at = NOW + timedelta(minutes=number)
        made = list(session().scalars(select(Contribution).order_by(Contribution.received_at)))
        chosen = made[which % len(made)] if made else None
        try:
            if step == "receive" or chosen is None:
                words = Words("Ljus", name="a@b.se" if which % 5 == 0 else None)
                contribute(ANYONE, threads[where], words=words, key=None, at=at)
            elif step == "reply":
                answering = Words("Svar", parent_id=chosen.id)
                contribute(
                    ANYONE, session().get_one(Thread, chosen.thread_id), words=answering, key=None,
                    at=at,
                )  # fmt: skip
            else:
                with transaction():
                    target = session().get_one(Thread, threads[where].id)
                    if step == "move":
                        move(chosen, target)
                    else:
                        transition([chosen], A(step), at)
        except (IllegalTransition, Invalid):
            pass
        assert_true(threads)


def test_a_batch_changes_all_or_nothing(app: Flask) -> None:
    thread = factories.dialogue().threads[0]
    shown = factories.contribution(thread)
    gone = factories.contribution(thread, state=S.WITHDRAWN)
    with pytest.raises(IllegalTransition) as refusal, transaction():
        transition([shown, gone], A.UNPUBLISH, NOW)
    assert refusal.value.allowed == []
    session().expire_all()
    assert (shown.state, shown.version, thread.shown_count) == (S.PUBLISHED, 1, 1)
    with transaction():
        transition([shown, shown], A.UNPUBLISH, NOW)
    session().expire_all()
    assert (shown.state, shown.version, thread.shown_count) == (S.UNPUBLISHED, 2, 0)


def test_replies_that_show_together_get_different_numbers(app: Flask) -> None:
    root = factories.contribution()
    waiting = [
        factories.contribution(root.thread, parent=root, state=S.SUBMITTED) for _ in range(3)
    ]
    with transaction():
        transition(waiting, A.APPROVE, NOW)
    assert sorted(reply.reply_no or 0 for reply in waiting) == [1, 2, 3]


def test_approving_what_shows_says_once_that_it_was_read(app: Flask) -> None:
    shown = factories.contribution(reviewed=False)
    with transaction():
        transition([shown], A.APPROVE, NOW)
    assert (shown.state, shown.reviewed_at, shown.thread and shown.thread.shown_count) == (
        S.PUBLISHED, NOW, 1,
    )  # fmt: skip
    with pytest.raises(IllegalTransition) as refusal, transaction():
        transition([shown], A.APPROVE, NOW)
    assert A.APPROVE not in refusal.value.allowed


def test_a_restored_one_keeps_its_time_date_and_number(app: Flask) -> None:
    root = factories.contribution()
    reply = factories.contribution(root.thread, parent=root)
    before = (reply.shown_at, reply.due_at, reply.reply_no)
    with transaction():
        transition([reply], A.UNPUBLISH, NOW + timedelta(days=1))
        transition([reply], A.RESTORE, NOW + timedelta(days=2))
    assert (reply.shown_at, reply.due_at, reply.reply_no) == before


def test_a_root_is_moved_with_its_replies_and_a_reply_alone(app: Flask) -> None:
    here, there = factories.dialogue().threads[0], factories.dialogue().threads[0]
    root = factories.contribution(here)
    replies = [factories.contribution(here, parent=root) for _ in range(2)]
    due = root.due_at
    with transaction():
        move(root, there)
    session().expire_all()
    assert {c.dialogue_id for c in (root, *replies)} == {there.dialogue_id}
    assert (root.due_at, here.shown_count, there.shown_count) == (due, 0, 3)
    with transaction():
        move(replies[0], here)
    session().expire_all()
    assert (replies[0].parent_id, replies[0].reply_no) == (None, None)
    assert (here.shown_count, there.shown_count) == (1, 2)


@pytest.mark.parametrize("state", [s for s in S if s not in MOVABLE])
def test_what_is_decided_cannot_be_moved(app: Flask, state: ContributionState) -> None:
    there = factories.dialogue().threads[0]
    decided = factories.contribution(state=state)
    with pytest.raises(IllegalTransition) as refusal, transaction():
        move(decided, there)
    assert refusal.value.act is A.MOVE
    assert set(refusal.value.allowed) == set(LIFECYCLE.allowed(state))


def test_the_answer_is_due_by_the_dialogues_date_or_in_working_days(app: Flask) -> None:
    bounded = factories.dialogue()
    standing = factories.dialogue(form=DialogueForm.STANDING, goals=[factories.goal()])
    assert due_at(bounded, NOW).isoformat() == "2036-12-20T22:59:59+00:00"
    assert due_at(standing, NOW).isoformat() == "2026-11-30T22:59:59+00:00"


def test_what_is_found_is_named_once_in_order() -> None:
    words = Words("070-174 06 05 a@b.se c@d.se", name="811218-9876", on_behalf_of="x@y.se")
    assert found_in(words) == ["phone", "email", "person"]


def test_words_by_phone_have_no_account_as_author(app: Flask) -> None:
    who = factories.account()
    thread = factories.dialogue().threads[0]
    with transaction():
        actor = account_actor(who.id, "", None, set())
        made = receive(thread, Words("Hej", channel=Channel.PHONE), author=actor, key=None, at=NOW)
    assert made.author_id is None


def test_nobody_contributes_where_it_is_not_open(app: Flask) -> None:
    thread = factories.dialogue(closes_at=NOW).threads[0]
    with pytest.raises(Conflict, match="not open"):
        contribute(ANYONE, thread, words=Words("Hej"), key="k", at=NOW)
    assert contribute(ANYONE, thread, words=Words("Hej"), key="k", at=NOW - timedelta(1)).id
