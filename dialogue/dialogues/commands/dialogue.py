# SPDX-License-Identifier: EUPL-1.2
"""What is done to a dialogue on its desk: create, save, announce, close, cancel."""

from __future__ import annotations

from datetime import datetime

from dialogue.accounts.models import Committee
from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, check_seen, command
from dialogue.core.database import session
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.events import EventKind, record
from dialogue.core.texts import plain
from dialogue.dialogues.commands.card import (
    add_change,
    announce,
    check_card,
    check_editable,
    place_under,
    write_card,
)
from dialogue.dialogues.models import Dialogue
from dialogue.dialogues.queries.card import card_in_words, card_of
from dialogue.dialogues.rules.card import Card
from dialogue.dialogues.rules.dialogue import FREE_SLUG, LIFECYCLE, DialogueAct


@command(Permission.DIALOGUE_MANAGE)
def create_dialogue(
    facilitator: Actor, committee: Committee, *, card: Card, at: datetime = NOW
) -> Dialogue:
    """Make a draft that belongs to `committee`; the card may have gaps.

    Raises Invalid for dates that contradict each other.
    """
    check_card(card, complete=False, needs_goal=False)
    dialogue = Dialogue(committee_id=committee.id, form=card.form, title=card.title, version=0)
    session().add(dialogue)
    session().flush()
    write_card(facilitator, dialogue, card, at)
    record(EventKind.DIALOGUE_CREATED, facilitator, dialogue, at=at, committee=committee.key)
    return dialogue


@command(Permission.DIALOGUE_MANAGE)
def save_dialogue(
    facilitator: Actor,
    dialogue: Dialogue,
    *,
    card: Card,
    committee: Committee | None = None,
    seen: int | None = None,
    at: datetime = NOW,
) -> Dialogue:
    """Put another card on a dialogue; after its announcement every change is public.

    Raises Invalid for a card that contradicts itself, or is incomplete though announced; Stale
    when it is no longer version `seen`; Conflict when the dialogue has ended for good.
    """
    check_card(card, complete=dialogue.is_public, needs_goal=not dialogue.is_free)
    check_seen(dialogue.version, seen)
    check_editable(dialogue)
    place_under(facilitator, dialogue, committee)
    write_card(facilitator, dialogue, card, at)
    record(EventKind.DIALOGUE_CHANGED, facilitator, dialogue, at=at, version=dialogue.version)
    return dialogue


@command(Permission.DIALOGUE_MANAGE)
def announce_dialogue(
    facilitator: Actor,
    dialogue: Dialogue,
    *,
    card: Card | None = None,
    committee: Committee | None = None,
    slug: str | None = None,
    seen: int | None = None,
    at: datetime = NOW,
) -> Dialogue:
    """Make a draft public with a complete card: `card`, or the one it has.

    `slug` is its address where that is fixed; else it comes from the title or, for a standing
    dialogue, from its goal.  Raises Invalid that names each missing field, Stale, and Conflict
    when it is no draft.
    """
    promised = card or card_of(dialogue)
    check_card(promised, complete=True, needs_goal=slug != FREE_SLUG and not dialogue.is_free)
    check_seen(dialogue.version, seen)
    LIFECYCLE.after(dialogue.state, DialogueAct.ANNOUNCE)
    place_under(facilitator, dialogue, committee)
    write_card(facilitator, dialogue, promised, at)
    announce(dialogue, slug, at)
    record(EventKind.DIALOGUE_ANNOUNCED, facilitator, dialogue, at=at, version=dialogue.version)
    return dialogue


@command(Permission.DIALOGUE_MANAGE)
def close_dialogue(
    facilitator: Actor, dialogue: Dialogue, *, seen: int | None = None, at: datetime = NOW
) -> Dialogue:
    """Close an open, bounded dialogue now, with a public entry.

    Raises Stale, and Conflict when it is not open or always open.
    """
    check_seen(dialogue.version, seen)
    check_editable(dialogue)
    if dialogue.is_standing or not dialogue.is_open(at):
        raise Conflict("only a bounded dialogue that is open can be closed")
    old = card_in_words(card_of(dialogue))["closes_at"]
    dialogue.closes_at = at
    new = card_in_words(card_of(dialogue))["closes_at"]
    add_change(facilitator, dialogue, "closes_at", old, new, at)
    dialogue.version += 1
    record(EventKind.DIALOGUE_CLOSED, facilitator, dialogue, at=at)
    return dialogue


@command(Permission.DIALOGUE_MANAGE)
def cancel_dialogue(
    facilitator: Actor,
    dialogue: Dialogue,
    *,
    reason: str,
    seen: int | None = None,
    at: datetime = NOW,
) -> Dialogue:
    """Call a dialogue off.  One that was announced stays readable, with the reason.

    Raises Invalid without a reason, Stale, IllegalTransition when it has ended already.
    """
    if not reason:
        raise Invalid({"reason": plain("Write why the dialogue is called off.")})
    check_seen(dialogue.version, seen)
    dialogue.state = LIFECYCLE.after(dialogue.state, DialogueAct.CANCEL)
    dialogue.cancel_reason = reason
    dialogue.version += 1
    record(EventKind.DIALOGUE_CANCELLED, facilitator, dialogue, at=at)
    return dialogue
