# SPDX-License-Identifier: EUPL-1.2
"""What a facilitator does with a contribution, and what a reader points at.

Each act leaves one ModerationDecision and one Event, and answers the open notices.  `seen` is the
version that the page showed; None where no page was shown.  All of them raise Stale when somebody
changed the contribution after that, IllegalTransition when its state does not allow the act.
"""

from __future__ import annotations

from datetime import datetime

from dialogue.core.access import Actor, Permission, may
from dialogue.core.commands import NOW, check_seen, command
from dialogue.core.database import session
from dialogue.core.errors import Conflict, Invalid, NotFound
from dialogue.core.events import EventKind, record
from dialogue.core.texts import plain
from dialogue.dialogues import acts as contributions
from dialogue.dialogues.models import Contribution, Thread
from dialogue.dialogues.rules.contribution import MOVABLE, ContributionAct
from dialogue.moderation import acts, queries
from dialogue.moderation.models import ModerationDecision, Report
from dialogue.moderation.rules import DeskAct, Ground, may_be_moved_to, may_restore

MODERATE = Permission.CONTRIBUTION_MODERATE


@command(MODERATE)
def approve_contribution(
    facilitator: Actor, contribution: Contribution, *, seen: int | None = None, text: str = "",
    at: datetime = NOW,
) -> ModerationDecision:  # fmt: skip
    """Publish it, or say that what is published already has been read.

    One that was read before may be approved anew while there are notices on it: she keeps it.
    """
    check_seen(contribution.version, seen)
    before = contribution.state
    if contribution.is_shown and queries.open_reports(contribution.id):
        contributions.read_again(contribution, at)
    else:
        contributions.transition([contribution], ContributionAct.APPROVE, at)
    return acts.decide(facilitator, contribution, DeskAct.APPROVE, before, at, text=text)


@command(MODERATE)
def mask_contribution(
    facilitator: Actor, contribution: Contribution, *, seen: int | None = None, text: str = "",
    at: datetime = NOW,
) -> ModerationDecision:  # fmt: skip
    """Take the personal data out of its words and names, seal the original, and publish the rest.

    Raises Invalid when nothing was found in it: then there is nothing to mask.
    """
    check_seen(contribution.version, seen)
    before = contribution.state
    contributions.transition([contribution], ContributionAct.MASK, at)
    if not acts.seal_and_mask(contribution, at):
        raise Invalid({"act": plain("We found no personal data to hide. Publish it instead.")})
    return acts.decide(facilitator, contribution, DeskAct.MASK, before, at, text=text)


@command(MODERATE)
def reject_contribution(
    facilitator: Actor, contribution: Contribution, *, ground: Ground, text: str = "",
    seen: int | None = None, at: datetime = NOW,
) -> ModerationDecision:  # fmt: skip
    """Do not publish it, on a ground and with words that its author reads."""
    check_seen(contribution.version, seen)
    before = contribution.state
    contributions.transition([contribution], ContributionAct.REJECT, at)
    return acts.decide(
        facilitator, contribution, DeskAct.REJECT, before, at, ground=ground, text=text
    )


@command(MODERATE)
def hold_contribution(
    facilitator: Actor, contribution: Contribution, *, seen: int | None = None, text: str = "",
    at: datetime = NOW,
) -> ModerationDecision:  # fmt: skip
    """Let it wait, out of view, for a closer look.  Nobody is told."""
    check_seen(contribution.version, seen)
    before = contribution.state
    contributions.transition([contribution], ContributionAct.HOLD, at)
    return acts.decide(facilitator, contribution, DeskAct.HOLD, before, at, text=text)


@command(MODERATE)
def unpublish_contribution(
    facilitator: Actor, contribution: Contribution, *, ground: Ground, text: str = "",
    seen: int | None = None, at: datetime = NOW,
) -> ModerationDecision:  # fmt: skip
    """Take it out of view again, on a ground and with words that its author reads."""
    check_seen(contribution.version, seen)
    before = contribution.state
    contributions.transition([contribution], ContributionAct.UNPUBLISH, at)
    return acts.decide(
        facilitator, contribution, DeskAct.UNPUBLISH, before, at, ground=ground, text=text
    )


@command(MODERATE)
def restore_contribution(
    facilitator: Actor, contribution: Contribution, *, seen: int | None = None, text: str = "",
    at: datetime = NOW,
) -> ModerationDecision:  # fmt: skip
    """Publish what was rejected or unpublished; the judgement that hid it is marked as undone.

    Raises Conflict when the decision was her own and more than ten minutes ago.
    """
    check_seen(contribution.version, seen)
    before = contribution.state
    contributions.transition([contribution], ContributionAct.RESTORE, at)
    undone = queries.decision_in_force(contribution.id)
    if undone is not None:
        if not may_restore(
            decided_by=undone.by_id, decided_at=undone.at,
            restorer=facilitator.account_id, now=at,
        ):  # fmt: skip
            raise Conflict("the decider restores within ten minutes; after that another one does")
        undone.undone_at = at
    return acts.decide(facilitator, contribution, DeskAct.RESTORE, before, at, text=text)


@command(MODERATE)
def move_contribution(
    facilitator: Actor, contribution: Contribution, *, target: Thread | None,
    seen: int | None = None, text: str = "", at: datetime = NOW,
) -> ModerationDecision:  # fmt: skip
    """Put it, with its replies, under another question; state, receipt and clock live on.

    Raises Invalid, in the same words, when the target is not hers, hidden or where it stands.
    """
    check_seen(contribution.version, seen)
    before, origin = contribution.state, contribution.thread_id
    place = session().get(Thread, target.id, populate_existing=True) if target else None
    if (
        place is None
        or place.id == origin
        or not may_be_moved_to(place.dialogue.state)
        or not may(facilitator, MODERATE, place.whose())
    ):
        raise Invalid({"target": plain("Choose a question to move it to.")})
    contributions.move(contribution, place)
    for reply in queries.replies_of(contribution.id):
        if reply.state in MOVABLE:
            record(
                EventKind.CONTRIBUTION_MOVED, facilitator, reply, at=at,
                before=reply.state, origin=origin, target=place.id,
            )  # fmt: skip
    return acts.decide(
        facilitator, contribution, DeskAct.MOVE, before, at,
        text=text, origin=origin, target=place.id,
    )  # fmt: skip


@command(Permission.NOTICE_GIVE)
def give_notice(
    reader: Actor, contribution: Contribution, *, text: str, ground: Ground | None = None,
    email: str | None = None, at: datetime = NOW,
) -> Report:  # fmt: skip
    """Point at a published contribution, which puts it on the desk.

    Raises NotFound when it is not shown, exactly as when it does not exist.
    """
    if not contribution.is_shown:
        raise NotFound("there is no such contribution to point at")
    report = Report(
        contribution_id=contribution.id, ground=ground, text=text, email=email, at=at
    )  # fmt: skip
    session().add(report)
    record(
        EventKind.NOTICE_GIVEN, reader, contribution, at=at, ground=ground.value if ground else None
    )
    return report
