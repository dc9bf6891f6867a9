# SPDX-License-Identifier: EUPL-1.2
"""What is read of dialogues: lists by what they show as, one with its card, where words can go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from dialogue.core.database import session
from dialogue.core.workdays import local_day
from dialogue.dialogues.models import (
    Contribution,
    Dialogue,
    DialogueLink,
    Thread,
)
from dialogue.dialogues.rules.card import standing_slug
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import (
    FREE_SLUG,
    DialogueForm,
    DialogueState,
    PublicState,
)
from dialogue.goals.models import Goal
from dialogue.goals.queries import current_plan, heirs


class Listed(NamedTuple):
    """A dialogue in a list: what it shows as, and how many contributions it has."""

    dialogue: Dialogue
    state: PublicState
    shown: int
    unanswered: int


# What a dialogue shows as


def has_unanswered() -> ColumnElement[bool]:
    """Whether something published in the row's dialogue has no answer yet."""
    return (
        exists()
        .where(
            Contribution.dialogue_id == Dialogue.id,
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.answered_at.is_(None),
        )
        .correlate(Dialogue)
    )


def is_unanswered(dialogue: Dialogue) -> bool:
    """The same for one dialogue."""
    return bool(session().scalar(select(has_unanswered()).where(Dialogue.id == dialogue.id)))


def public_state_sql(now: datetime) -> ColumnElement[str]:
    """The twin of `rules.dialogue.public_state`, as the text of the state."""
    return case(
        *(
            (Dialogue.state == state, literal(state.value))
            for state in DialogueState
            if state is not DialogueState.ANNOUNCED
        ),
        (Dialogue.opens_at > now, literal(PublicState.UPCOMING.value)),
        (
            or_(Dialogue.closes_at.is_(None), Dialogue.closes_at > now),
            literal(PublicState.OPEN.value),
        ),
        (~has_unanswered(), literal(PublicState.ANSWERED.value)),
        (
            or_(Dialogue.answer_by.is_(None), Dialogue.answer_by >= local_day(now)),
            literal(PublicState.ANSWERING.value),
        ),
        else_=literal(PublicState.OVERDUE.value),
    )


# Lists


def dialogues_by_state(
    now: datetime,
    states: Collection[PublicState] = tuple(PublicState),
    *,
    form: DialogueForm | None = None,
    committees: Collection[int] | None = None,
    public: bool = True,
    goal_id: int | None = None,
    place_id: int | None = None,
    waiting: bool = True,
    first: int = 0,
    count: int = 20,
) -> list[Listed]:
    """Dialogues in the order of `states`, bounded before standing, what ends soonest first.

    `committees` None means all of them; `public=False` takes along what was never announced.
    `waiting=False`: nobody looks at `unanswered`, which may take long to count; it is 0.
    """
    ranks = {state.value: rank for rank, state in enumerate(states)}
    state = public_state_sql(now)
    rows = (
        select(Dialogue, state, _shown(), _unanswered() if waiting else literal(0))
        .where(state.in_(ranks))
        .options(*_beside(), selectinload(Dialogue.threads))
        .order_by(
            case(ranks, value=state),
            Dialogue.form,
            func.coalesce(Dialogue.closes_at, Dialogue.announced_at),
            Dialogue.id,
        )
        .offset(first)
        .limit(count)
    )
    if form is not None:
        rows = rows.where(Dialogue.form == form)
    if committees is not None:
        rows = rows.where(Dialogue.committee_id.in_(committees))
    if public:
        rows = rows.where(Dialogue.announced_at.is_not(None))
    if goal_id is not None:
        rows = rows.where(Dialogue.links.any(DialogueLink.goal_id == goal_id))
    if place_id is not None:
        rows = rows.where(Dialogue.place_id == place_id)
    return [Listed(row[0], PublicState(row[1]), row[2], row[3]) for row in session().execute(rows)]


def _shown() -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(Thread.shown_count), 0))
        .where(Thread.dialogue_id == Dialogue.id)
        .correlate(Dialogue)
        .scalar_subquery()
    )


def _unanswered() -> ColumnElement[int]:
    return (
        select(func.count(Contribution.id))
        .where(
            Contribution.dialogue_id == Dialogue.id,
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.answered_at.is_(None),
        )
        .correlate(Dialogue)
        .scalar_subquery()
    )


def _beside() -> tuple[ORMOption, ...]:
    return joinedload(Dialogue.committee), joinedload(Dialogue.place)


def _links() -> tuple[ORMOption, ...]:
    goal = selectinload(Dialogue.links).joinedload(DialogueLink.goal)
    return (
        goal.joinedload(Goal.plan),
        selectinload(Dialogue.links).joinedload(DialogueLink.assignment),
    )


# One dialogue


def _whole() -> Select[Dialogue]:
    return select(Dialogue).options(
        *_beside(), *_links(), selectinload(Dialogue.threads), selectinload(Dialogue.changes)
    )


def dialogue_by_id(dialogue_id: int) -> Dialogue | None:
    """Any dialogue, whole: committee, place, links, threads, changes."""
    return session().scalar(_whole().where(Dialogue.id == dialogue_id))


def public_dialogue(slug: str) -> Dialogue | None:
    """A dialogue that was announced, whole, by its address."""
    return session().scalar(
        _whole().where(Dialogue.slug == slug, Dialogue.announced_at.is_not(None))
    )


def thread_with_card(slug: str, thread_slug: str) -> Thread | None:
    """A thread of an announced dialogue, with the dialogue, its committee and place: one query,
    and one for the links of the dialogue.
    """
    dialogue = contains_eager(Thread.dialogue)
    links = dialogue.selectinload(Dialogue.links)
    return session().scalar(
        select(Thread)
        .join(Thread.dialogue)
        .where(
            Dialogue.slug == slug,
            Dialogue.announced_at.is_not(None),
            Thread.slug == thread_slug,
        )
        .options(
            dialogue.joinedload(Dialogue.committee),
            dialogue.joinedload(Dialogue.place),
            links.joinedload(DialogueLink.goal).joinedload(Goal.plan),
            links.joinedload(DialogueLink.assignment),
        )
    )


def _standing(slugs: list[str]) -> dict[str, Dialogue]:
    found = session().scalars(
        select(Dialogue)
        .where(Dialogue.slug.in_(slugs), Dialogue.state == DialogueState.ANNOUNCED)
        .options(selectinload(Dialogue.threads))
    )
    return {str(dialogue.slug): dialogue for dialogue in found}


def redirect_target(dialogue: Dialogue, today: date) -> Dialogue | None:
    """Where words for a dialogue that is not open can go: the standing dialogue of its first goal,
    or of a goal in which that one lives on; else `fritt`.  None when there is neither.
    """
    plan = current_plan(today)
    goals = heirs(dialogue.links[0].goal_id, plan.id) if plan and dialogue.links else []
    slugs = [*(standing_slug(goal.path_key) for goal in goals), FREE_SLUG]
    found = _standing(slugs)
    targets = (found[slug] for slug in slugs if slug in found)
    return next((target for target in targets if target.id != dialogue.id), None)
