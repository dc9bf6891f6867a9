# SPDX-License-Identifier: EUPL-1.2
"""Reading pages: the same bytes for everybody anonymous, and what they may hold."""

from __future__ import annotations

import pytest

from tests import factories
from tests.page import Browser
from tests.pages.conftest import LANGUAGES, Town


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reading_page_is_the_same_for_all_and_says_when_it_has_not_changed(
    town: Town, browser: Browser, language: str
) -> None:
    for path in town.paths():
        address = f"/{language}{path}"
        first, second = browser.get(address), browser.client.get(address)
        assert first.status == 200, address
        assert first.html == second.get_data(as_text=True), address
        assert "Set-Cookie" not in first.response.headers, address
        tag = first.response.headers["ETag"]
        again = browser.get(address, If_None_Match=tag)
        assert (again.status, again.html) == (304, ""), address


def test_no_reading_page_posts_anything_but_the_first_box(town: Town, browser: Browser) -> None:
    boxes = {
        "/sv/": "/sv/skriv",
        "/sv/mal/2024/aktivt-liv": "/sv/dialoger/mal-2024-aktivt-liv/samtal/skriv",
    }
    for path in town.paths():
        page = browser.get(f"/sv{path}")
        posts = [form.get("action") for form in page.all("form", method="post")]
        assert posts == ([boxes[f"/sv{path}"]] if f"/sv{path}" in boxes else []), path


def test_whoever_is_signed_in_gets_a_page_of_her_own(town: Town, browser: Browser) -> None:
    factories.sign_in(browser, factories.account(name="Ada"))
    for path in town.paths():
        headers = browser.get(f"/sv{path}").response.headers
        assert "private" in headers["Cache-Control"], path
        assert "ETag" not in headers, path


def test_every_link_on_every_page_leads_somewhere(town: Town, browser: Browser) -> None:
    seen: dict[str, str] = {}
    for path in town.paths():
        for href in browser.get(f"/sv{path}").links():
            if href.startswith("/"):
                seen.setdefault(href.partition("#")[0], path)
    for href, path in seen.items():
        assert browser.get(href).status in (200, 302, 303), f"{href} on {path}"


def test_an_empty_municipality_says_what_will_be_here(browser: Browser) -> None:
    assert "Här kommer kommunens svar." in browser.get("/sv/").text
    assert "Ingen dialog är öppen just nu." in browser.get("/sv/dialoger").text
    assert "Här kommer målen" in browser.get("/sv/mal").text
    assert "Här kommer kommunens svar." in browser.get("/sv/aterkoppling").text
    assert "Här kommer kommunens platser." in browser.get("/sv/platser").text


def test_a_wrong_slug_after_a_right_id_is_moved_for_good(town: Town, browser: Browser) -> None:
    for wrong, right in (
        (f"/sv/uppdrag/{town.assignment.id}-fel", f"/sv/uppdrag/{town.assignment.id}-uppdrag-1"),
        (
            f"/sv/aterkoppling/{town.response.id}-fel",
            f"/sv/aterkoppling/{town.response.id}-{town.response.slug}",
        ),
    ):
        page = browser.get(wrong)
        assert (page.status, page.location) == (301, right)
