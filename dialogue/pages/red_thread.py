# SPDX-License-Identifier: EUPL-1.2
"""The red thread: the dated steps of a contribution, a response or a dialogue, from plain values.

Only the steps that apply are there, in the order of their dates; the first that has not happened
is where the thread stands now.  `themed` and `done` come with themes and commitments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class StepKey(StrEnum):
    """What can happen on the way, as `data-step` says it."""

    RECEIVED = "received"
    PUBLISHED = "published"
    DECIDED = "decided"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Step:
    """One step: `day` is when it happened, or when it is to happen, if anybody knows."""

    key: StepKey
    day: date | None
    done: bool
    current: bool = False


@dataclass(frozen=True)
class Decided:
    """What is known of a decision: the day of one that an answer links, or a planned day."""

    linked: bool = False
    linked_on: date | None = None
    planned_on: date | None = None


NOTHING = Decided()


def contribution_steps(
    *,
    received: date,
    shown: date | None,
    answered: date | None,
    due: date | None,
    decided: Decided = NOTHING,
    today: date,
    stopped: bool = False,
) -> list[Step]:
    """The steps of one contribution.

    `due` None: no clock runs.  `stopped`: taken back, rejected or hidden, so nothing more happens
    than what has happened already.
    """
    steps = [Step(StepKey.RECEIVED, received, done=True)]
    if shown is not None:
        steps.append(Step(StepKey.PUBLISHED, shown, done=True))
    elif not stopped:
        steps.append(Step(StepKey.PUBLISHED, None, done=False))
    later: list[Step] = []
    if answered is not None:
        later.append(Step(StepKey.ANSWERED, answered, done=True))
    elif not stopped and (due is not None or shown is not None):
        later.append(Step(StepKey.ANSWERED, due, done=False))
    if not stopped or decided.linked:
        later += _decision(decided, answered is not None, today)
    return _placed([*steps, *_by_day(later)])


def response_steps(
    *, received: date | None, shown: date | None, decided: Decided, answered: date, today: date
) -> list[Step]:
    """The steps of a published answer; `received` and `shown`: the first it answers."""
    steps = [
        Step(key, day, done=True)
        for key, day in ((StepKey.RECEIVED, received), (StepKey.PUBLISHED, shown))
        if day is not None
    ]
    later = [*_decision(decided, True, today), Step(StepKey.ANSWERED, answered, done=True)]
    return _placed([*steps, *_by_day(later)])


def dialogue_steps(
    *,
    opens: date,
    closes: date | None,
    decided: Decided,
    answer_by: date | None,
    answered: date | None,
    has_opened: bool,
    has_closed: bool,
    is_answered: bool,
    today: date,
) -> list[Step]:
    """The steps of a dialogue: `received` while words come in, then decision and answer.

    `closes` None: it is always open.  `answered`: the day of the latest answer; `is_answered`:
    nothing that shows waits for one.
    """
    published = Step(StepKey.PUBLISHED, opens, done=has_opened)
    if closes is None:
        last = [Step(StepKey.ANSWERED, answered, done=True)] if answered else []
        return _placed([published, *last])
    received = Step(StepKey.RECEIVED, closes, done=has_closed)
    done = is_answered and answered is not None
    answer = Step(StepKey.ANSWERED, answered if done else answer_by, done=done)
    later = _by_day([*_decision(decided, done, today), answer])
    return _placed([published, received, *later])


def _decision(decided: Decided, answered: bool, today: date) -> list[Step]:
    """A decision that an answer links has been taken.  A planned one is to come; when its day went
    by and the answer came without it, it does not apply.
    """
    if decided.linked:
        return [Step(StepKey.DECIDED, decided.linked_on, done=True)]
    if decided.planned_on is None or (answered and decided.planned_on <= today):
        return []
    return [Step(StepKey.DECIDED, decided.planned_on, done=False)]


def _by_day(steps: Sequence[Step]) -> list[Step]:
    """What has happened first, each in the order of its day; a decision before its answer."""
    order = {StepKey.DECIDED: 0, StepKey.ANSWERED: 1}
    return sorted(steps, key=lambda s: (not s.done, s.day or date.max, order.get(s.key, 0)))


def _placed(steps: Sequence[Step]) -> list[Step]:
    """Say which step is the next one."""
    now = next((i for i, step in enumerate(steps) if not step.done), None)
    return [replace(step, current=i == now) for i, step in enumerate(steps)]
