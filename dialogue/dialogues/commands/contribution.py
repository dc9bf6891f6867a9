# SPDX-License-Identifier: EUPL-1.2
"""What a resident does: contribute, and with the receipt change it, mail it, take it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, check_seen, command
from dialogue.core.database import session
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.events import EventKind, record
from dialogue.core.texts import plain
from dialogue.dialogues.acts import (
    Words,
    found_in,
    put_words,
    receive,
    seal,
    transition,
    why_not_editable,
)
from dialogue.dialogues.models import Contact, Contribution, Dialogue, Thread
from dialogue.dialogues.queries.contribution import contribution_by_key
from dialogue.dialogues.rules.contribution import (
    MAILABLE,
    ContributionAct,
    ContributionState,
)


@command(Permission.CONTRIBUTE)
def contribute(
    actor: Actor, thread: Thread, *, words: Words, key: str | None, at: datetime = NOW
) -> Contribution:
    """Receive what somebody writes in a thread; a second time with the same key, the first one.

    The thread is locked, so of two with one key at once the second finds what the first stored.
    `words.parent_id` is what it answers; an answer to an answer goes to the one on top.
    Raises Conflict when the dialogue is not open, Invalid when what it answers does not show here.
    """
    if key is not None and (first := contribution_by_key(key)) is not None:
        return first
    dialogue = session().get(Dialogue, thread.dialogue_id, populate_existing=True)
    if dialogue is None or not dialogue.is_open(at):
        raise Conflict(f"dialogue {thread.dialogue_id} is not open: it takes no contributions")
    words = replace(words, parent_id=_top(thread, words.parent_id))
    contribution = receive(thread, words, author=actor, key=key, at=at)
    record(
        EventKind.CONTRIBUTION_RECEIVED, actor, contribution, at=at,
        state=contribution.state.value, channel=contribution.channel.value,
    )  # fmt: skip
    return contribution


def _top(thread: Thread, parent_id: int | None) -> int | None:
    if parent_id is None:
        return None
    parent = session().get(Contribution, parent_id, populate_existing=True)
    if parent is None or not parent.is_shown or parent.thread_id != thread.id:
        raise Invalid({"parent": plain("What you comment on no longer shows.")})
    return parent.parent_id or parent.id


@command(Permission.CONTRIBUTION_OWN)
def edit_contribution(
    actor: Actor,
    contribution: Contribution,
    *,
    body: str,
    seen: int | None = None,
    at: datetime = NOW,
) -> Contribution:
    """Put other words in place of hers, and seal what stood there.  The same words change nothing.

    With personal data in them it leaves public view until a person has read it.  `seen` is the
    version that the page showed.  Raises Conflict when it can be changed no more, Stale when it
    was changed after the page was shown.
    """
    if (reason := why_not_editable(contribution, at)) is not None:
        raise Conflict(f"its author cannot change the words: {reason}")
    if body == contribution.body:
        return contribution
    check_seen(contribution.version, seen)
    before = contribution.state
    seal(contribution, at)
    put_words(contribution, body)
    contribution.held_for = found_in(
        Words(body, name=contribution.name, on_behalf_of=contribution.on_behalf_of)
    )
    if contribution.held_for and before is not ContributionState.HELD:
        transition([contribution], ContributionAct.HOLD, at)
    else:
        contribution.version += 1
    record(
        EventKind.CONTRIBUTION_EDITED, actor, contribution, at=at,
        before=before.value, state=contribution.state.value,
    )  # fmt: skip
    return contribution


@command(Permission.CONTRIBUTION_OWN)
def mail_receipt(
    actor: Actor, contribution: Contribution, *, email: str, at: datetime = NOW
) -> Contribution:
    """Mail the receipt to `email`, and the answer too.  The same address again changes nothing.

    Raises Conflict when no answer will come, or when another address stands there: whoever holds
    the code stops the mails to that one first, so that none is led elsewhere unnoticed.
    """
    if contribution.state not in MAILABLE:
        raise Conflict(f"it is {contribution.state}: no answer comes that could be mailed")
    contact = contribution.contact
    if contact is not None and contact.email:
        if contact.email.lower() != email.lower():
            raise Conflict("it is mailed to another address already: stop that first")
        return contribution
    if contact is None:
        contribution.contact = Contact(email=email)
    else:
        contact.email, contact.erased_at = email, None
    record(EventKind.RECEIPT_MAILED, actor, contribution, at=at)
    return contribution


@command(Permission.CONTRIBUTION_OWN)
def withdraw_contribution(
    actor: Actor, contribution: Contribution, *, at: datetime = NOW
) -> Contribution:
    """Take it back: nobody else sees it any more, its record stays.  Once more changes nothing."""
    if contribution.state is not ContributionState.WITHDRAWN:
        transition([contribution], ContributionAct.WITHDRAW, at)
        record(EventKind.CONTRIBUTION_WITHDRAWN, actor, contribution, at=at)
    return contribution


@command(Permission.CONTRIBUTION_OWN)
def remove_name(actor: Actor, contribution: Contribution, *, at: datetime = NOW) -> Contribution:
    """Take the names away; the words stay where they are.  Once more changes nothing."""
    if contribution.name or contribution.on_behalf_of:
        contribution.name = contribution.on_behalf_of = None
        contribution.version += 1
        record(EventKind.CONTRIBUTION_NAME_REMOVED, actor, contribution, at=at)
    return contribution


@command(Permission.CONTRIBUTION_OWN)
def stop_mail(actor: Actor, contribution: Contribution, *, at: datetime = NOW) -> Contribution:
    """Erase the address that answers are mailed to.  Once more changes nothing."""
    contact = contribution.contact
    if contact is not None and contact.email:
        contact.email, contact.erased_at = None, at
        record(EventKind.CONTRIBUTION_MAIL_STOPPED, actor, contribution, at=at)
    return contribution
