# SPDX-License-Identifier: EUPL-1.2
"""When its author may change the words of a contribution, and why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.dialogues.rules.contribution import (
    EDITING,
    ContributionState,
    NotEditable,
    reason_not_editable,
)

S, Why = ContributionState, NotEditable
RECEIVED = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
MINUTE, MOMENT = timedelta(minutes=1), timedelta(microseconds=1)


def why(
    state: ContributionState = S.SUBMITTED, after: timedelta = MINUTE, **more: bool
) -> NotEditable | None:
    given = {"was_answered": False, "was_read": False, "reads_first": False, **more}
    return reason_not_editable(state, received=RECEIVED, now=RECEIVED + after, **given)


@pytest.mark.parametrize("state", [S.SUBMITTED, S.HELD, S.PUBLISHED])
def test_for_fifteen_minutes_to_the_moment(state: ContributionState) -> None:
    assert EDITING == 15 * MINUTE
    assert why(state, timedelta()) is None
    assert why(state, 15 * MINUTE) is None
    assert why(state, 15 * MINUTE + MOMENT) is Why.LATE


@pytest.mark.parametrize(
    ("state", "reason"),
    [(S.WITHDRAWN, Why.WITHDRAWN), (S.REJECTED, Why.REFUSED), (S.UNPUBLISHED, Why.REFUSED)],
)
def test_never_what_was_taken_back_or_refused(
    state: ContributionState, reason: NotEditable
) -> None:
    assert why(state) is reason
    assert why(state, timedelta(days=40), was_answered=True, was_read=True) is reason


def test_never_what_was_answered() -> None:
    assert why(S.PUBLISHED, was_answered=True) is Why.ANSWERED


@pytest.mark.parametrize("state", [S.SUBMITTED, S.HELD, S.PUBLISHED])
def test_never_what_a_person_has_read(state: ContributionState) -> None:
    assert why(state, was_read=True) is Why.READ


def test_what_shows_only_where_reading_comes_after() -> None:
    assert why(S.PUBLISHED, reads_first=True) is Why.SHOWN
    assert why(S.SUBMITTED, reads_first=True) is None
    assert why(S.HELD, reads_first=True) is None


@given(
    state=st.sampled_from(S), seconds=st.integers(0, 3600),
    answered=st.booleans(), was_read=st.booleans(), first=st.booleans(),
)  # fmt: skip
def test_it_is_possible_only_when_every_condition_holds(
    state: ContributionState, seconds: int, answered: bool, was_read: bool, first: bool
) -> None:
    reason = why(
        state, timedelta(seconds=seconds),
        was_answered=answered, was_read=was_read, reads_first=first,
    )  # fmt: skip
    waits = state in (S.SUBMITTED, S.HELD) or (state is S.PUBLISHED and not first)
    assert (reason is None) == (waits and seconds <= 900 and not answered and not was_read)
