# SPDX-License-Identifier: EUPL-1.2
"""A goal page in a real browser: its picture, its numbers, every language, every look."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from dialogue.core.languages import LOCALES
from tests.browser.looking import faults_in_all_looks
from tests.journeys.server import Server

GOAL = "mal/2024/hallbarhet"


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.locator(selector).evaluate_all(
        "l => l.map(e => e.getBoundingClientRect().toJSON())"
    )
    return [box for box in found if box["height"]]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lang", LOCALES)
def test_a_goal_page_is_accessible_in_every_language(lang: str, desk: Page, demo: Server) -> None:
    found = {}
    for path in (GOAL, "mal/2023/delaktighet", f"{GOAL}/synpunkter"):
        desk.goto(f"{demo.base}/{lang}/{path}")
        if wrong := faults_in_all_looks(desk):
            found[path] = wrong
    assert found == {}


def test_on_a_desk_the_picture_lies_whole_above_the_fold(desk: Page, demo: Server) -> None:
    desk.goto(f"{demo.base}/sv/{GOAL}")
    (picture,) = boxes(desk, ".stops")
    (form,) = boxes(desk, "#say")
    assert picture["bottom"] < form["top"] < 800
    assert picture["width"] > 1100
    tops = {round(box["top"]) for box in boxes(desk, ".stops b")}
    assert len(tops) == 1
    (card,) = boxes(desk, "[data-promise-card]")
    assert card["left"] > form["right"]


def test_the_form_begins_above_the_fold_of_a_desk(desk: Page, demo: Server) -> None:
    desk.set_viewport_size({"width": 1280, "height": 720})
    desk.goto(f"{demo.base}/sv/{GOAL}")
    (label,) = boxes(desk, "#say label")
    assert label["bottom"] < 720


def test_numbers_stay_whole_in_the_tables_of_a_phone(phone: Page, demo: Server) -> None:
    phone.set_viewport_size({"width": 320, "height": 800})
    phone.goto(f"{demo.base}/sv/{GOAL}")
    phone.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    lines = phone.locator("td.num").evaluate_all(
        """l => l.map(e => { const r = document.createRange(); r.selectNodeContents(e);
           return [...r.getClientRects()].length; })"""
    )
    assert len(lines) > 10
    assert set(lines) == {1}


def test_paper_has_every_table_and_no_questions(desk: Page, demo: Server) -> None:
    desk.goto(f"{demo.base}/sv/{GOAL}")
    desk.emulate_media(media="print")
    tables = desk.locator("main table")
    assert tables.count() > 3
    assert all(table.is_visible() for table in tables.all())
    assert not desk.locator(".helped").is_visible()
    assert not any(more.is_visible() for more in desk.locator(".more, .fold > summary").all())


def test_on_a_phone_the_picture_stands_and_the_rest_is_folded(phone: Page, demo: Server) -> None:
    phone.goto(f"{demo.base}/sv/{GOAL}")
    rows = boxes(phone, ".stops li")
    assert all(box["height"] >= 64 for box in rows)
    assert {round(b["top"] - a["top"]) for a, b in pairwise(rows)} == {72}
    assert phone.locator("[data-part][open]").count() == 0
    phone.locator("#assignments-name").click()
    assert phone.locator("[data-part][open]").count() == 1
    phone.goto(f"{demo.base}/sv/{GOAL}#policy")
    phone.reload()
    assert phone.locator("#policy").is_visible()


def test_without_a_script_nothing_is_folded(chromium: Browser, demo: Server) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{demo.base}/sv/{GOAL}")
    assert page.locator("[data-part][open]").count() == page.locator("[data-part]").count() > 4
    context.close()


def test_a_whole_row_of_the_picture_leads_on(phone: Page, demo: Server) -> None:
    phone.goto(f"{demo.base}/sv/{GOAL}")
    phone.locator("[data-station=said]").click(position={"x": 330, "y": 60})
    phone.wait_for_url("**/synpunkter")


def test_the_picture_is_drawn_in_the_readers_own_colours(chromium: Browser, demo: Server) -> None:
    context = chromium.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{demo.base}/sv/{GOAL}")
    colours = page.locator(".stops svg *, .chart *, .spark *, .lineage svg *").evaluate_all(
        "l => [...new Set(l.map(e => getComputedStyle(e).color))]"
    )
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert colours == [ink]
    context.close()
