"""Rules of the reading desk: the grounds, and who may undo what.  Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

UNDO = timedelta(minutes=10)
#: How long a masked original is kept, sealed, before it is destroyed.
SEALED_DAYS = 30


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


def may_restore(
    *, decided_by: int | None, decided_at: datetime, restorer: int | None, now: datetime
) -> bool:
    """Restoring is for another facilitator than the one who decided, or hers within 10 minutes."""
    return decided_by is None or restorer != decided_by or now - decided_at <= UNDO
