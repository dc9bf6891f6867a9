"""axe finds nothing on any page, nothing scrolls sideways, in Swedish and Southern Sámi."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import crawl, faults, sign_in
from tests.journeys.server import Server

LOOKS = [(lang, scheme, width) for lang in ("sv", "sma") for scheme in ("light", "dark") for width in (320, 1280)]
STAFF = ["facilitator@example.org", "official@example.org", "admin@example.org"]


@pytest.fixture(scope="session")
def public_pages(chromium: Browser, demo: Server) -> list[str]:
    """One path of each kind of public page."""
    pages = crawl(chromium, demo)
    assert len(pages) > 20, f"the crawl found only {pages}"
    return pages


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_every_public_page_is_accessible(
    lang: str, scheme: str, width: int, chromium: Browser, demo: Server, public_pages: list[str]
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for path in public_pages:
        page.goto(f"{demo.base}/{lang}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        if wrong := faults(page):
            found[path] = wrong
    context.close()
    assert found == {}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("email", STAFF)
def test_every_desk_is_accessible(email: str, width: int, chromium: Browser, demo: Server) -> None:
    desks = [path for path in crawl(chromium, demo, "/sv/konto", email) if path.startswith(("arbete", "konto"))]
    found = {}
    for lang, scheme in (("sv", "light"), ("sma", "dark")):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        page = sign_in(context, demo, email)
        for path in desks:
            page.goto(f"{demo.base}/{lang}/{path}")
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            if wrong := faults(page):
                found[f"{lang}/{path}"] = wrong
        context.close()
    assert len(desks) > 2
    assert found == {}


@pytest.mark.parametrize("lang", ["sv", "sma"])
def test_pages_after_a_refusal_are_accessible(lang: str, chromium: Browser, demo: Server) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    found = {}

    def look(name: str) -> None:
        if wrong := faults(page):
            found[name] = wrong

    page.goto(f"{demo.base}/{lang}/skriv")
    page.locator("button[value=send]").click()
    assert page.locator("#error-summary, .error-summary").count() == 1
    look("empty")
    page.fill("textarea[name=body]", "Ring mig på 070-174 06 33.")
    page.locator("button[value=send]").click()
    assert page.locator("mark[data-kind=phone]").count() > 0
    look("personal data")
    page.goto(f"{demo.base}/{lang}/kvitto")
    page.fill("input[name=code]", "fel")
    page.locator("main form button").first.click()
    look("receipt not found")
    page.goto(f"{demo.base}/{lang}/finns-inte")
    look("missing page")
    context.close()
    assert found == {}
