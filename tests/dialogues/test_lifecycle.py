# SPDX-License-Identifier: EUPL-1.2
"""The lifecycles of contributions and dialogues, against the tables of the rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.errors import IllegalTransition
from dialogue.core.lifecycle import Lifecycle
from dialogue.dialogues.rules import dialogue as of_dialogue
from dialogue.dialogues.rules.contribution import (
    LIFECYCLE,
    MOVABLE,
    ContributionAct,
    ContributionState,
    Cursor,
    Sort,
    initial_state,
    read_cursor,
)

S, A = ContributionState, ContributionAct

#: What the rules allow, written down a second time.
ALLOWED = {
    S.SUBMITTED: {A.APPROVE, A.REJECT, A.MASK, A.HOLD, A.WITHDRAW, A.MOVE},
    S.HELD: {A.APPROVE, A.REJECT, A.MASK, A.WITHDRAW, A.MOVE},
    S.PUBLISHED: {A.APPROVE, A.MASK, A.HOLD, A.UNPUBLISH, A.WITHDRAW, A.MOVE},
    S.REJECTED: {A.RESTORE, A.WITHDRAW},
    S.UNPUBLISHED: {A.RESTORE, A.WITHDRAW},
    S.WITHDRAWN: set(),
}
LEADS_TO = {
    A.APPROVE: S.PUBLISHED, A.MASK: S.PUBLISHED, A.RESTORE: S.PUBLISHED, A.REJECT: S.REJECTED,
    A.HOLD: S.HELD, A.UNPUBLISH: S.UNPUBLISHED, A.WITHDRAW: S.WITHDRAWN,
}  # fmt: skip


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("act", list(A))
def test_each_act_leads_where_the_table_says_or_is_refused(
    state: ContributionState, act: ContributionAct
) -> None:
    if act in ALLOWED[state]:
        assert LIFECYCLE.after(state, act) is LEADS_TO.get(act, state)
    else:
        with pytest.raises(IllegalTransition) as refusal:
            LIFECYCLE.after(state, act)
        assert set(refusal.value.allowed) == ALLOWED[state]


@pytest.mark.parametrize(
    ("lifecycle", "states", "final"),
    [
        (LIFECYCLE, set(S), {S.WITHDRAWN}),
        (
            of_dialogue.LIFECYCLE,
            set(of_dialogue.DialogueState),
            {of_dialogue.DialogueState.ARCHIVED, of_dialogue.DialogueState.CANCELLED},
        ),
    ],
)
def test_every_state_is_reached_and_only_final_ones_have_no_exit(
    lifecycle: Lifecycle[Any, Any], states: set[Any], final: set[Any]
) -> None:
    assert lifecycle.reachable() == states
    assert {state for state in states if not lifecycle.allowed(state)} == final


def test_what_can_be_moved_is_what_is_under_way() -> None:
    assert {S.SUBMITTED, S.HELD, S.PUBLISHED} == MOVABLE


@pytest.mark.parametrize(
    ("findings", "read_first", "state"),
    [(True, True, S.HELD), (True, False, S.HELD), (False, True, S.SUBMITTED),
     (False, False, S.PUBLISHED)],
)  # fmt: skip
def test_personal_data_are_held_before_the_mode_is_asked(
    findings: bool, read_first: bool, state: ContributionState
) -> None:
    assert initial_state(findings=findings, read_first=read_first) is state


times = st.datetimes(
    datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)
)  # fmt: skip


@given(times, st.integers(1, 2**53 - 1), st.integers(0, 40), st.sampled_from(Sort))
def test_a_cursor_reads_back_for_its_own_order_only(
    moment: datetime, identity: int, skip: int, sort: Sort
) -> None:
    cursor = Cursor(moment, identity, skip)
    text = cursor.written(sort)
    assert read_cursor(text, sort) == cursor
    assert all(read_cursor(text, other) == Cursor() for other in Sort if other is not sort)
    assert text.isascii()
    assert not set(text) & set("=&?#/+ %")


@given(st.text(max_size=130), st.sampled_from(Sort))
def test_what_is_no_cursor_is_the_beginning(text: str, sort: Sort) -> None:
    assert isinstance(read_cursor(text, sort), Cursor)
    assert read_cursor("ä" * 5, sort) == read_cursor(None, sort) == Cursor()


def test_a_cursor_beyond_all_time_is_the_beginning() -> None:
    far = Cursor(datetime(2250, 1, 1, tzinfo=UTC) + timedelta(days=365 * 200), 1)
    assert read_cursor(far.written(Sort.OLDEST), Sort.OLDEST) == Cursor()


@pytest.mark.parametrize("text", [None, "", "x", "ALDST", "aldst; DROP TABLE"])
def test_an_unknown_order_is_the_oldest_first(text: str | None) -> None:
    assert Sort.of(text) is Sort.OLDEST
    assert Sort.of("nyast") is Sort.NEWEST
