# SPDX-License-Identifier: EUPL-1.2
"""Dates, times of day and numbers as each of the five languages says them.

Everything is told in Stockholm's time.  A `Spoken` is an ordinary str in the reader's language
that can say itself again in another: a sentence that falls back to Swedish takes its dates along.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Self

from babel.dates import format_date
from babel.numbers import format_decimal

from dialogue.core.languages import DEFAULT, SAMI
from dialogue.core.workdays import STOCKHOLM

# Genitive, as dates take them: "njoktjen 7. b. 2026".  CLDR has no month names for sma and smj,
# and for se only the nominative.  Sources: translations/terms.csv (the months), and for the
# genitive Southern and Lule Sámi pages of Länsstyrelsen and Sametinget.
_MONTHS: dict[str, tuple[str, ...]] = {
    "sma": (
        "tsïengelen",
        "goevten",
        "njoktjen",
        "voerhtjen",
        "suehpeden",
        "ruffien",
        "snjaltjen",
        "mïetsken",
        "skïereden",
        "golken",
        "rahkan",
        "goeven",
    ),
    "se": (
        "ođđajagimánu",
        "guovvamánu",
        "njukčamánu",
        "cuoŋománu",
        "miessemánu",
        "geassemánu",
        "suoidnemánu",
        "borgemánu",
        "čakčamánu",
        "golggotmánu",
        "skábmamánu",
        "juovlamánu",
    ),
    "smj": (
        "ådåjakmáno",
        "guovvamáno",
        "sjnjuktjamáno",
        "vuoratjismáno",
        "moarmesmáno",
        "biehtsemáno",
        "sjnjilltjamáno",
        "bårggemáno",
        "ragátmáno",
        "gålgådismáno",
        "basádismáno",
        "javllamáno",
    ),
}
_WEEKDAYS: dict[str, tuple[str, ...]] = {
    "sma": ("måanta", "däjsta", "gaskevåhkoe", "duarsta", "bearjadahke", "laavadahke", "aejlege"),
    "se": (
        "vuossárga",
        "maŋŋebárga",
        "gaskavahkku",
        "duorastat",
        "bearjadat",
        "lávvordat",
        "sotnabeaivi",
    ),
    "smj": (
        "mánnodahka",
        "dijstahka",
        "gasskavahkko",
        "duorastahka",
        "bierjjedahka",
        "lávvodahka",
        "ájllek",
    ),
}
# Sámi numbers are written as Swedish ones; English is the English of Europe, day before month.
_CLDR = {"sv": "sv", "sma": "sv", "se": "sv", "smj": "sv", "en": "en_GB"}


class Spoken(str):
    """A str in one language that knows how to say the same in another."""

    _say: Callable[[str], str]

    def __new__(cls, say: Callable[[str], str], locale: str) -> Self:
        """What `say` answers for `locale`."""
        spoken = super().__new__(cls, say(locale))
        spoken._say = say
        return spoken

    def in_language(self, locale: str) -> str:
        """The same date, time or number in another language."""
        return self._say(locale)


def in_stockholm(moment: datetime) -> datetime:
    """The instant as clocks in Stockholm show it.  Raises ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: pass an aware datetime, as the database does")
    return moment.astimezone(STOCKHOLM)


def day_of(when: date) -> date:
    """The day in Stockholm on which an instant falls; a date is its own day."""
    return in_stockholm(when).date() if isinstance(when, datetime) else when


def within_six_months(day: date, today: date) -> bool:
    """Whether the year goes without saying: at most six calendar months away, either way."""
    first, last = sorted((day, today))
    months = (last.year - first.year) * 12 + last.month - first.month
    return months < 6 or (months == 6 and last.day <= first.day)


@lru_cache(maxsize=4096)
def say_date(day: date, locale: str, today: date) -> str:
    """As in "tisdag 4 december", with the year when it is more than six months from `today`.

    Sámi: month, day, "b." and always the year, without the weekday: the one form attested.
    """
    if locale in SAMI:
        return f"{_MONTHS[locale][day.month - 1]} {day.day}. b. {day.year}"
    pattern = "EEEE d MMMM" if within_six_months(day, today) else "EEEE d MMMM y"
    return format_date(day, pattern, locale=_CLDR[locale])


def say_weekday(day: date, locale: str) -> str:
    """As in "tisdag": the day's name."""
    if locale in SAMI:
        return _WEEKDAYS[locale][day.weekday()]
    return format_date(day, "EEEE", locale=_CLDR[locale])


def say_time(moment: datetime, locale: str) -> str:
    """As in "kl. 12" and "kl. 8.14" in Swedish; figures alone ("08:14") in every other language."""
    there = in_stockholm(moment)
    if locale != DEFAULT:
        return f"{there:%H:%M}"
    return f"kl. {there.hour}.{there.minute:02}" if there.minute else f"kl. {there.hour}"


def say_date_and_time(moment: datetime, locale: str, today: date) -> str:
    """As in "tisdag 4 december kl. 12"; a comma between the two in every other language."""
    between = " " if locale == DEFAULT else ", "
    return say_date(day_of(moment), locale, today) + between + say_time(moment, locale)


@lru_cache(maxsize=4096)
def say_number(n: float | Decimal, locale: str) -> str:
    """As in "12 345,5" with non-breaking spaces; English "12,345.5"."""
    return format_decimal(n, locale=_CLDR[locale])
