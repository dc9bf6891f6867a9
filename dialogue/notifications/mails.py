# SPDX-License-Identifier: EUPL-1.2
"""What each kind of mail says: its context, and its rendering in the recipient's language.

A mail is written when it is sent, from what is true then: what has been withdrawn or hidden since
is neither quoted nor told.  Personal data is masked in quotes.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, g, render_template, url_for

from dialogue.accounts.tokens import sign_in_token
from dialogue.core.events import Event, EventKind
from dialogue.core.mail import Mail, wire_address
from dialogue.core.municipality import municipality
from dialogue.core.personal_data import excerpt, find
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.feedback.models import FeedbackCover
from dialogue.feedback.wording import use_plain
from dialogue.moderation.queries import latest_decision_for_event
from dialogue.moderation.wording import ground_sentence
from dialogue.notifications.models import Notification
from dialogue.notifications.queries import delivery as queries
from dialogue.notifications.queries import follow as following
from dialogue.notifications.queries.delivery import SHOWN_KINDS
from dialogue.notifications.rules import CONFIRM_WITHIN
from dialogue.notifications.shown import asked_of, name_of, news_told
from dialogue.notifications.tokens import confirm_token, stop_token

RECEIPT_QUOTE = 200
ANSWER_QUOTE = 120
_NOT_SHOWN = {
    EventKind.CONTRIBUTION_REJECTED: ContributionState.REJECTED,
    EventKind.CONTRIBUTION_UNPUBLISHED: ContributionState.UNPUBLISHED,
}


def write(notification: Notification) -> Mail | None:
    """The mail of a notification; None when there is nothing left to tell.

    Needs an application context; the addresses in it begin with DIALOGUE_BASE_URL.
    """
    event = queries.event_by_id(notification.event_id)
    app, base = current_app, str(current_app.config["BASE_URL"])
    with app.test_request_context(f"/{notification.language}/", base_url=base):
        g.lang = notification.language
        context = _context(event, notification)
        if context is None:
            return None
        name = f"mails/{event.kind.value}"
        sender = municipality().mail_sender
        context |= {"sender": sender.name}
        subject, _, text = render_template(f"{name}.txt", **context).lstrip().partition("\n")
        return Mail(
            number=notification.id,
            to=notification.address,
            sender_name=sender.name,
            sender_address=sender.address,
            reply_to=context.get("reply_to") or sender.address,
            subject=subject,
            text=re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n",
            html=render_template(f"{name}.html", subject=subject, **context),
            language=notification.language,
            at=event.at,
            host=urlsplit(base).hostname or "localhost",
            stop_url=context.get("foot_url"),
            one_click=event.kind is EventKind.DIGEST_DUE,
        )


def _context(event: Event, notification: Notification) -> dict[str, Any] | None:
    if event.kind is EventKind.SIGN_IN_REQUESTED:
        return _sign_in(event)
    if event.kind is EventKind.FEEDBACK_PUBLISHED:
        return _answer(event, notification)
    if event.kind is EventKind.FOLLOW_REQUESTED:
        return _ask_follower(event)
    if event.kind is EventKind.DIGEST_DUE:
        return _digest(event)
    contribution = queries.contribution_told_of(event.subject_id, notification.address)
    if contribution is None or not _still_true(event, contribution):
        return None
    context = _about(contribution)
    if event.kind in _NOT_SHOWN:
        context |= _reasons(event, contribution)
    return context


def _still_true(event: Event, contribution: Contribution) -> bool:
    if event.kind in _NOT_SHOWN:
        return contribution.state is _NOT_SHOWN[event.kind]
    if event.kind in SHOWN_KINDS:
        return contribution.is_shown
    return contribution.state is not ContributionState.WITHDRAWN


def _sign_in(event: Event) -> dict[str, Any] | None:
    link = queries.sign_in_link(event.subject_id)
    if link is None or link.used_at is not None:
        return None
    token = sign_in_token(link.id)
    return {
        "url": url_for("accounts.sign_in_link", token=token, _external=True),
        "expires_at": link.expires_at,
        "foot_url": None,
    }


def _ask_follower(event: Event) -> dict[str, Any] | None:
    follow = following.follow_to_ask(event.subject_id, event.at)
    if follow is None:
        return None
    token = confirm_token(asked_of(follow))
    return {
        "name": name_of(follow.followed),
        "url": url_for("notifications.confirm", confirm_token=token, _external=True),
        "until": follow.requested_at + CONFIRM_WITHIN,
        "foot_url": None,
    }


def _digest(event: Event) -> dict[str, Any] | None:
    """None when all that there was to tell has been hidden since, or nothing is followed now."""
    digest = following.digest_by_id(event.subject_id)
    if digest is None or digest.until != event.at:
        return None
    follows = following.follows_of(digest.email)
    told = news_told(follows, digest.since, digest.until)
    stop = url_for("notifications.stop", stop_token=stop_token(digest.email), _external=True)
    return {"told": told, "count": len(follows), "foot_url": stop} if told else None


def _about(contribution: Contribution) -> dict[str, Any]:
    links = contribution.dialogue.links
    return {
        "contribution": contribution,
        "goal": links[0].goal.short if links else None,
        "thread": contribution.thread,
        "quoted": excerpt(contribution.body or "", RECEIPT_QUOTE),
        "due_at": contribution.due_at,
        "code": contribution.receipt.code,
        "url": _receipt_url(contribution),
        "public_url": url_for(
            "pages.contribution", contribution_id=contribution.id, _external=True
        ),
        "reply_to": _contact_address(contribution),
        "written_at": contribution.received_at,
        "foot_url": _stop_url(contribution),
    }


def _reasons(event: Event, contribution: Contribution) -> dict[str, Any]:
    decision = latest_decision_for_event(event)
    thread = contribution.thread
    address = None
    if thread is not None:
        address = url_for(
            "dialogues.write", slug=contribution.dialogue.slug, thread_slug=thread.slug,
            _external=True,
        )  # fmt: skip
    return {
        "reason": ground_sentence(decision.ground) if decision and decision.ground else None,
        "own_words": decision.text if decision else "",
        "decided_at": event.at,
        "reported": queries.was_reported(contribution.id, event.at),
        "write_url": address,
        "contact": municipality().contact,
    }


def _answer(event: Event, notification: Notification) -> dict[str, Any] | None:
    covers = queries.covers_told_of(event, notification.address)
    if not covers:
        return None
    response = queries.response_told_of(event.subject_id)
    first = covers[0].contribution
    return {
        "response": response,
        "signature": response.signature,
        "written_at": first.received_at,
        "url": _receipt_url(first),
        "lines": [_line(cover) for cover in covers],
        "foot_url": _stop_url(first),
    }


def _line(cover: FeedbackCover) -> dict[str, Any]:
    """What an answer says of one contribution; the answer desk shows the same before publishing."""
    return {
        "quoted": excerpt(cover.contribution.body or "", ANSWER_QUOTE),
        "use": use_plain(cover.use, cover.receiver),
        "line": cover.line,
        "reason": cover.reason,
        "url": _receipt_url(cover.contribution),
    }


def _contact_address(contribution: Contribution) -> str | None:
    """The mail address in the contact line of the promise card, for answers to the mail.

    None for one that people can read but no mail program: "anna (at) example punkt org".
    """
    line = contribution.dialogue.contact or ""
    for found in find(line):
        if found.kind == "email":
            with suppress(ValueError):
                return wire_address(line[found.start : found.end])
    return None


def _receipt_url(contribution: Contribution) -> str:
    return url_for("pages.receipt", code=contribution.receipt.code, _external=True)


def _stop_url(contribution: Contribution) -> str:
    return url_for("dialogues.stop_mail", code=contribution.receipt.code, _external=True)
