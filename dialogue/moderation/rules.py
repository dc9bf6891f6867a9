# SPDX-License-Identifier: EUPL-1.2
"""Rules of the reading desk: the grounds, and who may undo what.  Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from dialogue.dialogues.rules.contribution import LIFECYCLE, MOVABLE, ContributionState
from dialogue.dialogues.rules.dialogue import DialogueState

UNDO = timedelta(minutes=10)


class Ground(StrEnum):
    """Why something may not be shown.

    Threat to terror: act 1998:112, 5 § (a)-(g); copyright: the same paragraph; the last four are
    the house rules.  Being off the question, or its language, is never a ground.
    """

    THREAT = "threat"
    PRIVACY = "privacy"
    INCITEMENT = "incitement"
    AGITATION = "agitation"
    ABUSE_MATERIAL = "abuse_material"
    UNLAWFUL_VIOLENCE = "unlawful_violence"
    TERROR = "terror"
    COPYRIGHT = "copyright"
    PERSONAL_DATA = "personal_data"
    DEFAMATION = "defamation"
    SPAM = "spam"
    ADVERTISING = "advertising"


class DeskAct(StrEnum):
    """What a facilitator can do with a contribution today."""

    APPROVE = "approve"
    MASK = "mask"
    REJECT = "reject"
    HOLD = "hold"
    UNPUBLISH = "unpublish"
    RESTORE = "restore"
    MOVE = "move"


#: Acts that need a ground.
GROUNDED = frozenset({DeskAct.REJECT, DeskAct.UNPUBLISH})


#: What takes a colleague's choice back.  Waiting and moving are simply decided anew.
UNDOES = {
    DeskAct.APPROVE: DeskAct.HOLD,
    DeskAct.MASK: DeskAct.HOLD,
    DeskAct.REJECT: DeskAct.RESTORE,
    DeskAct.UNPUBLISH: DeskAct.RESTORE,
}


def may_restore(
    *, decided_by: int | None, decided_at: datetime, restorer: int | None, now: datetime
) -> bool:
    """Restoring is for another facilitator than the one who decided, or hers within 10 minutes."""
    return decided_by is None or restorer != decided_by or now - decided_at <= UNDO


def may_be_moved_to(state: DialogueState) -> bool:
    """Only an announced dialogue takes what is moved: neither hidden, archived nor cancelled."""
    return state is DialogueState.ANNOUNCED


def stands_on_desk(state: ContributionState, *, was_read: bool, has_notice: bool) -> bool:
    """Whether somebody has to read it: it waits, was shown unread, or somebody points at it."""
    if state in (ContributionState.SUBMITTED, ContributionState.HELD):
        return True
    return state is ContributionState.PUBLISHED and (not was_read or has_notice)


def possible_acts(
    state: ContributionState, *, was_read: bool, has_notice: bool, has_findings: bool
) -> frozenset[DeskAct]:
    """What a facilitator can choose; masking only where there is something to mask."""
    known = {act.value for act in DeskAct}
    acts = {DeskAct(act.value) for act in LIFECYCLE.allowed(state) if act.value in known}
    if state in MOVABLE:
        acts.add(DeskAct.MOVE)
    if not has_findings:
        acts.discard(DeskAct.MASK)
    if not stands_on_desk(state, was_read=was_read, has_notice=has_notice):
        acts.discard(DeskAct.APPROVE)
    return frozenset(acts)
