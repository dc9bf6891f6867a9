# SPDX-License-Identifier: EUPL-1.2
"""The follow-up desk: an official says how far an assignment has come, and everyone reads it."""

from __future__ import annotations

import pytest
from flask import Flask

from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.core.events import Event, EventKind
from dialogue.goals import queries
from dialogue.goals.models import Assignment, ProgressReport
from dialogue.goals.rules import PROGRESS_TEXT_LIMIT, Period, ProgressState
from tests import factories
from tests.page import Browser, Page, Values

DESK = "/sv/arbete/uppfoljning"


@pytest.fixture
def official(browser: Browser) -> Browser:
    return factories.sign_in(browser, factories.account(role=Role.OFFICIAL, name="Ebba"))


def save(browser: Browser, on: Assignment, **values: str) -> Page:
    """Open the report's page and send its form, with these values in it."""
    at = {"ar": values.get("year", "2024"), "period": values.get("period", "T1")}
    page = browser.get(f"{DESK}/{on.id}?ar={at['ar']}&period={at['period']}")
    hidden = {name: field(page, name) for name in ("csrf_token", "year", "period", "seen")}
    typed: Values = {"state": "ongoing", "text": "Vi har börjat.", **hidden, **values}
    return browser.post(f"{DESK}/{on.id}", typed)


def field(page: Page, name: str) -> str:
    return page.all("input", name=name)[0].get("value", "")


def typed_in(page: Page) -> str:
    return (page.one("textarea", name="text").text or "").strip()


def stored(on: Assignment) -> list[ProgressReport]:
    session().expire_all()
    return queries.progress_of_assignment(on.id)


def test_what_an_official_reports_is_public_at_once(official: Browser, app: Flask) -> None:
    on = factories.assignment()
    answer = save(official, on, state="done", text="Bryggan är **byggd**.\r\nKom och bada.")
    assert answer.status == 303
    assert answer.location.endswith(f"{DESK}/{on.id}?ar=2024&period=T1&klart=sparad")
    page = official.get(answer.location)
    assert "Sparat. Nu kan alla läsa det." in page.text
    assert "Senast skrivet av Ebba." in page.text
    public = Browser(app).get(f"/sv/uppdrag/{on.id}-{on.key}")
    assert "Uppföljning april (T1) 2024" in public.text
    assert "Klart" in public.text
    assert "<strong>byggd</strong>" in public.html
    assert "Ändrad" not in public.text
    (report,) = stored(on)
    assert (report.state, report.period) == (ProgressState.DONE, Period.T1)


def test_a_changed_report_says_so(official: Browser, app: Flask) -> None:
    on = factories.assignment()
    save(official, on)
    assert save(official, on, text="Vi har kommit halvvägs.").status == 303
    (report,) = stored(on)
    assert (report.version, report.changed_at is not None) == (2, True)
    public = Browser(app).get(f"/sv/uppdrag/{on.id}-{on.key}")
    assert "Ändrad" in public.text
    assert "Vi har börjat." not in public.text
    kinds = session().query(Event.kind).filter_by(subject_type="progress_report").all()
    assert [kind for (kind,) in kinds] == [EventKind.PROGRESS_REPORTED] * 2


def test_saying_the_same_once_more_changes_nothing(official: Browser) -> None:
    on = factories.assignment()
    save(official, on)
    assert save(official, on).status == 303
    (report,) = stored(on)
    assert (report.version, report.changed_at) == (1, None)


def test_each_period_has_its_own_report(official: Browser) -> None:
    on = factories.assignment()
    for period, year in (("T1", "2024"), ("T2", "2024"), ("year", "2024"), ("T1", "2025")):
        assert save(official, on, period=period, year=year, text=f"{period} {year}").status == 303
    assert [report.text.sv for report in stored(on)] == [
        "T1 2025",
        "year 2024",
        "T2 2024",
        "T1 2024",
    ]
    page = official.get(f"{DESK}/{on.id}?ar=2024&period=T2")
    assert typed_in(page) == "T2 2024"


def test_the_page_begins_with_the_newest_report(official: Browser) -> None:
    on = factories.assignment()
    assert field(official.get(f"{DESK}/{on.id}"), "period") == "T1"
    save(official, on, period="T2", text="Sedan augusti.")
    page = official.get(f"{DESK}/{on.id}?ar=1890&period=x")
    assert (field(page, "year"), field(page, "period"), field(page, "seen")) == ("2024", "T2", "1")


def test_what_somebody_else_saved_meanwhile_is_shown_and_nothing_is_lost(official: Browser) -> None:
    on = factories.assignment()
    save(official, on, text="Det andra skrev.", state="stopped")
    answer = save(official, on, text="Det jag skrev.", seen="0")
    assert answer.status == 409
    assert "Inget sparades" in answer.text
    assert "Det andra skrev." in answer.text
    assert typed_in(answer) == "Det jag skrev."
    (report,) = stored(on)
    assert report.text.sv == "Det andra skrev."
    again: Values = {name: field(answer, name) for name in ("csrf_token", "year", "period", "seen")}
    answer = official.post(f"{DESK}/{on.id}", {**again, "state": "done", "text": "Det jag skrev."})
    assert answer.status == 303
    assert [report.text.sv for report in stored(on)] == ["Det jag skrev."]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text": " \n "}, "Skriv vad som har hänt."),
        ({"text": "å" * (PROGRESS_TEXT_LIMIT + 3)}, "Korta den med 3 tecken."),
        ({"state": "halvklart"}, "Välj hur långt det har kommit."),
        ({"period": "T9"}, "Välj april, augusti eller helår."),
        ({"year": "2023"}, "Välj ett år från 2024 till 2027."),
        ({"year": "i år"}, "Välj ett år från 2024 till 2027."),
    ],
)
def test_a_wrong_field_gives_everything_back(
    official: Browser, values: dict[str, str], message: str
) -> None:
    on = factories.assignment()
    typed = {"state": "stopped", "text": "Vi fick inget tillstånd.", **values}
    answer = save(official, on, **typed)
    assert answer.status == 422
    assert message in answer.text
    if "text" not in values:
        assert typed_in(answer) == "Vi fick inget tillstånd."
    if "state" not in values:
        assert answer.one("input", value="stopped").get("checked") is not None
    assert stored(on) == []


def test_a_text_of_exactly_the_limit_passes(official: Browser) -> None:
    on = factories.assignment()
    assert save(official, on, text="å" * PROGRESS_TEXT_LIMIT).status == 303


def test_an_old_form_gives_the_text_back(official: Browser) -> None:
    on = factories.assignment()
    answer = save(official, on, csrf_token="old")
    assert answer.status == 400
    assert typed_in(answer) == "Vi har börjat."
    assert stored(on) == []


def test_typed_html_is_shown_as_it_was_typed(official: Browser, app: Flask) -> None:
    on = factories.assignment()
    save(official, on, text="<script>alert(1)</script>")
    public = Browser(app).get(f"/sv/uppdrag/{on.id}-{on.key}")
    assert "<script>alert" not in public.html
    assert "<script>alert(1)</script>" in public.text


def test_the_desk_lists_my_committees_assignments_by_goal(browser: Browser) -> None:
    val = factories.committee("valnamnden", "Valnämnden")
    mine = factories.assignment(factories.goal("val", body=val), "mitt")
    factories.assignment(factories.goal("fritid"), "annat")
    earlier = factories.assignment(factories.goal("val", 2023, body=val), "tidigare")
    who = factories.account(role=Role.OFFICIAL, body=val)
    official = factories.sign_in(browser, who)
    save(official, mine, state="done")
    page = official.get(DESK)
    assert [
        item.get("data-assignment") for item in page.all("li") if item.get("data-assignment")
    ] == [str(mine.id)]
    assert page.text.count("Inte uppföljt än") == 2
    assert "Klart" in page.text
    page = official.get(f"{DESK}?ar=2023")
    assert f'data-assignment="{earlier.id}"' in page.html
    assert f'data-assignment="{mine.id}"' in official.get(f"{DESK}?ar=x").html


def test_the_empty_desk_says_what_will_come(official: Browser) -> None:
    assert "när en plan har lästs in" in official.get(DESK).text
    factories.goal("fritid")
    assert "Dina nämnder har inga uppdrag i planen för 2024." in official.get(DESK).text


def test_another_committees_assignment_is_not_there(browser: Browser) -> None:
    on = factories.assignment()
    body = factories.committee("valnamnden", "Valnämnden")
    official = factories.sign_in(browser, factories.account(role=Role.OFFICIAL, body=body))
    assert official.get(f"{DESK}/{on.id}").status == 404
    assert official.get(f"{DESK}/{2**63}").status == 404
    assert official.post(f"{DESK}/{on.id}", {"text": "Hej"}).status == 404


def test_an_assignment_nobody_has_reported_on_says_so(browser: Browser) -> None:
    on = factories.assignment()
    page = browser.get(f"/sv/uppdrag/{on.id}-{on.key}")
    assert "Så har det gått" in page.text
    assert "Här kommer det som har gjorts." in page.text
