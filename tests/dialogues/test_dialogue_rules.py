# SPDX-License-Identifier: EUPL-1.2
"""What a dialogue shows as, what its card must hold, and how addresses and times are read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.errors import IllegalTransition
from dialogue.core.languages import Translated
from dialogue.dialogues.rules.card import (
    Card,
    Question,
    free_slug,
    local_text,
    local_time,
    pair_questions,
    same_threads,
    standing_slug,
)
from dialogue.dialogues.rules.dialogue import (
    LIFECYCLE,
    DialogueAct,
    DialogueForm,
    DialogueState,
    ParticipationLevel,
    PublicState,
    date_faults,
    missing_on_card,
    public_state,
)

OPENS = datetime(2026, 11, 2, 7, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 15, tzinfo=UTC)
ANSWER = date(2026, 12, 18)
MINUTE = timedelta(minutes=1)


def sv(text: str) -> Translated:
    return Translated({"sv": text})


def shown(now: datetime, *, unanswered: bool = True) -> PublicState:
    return public_state(
        DialogueState.ANNOUNCED, opens_at=OPENS, closes_at=CLOSES, answer_by=ANSWER,
        unanswered=unanswered, now=now,
    )  # fmt: skip


def test_a_bounded_dialogue_goes_through_its_days() -> None:
    assert shown(OPENS - MINUTE) is PublicState.UPCOMING
    assert shown(OPENS) is PublicState.OPEN
    assert shown(CLOSES - MINUTE) is PublicState.OPEN
    assert shown(CLOSES) is PublicState.ANSWERING
    assert shown(datetime(2026, 12, 18, 22, 59, tzinfo=UTC)) is PublicState.ANSWERING
    assert shown(datetime(2026, 12, 18, 23, 0, tzinfo=UTC)) is PublicState.OVERDUE, (
        "the day ends at midnight in Stockholm"
    )


def test_what_is_all_answered_is_answered_however_late() -> None:
    assert shown(CLOSES, unanswered=False) is PublicState.ANSWERED
    assert shown(CLOSES + timedelta(days=900), unanswered=False) is PublicState.ANSWERED
    assert shown(CLOSES - MINUTE, unanswered=False) is PublicState.OPEN


@pytest.mark.parametrize("state", [s for s in DialogueState if s is not DialogueState.ANNOUNCED])
def test_time_changes_nothing_of_what_is_not_announced(state: DialogueState) -> None:
    shows = public_state(
        state, opens_at=OPENS, closes_at=CLOSES, answer_by=ANSWER, unanswered=True, now=CLOSES
    )
    assert shows == state.value


def test_a_cancelled_dialogue_cannot_be_announced_again() -> None:
    with pytest.raises(IllegalTransition):
        LIFECYCLE.after(DialogueState.CANCELLED, DialogueAct.ANNOUNCE)
    with pytest.raises(IllegalTransition):
        LIFECYCLE.after(DialogueState.ANNOUNCED, DialogueAct.ANNOUNCE)


FULL = Card(
    title=sv("Bussar"), purpose=sv("p"), open_to=sv("o"), not_open_to=sv("n"),
    level=ParticipationLevel.DIALOGUE, links=((1, None),), decider=sv("d"),
    decision_on=date(2026, 12, 1), answer_by=ANSWER, opens_at=OPENS, closes_at=CLOSES,
    languages=("sv",), contact="c", questions=(Question(sv("När?")),),
)  # fmt: skip


def test_an_empty_card_misses_everything_but_its_title_and_mode() -> None:
    missing = missing_on_card(Card(title=sv("x")).filled(), DialogueForm.BOUNDED)
    assert missing == [
        "purpose", "open_to", "not_open_to", "level", "goals", "decider", "languages", "contact",
        "question", "decision_on", "answer_by", "closes_at",
    ]  # fmt: skip
    standing = missing_on_card(
        Card(title=sv("x")).filled(), DialogueForm.STANDING, needs_goal=False
    )
    assert standing == [
        "purpose", "open_to", "not_open_to", "level", "decider", "languages", "contact", "question",
    ]  # fmt: skip
    assert missing_on_card(FULL.filled(), DialogueForm.BOUNDED) == []


def test_dates_that_contradict_each_other_are_named() -> None:
    assert date_faults(DialogueForm.BOUNDED, OPENS, CLOSES, ANSWER) == []
    assert date_faults(DialogueForm.BOUNDED, CLOSES, OPENS, ANSWER) == ["closes_at"]
    assert date_faults(DialogueForm.BOUNDED, OPENS, CLOSES, date(2026, 11, 29)) == ["answer_by"]
    assert date_faults(DialogueForm.BOUNDED, OPENS, CLOSES, date(2026, 11, 30)) == []
    assert date_faults(DialogueForm.STANDING, CLOSES, OPENS, date(2020, 1, 1)) == []


def test_times_are_read_in_stockholm() -> None:
    assert local_time("2026-11-30T16:00") == CLOSES
    assert local_time("2026-07-01T16:00") == datetime(2026, 7, 1, 14, tzinfo=UTC)
    assert local_time("2026-10-25T02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "the first"
    assert local_time("2026-11-30T16:00:30").second == 30


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-29T02:30", "2026-11-30 16:00", "2026-11-30", "2026-13-01T10:00", "i morgon",
        "2026-11-30T16:00Z", "0001-01-01T00:00", "２０２６-11-30T16:00", "",
    ],
)  # fmt: skip
def test_a_time_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        local_time(text)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_an_instant_comes_back_from_the_form_as_it_was(moment: datetime) -> None:
    instant = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    read = local_time(local_text(instant))
    assert read in (instant, instant - timedelta(hours=1))
    assert local_text(read) == local_text(instant)


def test_addresses_are_free_and_never_those_of_standing_dialogues() -> None:
    assert free_slug("parker", set(), "dialog") == "parker"
    assert free_slug("parker", {"parker", "parker-2"}, "dialog") == "parker-3"
    assert free_slug("", {"dialog"}, "dialog") == "dialog-2"
    assert free_slug("fritt", set(), "dialog") == "dialog-fritt"
    assert free_slug("mal-2024-ledning", set(), "dialog") == "dialog-mal-2024-ledning"
    assert standing_slug("2024/ledning") == "mal-2024-ledning"


def test_a_question_that_moves_or_is_reworded_stays_the_same_question() -> None:
    assert pair_questions(["A", "B"], ["A", "B", ""]) == [0, 1, None]
    assert pair_questions(["A", "B"], ["B", "A"]) == [1, 0]
    assert pair_questions(["A", "B"], ["A!", "B"]) == [0, 1]
    assert pair_questions(["A", "B", "C"], ["", "B!", "C"]) == [None, 1, 2]
    assert pair_questions(["A"], ["A", "A"]) == [0, None]
    assert pair_questions([], ["A"]) == [None]


def test_a_question_is_found_by_its_address_then_by_its_words() -> None:
    old = [("a", "A"), ("b", "B")]
    assert same_threads(old, [Question(sv("B")), Question(sv("X"), was="a")]) == [1, 0]
    assert same_threads(old, [Question(sv("A")), Question(sv("A"))]) == [0, None]
    assert same_threads(old, [Question(sv("Ny"), slug="ny")]) == [None]
