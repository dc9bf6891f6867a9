# SPDX-License-Identifier: EUPL-1.2
"""When words can no longer be changed: she reads why, and keeps what she wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from dialogue.core.database import session
from dialogue.dialogues.models import Contribution
from dialogue.moderation.commands import hold_contribution, move_contribution
from tests import factories
from tests.dialogues.editing import (
    MINUTE,
    S,
    address,
    again,
    events,
    is_untouched,
    sealed,
    sent,
    shown,
)
from tests.factories import NOW
from tests.notifications.test_delivery import facilitator
from tests.page import Browser

Make = Callable[[], Contribution]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Ten minutes after it was sent."""
    with time_machine.travel(NOW + 10 * MINUTE, tick=False) as coordinates:
        yield coordinates


def rejected() -> Contribution:
    return sent(S.REJECTED)


def withdrawn() -> Contribution:
    return sent(S.WITHDRAWN)


def answered() -> Contribution:
    contribution = shown()
    factories.response([contribution])
    return contribution


def read() -> Contribution:
    contribution = shown()
    contribution.reviewed_at = NOW + MINUTE
    session().commit()
    return contribution


def left_to_wait() -> Contribution:
    """A person read it and let it wait, which leaves no time of reading."""
    contribution = shown()
    hold_contribution(facilitator(), contribution, at=NOW + MINUTE)
    return contribution


def moved() -> Contribution:
    contribution = sent()
    target = factories.dialogue().threads[0]
    move_contribution(facilitator(), contribution, target=target, at=NOW + MINUTE)
    return contribution


def shown_where_reading_comes_first() -> Contribution:
    return sent(S.PUBLISHED)


def late() -> Contribution:
    return sent(at=NOW - 5 * MINUTE - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (rejected, "Den syns inte för andra, så den går inte att ändra längre."),
        (withdrawn, "Du har tagit tillbaka den, så den går inte att ändra längre."),
        (answered, "Kommunen har svarat på den, så den går inte att ändra längre."),
        (read, "En människa har redan läst den, så den går inte att ändra längre."),
        (left_to_wait, "En människa har redan läst den, så den går inte att ändra längre."),
        (moved, "En människa har redan läst den, så den går inte att ändra längre."),
        (shown_where_reading_comes_first, "Den syns redan för andra."),
        (late, "Den tiden gick ut kl. 10.09."),
    ],
)
def test_when_it_can_no_longer_be_changed_she_reads_why_and_keeps_her_text(
    browser: Browser, make: Make, reason: str
) -> None:
    contribution: Contribution = make()
    before = events()
    page = browser.get(address(contribution))
    assert (page.status, page.forms()) == (200, [])
    assert reason in page.text
    assert "Inget sparades" not in page.text
    token = browser.get("/sv/kvitto").one("main").find(".//input[@name='csrf_token']")
    assert token is not None
    given = {"csrf_token": token.get("value", ""), "body": "Min nya text.", "seen": "1"}
    refused = browser.post(address(contribution), given)
    assert (refused.status, refused.forms()) == (409, [])
    assert reason in refused.text
    assert "Inget sparades" in refused.text
    assert (refused.one("textarea").text or "").strip() == "Min nya text."
    assert (again(contribution).body, events(), sealed()) == ("Mer kvastfening.", before, [])
    receipt = browser.get(f"/sv/kvitto/{contribution.receipt.code}")
    assert address(contribution) not in receipt.links()


def test_time_runs_out_while_she_writes(browser: Browser, clock: time_machine.Traveller) -> None:
    contribution = sent()
    page = browser.get(address(contribution))
    clock.move_to(NOW + 15 * MINUTE + timedelta(seconds=1))
    late = browser.submit(page, {"body": "Min nya text."}, press="send")
    assert late.status == 409
    assert "Den tiden gick ut kl. 10.15." in late.text
    assert is_untouched(contribution)
