# SPDX-License-Identifier: EUPL-1.2
"""What she keeps of her receipt: the day in her calendar, its address as a picture, the slip."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from dialogue.core.database import session
from dialogue.core.languages import Translated
from dialogue.core.workdays import end_of_day
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.dialogues.rules.dialogue import ModerationMode
from tests import factories
from tests.core.test_qr import drawn, modules
from tests.factories import NOW
from tests.page import Browser, Page, words

S = ContributionState
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[object]:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False) as clock:
        yield clock


def address(contribution: Contribution, language: str = "sv") -> str:
    return f"/{language}/kvitto/{contribution.receipt.code}"


def calendar(browser: Browser, contribution: Contribution, language: str = "sv") -> Page:
    return browser.get(f"{address(contribution, language)}/kalender.ics")


def entry(page: Page) -> Any:
    """The one entry; its values are of many types."""
    assert page.status == 200
    (found,) = Calendar.from_ical(page.response.get_data()).walk("VEVENT")
    return found


def pictures(page: Page) -> list[Element]:
    return [element for element in page.tree.iter() if element.tag == f"{SVG}svg"]


def codes(page: Page) -> list[Element]:
    """The QR codes: pictures with a name, not icons."""
    return [svg for svg in pictures(page) if svg.get("role") == "img"]


# The calendar


def test_the_promised_day_is_a_whole_day_in_her_calendar(browser: Browser) -> None:
    contribution = factories.contribution()
    page = calendar(browser, contribution)
    found, code = entry(page), contribution.receipt.code
    assert found["DTSTART"].dt == date(2026, 11, 30)
    assert found["DTEND"].dt == date(2026, 12, 1)
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert found["DTSTAMP"].dt == NOW
    assert str(found["SUMMARY"]) == "Svar från Östersunds kommun: din synpunkt"
    assert found["SUMMARY"].params["LANGUAGE"] == "sv"
    assert str(found["DESCRIPTION"]).splitlines() == [
        f"Kvittokod: {code}", f"http://localhost/sv/kvitto/{code}",
    ]  # fmt: skip
    headers = page.response.headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Disposition"] == "attachment; filename=svar-2026-11-30.ics"
    assert (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]) == (
        "private, no-store", "no-referrer", "noindex",
    )  # fmt: skip
    lines = page.response.get_data().split(b"\r\n")
    assert max(map(len, lines)) <= 75, "a line is folded at 75 bytes (RFC 5545)"


def test_the_day_is_stockholms_however_late_the_answer_is_due(browser: Browser) -> None:
    contribution = factories.contribution()
    for due in (date(2026, 12, 31), date(2027, 7, 1)):
        contribution.due_at = end_of_day(due)
        session().commit()
        assert entry(calendar(browser, contribution))["DTSTART"].dt == due


def test_it_is_the_same_file_each_time_and_called_by_what_opens_nothing(browser: Browser) -> None:
    contribution, other = factories.contribution(), factories.contribution()
    first = calendar(browser, contribution)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert calendar(browser, contribution).response.data == first.response.data
    called = str(entry(first)["UID"])
    assert called != str(entry(calendar(browser, other))["UID"])
    code = contribution.receipt.code
    assert code not in called
    assert code.replace("-", "").lower() not in called.lower()
    assert str(contribution.id) not in called


def test_a_name_with_every_sign_stays_one_name(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = app.extensions["dialogue"]["municipality"]
    odd = Translated({"sv": "Berg, dal; å\\n & kommun\r\nATTACH:x"})
    monkeypatch.setitem(
        app.extensions["dialogue"], "municipality", town.model_copy(update={"name": odd})
    )
    found = entry(calendar(browser, factories.contribution()))
    assert "Berg, dal; å\\n & kommun" in str(found["SUMMARY"])
    assert "ATTACH" not in found


@pytest.mark.parametrize("language", ["sma", "se", "smj", "en"])
def test_it_speaks_the_pages_language_and_says_which(browser: Browser, language: str) -> None:
    contribution = factories.contribution()
    found = entry(calendar(browser, contribution, language))
    english = str(found["SUMMARY"]).startswith("Answer from")
    assert found["SUMMARY"].params["LANGUAGE"] == ("en" if english else "sv")
    assert english == (language == "en")
    assert f"/{language}/kvitto/" in str(found["DESCRIPTION"])


@pytest.mark.parametrize("state", [S.REJECTED, S.UNPUBLISHED, S.WITHDRAWN])
def test_where_no_answer_is_awaited_there_is_no_file(browser: Browser, state: S) -> None:
    contribution = factories.contribution(state=state)
    assert calendar(browser, contribution).status == 404
    assert "kalender.ics" not in browser.get(address(contribution)).html


def test_an_answered_one_has_no_file_and_an_unknown_code_neither(browser: Browser) -> None:
    contribution = factories.contribution()
    factories.response([contribution])
    assert calendar(browser, contribution).status == 404
    assert "kalender.ics" not in browser.get(address(contribution)).html
    assert browser.get("/sv/kvitto/0000-0000-0000-0000-1/kalender.ics").status == 404


def test_any_spelling_of_the_code_gives_the_same_file(browser: Browser) -> None:
    contribution = factories.contribution()
    spelt = contribution.receipt.code.lower().replace("-", "")
    again = browser.get(f"/sv/kvitto/{spelt}/kalender.ics")
    assert again.response.data == calendar(browser, contribution).response.data


# The page


def test_the_picture_on_page_and_slip_holds_the_whole_address(browser: Browser) -> None:
    contribution = factories.contribution()
    page = browser.get(address(contribution, "en"))
    on_page, on_slip = codes(page)
    expected = modules(drawn(f"http://localhost/en/kvitto/{contribution.receipt.code}"))
    for svg in (on_page, on_slip):
        for element in svg.iter():
            element.tag = str(element.tag).removeprefix(SVG)
        assert modules(svg) == expected
    assert (on_page.get("width"), on_slip.get("width")) == ("160", "35mm")
    assert on_page.findtext("title") == "QR code with the address of the receipt"


@pytest.mark.parametrize("language", ["sma", "se", "smj"])
def test_the_pictures_name_says_its_language_where_it_is_another(
    browser: Browser, language: str
) -> None:
    page = browser.get(address(factories.contribution(), language))
    assert codes(page)[0].get("lang") == "sv"


def test_the_slip_holds_six_things_and_nothing_else(app: Flask, browser: Browser) -> None:
    contribution = factories.contribution()
    (slip,) = browser.get(address(contribution)).all("div", class_="slip")
    phone = app.extensions["dialogue"]["municipality"].phones.main
    assert [text.strip() for text in slip.itertext() if text.strip()] == [
        "Östersunds kommun", "Skriven måndag 16 november", "Kvittokod", contribution.receipt.code,
        "QR-kod med kvittots adress", "Svar senast", "måndag 30 november", phone,
    ]  # fmt: skip


def test_what_needs_a_script_is_hidden_until_there_is_one(browser: Browser) -> None:
    contribution = factories.contribution()
    page = browser.get(address(contribution))
    for element in (
        page.one(data_share=True), page.one(data_copy=True),
        page.one(data_print=True), page.one(data_kept=True),
    ):  # fmt: skip
        assert "hidden" in element.attrib
    copy = page.one("button", data_copy=True)
    assert words(page.one(id=copy.get("data-copy", ""))) == contribution.receipt.code
    assert (copy.get("data-done"), copy.get("type")) == ("Kopierat", "button")
    kept = page.one("p", data_kept=True)
    assert kept.get("data-code") == contribution.receipt.code
    assert kept.get("data-when") == "Svar senast måndag 30 november"
    page.one("button", data_forget=True)
    (without,) = page.all("noscript")
    assert f"http://localhost{address(contribution)}" in words(without)


def test_the_promise_comes_first_then_mail_calendar_and_code(browser: Browser) -> None:
    text = browser.get(address(factories.contribution())).text
    places = [
        text.index(part)
        for part in (
            "Tack. Vi har din synpunkt.", "Svar senast", "om 10 arbetsdagar", "Så räknade vi",
            "Mejla kvittot till mig", "Lägg i kalendern", "Dela / spara", "Kvittokod", "Kopiera",
            "Dela den inte.", "Så går det för din synpunkt", "Inskickad", "Väntar på svar",
            "Det du skrev", "Ta tillbaka",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_what_keeps_it_from_view_is_said_before_the_thread(browser: Browser) -> None:
    held = factories.contribution(state=S.HELD, held_for=["phone"])
    text = browser.get(address(held)).text
    found, thread = text.index("Vi hittade ett telefonnummer"), text.index("Så går det för")
    assert text.index("Svar senast") < found < thread


def test_changing_is_offered_only_while_it_can_be_done(browser: Browser) -> None:
    thread = factories.dialogue(moderation=ModerationMode.POST).threads[0]
    at = datetime(2026, 11, 16, 9, 50, tzinfo=NOW.tzinfo)
    fresh = factories.contribution(thread, reviewed=False, at=at)
    page = browser.get(address(fresh))
    assert f"{address(fresh)}/andra" in page.links()
    assert "Ändra (i 15 minuter)" in page.text
    assert "till kl. 11.05" in page.text
    for other in (factories.contribution(thread, at=at), factories.contribution(reviewed=False)):
        page = browser.get(address(other))
        assert f"{address(other)}/andra" not in page.links()
        assert "15 minuter" not in page.text


def test_a_late_answer_leaves_mail_but_no_calendar(browser: Browser) -> None:
    contribution = factories.contribution(at=NOW - timedelta(days=40))
    page = browser.get(address(contribution))
    assert "kalender.ics" not in page.html
    assert [form.get("action") for form in page.forms()] == [f"{address(contribution)}/mejla"]
    page.one("button", data_share=True)
