# SPDX-License-Identifier: EUPL-1.2
"""What a resident does: contribute, and with the receipt take back, hide the name, stop mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, command
from dialogue.core.database import session
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.events import EventKind, record
from dialogue.core.texts import plain
from dialogue.dialogues.acts import Words, receive, transition
from dialogue.dialogues.models import Contribution, Dialogue, Thread
from dialogue.dialogues.queries.contribution import contribution_by_key
from dialogue.dialogues.rules.contribution import ContributionAct, ContributionState


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
