# SPDX-License-Identifier: EUPL-1.2
"""A dialogue's lifecycle, what it shows as, and what its promise card must hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from dialogue.core.lifecycle import Lifecycle
from dialogue.core.workdays import local_day

#: The municipality's own standing dialogue for what has no goal yet, and a standing one's thread.
FREE_SLUG = "fritt"
STANDING_THREAD = "samtal"


class DialogueForm(StrEnum):
    """Bounded promises a date; standing is always open and promises an answer per contribution."""

    STANDING = "standing"
    BOUNDED = "bounded"


class DialogueState(StrEnum):
    """What is stored."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class DialogueAct(StrEnum):
    """What changes the stored state."""

    ANNOUNCE = "announce"
    CANCEL = "cancel"
    ARCHIVE = "archive"


class PublicState(StrEnum):
    """What a dialogue shows as: derived from the stored state, time and what is unanswered."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    ANSWERING = "answering"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class ModerationMode(StrEnum):
    """Whether a person reads before or after the words are shown."""

    PRE = "pre"
    POST = "post"


class ParticipationLevel(StrEnum):
    """The participation ladder (delaktighetstrappan) of SKR."""

    INFORMATION = "information"
    CONSULTATION = "consultation"
    DIALOGUE = "dialogue"
    INFLUENCE = "influence"
    SHARED_DECISION = "shared_decision"


LIFECYCLE: Lifecycle[DialogueState, DialogueAct] = Lifecycle(
    [DialogueState.DRAFT],
    {
        (DialogueState.DRAFT, DialogueAct.ANNOUNCE): DialogueState.ANNOUNCED,
        (DialogueState.DRAFT, DialogueAct.CANCEL): DialogueState.CANCELLED,
        (DialogueState.ANNOUNCED, DialogueAct.CANCEL): DialogueState.CANCELLED,
        (DialogueState.ANNOUNCED, DialogueAct.ARCHIVE): DialogueState.ARCHIVED,
    },
)

#: States in which the promise card can still be changed.
EDITABLE = frozenset({DialogueState.DRAFT, DialogueState.ANNOUNCED})


def public_state(
    state: DialogueState,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    answer_by: date | None,
    unanswered: bool,
    now: datetime,
) -> PublicState:
    """What the dialogue shows as at `now`; `unanswered`: something published has no answer yet."""
    if state is not DialogueState.ANNOUNCED:
        return PublicState(state.value)
    if opens_at is not None and now < opens_at:
        return PublicState.UPCOMING
    if closes_at is None or now < closes_at:
        return PublicState.OPEN
    if not unanswered:
        return PublicState.ANSWERED
    if answer_by is None or local_day(now) <= answer_by:
        return PublicState.ANSWERING
    return PublicState.OVERDUE


#: Fields of the promise card that every dialogue must have, then those of a bounded one.
CARD = (
    "title", "purpose", "open_to", "not_open_to", "level", "goals", "decider", "moderation",
    "languages", "contact", "question",
)  # fmt: skip
BOUNDED_CARD = ("decision_on", "answer_by", "closes_at")


def missing_on_card(
    card: Mapping[str, object], form: DialogueForm, *, needs_goal: bool = True
) -> list[str]:
    """The fields that must be filled before the dialogue can be announced, in the card's order."""
    needed = CARD + (BOUNDED_CARD if form is DialogueForm.BOUNDED else ())
    return [name for name in needed if not card.get(name) and (needs_goal or name != "goals")]


def date_faults(
    form: DialogueForm,
    opens_at: datetime | None,
    closes_at: datetime | None,
    answer_by: date | None,
) -> list[str]:
    """The date fields that contradict others: closing before opening, answering before closing."""
    faults = []
    if form is DialogueForm.BOUNDED:
        if opens_at and closes_at and closes_at <= opens_at:
            faults.append("closes_at")
        if closes_at and answer_by and answer_by < local_day(closes_at):
            faults.append("answer_by")
    return faults
