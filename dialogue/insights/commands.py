# SPDX-License-Identifier: EUPL-1.2
"""Saying whether a page helped."""

from __future__ import annotations

from datetime import datetime

from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, command
from dialogue.core.database import insert_into, session
from dialogue.core.events import EventKind, record
from dialogue.core.workdays import local_day
from dialogue.insights import queries
from dialogue.insights.models import PageVerdict
from dialogue.insights.rules import Verdict


@command(Permission.PAGE_JUDGE)
def judge_page(actor: Actor, page: str, *, verdict: Verdict, at: datetime = NOW) -> PageVerdict:
    """Count one verdict on a page, named by its path without language.  Who said it is not kept."""
    day = local_day(at)
    one = insert_into(PageVerdict).values(page=page, verdict=verdict, day=day, count=1)
    session().execute(
        one.on_conflict_do_update(
            index_elements=["page", "verdict", "day"], set_={"count": PageVerdict.count + 1}
        )
    )
    row = queries.verdict_row(page, verdict, day)
    record(EventKind.PAGE_JUDGED, actor, row, at=at, verdict=verdict.value)
    return row
