# SPDX-License-Identifier: EUPL-1.2
"""What several commands of the desk share: writing a judgement down, and masking."""

from __future__ import annotations

from datetime import datetime

from dialogue.core.access import Actor
from dialogue.core.database import session
from dialogue.core.events import EventKind, record
from dialogue.core.personal_data import mask
from dialogue.dialogues.acts import put_words, seal
from dialogue.dialogues.models import Contribution
from dialogue.dialogues.rules.contribution import ContributionState
from dialogue.moderation import queries
from dialogue.moderation.models import ModerationDecision
from dialogue.moderation.rules import DeskAct, Ground

KINDS = {
    DeskAct.APPROVE: EventKind.CONTRIBUTION_APPROVED,
    DeskAct.MASK: EventKind.CONTRIBUTION_MASKED,
    DeskAct.REJECT: EventKind.CONTRIBUTION_REJECTED,
    DeskAct.HOLD: EventKind.CONTRIBUTION_HELD,
    DeskAct.UNPUBLISH: EventKind.CONTRIBUTION_UNPUBLISHED,
    DeskAct.RESTORE: EventKind.CONTRIBUTION_RESTORED,
    DeskAct.MOVE: EventKind.CONTRIBUTION_MOVED,
}


def decide(
    facilitator: Actor,
    contribution: Contribution,
    act: DeskAct,
    before: ContributionState,
    at: datetime,
    *,
    ground: Ground | None = None,
    text: str = "",
    **details: int | str | None,
) -> ModerationDecision:
    """Write the judgement down, answer the open notices, and record what happened.

    The event's details say which decision it was and the state before it.
    """
    current = session()
    decision = ModerationDecision(
        contribution_id=contribution.id, by_id=facilitator.account_id, act=act, ground=ground,
        text=text, at=at,
    )  # fmt: skip
    current.add(decision)
    for report in queries.open_reports(contribution.id):
        report.handled_at = at
    current.flush()
    if ground is not None:
        details["ground"] = ground.value
    record(
        KINDS[act], facilitator, contribution, at=at,
        decision=decision.id, before=before.value, **details,
    )  # fmt: skip
    return decision


def seal_and_mask(contribution: Contribution, at: datetime) -> bool:
    """Replace every finding in words and names, and seal what stood there; False: none found."""
    original = (contribution.body or "", contribution.name, contribution.on_behalf_of)
    words, *names = [mask(text) if text else text for text in original]
    if (words, *names) == original:
        return False
    seal(contribution, at)
    put_words(contribution, words or "")
    contribution.name, contribution.on_behalf_of = names
    contribution.held_for = []
    return True
