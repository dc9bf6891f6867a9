# SPDX-License-Identifier: EUPL-1.2
"""A promise card as plain values: what the desk, the demo and the standing template hand over."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dialogue.core.languages import Translated
from dialogue.core.workdays import STOCKHOLM
from dialogue.dialogues.rules.dialogue import (
    FREE_SLUG,
    DialogueForm,
    ModerationMode,
    ParticipationLevel,
)

TEXT_LIMIT = 20_000
LINE_LIMIT = 300
SLUG_LIMIT = 80

#: (goal id, assignment id or None for the goal itself).
Link = tuple[int, int | None]

#: Addresses of standing dialogues, and of the page beside the list of all; no title can take one.
_RESERVED = re.compile(rf"{FREE_SLUG}|hjalpte|mal-\d{{4}}-.+")


#: Addresses under a dialogue that are pages of its own; no question can take one.
OWN_PAGES = frozenset({"affisch", "andringar", "folj", "hjalpte", "skriv"})


@dataclass(frozen=True)
class Question:
    """What residents talk under.

    `was` is the address of the thread that it already is; `slug` the address it gets (None: from
    the words); `links` where they differ from the dialogue's (None: as they were).
    """

    text: Translated
    was: str | None = None
    slug: str | None = None
    links: tuple[Link, ...] | None = None


@dataclass(frozen=True)
class Card:
    """All that the dialogue promises.  Texts are normalised; instants are aware."""

    title: Translated
    form: DialogueForm = DialogueForm.BOUNDED
    place_id: int | None = None
    purpose: Translated | None = None
    open_to: Translated | None = None
    not_open_to: Translated | None = None
    level: ParticipationLevel | None = None
    links: tuple[Link, ...] = ()
    decider: Translated | None = None
    decision_on: date | None = None
    answer_by: date | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    moderation: ModerationMode = ModerationMode.PRE
    languages: tuple[str, ...] = ()
    contact: str | None = None
    case_number: str | None = None
    sami_flag: bool = False
    child_flag: bool = False
    questions: tuple[Question, ...] = ()

    def filled(self) -> Mapping[str, object]:
        """Each field of the card by its name on the desk, for `missing_on_card`."""
        return {**vars(self), "goals": self.links, "question": self.questions}


def local_time(text: str) -> datetime:
    """`YYYY-MM-DDTHH:MM` in Stockholm, as UTC; of an hour that comes twice, the first.

    Raises ValueError when it is none, or the hour that is skipped in spring.
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", text, re.ASCII):
        raise ValueError(f"{text!r} is not written YYYY-MM-DDTHH:MM")
    local = datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)
    try:
        instant = local.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is too far away") from None
    if instant.astimezone(STOCKHOLM).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"{text!r} does not exist: the clocks go forward that night")
    return instant


def local_text(instant: datetime) -> str:
    """An instant as `local_time` reads it."""
    return instant.astimezone(STOCKHOLM).strftime("%Y-%m-%dT%H:%M")


def standing_slug(path_key: str) -> str:
    """The address of a goal's standing dialogue, from `<year>/<key>`."""
    return "mal-" + path_key.replace("/", "-")


def free_slug(wanted: str, taken: Collection[str], otherwise: str) -> str:
    """`wanted` (`otherwise` when it is empty), or with -2, -3 … after it when it is taken.

    Addresses that are taken for good are never given.
    """
    base = wanted[:SLUG_LIMIT].strip("-") or otherwise
    if _RESERVED.fullmatch(base):
        base = f"{otherwise}-{base}"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def pair_questions(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each new question the place of the old one that it is, or None when it is a new one.

    The same words are the same question wherever they stand; then those in the same place.
    """
    pairs: list[int | None] = [None] * len(new)
    left = set(range(len(old)))
    for place, text in enumerate(new):
        same = next((i for i in sorted(left) if old[i] == text), None)
        if text and same is not None:
            pairs[place] = same
            left.discard(same)
    for place, text in enumerate(new):
        if text and pairs[place] is None and place in left:
            pairs[place] = place
            left.discard(place)
    return pairs


def same_threads(old: Sequence[tuple[str, str]], questions: Sequence[Question]) -> list[int | None]:
    """For each question the place of its thread among the (address, words) of `old`, or None.

    A question is the thread whose address it names, else the one with the same words.
    """
    slugs = [slug for slug, _ in old]
    pairs = [
        slugs.index(name) if (name := question.was or question.slug) in slugs else None
        for question in questions
    ]
    for place, question in enumerate(questions):
        if pairs[place] is None:
            same = (i for i, (_, text) in enumerate(old) if text == question.text.sv)
            pairs[place] = next((i for i in same if i not in pairs), None)
    return pairs
