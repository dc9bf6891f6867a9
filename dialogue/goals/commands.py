# SPDX-License-Identifier: EUPL-1.2
"""Acts on the steering chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogue.accounts.acts import Counts, upsert_committees
from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, command
from dialogue.core.events import EventKind, record
from dialogue.core.municipality import municipality
from dialogue.goals import acts, queries
from dialogue.goals.importing import PlanRow, put_plans


@command(Permission.GOALS_MANAGE)
def import_plans(
    actor: Actor, subject: None, *, plans: Sequence[PlanRow], at: datetime = NOW
) -> Counts:
    """Store plans that were read from a file, with the committees and places of the settings.

    The same file once more changes nothing.  Nothing is ever removed: contributions may hang on it.
    """
    facts = municipality()
    upsert_committees(facts.committees)
    acts.upsert_places(facts.places)
    counts = put_plans(plans, write=True)
    for row in plans:
        if plan := queries.plan_by_year(row.year):
            record(EventKind.PLAN_IMPORTED, actor, plan, at=at, goals=len(row.goals))
    return counts
