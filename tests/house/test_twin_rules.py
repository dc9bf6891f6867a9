# SPDX-License-Identifier: EUPL-1.2
"""Rules that stand twice, in Python and in SQL, say the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dialogue.core.database import session
from dialogue.dialogues.models import Dialogue
from dialogue.dialogues.queries.dialogue import is_unanswered, public_state_sql
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import DialogueForm, DialogueState
from tests import factories as make

HOURS = st.integers(-72, 72).map(lambda n: timedelta(hours=n))
DAYS = st.integers(-3, 3).map(timedelta)
CONTRIBUTIONS = st.lists(st.tuples(st.sampled_from(ContributionState), st.booleans()), max_size=3)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    state=st.sampled_from(DialogueState),
    opens=st.none() | HOURS,
    closes=st.none() | HOURS,
    answer=st.none() | DAYS,
    hour=st.integers(0, 23),
    contributions=CONTRIBUTIONS,
)
def test_public_state_is_the_same_in_python_and_sql(
    app: Flask,
    state: DialogueState,
    opens: timedelta | None,
    closes: timedelta | None,
    answer: timedelta | None,
    hour: int,
    contributions: list[tuple[ContributionState, bool]],
) -> None:
    now = datetime(2026, 6, 17, hour, 30, tzinfo=UTC)
    dialogue = make.dialogue(state=state, form=DialogueForm.STANDING)
    dialogue.opens_at = None if opens is None else now + opens
    dialogue.closes_at = None if closes is None else now + closes
    dialogue.answer_by = None if answer is None else date(2026, 6, 17) + answer
    for how, answered in contributions:
        made = make.contribution(dialogue.threads[0], state=how)
        made.answered_at = now if answered and made.shown_at else None
    session().commit()
    told = session().scalar(select(public_state_sql(now)).where(Dialogue.id == dialogue.id))
    assert told == dialogue.public_state(now, unanswered=is_unanswered(dialogue))
