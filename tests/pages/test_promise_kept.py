# SPDX-License-Identifier: EUPL-1.2
"""The start page says so when more than a fifth of the last month's promises were broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.database import session
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm
from dialogue.feedback.rules import FEW_PROMISES, share_to_admit
from tests import factories as make
from tests.page import Browser

ADMITTED = "Vi lovar svar inom 10 arbetsdagar. Just nu håller vi det för {} av 100."
PROMISED = "Du behöver inget konto. Du får svar inom 10 arbetsdagar."


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_is_admitted_only_when_more_than_a_fifth_is_broken(kept: int, broken: int) -> None:
    share = share_to_admit(kept, kept + broken)
    enough = kept + broken >= FEW_PROMISES
    assert (share is not None) == (enough and broken * 5 > kept + broken)
    assert share is None or 0 <= share < 80


def due(days_ago: int, *, answered: bool, form: DialogueForm = DialogueForm.STANDING) -> None:
    """A contribution whose answer was promised for some days ago."""
    thread = make.dialogue(form=form, thread_slug="samtal").threads[0]
    when = datetime.now(UTC) - timedelta(days=days_ago)
    made = make.contribution(thread, at=when - timedelta(days=14))
    made.due_at = when
    made.answered_at = when - timedelta(hours=1) if answered else None
    session().commit()


@pytest.mark.parametrize(("kept", "broken", "share"), [(4, 1, None), (3, 2, 60), (0, 4, None)])
def test_the_start_page_admits_it(
    browser: Browser, kept: int, broken: int, share: int | None
) -> None:
    for number in range(kept + broken):
        due(3 + number, answered=number < kept)
    said = browser.get("/sv/").text
    assert (PROMISED in said) == (share is None)
    assert share is None or ADMITTED.format(share) in said


def test_what_has_no_running_promise_does_not_count(browser: Browser) -> None:
    for number in range(FEW_PROMISES):
        due(3 + number, answered=False, form=DialogueForm.BOUNDED)
        due(40 + number, answered=False)
    make.contribution(state=ContributionState.REJECTED)
    assert PROMISED in browser.get("/sv/").text
