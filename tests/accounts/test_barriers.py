# SPDX-License-Identifier: EUPL-1.2
"""A barrier that somebody met reaches the administrator."""

from __future__ import annotations

import pytest

from dialogue.accounts.models import BarrierReport
from dialogue.core.access import Role
from dialogue.core.database import session
from tests import factories
from tests.page import Browser

FORM = "/sv/tillganglighet/rapportera"
LIST = "/sv/arbete/admin/brister"


def test_anybody_reports_a_barrier_and_the_administrator_reads_it(browser: Browser) -> None:
    words = "Knappen <b>syns</b> inte.\n\nSe https://example.org/x"
    sent = browser.submit(browser.get(FORM), {"text": words, "email": "ebba@example.org"})
    assert (sent.status, sent.location) == (303, f"{FORM}?klart=skickat")
    assert browser.follow(sent).all("p", role="status")
    admin = factories.sign_in(Browser(browser.app), factories.account(role=Role.ADMINISTRATOR))
    page = admin.get(LIST)
    assert "Knappen <b>syns</b> inte." in page.text
    assert "ebba@example.org" in page.text
    assert LIST in page.links()


def test_without_an_address_it_is_fine_too(browser: Browser) -> None:
    assert browser.submit(browser.get(FORM), {"text": "För små bokstäver"}).status == 303
    assert session().query(BarrierReport).one().email is None


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("x" * 5001, ""),
        ("Ord", "inte en adress"),
        ("Ord", "a@b.se\nBcc: c@d.se"),
    ],
)
def test_wrong_fields_are_422_and_nothing_typed_is_lost(
    browser: Browser, text: str, email: str
) -> None:
    page = browser.submit(browser.get(FORM), {"text": text, "email": email})
    assert page.status == 422
    assert (page.one("textarea", name="text").text or "").strip() == text.strip()
    assert page.all(role="alert")
    assert session().query(BarrierReport).count() == 0


def test_exactly_five_thousand_characters_pass_however_lines_end(browser: Browser) -> None:
    text = "a\r\n" * 2499 + "bb"
    assert browser.submit(browser.get(FORM), {"text": text}).status == 303
    assert len(session().query(BarrierReport).one().text) == 5000


def test_a_wrong_token_is_400_with_the_text_and_a_new_token(browser: Browser) -> None:
    page = browser.post(FORM, {"text": "Mina ord", "csrf_token": "gammal"})
    assert page.status == 400
    assert (page.one("textarea", name="text").text or "").strip() == "Mina ord"
    assert browser.submit(page).status == 303


def test_the_list_is_newest_first_by_twenty(browser: Browser) -> None:
    session().add_all(BarrierReport(text=f"Brist {n}.", at=factories.NOW) for n in range(25))
    session().commit()
    admin = factories.sign_in(browser, factories.account(role=Role.ADMINISTRATOR))
    first = admin.get(LIST)
    assert "Brist 24." in first.text
    assert "Brist 5." in first.text
    assert "Brist 4." not in first.text
    later = next(link for link in first.links() if "fore=" in link)
    second = admin.get(later)
    assert "Brist 4." in second.text
    assert "Brist 5." not in second.text
    for wrong in ("x", "-1", "0x1", "9" * 30, "' OR 1=1"):
        assert "Brist 24." in admin.get(f"{LIST}?fore={wrong}").text


@pytest.mark.parametrize(
    "role", [None, Role.FACILITATOR, Role.OFFICIAL, Role.TRANSLATOR, Role.ELECTED]
)
def test_nobody_but_the_administrator_sees_the_list(browser: Browser, role: Role | None) -> None:
    factories.sign_in(browser, factories.account(role=role))
    assert browser.get(LIST).status == 403
