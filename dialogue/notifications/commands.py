# SPDX-License-Identifier: EUPL-1.2
"""Following by e-mail: ask, say yes, end it, and the weekly digest."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from dialogue.accounts.acts import spend_as_much
from dialogue.core.access import Actor, Permission
from dialogue.core.commands import NOW, command
from dialogue.core.database import session
from dialogue.core.errors import Gone, NotFound
from dialogue.core.events import EventKind, record
from dialogue.dialogues.models import Dialogue
from dialogue.notifications import acts
from dialogue.notifications.models import Digest, Follow, Followed
from dialogue.notifications.queries import follow as queries
from dialogue.notifications.queries.news import due_with_news
from dialogue.notifications.rules import ASKED_AT_MOST, WAITING_AT_MOST, is_too_old

#: So many addresses get their digest in one transaction.
BATCH = 200


@command(Permission.FOLLOW)
def request_follow(
    actor: Actor, followed: Followed, *, email: str, language: str, at: datetime = NOW
) -> None:
    """Let this address be asked whether it wants to follow; nobody is told whether it does already.

    Asking again sends one more mail at most, and an address with many open questions is asked no
    more.  Raises NotFound for a dialogue that nobody may see.
    """
    if isinstance(followed, Dialogue) and not followed.is_public:
        raise NotFound("there is no such dialogue for this reader")
    address = email.lower()
    follow = queries.follow_of(address, followed)
    if follow is None and queries.questions_waiting(address, at) < WAITING_AT_MOST:
        follow = Follow(
            email=address, language=language, requested_at=at, **queries.columns_of(followed)
        )
        session().add(follow)
    elif follow is None or follow.confirmed_at is not None:
        spend_as_much(at)
        return
    elif is_too_old(follow.requested_at, at):
        follow.requested_at, follow.language = at, language
    elif queries.times_asked(follow) >= ASKED_AT_MOST:
        spend_as_much(at)
        return
    record(EventKind.FOLLOW_REQUESTED, actor, follow, at=at)


@command(Permission.FOLLOW)
def confirm_follow(actor: Actor, follow: Follow, *, at: datetime = NOW) -> Follow:
    """The address's owner says yes; once more changes nothing.  Raises Gone after seven days."""
    if follow.confirmed_at is not None:
        return follow
    if is_too_old(follow.requested_at, at):
        raise Gone("the question is too old; it can be asked again")
    follow.confirmed_at = at
    record(EventKind.FOLLOW_CONFIRMED, actor, follow, at=at)
    return follow


@command(Permission.FOLLOW)
def end_follows(
    actor: Actor, subject: None, *, email: str, follow_id: int | None = None, at: datetime = NOW
) -> int:
    """End one follow of this address, or all of them; how many ended.  Once more: none.

    Whoever follows nothing more is forgotten: no row holds the address for following any longer.
    """
    return acts.end(actor, queries.follows_to_end(email, follow_id), at)


@command(Permission.DIGESTS_MAKE)
def make_digests(actor: Actor, subject: None, *, at: datetime = NOW) -> int:
    """A digest for each address whose week is over and that has news; how many rows were touched.

    Questions that nobody answered within seven days are forgotten.  Two workers at once make one:
    the second waits for the first's rows and then finds that the week has begun anew.
    """
    touched = acts.end(actor, queries.unanswered(at), at)
    emails = list(islice(due_with_news(at), BATCH))
    if not emails:
        return touched
    queries.lock_follows(emails)
    for email, rows in due_with_news(at, emails).items():
        digest = Digest(
            email=email, language=rows[-1].follow.language, since=rows[0].digested_until, until=at
        )
        session().add(digest)
        record(EventKind.DIGEST_DUE, actor, digest, at=at)
        touched += 1
    return touched
