# SPDX-License-Identifier: EUPL-1.2
"""Opening the dialogues that are always open: one a goal, and the municipality's own."""

from __future__ import annotations

from datetime import datetime

from dialogue.accounts.models import Committee
from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, command
from dialogue.core.database import session
from dialogue.core.events import EventKind, record
from dialogue.core.languages import LOCALES, Translated
from dialogue.core.municipality import municipality
from dialogue.core.texts import Lazy, in_locale, lang_of, lazy
from dialogue.dialogues.commands.card import announce, check_card, write_card
from dialogue.dialogues.models import Dialogue
from dialogue.dialogues.queries.desk import committees_in, taken_slugs
from dialogue.dialogues.rules.card import Card, Link, Question, standing_slug
from dialogue.dialogues.rules.dialogue import (
    FREE_SLUG,
    DialogueForm,
    ModerationMode,
    ParticipationLevel,
)
from dialogue.goals.models import Plan
from dialogue.goals.queries import goals_of

_ABOUT_GOAL = lazy("What do you want to say about this goal?")
_ABOUT_ANYTHING = lazy("What do you want to say to the municipality?")
_FREE_TITLE = lazy("Anything else")


@command(Permission.DIALOGUE_MANAGE)
def open_standing(operator: Actor, plan: Plan, *, at: datetime = NOW) -> int:
    """Open a standing dialogue for each goal of the plan that has none; how many were opened."""
    goals = goals_of(plan.id)
    taken = taken_slugs(f"mal-{plan.year}-")
    missing = [goal for goal in goals if standing_slug(goal.path_key) not in taken]
    for goal in missing:
        card = _card(
            goal.short, _ABOUT_GOAL, ((goal.id, None),),
            sami_flag=goal.sami_flag, child_flag=goal.child_flag,
        )  # fmt: skip
        _open(operator, goal.committee, card, standing_slug(goal.path_key), at)
    return len(missing)


@command(Permission.DIALOGUE_MANAGE)
def open_free(operator: Actor, _nothing: None, *, at: datetime = NOW) -> int:
    """Open `fritt`, for what has no goal yet, under the first committee; 1, or 0 if it is there."""
    if FREE_SLUG in taken_slugs(FREE_SLUG):
        return 0
    first = municipality().committees[0].key
    committee = next(c for c in committees_in(None) if c.key == first)
    _open(operator, committee, _card(_in_each(_FREE_TITLE), _ABOUT_ANYTHING, ()), FREE_SLUG, at)
    return 1


def _open(operator: Actor, committee: Committee, card: Card, slug: str, at: datetime) -> None:
    check_card(card, complete=True, needs_goal=slug != FREE_SLUG)
    dialogue = Dialogue(committee_id=committee.id, form=card.form, title=card.title, version=0)
    session().add(dialogue)
    session().flush()
    write_card(operator, dialogue, card, at)
    announce(dialogue, slug, at)
    record(EventKind.STANDING_OPENED, operator, dialogue, at=at)


def _card(
    title: Translated,
    question: Lazy,
    links: tuple[Link, ...],
    *,
    sami_flag: bool = False,
    child_flag: bool = False,
) -> Card:
    template = municipality().standing_card
    return Card(
        title=title,
        form=DialogueForm.STANDING,
        purpose=template.purpose,
        open_to=template.open_to,
        not_open_to=template.not_open_to,
        level=ParticipationLevel(template.level),
        links=links,
        decider=template.decider,
        moderation=ModerationMode(template.moderation),
        languages=tuple(template.languages),
        contact=template.contact,
        sami_flag=sami_flag,
        child_flag=child_flag,
        questions=(Question(_in_each(question)),),
    )


def _in_each(message: Lazy) -> Translated:
    """One of the interface's sentences in every language that has it, Swedish at least."""
    texts: dict[str, str] = {}
    for code in LOCALES:
        with in_locale(code):
            if code == "sv" or lang_of(message) == code:
                texts[code] = str(message)
    return Translated(texts)
