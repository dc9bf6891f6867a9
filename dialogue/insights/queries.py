# SPDX-License-Identifier: EUPL-1.2
"""What residents said of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func, select

from dialogue.core.database import session
from dialogue.insights.models import PageVerdict
from dialogue.insights.rules import Verdict


class Judged(NamedTuple):
    """How many said that a page helped, and that it did not; `page` without its language."""

    page: str
    yes: int
    no: int

    @property
    def percent(self) -> int:
        """How many of 100 it helped."""
        return round(100 * self.yes / (self.yes + self.no))


def judged_pages(since: date) -> Sequence[Judged]:
    """Every page that somebody judged on or after a day; those that helped least often first."""
    yes, no = (
        func.sum(case((PageVerdict.verdict == verdict, PageVerdict.count), else_=0))
        for verdict in Verdict
    )
    rows = session().execute(
        select(PageVerdict.page, yes, no)
        .where(PageVerdict.day >= since)
        .group_by(PageVerdict.page)
        .order_by(no.desc(), yes, PageVerdict.page)
    )
    return [Judged(page, int(helped), int(failed)) for page, helped, failed in rows]


def verdict_row(page: str, verdict: Verdict, day: date) -> PageVerdict:
    """The count of one verdict on one page on one day; it exists."""
    return session().scalars(
        select(PageVerdict).where(
            PageVerdict.page == page, PageVerdict.verdict == verdict, PageVerdict.day == day
        )
    ).one()  # fmt: skip
