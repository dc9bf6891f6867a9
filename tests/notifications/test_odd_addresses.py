# SPDX-License-Identifier: EUPL-1.2
"""A mail that cannot be written stops no other, and an odd contact line stops none at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from dialogue.core.database import session
from dialogue.core.events import EventKind
from dialogue.core.mail import wire_address
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.notifications import delivery
from tests import factories as make
from tests.factories import NOW
from tests.notifications.test_delivery import SOON, mails, tell


@pytest.mark.parametrize(
    "contact",
    ["Anna (at) exempel punkt se", "åsa@exempel.se", "a..b@exempel.se", "anna snabel-a exempel.se",
     "ring 063-14 30 00", "a@b.se\r\nBcc: c@d.se"],
)  # fmt: skip
def test_a_contact_line_that_is_no_address_delays_no_mail(app: Flask, contact: str) -> None:
    dialogue = make.dialogue("is")
    dialogue.contact = contact
    session().commit()
    contribution = make.contribution(
        dialogue.threads[0], "Ploga.", state=ContributionState.SUBMITTED, email="a@example.org"
    )
    tell(EventKind.CONTRIBUTION_RECEIVED, contribution)
    assert delivery.deliver(now=SOON).sent == 1
    [mail] = mails(app)
    assert mail["Bcc"] is None
    assert "\n" not in mail["Reply-To"]


def test_one_that_cannot_be_written_waits_while_the_others_go(app: Flask) -> None:
    dialogue = make.dialogue("is")
    for email in ("åsa@example.org", "a@example.org"):
        contribution = make.contribution(
            dialogue.threads[0], "Ploga.", state=ContributionState.SUBMITTED, email=email
        )
        tell(EventKind.CONTRIBUTION_RECEIVED, contribution)
    done = delivery.deliver(now=SOON)
    assert (done.sent, done.failed, done.waiting) == (1, 1, 1)
    assert delivery.deliver(now=SOON + timedelta(seconds=30)).failed == 0
    assert delivery.deliver(now=NOW + timedelta(hours=1)).failed == 1


def test_an_address_on_the_wire_is_ascii() -> None:
    assert wire_address("anna@östersund.example") == "anna@xn--stersund-m4a.example"
    with pytest.raises(ValueError, match="@-sign"):
        wire_address("åsa@example.org")
