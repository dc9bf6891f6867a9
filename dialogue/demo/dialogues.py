# SPDX-License-Identifier: EUPL-1.2
"""The demo's dialogues: announced before they open, changed in public on their day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from dialogue.accounts import queries as people
from dialogue.core.access import Actor
from dialogue.demo import queries, story
from dialogue.demo.calendar import Calendar
from dialogue.dialogues.commands.dialogue import (
    announce_dialogue,
    create_dialogue,
    save_dialogue,
)
from dialogue.dialogues.rules.card import Card, Link, Question
from dialogue.dialogues.rules.dialogue import DialogueForm
from dialogue.goals import queries as steering

FACILITATOR = "facilitator@example.org"
ANNOUNCED_BEFORE = timedelta(days=7)


class Dialogues:
    """Turns the facts of dialogues into acts."""

    def __init__(
        self, told: story.Dialogues, calendar: Calendar, cast: Mapping[str, Actor]
    ) -> None:
        self.told, self.calendar = told, calendar
        self.facilitator = cast[FACILITATOR]
        self.committees = people.committees_by_key()
        self.places = {place.key: place.id for place in steering.places()}

    def acts(self) -> Iterator[tuple[datetime, int, Callable[[], None]]]:
        """Announcing each dialogue, and each public change of it."""
        for fact in self.told.dialogues:
            opens = self.calendar.instant(fact.opens_at, self.told.opens_time)
            bounded = fact.form is DialogueForm.BOUNDED
            announced = opens - ANNOUNCED_BEFORE if bounded else opens
            yield announced, 0, partial(self._announce, fact, announced)
            for change in fact.changes:
                when = self.calendar.instant(change.when, self.told.opens_time)
                yield when, 0, partial(self._change, fact, when)

    def _announce(self, fact: story.DialogueFact, at: datetime) -> None:
        if queries.dialogue_by_slug(fact.slug) is not None:
            return
        card = self._card(fact.model_copy(update={c.field: c.old for c in fact.changes}))
        committee = self.committees[fact.committee]
        dialogue = queries.draft_called(card.title.sv, committee.id) or create_dialogue(
            self.facilitator, committee, card=card, at=at
        )
        announce_dialogue(self.facilitator, dialogue, card=card, slug=fact.slug, at=at)

    def _change(self, fact: story.DialogueFact, at: datetime) -> None:
        dialogue = queries.dialogue_by_slug(fact.slug)
        if dialogue is not None and not dialogue.changes:
            save_dialogue(self.facilitator, dialogue, card=self._card(fact), at=at)

    def _card(self, fact: story.DialogueFact) -> Card:
        standing = fact.form is DialogueForm.STANDING
        calendar, told = self.calendar, self.told
        decision, answer, closes = fact.decision_on, fact.answer_by, fact.closes_at
        return Card(
            title=fact.title,
            form=fact.form,
            place_id=self.places[fact.place] if fact.place else None,
            purpose=fact.purpose,
            open_to=fact.open_to,
            not_open_to=fact.not_open_to,
            level=fact.level,
            links=links(fact.goals, fact.assignments),
            decider=fact.decider,
            decision_on=None if decision is None else calendar.day(decision),
            answer_by=None if answer is None else calendar.day(answer),
            opens_at=None if standing else calendar.instant(fact.opens_at, told.opens_time),
            closes_at=None if closes is None else calendar.instant(closes, told.closes_time),
            moderation=fact.moderation,
            languages=tuple(fact.languages),
            contact=fact.contact,
            case_number=fact.case_number,
            sami_flag=fact.sami_flag,
            child_flag=fact.child_flag,
            questions=tuple(_question(thread) for thread in fact.threads),
        )


def links(goals: list[str], assignments: list[str]) -> tuple[Link, ...]:
    """Goals (`<year>/<key>`) and assignments (`<year>/<goal>/<key>`) as a card's links.

    Raises KeyError for one that does not exist.
    """
    known = steering.goals_by_path_keys(goals)
    under = steering.assignments_by_path_keys(assignments)
    return (
        *((known[key].id, None) for key in goals),
        *((under[key].goal_id, under[key].id) for key in assignments),
    )


def _question(fact: story.ThreadFact) -> Question:
    about = links(fact.goals, fact.assignments)
    return Question(fact.question, slug=fact.slug, links=about or None)
