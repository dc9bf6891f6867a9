# SPDX-License-Identifier: EUPL-1.2
"""What the browser tests share: where the pages are, signing in, and what axe and the eye find."""

from __future__ import annotations

import re
import sqlite3
from importlib.resources import files
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.server import Server

WIDTHS = (320, 1280)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_NUMBERS = re.compile(r"\d+|mal-\d{4}-[a-z-]+")
_SMALL = """() => [...document.querySelectorAll(
  'a,button,input,select,textarea,summary')].filter(e => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  const inline = e.tagName === 'A' && s.display === 'inline';
  const hidden = e.type === 'hidden' || s.visibility === 'hidden' || e.closest('.vh, .skip');
  const wrapped = e.closest('label') && e.closest('label').getBoundingClientRect().height >= 24;
  return !inline && !hidden && !wrapped && r.width > 1 && r.height > 0 && r.height < 24;
}).map(e => e.outerHTML.slice(0, 80))"""


def sign_in(context: BrowserContext, server: Server, email: str) -> Page:
    """Follow a fresh sign-in link and press its one button."""
    page = context.new_page()
    page.goto(server.run("login-link", email).strip())
    page.locator("main form button").first.click()
    page.wait_for_url("**/konto")
    return page


def crawl(
    browser: Browser,
    server: Server,
    start: str = "/sv/",
    email: str | None = None,
    within: str = "/sv/",
) -> list[str]:
    """One path of each kind of page that can be reached by links from `start`, without prefix.

    `within` is how the paths begin; signed in as `email`, if there is one.
    """
    context = browser.new_context(java_script_enabled=False)
    page = sign_in(context, server, email) if email else context.new_page()
    found: dict[str, str] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        kind = _kind(path)
        if kind in found:
            continue
        if path.endswith(".csv"):
            kept = context.request.get(server.base + path)
            assert kept.status == 200, f"{path} is linked to, but answers {kept.status}"
            continue
        answer = page.goto(server.base + path)
        assert answer is not None
        assert answer.status == 200, f"{path} is linked to, but answers {answer.status}"
        found[kind] = path.split("/", 2)[2]
        for href in page.locator("a[href]").evaluate_all("l => l.map(a => a.getAttribute('href'))"):
            target = urlsplit(href)
            if not target.netloc and target.path.startswith(within) and _kind(href) not in found:
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    context.close()
    return list(found.values())


def receipts(server: Server) -> list[str]:
    """One receipt of each state, of those with an answer and of those without, without prefix."""
    query = """SELECT min(receipt.code) FROM receipt JOIN contribution ON contribution.id =
        receipt.contribution_id GROUP BY contribution.state, contribution.answered_at IS NULL"""
    with sqlite3.connect(server.folder / "demo.db") as database:
        return [f"kvitto/{code}" for (code,) in database.execute(query)]


def _kind(href: str) -> str:
    """Pages of the same kind differ only in numbers and slugs."""
    parts = urlsplit(href)
    words = parts.path.split("/")
    many = ("dialoger", "mal", "platser", "kvitto", "uppdrag", "aterkoppling")
    if len(words) > 3 and words[2] in many:
        words[3] = "*"
        if words[2] in ("dialoger", "mal") and len(words) > 4:
            words[4] = "*"
    return (
        _NUMBERS.sub("*", "/".join(words))
        + "?"
        + "&".join(pair.split("=")[0] for pair in parts.query.split("&") if pair)
    )


def faults(page: Page) -> list[str]:
    """What axe finds, what scrolls sideways, and targets that are too small."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_AXE)
    violations = page.evaluate(
        "async only => (await axe.run({runOnly: only, resultTypes: ['violations']})).violations",
        STANDARDS,
    )
    found = [f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:160]}" for v in violations]
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if over > 0:
        found.append(f"scrolls sideways by {over} px")
    return found + [f"less than 24 px high: {html}" for html in page.evaluate(_SMALL)]


def faults_in_all_looks(page: Page) -> list[str]:
    """The same for a phone and a desk, light and dark, of the page as it stands now."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px, {scheme}: {fault}" for fault in faults(page)]
    return found
