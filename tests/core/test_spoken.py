# SPDX-License-Identifier: EUPL-1.2
"""Dates, times and numbers in the five languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from dialogue.core import texts
from dialogue.core.languages import LOCALES
from dialogue.core.spoken import Spoken, say_date, say_weekday, within_six_months
from dialogue.core.texts import (
    _,
    date_and_time,
    in_locale,
    long_date,
    number,
    plain,
    time_of_day,
    weekday,
)

TODAY = date(2026, 11, 22)
TUESDAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("locale", "near", "far"),
    [
        ("sv", "tisdag 1 december", "tisdag 7 december 2027"),
        ("sma", "goeven 1. b. 2026", "goeven 7. b. 2027"),
        ("se", "juovlamánu 1. b. 2026", "juovlamánu 7. b. 2027"),
        ("smj", "javllamáno 1. b. 2026", "javllamáno 7. b. 2027"),
        ("en", "Tuesday 1 December", "Tuesday 7 December 2027"),
    ],
)
def test_a_date_near_and_far(locale: str, near: str, far: str) -> None:
    with in_locale(locale):
        assert long_date(TUESDAY, TODAY) == near
        assert long_date(date(2027, 12, 7), TODAY) == far


@pytest.mark.parametrize(
    ("day", "today", "near"),
    [
        (date(2027, 5, 22), TODAY, True),
        (date(2027, 5, 23), TODAY, False),
        (date(2026, 5, 22), TODAY, True),
        (date(2026, 5, 21), TODAY, False),
        (date(2026, 2, 28), date(2025, 8, 31), True),
        (date(2026, 3, 1), date(2025, 8, 31), False),
        (date(2028, 2, 29), date(2027, 8, 29), True),
        (TODAY, TODAY, True),
        (date(2028, 11, 22), TODAY, False),
    ],
)
def test_the_year_goes_without_saying_for_six_months(day: date, today: date, near: bool) -> None:
    assert within_six_months(day, today) is near
    assert ("20" in say_date(day, "sv", today)) is not near


@pytest.mark.parametrize(
    ("locale", "months"),
    [
        (
            "sma",
            (
                "tsïengelen goevten njoktjen voerhtjen suehpeden ruffien"
                " snjaltjen mïetsken skïereden golken rahkan goeven"
            ),
        ),
        (
            "smj",
            (
                "ådåjakmáno guovvamáno sjnjuktjamáno vuoratjismáno moarmesmáno biehtsemáno"
                " sjnjilltjamáno bårggemáno ragátmáno gålgådismáno basádismáno javllamáno"
            ),
        ),
        (
            "se",
            (
                "ođđajagimánu guovvamánu njukčamánu cuoŋománu miessemánu geassemánu"
                " suoidnemánu borgemánu čakčamánu golggotmánu skábmamánu juovlamánu"
            ),
        ),
    ],
)
def test_every_sami_month(locale: str, months: str) -> None:
    said = [say_date(date(2026, month, 7), locale, TODAY) for month in range(1, 13)]
    assert said == [f"{month} 7. b. 2026" for month in months.split()]


def test_leap_days() -> None:
    said = {code: say_date(date(2028, 2, 29), code, date(2028, 3, 1)) for code in LOCALES}
    assert said == {
        "sv": "tisdag 29 februari",
        "sma": "goevten 29. b. 2028",
        "se": "guovvamánu 29. b. 2028",
        "smj": "guovvamáno 29. b. 2028",
        "en": "Tuesday 29 February",
    }


def test_weekdays() -> None:
    monday = date(2026, 11, 23)
    assert {code: say_weekday(monday, code) for code in LOCALES} == {
        "sv": "måndag",
        "sma": "måanta",
        "se": "vuossárga",
        "smj": "mánnodahka",
        "en": "Monday",
    }
    assert weekday(monday + timedelta(days=6)) == "söndag"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 22, 11, 0, tzinfo=UTC), "söndag 22 november kl. 12"),
        (datetime(2026, 7, 1, 6, 14, tzinfo=UTC), "onsdag 1 juli kl. 8.14"),
        (datetime(2026, 11, 22, 23, 5, tzinfo=UTC), "måndag 23 november kl. 0.05"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "söndag 29 mars kl. 1.59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "söndag 29 mars kl. 3"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "söndag 25 oktober kl. 2.30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "söndag 25 oktober kl. 2.30"),
        (
            datetime(2026, 12, 31, 20, 0, tzinfo=timezone(timedelta(hours=-5))),
            "fredag 1 januari kl. 2",
        ),
    ],
)
def test_clocks_are_stockholms(moment: datetime, said: str) -> None:
    assert date_and_time(moment, min(TODAY, moment.date())) == said
    assert said.endswith(time_of_day(moment))
    assert said.startswith(long_date(moment, min(TODAY, moment.date())))


def test_times_in_every_language() -> None:
    moment = datetime(2026, 11, 22, 7, 14, tzinfo=UTC)
    said = {}
    for code in LOCALES:
        with in_locale(code):
            said[code] = str(date_and_time(moment, TODAY))
    assert said == {
        "sv": "söndag 22 november kl. 8.14",
        "sma": "rahkan 22. b. 2026, 08:14",
        "se": "skábmamánu 22. b. 2026, 08:14",
        "smj": "basádismáno 22. b. 2026, 08:14",
        "en": "Sunday 22 November, 08:14",
    }


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 22, 8, 14)
    for say in (time_of_day, date_and_time, long_date):
        with pytest.raises(ValueError, match="has no time zone"):
            say(naive)


def test_without_a_reference_day_it_is_today_in_stockholm(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Clock:
            assert str(tz) == "Europe/Stockholm"
            return cls(2027, 12, 1)

    monkeypatch.setattr(texts, "datetime", Clock)
    assert long_date(TUESDAY) == "tisdag 1 december 2026"
    assert long_date(date(2027, 12, 2)) == "torsdag 2 december"


@pytest.mark.parametrize(
    ("locale", "said"),
    [(code, "-1\xa0234\xa0567,5") for code in ("sv", "sma", "se", "smj")]
    + [("en", "-1,234,567.5")],
)
def test_numbers(locale: str, said: str) -> None:
    with in_locale(locale):
        assert number(-1_234_567.5).replace("\u2212", "-") == said
        assert number(7) == "7"


def test_a_date_follows_its_sentence_into_the_language_that_it_fell_back_to() -> None:
    # no catalogue knows this sentence, so that it stays English, and its date with it
    with in_locale("sma"):
        day, count = long_date(TUESDAY, TODAY), number(1234)
        assert (day, count) == ("goeven 1. b. 2026", "1\xa0234")
        sentence = "By %(day)s, %(count)s in all (test)"
        assert plain(sentence, day=day, count=count) == "By Tuesday 1 December, 1,234 in all (test)"
        assert _(sentence, day=day, count=count) == (
            '<span lang="en">By Tuesday 1 December, 1,234 in all (test)</span>'
        )
        assert isinstance(day, Spoken)
        assert "2027-" not in plain("On %(day)s (test)", day=date(2027, 1, 2))
