# SPDX-License-Identifier: EUPL-1.2
"""The demo's dates: absolute, or in whole days from the day on which it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dialogue.core.workdays import STOCKHOLM, local_day
from dialogue.dialogues.rules.card import local_time


@dataclass(frozen=True)
class Calendar:
    """Reads the demo's dates as seen from `now`."""

    now: datetime

    def day(self, when: int | date) -> date:
        """The day that lies `when` days ahead (negative: in the past), or a date as it is."""
        if isinstance(when, int):
            return local_day(self.now) + timedelta(days=when)
        return when

    def instant(self, when: int | date | str, clock: str) -> datetime:
        """A day at a time in Stockholm; a text names both."""
        if isinstance(when, str):
            return local_time(when)
        moment = datetime.combine(self.day(when), time.fromisoformat(clock), STOCKHOLM)
        return moment.astimezone(UTC)

    def past(self, moment: datetime, minutes_ago: int = 1) -> datetime:
        """The moment, or a little before now when it has not come yet."""
        return min(moment, self.now - timedelta(minutes=minutes_ago))
