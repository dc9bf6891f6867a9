# SPDX-License-Identifier: EUPL-1.2
"""The pages that only a mail leads to: axe finds nothing on them, before and after each button."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from itsdangerous import URLSafeSerializer
from playwright.sync_api import Browser

from tests.browser.looking import faults_in_all_looks
from tests.conftest import SECRET
from tests.journeys.server import Server


def question(demo: Server, address: str) -> str:
    """The link in the mail that asks this address."""
    demo.run("deliver")
    for path in sorted((demo.folder / "mail").glob("*.eml"), key=lambda p: -int(p.stem)):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        part = mail.get_body(("plain",))
        if mail["To"] == address and part is not None:
            found = re.search(r"http\S+/folj/\S+", str(part.get_content()))
            assert found
            return found[0]
    raise AssertionError(f"no mail to {address}")


@pytest.mark.parametrize("lang", ["sv", "sma"])
def test_from_asking_to_the_end_every_page_is_accessible(
    lang: str, chromium: Browser, demo: Server
) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    address, found = f"{lang}@example.org", {}

    def look(name: str) -> None:
        if wrong := faults_in_all_looks(page):
            found[name] = wrong

    for path in ("platser/lit", "platser/brunflo"):
        page.goto(f"{demo.base}/{lang}/{path}/folj")
        page.locator("main form button").click()
        assert page.locator(".error-summary").count() == 1
        look("empty")
        page.fill("input[name=email]", address)
        page.locator("main form button").click()
        page.wait_for_url("**klart=mejlat")
        look("mailed")
        page.goto(question(demo, address))
        look("question")
        page.locator("main form button").click()
        assert page.locator("main form").count() == 0
        look("yes")
    token = str(URLSafeSerializer(SECRET, salt="follow-stop").dumps(address))
    page.goto(f"{demo.base}/{lang}/folj/sluta/{token}")
    assert page.locator("main form").count() == 3
    look("follows two")
    page.locator("main form button").nth(1).click()
    assert page.locator("main form").count() == 1
    look("follows one")
    page.locator("main form button").first.click()
    assert page.locator("main form").count() == 0
    look("follows nothing")
    page.goto(f"{demo.base}/{lang}/folj/x")
    look("gone")
    context.close()
    assert found == {}
