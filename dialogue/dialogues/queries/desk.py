# SPDX-License-Identifier: EUPL-1.2
"""What the dialogue desk looks up: choices, addresses that are taken, who changed what last."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager, joinedload

from dialogue.accounts.models import Account, Committee
from dialogue.core.database import session
from dialogue.core.events import Event
from dialogue.dialogues.models import Contribution, Dialogue, Thread
from dialogue.dialogues.rules.card import Link
from dialogue.goals.models import Assignment, Goal, Place


def taken_slugs(like: str) -> set[str]:
    """Addresses of dialogues that begin like this one."""
    found = session().scalars(select(Dialogue.slug).where(Dialogue.slug.startswith(like)))
    return {slug for slug in found if slug}


def has_contributions(thread: Thread) -> bool:
    """Whether anybody ever wrote under it, shown or not."""
    return bool(session().scalar(select(exists().where(Contribution.thread_id == thread.id))))


def last_event(dialogue: Dialogue) -> tuple[Event, Account | None] | None:
    """What last happened to a dialogue, and who did it."""
    row = session().execute(
        select(Event, Account)
        .outerjoin(Account, Account.id == Event.actor_id)
        .where(Event.subject_type == Dialogue.__tablename__, Event.subject_id == dialogue.id)
        .order_by(Event.id.desc())
        .limit(1)
    )
    found = row.first()
    return (found[0], found[1]) if found else None


def committees_in(ids: Collection[int] | None) -> list[Committee]:
    """The committees with these ids (None: all), as the municipality orders them."""
    rows = select(Committee).order_by(Committee.id)
    return list(session().scalars(rows if ids is None else rows.where(Committee.id.in_(ids))))


def every_goal() -> list[Goal]:
    """All goals of all years, the latest year first, with their plans."""
    rows = select(Goal).join(Goal.plan).options(contains_eager(Goal.plan))
    return sorted(session().scalars(rows), key=lambda goal: (-goal.plan.year, goal.number))


def every_assignment() -> list[Assignment]:
    """All assignments, with goal and plan, the latest year first."""
    rows = select(Assignment).options(joinedload(Assignment.goal).joinedload(Goal.plan))
    return sorted(session().scalars(rows), key=lambda a: (-a.goal.plan.year, a.goal.number, a.id))


class LinkChoices(NamedTuple):
    """Goals and assignments to choose from: (value, label), and other spellings of each value."""

    goals: list[tuple[str, str]]
    goal_aliases: dict[str, str]
    assignments: list[tuple[str, str]]
    assignment_aliases: dict[str, str]


def link_choices(locale: str, today: date) -> LinkChoices:
    """All goals and assignments, labelled in `locale`; a goal of the plan that is in force on
    `today` is understood without its year.
    """
    goals, assignments = every_goal(), every_assignment()
    newest = next((goal.plan for goal in goals if goal.plan.adopted_on <= today), None)
    return LinkChoices(
        [(g.path_key, f"{g.plan.year}: {g.short.best(locale)[1]}") for g in goals],
        {g.key: g.path_key for g in goals if g.plan is newest},
        [
            (str(a.id), f"{a.goal.plan.year}, {a.goal.short.sv}: {a.text.best(locale)[1]}")
            for a in assignments
        ],
        {a.path_key: str(a.id) for a in assignments},
    )


def link_texts(links: Iterable[Link]) -> list[str]:
    """What each link points to, in Swedish words."""
    wanted = list(links)
    goals = {g.id: g for g in session().scalars(
        select(Goal).where(Goal.id.in_({goal for goal, _ in wanted}))
    )}  # fmt: skip
    assignments = {a.id: a for a in session().scalars(
        select(Assignment).where(Assignment.id.in_({a for _, a in wanted if a is not None}))
    )}  # fmt: skip
    return [
        assignments[assignment].text.sv if assignment is not None else goals[goal].short.sv
        for goal, assignment in wanted
    ]


def place_by_id(place_id: int | None) -> Place | None:
    """One place, or None."""
    return session().get(Place, place_id) if place_id is not None else None
