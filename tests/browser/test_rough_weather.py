# SPDX-License-Identifier: EUPL-1.2
"""Whatever the server answers, the words come back: with scripts and without."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from dialogue.core.database import db
from dialogue.dialogues.rules.dialogue import ModerationMode
from tests import factories as make
from tests.browser.test_journey import PHONE, complaints
from tests.journeys.server import FREE_PATH, Server, fill

WORDS = "Ljus vid skolan,\noavsett väder."
BOUNDED = "/sv/dialoger/bussar/fragan/skriv"


class Strict(Server):
    """A server that counts how much comes from one place."""

    @property
    def environment(self) -> dict[str, str]:
        """The same, with limits."""
        return super().environment | {"DIALOGUE_RATE_LIMITS": "contribute=50/10m"}


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strict]:
    """A server with one standing and one bounded dialogue."""
    folder = tmp_path_factory.mktemp("strict")
    url = f"sqlite:///{folder / 'test.db'}"
    app = fill(url, folder)
    with app.app_context():
        make.dialogue("bussar", moderation=ModerationMode.POST)
        db.session.remove()
        db.engine.dispose()
    server = Strict(url, folder, worker=False)
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A telephone with scripts, and one without."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def change(server: Server, statement: str) -> None:
    """Change the database behind the server's back."""
    with sqlite3.connect(server.folder / "test.db") as database:
        database.execute(statement)
    database.close()


def count(server: Server, words: str = WORDS) -> int:
    """How many contributions say this."""
    with sqlite3.connect(server.folder / "test.db") as database:
        query = "SELECT count(*) FROM contribution WHERE body = ?"
        (found,) = database.execute(query, [words]).fetchone()
    database.close()
    return int(found)


def write(page: Page, server: Server, path: str = FREE_PATH) -> int:
    """Fill in the form; how many there were of these words."""
    page.goto(server.base + path)
    page.fill("textarea[name=body]", WORDS)
    return count(server)


def press(page: Page, name: str = "Skicka") -> int:
    """Press the button; the status of the answer."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("button", name=name, exact=True).click()
    return answer.value.status


def sends(page: Page, server: Server, had: int, name: str = "Skicka") -> None:
    """The next press leads to the receipt of one contribution."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("**/kvitto/*")
    expect(page.get_by_text("Ljus vid skolan,")).to_be_visible()
    assert count(server) == had + 1


def test_too_many_at_once(page: Page, strict: Strict) -> None:
    had = write(page, strict)
    page.fill("textarea[name=body]", "Någon annans ord.")
    press(page)
    page.wait_for_url("**/kvitto/*")
    write(page, strict)
    change(strict, "UPDATE rate_count SET n = 99")
    try:
        assert press(page) == 429
        summary = page.locator(".error-summary")
        expect(summary).to_contain_text("Det kommer många synpunkter från samma håll just nu.")
        expect(summary).to_contain_text("Texten finns kvar.")
        expect(page.locator("textarea[name=body]")).to_have_value(WORDS)
    finally:
        change(strict, "DELETE FROM rate_count")
    sends(page, strict, had)


def test_a_fault_of_ours(page: Page, strict: Strict) -> None:
    had = write(page, strict)
    change(strict, "ALTER TABLE receipt RENAME TO elsewhere")
    try:
        assert press(page) == 500
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("Något gick fel hos oss, inte hos dig")
        expect(page.get_by_text("Texten finns kvar här nedanför.")).to_be_visible()
        expect(page.get_by_label("Din text")).to_have_value(WORDS)
    finally:
        change(strict, "ALTER TABLE elsewhere RENAME TO receipt")
    sends(page, strict, had, "Skicka igen")


@contextmanager
def busy(server: Server) -> Iterator[None]:
    """Nobody else can write while this lasts."""
    database = sqlite3.connect(server.folder / "test.db", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        database.execute("ROLLBACK")
        database.close()


@pytest.mark.timeout(120)
def test_a_database_that_is_busy(page: Page, strict: Strict) -> None:
    had = write(page, strict)
    with busy(strict):
        assert press(page) == 503
        expect(page.get_by_label("Din text")).to_have_value(WORDS)
    sends(page, strict, had, "Skicka igen")


def test_a_dialogue_that_closed_meanwhile(page: Page, strict: Strict) -> None:
    had = write(page, strict, BOUNDED)
    is_open = "UPDATE dialogue SET closes_at = datetime('now', '{}') WHERE slug = 'bussar'"
    change(strict, is_open.format("-1 hour"))
    try:
        assert press(page) == 409
        expect(page.get_by_role("status").get_by_text("Dialogen stängde")).to_be_visible()
        expect(page.locator(".own-words")).to_contain_text("oavsett väder.")
        sends(page, strict, had, "Skicka dit")
        page.goto(strict.base + BOUNDED)
        page.get_by_role("link", name="Skriv dit i stället").click()
        expect(page.locator("textarea[name=body]")).to_have_value("")
    finally:
        change(strict, is_open.format("+9 days"))


def test_a_form_that_is_not_hers_any_longer(page: Page, strict: Strict) -> None:
    write(page, strict)
    other = page.context.new_page()
    had = write(other, strict)
    token = "WyIiLCJhYmMiXQ.AAAA"
    # What the browser sends is spoiled on its way: scripts or not, the server cannot read it.
    page.route(
        "**/skriv",
        lambda route: route.continue_(
            post_data=f"body={WORDS.replace(chr(10), '%0D%0A')}&csrf_token={token}&act=send"
        ),
        times=1,
    )
    assert press(page) == 400
    expect(page.locator(".error-summary")).to_contain_text("Din text finns kvar.")
    expect(page.locator("textarea[name=body]")).to_have_value(WORDS)
    sends(page, strict, had)


def test_nothing_of_it_makes_the_browser_complain(chromium: Browser, strict: Strict) -> None:
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    complained = complaints(page)
    write(page, strict)
    change(strict, "ALTER TABLE receipt RENAME TO elsewhere")
    try:
        press(page)
        expect(page.get_by_label("Din text")).to_have_value(WORDS)
        press(page, "Skicka igen")
        page.reload()
        expect(page.locator("textarea[name=body]")).to_have_value(WORDS)
    finally:
        change(strict, "ALTER TABLE elsewhere RENAME TO receipt")
    assert [text for text in complained if "status of 500" not in text] == []
    context.close()


def test_a_draft_for_a_closed_dialogue_goes_along_to_where_it_can_be_sent(
    chromium: Browser, strict: Strict
) -> None:
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    write(page, strict, BOUNDED)
    expect(page.get_by_text("Sparat i din telefon")).to_be_visible()
    moved = "UPDATE dialogue SET closes_at = datetime('now', '{}') WHERE slug = 'bussar'"
    change(strict, moved.format("-1 hour"))
    try:
        page.reload()
        page.get_by_role("link", name="Skriv dit i stället").click()
        expect(page.locator("textarea[name=body]")).to_have_value(WORDS)
    finally:
        change(strict, moved.format("+9 days"))
    context.close()


def test_an_answer_that_is_nobodys_page_or_brings_no_words_leaves_the_form_as_it_is(
    chromium: Browser, strict: Strict
) -> None:
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    had = write(page, strict)
    page.route(
        "**/skriv", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"), times=1
    )
    press(page)
    expect(page.get_by_text("Ingen täckning just nu.")).to_be_visible()
    page.route("**/skriv", lambda route: route.continue_(post_data="body=" + "x" * 1_000_001),
               times=1)  # fmt: skip
    assert press(page) == 413
    expect(page.get_by_role("status").get_by_text("Det blev för mycket på en gång")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value(WORDS)
    sends(page, strict, had)
    context.close()
