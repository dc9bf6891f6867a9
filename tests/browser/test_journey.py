# SPDX-License-Identifier: EUPL-1.2
"""From the box to the receipt in a real browser: without scripts, and by keyboard alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.server import Server

PHONE: Any = {"width": 390, "height": 844}
#: What shows where the focus is: an outline, or a shadow.
_RING = """() => {
  const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  const ring = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)
    || s.boxShadow !== 'none';
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return [e.tagName, ring && seen, e.outerHTML.slice(0, 120)];
}"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A telephone that runs scripts."""
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    yield context
    context.close()


def loads(page: Page) -> list[str]:
    """A list that grows with the path of every page that is loaded."""
    found: list[str] = []
    page.on("load", lambda loaded: found.append(loaded.url.split("/", 3)[3]))
    return found


def complaints(page: Page) -> list[str]:
    """A list that grows with what the browser complains of: scripts, styles, what CSP stops."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def stored(server: Server, words: str) -> int:
    """How many contributions say exactly this."""
    with sqlite3.connect(server.folder / "demo.db") as database:
        query = "SELECT count(*) FROM contribution WHERE body = ?"
        return int(database.execute(query, [words]).fetchone()[0])


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it is there; at every stop one sees where one is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        tag, is_seen, html = page.evaluate(_RING)
        assert tag != "BODY", f"the focus left the page before {selector}"
        assert is_seen, f"nothing shows that the focus is on {html}"
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"60 presses of Tab do not lead to {selector}")


def test_without_scripts_three_pages_lead_to_the_receipt(chromium: Browser, demo: Server) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    loaded = loads(page)
    page.goto(f"{demo.base}/sv/")
    box = page.get_by_label("Vad vill du säga till kommunen?")
    send = page.get_by_role("button", name="Fortsätt")
    place = send.bounding_box()
    assert place is not None
    assert place["y"] + place["height"] < 700, "the button is on the first screen"
    box.fill("Ljus vid skolan, utan skript.")
    send.click()
    expect(page.get_by_label("Vad vill du säga?")).to_have_value("Ljus vid skolan, utan skript.")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack. Vi har din synpunkt.")
    assert [path.split("/")[1] for path in loaded] == ["", "skriv", "kvitto"]
    assert stored(demo, "Ljus vid skolan, utan skript.") == 1
    page.reload()
    assert stored(demo, "Ljus vid skolan, utan skript.") == 1
    context.close()


def test_the_keyboard_alone_leads_to_the_receipt(phone: BrowserContext, demo: Server) -> None:
    page = phone.new_page()
    loaded, complained = loads(page), complaints(page)
    page.goto(f"{demo.base}/sv/")
    tab_to(page, "a.skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "textarea[name=body]")
    page.keyboard.type("Ljus vid skolan, bara tangenter.")
    tab_to(page, "button[value=continue]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/skriv")
    tab_to(page, "a.skip")
    page.keyboard.press("Enter")
    tab_to(page, "textarea[name=body]")
    tab_to(page, "input[name=email]")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=name]")
    page.keyboard.type("Tangentbords-Lisa")
    tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kvitto/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack. Vi har din synpunkt.")
    assert len(loaded) <= 3

    # To take her name away again: the link is folded in, then one button.
    tab_to(page, ".acts details:has(a[href$='ta-bort-namn']) summary")
    page.keyboard.press("Enter")
    tab_to(page, "a[href$='ta-bort-namn']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ta-bort-namn")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/kvitto/" in url and not url.endswith("ta-bort-namn"))
    expect(page.get_by_role("status").first).to_be_focused()
    assert complained == []


def test_the_list_of_faults_gets_the_focus_and_leads_to_the_field(
    phone: BrowserContext, demo: Server
) -> None:
    page = phone.new_page()
    page.goto(f"{demo.base}/sv/skriv")
    tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Det är en sak att rätta till")
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    box = page.locator("textarea[name=body]")
    expect(box).to_be_focused()
    assert box.get_attribute("aria-invalid") == "true"
    assert "Skriv vad du vill säga." in " ".join(
        page.locator(f"[id='{part}']").inner_text()
        for part in (box.get_attribute("aria-describedby") or "").split()
    )


def test_a_menu_closes_on_escape_with_the_focus_on_its_button(
    phone: BrowserContext, demo: Server
) -> None:
    page = phone.new_page()
    page.goto(f"{demo.base}/sv/")
    tab_to(page, "details[data-menu] summary")
    page.keyboard.press("Enter")
    assert page.locator("details[data-menu][open]").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details[data-menu][open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("clicks", [2, 3])
def test_a_double_click_sends_once(clicks: int, phone: BrowserContext, demo: Server) -> None:
    words = f"Ljus vid skolan, {clicks} klick."
    page = phone.new_page()
    page.goto(f"{demo.base}/sv/skriv")
    page.fill("textarea[name=body]", words)
    page.locator("button[value=send]").click(click_count=clicks)
    page.wait_for_url("**/kvitto/*")
    assert stored(demo, words) == 1


Media = dict[Literal["color_scheme", "forced_colors", "media"], Any]


@pytest.mark.parametrize(
    "media", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"}], ids=str
)
def test_dark_forced_colours_and_paper_show_every_page(
    media: Media, phone: BrowserContext, demo: Server
) -> None:
    page = phone.new_page()
    complained = complaints(page)
    page.goto(f"{demo.base}/sv/skriv")
    page.fill("textarea[name=body]", f"Ljus vid skolan, {media}.")
    page.locator("button[value=send]").click()
    page.wait_for_url("**/kvitto/*")
    receipt = page.url
    page.emulate_media(**media)
    for path in ("/sv/", "/sv/mal/2024/ledning", "/sv/skriv"):
        page.goto(demo.base + path)
        assert len(page.screenshot(full_page=True)) > 10_000
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(receipt)
    assert len(page.screenshot(full_page=True)) > 3_000
    code = page.locator("[data-receipt]").get_attribute("data-receipt") or "missing"
    visible = page.evaluate("document.body.innerText")
    assert code in "".join(visible.split())
    assert ("Ta tillbaka" in visible) is (media.get("media") != "print")
    assert complained == []
