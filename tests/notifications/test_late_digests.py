# SPDX-License-Identifier: EUPL-1.2
"""At most one digest a week, also when the mail server was away: what counts is when it came."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from dialogue.core.mail import Mail
from dialogue.goals.models import Place
from dialogue.notifications import delivery
from tests import factories as make
from tests.factories import NOW
from tests.notifications.post import mails, sent, text

DAY = timedelta(days=1)
WEEK = 7 * DAY


def refuse(_mail: Mail, _url: str) -> None:
    """A mail server that is away."""
    raise OSError


@pytest.fixture
def place(app: Flask) -> Place:
    """A place that somebody follows, and about which something was said."""
    place = make.place("lit", "Lit")
    make.follow(place)
    make.contribution(where=place, at=NOW + DAY)
    return place


def away(app: Flask, *moments: datetime) -> None:
    """The worker comes round while the mail server is away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "send", refuse)
        for moment in moments:
            assert sent(app, moment) == []


def test_none_is_made_while_one_waits_to_be_sent(app: Flask, place: Place) -> None:
    away(app, NOW + WEEK)
    make.contribution(where=place, at=NOW + WEEK + DAY)
    away(app, NOW + 2 * WEEK, NOW + 3 * WEEK)
    [mail] = sent(app, NOW + 3 * WEEK + DAY)
    assert "1 ny synpunkt:" in text(mail)


def test_the_week_begins_when_the_mail_was_sent_and_nothing_is_lost(
    app: Flask, place: Place
) -> None:
    away(app, NOW + WEEK)
    make.contribution(where=place, at=NOW + WEEK + DAY)
    make.contribution(where=place, at=NOW + WEEK + 6 * DAY)
    assert len(sent(app, NOW + WEEK + 5 * DAY)) == 1
    for day in range(14, 19):
        assert sent(app, NOW + day * DAY) == []
    [mail] = sent(app, NOW + 19 * DAY)
    assert "2 nya synpunkter:" in text(mail)
    assert len(mails(app)) == 2


def test_another_ones_waiting_mail_holds_up_nobody(app: Flask, place: Place) -> None:
    away(app, NOW + WEEK)
    make.follow(place, "b@example.org")
    make.contribution(where=place, at=NOW + WEEK + DAY)
    assert [mail["To"] for mail in sent(app, NOW + 2 * WEEK)] == [
        "a@example.org", "b@example.org",
    ]  # fmt: skip
