# SPDX-License-Identifier: EUPL-1.2
"""The steps of the red thread in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from dialogue.core.texts import _, date_and_time, long_date
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import Contribution, Dialogue
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import Decision
from dialogue.pages.queries.response import Answer
from dialogue.pages.red_thread import Decided, Step, StepKey, contribution_steps

_STOPPED = (ContributionState.REJECTED, ContributionState.UNPUBLISHED, ContributionState.WITHDRAWN)


@dataclass(frozen=True)
class StepWords:
    """What the component `red_thread` takes."""

    key: str
    label: Markup
    date_text: str | None
    done: bool
    current: bool
    note: Markup | None = None


def day_of(moment: datetime | None) -> date | None:
    """The day in Stockholm."""
    return local_day(moment) if moment else None


def decided_by(decision: Decision | None, planned_on: date | None) -> Decided:
    """What is known: the decision that an answer names, or the planned day."""
    if decision is None:
        return Decided(planned_on=planned_on)
    return Decided(linked=True, linked_on=decision.decided_on, planned_on=planned_on)


def steps_of(
    contribution: Contribution, dialogue: Dialogue, answer: Answer | None, today: date
) -> list[Step]:
    """The steps of a contribution, with what its dialogue promises and its answer says."""
    decision = answer.response.decision if answer else None
    return contribution_steps(
        received=local_day(contribution.received_at),
        shown=day_of(contribution.shown_at),
        answered=day_of(contribution.answered_at) if answer else None,
        due=local_day(contribution.due_at),
        decided=decided_by(decision, None if dialogue.is_standing else dialogue.decision_on),
        today=today,
        stopped=contribution.state in _STOPPED,
    )


def contribution_words(
    steps: Sequence[Step], today: date, reading: datetime | None = None
) -> list[StepWords]:
    """The steps of a contribution or an answer; `reading`: until when it is read."""
    labels = {
        StepKey.RECEIVED: _("Sent"),
        StepKey.PUBLISHED: _("Published"),
        StepKey.DECIDED: _("Decision"),
        StepKey.ANSWERED: _("The answer"),
    }
    return [_words(step, labels[step.key], today, reading) for step in steps]


def dialogue_words(steps: Sequence[Step], today: date) -> list[StepWords]:
    """The steps of a dialogue."""
    labels = {
        StepKey.PUBLISHED: _("The dialogue opens"),
        StepKey.RECEIVED: _("You can write"),
        StepKey.DECIDED: _("Decision"),
        StepKey.ANSWERED: _("The answer"),
    }
    done = {
        StepKey.PUBLISHED: _("The dialogue opened"),
        StepKey.RECEIVED: _("The dialogue closed"),
    }
    return [
        _words(
            step,
            done.get(step.key, labels[step.key]) if step.done else labels[step.key],
            today,
            None,
        )
        for step in steps
    ]


def _words(step: Step, label: Markup, today: date, reading: datetime | None) -> StepWords:
    return StepWords(
        step.key.value, label, _when(step, today, reading), done=step.done, current=step.current
    )


def _when(step: Step, today: date, reading: datetime | None) -> str | None:
    if step.day is None:
        if step.key is StepKey.PUBLISHED and reading is not None:
            return _("We read it by %(date)s", date=date_and_time(reading, today))
        return None
    day = long_date(step.day, today)
    if step.done or step.key is StepKey.PUBLISHED:
        return day
    if step.key is StepKey.DECIDED:
        return _("planned for %(date)s", date=day)
    if step.key is StepKey.RECEIVED:
        return _("until %(date)s", date=day)
    return _("by %(date)s", date=day)
