# SPDX-License-Identifier: EUPL-1.2
"""My page, and signing out of one device, another, or all others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dialogue.accounts.models import LoginSession
from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.core.workdays import local_day
from tests import factories
from tests.page import Browser, words

PAGE = "/sv/konto"
OUT = "/sv/konto/logga-ut"


def cookie_of(browser: Browser) -> str:
    """The session cookie that the browser holds."""
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def copy_of(browser: Browser) -> Browser:
    """Another browser with the same cookie: somebody copied it."""
    other = Browser(browser.app)
    other.client.set_cookie("session", cookie_of(browser))
    return other


def today() -> datetime:
    """Now, as the application sees it."""
    return datetime.now(UTC)


@pytest.mark.parametrize(
    "path", [PAGE, OUT, "/sv/arbete/admin/brister", "/sv/arbete/admin/brister?fore=3"]
)
def test_the_anonymous_are_asked_to_sign_in_and_come_back(browser: Browser, path: str) -> None:
    page = browser.get(path)
    assert page.status == 302
    assert browser.follow(page).one("input", name="till").get("value") == path


def test_an_anonymous_post_is_403(browser: Browser) -> None:
    assert browser.post(OUT).status == 403


def test_my_page_says_who_i_am_what_i_do_and_where_my_desks_are(browser: Browser) -> None:
    body = factories.committee("valnamnden", "Valnämnden")
    who = factories.account("hanna@example.org", Role.FACILITATOR, body, "Hanna Åberg <b>")
    factories.sign_in(browser, who)
    page = browser.get(PAGE)
    assert page.status == 200
    for text in ("Hanna Åberg <b>", "hanna@example.org", "Valnämnden"):
        assert text in page.text
    assert "/sv/arbete/moderering" in page.links()
    assert "/sv/arbete/aterkoppling" not in page.links()
    assert page.response.headers["Cache-Control"] == "private, no-store"


def test_my_page_is_there_for_somebody_without_name_and_role_in_every_language(
    browser: Browser,
) -> None:
    factories.sign_in(browser, factories.account())
    for lang in ("sv", "sma", "se", "smj", "en"):
        assert browser.get(f"/{lang}/konto").status == 200
        assert browser.get(f"/{lang}/konto/logga-ut").status == 200


def test_a_look_at_signing_out_signs_nobody_out(browser: Browser) -> None:
    factories.sign_in(browser, factories.account())
    assert browser.get(OUT).status == 200
    assert browser.get(PAGE).status == 200


def test_after_signing_out_a_copied_cookie_opens_nothing(browser: Browser) -> None:
    factories.sign_in(browser, factories.account())
    copied = copy_of(browser)
    assert copied.get(PAGE).status == 200
    page = browser.submit(browser.get(OUT))
    assert (page.status, page.location) == (303, "/sv/?klart=utloggad")
    assert browser.client.get_cookie("session") is None
    assert copied.get(PAGE).status == 302
    assert copied.post(OUT).status == 403


def test_one_other_device_or_all_others_are_signed_out(browser: Browser) -> None:
    who = factories.account()
    others = [factories.sign_in(Browser(browser.app), who) for _ in range(3)]
    factories.sign_in(browser, who)
    page = browser.get(PAGE)
    forms = [form for form in page.forms() if form.get("action") == OUT]
    assert len(forms) == 5  # this one, three others, all others
    latest = page.forms().index(forms[1])  # the latest first, after this one
    done = browser.submit(page, form=latest)
    assert (done.status, done.location) == (303, "/sv/konto?klart=utloggade")
    assert [b.get(PAGE).status for b in others] == [200, 200, 302]
    page = browser.follow(done)
    assert page.all("p", role="status")
    browser.submit(page, form=len(page.forms()) - 1)
    assert [b.get(PAGE).status for b in others] == [302, 302, 302]
    assert browser.get(PAGE).status == 200


@pytest.mark.parametrize("which", ["999999", "-1", "x", "1e3", "٣", "9" * 40])
def test_another_accounts_session_or_none_at_all_is_404(browser: Browser, which: str) -> None:
    stranger = factories.sign_in(Browser(browser.app), factories.account())
    factories.sign_in(browser, factories.account())
    strange_id = str(session().query(LoginSession).order_by(LoginSession.id).first().id)  # type: ignore[union-attr]  # it was just made
    page = browser.get(OUT)
    assert browser.submit(page, {"which": which}).status == 404
    assert browser.submit(page, {"which": strange_id}).status == 404
    assert stranger.get(PAGE).status == 200


def test_without_a_token_nobody_is_signed_out_and_the_page_asks_again(browser: Browser) -> None:
    factories.sign_in(browser, factories.account())
    page = browser.post(OUT)
    assert page.status == 400
    assert words(page.one("h1"))
    assert browser.submit(page).status == 303


def test_a_session_ends_thirty_days_after_it_was_last_seen(browser: Browser) -> None:
    who = factories.account()
    day = local_day(today())
    factories.sign_in(browser, who, seen_on=day - timedelta(days=30))
    assert browser.get(PAGE).status == 200
    factories.sign_in(browser, who, seen_on=day - timedelta(days=31))
    assert browser.get(PAGE).status == 302


def test_reading_writes_nothing_and_a_post_renews_the_session_and_its_cookie(
    browser: Browser,
) -> None:
    yesterday = local_day(today()) - timedelta(days=1)
    factories.sign_in(browser, factories.account(), seen_on=yesterday)
    assert "Set-Cookie" not in browser.get(PAGE).response.headers
    assert session().query(LoginSession.seen_on).scalar() == yesterday
    page = browser.post("/sv/konto/logga-in", {"email": "x"})
    assert "Max-Age=2592000" in page.response.headers["Set-Cookie"]
    assert session().query(LoginSession.seen_on).scalar() == yesterday + timedelta(days=1)
    again = browser.post("/sv/konto/logga-in", {"email": "x"})
    assert "Set-Cookie" not in again.response.headers


def test_a_closed_account_is_signed_out_at_once(browser: Browser) -> None:
    who = factories.account()
    factories.sign_in(browser, who)
    who.closed_at = factories.NOW
    session().commit()
    assert browser.get(PAGE).status == 302
