# SPDX-License-Identifier: EUPL-1.2
"""What several commands share: receiving words, and every change of a contribution's state.

`receive()`, `transition()`, `read_again()` and `move()` are the only places that write a
contribution's state, its times and the threads' counters.  Callers hold the write transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from dialogue.core.access import Actor
from dialogue.core.database import session
from dialogue.core.errors import IllegalTransition
from dialogue.core.html import HTML_VERSION, render_words
from dialogue.core.municipality import municipality
from dialogue.core.personal_data import find
from dialogue.core.workdays import end_of_day, local_day
from dialogue.dialogues import codes
from dialogue.dialogues.models import (
    Contact,
    Contribution,
    Dialogue,
    Receipt,
    SealedOriginal,
    Thread,
)
from dialogue.dialogues.queries.contribution import was_handled
from dialogue.dialogues.rules.contribution import (
    LIFECYCLE,
    SEALED_DAYS,
    Channel,
    ContributionAct,
    ContributionState,
    NotEditable,
    initial_state,
    reason_not_editable,
)
from dialogue.dialogues.rules.dialogue import ModerationMode

#: Acts by which a person has read the words.
_READ = frozenset({ContributionAct.APPROVE, ContributionAct.MASK, ContributionAct.RESTORE})


@dataclass(frozen=True)
class Words:
    """What a resident gave, normalised already: `body` 1-5 000 code points."""

    body: str
    language: str = "sv"
    place_id: int | None = None
    email: str | None = None
    name: str | None = None
    on_behalf_of: str | None = None
    parent_id: int | None = None
    channel: Channel = Channel.COMMENT


def found_in(words: Words) -> list[str]:
    """The kinds of personal data in the words and names, in the order of their first finding."""
    kinds = [
        finding.kind
        for text in (words.body, words.name, words.on_behalf_of)
        if text
        for finding in find(text)
    ]
    return list(dict.fromkeys(kinds))


def due_at(dialogue: Dialogue, received: datetime) -> datetime:
    """When the answer is due: a bounded dialogue's date, else working days from the receipt."""
    if dialogue.answer_by is not None and not dialogue.is_standing:
        return end_of_day(dialogue.answer_by)
    first_goal = dialogue.links[0].goal.path_key if dialogue.links else None
    return municipality().due_at(received, first_goal)


def receive(
    thread: Thread, words: Words, *, author: Actor, key: str | None, at: datetime
) -> Contribution:
    """Store what a resident gave, with receipt and address; the rules decide where it begins."""
    dialogue = thread.dialogue
    kinds = found_in(words)
    read_first = dialogue.moderation is ModerationMode.PRE
    contribution = Contribution(
        dialogue_id=dialogue.id,
        thread_id=thread.id,
        parent_id=words.parent_id,
        channel=words.channel,
        author_id=author.account_id if words.channel is Channel.COMMENT else None,
        name=words.name,
        on_behalf_of=words.on_behalf_of,
        place_id=words.place_id,
        language=words.language,
        state=initial_state(findings=bool(kinds), read_first=read_first),
        held_for=kinds,
        received_at=at,
        due_at=due_at(dialogue, at),
        submission_key=key,
    )
    put_words(contribution, words.body)
    contribution.receipt = Receipt(code=codes.new_code())
    if words.email:
        contribution.contact = Contact(email=words.email)
    current = session()
    if contribution.is_shown:
        _show(contribution, at)
    current.add(contribution)
    current.flush()
    if contribution.is_shown:
        _count(Counter({thread.id: 1}))
    return contribution


def put_words(contribution: Contribution, body: str) -> None:
    """Set the words and their rendering, which is made once, when they are written."""
    contribution.body = body
    contribution.body_html = str(render_words(body))
    contribution.html_version = HTML_VERSION


def seal(contribution: Contribution, at: datetime) -> None:
    """Keep the words and names as they stand, until they are disposed of; before changing them.

    The SHA-256 of the three texts proves afterwards that a copy was, or was not, this.
    """
    texts = (contribution.body or "", contribution.name, contribution.on_behalf_of)
    session().add(
        SealedOriginal(
            contribution_id=contribution.id, body=texts[0], name=texts[1], on_behalf_of=texts[2],
            sha256=hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest(),
            dispose_on=local_day(at) + timedelta(days=SEALED_DAYS),
        )
    )  # fmt: skip


def why_not_editable(contribution: Contribution, at: datetime) -> NotEditable | None:
    """Why its author cannot change the words at `at`; None while she can."""

    def reason(was_read: bool) -> NotEditable | None:
        return reason_not_editable(
            contribution.state, received=contribution.received_at, now=at,
            was_answered=contribution.answered_at is not None, was_read=was_read,
            reads_first=contribution.dialogue.moderation is ModerationMode.PRE,
        )  # fmt: skip

    # Most receipts are older than a quarter of an hour: then nothing needs to be looked up.
    return reason(contribution.reviewed_at is not None) or reason(was_handled(contribution.id))


def transition(contributions: Iterable[Contribution], act: ContributionAct, at: datetime) -> None:
    """Change the state of each by `act`, with its times, version and its thread's counter.

    Raises IllegalTransition before anything is changed when one of them does not allow it.
    """
    changing = list(dict.fromkeys(contributions))
    after = {c.id: _after(c, act) for c in changing}
    counts: Counter[int] = Counter()
    for contribution in changing:
        was_shown = contribution.is_shown
        contribution.state = after[contribution.id]
        contribution.version += 1
        if act in _READ:
            contribution.reviewed_at = at
        if contribution.is_shown:
            _show(contribution, at)
        if contribution.thread_id is not None:
            counts[contribution.thread_id] += contribution.is_shown - was_shown
    session().flush()
    _count(counts)


def read_again(contribution: Contribution, at: datetime) -> None:
    """A person has read what is shown once more, after a notice: it stays as it is."""
    contribution.reviewed_at = at
    contribution.version += 1


def move(contribution: Contribution, target: Thread) -> None:
    """Put a contribution, with its replies, into another thread; its state and clock live on.

    Raises IllegalTransition when it is in a state that cannot be moved.
    """
    LIFECYCLE.after(contribution.state, ContributionAct.MOVE)
    moving = [contribution, *_replies_to(contribution)]
    _lock_threads({target.id, *(m.thread_id for m in moving if m.thread_id is not None)})
    # A reply may have come while we waited for the thread; none can come now.
    moving = [contribution, *_replies_to(contribution)]
    counts: Counter[int] = Counter()
    for moved in moving:
        if moved.is_shown:
            counts[target.id] += 1
            if moved.thread_id is not None:
                counts[moved.thread_id] -= 1
        moved.thread_id = target.id
        moved.dialogue_id = target.dialogue_id
        moved.version += 1
    # A reply that is moved leaves what it answered behind, and stands by itself.
    contribution.parent_id = contribution.reply_no = None
    session().flush()
    _count(counts)
    for moved in moving:
        session().expire(moved, ["dialogue", "thread"])


def _replies_to(contribution: Contribution) -> list[Contribution]:
    found = (
        select(Contribution)
        .where(Contribution.parent_id == contribution.id)
        .order_by(Contribution.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(found))


def _lock_threads(ids: set[int]) -> None:
    locked = select(Thread.id).where(Thread.id.in_(ids)).order_by(Thread.id)
    session().execute(locked.with_for_update(key_share=True)).all()


def _after(contribution: Contribution, act: ContributionAct) -> ContributionState:
    state = contribution.state
    if act is ContributionAct.APPROVE and contribution.is_shown and contribution.reviewed_at:
        allowed = [a for a in LIFECYCLE.allowed(state) if a is not act]
        raise IllegalTransition(state, act, list(allowed))
    return LIFECYCLE.after(state, act)


def _show(contribution: Contribution, at: datetime) -> None:
    """Its first showing gives it its time, and a reply its number."""
    contribution.shown_at = contribution.shown_at or at
    if contribution.parent_id is None or contribution.reply_no is not None:
        return
    current = session()
    if contribution.thread_id is not None:
        _lock_threads({contribution.thread_id})
    current.flush()  # the number that another reply got a moment ago counts
    last = current.scalar(
        select(func.max(Contribution.reply_no)).where(
            Contribution.parent_id == contribution.parent_id
        )
    )
    contribution.reply_no = (last or 0) + 1


def _count(counts: Counter[int]) -> None:
    """One UPDATE a thread, in ascending id."""
    for thread_id, delta in sorted(counts.items()):
        if delta:
            session().execute(
                update(Thread)
                .where(Thread.id == thread_id)
                .values(shown_count=Thread.shown_count + delta)
                .execution_options(synchronize_session="fetch")
            )
