# SPDX-License-Identifier: EUPL-1.2
"""Loads the demo through the commands that everybody uses, each act at its own date.

What can be done twice without harm is done first; the rest is one line of acts in the order of
time, each of which looks whether it was done already, so that a load that broke off goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from dialogue.accounts import commands as accounts
from dialogue.accounts import queries as people
from dialogue.core.access import OPERATOR, Actor
from dialogue.core.workdays import local_day
from dialogue.demo import queries, story
from dialogue.demo.calendar import Calendar
from dialogue.demo.commands import finish_demo
from dialogue.demo.dialogues import Dialogues
from dialogue.demo.responses import Responses
from dialogue.demo.voices import Voices
from dialogue.dialogues.commands.standing import open_standing
from dialogue.goals import commands as goals
from dialogue.goals import queries as steering
from dialogue.goals.importing import known_here, read_plans
from dialogue.goals.importing.figures import read_figures
from dialogue.goals.importing.investments import read_investments
from dialogue.goals.importing.progress import ProgressRow, known_assignments, read_progress
from dialogue.goals.importing.storing_followed import known_figures
from dialogue.goals.rules import Period

#: An act, when it is done, and its place among those of the same instant.
Act = tuple[datetime, int, Callable[[], None]]

#: When the municipality began to use the product, in the demo.
BEGAN = datetime(2019, 8, 1, 7, 0, tzinfo=UTC)
STANDING_SINCE = datetime(2024, 1, 1, 7, 0, tzinfo=UTC)


def load(now: datetime) -> bool:
    """Load the demo as seen from `now`; False when it was there already.

    To one that an earlier version loaded only what is followed under the goals is added.
    """
    loaded = queries.is_loaded()
    if loaded and queries.is_followed_up():
        return False
    goals.import_plans(OPERATOR, None, plans=read_plans(story.plans(), known_here()), at=BEGAN)
    _follow_up()
    if loaded:
        return True
    plan = steering.current_plan(local_day(now))
    if plan is None:
        raise RuntimeError("no plan of the demo is adopted yet: is the clock right?")
    cast = _cast()
    open_standing(OPERATOR, plan, at=STANDING_SINCE)
    for act in _acts(Calendar(now), cast):
        act()
    finish_demo(OPERATOR, plan, at=now)
    return True


def _follow_up() -> None:
    """What is followed under the goals, year by year."""
    figures = read_figures(story.figures(), known_figures())
    goals.import_figures(OPERATOR, None, figures=figures, at=STANDING_SINCE)
    investments = read_investments(story.investments(), steering.goal_numbers())
    goals.import_investments(OPERATOR, None, investments=investments, at=STANDING_SINCE)
    reports = read_progress(story.progress(), known_assignments())
    for at in sorted({_reported(row) for row in reports}):
        then = [row for row in reports if _reported(row) == at]
        goals.import_progress(OPERATOR, None, reports=then, at=at)


def _reported(row: ProgressRow) -> datetime:
    """When a report comes out: some weeks after its period."""
    year = row.name.year
    return {
        Period.T1: datetime(year, 5, 20, 7, 0, tzinfo=UTC),
        Period.T2: datetime(year, 9, 20, 7, 0, tzinfo=UTC),
        Period.YEAR: datetime(year + 1, 2, 14, 8, 0, tzinfo=UTC),
    }[row.name.period]


def _cast() -> dict[str, Actor]:
    """The accounts, made where they are missing."""
    bodies = people.committees_by_key()
    return {
        member.email: accounts.create_account(
            OPERATOR, None, email=member.email, name=member.name, role=member.role,
            committee_id=bodies[member.committee].id if member.committee else None, at=BEGAN,
        ).actor()
        for member in story.CAST
    }  # fmt: skip


def _acts(calendar: Calendar, cast: dict[str, Actor]) -> list[Callable[[], None]]:
    """All that happens, in the order in which it happened."""
    told = story.voices()
    dialogues = Dialogues(story.dialogues(), calendar, cast)
    voices = Voices(told, calendar, cast)
    responses = Responses(told, calendar, cast, voices)
    acts: list[Act] = [*dialogues.acts(), *voices.acts(), *responses.acts()]
    return [act for _, _, act in sorted(acts, key=lambda act: act[:2])]
