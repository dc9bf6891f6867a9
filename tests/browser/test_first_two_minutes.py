# SPDX-License-Identifier: EUPL-1.2
"""A resident's first two minutes on a telephone with a slow line, with scripts and without."""

from __future__ import annotations

import gzip
import sqlite3
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.looking import faults
from tests.browser.test_journey import PHONE, complaints, loads, stored
from tests.journeys.server import Server

#: What a mobile line far from the mast carries: bytes a second, and milliseconds there and back.
BYTES_A_SECOND, LATENCY = 400_000 // 8, 400
LIMIT = 30_000
FIRST_VISITS = {
    "start": "/sv/",
    "goal": "/sv/mal/2024/hallbarhet",
    "thread": "/sv/dialoger/kollektivtrafik/{thread}",
}


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def context(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    """A telephone with scripts, and one without."""
    made = chromium.new_context(
        viewport=PHONE, java_script_enabled=request.param, reduced_motion="reduce"
    )
    yield made
    made.close()


def slow(page: Page) -> None:
    """Give the page a slow line."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY, "downloadThroughput": BYTES_A_SECOND,
         "uploadThroughput": BYTES_A_SECOND},
    )  # fmt: skip


def looks_right(page: Page, has_scripts: bool) -> None:
    """Nothing for axe (itself a script), nothing that scrolls sideways, nothing heavy."""
    if has_scripts:
        assert faults(page) == []
    size = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert size[0] <= size[1] == PHONE["width"]
    assert 1_000 < len(gzip.compress(page.content().encode())) < LIMIT


@pytest.mark.timeout(120)
@pytest.mark.parametrize("finds", [False, True], ids=["nothing found", "a number found"])
def test_on_a_slow_line_two_acts_and_three_pages_lead_to_the_receipt(
    finds: bool, context: BrowserContext, request: pytest.FixtureRequest, demo: Server
) -> None:
    has_scripts = "no scripts" not in request.node.name
    page = context.new_page()
    slow(page)
    loaded, complained = loads(page), complaints(page)
    words = f"Ljus vid skolan, långsamt, {has_scripts}" + (", 070-174 06 35." if finds else ".")

    page.goto(f"{demo.base}/sv/")
    looks_right(page, has_scripts)
    page.get_by_label("Vad vill du säga till kommunen?").fill(words)
    page.get_by_role("button", name="Fortsätt").click()  # the first act
    page.wait_for_url("**/skriv")
    expect(page.get_by_label("Vad vill du säga?")).to_have_value(words)
    looks_right(page, has_scripts)
    page.get_by_role("button", name="Skicka", exact=True).click()  # the second, and the last
    if finds:
        expect(page.get_by_role("heading", level=1)).to_have_text("Så här blir det")
        looks_right(page, has_scripts)
        page.get_by_role("button", name="Ta bort det åt mig och skicka").click()
        words = words.replace("070-174 06 35", "[personuppgift borttagen]")
    page.wait_for_url("**/kvitto/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack. Vi har din synpunkt.")
    looks_right(page, has_scripts)
    assert len(loaded) <= 3 + finds
    assert stored(demo, words) == 1
    assert [text for text in complained if "status of 422" not in text] == []


@pytest.mark.parametrize("kind", FIRST_VISITS)
def test_a_first_visit_is_four_requests_and_thirty_kilobytes_at_most(
    kind: str, chromium: Browser, demo: Server
) -> None:
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    with sqlite3.connect(demo.folder / "demo.db") as database:
        query = """SELECT thread.slug FROM thread JOIN dialogue ON dialogue.id = dialogue_id
            WHERE dialogue.slug = 'kollektivtrafik'"""
        (thread,) = database.execute(query).fetchone()
    path = FIRST_VISITS[kind].format(thread=thread)
    asked: set[str] = set()
    page.on("request", lambda one: asked.add(one.url))
    page.goto(demo.base + path)
    page.wait_for_load_state("networkidle")
    icon = page.locator("link[rel=icon]").get_attribute("href")  # no window, no icon: it counts
    asked.add(f"{demo.base}{icon}")
    context.close()
    sizes = {url: len(gzip.compress(fetch(url), 6)) for url in asked}
    assert len(sizes) <= 4, sizes
    assert sum(sizes.values()) <= LIMIT, sizes
    assert min(sizes.values()) > 100, "each of them holds something"


def fetch(url: str) -> bytes:
    """What is at an address."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        return bytes(answer.read())
