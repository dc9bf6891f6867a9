# SPDX-License-Identifier: EUPL-1.2
"""Writing a promise card to a dialogue: what the commands of dialogues share."""

from __future__ import annotations

from datetime import datetime

from slugify import slugify
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.models import Committee
from dialogue.core.access import Actor, Permission, may
from dialogue.core.database import session
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.texts import plain
from dialogue.dialogues.models import Dialogue, DialogueChange, DialogueLink, Thread, ThreadLink
from dialogue.dialogues.queries.card import card_in_words, card_of
from dialogue.dialogues.queries.desk import has_contributions, taken_slugs
from dialogue.dialogues.rules.card import (
    OWN_PAGES,
    Card,
    Question,
    free_slug,
    same_threads,
    standing_slug,
)
from dialogue.dialogues.rules.dialogue import (
    EDITABLE,
    LIFECYCLE,
    STANDING_THREAD,
    DialogueAct,
    DialogueForm,
    date_faults,
    missing_on_card,
)


def check_card(card: Card, *, complete: bool, needs_goal: bool) -> None:
    """Raises Invalid that names each field that is missing or contradicts another."""
    faults = dict.fromkeys(
        date_faults(card.form, card.opens_at, card.closes_at, card.answer_by),
        plain("This date does not go with the others."),
    )
    if complete:
        missing = missing_on_card(card.filled(), card.form, needs_goal=needs_goal)
        faults |= dict.fromkeys(missing, plain("This is needed before the dialogue is announced."))
    if card.form is DialogueForm.STANDING and len(card.questions) > 1:
        faults["question"] = plain("A dialogue that is always open has one question.")
    if faults:
        raise Invalid(faults)


def check_editable(dialogue: Dialogue) -> None:
    """Raises Conflict when the dialogue has ended for good."""
    if dialogue.state not in EDITABLE:
        raise Conflict(f"a dialogue that is {dialogue.state} is no longer changed")


def place_under(actor: Actor, dialogue: Dialogue, committee: Committee | None) -> None:
    """Give a draft to another committee of the actor's.  Raises Invalid."""
    if committee is None or committee.id == dialogue.committee_id:
        return
    if not may(actor, Permission.DIALOGUE_MANAGE, committee.whose()):
        raise Invalid({"committee": plain("Choose one of your committees.")})
    if dialogue.is_public:
        raise Invalid({"committee": plain("The committee stays as it was announced.")})
    dialogue.committee_id = committee.id


def write_card(actor: Actor, dialogue: Dialogue, card: Card, at: datetime) -> None:
    """Put the card on the dialogue; what was announced gets a public entry per changed field.

    Raises Invalid when the form would change after the announcement, or a question with
    contributions would go.
    """
    if dialogue.is_public and card.form is not dialogue.form:
        raise Invalid({"form": plain("The form stays as it was announced.")})
    before = card_in_words(card_of(dialogue)) if dialogue.is_public else {}
    _write_fields(dialogue, card)
    _write_links(dialogue, card)
    asked = _write_questions(dialogue, card)
    if dialogue.is_public:
        after = card_in_words(card_of(dialogue))
        changed = [(name, before[name], new) for name, new in after.items() if before[name] != new]
        for name, old, new in [*changed, *(("question", *pair) for pair in asked)]:
            add_change(actor, dialogue, name, old, new, at)
    dialogue.version += 1


def add_change(
    actor: Actor, dialogue: Dialogue, field: str, old: str, new: str, at: datetime
) -> None:
    """One line of the public change log."""
    dialogue.changes.append(
        DialogueChange(at=at, account_id=actor.account_id, field=field, old=old, new=new)
    )


def announce(dialogue: Dialogue, slug: str | None, at: datetime) -> None:
    """Make a complete draft public, under an address that stays.

    Raises IllegalTransition when it is no draft, Invalid when its goal has a standing dialogue.
    """
    state = LIFECYCLE.after(dialogue.state, DialogueAct.ANNOUNCE)
    dialogue.slug = slug or _new_slug(dialogue)
    dialogue.state, dialogue.announced_at = state, at
    try:
        session().flush()
    except IntegrityError as error:
        raise Conflict("its address was taken at the same moment; try again") from error


def _new_slug(dialogue: Dialogue) -> str:
    if dialogue.is_standing:
        slug = standing_slug(dialogue.links[0].goal.path_key)
        if slug in taken_slugs(slug):
            message = plain("This goal already has a dialogue that is always open.")
            raise Invalid({"goals": message})
        return slug
    wanted = slugify(dialogue.title.sv, max_length=60, word_boundary=True)
    return free_slug(wanted, taken_slugs(wanted), "dialog")


def _write_fields(dialogue: Dialogue, card: Card) -> None:
    for name in (
        "form", "title", "place_id", "purpose", "open_to", "not_open_to", "level", "decider",
        "moderation", "contact", "case_number", "sami_flag", "child_flag",
    ):  # fmt: skip
        setattr(dialogue, name, getattr(card, name))
    dialogue.languages = list(card.languages)
    standing = card.form is DialogueForm.STANDING
    for name in ("opens_at", "closes_at", "decision_on", "answer_by"):
        setattr(dialogue, name, None if standing else getattr(card, name))


def _write_links(dialogue: Dialogue, card: Card) -> None:
    if [(link.goal_id, link.assignment_id) for link in dialogue.links] != list(card.links):
        dialogue.links = [DialogueLink(goal_id=g, assignment_id=a) for g, a in card.links]
    session().flush()


def _write_questions(dialogue: Dialogue, card: Card) -> list[tuple[str, str]]:
    """Write the threads; give back (old, new) words of each question that changed."""
    old = list(dialogue.threads)
    pairs = same_threads([(t.slug, t.question.sv) for t in old], card.questions)
    gone = [thread for i, thread in enumerate(old) if i not in pairs]
    if any(has_contributions(thread) for thread in gone):
        message = plain("A question that has contributions cannot be taken away.")
        raise Invalid({"question": message})
    changes = [(thread.question.sv, "") for thread in gone]
    for thread in gone:
        dialogue.threads.remove(thread)
    taken = {thread.slug for thread in old}
    for position, (place, question) in enumerate(zip(pairs, card.questions, strict=True)):
        thread = old[place] if place is not None else _new_thread(dialogue, question)
        was = thread.question.sv if place is not None else ""
        if was != question.text.sv:
            changes.append((was, question.text.sv))
        _write_thread(dialogue, thread, question, taken)
        thread.position = position
    session().flush()
    return changes


def _new_thread(dialogue: Dialogue, question: Question) -> Thread:
    thread = Thread(slug="", question=question.text)
    dialogue.threads.append(thread)
    return thread


def _write_thread(dialogue: Dialogue, thread: Thread, question: Question, taken: set[str]) -> None:
    if not (dialogue.is_public and thread.slug):
        taken.discard(thread.slug)
        words = slugify(question.text.sv, max_length=60, word_boundary=True)
        made = question.slug or free_slug(words, taken | OWN_PAGES, "fraga")
        thread.slug = STANDING_THREAD if dialogue.is_standing else made
        taken.add(thread.slug)
    if thread.question != question.text:
        thread.question = question.text
    if question.links is not None:
        thread.links = [ThreadLink(goal_id=g, assignment_id=a) for g, a in question.links]
