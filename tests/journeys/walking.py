# SPDX-License-Identifier: EUPL-1.2
"""What the journeys share: a small town, its people, and the mails that reach them."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from dialogue.core.access import Role
from dialogue.core.database import session
from dialogue.dialogues.models import Contribution, Dialogue, Thread
from dialogue.dialogues.rules.dialogue import FREE_SLUG, DialogueForm
from dialogue.goals.models import Goal
from dialogue.notifications.delivery import Delivered, deliver
from tests import factories as make
from tests.page import Browser, Given, Page

ADDRESS = re.compile(r"http://localhost(/\S+)")


@dataclass
class Town:
    """One goal with its standing dialogue, the free one, and those who work with them."""

    app: Flask
    goal: Goal = field(init=False)
    standing: Dialogue = field(init=False)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Build it."""
        self.goal = make.goal("infrastruktur")
        self.standing = make.dialogue(
            "mal-2024-infrastruktur", goals=[self.goal], form=DialogueForm.STANDING,
            thread_slug="samtal",
        )  # fmt: skip
        make.dialogue(FREE_SLUG, form=DialogueForm.STANDING, thread_slug="samtal")
        make.account("facilitator@example.org", Role.FACILITATOR, name="Britta Ek")
        make.account("official@example.org", Role.OFFICIAL, name="Ebba Vattuman")
        make.account("reviewer@example.org", Role.OFFICIAL, name="Rune Skarsno")

    @property
    def thread(self) -> Thread:
        """Where one talks about the goal."""
        return self.standing.threads[0]

    def deliver(self) -> Delivered:
        """Let the worker come round once."""
        session().rollback()
        return deliver()

    def new_mails(self) -> list[EmailMessage]:
        """What has come since the last look, after the worker has come round."""
        self.deliver()
        folder = Path(str(self.app.config["MAIL_URL"]).removeprefix("file:"))
        found = sorted(folder.glob("*.eml"), key=lambda path: int(path.stem))
        fresh = [path for path in found if path.name not in self.seen]
        self.seen |= {path.name for path in fresh}
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in fresh
        ]

    def the_mail_to(self, address: str) -> EmailMessage:
        """The one new mail, which is to this address."""
        mails = self.new_mails()
        assert [str(mail["To"]) for mail in mails] == [address]
        return mails[0]

    def signed_in_later(self, address: str) -> Browser:
        """The same, once the mails that are on their way have come."""
        self.new_mails()
        return self.signed_in(address)

    def signed_in(self, address: str) -> Browser:
        """Somebody who has asked for a link, got it by mail and pressed its one button."""
        browser = Browser(self.app)
        asked = browser.get("/sv/konto/logga-in")
        assert press(browser, asked, None, {"email": address}).status == 303
        link = browser.get(addresses(self.the_mail_to(address))[0])
        assert "session" not in link.response.headers.get("Set-Cookie", "")
        account = browser.follow(press(browser, link))
        assert (account.status, account.path) == (200, "/sv/konto")
        return browser

    def stored(self) -> Contribution:
        """The newest contribution, as it is now."""
        session().expire_all()
        return (
            session().query(Contribution).order_by(Contribution.received_at.desc()).limit(1).one()
        )


def press(
    browser: Browser, page: Page, value: str | None = None, values: Given | None = None
) -> Page:
    """Fill in and press the button with this value; without one, the page's only form."""
    for number, form in enumerate(page.forms()):
        if value is None or any(b.get("value") == value for b in form.iter("button")):
            return browser.submit(page, values, form=number, press=value)
    raise AssertionError(f"{page.path} ({page.status}) has no button {value!r}")


def follow_link(browser: Browser, page: Page, part: str) -> Page:
    """Follow the first link whose address holds `part`."""
    found = [href for href in page.links() if part in href]
    assert found, f"{page.path} has no link to {part}: {page.links()}"
    return browser.get(urlsplit(found[0]).path + _query(found[0]))


def _query(href: str) -> str:
    query = urlsplit(href).query
    return f"?{query}" if query else ""


def text(mail: EmailMessage) -> str:
    """What the mail says, white space folded."""
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


def addresses(mail: EmailMessage) -> list[str]:
    """The paths of the links in a mail, in order."""
    return ADDRESS.findall(text(mail))


def write(browser: Browser, words: str, **values: str) -> Page:
    """From the box on the start page to the receipt."""
    start = browser.get("/sv/")
    asked = press(browser, start, "continue", {"body": words})
    receipt = browser.follow(press(browser, asked, "send", values))
    assert receipt.status == 200
    return receipt


def seen_by_all(app: Flask, words: str, extra: tuple[str, ...] = ()) -> list[str]:
    """The public pages that hold the words: all that an anonymous reader can click her way to."""
    browser, found, waiting, been = Browser(app, checks=False), [], ["/sv/", *extra], set[str]()
    while waiting:
        path = waiting.pop()
        if path in been or len(been) > 80:
            continue
        been.add(path)
        page = browser.get(path)
        if words in page.html:
            found.append(path)
        for href in page.links() if page.status == 200 else []:
            parts = urlsplit(href)
            if not parts.netloc and parts.path.startswith("/sv/"):
                waiting.append(parts.path + _query(href))
    return sorted(found)
