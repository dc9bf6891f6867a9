# SPDX-License-Identifier: EUPL-1.2
"""From an event to a mail: once per person, in her language, from what is true when it is sent."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from dialogue.core.access import SYSTEM, Actor, Role, account_actor
from dialogue.core.database import session, transaction
from dialogue.core.events import EventKind, Outbox, record
from dialogue.core.mail import send
from dialogue.dialogues import acts as contributions
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionAct, ContributionState
from dialogue.feedback.models import FeedbackResponse
from dialogue.feedback.rules import Use
from dialogue.moderation.commands import (
    approve_contribution,
    mask_contribution,
    reject_contribution,
)
from dialogue.moderation.rules import Ground
from dialogue.notifications import delivery
from dialogue.notifications.models import Notification
from tests import factories as make
from tests.factories import NOW

SOON = NOW + timedelta(minutes=5)


def tell(kind: EventKind, subject: Contribution | FeedbackResponse, at: datetime = NOW) -> None:
    with transaction():
        record(kind, SYSTEM, subject, at=at)


def mails(app: Flask) -> list[EmailMessage]:
    folder = Path(str(app.config["MAIL_URL"]).removeprefix("file:"))
    files = sorted(folder.glob("*.eml"), key=lambda path: int(path.stem))
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files
    ]


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


def facilitator() -> Actor:
    account = make.account(role=Role.FACILITATOR)
    return account_actor(account.id, "Maja", None, {(Role.FACILITATOR, None)})


def test_the_receipt_is_mailed_with_code_words_and_date(app: Flask) -> None:
    dialogue = make.dialogue("is", goals=[make.goal()])
    contribution = make.contribution(
        dialogue.threads[0],
        "Ploga isen, tack.",
        state=ContributionState.SUBMITTED,
        email="a@example.org",
    )
    tell(EventKind.CONTRIBUTION_RECEIVED, contribution)
    done = delivery.deliver(now=SOON)
    assert (done.sent, done.failed, done.waiting) == (1, 0, 0)
    [mail] = mails(app)
    assert mail["To"] == "a@example.org"
    assert mail["Subject"].startswith("Vi har din synpunkt – svar senast ")
    assert contribution.receipt.code in text(mail)
    assert "Ploga isen, tack." in text(mail)
    assert f"http://localhost/sv/kvitto/{contribution.receipt.code}" in text(mail)
    assert "/sluta-mejla" in text(mail)
    assert mail["Message-ID"].startswith("<n")


def test_nobody_without_an_address_is_told(app: Flask) -> None:
    tell(EventKind.CONTRIBUTION_RECEIVED, make.contribution())
    assert delivery.deliver(now=SOON).sent == 0
    assert mails(app) == []


def test_whoever_said_stop_is_not_told(app: Flask) -> None:
    contribution = make.contribution(email="a@example.org")
    assert contribution.contact is not None
    contribution.contact.email, contribution.contact.erased_at = None, NOW
    session().commit()
    tell(EventKind.CONTRIBUTION_RECEIVED, contribution)
    assert delivery.deliver(now=SOON).sent == 0


def test_a_second_run_sends_nothing_more(app: Flask) -> None:
    tell(EventKind.CONTRIBUTION_RECEIVED, make.contribution(email="a@example.org"))
    delivery.deliver(now=SOON)
    assert delivery.deliver(now=SOON + timedelta(hours=1)).sent == 0
    assert len(mails(app)) == 1


def test_personal_data_is_masked_in_quotes(app: Flask) -> None:
    contribution = make.contribution(
        body="Ring mig på 070-174 06 33.",
        state=ContributionState.HELD,
        held_for=["phone"],
        email="a@example.org",
    )
    tell(EventKind.CONTRIBUTION_RECEIVED, contribution)
    delivery.deliver(now=SOON)
    assert "174 06 33" not in text(mails(app)[0])


@pytest.mark.parametrize(("waited", "expected"), [(30, 0), (90, 1)])
def test_being_shown_is_told_only_after_an_hour(app: Flask, waited: int, expected: int) -> None:
    contribution = make.contribution(state=ContributionState.SUBMITTED, email="a@example.org")
    approve_contribution(facilitator(), contribution, at=NOW + timedelta(minutes=waited))
    delivery.deliver(now=NOW + timedelta(hours=3))
    assert len(mails(app)) == expected


def test_only_who_was_masked_is_told_that_something_was_taken_out(app: Flask) -> None:
    made = [
        make.contribution(
            body="Ring 070-174 06 33.",
            state=ContributionState.HELD,
            held_for=["phone"],
            email="a@example.org",
        )
        for _ in range(2)
    ]
    mask_contribution(facilitator(), made[0], at=NOW + timedelta(hours=2))
    approve_contribution(facilitator(), made[1], at=NOW + timedelta(hours=2))
    delivery.deliver(now=NOW + timedelta(hours=3))
    told = [("Vi tog bort personuppgifter" in text(mail)) for mail in mails(app)]
    assert sorted(told) == [False, True]


def test_a_rejection_says_why_and_how_to_complain(app: Flask) -> None:
    contribution = make.contribution(state=ContributionState.SUBMITTED, email="a@example.org")
    reject_contribution(
        facilitator(), contribution, ground=Ground.THREAT, text="Ta bort sista meningen.", at=SOON
    )
    delivery.deliver(now=SOON)
    [mail] = mails(app)
    assert mail["Subject"] == "Vi kunde inte publicera din synpunkt"
    assert "Ta bort sista meningen." in text(mail)
    assert "sex månader" in text(mail)
    assert "Någon anmälde den" not in text(mail)


def test_a_rejection_undone_before_it_was_mailed_is_not_told(app: Flask) -> None:
    contribution = make.contribution(state=ContributionState.SUBMITTED, email="a@example.org")
    reject_contribution(facilitator(), contribution, ground=Ground.SPAM, at=SOON)
    with transaction() as current:
        row = current.get_one(Contribution, contribution.id)
        contributions.transition([row], ContributionAct.RESTORE, SOON)
    delivery.deliver(now=SOON)
    assert mails(app) == []


def test_an_answer_reaches_everybody_once_with_a_line_for_each_of_hers(app: Flask) -> None:
    thread = make.dialogue("buss", goals=[make.goal()]).threads[0]
    hers = [make.contribution(thread, f"Ord {n}", email="Anna@example.org") for n in (1, 2)]
    his = make.contribution(thread, "Hans ord", email="bo@example.org", language="sma")
    silent = make.contribution(thread, "Utan adress")
    response = make.response([*hers, his, silent])
    tell(EventKind.FEEDBACK_PUBLISHED, response)
    assert delivery.deliver(now=SOON).sent == 2
    first, second = mails(app)
    assert first["To"] == "anna@example.org"
    assert "Ord 1" in text(first)
    assert "Ord 2" in text(first)
    assert "Hans ord" not in text(first)
    assert "Ledde till en ändring" in text(first)
    assert second["Content-Language"] == "sma"
    assert "/sma/kvitto/" in text(second)
    assert "fick-du-svar" not in text(first)


def test_hidden_words_are_not_quoted_in_an_answer(app: Flask) -> None:
    thread = make.dialogue("buss").threads[0]
    shown = make.contribution(thread, "Syns", email="a@example.org")
    hidden = make.contribution(thread, "Dolda ord", email="a@example.org")
    gone = make.contribution(thread, "Borta", email="b@example.org")
    response = make.response([shown, hidden, gone], use=Use.NOT_USED)
    with transaction() as current:
        rows = [current.get_one(Contribution, row.id) for row in (hidden, gone)]
        contributions.transition(rows, ContributionAct.WITHDRAW, SOON)
    tell(EventKind.FEEDBACK_PUBLISHED, response)
    assert delivery.deliver(now=SOON).sent == 1
    [mail] = mails(app)
    assert "Dolda ord" not in text(mail)
    assert "Pengarna räckte inte." in text(mail)


def test_a_signed_in_author_without_an_address_is_told_at_her_account(app: Flask) -> None:
    account = make.account("maja@example.org")
    contribution = make.contribution()
    contribution.author_id = account.id
    session().commit()
    tell(EventKind.CONTRIBUTION_RECEIVED, contribution)
    delivery.deliver(now=SOON)
    assert [mail["To"] for mail in mails(app)] == ["maja@example.org"]


def test_a_mail_that_was_not_accepted_waits_and_is_tried_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(EventKind.CONTRIBUTION_RECEIVED, make.contribution(email="a@example.org"))

    def refuse(*_: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(delivery, "send", refuse)
    done = delivery.deliver(now=SOON)
    assert (done.sent, done.failed, done.waiting) == (0, 1, 1)
    monkeypatch.setattr(delivery, "send", send)
    assert delivery.deliver(now=SOON).sent == 0, "it waits a minute before the next try"
    assert delivery.deliver(now=SOON + timedelta(minutes=2)).sent == 1


def test_a_worker_killed_before_the_mark_repeats_the_same_message_id(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(EventKind.CONTRIBUTION_RECEIVED, make.contribution(email="a@example.org"))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_mark", die)
        with pytest.raises(KeyboardInterrupt):
            delivery.deliver(now=SOON)
    [before] = mails(app)
    assert delivery.deliver(now=SOON + timedelta(minutes=1)).sent == 0, "the lease still runs"
    assert delivery.deliver(now=SOON + timedelta(minutes=6)).sent == 1
    [after] = mails(app)
    assert before["Message-ID"] == after["Message-ID"]


def test_an_audience_is_written_once_even_if_expanded_twice(app: Flask) -> None:
    tell(EventKind.CONTRIBUTION_RECEIVED, make.contribution(email="a@example.org"))
    delivery.expand(SOON)
    with transaction() as current:
        for row in current.query(Outbox):
            row.expanded_at = None
    delivery.expand(SOON)
    assert session().query(Notification).count() == 1
