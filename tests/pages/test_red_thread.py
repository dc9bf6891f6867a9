# SPDX-License-Identifier: EUPL-1.2
"""The steps of the red thread: only those that apply, dated, in the order of their days."""

from __future__ import annotations

from datetime import date

from dialogue.pages.red_thread import (
    Decided,
    Step,
    StepKey,
    contribution_steps,
    dialogue_steps,
    response_steps,
)

TODAY = date(2026, 11, 16)
R, P, D, A = StepKey.RECEIVED, StepKey.PUBLISHED, StepKey.DECIDED, StepKey.ANSWERED


def keys(steps: list[Step]) -> list[StepKey]:
    return [step.key for step in steps]


def done(steps: list[Step]) -> list[StepKey]:
    return [step.key for step in steps if step.done]


def now(steps: list[Step]) -> list[StepKey]:
    return [step.key for step in steps if step.current]


def test_what_waits_to_be_read_is_received_and_nothing_more() -> None:
    steps = contribution_steps(
        received=TODAY, shown=None, answered=None, due=date(2026, 11, 30), today=TODAY
    )
    assert keys(steps) == [R, P, A]
    assert done(steps) == [R]
    assert now(steps) == [P]
    assert steps[2].day == date(2026, 11, 30)


def test_what_is_published_waits_for_its_answer() -> None:
    steps = contribution_steps(
        received=TODAY, shown=TODAY, answered=None, due=date(2026, 11, 30), today=TODAY
    )
    assert (done(steps), now(steps)) == ([R, P], [A])


def test_an_answered_one_is_at_its_end() -> None:
    steps = contribution_steps(
        received=TODAY, shown=TODAY, answered=TODAY, due=date(2026, 11, 30), today=TODAY
    )
    assert (done(steps), now(steps)) == ([R, P, A], [])
    assert steps[-1].day == TODAY


def test_what_was_rejected_hidden_or_taken_back_goes_no_further() -> None:
    never = contribution_steps(
        received=TODAY, shown=None, answered=None, due=TODAY, today=TODAY, stopped=True
    )
    once = contribution_steps(
        received=TODAY, shown=TODAY, answered=None, due=TODAY, today=TODAY, stopped=True,
        decided=Decided(planned_on=date(2026, 12, 1)),
    )  # fmt: skip
    assert (keys(never), keys(once)) == ([R], [R, P])
    assert now(never) == now(once) == []


def test_a_planned_decision_stands_in_the_order_of_its_day() -> None:
    def order(planned: date) -> list[StepKey]:
        return keys(
            contribution_steps(
                received=TODAY, shown=TODAY, answered=None, due=date(2026, 12, 20), today=TODAY,
                decided=Decided(planned_on=planned),
            )
        )  # fmt: skip

    assert order(date(2026, 12, 1)) == [R, P, D, A]
    assert order(date(2027, 1, 10)) == [R, P, A, D]
    assert order(date(2026, 12, 20)) == [R, P, D, A]


def test_a_planned_day_that_passed_is_no_decision() -> None:
    late = contribution_steps(
        received=TODAY, shown=TODAY, answered=None, due=TODAY, today=TODAY,
        decided=Decided(planned_on=date(2026, 11, 1)),
    )  # fmt: skip
    assert D in keys(late)
    assert D not in done(late)
    answered = contribution_steps(
        received=TODAY, shown=TODAY, answered=TODAY, due=TODAY, today=TODAY,
        decided=Decided(planned_on=date(2026, 11, 1)),
    )  # fmt: skip
    assert keys(answered) == [R, P, A]


def test_a_decision_that_the_answer_names_is_done_with_its_own_day() -> None:
    steps = contribution_steps(
        received=date(2021, 10, 1), shown=date(2021, 10, 2), answered=date(2022, 1, 5),
        due=date(2021, 11, 1), today=TODAY,
        decided=Decided(linked=True, linked_on=date(2021, 12, 20), planned_on=date(2021, 12, 1)),
    )  # fmt: skip
    assert done(steps) == [R, P, D, A]
    assert steps[2].day == date(2021, 12, 20)


def test_a_decision_without_a_day_still_counts() -> None:
    steps = response_steps(
        received=None, shown=None, decided=Decided(linked=True), answered=TODAY, today=TODAY
    )
    assert (set(keys(steps)), done(steps)) == ({D, A}, keys(steps))


def test_an_answer_begins_with_what_it_answers() -> None:
    steps = response_steps(
        received=date(2026, 11, 1), shown=date(2026, 11, 2), decided=Decided(), answered=TODAY,
        today=TODAY,
    )  # fmt: skip
    assert keys(steps) == done(steps) == [R, P, A]


def bounded(**changes: object) -> list[Step]:
    values: dict[str, object] = {
        "opens": date(2026, 11, 1), "closes": date(2026, 12, 1),
        "decided": Decided(planned_on=date(2026, 12, 10)), "answer_by": date(2026, 12, 20),
        "answered": None, "has_opened": True, "has_closed": False, "is_answered": False,
        "today": TODAY,
    }  # fmt: skip
    return dialogue_steps(**{**values, **changes})  # type: ignore[arg-type]  # one dict of all


def test_a_dialogue_opens_closes_decides_and_answers() -> None:
    assert keys(bounded()) == [P, R, D, A]
    assert now(bounded(has_opened=False)) == [P]
    assert now(bounded()) == [R]
    assert now(bounded(has_closed=True)) == [D]


def test_a_dialogue_is_answered_only_when_nothing_waits() -> None:
    some = bounded(has_closed=True, answered=date(2026, 12, 5))
    assert A not in done(some)
    every = bounded(has_closed=True, answered=date(2026, 12, 5), is_answered=True)
    assert A in done(every)


def test_a_standing_dialogue_has_no_end() -> None:
    assert keys(bounded(closes=None)) == [P]
    assert keys(bounded(closes=None, answered=TODAY)) == [P, A]
