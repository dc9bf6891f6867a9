# SPDX-License-Identifier: EUPL-1.2
"""Swedish working days: the clock behind every promised date.

Not working: Saturdays, Sundays, public holidays (act 1989:253), Midsummer, Christmas and
New Year's Eve, and the days on which the municipality is closed (a setting).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year, include_sundays=False))


def is_eve(day: date) -> bool:
    """Midsummer Eve (the Friday in 19-25 June), Christmas Eve, New Year's Eve."""
    if day.month == 6:
        return day.weekday() == 4 and 19 <= day.day <= 25
    return day.month == 12 and day.day in (24, 31)


def is_working(day: date, closed: Collection[date] = ()) -> bool:
    """Whether the municipality works on `day`."""
    return (
        day.weekday() < 5
        and not is_eve(day)
        and day not in _public_holidays(day.year)
        and day not in closed
    )


def working_days_after(day: date, count: int, closed: Collection[date] = ()) -> list[date]:
    """The first `count` working days after `day`, which itself is day 0."""
    days: list[date] = []
    while len(days) < count:
        day += timedelta(days=1)
        if is_working(day, closed):
            days.append(day)
    return days


def local_day(instant: datetime) -> date:
    """The calendar day of an instant in Stockholm."""
    return instant.astimezone(STOCKHOLM).date()


def end_of_day(day: date) -> datetime:
    """The last second of `day` in Stockholm, as UTC."""
    return datetime.combine(day, time(23, 59, 59), STOCKHOLM).astimezone(UTC)


def due_after(received: datetime, days: int, closed: Collection[date] = ()) -> datetime:
    """The end of the `days`-th working day after the day of receipt, in Stockholm, as UTC."""
    return end_of_day(working_days_after(local_day(received), days, closed)[-1])
